#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"
#include "render/atom_highlight.h"
#include "render/style.h"
#include "render/trackball_camera.h"

namespace molloquy::render {

enum class Background { Filled, Transparent };

/// What a picture shows and how.
struct PictureOptions {
  int width = 1200;   ///< pixels, 16..8192.
  int height = 900;   ///< pixels, 16..8192.
  SceneColours colours;  ///< widgets/viewport/scene_colours.h makes them from the theme.
  Background background = Background::Filled;
  Highlights highlights;
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

/// Draws a structure off the screen, smoothed by drawing it larger and averaging. Needs an X
/// display with OpenGL 3.2 (a virtual one will do); without one the error says how to get it.
Result<Picture> renderPicture(const chem::Molecule& molecule, const chem::Conformer& conformer,
                              const PictureOptions& options);

/// renderPicture() into a PNG file, replacing it only once the picture is complete.
Result<void> renderToPng(const chem::Molecule& molecule, const chem::Conformer& conformer,
                         const PictureOptions& options, const std::string& path);

}  // namespace molloquy::render
