#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "widgets/viewport/tools/internal_move.h"

namespace molloquy::widgets {

class ValueBox;

/// A value of the structure that is being set, by hand or by typing: the box beside it, the preview
/// with the ghost of what was, the energy asked for, and the edit at the end.
class ValueEntry : public QObject {
  Q_OBJECT
 public:
  ValueEntry(ToolBench* bench, QObject* parent);

  /// Shows the box beside a place without taking the keyboard: a drag is changing the value.
  void watch(const InternalMove& move, const QPointF& beside);
  /// Opens the box for typing.
  void type(const InternalMove& move, const QPointF& beside);
  /// Previews a value; false when it cannot be had, and the box says why.
  bool preview(double value);
  /// Asks for the edit that makes the preview true. The box stays until close().
  void commit();
  /// Back to what was: the preview goes; a committed value is set back by another edit.
  void restore();
  void close();
  [[nodiscard]] bool isOpen() const;
  [[nodiscard]] const std::optional<double>& before() const { return m_before; }
  /// Null before the first use.
  [[nodiscard]] ValueBox* box() const { return m_box; }

 private:
  void open(const InternalMove& move, const QPointF& beside);
  void ask(double value);
  void update();

  ToolBench* m_bench;
  ValueBox* m_box = nullptr;
  InternalMove m_move;
  std::shared_ptr<const chem::Molecule> m_molecule;
  chem::Positions m_start;
  std::optional<double> m_before;
  std::optional<double> m_value;
  bool m_committed = false;
};

}  // namespace molloquy::widgets
