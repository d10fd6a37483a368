#include "model/corpus/lmdb/molecule_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/checkpoints/pickle_reader.h"
#include "model/corpus/lmdb/numpy_array.h"

namespace molloquy::corpus {
namespace {

using checkpoints::PickleDict;
using checkpoints::PickleDocument;
using checkpoints::PickleIndex;
using checkpoints::PickleList;

/// No molecule needs more.
constexpr checkpoints::PickleLimits kLimits{
    .bytes = std::size_t{32} << 20, .values = 1'000'000, .openLists = 1000};
constexpr std::size_t kMaximumConformers = 10'000;

tl::unexpected<Error> wrongForm(std::string_view field) {
  return fail(ErrorCode::Corrupt,
              fmt::format("Its \"{}\" has another form than a molecule's.", field));
}

/// A sentence of the pickle reader's part of one.
Error asSentence(const Error& error) {
  return {error.code, fmt::format("The record cannot be read: {}.", error.message), error.where};
}

std::optional<double> numberOf(const PickleDocument& document, PickleIndex index) {
  if (const auto* real = document.as<double>(index)) return *real;
  if (const auto* whole = document.as<std::int64_t>(index)) return static_cast<double>(*whole);
  return std::nullopt;
}

/// A plain text or number as text; nullopt for anything else.
std::optional<std::string> textOf(const PickleDocument& document, PickleIndex index) {
  if (const auto* text = document.as<std::string>(index)) return *text;
  if (const auto* whole = document.as<std::int64_t>(index)) return std::to_string(*whole);
  if (const auto* real = document.as<double>(index)) return fmt::format("{}", *real);
  return std::nullopt;
}

Result<std::vector<std::string>> symbolsOf(const PickleDocument& document, PickleIndex index) {
  if (const auto* list = document.as<PickleList>(index)) {
    std::vector<std::string> symbols;
    symbols.reserve(list->items.size());
    for (const PickleIndex item : list->items) {
      const auto* symbol = document.as<std::string>(item);
      if (symbol == nullptr) return wrongForm("atoms");
      symbols.push_back(*symbol);
    }
    return symbols;
  }
  auto array = numpyArrayOf(document, index);
  if (!array) return tl::unexpected(array.error());
  if (!*array || (*array)->texts.empty()) return wrongForm("atoms");
  return (*std::move(array))->texts;
}

/// Adds the conformers of an array [atoms, 3] or [conformers, atoms, 3].
Result<void> addArray(const NumpyArray& array, std::vector<Positions>& conformers) {
  const std::vector<std::size_t>& shape = array.shape;
  if (shape.size() < 2 || shape.back() != 3 || !array.texts.empty()) {
    return wrongForm("coordinates");
  }
  const std::size_t atoms = shape[shape.size() - 2];
  const std::size_t count = shape.size() == 3 ? shape.front() : 1;
  if (count > kMaximumConformers) return wrongForm("coordinates");
  for (std::size_t c = 0; c < count; ++c) {
    Positions& positions = conformers.emplace_back(atoms);
    for (std::size_t i = 0; i < atoms * 3; ++i) {
      positions[i / 3][i % 3] = static_cast<float>(array.numbers[c * atoms * 3 + i]);
    }
  }
  return {};
}

/// Whether the value is a list of three numbers; then it goes to `point`.
bool readPoint(const PickleDocument& document, PickleIndex index, std::array<float, 3>& point) {
  const auto* list = document.as<PickleList>(index);
  if (list == nullptr || list->items.size() != point.size()) return false;
  for (std::size_t i = 0; i < point.size(); ++i) {
    const auto number = numberOf(document, list->items[i]);
    if (!number) return false;
    point[i] = static_cast<float>(*number);
  }
  return true;
}

/// A conformer as plain lists; nullopt when it is none.
std::optional<Positions> plainConformer(const PickleDocument& document, const PickleList& list) {
  Positions positions(list.items.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (!readPoint(document, list.items[i], positions[i])) return std::nullopt;
  }
  return positions;
}

/// One array of all conformers, one list of points, or a list of either.
Result<std::vector<Positions>> conformersOf(const PickleDocument& document, PickleIndex index) {
  std::vector<Positions> conformers;
  std::vector<PickleIndex> items{index};
  if (const auto* list = document.as<PickleList>(index)) {
    if (auto single = plainConformer(document, *list); single && !single->empty()) {
      return std::vector<Positions>{*std::move(single)};
    }
    items = list->items;
  }
  if (items.size() > kMaximumConformers) return wrongForm("coordinates");
  std::size_t points = 0;
  for (const PickleIndex item : items) {
    const auto* list = document.as<PickleList>(item);
    if (auto plain = list == nullptr ? std::nullopt : plainConformer(document, *list)) {
      conformers.push_back(*std::move(plain));
    } else {
      auto array = numpyArrayOf(document, item);
      if (!array) return tl::unexpected(array.error());
      if (!*array) return wrongForm("coordinates");
      if (auto added = addArray(**array, conformers); !added) return tl::unexpected(added.error());
    }
    // The same array may be named many times; a record of some bytes must not fill the memory.
    points += conformers.empty() ? 0 : conformers.back().size();
    if (points > kLimits.values) return wrongForm("coordinates");
  }
  return conformers;
}

bool isOneOf(std::string_view name, std::string_view one, std::string_view other) {
  return name == one || name == other;
}

}  // namespace

Result<MoleculeRecord> readMoleculeRecord(std::span<const std::byte> pickle) {
  auto document = checkpoints::readPickle(pickle, kLimits, checkpoints::PickleContent::Records);
  if (!document) return tl::unexpected(asSentence(document.error()));
  const auto* fields = document->as<PickleDict>(document->root);
  if (fields == nullptr) return fail(ErrorCode::Corrupt, "The record is not a dictionary.");
  MoleculeRecord record;
  for (const auto& [key, value] : fields->items) {
    const auto* name = document->as<std::string>(key);
    if (name == nullptr) continue;
    if (*name == "atoms") {
      auto symbols = symbolsOf(*document, value);
      if (!symbols) return tl::unexpected(symbols.error());
      record.structure.symbols = *std::move(symbols);
    } else if (isOneOf(*name, "coordinates", "coordinates_list")) {
      auto conformers = conformersOf(*document, value);
      if (!conformers) return tl::unexpected(conformers.error());
      record.structure.conformers = *std::move(conformers);
    } else if (auto text = textOf(*document, value)) {
      if (isOneOf(*name, "smiles", "smi")) record.structure.smiles = *text;
      record.texts.emplace_back(*name, *std::move(text));
    }
  }
  return record;
}

}  // namespace molloquy::corpus
