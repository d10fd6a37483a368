#include "widgets/search/search_rows.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <utility>

#include "widgets/search/typed_kind.h"

namespace molloquy::widgets {
namespace {

constexpr std::size_t kLibraryRows = 6;
constexpr qsizetype kNameRows = 8;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(SearchPopup)
};

const QString kGlobe = QStringLiteral("globe");

SearchRow group(const QString& title) { return {SearchRow::Kind::Group, title, {}, {}}; }
SearchRow note(const QString& sentence) { return {SearchRow::Kind::Note, sentence, {}, {}}; }

SearchRow lookup(SearchKind kind, const QString& text, const QString& title) {
  SearchSuggestion suggestion{SearchSuggestion::Kind::PubChemLookup, text, title, {}, kind};
  return {SearchRow::Kind::Choice, title, kGlobe, std::move(suggestion)};
}

bool isSame(const QString& one, const QString& other) {
  return one.compare(other, Qt::CaseInsensitive) == 0;
}

/// Long texts are shortened in the middle of a sentence.
QString quoted(const QString& text) {
  constexpr qsizetype kLongest = 28;
  return text.size() > kLongest ? text.left(kLongest - 1) + u'…' : text;
}

/// The sentence of asking PubChem for a text as what it most likely is.
QString askWords(SearchKind kind, const QString& text) {
  switch (kind) {
    case SearchKind::Cid: {
      QString number;
      for (const QChar letter : text)
        if (letter.isDigit()) number += letter;
      return Words::tr("Open CID %1 of PubChem").arg(number);
    }
    case SearchKind::Smiles:
    case SearchKind::Inchi:
    case SearchKind::InchiKey:
      return Words::tr("Look this %1 up in PubChem").arg(kindWord(kind));
    case SearchKind::Formula:
      return Words::tr("Compounds of formula %1 (PubChem)").arg(quoted(text));
    default:
      return Words::tr("Search PubChem for “%1”").arg(quoted(text));
  }
}

void addLibrary(std::vector<SearchRow>& rows, const SearchContents& c) {
  if (c.text.isEmpty()) return;
  const bool isStructure = isStructureKind(c.kind);
  if (!c.library.empty() || !isStructure) rows.push_back(group(Words::tr("Your library")));
  if (c.library.empty() && !isStructure)
    rows.push_back(note(Words::tr("No structure named “%1”").arg(quoted(c.text))));
  for (std::size_t i = 0; i < std::min(c.library.size(), kLibraryRows); ++i)
    rows.push_back(
        {SearchRow::Kind::Choice, c.library[i].title, QStringLiteral("hexagon"), c.library[i]});
  if (!isStructure) return;
  rows.push_back(group(Words::tr("As typed")));
  SearchSuggestion typed{SearchSuggestion::Kind::Structure, c.text,
                         Words::tr("Open as %1").arg(kindWord(c.kind)), c.text, c.kind};
  rows.push_back({SearchRow::Kind::Choice, typed.title, QStringLiteral("hexagon"), typed});
}

void addNames(std::vector<SearchRow>& rows, const SearchContents& c) {
  const bool isName = c.kind == SearchKind::Name;
  const bool hasExact = std::any_of(c.names.begin(), c.names.end(),
                                    [&](const QString& name) { return isSame(name, c.text); });
  const bool listed = isName && c.consent == SuggestionConsent::Allowed;
  rows.push_back(
      group(listed && !c.names.isEmpty() ? Words::tr("PubChem names") : Words::tr("PubChem")));
  if (!listed || !hasExact) rows.push_back(lookup(c.kind, c.text, askWords(c.kind, c.text)));
  if (!listed) return;
  QStringList names = c.names.mid(0, kNameRows);
  std::stable_partition(names.begin(), names.end(),
                        [&](const QString& name) { return isSame(name, c.text); });
  for (const QString& name : names)
    rows.push_back({SearchRow::Kind::Choice,
                    name,
                    kGlobe,
                    {SearchSuggestion::Kind::PubChemName, name, name, {}, SearchKind::Name}});
  if (names.isEmpty() && !c.failure.isEmpty()) rows.push_back(note(c.failure));
}

/// Rows for what is open, or for a typed SMILES.
void addRelatives(std::vector<SearchRow>& rows, const QString& text, const QString& name) {
  rows.push_back(lookup(SearchKind::Similar, text,
                        Words::tr("Compounds similar to %1 (PubChem)").arg(quoted(name))));
  rows.push_back(lookup(SearchKind::Substructure, text,
                        Words::tr("Compounds that contain %1 (PubChem)").arg(quoted(name))));
}

void addWays(std::vector<SearchRow>& rows, const SearchContents& c) {
  constexpr std::array kKinds{SearchKind::Name,  SearchKind::Cid,      SearchKind::Smiles,
                              SearchKind::Inchi, SearchKind::InchiKey, SearchKind::Formula};
  for (const SearchKind kind : kKinds)
    if (kind != c.kind)
      rows.push_back(lookup(kind, c.text,
                            Words::tr("“%1” as %2 (PubChem)").arg(quoted(c.text), kindWord(kind))));
  if (c.kind != SearchKind::Smiles)
    rows.push_back(lookup(SearchKind::Substructure, c.text,
                          Words::tr("“%1” as SMARTS (PubChem)").arg(quoted(c.text))));
}

}  // namespace

