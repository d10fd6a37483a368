#pragma once

#include <optional>
#include <string>

#include "app/cli/commands.h"
#include "model/base/result.h"
#include "render/image_export.h"

namespace molloquy::cli {

/// What `render` was asked for, as the command line says it.
struct RenderOptions {
  CommonOptions common;
  MoleculeArgument molecule;
  std::string outputFile;
  std::string size = "1200x900";
  std::string scheme = "light";
  std::string representation = "ball-and-stick";
  std::string colourBy = "element";
  std::string palette = "classic";
  std::string look;
  std::string surface = "none";
  std::string surfaceColour = "plain";
  double surfaceOpacity = 0.55;
  std::string hydrogens = "all";
  std::string ground;
  std::string projection = "perspective";
  bool ribbons = false;
  bool contacts = false;
  bool transparent = false;
  int turntable = 0;  ///< pictures of a whole turn; 0: none.
  bool play = false;  ///< the conformers of the record, one after the other.
  int framesPerSecond = 25;
  std::uint32_t shapeSeed = 7;
};

/// What kind of file the output's name asks for.
enum class RenderOutput { Png, Film, Glb, Ply, Svg, Unknown };
RenderOutput renderOutputOf(const std::string& file);

struct PixelSize {
  int width = 1200;
  int height = 900;
};
/// "1200x900"; nullopt for anything else, and beyond 16..8192.
std::optional<PixelSize> pixelSizeFrom(std::string_view text);

/// Declares everything but the molecule on the command.
void declare(CLI::App& command, RenderOptions& options);
/// Options that contradict each other. Errors: InvalidInput.
Result<void> checkTogether(const RenderOptions& options);
/// The style that the options ask for.
render::ViewStyle viewStyleOf(const RenderOptions& options);

}  // namespace molloquy::cli
