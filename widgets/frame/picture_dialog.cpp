#include "widgets/frame/picture_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <array>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"

namespace molloquy::widgets {
namespace {

constexpr int kSmallest = 16;
constexpr int kLargest = 8192;
/// Above this a picture takes some seconds on a computer without a graphics card.
constexpr double kSlowPixels = 16e6;

/// Longest side of a preset; 0 = as it is seen.
constexpr std::array<int, 5> kLongestSides = {0, 1920, 3840, 7680, kLargest};

QSize fitted(QSize view, int longest) {
  if (longest == 0 || view.isEmpty()) return view;
  return view.scaled(longest, longest, Qt::KeepAspectRatio);
}

QSpinBox* pixels(int value, const QString& name, QWidget* parent) {
  auto* box = new QSpinBox(parent);
  box->setRange(kSmallest, kLargest);
  box->setValue(value);
  box->setAccessibleName(name);
  return box;
}

}  // namespace

PictureDialog::PictureDialog(QSize view, QWidget* parent) : QDialog(parent), m_view(view) {
  setWindowTitle(tr("Save a picture"));
  m_preset = new QComboBox(this);
  m_preset->addItems({tr("As it is seen"), tr("Full HD, 1920 wide"), tr("4K, 3840 wide"),
                      tr("8K, 7680 wide"), tr("As large as it gets")});
  m_preset->setAccessibleName(tr("Size"));
  m_width = pixels(view.width(), tr("Width in pixels"), this);
  m_height = pixels(view.height(), tr("Height in pixels"), this);
  m_transparent = new QCheckBox(tr("Without ground"), this);
  m_says = new QLabel(this);
  m_says->setFont(theme::font(theme::TextRole::Secondary));
  auto* buttons = new QDialogButtonBox(this);
  QPushButton* save = buttons->addButton(tr("Choose a file…"), QDialogButtonBox::AcceptRole);
  save->setDefault(true);
  buttons->addButton(QDialogButtonBox::Cancel);
  auto* size = new QHBoxLayout;
  size->addWidget(m_width);
  size->addWidget(new QLabel(QStringLiteral("×"), this));
  size->addWidget(m_height);
  size->addWidget(new QLabel(tr("pixels"), this));
  size->addStretch(1);
  auto* form = new QFormLayout(this);
  const int margin = theme::scaled(16);
  form->setContentsMargins(margin, margin, margin, margin);
  form->setVerticalSpacing(theme::scaled(8));
  form->setHorizontalSpacing(theme::scaled(12));
  form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  form->addRow(tr("Size"), m_preset);
  form->addRow(QString(), size);
  form->addRow(QString(), m_transparent);
  form->addRow(QString(), m_says);
  form->addRow(buttons);
  connect(m_preset, &QComboBox::activated, this, &PictureDialog::choose);
  for (QSpinBox* box : {m_width, m_height}) {
    connect(box, &QSpinBox::valueChanged, this, &PictureDialog::tell);
  }
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  tell();
}

QSize PictureDialog::pictureSize() const { return {m_width->value(), m_height->value()}; }

bool PictureDialog::isTransparent() const { return m_transparent->isChecked(); }

void PictureDialog::choose(int preset) {
  const QSize size = fitted(m_view, kLongestSides[static_cast<std::size_t>(preset)]);
  m_width->setValue(size.width());
  m_height->setValue(size.height());
}

void PictureDialog::tell() {
  const double count = static_cast<double>(m_width->value()) * m_height->value();
  const QString words =
      tr("%1 million pixels").arg(shownNumber(QString::number(count / 1e6, 'f', 1)));
  m_says->setText(count > kSlowPixels ? tr("%1; drawing it can take some seconds").arg(words)
                                      : words);
}

}  // namespace molloquy::widgets
