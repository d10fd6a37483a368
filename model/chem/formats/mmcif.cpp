#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "model/chem/formats/cif_tokens.h"
#include "model/chem/formats/mmcif_tables.h"
#include "model/chem/formats/readers.h"

namespace molloquy::chem {
namespace {

constexpr std::array<std::string_view, 4> kWantedTables = {"_struct_conf", "_struct_sheet_range",
                                                           "_struct_conn", "_chem_comp_bond"};
constexpr std::size_t kMostItems = 200;
constexpr std::string_view kAtoms = "_atom_site";

std::string_view categoryOf(std::string_view tag) { return tag.substr(0, tag.find('.')); }
std::string_view itemOf(std::string_view tag) {
  const std::size_t dot = tag.find('.');
  return dot == std::string_view::npos ? std::string_view() : tag.substr(dot + 1);
}

/// Which column of the atom table holds what.
struct Columns {
  enum Item {
    Group,
    Element,
    Name,
    OtherName,
    Alternative,
    Residue,
    OtherResidue,
    Chain,
    OtherChain,
    Number,
    OtherNumber,
    Insertion,
    X,
    Y,
    Z,
    Charge,
    Model,
    Count
  };
  static constexpr std::array<std::string_view, Count> kNames = {
      "group_PDB",          "type_symbol",       "label_atom_id", "auth_atom_id",  "label_alt_id",
      "auth_comp_id",       "label_comp_id",     "auth_asym_id",  "label_asym_id", "auth_seq_id",
      "label_seq_id",       "pdbx_PDB_ins_code", "Cartn_x",       "Cartn_y",       "Cartn_z",
      "pdbx_formal_charge", "pdbx_PDB_model_num"};
  std::array<std::optional<std::size_t>, Count> at{};

  explicit Columns(const std::vector<std::string_view>& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto known = std::find(kNames.begin(), kNames.end(), items[i]);
      if (known != kNames.end()) at[static_cast<std::size_t>(known - kNames.begin())] = i;
    }
  }
  [[nodiscard]] std::string_view value(const std::vector<std::string_view>& row, Item item) const {
    return at[item] ? row[*at[item]] : std::string_view();
  }
  [[nodiscard]] std::string_view either(const std::vector<std::string_view>& row, Item first,
                                        Item second) const {
    const std::string_view text = value(row, first);
    return text.empty() ? value(row, second) : text;
  }
};

Error badRow(std::size_t line, std::string_view what, std::string_view value) {
  return Error(ErrorCode::InvalidInput,
               fmt::format("The atom at line {} has {} but \"{}\". Correct it, or get the file "
                           "again.",
                           line, what, shown(value)));
}

Result<AtomSite> siteFrom(const std::vector<std::string_view>& row, const Columns& columns,
                          std::size_t line) {
  AtomSite site;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto item = static_cast<Columns::Item>(Columns::X + axis);
    const auto value = coordinateFrom(columns.value(row, item));
    if (!value) return tl::unexpected(badRow(line, "no coordinate", columns.value(row, item)));
    site.at[axis] = *value;
  }
  const std::string_view symbol = columns.value(row, Columns::Element);
  const auto element = elementFrom(symbol);
  if (!element) return tl::unexpected(badRow(line, "no known element", symbol));
  site.atomicNumber = *element;
  site.atomName = columns.either(row, Columns::Name, Columns::OtherName);
  site.residueName = columns.either(row, Columns::Residue, Columns::OtherResidue);
  site.chain = columns.either(row, Columns::Chain, Columns::OtherChain);
  const std::string_view number = columns.either(row, Columns::Number, Columns::OtherNumber);
  site.residueNumber = smallIntegerFrom(number, 100'000'000).value_or(0);
  const std::string_view insertion = columns.value(row, Columns::Insertion);
  site.insertionCode = insertion.empty() ? ' ' : insertion.front();
  const std::string_view alternative = columns.value(row, Columns::Alternative);
  site.alternative = alternative.empty() ? ' ' : alternative.front();
  site.hetero = columns.value(row, Columns::Group) == "HETATM";
  site.charge = smallIntegerFrom(columns.value(row, Columns::Charge), 15).value_or(0);
  return site;
}

