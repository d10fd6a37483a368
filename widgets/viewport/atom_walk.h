#pragma once

#include <optional>
#include <vector>

#include <QObject>
#include <QString>

#include "widgets/viewport/tools/tool_bench.h"

namespace molloquy::widgets {

/// Walks the structure atom by atom with the keyboard: in file order, or to the bonded atom that
/// lies in a direction on the screen.
class AtomWalk : public QObject {
  Q_OBJECT
 public:
  AtomWalk(ToolBench* bench, QObject* parent);

  [[nodiscard]] const std::optional<AtomIndex>& atom() const { return m_atom; }
  /// False past the last atom, or when the person has just ended the walk: the keyboard's focus
  /// goes on to the next widget then.
  bool next();
  bool previous();
  /// To the bonded atom nearest to the direction (screen, y down); stays where none is.
  void towards(const QPointF& direction);
  void goTo(AtomIndex atom);
  /// False when no atom was walked.
  bool end();

  /// "carbon 3, aromatic, bonded to carbon 2 and nitrogen 4".
  [[nodiscard]] QString sentence(AtomIndex atom) const;

 Q_SIGNALS:
  void atomChanged(std::optional<molloquy::AtomIndex> atom);

 private:
  void set(std::optional<AtomIndex> atom);

  ToolBench* m_bench;
  std::optional<AtomIndex> m_atom;
  bool m_ended = false;
};

}  // namespace molloquy::widgets
