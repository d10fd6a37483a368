#pragma once

#include <vtkNew.h>

#include "render/bench/bench_subjects.h"
#include "render/bond_geometry.h"
#include "render/trackball_camera.h"

class vtkRenderer;

namespace molloquy::render::bench {

/// The subject as plain VTK draws it: vtkMoleculeMapper with our proportions.
class PlainVtk {
 public:
  explicit PlainVtk(const Subject& subject);
  ~PlainVtk();
  PlainVtk(const PlainVtk&) = delete;
  PlainVtk& operator=(const PlainVtk&) = delete;

  [[nodiscard]] vtkRenderer& renderer();
  void setCamera(const CameraPose& pose, const Ball& content);

 private:
  vtkNew<vtkRenderer> m_renderer;
};

}  // namespace molloquy::render::bench
