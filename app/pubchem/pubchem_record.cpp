#include "app/pubchem/pubchem_record.h"

#include <QByteArrayList>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace molloquy::pubchem {
namespace {

QString recordOf(qint64 cid) { return QStringLiteral("the record of CID %1").arg(cid); }

/// The value below "> <NAME>", or empty.
QByteArray fieldIn(const QByteArray& text, const QByteArray& name) {
  const qsizetype header = text.indexOf("<" + name + ">");
  if (header < 0) return {};
  const qsizetype start = text.indexOf('\n', header) + 1;
  if (start <= 0) return {};
  const qsizetype end = text.indexOf('\n', start);
  return text.mid(start, end < 0 ? -1 : end - start).trimmed();
}

/// The compound that a record says it is: its field, else its title where that is a number; 0 when
/// it says nothing.
qint64 cidOf(const QByteArray& text) {
  const QByteArray field = fieldIn(text, "PUBCHEM_COMPOUND_CID");
  if (!field.isEmpty()) return field.toLongLong();
  return text.left(text.indexOf('\n')).trimmed().toLongLong();
}

/// One line of plain characters.
QByteArray titleLine(const QString& title) {
  QString line = title.simplified();
  constexpr qsizetype kMostLetters = 80;  // what a MOL file has room for
  line.truncate(kMostLetters);
  return line.toUtf8();
}

}  // namespace

Parsed<void> checkRecord(const QByteArray& text, qint64 cid) {
  const QByteArray start = text.left(256).trimmed();
  if (start.startsWith('<')) {
    return tl::unexpected(unreadable(FailureKind::ErrorPage, recordOf(cid),
                                     QStringLiteral("it is a page, not data")));
  }
  const bool hasBlock = text.contains("\nM  END");
  QByteArray tail = text.right(64).trimmed();
  if (!hasBlock || !tail.endsWith("$$$$")) {
    const bool isRecord = text.contains("V2000") || text.contains("V3000") || text.isEmpty();
    return tl::unexpected(unreadable(
        isRecord ? FailureKind::Truncated : FailureKind::ServerError, recordOf(cid),
        isRecord ? QStringLiteral("it ends after %1 bytes, before the record does").arg(text.size())
                 : QStringLiteral("it is no SD record")));
  }
  const qint64 answered = cidOf(text);
  if (answered > 0 && answered != cid) {
    return tl::unexpected(unreadable(FailureKind::ServerError, recordOf(cid),
                                     QStringLiteral("it is that of CID %1").arg(answered)));
  }
  return {};
}

bool isDrawing(const chem::Molecule& molecule, const chem::Conformer& conformer) {
  const auto& at = conformer.positions;
  constexpr double kFlatAngstrom = 1e-3;
  const bool flat = std::all_of(at.begin(), at.end(), [&](const chem::Point3& p) {
    return std::abs(p[2] - at.front()[2]) < kFlatAngstrom;
  });
  if (!flat || at.empty()) return false;
  double sum = 0;
  int bonds = 0;
  std::vector<int> neighbours(at.size());
  for (const chem::Bond& bond : molecule.bonds()) {
    const std::size_t a = bond.begin.value;
    const std::size_t b = bond.end.value;
    ++neighbours[a];
    ++neighbours[b];
    if (molecule.atoms()[a].atomicNumber == 1 || molecule.atoms()[b].atomicNumber == 1) continue;
    sum += std::hypot(at[a][0] - at[b][0], at[a][1] - at[b][1]);
    ++bonds;
  }
  // Carbon's four neighbours lie in no plane. Flat molecules are told by their lengths: PubChem
  // draws bonds one unit long, and the shortest real one between heavy atoms (N2) has 1.10.
  constexpr double kShortestAngstrom = 1.05;
  for (std::size_t atom = 0; atom < at.size(); ++atom) {
    if (molecule.atoms()[atom].atomicNumber == 6 && neighbours[atom] == 4) return true;
  }
  return bonds > 0 && sum / bonds < kShortestAngstrom;
}

Parsed<ReadRecord> readRecord(const QByteArray& text, qint64 cid, const QString& title) {
  QByteArray titled = text;
  const qsizetype firstLine = titled.indexOf('\n');
  if (firstLine >= 0 && !title.isEmpty()) titled.replace(0, firstLine, titleLine(title));
  auto file = chem::readStructureText(std::string_view(titled.constData(), titled.size()),
                                      chem::FileFormat::MolSdf, title.toStdString());
  if (!file || file->records.empty()) {
    const QString why = file ? QStringLiteral("it holds no structure")
                             : QString::fromStdString(file.error().message);
    return tl::unexpected(NetworkFailure{
        .kind = FailureKind::ServerError,
        .sentence =
            QStringLiteral("PubChem's record of CID %1 cannot be shown: %2").arg(cid).arg(why),
        .detail = why,
        .retryAfter = {}});
  }
  ReadRecord read;
  read.record = std::move(file->records.front());
  if (read.record.conformer && isDrawing(*read.record.molecule, *read.record.conformer)) {
    read.record.conformer.reset();
    read.record.furtherConformers.clear();
  }
  read.threeD = read.record.conformer.has_value();
  if (read.threeD) read.conformerId = QString::fromLatin1(fieldIn(text, "PUBCHEM_CONFORMER_ID"));
  return read;
}

}  // namespace molloquy::pubchem
