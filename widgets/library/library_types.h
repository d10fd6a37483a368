#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>
#include <optional>
#include <utility>
#include <vector>

namespace molloquy::widgets {

/// A library that can be opened, as the list's menu shows it.
struct LibraryPlace {
  QString key;  ///< its file or connection string.
  QString name;
  QString detail;  ///< "1,024 molecules", "PostgreSQL, lab-server"; may be empty.
};

/// What a column of a table means.
enum class ColumnRole { Ignored, Smiles, Inchi, Name, Synonym, Text, Identifier, Tag, Property };

/// A table as it is previewed: columns by name, roles found by their names, the first rows.
struct TableSample {
  QString layout;  ///< "ChEBI-20", "PubChem324k"; empty when it is none that is known.
  QStringList columns;
  std::vector<ColumnRole> roles;  ///< one for each column.
  std::vector<QStringList> rows;
};

/// One file or folder to import.
struct ImportSource {
  QString path;
  std::optional<std::vector<ColumnRole>> roles;  ///< of a table, as the person left them.
};
struct ImportRequest {
  std::vector<ImportSource> sources;
  QStringList tags;
  QString credit;  ///< the source's name as it is credited; empty: the file's name.
};
struct ImportState {
  QString file;
  double share = 0;  ///< of all bytes, 0..1.
  quint64 records = 0;
  double recordsPerSecond = 0;
  std::optional<int> secondsLeft;
};
struct ImportTrouble {
  QString place;  ///< "table.tsv, line 14".
  QString sentence;
};
struct ImportResult {
  quint64 records = 0, added = 0, merged = 0, unchanged = 0, refused = 0;
  QStringList mergedInto;               ///< remarks, the first of them.
  std::vector<ImportTrouble> problems;  ///< the first of them.
  enum class End { Finished, Stopped } end = End::Finished;
  double seconds = 0;
};

/// All that is kept of one molecule.
struct KeptText {
  qint64 id = -1;
  QString text;
  QString source;  ///< "PubChem, CID 2244".
  QString credit;
  QUrl url;
};
struct KeptMolecule {
  QString key;
  QString title, formula, smiles, inchiKey;
  double mass = 0;
  QStringList names;
  QStringList tags;
  QString notes;
  std::vector<KeptText> texts;
  std::vector<std::pair<QString, QString>> properties;
  QStringList sources;  ///< every record that was merged into it.
  int conformers = 0;
};
/// A change by the person; what is nullopt stays.
struct MoleculeEdit {
  QString key;
  std::optional<QString> title, notes;
  std::optional<QStringList> tags;
  QStringList addNames;  ///< names that records brought are never taken away.
  std::vector<KeptText> addTexts;  ///< without id.
  std::vector<qint64> removeTexts;
};

/// By what molecules are compared.
enum class LikenessKind { Morgan, Path, Maccs, Shape };
struct SimilarCondition {
  LikenessKind by = LikenessKind::Morgan;
  double atLeast = 0.5;
};
/// The part a molecule has to contain.
struct PartCondition {
  enum class From { Typed, OpenStructure, Selection } from = From::Typed;
  QString text;  ///< SMILES or SMARTS, of Typed.
};
struct RangeCondition {
  QString property;  ///< a name that setProperties() gave.
  std::optional<double> atLeast, atMost;
};
/// Every part that is given must hold.
struct LibraryConditions {
  QString words;  ///< in texts and notes.
  std::optional<PartCondition> part;
  std::optional<SimilarCondition> similar;  ///< to the open structure.
  std::vector<RangeCondition> ranges;
  QStringList tags;  ///< all of them.

  [[nodiscard]] bool isEmpty() const {
    return words.isEmpty() && !part && !similar && ranges.empty() && tags.isEmpty();
  }
};

}  // namespace molloquy::widgets
