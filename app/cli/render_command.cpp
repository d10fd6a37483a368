#include <charconv>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/virtual_display.h"
#include "model/chem/structure_writer.h"
#include "render/image_export.h"
#include "widgets/viewport/scene_colours.h"

namespace molloquy::cli {
namespace {

constexpr int kLeastPixels = 16;
constexpr int kMostPixels = 8192;

struct Size {
  int width = 1200;
  int height = 900;
};

struct Options {
  CommonOptions common;
  MoleculeArgument molecule;
  std::string outputFile;
  std::string size = "1200x900";
  std::string scheme = "light";
  bool transparent = false;
  std::uint32_t shapeSeed = 7;
};

std::optional<int> pixelsFrom(std::string_view text) {
  int pixels = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pixels);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || pixels < kLeastPixels || pixels > kMostPixels) return std::nullopt;
  return pixels;
}

std::optional<Size> sizeFrom(std::string_view text) {
  const std::size_t cross = text.find('x');
  if (cross == std::string_view::npos) return std::nullopt;
  const auto width = pixelsFrom(text.substr(0, cross));
  const auto height = pixelsFrom(text.substr(cross + 1));
  if (!width || !height) return std::nullopt;
  return Size{*width, *height};
}

std::string checkSize(const std::string& text) {
  if (sizeFrom(text)) return {};
  return fmt::format(
      "\"{}\" is no size; write width x height in pixels from {} to {}, for example "
      "1200x900",
      text, kLeastPixels, kMostPixels);
}

std::string checkPng(const std::string& text) {
  const bool png = std::filesystem::path(text).extension() == ".png";
  return png ? std::string() : fmt::format("\"{}\" does not end in .png", text);
}

ExitCode draw(Output& output, const Options& options, const LoadedMolecule& molecule,
              const chem::Conformer& shape) {
  const auto display = VirtualDisplay::open();
  if (!display) return output.fail(display.error(), ExitCode::Environment);
  const Size size = sizeFrom(options.size).value_or(Size{});
  render::PictureOptions picture;
  picture.width = size.width;
  picture.height = size.height;
  picture.colours =
      widgets::sceneColours(options.scheme == "dark" ? theme::Scheme::Dark : theme::Scheme::Light);
  picture.background =
      options.transparent ? render::Background::Transparent : render::Background::Filled;
  const Progress progress("Drawing");
  if (auto drawn =
          render::renderToPng(*molecule.record.molecule, shape, picture, options.outputFile);
      !drawn) {
    return output.fail(drawn.error(), ExitCode::Environment);
  }
  return ExitCode::Ok;
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  const auto shape = shapeOf(*molecule, options.shapeSeed, {});
  if (!shape) return output.fail(shape.error(), exitCodeOf(shape.error()));
  if (!shape->note.empty()) note(shape->note);
  if (const ExitCode code = draw(output, options, *molecule, *shape); code != ExitCode::Ok) {
    return code;
  }
  if (!output.isJson()) {
    output.write(options.outputFile + "\n");
    return output.finish();
  }
  const auto head = moleculeJson(*molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  const Size size = sizeFrom(options.size).value_or(Size{});
  output.writeJson({{"command", "render"},
                    {"molecule", *head},
                    {"output", options.outputFile},
                    {"width", size.width},
                    {"height", size.height},
                    {"scheme", options.scheme},
                    {"geometry", chem::geometryName(shape->source)}});
  return output.finish();
}

}  // namespace

void addRender(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(program, "render", "A picture of the 3D shape", options->common);
  addMolecule(*command, options->molecule);
  command->add_option("-o,--output", options->outputFile, "PNG file")->required()->check(checkPng);
  command->add_option("--size", options->size, "Width x height, pixels")
      ->check(checkSize)
      ->capture_default_str();
  command->add_option("--scheme", options->scheme, "Colours: light or dark")
      ->check(CLI::IsMember({"light", "dark"}))
      ->capture_default_str();
  command->add_flag("--transparent", options->transparent, "No background");
  command->add_option("--shape-seed", options->shapeSeed, "Seed of the 3D shape, when one is made")
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
