#include "model/train/prepared_dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "model/checkpoints/safetensors.h"

namespace molloquy::train {
namespace {

using checkpoints::SafetensorsFile;
using checkpoints::TensorEntry;
using checkpoints::TensorToWrite;
using checkpoints::TensorType;

constexpr const char* kDescriptionKey = "molloquy_dataset";

template <class T>
TensorToWrite tensorOf(const char* name, TensorType type, const std::vector<T>& values) {
  return {name,
          type,
          {static_cast<std::int64_t>(values.size())},
          std::as_bytes(std::span(values.data(), values.size()))};
}

template <class T>
Result<void> readInto(const SafetensorsFile& file, const char* name, TensorType type,
                      std::vector<T>& values) {
  const TensorEntry* entry = file.find(name);
  if (entry == nullptr || entry->type != type) {
    return fail(ErrorCode::Corrupt,
                fmt::format("The prepared data lacks the list \"{}\"; prepare it again.", name));
  }
  const std::span<const std::byte> bytes = file.bytes(*entry);
  values.resize(bytes.size() / sizeof(T));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return {};
}

void append(std::vector<std::uint16_t>& values, std::span<const TokenId> tokens) {
  for (const TokenId id : tokens) values.push_back(static_cast<std::uint16_t>(id.value));
}

void appendTo(std::vector<TokenId>& tokens, std::span<const std::uint16_t> values) {
  for (const std::uint16_t value : values) tokens.emplace_back(value);
}

/// Offsets start at 0, never fall and end at the number of values.
bool isConsistent(const std::vector<std::int32_t>& offsets, std::size_t values) {
  return !offsets.empty() && offsets.front() == 0 &&
         std::is_sorted(offsets.begin(), offsets.end()) &&
         static_cast<std::size_t>(offsets.back()) == values;
}

/// Every index lies in [0, count).
bool isBelow(const std::vector<std::int32_t>& indices, std::size_t count) {
  return std::all_of(indices.begin(), indices.end(), [count](std::int32_t index) {
    return index >= 0 && static_cast<std::size_t>(index) < count;
  });
}

}  // namespace

Result<std::size_t> PreparedDataset::addStructure(const StructureRecord& structure,
                                                  std::span<const TokenId> tail) {
  if (structure.symbols.empty() || structure.symbols.size() != structure.positions.size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A structure has {} atoms and {} positions.", structure.symbols.size(),
                            structure.positions.size()));
  }
  std::array<double, 3> centre{};
  for (const auto& point : structure.positions) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      centre[axis] += point[axis] / static_cast<double>(structure.positions.size());
    }
  }
  std::vector<std::int16_t> steps;
  for (const auto& point : structure.positions) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double step = std::round((point[axis] - centre[axis]) / kPositionStep);
      if (!(std::abs(step) <= std::numeric_limits<std::int16_t>::max())) {
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("An atom lies {} angstrom from the centre of its structure; at most "
                        "65 can be stored.",
                        point[axis] - centre[axis]));
      }
      steps.push_back(static_cast<std::int16_t>(step));
    }
  }
  for (const std::string& symbol : structure.symbols) {
    auto found = std::find(m_symbols.begin(), m_symbols.end(), symbol);
    if (found == m_symbols.end()) {
      if (m_symbols.size() == 255) {
        return fail(ErrorCode::InvalidInput, "The structures have more than 255 kinds of element.");
      }
      found = m_symbols.insert(m_symbols.end(), symbol);
    }
    m_atoms.values.push_back(static_cast<std::uint8_t>(found - m_symbols.begin()));
  }
  m_atoms.close();
  m_positions.insert(m_positions.end(), steps.begin(), steps.end());
  append(m_tails.values, tail);
  m_tails.close();
  return structureCount() - 1;
}

std::int32_t PreparedDataset::headIndex(std::span<const TokenId> head) {
  const auto same = [head](std::span<const std::uint16_t> known) {
    return std::equal(known.begin(), known.end(), head.begin(), head.end(),
                      [](std::uint16_t a, TokenId b) { return a == b.value; });
  };
  const std::size_t count = m_heads.offsets.size() - 1;
  for (std::size_t i = 0; i < count; ++i) {
    if (same(m_heads.at(i))) return static_cast<std::int32_t>(i);
  }
  append(m_heads.values, head);
  m_heads.close();
  return static_cast<std::int32_t>(count);
}

void PreparedDataset::addPair(std::span<const TokenId> head, std::span<const TokenId> answer) {
  m_pairStructures.push_back(static_cast<std::int32_t>(structureCount()) - 1);
  m_pairHeads.push_back(headIndex(head));
  append(m_answers.values, answer);
  m_answers.close();
}

Result<void> PreparedDataset::write(const std::filesystem::path& path) const {
  const nlohmann::json description = {{"version", 1},
                                      {"symbols", m_symbols},
                                      {"vocabulary", m_vocabulary.size},
                                      {"begin", m_vocabulary.begin.value},
                                      {"end", m_vocabulary.end.value},
                                      {"pad", m_vocabulary.pad.value},
                                      {"molecule", m_vocabulary.molecule.value}};
  return checkpoints::writeSafetensors(
      path,
      {tensorOf("atoms", TensorType::U8, m_atoms.values),
       tensorOf("atom_offsets", TensorType::I32, m_atoms.offsets),
       tensorOf("positions", TensorType::I16, m_positions),
       tensorOf("tails", TensorType::U16, m_tails.values),
       tensorOf("tail_offsets", TensorType::I32, m_tails.offsets),
       tensorOf("heads", TensorType::U16, m_heads.values),
       tensorOf("head_offsets", TensorType::I32, m_heads.offsets),
       tensorOf("answers", TensorType::U16, m_answers.values),
       tensorOf("answer_offsets", TensorType::I32, m_answers.offsets),
       tensorOf("pair_structures", TensorType::I32, m_pairStructures),
       tensorOf("pair_heads", TensorType::I32, m_pairHeads)},
      {{kDescriptionKey, description.dump()}});
}

