#include "model/recipes/prepared_dataset.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/recipes/prepared_lists.h"

namespace molloquy::recipes {
namespace {

/// Offsets begin at 0, never fall, and end at `size`.
bool isConsistent(std::span<const std::int64_t> offsets, std::size_t size) {
  return !offsets.empty() && offsets.front() == 0 &&
         offsets.back() == static_cast<std::int64_t>(size) &&
         std::is_sorted(offsets.begin(), offsets.end());
}

template <class T>
bool isBelow(std::span<const T> indices, std::size_t count, T low) {
  return std::all_of(indices.begin(), indices.end(), [count, low](T index) {
    return index >= low && static_cast<std::int64_t>(index) < static_cast<std::int64_t>(count);
  });
}

std::vector<TokenId> tokensAt(std::span<const std::int32_t> values,
                              std::span<const std::int64_t> offsets, std::size_t index) {
  std::vector<TokenId> tokens;
  for (auto i = offsets[index]; i < offsets[index + 1]; ++i) {
    tokens.emplace_back(values[static_cast<std::size_t>(i)]);
  }
  return tokens;
}

}  // namespace

Result<PreparedDataset> PreparedDataset::read(const std::filesystem::path& path) {
  Result<checkpoints::SafetensorsFile> file = checkpoints::SafetensorsFile::open(path);
  if (!file) return tl::unexpected(file.error());
  const auto text = file->metadata().find(kDescriptionKey);
  const nlohmann::json description = text == file->metadata().end()
                                         ? nlohmann::json()
                                         : nlohmann::json::parse(text->second, nullptr, false);
  PreparedDataset data(*file);
  try {
    if (description.at("version").get<int>() != kPreparedVersion) {
      return fail(ErrorCode::Unsupported,
                  fmt::format("{} was prepared by another version; prepare the data again.",
                              path.string()));
    }
    description.at("symbols").get_to(data.m_symbols);
    description.at("sources").get_to(data.m_sources);
    description.at("tasks").get_to(data.m_tasks);
    description.at("key").get_to(data.m_key);
    description.at("vocabulary").get_to(data.m_vocabulary.size);
    description.at("begin").get_to(data.m_vocabulary.begin.value);
    description.at("end").get_to(data.m_vocabulary.end.value);
    description.at("pad").get_to(data.m_vocabulary.pad.value);
    description.at("molecule").get_to(data.m_vocabulary.molecule.value);
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} is not prepared data; make it with molloquy-cli train or "
                            "molloquy-prepare.",
                            path.string()));
  }
  Result<void> read = data.readLists();
  if (read) read = data.checkLists();
  if (!read) return tl::unexpected(read.error().within("reading " + path.string()));
  return data;
}

Result<void> PreparedDataset::readLists() {
  Result<void> read = readList(m_file, "atoms", m_atoms);
  if (read) read = readList(m_file, "atom_offsets", m_atomOffsets);
  if (read) read = readList(m_file, "conformer_offsets", m_conformerOffsets);
  if (read) read = readList(m_file, "point_offsets", m_pointOffsets);
  if (read) read = readList(m_file, "points", m_points);
  if (read) read = readList(m_file, "prompts", m_prompts);
  if (read) read = readList(m_file, "prompt_offsets", m_promptOffsets);
  if (read) read = readList(m_file, "answers", m_answers);
  if (read) read = readList(m_file, "answer_offsets", m_answerOffsets);
  if (read) read = readList(m_file, "structures", m_structures);
  if (read) read = readList(m_file, "example_sources", m_exampleSources);
  if (read) read = readList(m_file, "example_tasks", m_exampleTasks);
  if (read) read = readList(m_file, "splits", m_splits);
  return read;
}

