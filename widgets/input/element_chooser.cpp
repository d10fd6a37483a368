#include "widgets/input/element_chooser.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <algorithm>
#include <array>

#include "model/chem/molecule.h"
#include "widgets/theme/element_colours.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kElements = 118;
constexpr int kColumns = 18;
constexpr int kRows = 9;  // seven periods, then the lanthanides and actinides
constexpr int kCell = 30;
constexpr int kMargin = 12;
constexpr int kGapBeforeSeries = 8;
constexpr int kHead = 30;

struct Place {
  int column = 0;  ///< 0-based.
  int row = 0;
};

/// Place of an element in the long form with the two series below.
Place placeOf(int z) {
  if (z >= 57 && z <= 71) return {z - 57 + 2, 7};
  if (z >= 89 && z <= 103) return {z - 89 + 2, 8};
  constexpr std::array<int, 8> kFirstOfPeriod = {1, 3, 11, 19, 37, 55, 87, 119};
  int period = 0;
  while (z >= kFirstOfPeriod[static_cast<std::size_t>(period) + 1]) ++period;
  const int last = kFirstOfPeriod[static_cast<std::size_t>(period) + 1] - 1;
  const int first = kFirstOfPeriod[static_cast<std::size_t>(period)];
  const int leftBlock = period == 0 ? 1 : 2;
  if (z - first < leftBlock) return {z - first, period};
  return {kColumns - 1 - (last - z), period};
}

}  // namespace

ElementChooser::ElementChooser(QWidget* parent) : QFrame(parent, Qt::Popup) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Element"));
  resize(sizeHint());
  describe();
}

QSize ElementChooser::sizeHint() const {
  const int cell = theme::scaled(kCell);
  const int margin = 2 * theme::scaled(kMargin);
  return {kColumns * cell + margin,
          kRows * cell + theme::scaled(kGapBeforeSeries) + theme::scaled(kHead) + margin};
}

QRect ElementChooser::cellOf(int z) const {
  const Place place = placeOf(z);
  const int cell = theme::scaled(kCell);
  const int margin = theme::scaled(kMargin);
  const int gap = place.row >= 7 ? theme::scaled(kGapBeforeSeries) : 0;
  return {margin + place.column * cell, margin + theme::scaled(kHead) + place.row * cell + gap,
          cell, cell};
}

int ElementChooser::elementAt(const QPoint& place) const {
  for (int z = 1; z <= kElements; ++z) {
    if (cellOf(z).contains(place)) return z;
  }
  return 0;
}

void ElementChooser::openAt(const QPoint& global) {
  m_typed.clear();
  resize(sizeHint());
  const QScreen* screen = QGuiApplication::screenAt(global);
  const QRect room = (screen ? screen : QGuiApplication::primaryScreen())->availableGeometry();
  move(std::clamp(global.x(), room.left(), std::max(room.left(), room.right() - width())),
       std::clamp(global.y(), room.top(), std::max(room.top(), room.bottom() - height())));
  show();
  setFocus();
}

void ElementChooser::setCurrent(int atomicNumber) {
  m_current = std::clamp(atomicNumber, 1, kElements);
  describe();
  update();
}

void ElementChooser::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const theme::Tokens& tokens = theme::tokensFor(palette());
  painter.fillRect(rect(), tokens.surface);
  painter.setPen(tokens.line);
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  const int margin = theme::scaled(kMargin);
  painter.setFont(theme::font(theme::TextRole::PanelTitle));
  painter.setPen(tokens.text);
  const int shown = m_hovered > 0 ? m_hovered : m_current;
  painter.drawText(
      QRect(margin, margin, width() - 2 * margin, theme::scaled(kHead - 8)),
      Qt::AlignLeft | Qt::AlignVCenter,
      tr("%1, element %2").arg(QString::fromStdString(chem::elementSymbol(shown))).arg(shown));
  painter.setFont(theme::font(theme::TextRole::Secondary));
  painter.setPen(tokens.text3);
  painter.drawText(QRect(margin, margin, width() - 2 * margin, theme::scaled(kHead - 8)),
                   Qt::AlignRight | Qt::AlignVCenter, tr("Type a symbol, then Enter"));
  painter.setFont(theme::font(theme::TextRole::Control));
  for (int z = 1; z <= kElements; ++z) {
    const QRectF cell = QRectF(cellOf(z)).adjusted(1, 1, -1, -1);
    const QColor element = theme::elementColour(tokens.scheme, z);
    const bool current = z == m_current;
    theme::painting::box(painter, cell, theme::painting::kRadiusMark,
                         current          ? tokens.selected
                         : z == m_hovered ? tokens.hover
                                          : tokens.panel,
                         current ? tokens.accent : QColor());
    painter.fillRect(QRectF(cell.left() + 5, cell.bottom() - 4, cell.width() - 10, 2.5), element);
    painter.setPen(tokens.text);
    painter.drawText(cell.adjusted(0, -2, 0, -2), Qt::AlignCenter,
                     QString::fromStdString(chem::elementSymbol(z)));
  }
}

void ElementChooser::mouseMoveEvent(QMouseEvent* event) {
  const int hovered = elementAt(event->pos());
  if (hovered != m_hovered) {
    m_hovered = hovered;
    update();
  }
}

void ElementChooser::mouseReleaseEvent(QMouseEvent* event) {
  if (!rect().contains(event->pos())) {
    close();
  } else if (const int element = elementAt(event->pos()); element > 0) {
    choose(element);
  }
}

void ElementChooser::leaveEvent(QEvent*) {
  m_hovered = 0;
  update();
}

void ElementChooser::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      walk(-1, 0);
      break;
    case Qt::Key_Right:
      walk(1, 0);
      break;
    case Qt::Key_Up:
      walk(0, -1);
      break;
    case Qt::Key_Down:
      walk(0, 1);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      choose(m_current);
      break;
    case Qt::Key_Backspace:
      m_typed.clear();
      break;
    default:
      if (!event->text().isEmpty() && event->text()[0].isLetter()) {
        type(event->text());
      } else {
        QFrame::keyPressEvent(event);
      }
  }
}

void ElementChooser::walk(int columns, int rows) {
  m_typed.clear();
  const QPoint centre = cellOf(m_current).center();
  const int cell = theme::scaled(kCell);
  // Over gaps to the next element in that direction.
  for (int step = 1; step <= kColumns; ++step) {
    const QPoint place(centre.x() + columns * step * cell, centre.y() + rows * step * cell);
    const int element = elementAt(place);
    if (element > 0) {
      setCurrent(element);
      return;
    }
  }
}

void ElementChooser::type(const QString& letter) {
  const auto elementOf = [](const QString& symbol) {
    return chem::atomicNumberOf(symbol.toStdString()).value_or(0);
  };
  const QString two = m_typed.isEmpty() ? QString() : m_typed + letter.toLower();
  if (const int element = two.isEmpty() ? 0 : elementOf(two)) {
    setCurrent(element);
    m_typed.clear();
    return;
  }
  m_typed = letter.toUpper();
  if (const int element = elementOf(m_typed)) setCurrent(element);
}

void ElementChooser::choose(int atomicNumber) {
  setCurrent(atomicNumber);
  close();
  Q_EMIT elementChosen(atomicNumber);
}

void ElementChooser::describe() {
  setAccessibleDescription(QString::fromStdString(chem::elementSymbol(m_current)));
}

}  // namespace molloquy::widgets
