#include "model/corpus/importers/row.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "model/checkpoints/utf8.h"
#include "model/chem/smiles_scanner.h"
#include "model/text/prompt.h"

namespace molloquy::corpus {
namespace {

/// A place, its name on the command line, and the usual names of its columns, best first.
struct PlaceRow {
  Place place;
  std::string_view name;
  std::array<std::string_view, 8> usual;
};
constexpr std::array<PlaceRow, kPlaces> kPlaceRows{
    {{Place::Id,
      "id",
      {"key", "cid", "id", "pubchem_cid", "mol_id", "compound id", "compound_id", "row"}},
     {Place::Smiles, "smiles", {"smiles", "smi", "canonical_smiles", "isomeric_smiles"}},
     {Place::Answer, "answer", {"description", "caption", "answer", "output", "text"}},
     {Place::Instruction, "instruction", {"instruction", "question"}},
     {Place::Task, "task", {"task"}},
     {Place::Split, "split", {"split"}},
     {Place::Source, "source", {"source"}}}};
constexpr std::string_view kEnriched = "enriched_description";

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::optional<std::size_t> indexOf(std::span<const std::string> columns, std::string_view name) {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (lowerCase(columns[i]) == lowerCase(name)) return i;
  }
  return std::nullopt;
}

std::string listOf(std::span<const std::string> columns) {
  constexpr std::size_t kShown = 20;
  std::string list =
      fmt::format("\"{}\"", fmt::join(columns.first(std::min(kShown, columns.size())), "\", \""));
  return columns.size() > kShown ? list + " and more" : list;
}

std::optional<std::size_t> usualColumn(const PlaceRow& row, std::span<const std::string> columns,
                                       TextChoice text) {
  if (row.place == Place::Answer && text == TextChoice::Enriched)
    return indexOf(columns, kEnriched);
  for (const std::string_view name : row.usual) {
    if (name.empty()) break;
    if (const auto index = indexOf(columns, name)) return index;
  }
  return std::nullopt;
}

bool isBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Text without blanks around it.
std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string orElse(std::optional<std::string>& text, std::string_view otherwise) {
  return text && !isBlank(*text) ? *std::move(text) : std::string(otherwise);
}

/// The usual names of splits as one; others stay.
std::string splitNamed(const std::string& name) {
  const std::string lower = lowerCase(name);
  if (lower == "valid" || lower == "val" || lower == "dev") return "validation";
  return lower == "training" ? "train" : name;
}

bool looksLikeSymbol(std::string_view symbol) {
  const auto isLetter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return symbol == "*" || (!symbol.empty() && symbol.size() <= 3 &&
                           std::all_of(symbol.begin(), symbol.end(), isLetter));
}

std::string nameOfRow(const Row& row) {
  if (row.at(Place::Id) && !isBlank(*row.at(Place::Id))) return *row.at(Place::Id);
  return row.structure.smiles;
}

}  // namespace

Result<ColumnPlan> ColumnPlan::make(const ImportOptions& options,
                                    std::span<const std::string> columns, SmilesColumn smiles) {
  ColumnPlan plan;
  for (const ColumnChoice& choice : options.columns) {
    const auto row = std::find_if(kPlaceRows.begin(), kPlaceRows.end(), [&](const PlaceRow& known) {
      return known.name == choice.place;
    });
    if (row == kPlaceRows.end()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("\"{}\" is no place of a corpus line. There are id, smiles, answer, "
                              "instruction, task, split and source.",
                              choice.place));
    }
    const auto index = indexOf(columns, choice.column);
    if (!index) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("There is no column \"{}\" for {}. The columns are {}.",
                              choice.column, choice.place, listOf(columns)));
    }
    plan.m_columns[static_cast<std::size_t>(row->place)] = index;
  }
  for (const PlaceRow& row : kPlaceRows) {
    auto& column = plan.m_columns[static_cast<std::size_t>(row.place)];
    if (!column) column = usualColumn(row, columns, options.text);
  }
  if (smiles == SmilesColumn::Needed && !plan.columnOf(Place::Smiles)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("No column is called SMILES. The columns are {}. Say which one it is "
                            "with --column smiles=NAME.",
                            listOf(columns)));
  }
  if (options.text == TextChoice::Enriched && !plan.columnOf(Place::Answer)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("There is no column \"{}\" with enriched texts. The columns are {}.",
                            kEnriched, listOf(columns)));
  }
  return plan;
}

