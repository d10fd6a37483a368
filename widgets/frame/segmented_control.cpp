#include "widgets/frame/segmented_control.h"

#include <QButtonGroup>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

/// One choice: a raised plate when it is on, words alone when it is off.
class Segment : public QToolButton {
 public:
  Segment(const QString& words, QWidget* parent) : QToolButton(parent) {
    setText(words);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(words);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const theme::Tokens& t = theme::tokensFor(palette());
    QPainter painter(this);
    const QRectF plate(rect());
    if (isChecked()) {
      theme::painting::box(painter, plate, theme::painting::kRadiusChip, t.surface, t.line);
    } else if (underMouse() && isEnabled()) {
      theme::painting::box(painter, plate, theme::painting::kRadiusChip, t.hover, {});
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
      theme::painting::focusRing(painter, plate, theme::painting::kRadiusChip, t.accent);
    painter.setFont(theme::font(theme::TextRole::Button));
    painter.setPen(!isEnabled() ? t.text3 : isChecked() || underMouse() ? t.text : t.text2);
    painter.drawText(rect(), Qt::AlignCenter, text());
  }
};

}  // namespace

SegmentedControl::SegmentedControl(const QStringList& choices, QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  for (int index = 0; index < choices.size(); ++index)
    m_group->addButton(new Segment(choices[index], this), index);
  m_group->setExclusive(true);
  if (QAbstractButton* first = m_group->button(0)) first->setChecked(true);
  // The group moves focus and check together on arrow keys, so the toggled signal tells both.
  connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool on) {
    if (on) Q_EMIT chosen(index);
  });
}

int SegmentedControl::current() const { return m_group->checkedId(); }

void SegmentedControl::setCurrent(int index) {
  QAbstractButton* button = m_group->button(index);
  const QSignalBlocker quiet(m_group);
  if (button != nullptr) {
    button->setChecked(true);
  } else if (QAbstractButton* checked = m_group->checkedButton()) {
    m_group->setExclusive(false);
    checked->setChecked(false);
    m_group->setExclusive(true);
  }
  update();
}

QSize SegmentedControl::sizeHint() const {
  const QFontMetrics metrics(theme::font(theme::TextRole::Button));
  int width = 0;
  for (const QAbstractButton* button : m_group->buttons())
    width += metrics.horizontalAdvance(button->text()) + theme::scaled(24);
  return {width + theme::scaled(6), theme::scaled(28)};
}

void SegmentedControl::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  theme::painting::box(painter, rect(), theme::painting::kRadiusControl, t.sunk, t.line);
}

void SegmentedControl::resizeEvent(QResizeEvent*) {
  const QFontMetrics metrics(theme::font(theme::TextRole::Button));
  const int margin = theme::scaled(3);
  int x = margin;
  for (QAbstractButton* button : m_group->buttons()) {
    const int width = metrics.horizontalAdvance(button->text()) + theme::scaled(24);
    button->setGeometry(x, margin, width, height() - 2 * margin);
    x += width;
  }
}

}  // namespace molloquy::widgets
