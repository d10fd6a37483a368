#include "widgets/viewport/pin_legend.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/pin_tag.h"

namespace molloquy::widgets {

namespace {

constexpr double kRadius = 8;
constexpr int kRowHeight = 30;
constexpr int kSide = 10;
constexpr int kTagGap = 7;
constexpr int kCountGap = 8;
constexpr int kMostWidth = 220;

/// Tag, words and count of one pin; a click on it shows its atoms.
class PinWords : public QWidget {
 public:
  PinWords(const Pin& pin, std::function<void()> activated, QWidget* parent)
      : QWidget(parent), m_pin(pin), m_activated(std::move(activated)) {
    m_count = pin.atoms.size() == 1 ? PinLegend::tr("1 atom")
                                    : PinLegend::tr("%1 atoms").arg(pin.atoms.size());
    const QFontMetrics words(theme::font(theme::TextRole::UserWords));
    const QFontMetrics count(theme::font(theme::TextRole::Control));
    const int fixed = kSide + kPinTagSize + kTagGap + kCountGap + count.horizontalAdvance(m_count);
    setMinimumWidth(
        std::min(theme::scaled(kMostWidth), fixed + words.horizontalAdvance(pin.label) + 2));
    setFixedHeight(theme::scaled(kRowHeight));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(
        PinLegend::tr("Pin %1: %2, %3").arg(theme::pinLetter(pin.slot)).arg(pin.label, m_count));
    setToolTip(pin.label);
    setCursor(Qt::PointingHandCursor);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const theme::Tokens& tokens = theme::tokensFor(palette());
    QPainter painter(this);
    paintPinTag(painter, QPointF(kSide, (height() - kPinTagSize) / 2.0), tokens, m_pin.slot);
    QFont words = theme::font(theme::TextRole::Control);
    words.setWeight(QFont::Medium);
    const QFont count = theme::font(theme::TextRole::Control);
    const int left = kSide + kPinTagSize + kTagGap;
    const int countWidth = QFontMetrics(count).horizontalAdvance(m_count);
    const QRect place(left, 0, width() - left - countWidth - kCountGap, height());
    painter.setFont(words);
    painter.setPen(tokens.text);
    painter.drawText(place, Qt::AlignVCenter,
                     QFontMetrics(words).elidedText(m_pin.label, Qt::ElideRight, place.width()));
    painter.setFont(count);
    painter.setPen(tokens.text3);
    painter.drawText(QRect(width() - countWidth, 0, countWidth, height()), Qt::AlignVCenter,
                     m_count);
  }
  void mouseReleaseEvent(QMouseEvent* event) override {
    if (event->button() == Qt::LeftButton && rect().contains(event->pos())) m_activated();
  }
  void mousePressEvent(QMouseEvent* event) override { event->accept(); }

 private:
  Pin m_pin;
  QString m_count;
  std::function<void()> m_activated;
};

}  // namespace

PinLegend::PinLegend(PinModel* pins, QWidget* parent)
    : QWidget(parent), m_pins(pins), m_layout(new QVBoxLayout(this)) {
  setAccessibleName(tr("Pins"));
  m_layout->setContentsMargins(0, 2, 0, 2);
  m_layout->setSpacing(0);
  m_layout->setSizeConstraint(QLayout::SetFixedSize);
  connect(m_pins, &PinModel::pinsChanged, this, &PinLegend::rebuild);
  rebuild();
}

void PinLegend::rebuild() {
  while (QLayoutItem* item = m_layout->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  std::erase_if(m_shut, [this](int slot) {
    return std::none_of(m_pins->pins().begin(), m_pins->pins().end(),
                        [slot](const Pin& pin) { return pin.slot == slot; });
  });
  const auto add = [this](QWidget* part) {
    m_layout->addWidget(part);
    part->show();  // now, because a layout counts only what is shown
  };
  for (const Pin& pin : m_pins->pins()) add(makeRow(pin));
  if (m_pins->pins().size() > 1) add(makeFoot());
  setVisible(!m_pins->pins().empty());
  m_layout->activate();
  adjustSize();
}

QWidget* PinLegend::makeRow(const Pin& pin) {
  auto* row = new QWidget(this);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 4, 0);
  layout->setSpacing(2);
  const int slot = pin.slot;
  layout->addWidget(new PinWords(
                        pin, [this, slot] { Q_EMIT pinActivated(slot); }, row),
                    1);
  layout->addSpacing(6);
  const QString letter = theme::pinLetter(slot);
  auto* eye = new BarButton(isShut(slot) ? "hidden" : "visible",
                            tr("Show or hide pin %1").arg(letter), row);
  connect(eye, &BarButton::clicked, this, [this, slot, eye] {
    if (m_shut.erase(slot) == 0) m_shut.insert(slot);
    eye->setIconName(isShut(slot) ? "hidden" : "visible");
    Q_EMIT shutPinsChanged();
  });
  layout->addWidget(eye);
  auto* close = new BarButton("close", tr("Unpin %1").arg(letter), row);
  connect(close, &BarButton::clicked, m_pins, [this, slot] { m_pins->unpin(slot); });
  layout->addWidget(close);
  return row;
}

QWidget* PinLegend::makeFoot() {
  auto* foot = new QWidget(this);
  auto* layout = new QHBoxLayout(foot);
  layout->setContentsMargins(kSide, 4, 8, 4);
  auto* count = new QLabel(tr("%1 of %2 pins").arg(m_pins->pins().size()).arg(kPinSlots), foot);
  count->setFont(theme::font(theme::TextRole::Secondary));
  layout->addWidget(count);
  layout->addStretch();
  auto* clear = new QPushButton(tr("Clear"), foot);
  clear->setAccessibleName(tr("Clear all pins"));
  connect(clear, &QPushButton::clicked, m_pins, &PinModel::clear);
  layout->addWidget(clear);
  return foot;
}

void PinLegend::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
  if (m_pins->pins().size() > 1) {
    const int y = m_layout->itemAt(m_layout->count() - 1)->geometry().top();
    painter.fillRect(QRect(1, y, width() - 2, 1), tokens.line);
  }
}

void PinLegend::mousePressEvent(QMouseEvent* event) { event->accept(); }

}  // namespace molloquy::widgets
