#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"
#include "render/atom_highlight.h"
#include "render/style.h"
#include "render/trackball_camera.h"
#include "render/view_style.h"

class vtkRenderWindow;

namespace molloquy::render {

class MoleculeScene;
struct StructureShapes;

enum class Background { Filled, Transparent };

/// What a picture shows and how.
struct PictureOptions {
  int width = 1200;      ///< pixels, 16..8192.
  int height = 900;      ///< pixels, 16..8192.
  SceneColours colours;  ///< widgets/viewport/scene_colours.h makes them from the theme.
  Background background = Background::Filled;
  ViewStyle style;
  AtomValues values;  ///< what colours and surfaces show; empty: not known.
  std::shared_ptr<const StructureShapes> shapes;  ///< ribbons and the like; null: none.
  Highlights highlights;
  /// Samples a pixel and axis, at least 1, as far as the drawn picture stays within 8192 pixels.
  int samples = 3;
  Projection projection = Projection::Perspective;
  /// The view; without one, the whole structure from its flat side.
  std::optional<CameraPose> pose;
};

/// A picture in memory: rows from the top, 4 bytes a pixel (red, green, blue, alpha; not
/// premultiplied).
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
};

/// The pose of the options, or the one that shows everything.
CameraPose poseOf(const MoleculeScene& scene, const PictureOptions& options);

/// Draws a scene into a window whose context is ready, at options.width x options.height and
/// smoothed by drawing it larger and averaging; for a window that is shown elsewhere, draw again
/// afterwards. Uses size, background, projection and pose of the options; the scene keeps its own
/// structure, style, values, colours and highlights.
/// Errors: InvalidInput (size), Internal (nothing could be read back).
Result<Picture> drawPicture(vtkRenderWindow& window, MoleculeScene& scene,
                            const PictureOptions& options);

/// Draws a structure off the screen, in a window of its own. Needs an X display with OpenGL 3.2
/// (a virtual one will do); without one the error says how to get it.
Result<Picture> renderPicture(const chem::Molecule& molecule, const chem::Conformer& conformer,
                              const PictureOptions& options);

/// A picture as a PNG file. Errors: NotFound (folder), Internal.
Result<void> writePng(const Picture& picture, Background background,
                      const std::filesystem::path& path);

/// renderPicture() into a PNG file, replacing it only once the picture is complete.
Result<void> renderToPng(const chem::Molecule& molecule, const chem::Conformer& conformer,
                         const PictureOptions& options, const std::string& path);

}  // namespace molloquy::render
