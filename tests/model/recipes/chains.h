#pragma once

#include <filesystem>
#include <initializer_list>

#include "model/recipes/prepared_dataset.h"

namespace molloquy::tests {

inline std::vector<TokenId> ids(std::initializer_list<int> values) {
  std::vector<TokenId> list;
  for (const int value : values) list.emplace_back(value);
  return list;
}

/// Points of a zig-zag chain, `bend` angstrom to either side.
inline std::vector<std::array<float, 3>> chainPoints(int atoms, float bend) {
  std::vector<std::array<float, 3>> points;
  for (int i = 0; i < atoms; ++i) {
    points.push_back({1.4F * static_cast<float>(i), i % 2 == 0 ? bend : -bend, 0.2F});
  }
  return points;
}

/// Chains of 2 to 7 atoms in two conformers each, two examples a chain from two sources; the answer
/// counts the atoms: token 8 + n. The chain of 7 is held out.
inline recipes::PreparedDatasetBuilder chainBuilder() {
  recipes::PreparedDatasetBuilder builder({24, TokenId(1), TokenId(2), TokenId(22), TokenId(23)});
  for (int n = 2; n < 8; ++n) {
    std::vector<std::string> symbols;
    for (int i = 0; i < n; ++i) symbols.emplace_back(i % 2 == 0 ? "C" : "O");
    const std::vector<std::vector<std::array<float, 3>>> conformers = {chainPoints(n, 0.4F),
                                                                       chainPoints(n, 0.6F)};
    recipes::PreparedDatasetBuilder::Example example;
    example.structure = *builder.addStructure(symbols, conformers);
    example.split = n == 7 ? recipes::PreparedSplit::HeldOut : recipes::PreparedSplit::Training;
    example.source = "short";
    example.task = "Caption";
    example.prompt = ids({1, 5, 23, 23, 4});
    example.answer = ids({8 + n});
    if (!builder.addExample(example)) std::abort();
    example.source = "long";
    example.task = "Description";
    example.prompt = ids({1, 6, 7, 23, 23, 4});
    example.answer = ids({8 + n, 3, 8 + n});
    if (!builder.addExample(example)) std::abort();
  }
  return builder;
}

/// The same, written to a file and read.
inline recipes::PreparedDataset chains(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "chains.safetensors";
  if (!chainBuilder().write(path, "chains")) std::abort();
  return *recipes::PreparedDataset::read(path);
}

}  // namespace molloquy::tests
