#include "widgets/viewport/tools/value_entry.h"

#include <algorithm>

#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/tools/value_box.h"

namespace molloquy::widgets {

namespace {

constexpr double kBeside = 28;  // pixels between the value's place and the box
constexpr double kEdge = 12;

}  // namespace

ValueEntry::ValueEntry(ToolBench* bench, QObject* parent) : QObject(parent), m_bench(bench) {
  connect(bench, &ToolBench::positionsChanged, this, &ValueEntry::update);
  connect(bench, &ToolBench::structureChanged, this, [this] {
    // The answer to the edit; anything else that changes the structure ends it.
    const bool same = isOpen() && m_molecule == m_bench->molecule();
    same ? update() : close();
    if (same && m_committed) m_bench->setGhost(m_start);
  });
  connect(bench, &ToolBench::previewEnergyChanged, this, [this] {
    if (isOpen()) m_box->setEnergy(m_bench->previewEnergy());
  });
}

bool ValueEntry::isOpen() const { return m_box != nullptr && m_box->isVisible(); }

void ValueEntry::open(const InternalMove& move, const QPointF& beside) {
  QWidget* viewport = m_bench->scene()->parentWidget();
  if (m_box == nullptr) {
    m_box = new ValueBox(viewport);
    connect(m_box, &ValueBox::valueTyped, this, &ValueEntry::preview);
    connect(m_box, &ValueBox::accepted, this, [this](double value) {
      if (!preview(value)) return;
      ask(value);
      m_bench->scene()->setFocus();
    });
    connect(m_box, &ValueBox::rejected, this, [this] {
      restore();
      close();
      m_bench->scene()->setFocus();
    });
  }
  m_move = move;
  m_molecule = m_bench->molecule();
  m_start = m_bench->positions();
  m_before = chem::measured(m_start, m_move.atoms);
  m_value.reset();
  m_committed = false;
  const bool length = m_move.atoms.size() == 2;
  const QString kind = length                      ? tr("Distance")
                       : m_move.atoms.size() == 3 ? tr("Angle")
                                                  : tr("Torsion");
  m_box->setKind(kind, length ? QStringLiteral("Å") : QString(QChar(0xB0)));
  m_box->setBefore(std::nullopt);
  m_box->setEnergy(std::nullopt);
  m_box->setFault(m_move.fault);
  if (m_before) m_box->setNow(*m_before);
  m_box->adjustSize();
  QPointF corner = beside + QPointF(kBeside, -m_box->height() / 2.0);
  if (corner.x() + m_box->width() + kEdge > viewport->width()) {
    corner.setX(beside.x() - kBeside - m_box->width());
  }
  const double lowest = std::max(kEdge, viewport->height() - m_box->height() - kEdge);
  corner.setX(std::max(kEdge, corner.x()));
  corner.setY(std::clamp(corner.y(), kEdge, lowest));
  m_box->move(corner.toPoint());
  m_box->show();
  m_box->raise();
}

void ValueEntry::watch(const InternalMove& move, const QPointF& beside) { open(move, beside); }

void ValueEntry::type(const InternalMove& move, const QPointF& beside) {
  open(move, beside);
  m_box->edit();
}

bool ValueEntry::preview(double value) {
  if (!isOpen()) return false;
  if (!m_move.fault.isEmpty()) return false;
  const auto positions = chem::withMeasurement(m_start, m_move.atoms, value, m_move.moved);
  if (!positions) {
    m_box->setFault(QString::fromStdString(positions.error().message));
    return false;
  }
  m_box->setFault({});
  m_value = value;
  m_bench->preview(*positions);
  m_bench->setGhost(m_start);
  m_box->setBefore(m_before);
  Q_EMIT m_bench->previewEnergyWanted(*positions);
  return true;
}

void ValueEntry::update() {
  if (!isOpen()) return;
  if (const auto now = chem::measured(m_bench->positions(), m_move.atoms)) m_box->setNow(*now);
}

void ValueEntry::commit() {
  if (isOpen() && m_value) ask(*m_value);
}

void ValueEntry::ask(double value) {
  chem::edit::SetInternal edit;
  edit.atoms = m_move.atoms;
  if (m_move.side == chem::edit::MovedSide::First) {
    std::reverse(edit.atoms.begin(), edit.atoms.end());
  }
  edit.value = value;
  edit.moved = m_move.side;
  m_committed = true;
  m_value = value;
  Q_EMIT m_bench->editRequested(edit);
}

void ValueEntry::restore() {
  if (!isOpen()) return;
  const bool committed = m_committed;
  m_bench->dropPreview();
  if (!committed || !m_before) return;
  ask(*m_before);
}

void ValueEntry::close() {
  if (m_box != nullptr && m_box->isVisible()) {
    m_box->hide();
    if (!m_committed) m_bench->dropPreview();
    m_bench->setGhost({});
  }
  m_committed = false;
  m_value.reset();
}

}  // namespace molloquy::widgets
