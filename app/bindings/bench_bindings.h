#pragma once

#include <QObject>

#include "app/bindings/bound_parts.h"
#include "widgets/viewport/molecule_viewport.h"

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
  void showMolecule(MoleculeChange change);
  void showConformer();
  void showShape(widgets::CameraChange camera);
  void showNote();
  void focusScene();
  void showTag();
  void showLink();

  BoundParts m_parts;
};

}  // namespace molloquy::app
