// molloquy-parity DIR: compares the network, part by part, with numbers of the reference
// implementation. Exit code 0 = every case that could be run agrees, 1 = one does not or none
// could be run, 2 = usage.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>
#include <torch/cuda.h>

#include <CLI/CLI.hpp>
#include <array>
#include <exception>
#include <utility>

#include "model/tools/parity_generation.h"
#include "model/tools/parity_models.h"

namespace {

using namespace molloquy;
using Group = void (*)(parity::GoldenFolder&, parity::Report&);

constexpr std::array<std::pair<const char*, Group>, 13> kGroups = {{
    {"unimol", parity::runUnimolCases},
    {"qformer", parity::runQFormerCases},
    {"stage1", parity::runStage1Cases},
    {"masks", parity::runMaskPolicyCases},
    {"llama", parity::runLlamaCases},
    {"stage2", parity::runMoleculeLanguageCases},
    {"training", parity::runTrainingCases},
    {"schedules", parity::runScheduleCases},
    {"generation", parity::runGenerationCases},
    {"checkpoints", parity::runCheckpointCases},
    {"assembly", parity::runAssemblyCases},
    {"text", parity::runTextCases},
    {"shapes", parity::runShapeCases},
}};

int run(const std::string& folder, at::Device device) {
  parity::GoldenFolder golden(folder, device);
  parity::Report report;
  report.printHeading();
  const c10::InferenceMode inference;
  for (const auto& [name, cases] : kGroups) {
    try {
      cases(golden, report);
    } catch (const std::exception& error) {
      report.failed(name, error.what());
    }
  }
  report.printSummary();
  return report.isGood() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Compares the network, part by part, with numbers of the reference implementation.");
  std::string folder;
  std::string device = "cpu";
  app.add_option("DIR", folder,
                 "Folder with config.json and the files of inputs, weights and outputs")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--device", device, "Where the networks run")
      ->check(CLI::IsMember({"cpu", "cuda"}))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (device == "cuda" && !torch::cuda::is_available()) {
    fmt::print(stderr, "libtorch sees no CUDA device here; run without --device cuda.\n");
    return 2;
  }
  at::globalContext().setAllowTF32CuBLAS(false);
  at::set_num_threads(1);
  return run(folder, at::Device(device));
}
