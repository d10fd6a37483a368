// molloquy-parity DIR: compares the network, part by part, with numbers of the reference
// implementation. Exit code 0 = every case that could be run agrees, 1 = one does not or none
// could be run, 2 = usage.
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>

#include "model/tools/parity_report.h"

int main(int argc, char** argv) {
  using namespace molloquy;
  if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
    fmt::print(stderr,
               "Usage: molloquy-parity DIR\nDIR holds config.json and the .safetensors files with "
               "the reference's inputs, weights and outputs.\n");
    return 2;
  }
  at::set_num_threads(1);
  parity::GoldenFolder golden(argv[1]);
  parity::Report report;
  fmt::print("{:<48} {:>10} {:>10}\n", "case", "max error", "tolerance");
  try {
    const c10::InferenceMode inference;
    parity::runUnimolCases(golden, report);
    parity::runQFormerCases(golden, report);
    parity::runLlamaCases(golden, report);
    parity::runMoleculeLanguageCases(golden, report);
  } catch (const std::exception& error) {
    report.failed("stopped", error.what());
  }
  report.printSummary();
  return report.isGood() ? 0 : 1;
}
