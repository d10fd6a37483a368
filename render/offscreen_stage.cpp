#include "render/offscreen_stage.h"

#include <utility>

#include <fmt/format.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include "render/display_connection.h"
#include "render/molecule_scene.h"

namespace molloquy::render {

struct OffscreenStage::Parts {
  explicit Parts(DisplayConnection connection) : display(std::move(connection)) {
    window->SetShowWindow(false);
    window->SetUseOffScreenBuffers(true);
    window->SetMultiSamples(0);
    window->SetAlphaBitPlanes(1);
    window->AddRenderer(&scene.renderer());
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() { window->RemoveRenderer(&scene.renderer()); }

  DisplayConnection display;
  MoleculeScene scene;
  vtkNew<vtkRenderWindow> window;
};

OffscreenStage::OffscreenStage(std::unique_ptr<Parts> parts) : m(std::move(parts)) {}
OffscreenStage::OffscreenStage(OffscreenStage&& other) noexcept = default;
OffscreenStage& OffscreenStage::operator=(OffscreenStage&& other) noexcept = default;
OffscreenStage::~OffscreenStage() = default;

Result<OffscreenStage> OffscreenStage::open() {
  const Result<DisplayConnection> display = DisplayConnection::open();
  if (!display) return tl::unexpected(display.error());
  auto parts = std::make_unique<Parts>(*display);
  if (parts->window->SupportsOpenGL() == 0) {
    return fail(ErrorCode::Unsupported,
                "The X display has no OpenGL 3.2. Install Mesa's software drawing (package "
                "libgl1-mesa-dri).");
  }
  return OffscreenStage(std::move(parts));
}

MoleculeScene& OffscreenStage::scene() { return m->scene; }

Result<void> OffscreenStage::show(const chem::Molecule& molecule, const chem::Conformer& conformer,
                                  const PictureOptions& options) {
  if (conformer.positions.size() != molecule.atoms().size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The structure has {} atoms but {} positions.", molecule.atoms().size(),
                            conformer.positions.size()));
  }
  m->scene.setColours(options.colours);
  m->scene.setViewStyle(options.style);
  m->scene.setStructure(molecule, conformer);
  m->scene.setAtomValues(options.values);
  if (options.shapes) m->scene.setShapes(options.shapes);
  m->scene.setHighlights(options.highlights);
  return {};
}

Result<Picture> OffscreenStage::draw(const PictureOptions& options) {
  return drawPicture(*m->window, m->scene, options);
}

}  // namespace molloquy::render
