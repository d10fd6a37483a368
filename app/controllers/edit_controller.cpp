#include "app/controllers/edit_controller.h"

#include <algorithm>
#include <utility>

namespace molloquy::app {
namespace {

const QString kGestureKey = QStringLiteral("gesture %1");

}  // namespace

EditController::EditController(MoleculeDocument& document, RequestIds& ids, QObject* parent)
    : QObject(parent), m_document(document), m_ids(ids) {}

void EditController::perform(const chem::edit::Operation& operation) {
  if (m_document.isEmpty()) m_document.openEmpty(tr("New molecule"));
  m_waiting.push_back({operation, m_gesture, m_gestureTitle});
  if (!m_running) startNext();
}

void EditController::beginGesture(const QString& title) {
  m_gesture = ++m_gestures;
  m_gestureTitle = title;
}

void EditController::endGesture() { m_gesture = 0; }

void EditController::startNext() {
  if (m_waiting.empty()) return;
  m_now = std::move(m_waiting.front());
  m_waiting.pop_front();
  m_running = m_ids.next();
  const DocumentState& state = m_document.state();
  m_base = state.molecule;
  Q_EMIT editRequested({*m_running, state.molecule, state.shown(), m_now.operation});
}

void EditController::onEdited(const EditDone& message) {
  if (message.id != m_running) return;
  m_running.reset();
  // Another structure came onto the bench, or a step was undone meanwhile: the edit has no object.
  if (m_document.isEmpty() || m_document.state().molecule != m_base) {
    m_waiting.clear();
    return;
  }
  const chem::edit::Outcome& outcome = message.outcome;
  const bool inGesture = m_now.gesture > 0;
  m_document.change(afterEdit(m_document.state(), outcome, message.canonicalSmiles),
                    inGesture ? m_now.gestureTitle : QString::fromStdString(outcome.title),
                    inGesture ? kGestureKey.arg(m_now.gesture) : QString());
  QStringList warnings;
  for (const std::string& warning : outcome.warnings) warnings << QString::fromStdString(warning);
  Q_EMIT edited(warnings, outcome.added, outcome.newIndexOf);
  if (outcome.molecule != m_base) {
    std::deque<Waiting> carried;
    for (Waiting& waiting : std::exchange(m_waiting, {})) {
      if (auto kept = carriedOver(waiting.operation, outcome.newIndexOf)) {
        waiting.operation = std::move(*kept);
        carried.push_back(std::move(waiting));
      }
    }
    m_waiting = std::move(carried);
  }
  startNext();
}

void EditController::onFailed(const RequestFailed& message) {
  if (message.id == m_queryId) {
    m_queryId.reset();
    if (const Found then = std::exchange(m_found, {})) then(std::nullopt, message.error);
  }
  if (message.id != m_running) return;
  m_running.reset();
  m_waiting.clear();
  Q_EMIT refused(message.error);
}

void EditController::addMeasurement(const chem::Measurement& measurement) {
  if (m_document.isEmpty()) return;
  DocumentState state = m_document.state();
  const auto same = [&](const chem::Measurement& other) {
    const auto reversed = std::equal(other.atoms.rbegin(), other.atoms.rend(),
                                     measurement.atoms.begin(), measurement.atoms.end());
    return reversed || other.atoms == measurement.atoms;
  };
  if (std::any_of(state.measurements.begin(), state.measurements.end(), same)) return;
  const QString what = QString::fromStdString(chem::atomNames(*state.molecule, measurement.atoms));
  state.measurements.push_back(measurement);
  m_document.change(std::move(state), tr("Measure %1").arg(what));
}

void EditController::removeMeasurement(int index) {
  if (m_document.isEmpty()) return;
  DocumentState state = m_document.state();
  if (index < 0 || index >= static_cast<int>(state.measurements.size())) return;
  state.measurements.erase(state.measurements.begin() + index);
  m_document.change(std::move(state), tr("Remove a measurement"));
}

void EditController::removeAllMeasurements() {
  if (m_document.isEmpty()) return;
  DocumentState state = m_document.state();
  state.measurements.clear();
  m_document.change(std::move(state), tr("Remove all measurements"));
}

void EditController::showMeasurement(int index, bool shown) {
  if (m_document.isEmpty()) return;
  DocumentState state = m_document.state();
  if (index < 0 || index >= static_cast<int>(state.measurements.size())) return;
  state.measurements[static_cast<std::size_t>(index)].shown = shown;
  m_document.change(std::move(state), shown ? tr("Show a measurement") : tr("Hide a measurement"));
}

void EditController::setStyle(const render::ViewStyle& style, const QString& title,
                              const QString& merge) {
  if (m_document.isEmpty()) return;
  DocumentState state = m_document.state();
  state.style = style;
  m_document.change(std::move(state), title, merge);
}

void EditController::setFixedAtoms(std::vector<AtomIndex> atoms) {
  if (m_document.isEmpty()) return;
  DocumentState state = m_document.state();
  const auto count = static_cast<int>(atoms.size());
  state.fixedAtoms = std::move(atoms);
  m_document.change(std::move(state),
                    count == 0 ? tr("Let all atoms move") : tr("Fix %n atom(s)", nullptr, count));
}

void EditController::find(std::variant<SmartsQuery, WithinQuery> query, Found then) {
  if (m_document.isEmpty()) return;
  m_queryId = m_ids.next();
  m_found = std::move(then);
  const DocumentState& state = m_document.state();
  Q_EMIT queryRequested({*m_queryId, state.molecule, state.shown(), std::move(query)});
}

void EditController::onQueried(const QueryDone& message) {
  if (message.id != m_queryId) return;
  m_queryId.reset();
  if (const Found then = std::exchange(m_found, {})) then(message.atoms, std::nullopt);
}

}  // namespace molloquy::app
