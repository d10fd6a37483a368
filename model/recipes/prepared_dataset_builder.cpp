#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/recipes/prepared_dataset.h"
#include "model/recipes/prepared_lists.h"

namespace molloquy::recipes {
namespace {

constexpr std::size_t kMostElements = 255;

/// Index of the name, which is added when it is new.
std::size_t indexOf(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  names.push_back(name);
  return names.size() - 1;
}

void append(const std::vector<TokenId>& tokens, std::vector<std::int32_t>& values,
            std::vector<std::int64_t>& offsets) {
  for (const TokenId token : tokens) values.push_back(token.value);
  offsets.push_back(static_cast<std::int64_t>(values.size()));
}

}  // namespace

PreparedDatasetBuilder::PreparedDatasetBuilder(const PreparedVocabulary& vocabulary)
    : m_vocabulary(vocabulary) {}

Result<std::int32_t> PreparedDatasetBuilder::addStructure(
    const std::vector<std::string>& symbols,
    std::span<const std::vector<std::array<float, 3>>> conformers) {
  if (symbols.empty() || conformers.empty()) {
    return fail(ErrorCode::InvalidInput, "A structure needs atoms and a conformer.");
  }
  for (const auto& points : conformers) {
    if (points.size() != symbols.size()) {
      return fail(ErrorCode::InvalidInput, fmt::format("A conformer has {} points for {} atoms.",
                                                       points.size(), symbols.size()));
    }
    const bool finite = std::all_of(points.begin(), points.end(), [](const auto& p) {
      return std::isfinite(p[0]) && std::isfinite(p[1]) && std::isfinite(p[2]);
    });
    if (!finite) return fail(ErrorCode::InvalidInput, "A coordinate is not a finite number.");
  }
  std::vector<std::uint8_t> kinds;
  for (const std::string& symbol : symbols) {
    const std::size_t kind = indexOf(m_symbols, symbol);
    if (kind >= kMostElements) {
      return fail(ErrorCode::InvalidInput, "The structures have more than 255 kinds of element.");
    }
    kinds.push_back(static_cast<std::uint8_t>(kind));
  }
  m_atoms.insert(m_atoms.end(), kinds.begin(), kinds.end());
  m_atomOffsets.push_back(static_cast<std::int64_t>(m_atoms.size()));
  for (const auto& points : conformers) {
    m_points.insert(m_points.end(), points.begin(), points.end());
  }
  m_conformerOffsets.push_back(m_conformerOffsets.back() +
                               static_cast<std::int64_t>(conformers.size()));
  m_pointOffsets.push_back(static_cast<std::int64_t>(m_points.size()));
  return static_cast<std::int32_t>(m_atomOffsets.size()) - 2;
}

Result<void> PreparedDatasetBuilder::addExample(const Example& example) {
  const auto structures = static_cast<std::int32_t>(m_atomOffsets.size()) - 1;
  if (example.structure < PreparedDataset::kNoStructure || example.structure >= structures) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The example's structure {} does not exist.", example.structure));
  }
  for (const auto* tokens : {&example.prompt, &example.answer}) {
    for (const TokenId token : *tokens) {
      if (token.value >= 0 && token.value < m_vocabulary.size) continue;
      return fail(ErrorCode::InvalidInput, fmt::format("Token {} is outside the vocabulary of {}.",
                                                       token.value, m_vocabulary.size));
    }
  }
  m_structures.push_back(example.structure);
  m_exampleSources.push_back(static_cast<std::int32_t>(indexOf(m_sources, example.source)));
  m_exampleTasks.push_back(static_cast<std::int32_t>(indexOf(m_tasks, example.task)));
  m_splits.push_back(static_cast<std::uint8_t>(example.split));
  append(example.prompt, m_prompts, m_promptOffsets);
  append(example.answer, m_answers, m_answerOffsets);
  return {};
}

Result<void> PreparedDatasetBuilder::write(const std::filesystem::path& path,
                                           const std::string& key) const {
  const nlohmann::json description = {{"version", kPreparedVersion},
                                      {"key", key},
                                      {"symbols", m_symbols},
                                      {"sources", m_sources},
                                      {"tasks", m_tasks},
                                      {"vocabulary", m_vocabulary.size},
                                      {"begin", m_vocabulary.begin.value},
                                      {"end", m_vocabulary.end.value},
                                      {"pad", m_vocabulary.pad.value},
                                      {"molecule", m_vocabulary.molecule.value}};
  return checkpoints::writeSafetensors(
      path,
      {listTensor("atoms", m_atoms), listTensor("atom_offsets", m_atomOffsets),
       listTensor("conformer_offsets", m_conformerOffsets),
       listTensor("point_offsets", m_pointOffsets), listTensor("points", m_points),
       listTensor("prompts", m_prompts), listTensor("prompt_offsets", m_promptOffsets),
       listTensor("answers", m_answers), listTensor("answer_offsets", m_answerOffsets),
       listTensor("structures", m_structures), listTensor("example_sources", m_exampleSources),
       listTensor("example_tasks", m_exampleTasks), listTensor("splits", m_splits)},
      {{kDescriptionKey, description.dump()}});
}

}  // namespace molloquy::recipes