/// One data block: its atoms model by model, and the tables beside them.
class Block {
 public:
  Block(std::string name, RecordSink& sink) : m_name(std::move(name)), m_sink(sink) {}

  std::optional<Error> takeAtom(const std::vector<std::string_view>& row, const Columns& columns,
                                std::size_t line) {
    const std::string_view model = columns.value(row, Columns::Model);
    if (model != m_modelName) {
      endModel();
      m_modelName = std::string(model);
    }
    const Result<AtomSite> site = siteFrom(row, columns, line);
    if (!site) return site.error();
    if (!m_model.add(*site)) return std::nullopt;
    if (m_models.empty() && m_lines.size() <= kRdkitAtoms) m_lines.push_back(line);
    return m_model.atoms().size() > kReadableAtoms ? refuseAtomCount(m_model.atoms().size())
                                                   : std::nullopt;
  }

  CifTables& tables() { return m_tables; }
  void setTitle(std::string_view title) { m_title = std::string(trimmed(title)); }
  void refuse(Error error) {
    if (!m_refused) m_refused = std::move(error);
  }
  [[nodiscard]] bool isRefused() const { return m_refused.has_value(); }
  [[nodiscard]] bool hasAtoms() const { return !m_models.empty() || !m_model.atoms().empty(); }

  /// Gives the block's records to the sink.
  void finish() {
    endModel();
    if (m_refused) return m_sink.reject(m_refused->within("data block " + shown(m_name)));
    const std::vector<FoldRange> folds = foldRangesFrom(m_tables);
    for (std::size_t i = 0; i < m_models.size() && !m_sink.stopped(); ++i) {
      PolymerModel& model = m_models[i];
      applyFolds(model.biopolymer(), folds);
      const KnownBonds known = knownBondsFrom(m_tables, model.biopolymer());
      RawStructure raw = withBonds(std::move(model), known, m_sink.stopToken());
      raw.name = m_title.empty() ? m_name : m_title;
      for (auto& frame : m_further[i]) raw.frames.push_back(std::move(frame));
      const auto name = [this](unsigned index) {
        return index < m_lines.size() ? fmt::format("the atom at line {}", m_lines[index])
                                      : fmt::format("atom {}", index + 1);
      };
      auto record = recordFrom(std::move(raw), {.name = name, .subject = "The data block"},
                               m_sink.stopToken());
      record ? m_sink.add(*std::move(record)) : m_sink.reject(record.error());
    }
  }

 private:
  void endModel() {
    if (m_model.atoms().empty()) return;
    PolymerModel model = std::exchange(m_model, {});
    if (!m_models.empty() && m_models.back().isSameMolecule(model)) {
      m_further.back().push_back({.positions = model.takePositions()});
      return;
    }
    m_models.push_back(std::move(model));
    m_further.emplace_back();
  }

  std::string m_name;
  std::string m_title;
  RecordSink& m_sink;
  CifTables m_tables;
  PolymerModel m_model;
  std::string m_modelName;
  std::vector<std::size_t> m_lines;
  std::vector<PolymerModel> m_models;
  std::vector<std::vector<RawStructure::Frame>> m_further;
  std::optional<Error> m_refused;
};

class MmCifReader {
 public:
  MmCifReader(std::string_view text, RecordSink& sink)
      : m_tokens(text), m_size(text.size()), m_sink(sink) {}

  void read() {
    if (auto problem = readBlocks()) m_sink.reject(*std::move(problem));
  }

 private:
  std::optional<Error> readBlocks() {
    std::optional<Block> block;
    if (auto problem = advance()) return problem;
    bool anyAtoms = false;
    while (!m_sink.stopped()) {
      const bool ends = m_token.kind == CifToken::Kind::End;
      if (ends || m_token.kind == CifToken::Kind::Block) {
        if (block && (block->hasAtoms() || block->isRefused())) {
          anyAtoms = true;
          block->finish();
        }
        if (ends) break;
        block.emplace(std::string(m_token.text), m_sink);
        if (auto problem = advance()) return problem;
        continue;
      }
      if (!block) block.emplace("", m_sink);
      if (auto problem = readItem(*block)) return problem;
    }
    if (anyAtoms || m_sink.stopped()) return std::nullopt;
    return Error(ErrorCode::InvalidInput,
                 "There is no _atom_site table with atoms in it. Choose the file with the "
                 "coordinates.");
  }

