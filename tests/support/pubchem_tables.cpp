#include "tests/support/pubchem_tables.h"

#include <QFile>

namespace molloquy::test {

namespace {

/// Rows of a table with a head line, cells by tabs.
std::vector<QStringList> rows(const QString& path, QStringList* head = nullptr) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
  if (lines.isEmpty()) return {};
  if (head != nullptr) *head = lines.front().split(u'\t');
  lines.removeFirst();
  std::vector<QStringList> cells;
  for (const QString& line : lines) cells.push_back(line.split(u'\t'));
  return cells;
}

std::vector<qint64> numbers(const QString& list) {
  std::vector<qint64> found;
  for (const QString& one : list.split(u',', Qt::SkipEmptyParts)) found.push_back(one.toLongLong());
  return found;
}

}  // namespace

PubChemTables::PubChemTables(QString folder) : m_folder(std::move(folder)) {
  QStringList head;
  for (const QStringList& row : rows(m_folder + QStringLiteral("/compounds.tsv"), &head)) {
    Compound compound;
    compound.cid = row.value(0).toLongLong();
    for (qsizetype i = 1; i < head.size(); ++i) {
      if (!row.value(i).isEmpty()) compound.properties[head[i]] = row[i];
    }
    m_compounds.push_back(std::move(compound));
  }
  for (const QStringList& row : rows(m_folder + QStringLiteral("/names.tsv"))) {
    for (Compound& compound : m_compounds) {
      if (compound.cid == row.value(0).toLongLong()) compound.names.push_back(row.value(1));
    }
  }
  for (const QStringList& row : rows(m_folder + QStringLiteral("/descriptions.tsv"))) {
    m_descriptions.push_back(
        {row.value(0).toLongLong(), {}, row.value(1), row.value(2), row.value(3)});
  }
  for (const QStringList& row : rows(m_folder + QStringLiteral("/annotations.tsv"))) {
    m_annotations.push_back(
        {row.value(0).toLongLong(), row.value(1), row.value(2), row.value(3), row.value(4)});
  }
  for (const QStringList& row : rows(m_folder + QStringLiteral("/searches.tsv"))) {
    m_searches.push_back({row.value(0), row.value(1), row.value(2).toInt(), numbers(row.value(3))});
  }
  for (const QStringList& row : rows(m_folder + QStringLiteral("/suggestions.tsv"))) {
    m_suggestions.push_back(row.value(0));
  }
}

const PubChemTables::Compound* PubChemTables::compound(qint64 cid) const {
  for (const Compound& one : m_compounds) {
    if (one.cid == cid) return &one;
  }
  return nullptr;
}

std::vector<qint64> PubChemTables::named(const QString& name) const {
  std::vector<qint64> found;
  for (const Compound& one : m_compounds) {
    if (one.names.contains(name.trimmed(), Qt::CaseInsensitive)) found.push_back(one.cid);
  }
  return found;
}

std::vector<qint64> PubChemTables::with(const QString& property, const QString& value) const {
  std::vector<qint64> found;
  for (const Compound& one : m_compounds) {
    const auto at = one.properties.find(property);
    if (at != one.properties.end() && at->second == value) found.push_back(one.cid);
  }
  return found;
}

std::optional<std::vector<qint64>> PubChemTables::search(const QString& kind, const QString& query,
                                                         int threshold) const {
  // Rows run from strict to lax: the laxest one that is still as strict as asked, else the first.
  const Search* best = nullptr;
  for (const Search& one : m_searches) {
    if (one.kind != kind || one.query != query) continue;
    if (best == nullptr || one.threshold >= threshold) best = &one;
  }
  return best == nullptr ? std::nullopt : std::optional(best->cids);
}

QStringList PubChemTables::suggestions(const QString& beginning, int limit) const {
  QStringList found;
  for (const QString& one : m_suggestions) {
    if (found.size() < limit && one.startsWith(beginning, Qt::CaseInsensitive)) found += one;
  }
  return found;
}

std::vector<PubChemTables::Text> PubChemTables::descriptions(qint64 cid) const {
  std::vector<Text> found;
  for (const Text& one : m_descriptions) {
    if (one.cid == cid) found.push_back(one);
  }
  return found;
}

std::vector<PubChemTables::Text> PubChemTables::annotations(qint64 cid) const {
  std::vector<Text> found;
  for (const Text& one : m_annotations) {
    if (one.cid == cid) found.push_back(one);
  }
  return found;
}

std::vector<QByteArray> PubChemTables::blocks(const QString& name) const {
  QFile file(m_folder + QStringLiteral("/records/") + name);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QByteArray text = file.readAll();
  std::vector<QByteArray> found;
  qsizetype at = 0;
  for (qsizetype end = text.indexOf("$$$$"); end >= 0; end = text.indexOf("$$$$", at)) {
    found.push_back(text.mid(at, end - at));
    at = text.indexOf('\n', end) + 1;
    if (at <= 0) break;
  }
  return found;
}

std::vector<QByteArray> PubChemTables::drawing(qint64 cid) const {
  return blocks(QString::number(cid) + QStringLiteral("_2d.sdf"));
}

std::vector<QByteArray> PubChemTables::shapes(qint64 cid) const {
  return blocks(QString::number(cid) + QStringLiteral("_3d.sdf"));
}

}  // namespace molloquy::test
