#include "model/evaluation/asked_number.h"

#include <algorithm>
#include <array>

#include "model/metrics/stated_number.h"

namespace molloquy::evaluation {
namespace {

constexpr std::array<std::string_view, 8> kPublished = {"HOMO",
                                                        "LUMO",
                                                        "HOMO-LUMO Gap",
                                                        "SCF Energy",
                                                        "Molecular Weight",
                                                        "LogP",
                                                        "Topological Polar Surface Area",
                                                        "Complexity"};

/// Words in the name of a task whose answer is an energy.
constexpr std::array<std::string_view, 4> kEnergies = {"HOMO", "LUMO", "Gap", "Energy"};

}  // namespace

bool isPublishedNumber(std::string_view task) {
  return std::find(kPublished.begin(), kPublished.end(), task) != kPublished.end();
}

std::optional<double> statedFor(std::string_view task, std::string_view text) {
  const bool energy =
      std::any_of(kEnergies.begin(), kEnergies.end(),
                  [task](std::string_view word) { return task.find(word) != task.npos; });
  return metrics::statedNumber(text,
                               energy ? metrics::Quantity::Energy : metrics::Quantity::PureNumber);
}

}  // namespace molloquy::evaluation
