#include "widgets/frame/stepper.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"

namespace molloquy::widgets {
namespace {

QToolButton* stepButton(const QString& icon, const QString& name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(theme::icon(icon));
  button->setIconSize({theme::scaled(16), theme::scaled(16)});
  button->setAutoRaise(true);
  button->setAutoRepeat(true);
  button->setToolTip(name);
  button->setAccessibleName(name);
  return button;
}

}  // namespace

Stepper::Stepper(const QString& noun, QWidget* parent) : QWidget(parent), m_noun(noun) {
  const QString lower = noun.toLower();
  m_back = stepButton(QStringLiteral("chevron-left"), tr("Previous %1").arg(lower), this);
  m_label = new QLabel(this);
  m_label->setFont(theme::font(theme::TextRole::Control));
  m_label->setAlignment(Qt::AlignCenter);
  m_forward = stepButton(QStringLiteral("chevron-right"), tr("Next %1").arg(lower), this);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(theme::scaled(4));
  layout->addWidget(m_back);
  layout->addWidget(m_label);
  layout->addWidget(m_forward);
  connect(m_back, &QToolButton::clicked, this, [this] { step(-1); });
  connect(m_forward, &QToolButton::clicked, this, [this] { step(1); });
  setPosition(0, 0);
}

void Stepper::setPosition(int position, int count) {
  m_position = position;
  m_count = count;
  setText(count > 0 ? tr("%1 %2 of %3").arg(m_noun, shownCount(position + 1), shownCount(count))
                    : m_noun);
  const QString lower = m_noun.toLower();
  const bool first = position <= 0;
  const bool last = position + 1 >= count;
  m_back->setEnabled(!first);
  m_back->setToolTip(first ? tr("This is the first %1.").arg(lower) : m_back->accessibleName());
  m_forward->setEnabled(!last);
  m_forward->setToolTip(last ? tr("This is the last %1.").arg(lower) : m_forward->accessibleName());
}

void Stepper::setText(const QString& text) {
  m_label->setText(text);
  setAccessibleName(text);
  updateGeometry();
}

QString Stepper::text() const { return m_label->text(); }

void Stepper::step(int by) {
  const int wanted = m_position + by;
  if (wanted >= 0 && wanted < m_count) Q_EMIT positionChosen(wanted);
}

}  // namespace molloquy::widgets
