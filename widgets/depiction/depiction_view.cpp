#include "widgets/depiction/depiction_view.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QSvgRenderer>
#include <QToolTip>
#include <algorithm>
#include <limits>

#include "widgets/depiction/depiction_style.h"
#include "widgets/frame/busy_bar.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kMargin = 12;
constexpr int kSettleMs = 120;
constexpr double kLargestBond = 42;    ///< logical pixels; small molecules do not fill the panel.
constexpr double kReachOfAtom = 0.45;  ///< of a bond length: how near the pointer must be.

}  // namespace

DepictionView::DepictionView(AtomSelectionModel& selection, PinModel& pins, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_pins(pins), m_busy(new BusyBar(this)) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("2D drawing"));
  m_settle.setSingleShot(true);
  m_settle.setInterval(kSettleMs);
  connect(&m_settle, &QTimer::timeout, this, &DepictionView::askForStyle);
  connect(&selection, &AtomSelectionModel::selectionChanged, this, [this] {
    updateAccessibleText();
    update();
  });
  connect(&pins, &PinModel::pinsChanged, this, [this] { update(); });
  updateAccessibleText();
}

DepictionView::~DepictionView() = default;

void DepictionView::setDepiction(std::shared_ptr<const chem::Molecule> molecule,
                                 chem::Depiction depiction) {
  const bool sameMolecule = molecule == m_molecule;
  m_molecule = std::move(molecule);
  m_depiction = std::move(depiction);
  m_renderer = std::make_unique<QSvgRenderer>(QByteArray::fromStdString(m_depiction.svg));
  m_state = State::Ready;
  m_busy->stop();
  if (!sameMolecule) {
    m_walked.reset();
    m_hovered.reset();
    m_lasso.clear();
  }
  updateAccessibleText();
  update();
}

void DepictionView::setBusy() {
  m_state = State::Busy;
  m_busy->start();
  update();
}

void DepictionView::setFailed(const QString& sentence) {
  clear();
  m_state = State::Failed;
  m_failure = sentence;
  updateAccessibleText();
}

void DepictionView::clear() {
  m_molecule.reset();
  m_depiction = {};
  m_renderer.reset();
  m_hovered.reset();
  m_walked.reset();
  m_lasso.clear();
  m_state = State::Empty;
  m_busy->stop();
  updateAccessibleText();
  update();
}

void DepictionView::setHoveredAtom(std::optional<AtomIndex> atom) {
  if (m_hovered == atom) return;
  m_hovered = atom;
  update();
}

void DepictionView::setHovered(std::optional<AtomIndex> atom) {
  if (m_hovered == atom) return;
  m_hovered = atom;
  setCursor(atom ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
  Q_EMIT atomHovered(atom);
}

chem::DepictionStyle DepictionView::neededStyle() const {
  return depictionStyle(
      palette(), {std::max(60, width() - 2 * kMargin), std::max(60, height() - 2 * kMargin)});
}

void DepictionView::askForStyle() {
  if (m_state == State::Empty || m_state == State::Failed || !isVisible()) return;
  const chem::DepictionStyle style = neededStyle();
  const QString wanted = QStringLiteral("%1 %2 %3")
                             .arg(style.width)
                             .arg(style.height)
                             .arg(QString::fromStdString(style.bond));
  if (wanted == m_askedFor) return;
  m_askedFor = wanted;
  Q_EMIT depictionStyleNeeded(style);
}

bool DepictionView::isDrawn() const { return m_renderer != nullptr && m_depiction.width > 0; }

DepictionView::Placement DepictionView::placement() const {
  if (!isDrawn()) return {};
  const QSizeF room(std::max(1, width() - 2 * kMargin), std::max(1, height() - 2 * kMargin));
  double scale = std::min(room.width() / m_depiction.width, room.height() / m_depiction.height);
  if (m_depiction.bondLength > 0)
    scale = std::min(scale, theme::scaled(kLargestBond) / m_depiction.bondLength);
  const QSizeF shown(m_depiction.width * scale, m_depiction.height * scale);
  return {QPointF((width() - shown.width()) / 2, (height() - shown.height()) / 2), scale};
}

std::optional<QPointF> DepictionView::atomPosition(AtomIndex atom) const {
  if (!isDrawn() || atom.value >= m_depiction.atomPositions.size()) return std::nullopt;
  const auto& place = m_depiction.atomPositions[atom.value];
  if (!place) return std::nullopt;
  const Placement where = placement();
  return where.origin + QPointF((*place)[0], (*place)[1]) * where.scale;
}

std::optional<AtomIndex> DepictionView::atomAt(const QPointF& place) const {
  if (!isDrawn()) return std::nullopt;
  const double reach = std::max(8.0, m_depiction.bondLength * placement().scale * kReachOfAtom);
  std::optional<AtomIndex> nearest;
  double nearestDistance = reach;
  for (std::uint32_t index = 0; index < m_depiction.atomPositions.size(); ++index) {
    const auto position = atomPosition(AtomIndex(index));
    if (!position) continue;
    const double distance = QLineF(*position, place).length();
    if (distance >= nearestDistance) continue;
    nearestDistance = distance;
    nearest = AtomIndex(index);
  }
  return nearest;
}

std::vector<AtomIndex> DepictionView::atomsIn(const QPolygonF& polygon) const {
  std::vector<AtomIndex> inside;
  for (std::uint32_t index = 0; index < m_depiction.atomPositions.size(); ++index) {
    const auto position = atomPosition(AtomIndex(index));
    if (position && polygon.containsPoint(*position, Qt::OddEvenFill))
      inside.push_back(AtomIndex(index));
  }
  return inside;
}

HighlightShape DepictionView::shapeOf(const std::vector<AtomIndex>& atoms, double radius) const {
  HighlightShape shape;
  shape.radius = radius;
  for (const AtomIndex atom : atoms)
    if (const auto position = atomPosition(atom)) shape.discs.push_back(*position);
  if (m_molecule == nullptr) return shape;
  for (const chem::Bond& bond : m_molecule->bonds()) {
    const bool both = std::find(atoms.begin(), atoms.end(), bond.begin) != atoms.end() &&
                      std::find(atoms.begin(), atoms.end(), bond.end) != atoms.end();
    const auto begin = atomPosition(bond.begin);
    const auto end = atomPosition(bond.end);
    if (both && begin && end) shape.bands.emplace_back(*begin, *end);
  }
  return shape;
}

void DepictionView::apply(std::vector<AtomIndex> atoms, Qt::KeyboardModifiers modifiers) {
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

bool DepictionView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto atom = atomAt(help->pos());
    if (atom && m_molecule) {
      QToolTip::showText(help->globalPos(),
                         QString::fromStdString(chem::atomName(*m_molecule, *atom)), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QWidget::event(event);
}

void DepictionView::resizeEvent(QResizeEvent*) {
  m_busy->setGeometry(0, 0, width(), 2);
  m_settle.start();
}

void DepictionView::showEvent(QShowEvent*) { m_settle.start(); }

void DepictionView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) m_settle.start();
  QWidget::changeEvent(event);
}

void DepictionView::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton && !m_lasso.isEmpty()) {
    m_lasso.append(event->position());
    update();
    return;
  }
  setHovered(atomAt(event->position()));
}

