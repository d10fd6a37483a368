#include "app/cli/render_options.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "render/media/video_writer.h"
#include "render/view_style_json.h"

namespace molloquy::cli {
namespace {

constexpr int kLeastPixels = 16;
constexpr int kMostPixels = 8192;
constexpr int kMostTurntable = 3600;

std::optional<int> pixelsFrom(std::string_view text) {
  int pixels = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pixels);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || pixels < kLeastPixels || pixels > kMostPixels) return std::nullopt;
  return pixels;
}

std::string checkSize(const std::string& text) {
  if (pixelSizeFrom(text)) return {};
  return fmt::format(
      "\"{}\" is no size; write width x height in pixels from {} to {}, for example "
      "1200x900",
      text, kLeastPixels, kMostPixels);
}

std::string checkOutput(const std::string& text) {
  if (renderOutputOf(text) != RenderOutput::Unknown) return {};
  return fmt::format("\"{}\" does not end in .png, .svg, .mp4, .gif, .glb or .ply", text);
}

template <class Enum>
void addChoice(CLI::App& command, const std::string& name, std::string& value,
               const std::string& description) {
  command.add_option(name, value, description)
      ->check(CLI::IsMember(render::idsOf<Enum>()))
      ->capture_default_str();
}

template <class Enum>
Enum chosen(const std::string& id, Enum otherwise) {
  return render::enumOf<Enum>(id).value_or(otherwise);
}

}  // namespace

RenderOutput renderOutputOf(const std::string& file) {
  std::string extension = std::filesystem::path(file).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (extension == ".png") return RenderOutput::Png;
  if (extension == ".svg") return RenderOutput::Svg;
  if (extension == ".glb") return RenderOutput::Glb;
  if (extension == ".ply") return RenderOutput::Ply;
  return render::videoFormatOf(file) ? RenderOutput::Film : RenderOutput::Unknown;
}

std::optional<PixelSize> pixelSizeFrom(std::string_view text) {
  const std::size_t cross = text.find('x');
  if (cross == std::string_view::npos) return std::nullopt;
  const auto width = pixelsFrom(text.substr(0, cross));
  const auto height = pixelsFrom(text.substr(cross + 1));
  if (!width || !height) return std::nullopt;
  return PixelSize{*width, *height};
}

void declare(CLI::App& command, RenderOptions& options) {
  command
      .add_option("-o,--output", options.outputFile,
                  "Picture (.png; .svg of the 2D drawing), film (.mp4, .gif) or mesh (.glb, .ply)")
      ->required()
      ->check(checkOutput);
  command.add_option("--size", options.size, "Width x height, pixels")
      ->check(checkSize)
      ->capture_default_str();
  command.add_option("--scheme", options.scheme, "Colours: light or dark")
      ->check(CLI::IsMember({"light", "dark"}))
      ->capture_default_str();
  addChoice<render::Representation>(command, "--representation", options.representation,
                                    "How atoms and bonds are drawn");
  addChoice<render::ColourBy>(command, "--colour-by", options.colourBy, "What colours mean");
  addChoice<render::ElementPalette>(command, "--palette", options.palette, "Colours of elements");
  command.add_option("--look", options.look, "Quality and ground together")
      ->check(CLI::IsMember({"work", "print", "presentation"}));
  addChoice<render::SurfaceKind>(command, "--surface", options.surface, "Molecular surface");
  addChoice<render::SurfaceColour>(command, "--surface-colour", options.surfaceColour,
                                   "What the surface's colours mean");
  command.add_option("--surface-opacity", options.surfaceOpacity, "0.05 to 1")
      ->check(CLI::Range(0.05, 1.0))
      ->capture_default_str();
  addChoice<render::HydrogenDisplay>(command, "--hydrogens", options.hydrogens,
                                     "Which hydrogens are drawn");
  command.add_option("--ground", options.ground, "What is behind; wins over --look")
      ->check(CLI::IsMember(render::idsOf<render::Ground>()));
  command.add_option("--projection", options.projection, "Perspective or orthographic")
      ->check(CLI::IsMember({"perspective", "orthographic"}))
      ->capture_default_str();
  command.add_flag("--ribbons", options.ribbons, "Ribbons of peptides, proteins, nucleic acids");
  command.add_flag("--contacts", options.contacts, "Hydrogen bonds and close contacts");
  command.add_flag("--transparent", options.transparent, "No background");
  command.add_option("--turntable", options.turntable, "Film of one turn in this many pictures")
      ->check(CLI::Range(2, kMostTurntable));
  command.add_flag("--play", options.play, "Film of the record's conformers");
  command.add_option("--fps", options.framesPerSecond, "Pictures a second of a film")
      ->check(CLI::Range(1, 60))
      ->capture_default_str();
  command.add_option("--shape-seed", options.shapeSeed, "Seed of the 3D shape, when one is made")
      ->capture_default_str();
}

Result<void> checkTogether(const RenderOptions& options) {
  const bool film = renderOutputOf(options.outputFile) == RenderOutput::Film;
  const bool moves = options.turntable > 0 || options.play;
  if (film && !moves) {
    return fail(ErrorCode::InvalidInput,
                "A film shows a movement: add --turntable FRAMES or --play.");
  }
  if (!film && moves) {
    return fail(ErrorCode::InvalidInput,
                "--turntable and --play make films: let the output end in .mp4 or .gif.");
  }
  if (options.turntable > 0 && options.play) {
    return fail(ErrorCode::InvalidInput, "Choose one of --turntable and --play.");
  }
  return {};
}

render::ViewStyle viewStyleOf(const RenderOptions& options) {
  render::ViewStyle style;
  if (options.look == "work") style = withLook(style, render::Look::Work);
  if (options.look == "print") style = withLook(style, render::Look::Print);
  if (options.look == "presentation") style = withLook(style, render::Look::Presentation);
  style.representation = chosen(options.representation, style.representation);
  style.colourBy = chosen(options.colourBy, style.colourBy);
  style.palette = chosen(options.palette, style.palette);
  style.surface.kind = chosen(options.surface, style.surface.kind);
  style.surface.colour = chosen(options.surfaceColour, style.surface.colour);
  style.surface.opacity = options.surfaceOpacity;
  style.hydrogens = chosen(options.hydrogens, style.hydrogens);
  style.ground = chosen(options.ground, style.ground);
  style.ribbons = options.ribbons;
  style.contacts = options.contacts;
  return style;
}

}  // namespace molloquy::cli