  /// A loop, a tag with its value, or a stray value, which is skipped.
  std::optional<Error> readItem(Block& block) {
    if (m_token.kind == CifToken::Kind::Loop) return readLoop(block);
    const CifToken tag = m_token;
    if (auto problem = advance()) return problem;
    if (tag.kind != CifToken::Kind::Tag || m_token.kind != CifToken::Kind::Value) {
      return std::nullopt;
    }
    const std::string_view category = categoryOf(tag.text);
    if (tag.text == "_struct.title") block.setTitle(m_token.text);
    if (isWanted(category)) {
      CifTable& table = block.tables()[std::string(category)];
      if (table.rowCount() <= 1 && table.items.size() < kMostItems) {
        table.items.push_back(itemOf(tag.text));
        table.values.push_back(m_token.text);
      }
    }
    refuseSmallMoleculeCif(tag.text, block);
    return advance();
  }

  std::optional<Error> readLoop(Block& block) {
    const std::size_t line = m_token.line;
    std::vector<std::string_view> items;
    std::string_view category;
    if (auto problem = advance()) return problem;
    while (m_token.kind == CifToken::Kind::Tag) {
      if (items.size() == kMostItems) return tooWide(line);
      if (items.empty()) category = categoryOf(m_token.text);
      refuseSmallMoleculeCif(m_token.text, block);
      items.push_back(itemOf(m_token.text));
      if (auto problem = advance()) return problem;
    }
    if (items.empty()) return std::nullopt;
    const bool atoms = category == kAtoms;
    const Columns columns(items);
    CifTable* table = nullptr;
    if (isWanted(category)) {
      table = &block.tables()[std::string(category)];
      *table = CifTable{};
      table->items = items;
    }
    std::vector<std::string_view> row;
    std::size_t rowLine = m_token.line;
    std::size_t count = 0;
    while (m_token.kind == CifToken::Kind::Value) {
      if (row.empty()) rowLine = m_token.line;
      row.push_back(m_token.text);
      if (row.size() == items.size()) {
        if (++count % 16'384 == 0) {
          m_sink.advance(static_cast<double>(m_tokens.place()) / static_cast<double>(m_size));
          if (m_sink.stopped()) return std::nullopt;
        }
        if (table != nullptr) table->values.insert(table->values.end(), row.begin(), row.end());
        if (atoms && !block.isRefused()) {
          if (auto problem = block.takeAtom(row, columns, rowLine)) block.refuse(*problem);
        }
        row.clear();
      }
      if (auto problem = advance()) return problem;
    }
    if (!row.empty()) {
      return Error(ErrorCode::InvalidInput,
                   fmt::format("The table from line {} ends at line {} with {} of {} values in its "
                               "last row. The file is probably cut off; get it again.",
                               line, rowLine, row.size(), items.size()));
    }
    return std::nullopt;
  }

  static bool isWanted(std::string_view category) {
    return std::find(kWantedTables.begin(), kWantedTables.end(), category) != kWantedTables.end();
  }

  static Error tooWide(std::size_t line) {
    return Error(
        ErrorCode::InvalidInput,
        fmt::format("The table at line {} has more than {} columns; this is no mmCIF file.", line,
                    kMostItems));
  }

  /// Crystals of small molecules are another dictionary, with a cell and its symmetry.
  static void refuseSmallMoleculeCif(std::string_view tag, Block& block) {
    if (!tag.starts_with("_atom_site_fract")) return;
    block.refuse(Error(ErrorCode::Unsupported,
                       "The file describes a crystal by fractions of a unit cell, which is not "
                       "read. Export the molecule as SDF, MOL2 or XYZ from a crystal viewer."));
  }

  std::optional<Error> advance() {
    const Result<CifToken> token = m_tokens.next();
    if (!token) return token.error();
    m_token = *token;
    return std::nullopt;
  }

  CifTokens m_tokens;
  std::size_t m_size;
  RecordSink& m_sink;
  CifToken m_token;
};

}  // namespace

void readMmCif(std::string_view text, RecordSink& sink) { MmCifReader(text, sink).read(); }

}  // namespace molloquy::chem
