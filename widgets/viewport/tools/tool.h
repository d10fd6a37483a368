#pragma once

#include <optional>

#include <QObject>
#include <QPointF>
#include <QString>

#include "widgets/viewport/tools/tool_bench.h"

namespace molloquy::widgets {

class OptionStrip;
class OverlayPainter;

/// One tool of the rail. The interaction finds out by the table of gestures which action is asked
/// for and hands it to the tool that owns it, active or not.
class Tool : public QObject {
  Q_OBJECT
 public:
  Tool(ToolBench* bench, QObject* parent) : QObject(parent), m_bench(bench) {}

  /// Puts the tool's choices into the strip that shows while it is active; false: it has none.
  virtual bool fillStrip(OptionStrip&) { return false; }
  virtual void activate() {}
  virtual void deactivate() {}

  virtual void hover(const QPointF&, const Hit&) {}
  /// What a left-drag does that begins on a handle of the tool's own, whatever else lies there.
  [[nodiscard]] virtual std::optional<ViewAction> handleAt(const QPointF&) const {
    return std::nullopt;
  }
  /// False: the tool has nothing to do here, and the view turns instead.
  virtual bool beginDrag(ViewAction, const QPointF&, const Hit&) { return false; }
  virtual void drag(const QPointF&) {}
  virtual void drop(const QPointF&, const Hit&) {}
  virtual void click(ViewAction, const QPointF&, const Hit&) {}
  /// True when a double click was the tool's own.
  virtual bool doubleClick(const QPointF&) { return false; }
  virtual bool key(ViewAction, const Hit&) { return false; }
  /// All keys are up again: a series of key presses was one gesture.
  virtual void keysReleased() {}
  /// A letter typed without Ctrl or Alt, before any table is asked. True: taken.
  virtual bool typed(const QString&, const Hit&) { return false; }
  /// Whether Esc and Enter are the tool's now.
  [[nodiscard]] virtual bool isBusy() const { return false; }
  /// Ends what is going on without an edit; false when nothing was.
  virtual bool cancel() { return false; }
  virtual void paint(OverlayPainter&) const {}

 protected:
  [[nodiscard]] ToolBench& bench() const { return *m_bench; }

 private:
  ToolBench* m_bench;
};

}  // namespace molloquy::widgets
