#include "widgets/input/structure_line_edit.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <memory>

#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr double kWaveHeight = 1.5;
constexpr double kWaveStep = 2.0;

}  // namespace

StructureLineEdit::StructureLineEdit(QWidget* parent) : QLineEdit(parent) {
  setFrame(false);
  setAttribute(Qt::WA_MacShowFocusRect, false);
}

void StructureLineEdit::setErrorFrom(std::optional<int> column) {
  m_hasError = true;
  m_errorColumn = column;
  update();
}

void StructureLineEdit::clearError() {
  m_hasError = false;
  m_errorColumn.reset();
  update();
}

QRect StructureLineEdit::waveRect() const {
  if (!m_hasError || text().isEmpty()) return {};
  const int length = static_cast<int>(text().size());
  const int from = m_errorColumn ? qBound(0, *m_errorColumn - 1, length - 1) : 0;
  // The cursor's rectangle is the only place the line edit tells, so positions are relative to it.
  const QFontMetricsF metrics(font());
  const auto advance = [&](int end) { return metrics.horizontalAdvance(text().left(end)); };
  const double cursor = cursorRect().center().x() + 1.0;
  const double origin = cursor - advance(cursorPosition());
  const double left = qMax(origin + advance(from), 0.0);
  const double right = qMin(origin + advance(length), double(width()));
  if (right <= left) return {};
  const int bottom = qRound(height() / 2.0 + metrics.ascent() / 2.0 + metrics.descent() / 2.0);
  return QRectF(left, bottom - 2, right - left, 4).toAlignedRect();
}

bool StructureLineEdit::takePastedBlock() {
  const QString pasted = QGuiApplication::clipboard()->text();
  if (!pasted.trimmed().contains(u'\n')) return false;
  Q_EMIT blockPasted(pasted);
  return true;
}

bool StructureLineEdit::event(QEvent* event) {
  // Ctrl+V must reach the field even where the window has a Paste action of its own.
  if (event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->matches(QKeySequence::Paste)) {
    event->accept();
    return true;
  }
  return QLineEdit::event(event);
}

void StructureLineEdit::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Paste) && takePastedBlock()) return;
  if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
    clear();
    Q_EMIT textEdited(QString());
    return;
  }
  QLineEdit::keyPressEvent(event);
}

void StructureLineEdit::contextMenuEvent(QContextMenuEvent* event) {
  const std::unique_ptr<QMenu> menu(createStandardContextMenu());
  if (auto* paste = menu->findChild<QAction*>(QStringLiteral("edit-paste"))) {
    paste->disconnect();
    connect(paste, &QAction::triggered, this, [this] {
      if (!takePastedBlock()) QLineEdit::paste();
    });
  }
  menu->exec(event->globalPos());
}

void StructureLineEdit::focusInEvent(QFocusEvent* event) {
  QLineEdit::focusInEvent(event);
  Q_EMIT focusChanged(true);
}

void StructureLineEdit::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  Q_EMIT focusChanged(false);
}

void StructureLineEdit::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  const QRect wave = waveRect();
  if (wave.isEmpty()) return;
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(t.differ, 1.25, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  const double middle = wave.center().y() + 0.5;
  QPainterPath path(QPointF(wave.left(), middle));
  bool up = true;
  for (double x = wave.left() + kWaveStep; x <= wave.right() + kWaveStep; x += kWaveStep) {
    path.lineTo(x, middle + (up ? -kWaveHeight : kWaveHeight));
    up = !up;
  }
  painter.drawPath(path);
}

}  // namespace molloquy::widgets
