#include "widgets/library/range_row.h"

#include <QComboBox>
#include <QDoubleValidator>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include "widgets/inspector/panel_parts.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

std::optional<double> numberIn(const QLineEdit& edit) {
  QString text = edit.text().trimmed();
  text.replace(QChar(0x2212), u'-').replace(u',', u'.');
  bool isNumber = false;
  const double number = text.toDouble(&isNumber);
  return isNumber ? std::optional(number) : std::nullopt;
}

QString written(const std::optional<double>& number) {
  return number ? QString::number(*number, 'g', 12) : QString();
}

}  // namespace

RangeRow::RangeRow(const QStringList& properties, QWidget* parent)
    : QWidget(parent),
      m_property(new QComboBox(this)),
      m_atLeast(new QLineEdit(this)),
      m_atMost(new QLineEdit(this)) {
  m_property->addItems(properties);
  m_property->setAccessibleName(tr("Property"));
  m_property->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_property->setMinimumContentsLength(12);
  m_atLeast->setPlaceholderText(tr("from"));
  m_atLeast->setAccessibleName(tr("At least"));
  m_atMost->setPlaceholderText(tr("to"));
  m_atMost->setAccessibleName(tr("At most"));
  auto* remove = iconButton(QStringLiteral("close"), tr("Remove this range"), this);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::scaled(6));
  row->addWidget(m_property, 2);
  row->addWidget(m_atLeast, 1);
  row->addWidget(new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text2,
                                        QStringLiteral("–"), this));
  row->addWidget(m_atMost, 1);
  row->addWidget(remove);
  connect(m_property, &QComboBox::activated, this, &RangeRow::changed);
  connect(m_atLeast, &QLineEdit::textEdited, this, &RangeRow::changed);
  connect(m_atMost, &QLineEdit::textEdited, this, &RangeRow::changed);
  connect(remove, &QToolButton::clicked, this, &RangeRow::removeRequested);
  setFocusProxy(m_property);
}

void RangeRow::setProperties(const QStringList& properties) {
  const QString chosen = m_property->currentText();
  m_property->clear();
  m_property->addItems(properties);
  m_property->setCurrentIndex(qMax(0, m_property->findText(chosen)));
}

void RangeRow::setRange(const RangeCondition& range) {
  int index = m_property->findText(range.property);
  if (index < 0) {
    m_property->addItem(range.property);
    index = m_property->count() - 1;
  }
  m_property->setCurrentIndex(index);
  m_atLeast->setText(written(range.atLeast));
  m_atMost->setText(written(range.atMost));
}

std::optional<RangeCondition> RangeRow::range() const {
  RangeCondition range{m_property->currentText(), numberIn(*m_atLeast), numberIn(*m_atMost)};
  if (range.property.isEmpty() || (!range.atLeast && !range.atMost)) return std::nullopt;
  return range;
}

}  // namespace molloquy::widgets