std::vector<SearchRow> searchRows(const SearchContents& c) {
  std::vector<SearchRow> rows;
  addLibrary(rows, c);
  if (c.mode == NetworkMode::Off) return rows;
  if (c.text.isEmpty()) {
    if (c.open.isEmpty()) return rows;
    rows.push_back(group(Words::tr("PubChem")));
    addRelatives(rows, {}, c.open);
    return rows;
  }
  addNames(rows, c);
  if (c.kind == SearchKind::Smiles) addRelatives(rows, c.text, Words::tr("this"));
  if (c.ways == SearchContents::Ways::Likely) {
    rows.push_back({SearchRow::Kind::MoreWays,
                    Words::tr("Other ways to search"),
                    QStringLiteral("chevron-down"),
                    {}});
    return rows;
  }
  rows.push_back(group(Words::tr("Other ways to search")));
  addWays(rows, c);
  if (!c.open.isEmpty()) addRelatives(rows, {}, c.open);
  return rows;
}

std::optional<int> likelyRow(const std::vector<SearchRow>& rows, const SearchContents& c) {
  if (c.text.isEmpty()) return std::nullopt;
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (rows[row].kind == SearchRow::Kind::Choice) return static_cast<int>(row);
  return std::nullopt;
}

void SearchRowsModel::setRows(std::vector<SearchRow> rows, const QString& typed) {
  beginResetModel();
  m_rows = std::move(rows);
  m_typed = typed;
  endResetModel();
}

bool SearchRowsModel::canChoose(int row) const {
  if (row < 0 || row >= rowCount()) return false;
  const SearchRow::Kind kind = m_rows[static_cast<std::size_t>(row)].kind;
  return kind == SearchRow::Kind::Choice || kind == SearchRow::Kind::MoreWays;
}

int SearchRowsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SearchRowsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const SearchRow& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return row.text;
    case Qt::AccessibleTextRole:
      return row.suggestion.detail.isEmpty()
                 ? row.text
                 : row.text + QStringLiteral(", ") + row.suggestion.detail;
    case Qt::ToolTipRole:
      return row.kind == SearchRow::Kind::Choice ? row.text : QVariant();
    case RowKindRole:
      return static_cast<int>(row.kind);
    case IconRole:
      return row.icon;
    case DetailRole:
      return row.suggestion.detail;
    case TypedRole:
      return m_typed;
    case IsFormulaRole:
      return row.suggestion.kind == SearchSuggestion::Kind::LibraryRecord;
    case IsNameRole:
      return row.suggestion.kind == SearchSuggestion::Kind::LibraryRecord ||
             row.suggestion.kind == SearchSuggestion::Kind::PubChemName;
    default:
      return {};
  }
}

Qt::ItemFlags SearchRowsModel::flags(const QModelIndex& index) const {
  return canChoose(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

}  // namespace molloquy::widgets
