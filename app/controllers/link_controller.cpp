#include "app/controllers/link_controller.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/align/phrase_aligner.h"

namespace molloquy::app {

LinkController::LinkController(MoleculeDocument& document, ChatController& chat,
                               widgets::AtomSelectionModel& selection, widgets::PinModel& pins,
                               QObject* parent)
    : QObject(parent), m_document(document), m_chat(chat), m_selection(selection), m_pins(pins) {
  connect(&document, &MoleculeDocument::moleculeChanged, this, [this] {
    m_pins.clear();
    m_selection.clear(widgets::AtomSelectionModel::Origin::Program);
    setFocus(std::nullopt);
    Q_EMIT hoveredAtomsChanged({});
  });
  connect(&pins, &widgets::PinModel::pinsChanged, this, [this] {
    if (m_focus && m_pins.pins().empty()) setFocus(std::nullopt);
  });
}

const align::AlignmentRecord* LinkController::focusedRecord() const {
  return m_focus ? record(m_focus->turn, m_focus->record) : nullptr;
}

std::vector<widgets::AlsoSaid> LinkController::alsoSaid() const {
  const align::AlignmentRecord* focused = focusedRecord();
  if (!focused) return {};
  const std::vector<AtomIndex> atoms = focused->chosenAtoms();
  const auto& records = std::as_const(m_chat).answer(m_focus->turn)->records;
  std::vector<widgets::AlsoSaid> others;
  for (const align::AlignmentRecord* other : align::recordsTouching(records, atoms)) {
    if (other == focused || other->phrase == focused->phrase) continue;
    const std::vector<AtomIndex> otherAtoms = other->chosenAtoms();
    std::vector<AtomIndex> shared;
    std::set_intersection(atoms.begin(), atoms.end(), otherAtoms.begin(), otherAtoms.end(),
                          std::back_inserter(shared));
    others.push_back({QString::fromStdString(other->phrase), static_cast<int>(shared.size()),
                      m_focus->turn, static_cast<int>(other - records.data())});
  }
  return others;
}

void LinkController::activatePhrase(quint64 turn, int index, Qt::KeyboardModifiers modifiers) {
  const align::AlignmentRecord* phrase = record(turn, index);
  if (!phrase) return;
  showStructureOf(turn);
  const std::vector<AtomIndex> atoms =
      m_document.snapshot().molecule->withHydrogens(phrase->chosenAtoms());
  if (modifiers.testFlag(Qt::ShiftModifier)) {
    m_selection.add(atoms, widgets::AtomSelectionModel::Origin::Phrase);
    return;
  }
  if (const auto slot = m_pins.slotOf(turn, index)) {
    m_pins.unpin(*slot);
    return;
  }
  if (!atoms.empty()) {
    m_pins.pin(QString::fromStdString(phrase->phrase), atoms, turn, index);
    Q_EMIT atomsPinned(atoms);
  }
  setFocus(Focus{turn, index});
}

void LinkController::hoverPhrase(quint64 turn, int index) {
  const align::AlignmentRecord* phrase = index < 0 ? nullptr : record(turn, index);
  const AnswerContext* context = m_chat.answer(turn);
  const bool sameStructure =
      context && context->structure.molecule == m_document.snapshot().molecule;
  Q_EMIT hoveredAtomsChanged(
      phrase && sameStructure ? m_document.snapshot().molecule->withHydrogens(phrase->chosenAtoms())
                              : std::vector<AtomIndex>());
}

void LinkController::chooseMatch(int match) {
  if (!m_focus) return;
  AnswerContext* context = m_chat.answer(m_focus->turn);
  if (!context || m_focus->record >= static_cast<int>(context->records.size())) return;
  align::AlignmentRecord* phrase = &context->records[static_cast<std::size_t>(m_focus->record)];
  if (match >= static_cast<int>(phrase->atoms.size())) return;
  phrase->chosen = match;
  const auto atoms = m_document.snapshot().molecule->withHydrogens(phrase->chosenAtoms());
  if (m_pins.slotOf(m_focus->turn, m_focus->record)) {
    m_pins.pin(QString::fromStdString(phrase->phrase), atoms, m_focus->turn, m_focus->record);
  }
  Q_EMIT atomsPinned(atoms);
  Q_EMIT focusChanged();
}

const align::AlignmentRecord* LinkController::record(quint64 turn, int index) const {
  const AnswerContext* context = std::as_const(m_chat).answer(turn);
  if (!context || index < 0 || index >= static_cast<int>(context->records.size())) return nullptr;
  return &context->records[static_cast<std::size_t>(index)];
}

void LinkController::showStructureOf(quint64 turn) {
  const AnswerContext* context = m_chat.answer(turn);
  if (context && context->structure.molecule != m_document.snapshot().molecule) {
    m_document.restore(context->structure);
  }
}

void LinkController::setFocus(std::optional<Focus> focus) {
  m_focus = focus;
  Q_EMIT focusChanged();
}

}  // namespace molloquy::app
