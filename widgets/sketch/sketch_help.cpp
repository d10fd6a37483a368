#include "widgets/sketch/sketch_help.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <algorithm>

#include "widgets/frame/key_caps.h"
#include "widgets/sketch/sketch_keys.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kColumns = 2;
constexpr int kColumnWidth = 330;
constexpr int kRow = 26;
constexpr int kMargin = 12;

int rowsPerColumn() {
  return (static_cast<int>(sketchKeys().size()) + 1 + kColumns - 1) / kColumns;
}

}  // namespace

SketchHelp::SketchHelp(QWidget* parent) : QWidget(parent, Qt::Popup) {
  setAttribute(Qt::WA_DeleteOnClose);
  setAccessibleName(tr("Keys of the 2D editor"));
  QStringList spoken;
  for (const SketchKey& row : sketchKeys())
    spoken +=
        row.words + QStringLiteral(": ") + row.keys.front().toString(QKeySequence::NativeText);
  setAccessibleDescription(spoken.join(QStringLiteral("; ")));
}

QSize SketchHelp::sizeHint() const {
  return {theme::scaled(kColumns * kColumnWidth + 2 * kMargin),
          theme::scaled(rowsPerColumn() * kRow + 2 * kMargin)};
}

void SketchHelp::popup(const QPoint& global) {
  resize(sizeHint());
  const QRect screen = parentWidget()->screen()->availableGeometry();
  const int below = global.y() + 4;
  const int y = below + height() <= screen.bottom() ? below : global.y() - height() - 34;
  move(std::clamp(global.x() - width(), screen.left(),
                  std::max(screen.left(), screen.right() - width())),
       std::max(screen.top(), y));
  show();
}

void SketchHelp::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), t.surface);
  theme::painting::box(painter, rect(), 0, t.surface, t.lineStrong);
  const int rows = rowsPerColumn();
  const int step = theme::scaled(kRow), margin = theme::scaled(kMargin);
  const auto place = [&](int index) {
    return QRect(margin + index / rows * theme::scaled(kColumnWidth), margin + index % rows * step,
                 theme::scaled(kColumnWidth) - margin, step);
  };
  int index = 0;
  for (const SketchKey& row : sketchKeys()) {
    const QRect line = place(index++);
    painter.setFont(theme::font(theme::TextRole::Secondary));
    painter.setPen(t.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, row.words);
    paintKeyCaps(painter, line.right() - margin / 2, line.center().y(), keyNames(row.keys.front()),
                 palette());
  }
  painter.setFont(theme::font(theme::TextRole::Secondary));
  painter.setPen(t.text2);
  painter.drawText(place(index), Qt::AlignLeft | Qt::AlignVCenter,
                   tr("Letters type elements; arrows walk, Enter draws there."));
}

void SketchHelp::keyPressEvent(QKeyEvent*) { close(); }
void SketchHelp::mousePressEvent(QMouseEvent*) { close(); }

}  // namespace molloquy::widgets