void DepictionView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !isDrawn()) return;
  m_lasso = QPolygonF({event->position()});
  m_walked.reset();
}

void DepictionView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_lasso.isEmpty()) return;
  const QPolygonF lasso = std::exchange(m_lasso, {});
  update();
  const QRectF bounds = lasso.boundingRect();
  constexpr double kClick = 4;  // A hand that shakes less than this clicks.
  if (bounds.width() > kClick || bounds.height() > kClick) {
    apply(atomsIn(lasso), event->modifiers());
    return;
  }
  const auto atom = atomAt(lasso.first());
  const bool extending =
      event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier | Qt::ControlModifier);
  if (!atom && extending) return;
  apply(atom ? std::vector<AtomIndex>{*atom} : std::vector<AtomIndex>{}, event->modifiers());
}

void DepictionView::leaveEvent(QEvent*) { setHovered(std::nullopt); }

void DepictionView::walk(const QPointF& direction) {
  std::optional<AtomIndex> best;
  double bestCost = std::numeric_limits<double>::max();
  const std::optional<QPointF> from = m_walked ? atomPosition(*m_walked) : std::nullopt;
  for (std::uint32_t index = 0; index < m_depiction.atomPositions.size(); ++index) {
    const auto position = atomPosition(AtomIndex(index));
    if (!position || (m_walked && m_walked->value == index)) continue;
    if (!from) {
      best = AtomIndex(index);
      break;
    }
    const QPointF step = *position - *from;
    const double along = QPointF::dotProduct(step, direction);
    if (along <= 0) continue;
    const double across = std::abs(step.x() * direction.y() - step.y() * direction.x());
    const double cost = along + 2 * across;
    if (cost >= bestCost) continue;
    bestCost = cost;
    best = AtomIndex(index);
  }
  if (!best) return;
  m_walked = best;
  updateAccessibleText();
  update();
}

void DepictionView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return walk({-1, 0});
    case Qt::Key_Right:
      return walk({1, 0});
    case Qt::Key_Up:
      return walk({0, -1});
    case Qt::Key_Down:
      return walk({0, 1});
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_walked) apply({*m_walked}, event->modifiers());
      return;
    case Qt::Key_Escape:
      if (!m_selection.isEmpty()) return m_selection.clear(AtomSelectionModel::Origin::Depiction);
      break;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void DepictionView::updateAccessibleText() {
  if (m_state == State::Failed) return setAccessibleDescription(m_failure);
  if (m_molecule == nullptr) return setAccessibleDescription(tr("No structure"));
  QStringList selected;
  for (const AtomIndex atom : m_selection.atoms())
    if (atom.value < m_molecule->atoms().size())
      selected += QString::fromStdString(chem::atomName(*m_molecule, atom));
  QString words = tr("%1 heavy atoms").arg(m_molecule->heavyAtomCount());
  if (!selected.isEmpty()) words += tr(", selected %1").arg(selected.join(QStringLiteral(", ")));
  if (m_walked)
    words += tr(", at %1").arg(QString::fromStdString(chem::atomName(*m_molecule, *m_walked)));
  setAccessibleDescription(words);
}

QSize DepictionView::sizeHint() const { return {theme::scaled(202), theme::scaled(202)}; }
QSize DepictionView::minimumSizeHint() const { return {theme::scaled(120), theme::scaled(80)}; }

}  // namespace molloquy::widgets
