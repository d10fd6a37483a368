#pragma once

#include <vector>

#include <QObject>

#include "model/base/strong_index.h"

namespace molloquy::widgets {

/// The set of selected atoms, shared by every view of the same structure. The viewport, the
/// drawing, the phrases and the tables all write here and all listen here, so they always show the
/// same set.
class AtomSelectionModel : public QObject {
  Q_OBJECT
 public:
  /// Which view made the last change; a view may ignore the echo of its own change.
  enum class Origin { Viewport, Depiction, Phrase, Table, Program };
  Q_ENUM(Origin)

  explicit AtomSelectionModel(QObject* parent = nullptr);

  /// Sorted, without repeats.
  [[nodiscard]] const std::vector<AtomIndex>& atoms() const { return m_atoms; }
  [[nodiscard]] bool contains(AtomIndex atom) const;
  [[nodiscard]] bool isEmpty() const { return m_atoms.empty(); }

  /// Replaces the selection. Nothing is emitted when the set stays the same.
  void select(std::vector<AtomIndex> atoms, Origin origin);
  /// Adds to the selection.
  void add(const std::vector<AtomIndex>& atoms, Origin origin);
  /// Takes out of the selection.
  void remove(const std::vector<AtomIndex>& atoms, Origin origin);
  /// Selects the atom when it is not selected, and the other way round.
  void toggle(AtomIndex atom, Origin origin);
  void clear(Origin origin);

 Q_SIGNALS:
  void selectionChanged(molloquy::widgets::AtomSelectionModel::Origin origin);

 private:
  std::vector<AtomIndex> m_atoms;
};

}  // namespace molloquy::widgets