Result<void> PreparedDataset::checkLists() const {
  const std::size_t examples = m_structures.size();
  const bool listsFit =
      isConsistent(m_atomOffsets, m_atoms.size()) &&
      m_conformerOffsets.size() == m_atomOffsets.size() &&
      isConsistent(m_conformerOffsets, static_cast<std::size_t>(m_conformerOffsets.back())) &&
      m_pointOffsets.size() == m_atomOffsets.size() &&
      isConsistent(m_pointOffsets, m_points.size()) &&
      isConsistent(m_promptOffsets, m_prompts.size()) && m_promptOffsets.size() == examples + 1 &&
      isConsistent(m_answerOffsets, m_answers.size()) && m_answerOffsets.size() == examples + 1 &&
      m_exampleSources.size() == examples && m_exampleTasks.size() == examples &&
      m_splits.size() == examples;
  if (!listsFit) {
    return fail(ErrorCode::Corrupt, "The lists of the prepared data do not fit together.");
  }
  for (std::size_t i = 0; i < structureCount(); ++i) {
    const std::size_t points = static_cast<std::size_t>(m_pointOffsets[i + 1] - m_pointOffsets[i]);
    if (points != atomCount(i) * conformerCount(i) || points == 0) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("Structure {} of the prepared data has {} points.", i, points));
    }
  }
  const auto vocabulary = static_cast<std::size_t>(std::max(m_vocabulary.size, 0));
  if (!isBelow<std::uint8_t>(m_atoms, m_symbols.size(), 0) ||
      !isBelow(m_structures, structureCount(), kNoStructure) ||
      !isBelow(m_exampleSources, m_sources.size(), 0) ||
      !isBelow(m_exampleTasks, m_tasks.size(), 0) || !isBelow<std::uint8_t>(m_splits, 2, 0) ||
      !isBelow(m_prompts, vocabulary, 0) || !isBelow(m_answers, vocabulary, 0)) {
    return fail(ErrorCode::Corrupt, "An index in the prepared data points outside its list.");
  }
  return {};
}

std::size_t PreparedDataset::atomCount(std::size_t structure) const {
  return static_cast<std::size_t>(m_atomOffsets[structure + 1] - m_atomOffsets[structure]);
}

std::vector<std::string> PreparedDataset::symbols(std::size_t structure) const {
  const auto first = static_cast<std::size_t>(m_atomOffsets[structure]);
  std::vector<std::string> symbols;
  for (const std::uint8_t kind : m_atoms.subspan(first, atomCount(structure))) {
    symbols.push_back(m_symbols[kind]);
  }
  return symbols;
}

std::size_t PreparedDataset::conformerCount(std::size_t structure) const {
  return static_cast<std::size_t>(m_conformerOffsets[structure + 1] -
                                  m_conformerOffsets[structure]);
}

std::span<const std::array<float, 3>> PreparedDataset::conformer(std::size_t structure,
                                                                 std::size_t index) const {
  const std::size_t atoms = atomCount(structure);
  return m_points.subspan(static_cast<std::size_t>(m_pointOffsets[structure]) + index * atoms,
                          atoms);
}

std::int32_t PreparedDataset::structureOf(std::size_t example) const {
  return m_structures[example];
}

std::size_t PreparedDataset::sourceOf(std::size_t example) const {
  return static_cast<std::size_t>(m_exampleSources[example]);
}

std::size_t PreparedDataset::taskOf(std::size_t example) const {
  return static_cast<std::size_t>(m_exampleTasks[example]);
}

PreparedSplit PreparedDataset::splitOf(std::size_t example) const {
  return static_cast<PreparedSplit>(m_splits[example]);
}

std::vector<TokenId> PreparedDataset::prompt(std::size_t example) const {
  return tokensAt(m_prompts, m_promptOffsets, example);
}

std::vector<TokenId> PreparedDataset::answer(std::size_t example) const {
  return tokensAt(m_answers, m_answerOffsets, example);
}

std::size_t PreparedDataset::length(std::size_t example) const {
  return static_cast<std::size_t>(m_promptOffsets[example + 1] - m_promptOffsets[example] +
                                  m_answerOffsets[example + 1] - m_answerOffsets[example]);
}

}  // namespace molloquy::recipes
