#pragma once

#include <optional>
#include <vector>

#include <QObject>
#include <QString>

#include "model/base/strong_index.h"

namespace molloquy::widgets {

/// How many pins can stand at once: letters A to H.
inline constexpr int kPinSlots = 8;

/// A phrase held on its atoms with one letter and one colour in every view.
struct Pin {
  int slot = 0;                  ///< 0..7, shown as A..H.
  QString label;                 ///< the phrase's words, e.g. "acetyl group".
  std::vector<AtomIndex> atoms;  ///< sorted, without repeats.
  quint64 turn = 0;              ///< turn of the conversation the phrase belongs to.
  int record = 0;                ///< which alignment record of that turn.
};

/// The pins of the structure on the screen, in the order of their letters.
class PinModel : public QObject {
  Q_OBJECT
 public:
  explicit PinModel(QObject* parent = nullptr);

  [[nodiscard]] const std::vector<Pin>& pins() const { return m_pins; }

  /// Pins a phrase under the next free letter and returns its slot. With all eight letters taken,
  /// the new pin takes A over. A phrase that is pinned already keeps its letter and takes the new
  /// atoms.
  int pin(QString label, std::vector<AtomIndex> atoms, quint64 turn, int record);
  void unpin(int slot);
  void clear();
  /// The slot of a phrase, when it is pinned.
  [[nodiscard]] std::optional<int> slotOf(quint64 turn, int record) const;

 Q_SIGNALS:
  void pinsChanged();

 private:
  [[nodiscard]] int nextSlot() const;

  std::vector<Pin> m_pins;
};

}  // namespace molloquy::widgets
