#include "widgets/theme/splitter.h"

#include <QMouseEvent>
#include <QResizeEvent>

namespace molloquy::theme {
namespace {

/// Qt lays a splitter out by the handle's contents and lets its margins overlap the neighbours.
class WideGrip : public QSplitterHandle {
 public:
  WideGrip(Splitter* parent) : QSplitterHandle(parent->orientation(), parent), m_splitter(parent) {}

 protected:
  void resizeEvent(QResizeEvent* event) override {
    // Not the base class: its own narrower margins would set off another resize, without end.
    QWidget::resizeEvent(event);
    constexpr int kMargin = 3;
    setAttribute(Qt::WA_MouseNoMask, true);
    if (orientation() == Qt::Horizontal) {
      setContentsMargins(kMargin, 0, kMargin, 0);
    } else {
      setContentsMargins(0, kMargin, 0, kMargin);
    }
    setMask(QRegion(contentsRect()));
  }
  void mouseDoubleClickEvent(QMouseEvent*) override { Q_EMIT m_splitter->resetRequested(); }

 private:
  Splitter* m_splitter;
};

}  // namespace

Splitter::Splitter(Qt::Orientation orientation, QWidget* parent) : QSplitter(orientation, parent) {
  setHandleWidth(1);
}

QSplitterHandle* Splitter::createHandle() { return new WideGrip(this); }

}  // namespace molloquy::theme
