#include "app/cli/bench_render.h"

#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "app/cli/interrupt.h"
#include "app/cli/molecule_input.h"
#include "app/cli/virtual_display.h"
#include "model/chem/structure_writer.h"
#include "render/bench/render_bench.h"
#include "widgets/viewport/scene_colours.h"

namespace molloquy::cli {
namespace {

using render::bench::FrameRow;
using render::bench::PickRow;
using render::bench::Subject;

constexpr int kPaclitaxelAtoms = 113;
constexpr const char* kPaclitaxel =
    "CC1=C2C(C(=O)C3(C(CC4C(C3C(C(C2(C)C)(CC1OC(=O)C(C(C5=CC=CC=C5)NC(=O)C6=CC=CC=C6)O)O)"
    "OC(=O)C7=CC=CC=C7)(CO4)OC(=O)C)O)C)OC(=O)C";
constexpr std::uint32_t kShapeSeed = 7;
constexpr int kMostAtoms = 1'000'000;

Result<Subject> subjectOf(int atoms) {
  if (atoms != kPaclitaxelAtoms) return render::bench::waterBox(atoms);
  const auto molecule = loadMolecule({kPaclitaxel, 0});
  if (!molecule) return tl::unexpected(molecule.error());
  auto shape = shapeOf(*molecule, kShapeSeed, {});
  if (!shape) return tl::unexpected(shape.error());
  return Subject{"paclitaxel", molecule->record.molecule,
                 std::make_shared<chem::Conformer>(std::move(*shape))};
}

Result<void> write(const std::vector<Subject>& subjects, const std::filesystem::path& folder) {
  for (const Subject& subject : subjects) {
    const std::size_t atoms = subject.molecule->atoms().size();
    const auto path = folder / fmt::format("{}.sdf", atoms);
    const chem::WrittenRecord record{subject.molecule, {*subject.conformer}, subject.name, {}, {}};
    if (auto written = chem::writeStructureFile(path, {record}); !written) return written;
  }
  return {};
}

nlohmann::ordered_json json(const FrameRow& row) {
  return {{"structure", row.structure},
          {"atoms", row.atoms},
          {"what", row.what},
          {"cpu_ms_per_frame", row.cpuMsPerFrame},
          {"frames_per_second", row.framesPerSecond},
          {"first_frame_ms", row.firstFrameMs},
          {"cpu_over_plain_vtk", row.cpuOverPlainVtk}};
}

nlohmann::ordered_json json(const PickRow& row) {
  return {{"structure", row.structure},      {"atoms", row.atoms},       {"what", "picking"},
          {"index_ms", row.indexMs},         {"pick_ms", row.pickMs},    {"box_ms", row.boxMs},
          {"drag_cpu_ms", row.movedFrameMs}, {"memory_mb", row.memoryMb}};
}

std::string text(const FrameRow& row) {
  return fmt::format(
      "{:>7} atoms  {:<10} {:8.2f} CPU ms/frame  {:7.1f} frames/s  first {:7.1f} ms"
      "  {:5.2f} x plain VTK\n",
      row.atoms, row.what, row.cpuMsPerFrame, row.framesPerSecond, row.firstFrameMs,
      row.cpuOverPlainVtk);
}

std::string text(const PickRow& row) {
  return fmt::format(
      "{:>7} atoms  picking    {:8.4f} ms a click  box {:.2f} ms  index {:.1f} ms"
      "  drag {:.1f} CPU ms  memory {:.0f} MB\n",
      row.atoms, row.pickMs, row.boxMs, row.indexMs, row.movedFrameMs, row.memoryMb);
}

std::string checkAtoms(const std::string& text) {
  int atoms = 0;
  const bool number = std::sscanf(text.c_str(), "%d", &atoms) == 1;
  if (number && atoms >= 3 && atoms <= kMostAtoms) return {};
  return fmt::format("\"{}\" is no number of atoms from 3 to {}", text, kMostAtoms);
}

std::string checkSize(const std::string& text) {
  int width = 0, height = 0;
  const bool read = std::sscanf(text.c_str(), "%dx%d", &width, &height) == 2;
  if (read && std::min(width, height) >= 16 && std::max(width, height) <= 8192) return {};
  return fmt::format("\"{}\" is no size; write width x height, for example 1000x800", text);
}

}  // namespace

void addRenderBenchOptions(CLI::App& command, RenderBenchOptions& options) {
  command.add_option("--atoms", options.atoms, "render: sizes (default: 113 to 100,000)")
      ->check(CLI::Validator(checkAtoms, "ATOMS"));
  command.add_option("--size", options.size, "render: picture, width x height (default: 1000x800)")
      ->check(CLI::Validator(checkSize, "SIZE"));
  command.add_option("--seconds", options.seconds, "render: frames of each row (default: 1.5)")
      ->check(CLI::Range(0.01, 600.0));
  command.add_option("--write", options.writeFolder,
                     "render: write the structures as SDF into this folder and stop");
}

ExitCode runRenderBench(Output output, const RenderBenchOptions& options) {
  const InterruptScope interrupt;
  std::vector<Subject> subjects;
  for (const int atoms : options.atoms) {
    auto subject = subjectOf(atoms);
    if (!subject) return output.fail(subject.error(), exitCodeOf(subject.error()));
    subjects.push_back(std::move(*subject));
  }
  if (!options.writeFolder.empty()) {
    if (const auto written = write(subjects, options.writeFolder); !written) {
      return output.fail(written.error(), ExitCode::Environment);
    }
    return output.finish();
  }
  const auto display = VirtualDisplay::open();
  if (!display) return output.fail(display.error(), ExitCode::Environment);
  render::bench::Options chosen;
  std::sscanf(options.size.c_str(), "%dx%d", &chosen.width, &chosen.height);
  chosen.seconds = options.seconds;
  chosen.colours = widgets::sceneColours(theme::Scheme::Light);
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  const auto onRow = [&](const auto& row) {
    output.isJson() ? rows.push_back(json(row)) : output.write(text(row));
  };
  const auto measured =
      render::bench::measureRendering(chosen, subjects, onRow, onRow, interrupt.token());
  if (!measured) return output.fail(measured.error(), ExitCode::Environment);
  if (output.isJson()) {
    output.writeJson(
        {{"command", "bench"}, {"work", "render"}, {"size", options.size}, {"rows", rows}});
  }
  return output.finish();
}

}  // namespace molloquy::cli