void ColumnPlan::tell(std::span<const std::string> columns, ImportReport& report) const {
  for (const PlaceRow& row : kPlaceRows) {
    if (const auto column = columnOf(row.place)) {
      report.columns[std::string(row.name)] = columns[*column];
    }
  }
}

bool undoDoubledBackslashes(std::string& smiles) {
  bool undone = false;
  for (std::size_t at = smiles.find("\\\\"); at != std::string::npos;
       at = smiles.find("\\\\", at + 1)) {
    smiles.erase(at, 1);
    undone = true;
  }
  return undone;
}

std::optional<StructureFault> faultOf(const Structure& structure) {
  if (structure.smiles.empty() && structure.symbols.empty()) {
    return StructureFault{RejectionKind::NoStructure, "The row has no structure."};
  }
  if (!structure.smiles.empty()) {
    if (const auto scan = chem::scanSmiles(structure.smiles); !scan) {
      return StructureFault{RejectionKind::BadSmiles, scan.error().message};
    }
  }
  for (std::size_t i = 0; i < structure.symbols.size(); ++i) {
    if (looksLikeSymbol(structure.symbols[i])) continue;
    return StructureFault{RejectionKind::BadPositions,
                          fmt::format("Atom {} has no element's symbol.", i + 1)};
  }
  for (std::size_t i = 0; i < structure.conformers.size(); ++i) {
    const Positions& positions = structure.conformers[i];
    if (positions.size() != structure.symbols.size()) {
      return StructureFault{RejectionKind::BadPositions,
                            fmt::format("Conformer {} has {} positions for {} atoms.", i + 1,
                                        positions.size(), structure.symbols.size())};
    }
    for (std::size_t atom = 0; atom < positions.size(); ++atom) {
      const auto& p = positions[atom];
      if (std::isfinite(p[0]) && std::isfinite(p[1]) && std::isfinite(p[2])) continue;
      return StructureFault{RejectionKind::BadPositions,
                            fmt::format("Atom {} of conformer {} has a position that is not a "
                                        "finite number.",
                                        atom + 1, i + 1)};
    }
  }
  return std::nullopt;
}

void takeRow(ImportRun& run, std::size_t number, Row&& row) {
  const auto reject = [&](RejectionKind kind, std::string sentence) {
    run.reject(number, nameOfRow(row), kind, std::move(sentence));
  };
  for (const std::optional<std::string>& text : row.texts) {
    if (text && !checkpoints::isUtf8(*text)) {
      return reject(RejectionKind::BrokenText, "The row is not UTF-8 text.");
    }
  }
  if (row.at(Place::Smiles)) row.structure.smiles = trimmed(*row.at(Place::Smiles));
  const bool undone = undoDoubledBackslashes(row.structure.smiles);
  if (const auto fault = faultOf(row.structure)) return reject(fault->kind, fault->sentence);
  Entry entry;
  if (row.at(Place::Answer)) {
    if (isBlank(*row.at(Place::Answer))) {
      return reject(RejectionKind::EmptyText, "The text to learn is empty.");
    }
    const std::string& asked = run.options().instruction;
    entry.pairs.push_back(
        {orElse(row.at(Place::Task), run.options().task),
         orElse(row.at(Place::Instruction), asked.empty() ? text::kDescribeInstruction : asked),
         *std::move(row.at(Place::Answer))});
  }
  entry.pairs.insert(entry.pairs.end(), row.further.begin(), row.further.end());
  entry.id = trimmed(orElse(row.at(Place::Id), ""));
  entry.source = orElse(row.at(Place::Source), run.source());
  entry.split = splitNamed(trimmed(orElse(row.at(Place::Split), run.options().split)));
  entry.structure = std::move(row.structure);
  if (undone) ++run.report().backslashesUndone;
  run.take(number, std::move(entry));
}

}  // namespace molloquy::corpus
