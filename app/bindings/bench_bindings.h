#pragma once

#include <QObject>

#include "app/bindings/bound_parts.h"

namespace molloquy::app {

/// The open structure in the middle of the window: header, viewport, facts, drawing, Link tab and
/// the left half of the status bar.
class BenchBindings : public QObject {
  Q_OBJECT

 public:
  explicit BenchBindings(const BoundParts& parts);

 private:
  void bindDocument();
  void bindInspector();
  void bindLinks();
  void bindReading();
  void showMolecule();
  void showConformer();
  void showLink();

  BoundParts m_parts;
};

}  // namespace molloquy::app