Result<PreparedDataset> PreparedDataset::read(const std::filesystem::path& path) {
  const Result<SafetensorsFile> file = SafetensorsFile::open(path);
  if (!file) return tl::unexpected(file.error());
  const auto text = file->metadata().find(kDescriptionKey);
  const nlohmann::json description = text == file->metadata().end()
                                         ? nlohmann::json()
                                         : nlohmann::json::parse(text->second, nullptr, false);
  PreparedDataset data;
  try {
    description.at("symbols").get_to(data.m_symbols);
    description.at("vocabulary").get_to(data.m_vocabulary.size);
    description.at("begin").get_to(data.m_vocabulary.begin.value);
    description.at("end").get_to(data.m_vocabulary.end.value);
    description.at("pad").get_to(data.m_vocabulary.pad.value);
    description.at("molecule").get_to(data.m_vocabulary.molecule.value);
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} is not a prepared data set; make one with molloquy-prepare.",
                            path.string()));
  }
  Result<void> read = readInto(*file, "atoms", TensorType::U8, data.m_atoms.values);
  if (read) read = readInto(*file, "atom_offsets", TensorType::I32, data.m_atoms.offsets);
  if (read) read = readInto(*file, "positions", TensorType::I16, data.m_positions);
  if (read) read = readInto(*file, "tails", TensorType::U16, data.m_tails.values);
  if (read) read = readInto(*file, "tail_offsets", TensorType::I32, data.m_tails.offsets);
  if (read) read = readInto(*file, "heads", TensorType::U16, data.m_heads.values);
  if (read) read = readInto(*file, "head_offsets", TensorType::I32, data.m_heads.offsets);
  if (read) read = readInto(*file, "answers", TensorType::U16, data.m_answers.values);
  if (read) read = readInto(*file, "answer_offsets", TensorType::I32, data.m_answers.offsets);
  if (read) read = readInto(*file, "pair_structures", TensorType::I32, data.m_pairStructures);
  if (read) read = readInto(*file, "pair_heads", TensorType::I32, data.m_pairHeads);
  if (read) read = data.checkRanges();
  if (!read) return tl::unexpected(read.error().within("reading " + path.string()));
  return data;
}

Result<void> PreparedDataset::checkRanges() const {
  const bool listsFit = isConsistent(m_atoms.offsets, m_atoms.values.size()) &&
                        isConsistent(m_tails.offsets, m_tails.values.size()) &&
                        isConsistent(m_heads.offsets, m_heads.values.size()) &&
                        isConsistent(m_answers.offsets, m_answers.values.size());
  if (!listsFit || m_positions.size() != 3 * m_atoms.values.size() ||
      m_tails.offsets.size() != m_atoms.offsets.size() ||
      m_answers.offsets.size() != m_pairStructures.size() + 1 ||
      m_pairHeads.size() != m_pairStructures.size()) {
    return fail(ErrorCode::Corrupt, "The lists of the prepared data do not fit together.");
  }
  const bool kindsKnown = std::all_of(m_atoms.values.begin(), m_atoms.values.end(),
                                      [&](std::uint8_t kind) { return kind < m_symbols.size(); });
  if (!kindsKnown || !isBelow(m_pairStructures, structureCount()) ||
      !isBelow(m_pairHeads, m_heads.offsets.size() - 1)) {
    return fail(ErrorCode::Corrupt, "An index in the prepared data points outside its list.");
  }
  return {};
}

StructureRecord PreparedDataset::structure(std::size_t index) const {
  StructureRecord record;
  for (const std::uint8_t kind : m_atoms.at(index)) record.symbols.push_back(m_symbols[kind]);
  const auto first = static_cast<std::size_t>(m_atoms.offsets[index]);
  for (std::size_t atom = first; atom < first + record.symbols.size(); ++atom) {
    record.positions.push_back({kPositionStep * m_positions[3 * atom],
                                kPositionStep * m_positions[3 * atom + 1],
                                kPositionStep * m_positions[3 * atom + 2]});
  }
  return record;
}

std::size_t PreparedDataset::atomCount(std::size_t structure) const {
  return m_atoms.size(structure);
}

std::size_t PreparedDataset::structureOf(std::size_t pair) const {
  return static_cast<std::size_t>(m_pairStructures[pair]);
}

std::vector<TokenId> PreparedDataset::prompt(std::size_t pair) const {
  std::vector<TokenId> tokens;
  appendTo(tokens, m_heads.at(static_cast<std::size_t>(m_pairHeads[pair])));
  appendTo(tokens, m_tails.at(structureOf(pair)));
  return tokens;
}

std::vector<TokenId> PreparedDataset::answer(std::size_t pair) const {
  std::vector<TokenId> tokens;
  appendTo(tokens, m_answers.at(pair));
  return tokens;
}

std::size_t PreparedDataset::length(std::size_t pair) const {
  return m_heads.size(static_cast<std::size_t>(m_pairHeads[pair])) +
         m_tails.size(structureOf(pair)) + m_answers.size(pair);
}

}  // namespace molloquy::train
