#include "model/corpus/generators/property_check.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "model/chem/structure_reader.h"
#include "model/corpus/importers/delimited_reader.h"
#include "model/facts/pubchem_properties.h"

namespace molloquy::corpus {
namespace {

/// What can be compared, and how far apart two numbers may be that are printed alike.
struct Comparable {
  Property property;
  std::string_view column;
  double absolute;
  double relative;
  double facts::PubchemProperties::*value;
};
constexpr Comparable kComparable[] = {
    {Property::MolecularWeight, "molecular_weight", 0.02, 0,
     &facts::PubchemProperties::molecularWeight},
    {Property::LogP, "logp", 0.01, 0, &facts::PubchemProperties::logP},
    {Property::PolarSurface, "tpsa", 0.6, 0.006, &facts::PubchemProperties::tpsa},
    {Property::Complexity, "complexity", 0.06, 0.0051, &facts::PubchemProperties::complexity},
};

std::optional<std::size_t> columnNamed(const std::vector<std::string>& header,
                                       std::string_view name) {
  const auto found = std::find_if(header.begin(), header.end(), [&](const std::string& cell) {
    return cell == name || cell == fmt::format("pubchem_{}", name);
  });
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

/// The number in a cell; nothing for an empty one, "nan" or text.
std::optional<double> numberIn(const std::string& cell) {
  double number = 0;
  const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == cell.data() + cell.size();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// A column of the table that is compared.
struct Column {
  const Comparable* kind;
  std::size_t index;
  PropertyAgreement result;

  void compare(const TableRow& row, const std::string& smiles,
               const facts::PubchemProperties& computed) {
    const auto expected = numberIn(row.cells[index]);
    if (!expected) return;
    const double value = computed.*kind->value;
    const double difference = std::abs(value - *expected);
    ++result.compared;
    result.meanAbsoluteError += difference;  // The sum, until the end.
    if (difference <= std::max(kind->absolute, kind->relative * std::abs(*expected))) {
      ++result.agreeing;
    } else {
      remember({row.line, smiles, *expected, value});
    }
  }

  void remember(Disagreement&& found) {
    const auto size = [](const Disagreement& d) { return std::abs(d.computed - d.expected); };
    const auto place = std::find_if(result.worst.begin(), result.worst.end(),
                                    [&](const auto& known) { return size(known) < size(found); });
    result.worst.insert(place, std::move(found));
    if (result.worst.size() > kWorst) result.worst.pop_back();
  }
};

Result<std::vector<Column>> columnsOf(const std::vector<std::string>& header) {
  std::vector<Column> columns;
  for (const Comparable& kind : kComparable) {
    if (const auto index = columnNamed(header, kind.column)) {
      columns.push_back({&kind, *index, {}});
      columns.back().result.property = kind.property;
      columns.back().result.column = header[*index];
    }
  }
  if (!columns.empty()) return columns;
  return fail(ErrorCode::InvalidInput,
              "The table has none of the columns molecular_weight, logp, tpsa and complexity (or "
              "with \"pubchem_\" before them).");
}

void compareRow(const TableRow& row, std::size_t smilesColumn, std::vector<Column>& columns,
                const OnRejection& onRejection) {
  const std::string& smiles = row.cells[smilesColumn];
  const auto record = chem::parseSmiles(smiles);
  if (!record) return onRejection({row.line, smiles, record.error().message});
  const auto computed = facts::pubchemProperties(*record->molecule);
  if (!computed) return onRejection({row.line, smiles, computed.error().message});
  for (Column& column : columns) column.compare(row, smiles, *computed);
}

}  // namespace

Result<PropertyCheck> checkProperties(const std::filesystem::path& table,
                                      const OnRejection& onRejection, const std::stop_token& stop) {
  auto input = TextInput::open(table);
  if (!input) return tl::unexpected(input.error());
  DelimitedReader reader(**input,
                         table.extension() == ".csv" ? TableStyle::Csv : TableStyle::TabSeparated);
  TableRow header;
  const bool hasHeader = reader.next(header) && !header.problem;
  const auto smiles = columnNamed(header.cells, "smiles");
  if (!hasHeader || !smiles) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has no column \"smiles\".", table.string()));
  }
  auto columns = columnsOf(header.cells);
  if (!columns) return tl::unexpected(columns.error());
  for (TableRow row; !stop.stop_requested() && reader.next(row);) {
    if (row.problem || row.cells.size() != header.cells.size()) {
      onRejection({row.line, "", row.problem.value_or("The row has another number of columns.")});
      continue;
    }
    compareRow(row, *smiles, *columns, onRejection);
  }
  if ((*input)->failure()) return tl::unexpected(*(*input)->failure());
  PropertyCheck check;
  for (Column& column : *columns) {
    if (column.result.compared > 0) {
      column.result.meanAbsoluteError /= static_cast<double>(column.result.compared);
    }
    check.properties.push_back(std::move(column.result));
  }
  return check;
}

}  // namespace molloquy::corpus
