#include "widgets/selection/pin_model.h"

#include <algorithm>
#include <utility>

namespace molloquy::widgets {

PinModel::PinModel(QObject* parent) : QObject(parent) {}

int PinModel::pin(QString label, std::vector<AtomIndex> atoms, quint64 turn, int record) {
  std::sort(atoms.begin(), atoms.end());
  atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
  for (Pin& known : m_pins) {
    if (known.turn != turn || known.record != record) continue;
    if (known.atoms != atoms) {
      known.atoms = std::move(atoms);
      Q_EMIT pinsChanged();
    }
    return known.slot;
  }

  const int slot = nextSlot();
  std::erase_if(m_pins, [slot](const Pin& pin) { return pin.slot == slot; });
  Pin added{slot, std::move(label), std::move(atoms), turn, record};
  const auto place = std::find_if(m_pins.begin(), m_pins.end(),
                                  [slot](const Pin& pin) { return pin.slot > slot; });
  m_pins.insert(place, std::move(added));
  Q_EMIT pinsChanged();
  return slot;
}

void PinModel::unpin(int slot) {
  if (std::erase_if(m_pins, [slot](const Pin& pin) { return pin.slot == slot; }) > 0) {
    Q_EMIT pinsChanged();
  }
}

void PinModel::clear() {
  if (m_pins.empty()) return;
  m_pins.clear();
  Q_EMIT pinsChanged();
}

std::optional<int> PinModel::slotOf(quint64 turn, int record) const {
  for (const Pin& pin : m_pins) {
    if (pin.turn == turn && pin.record == record) return pin.slot;
  }
  return std::nullopt;
}

int PinModel::nextSlot() const {
  for (int slot = 0; slot < kPinSlots; ++slot) {
    const bool taken = std::any_of(m_pins.begin(), m_pins.end(),
                                   [slot](const Pin& pin) { return pin.slot == slot; });
    if (!taken) return slot;
  }
  return 0;
}

}  // namespace molloquy::widgets
