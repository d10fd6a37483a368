#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <optional>
#include <vector>

namespace molloquy::widgets {

/// What a typed text may be, and what can be asked for of an open structure.
enum class SearchKind { Name, Cid, Smiles, Inchi, InchiKey, Formula, Similar, Substructure };

/// A line of the popup under the search box.
struct SearchSuggestion {
  enum class Kind { LibraryRecord, PubChemName, PubChemLookup, Structure };
  Kind kind = Kind::LibraryRecord;
  QString key;  ///< of the record; else what is looked up (empty for the open structure).
  QString title;
  QString detail;                        ///< "C9H8O4 · 180.16", "as SMILES", "CID 2244".
  SearchKind lookup = SearchKind::Name;  ///< of PubChemLookup: what `key` is.
};

/// Whether names may be asked of PubChem while they are typed.
enum class SuggestionConsent { NotAsked, Allowed, Refused };

/// A row of the chooser.
struct CompoundChoice {
  qint64 cid = 0;
  QString title, formula, mass, distinction;
  std::optional<bool> has3d;
};

/// A line of the network ledger.
struct NetworkLine {
  quint64 number = 0;
  QDateTime at;
  QString method;
  QUrl url;
  QString reason;
  qint64 bytesSent = 0, bytesReceived = 0;
  qint64 milliseconds = 0;
  QString outcome;
  bool failed = false;
};

enum class NetworkMode { Online, Offline, Off };

/// A number of PubChem's beside ours.
struct ForeignValue {
  QString label, value, unit;
  QString ours;        ///< our number with its unit, or empty.
  QString definition;  ///< PubChem's, and how ours differs.
};
struct ForeignText {
  QString text, source;
  QUrl url;
};
/// What the PubChem tab shows of the open entry.
struct PubChemRecordView {
  qint64 cid = 0;
  QString title;
  QStringList synonyms;
  std::vector<ForeignText> descriptions;
  std::vector<ForeignValue> values;
  QStringList headings;  ///< sections that can be asked for.
  QString shapeBadge;    ///< "3D generated here, not from PubChem"; empty for a 3D record.
  int furtherConformers = 0;
  std::optional<QDateTime> cachedAt;
};
struct ForeignSection {
  QString heading;
  int level = 0;
  std::vector<ForeignText> texts;
};

}  // namespace molloquy::widgets
