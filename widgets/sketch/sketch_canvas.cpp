#include "widgets/sketch/sketch_canvas.h"

#include <QEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/frame/busy_bar.h"
#include "widgets/theme/fonts.h"

namespace molloquy::widgets {
namespace {

constexpr double kUsualBond = 34;  ///< logical pixels.
constexpr double kSmallestBond = 6;
constexpr double kLargestBond = 160;
constexpr double kEdge = 18;       ///< free around a fitted drawing.
constexpr double kReach = 0.42;    ///< of a bond: how near the pointer must be.
constexpr double kLeastReach = 7;  ///< logical pixels.

}  // namespace

SketchCanvas::SketchCanvas(AtomSelectionModel& selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_ink(structureInk(palette())),
      m_busy(new BusyBar(this)) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Paper of the 2D editor"));
  setCursor(Qt::CrossCursor);
  connect(&selection, &AtomSelectionModel::selectionChanged, this, [this] {
    updateAccessibleText();
    update();
  });
  fit();
  updateAccessibleText();
}

void SketchCanvas::setScene(SketchScene scene) {
  const bool wasEmpty = !m_scene.hasAtoms();
  const bool other = scene.molecule != m_scene.molecule;
  // Another conformer of the same structure is no answer to an edit that is on its way.
  std::vector<chem::ExpectedAtom> expected;
  if (!other) expected = std::move(m_scene.layout.expected);
  m_scene = std::move(scene);
  m_scene.layout.expected = std::move(expected);
  m_failure.clear();
  m_busy->stop();
  if (other) {
    // What the hand holds may be gone or have another index.
    if (m_hand.gesture == Gesture::Draw || m_hand.gesture == Gesture::MoveAtoms) m_hand = {};
    m_walked.reset();
    m_hovered.reset();
    m_hit = {};
  }
  if (wasEmpty && m_plan.empty()) {
    m_viewChosen = false;
    fit();
  } else {
    refitIfOutside();
  }
  if (underMouse()) setHit(hit(m_pointer));
  updateAccessibleText();
  update();
  if (other) continuePlan();
}

void SketchCanvas::setPen(const SketchPen& pen) {
  if (m_pen == pen) return;
  m_pen = pen;
  m_hand = {};
  const bool points = pen.tool == SketchTool::Select || pen.tool == SketchTool::Lasso;
  setCursor(points ? Qt::ArrowCursor : Qt::CrossCursor);
  update();
}

void SketchCanvas::usePen(const SketchPen& pen) {
  if (m_pen == pen) return;
  setPen(pen);
  Q_EMIT penChanged(pen);
}

void SketchCanvas::setBusy(bool busy) { busy ? m_busy->start() : m_busy->stop(); }

void SketchCanvas::setFailed(const QString& sentence) {
  m_scene = {};
  m_hand = {};
  abandonPlan();
  m_failure = sentence;
  m_busy->stop();
  updateAccessibleText();
  update();
}

void SketchCanvas::tell(const QString& sentence) {
  m_words = sentence;
  m_busy->stop();
  m_scene.layout.expected.clear();
  abandonPlan();
  updateAccessibleText();
  update();
}

void SketchCanvas::setHoveredAtom(std::optional<AtomIndex> atom) {
  if (m_hovered == atom) return;
  m_hovered = atom;
  update();
}

void SketchCanvas::setStereoLabels(StructureNotes::Stereo stereo) {
  m_notes.stereo = stereo;
  update();
}

std::optional<QPointF> SketchCanvas::atomPosition(AtomIndex atom) const {
  const auto place = m_scene.placeOf(atom);
  if (!place) return std::nullopt;
  return m_view.toScreen(*place);
}

void SketchCanvas::fit() {
  const QRectF room = QRectF(rect()).adjusted(kEdge, kEdge, -kEdge, -kEdge);
  m_view = fittedView(m_scene.layout, room, theme::scaled(kUsualBond));
  m_view.scale = std::max(m_view.scale, kSmallestBond / chem::kLayoutBond);
  m_viewChosen = false;
  update();
}

void SketchCanvas::refitIfOutside() {
  if (m_viewChosen) return;
  const QRectF room = QRectF(rect()).adjusted(4, 4, -4, -4);
  const bool outside = std::any_of(
      m_scene.layout.places.begin(), m_scene.layout.places.end(),
      [&](const auto& place) { return place && !room.contains(m_view.toScreen(*place)); });
  if (outside) fit();
}

void SketchCanvas::zoom(double factor, const QPointF& about) {
  const double wanted = std::clamp(m_view.scale * factor, kSmallestBond / chem::kLayoutBond,
                                   kLargestBond / chem::kLayoutBond);
  const double real = wanted / m_view.scale;
  m_view.origin = about + (m_view.origin - about) * real;
  m_view.scale = wanted;
  m_viewChosen = true;
  update();
}

double SketchCanvas::reach() const {
  return std::max(kLeastReach / m_view.scale, kReach * chem::kLayoutBond);
}

SketchHit SketchCanvas::hit(const QPointF& place) const {
  const chem::Point2 paper = m_view.toPaper(place);
  // Bonds are thin: an atom is found from afar, a bond only from near.
  SketchHit found = hitAt(m_scene, paper, reach());
  if (found.bond) found.bond = hitAt(m_scene, paper, reach() * 0.7).bond;
  return found;
}

void SketchCanvas::setHit(const SketchHit& hit) {
  if (m_hit == hit) return;
  const bool otherAtom = m_hit.atom != hit.atom;
  m_hit = hit;
  update();
  if (otherAtom) Q_EMIT atomHovered(hit.atom);
}

void SketchCanvas::take(const SketchAnswer& answer) {
  m_words = answer.words;
  if (!answer.isEmpty()) abandonPlan();
  if (!answer.plan.empty()) {
    m_plan.assign(answer.plan.begin(), answer.plan.end());
    m_planRuns = true;
    Q_EMIT gestureBegan(answer.title);
    continuePlan();
  }
  const bool several = answer.edits.size() > 1;
  if (several) Q_EMIT gestureBegan(answer.title);
  for (const SketchEdit& edit : answer.edits) send(edit);
  if (several) Q_EMIT gestureEnded();
  updateAccessibleText();
  update();
}

void SketchCanvas::send(const SketchEdit& edit) {
  m_scene.layout.expected = edit.expected;
  Q_EMIT editRequested(edit.operation);
}

void SketchCanvas::continuePlan() {
  if (!m_planRuns) return;
  while (!m_plan.empty()) {
    const SketchStroke stroke = m_plan.front();
    m_plan.pop_front();
    if (const auto edit = edited(m_scene, stroke)) return send(*edit);
  }
  m_planRuns = false;
  Q_EMIT gestureEnded();
}

void SketchCanvas::abandonPlan() {
  if (!m_planRuns) return;
  m_plan.clear();
  m_planRuns = false;
  Q_EMIT gestureEnded();
}

std::vector<AtomIndex> SketchCanvas::targets() const {
  if (m_hit.atom) return {*m_hit.atom};
  if (m_walked && hasFocus()) return {*m_walked};
  return m_selection.atoms();
}

void SketchCanvas::select(std::vector<AtomIndex> atoms, Qt::KeyboardModifiers modifiers) {
  constexpr auto kOrigin = AtomSelectionModel::Origin::Depiction;
  if (modifiers & Qt::ShiftModifier) {
    m_selection.add(atoms, kOrigin);
  } else if (modifiers & Qt::AltModifier) {
    m_selection.remove(atoms, kOrigin);
  } else if (modifiers & Qt::ControlModifier) {
    for (const AtomIndex atom : atoms) m_selection.toggle(atom, kOrigin);
  } else {
    m_selection.select(std::move(atoms), kOrigin);
  }
}

void SketchCanvas::eraseAtoms(const std::vector<AtomIndex>& atoms) {
  if (atoms.empty()) return;
  SketchAnswer answer;
  answer.edits.push_back({chem::edit::RemoveAtoms{.atoms = atoms, .hydrogens = {}}, {}});
  take(answer);
}

void SketchCanvas::showMoved(chem::Layout2D layout) {
  m_scene.layout = std::move(layout);
  update();
  Q_EMIT layoutChanged(m_scene.layout);
}

void SketchCanvas::updateAccessibleText() {
  if (!m_failure.isEmpty()) return setAccessibleDescription(m_failure);
  QString words = m_scene.hasAtoms() ? tr("%1 heavy atoms").arg(m_scene.molecule->heavyAtomCount())
                                     : tr("An empty sheet");
  const auto name = [&](AtomIndex atom) {
    return QString::fromStdString(chem::atomName(*m_scene.molecule, atom));
  };
  QStringList selected;
  if (m_scene.hasAtoms())
    for (const AtomIndex atom : m_selection.atoms())
      if (atom.value < m_scene.molecule->atoms().size()) selected += name(atom);
  if (!selected.isEmpty()) words += tr(", selected %1").arg(selected.join(QStringLiteral(", ")));
  if (m_walked && m_scene.hasAtoms()) words += tr(", at %1").arg(name(*m_walked));
  if (!m_words.isEmpty()) words += QStringLiteral(". ") + m_words;
  setAccessibleDescription(words);
}

void SketchCanvas::resizeEvent(QResizeEvent*) {
  m_busy->setGeometry(0, 0, width(), 2);
  if (!m_viewChosen) fit();
}

void SketchCanvas::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
    m_ink = structureInk(palette());
  QWidget::changeEvent(event);
}

QSize SketchCanvas::sizeHint() const { return {theme::scaled(560), theme::scaled(200)}; }
QSize SketchCanvas::minimumSizeHint() const { return {theme::scaled(160), theme::scaled(90)}; }

}  // namespace molloquy::widgets
