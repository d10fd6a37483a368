#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <map>
#include <optional>
#include <vector>

namespace molloquy::test {

/// The facts that the test server answers from: the tables of tests/data/pubchem (see its README).
class PubChemTables {
 public:
  struct Compound {
    qint64 cid = 0;
    std::map<QString, QString> properties;  ///< PubChem's property names, in text.
    QStringList names;
  };
  struct Text {
    qint64 cid = 0;
    QString section, text, source, url;  ///< section: "Level one/Level two"; of annotations only.
  };

  /// An unreadable folder gives empty tables.
  explicit PubChemTables(QString folder);

  [[nodiscard]] const Compound* compound(qint64 cid) const;
  [[nodiscard]] std::vector<qint64> named(const QString& name) const;
  /// Compounds whose property is that text exactly.
  [[nodiscard]] std::vector<qint64> with(const QString& property, const QString& value) const;
  /// Answers of searches.tsv; nothing = the table does not know the search.
  [[nodiscard]] std::optional<std::vector<qint64>> search(const QString& kind, const QString& query,
                                                          int threshold) const;
  [[nodiscard]] QStringList suggestions(const QString& beginning, int limit) const;
  [[nodiscard]] std::vector<Text> descriptions(qint64 cid) const;
  [[nodiscard]] std::vector<Text> annotations(qint64 cid) const;
  /// MOL blocks: one drawing, or all conformers; empty = there is no such record.
  [[nodiscard]] std::vector<QByteArray> drawing(qint64 cid) const;
  [[nodiscard]] std::vector<QByteArray> shapes(qint64 cid) const;

 private:
  struct Search {
    QString kind, query;
    int threshold = 0;
    std::vector<qint64> cids;
  };
  [[nodiscard]] std::vector<QByteArray> blocks(const QString& file) const;

  QString m_folder;
  std::vector<Compound> m_compounds;
  std::vector<Text> m_descriptions, m_annotations;
  std::vector<Search> m_searches;
  QStringList m_suggestions;
};

}  // namespace molloquy::test
