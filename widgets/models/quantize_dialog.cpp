#include "widgets/models/quantize_dialog.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/frame/segmented_control.h"
#include "widgets/models/path_field.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

QuantizeDialog::QuantizeDialog(const QString& name, const QString& folder, QWidget* parent)
    : QDialog(parent), m_folder(folder) {
  setWindowTitle(tr("Make a smaller copy"));
  auto* layout = new QVBoxLayout(this);
  const int side = theme::scaled(20);
  layout->setContentsMargins(side, theme::scaled(16), side, theme::scaled(16));
  layout->setSpacing(theme::scaled(14));
  auto* lead = new theme::ThemedLabel(
      theme::TextRole::Control, theme::Ink::Text2,
      tr("Writes a copy of %1 whose language model is stored in fewer bits. It needs less memory "
         "and answers faster; some answers will differ. The original stays as it is.")
          .arg(name),
      this);
  lead->setWordWrap(true);
  lead->setTextFormat(Qt::PlainText);
  layout->addWidget(lead);
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::scaled(8));
  auto* label =
      new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text, tr("Numbers"), this);
  label->setFixedWidth(theme::scaled(132));
  m_type = new SegmentedControl({QStringLiteral("int8"), QStringLiteral("int4")}, this);
  m_type->setAccessibleName(tr("Numbers"));
  row->addWidget(label);
  row->addWidget(m_type);
  row->addStretch();
  layout->addLayout(row);
  m_output = new PathField(PathField::Kind::NewFolder, tr("New folder"),
                           tr("It is made if it is not there"), {}, this);
  layout->addWidget(m_output);
  layout->addStretch();

  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  auto* cancel = new QPushButton(tr("Cancel"), this);
  m_start = new QPushButton(tr("Make the copy"), this);
  theme::setButtonRole(*m_start, theme::ButtonRole::Primary);
  m_start->setDefault(true);
  buttons->addWidget(cancel);
  buttons->addWidget(m_start);
  layout->addLayout(buttons);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_start, &QPushButton::clicked, this, [this] {
    Q_EMIT quantizeRequested(precision(), m_output->path());
    accept();
  });
  connect(m_type, &SegmentedControl::chosen, this, &QuantizeDialog::propose);
  connect(m_output, &PathField::pathChanged, this, &QuantizeDialog::checkRequested);
  connect(&m_output->edit(), &QLineEdit::textChanged, this, &QuantizeDialog::updateButton);
  propose();
  const int width = theme::scaled(560);
  resize(width, layout->totalHeightForWidth(width));
}

ModelChoices::Precision QuantizeDialog::precision() const {
  return m_type->current() == 0 ? ModelChoices::Precision::Int8 : ModelChoices::Precision::Int4;
}

void QuantizeDialog::propose() {
  const char* ending = precision() == ModelChoices::Precision::Int8 ? "-int8" : "-int4";
  m_output->setPath(m_folder + QString::fromLatin1(ending));
  updateButton();
}

void QuantizeDialog::setVerdict(const QString& path, bool good, const QString& sentence) {
  if (m_output->path() != path) return;
  m_output->setVerdict(good, sentence);
  updateButton();
}

void QuantizeDialog::updateButton() {
  m_start->setEnabled(m_output->isGood());
  m_start->setToolTip(m_output->isGood() ? QString() : tr("The new folder cannot be used yet."));
}

void QuantizeDialog::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), theme::tokensFor(palette()).surface);
}

}  // namespace molloquy::widgets
