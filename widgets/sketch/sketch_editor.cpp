#include "widgets/sketch/sketch_editor.h"

#include <QPainter>
#include <QToolButton>
#include <utility>

#include "widgets/sketch/sketch_canvas.h"
#include "widgets/sketch/sketch_help.h"
#include "widgets/sketch/sketch_strip.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

SketchEditor::SketchEditor(AtomSelectionModel& selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_strip(new SketchStrip(this)),
      m_canvas(new SketchCanvas(selection, this)) {
  setAccessibleName(tr("2D editor"));
  setFocusProxy(m_canvas);
  m_strip->setFragments({});
  connect(m_strip, &SketchStrip::penChosen, m_canvas, &SketchCanvas::setPen);
  connect(m_canvas, &SketchCanvas::penChanged, m_strip, &SketchStrip::showPen);
  connect(m_strip, &SketchStrip::commandChosen, m_canvas, &SketchCanvas::perform);
  connect(m_strip, &SketchStrip::shapeRequested, this, &SketchEditor::shapeRequested);
  connect(m_canvas, &SketchCanvas::editRequested, this, &SketchEditor::editRequested);
  connect(m_canvas, &SketchCanvas::gestureBegan, this, &SketchEditor::gestureBegan);
  connect(m_canvas, &SketchCanvas::gestureEnded, this, &SketchEditor::gestureEnded);
  connect(m_canvas, &SketchCanvas::layoutChanged, this, &SketchEditor::layoutChanged);
  connect(m_canvas, &SketchCanvas::atomHovered, this, &SketchEditor::atomHovered);
  connect(m_canvas, &SketchCanvas::commandRequested, this, &SketchEditor::carryOut);
}

SketchEditor::~SketchEditor() = default;

void SketchEditor::carryOut(SketchCommand command) {
  using C = SketchCommand;
  switch (command) {
    case C::Undo:
      return Q_EMIT undoRequested();
    case C::Redo:
      return Q_EMIT redoRequested();
    case C::Layout:
      return Q_EMIT layoutRequested(LayoutKind::Fresh);
    case C::CleanUp:
      return Q_EMIT layoutRequested(LayoutKind::CleanUp);
    case C::CopySmiles:
      return Q_EMIT copyAsSmilesRequested(m_selection.atoms());
    case C::Help: {
      const QToolButton* button = m_strip->helpButton();
      (new SketchHelp(this))->popup(button->mapToGlobal(button->rect().bottomRight()));
      return;
    }
    default:
      return;
  }
}

void SketchEditor::setStructure(std::shared_ptr<const chem::Molecule> molecule,
                                std::shared_ptr<const chem::Conformer> conformer,
                                chem::Layout2D layout) {
  m_strip->setUsable(std::nullopt);
  m_canvas->setScene({std::move(molecule), std::move(conformer), std::move(layout)});
}

void SketchEditor::setBusy() { m_canvas->setBusy(true); }

void SketchEditor::setFailed(const QString& sentence) {
  m_strip->setUsable(sentence);
  m_canvas->setFailed(sentence);
}

void SketchEditor::showRefusal(const QString& sentence) { m_canvas->tell(sentence); }

void SketchEditor::setUndo(const std::optional<QString>& undo, const std::optional<QString>& redo) {
  m_strip->setUndo(undo, redo);
}

void SketchEditor::setFragments(const std::vector<FragmentChoice>& fragments) {
  m_strip->setFragments(fragments);
}

void SketchEditor::setHoveredAtom(std::optional<AtomIndex> atom) { m_canvas->setHoveredAtom(atom); }

const chem::Layout2D& SketchEditor::layout2d() const { return m_canvas->scene().layout; }

void SketchEditor::resizeEvent(QResizeEvent*) { arrange(); }

void SketchEditor::arrange() {
  const int strip = m_strip->heightForWidth(width());
  m_strip->setGeometry(0, 0, width(), strip);
  m_canvas->setGeometry(0, strip, width(), std::max(0, height() - strip));
}

QSize SketchEditor::sizeHint() const { return {theme::scaled(700), theme::scaled(260)}; }
QSize SketchEditor::minimumSizeHint() const { return {theme::scaled(240), theme::scaled(130)}; }

}  // namespace molloquy::widgets
