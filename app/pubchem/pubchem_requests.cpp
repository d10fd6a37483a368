#include "app/pubchem/pubchem_requests.h"

#include <QUrl>
#include <algorithm>

#include "app/pubchem/lookup_text.h"
#include "app/pubchem/pubchem_values.h"

namespace molloquy::pubchem {
namespace {

/// Longer lists of CIDs go into the body: servers refuse long addresses.
constexpr std::size_t kMostCidsInPath = 100;
constexpr int kMostCompounds = 1000;

QString encoded(const QString& text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

QByteArray formOf(const char* key, const QString& value) {
  return QByteArray(key) + '=' + QUrl::toPercentEncoding(value);
}

/// As the ledger shows a text: not longer than a line.
QString quoted(const QString& text) {
  constexpr qsizetype kMostLetters = 60;
  return text.size() <= kMostLetters ? u'"' + text + u'"'
                                     : u'"' + text.left(kMostLetters - 1) + QStringLiteral("…\"");
}

NetworkRequest get(const QString& path, const QString& reason) {
  NetworkRequest request;
  request.path = path;
  request.reason = reason;
  return request;
}

NetworkRequest post(const QString& path, const QByteArray& form, const QString& reason) {
  NetworkRequest request = get(path, reason);
  request.form = form;
  return request;
}

QString compoundPath(qint64 cid, const QString& what) {
  return QStringLiteral("pug/compound/cid/%1/%2").arg(cid).arg(what);
}

/// Servers undo %2F, and clients undo dots, before the path is taken apart.
bool breaksPath(const QString& name) {
  return name.contains(u'/') || name.contains(u'\\') ||
         std::all_of(name.begin(), name.end(), [](QChar c) { return c == u'.'; });
}

NetworkRequest nameRequest(const QString& name) {
  const QString reason = QStringLiteral("Compounds named %1").arg(quoted(name));
  if (breaksPath(name)) {
    return post(QStringLiteral("pug/compound/name/cids/JSON"), formOf("name", name), reason);
  }
  return get(QStringLiteral("pug/compound/name/%1/cids/JSON").arg(encoded(name)), reason);
}

NetworkRequest substructureRequest(const QString& text, int limit) {
  // What only SMARTS can say; PubChem reads everything else as SMILES.
  static constexpr QStringView kSmartsMarks = u"*~!&,;$?";
  const bool smarts =
      std::any_of(text.begin(), text.end(), [](QChar c) { return kSmartsMarks.contains(c); });
  const char* name = smarts ? "smarts" : "smiles";
  return post(QStringLiteral("pug/compound/fastsubstructure/%1/cids/JSON?MaxRecords=%2")
                  .arg(QLatin1String(name))
                  .arg(limit),
              formOf(name, text), QStringLiteral("Compounds that contain %1").arg(quoted(text)));
}

NetworkRequest similarRequest(const QString& smiles, int threshold, int limit) {
  return post(
      QStringLiteral("pug/compound/fastsimilarity_2d/smiles/cids/JSON?Threshold=%1&MaxRecords=%2")
          .arg(std::clamp(threshold, 1, 100))
          .arg(limit),
      formOf("smiles", smiles), QStringLiteral("Compounds like %1").arg(quoted(smiles)));
}

NetworkFailure refusal(const QString& sentence) {
  return {.kind = FailureKind::BadRequest, .sentence = sentence, .detail = {}, .retryAfter = {}};
}

}  // namespace

NetworkRequest suggestionsRequest(const QString& beginning, int limit) {
  return get(QStringLiteral("autocomplete/compound/%1/json?limit=%2")
                 .arg(encoded(lookupText(beginning)))
                 .arg(std::clamp(limit, 1, 100)),
             QStringLiteral("Names that begin with %1").arg(quoted(lookupText(beginning))));
}

tl::expected<NetworkRequest, NetworkFailure> cidsRequest(const Lookup& lookup) {
  const QString text = lookupText(lookup.text);
  const int limit = std::clamp(lookup.limit, 1, kMostCompounds);
  if (text.isEmpty()) {
    return tl::unexpected(
        refusal(QStringLiteral("There is nothing to look for. Type a name, a "
                               "formula, a SMILES, an InChI or a CID.")));
  }
  switch (lookup.kind) {
    case LookupKind::Smiles:
      return post(QStringLiteral("pug/compound/smiles/cids/JSON"), formOf("smiles", text),
                  QStringLiteral("The compound of %1").arg(quoted(text)));
    case LookupKind::Inchi:
      return post(QStringLiteral("pug/compound/inchi/cids/JSON"), formOf("inchi", text),
                  QStringLiteral("The compound of %1").arg(quoted(text)));
    case LookupKind::InchiKey:
      return get(QStringLiteral("pug/compound/inchikey/%1/cids/JSON").arg(encoded(text.toUpper())),
                 QStringLiteral("The compound of %1").arg(text.toUpper()));
    case LookupKind::Formula:
      if (!isFormula(text)) {
        return tl::unexpected(refusal(QStringLiteral("\"%1\" is no formula. Write element symbols "
                                                     "with their numbers, such as C9H8O4.")
                                          .arg(text)));
      }
      return get(QStringLiteral("pug/compound/fastformula/%1/cids/JSON?MaxRecords=%2")
                     .arg(encoded(text))
                     .arg(limit),
                 QStringLiteral("Compounds of the formula %1").arg(text));
    case LookupKind::Similar:
      return similarRequest(text, lookup.threshold, limit);
    case LookupKind::Substructure:
      return substructureRequest(text, limit);
    case LookupKind::Name:
    case LookupKind::Cid:
      break;
  }
  return nameRequest(text);
}

NetworkRequest waitingRequest(const QString& listKey, int limit, const Reason& reason) {
  NetworkRequest request =
      get(QStringLiteral("pug/compound/listkey/%1/cids/JSON?listkey_start=0&listkey_count=%2")
              .arg(encoded(listKey))
              .arg(std::clamp(limit, 1, kMostCompounds)),
          reason + QStringLiteral(": is it done?"));
  request.cache = NetworkRequest::Cache::Skip;
  return request;
}

NetworkRequest summariesRequest(std::span<const qint64> cids) {
  QStringList numbers;
  for (const qint64 cid : cids) numbers.append(QString::number(cid));
  const QString list = numbers.join(u',');
  const QString table = QStringLiteral("property/%1/JSON").arg(summaryProperties().join(u','));
  const QString reason = cids.size() == 1
                             ? QStringLiteral("What CID %1 is").arg(list)
                             : QStringLiteral("What %1 compounds are").arg(cids.size());
  if (cids.size() <= kMostCidsInPath) {
    return get(QStringLiteral("pug/compound/cid/%1/%2").arg(list, table), reason);
  }
  return post(QStringLiteral("pug/compound/cid/%1").arg(table), "cid=" + list.toLatin1(), reason);
}

NetworkRequest recordRequest(qint64 cid, RecordType type) {
  const bool threeD = type == RecordType::ThreeD;
  return get(compoundPath(cid, threeD ? QStringLiteral("SDF?record_type=3d")
                                      : QStringLiteral("SDF?record_type=2d")),
             QStringLiteral("%1 record of CID %2").arg(threeD ? "3D" : "2D").arg(cid));
}

NetworkRequest valuesRequest(qint64 cid) {
  QStringList names = summaryProperties();
  names += valueProperties();
  names.removeDuplicates();
  return get(compoundPath(cid, QStringLiteral("property/%1/JSON").arg(names.join(u','))),
             QStringLiteral("Computed values of CID %1").arg(cid));
}

NetworkRequest descriptionsRequest(qint64 cid) {
  return get(compoundPath(cid, QStringLiteral("description/JSON")),
             QStringLiteral("Descriptions of CID %1").arg(cid));
}

NetworkRequest synonymsRequest(qint64 cid) {
  return get(compoundPath(cid, QStringLiteral("synonyms/JSON")),
             QStringLiteral("Names of CID %1").arg(cid));
}

NetworkRequest conformerIdsRequest(qint64 cid) {
  return get(compoundPath(cid, QStringLiteral("conformers/JSON")),
             QStringLiteral("List of the conformers of CID %1").arg(cid));
}

NetworkRequest conformerRequest(qint64 cid, const QString& conformerId) {
  return get(QStringLiteral("pug/conformers/%1/SDF").arg(encoded(conformerId)),
             QStringLiteral("A conformer of CID %1").arg(cid));
}

NetworkRequest headingsRequest(qint64 cid) {
  return get(QStringLiteral("pug_view/index/compound/%1/JSON").arg(cid),
             QStringLiteral("Sections of CID %1").arg(cid));
}

NetworkRequest annotationsRequest(qint64 cid, const QString& heading) {
  QString path = QStringLiteral("pug_view/data/compound/%1/JSON").arg(cid);
  if (heading.isEmpty()) return get(path, QStringLiteral("All sections of CID %1").arg(cid));
  path += QStringLiteral("?heading=") + encoded(heading);
  return get(path, QStringLiteral("%1 of CID %2").arg(quoted(heading)).arg(cid));
}

QString compoundPage(qint64 cid) {
  return QStringLiteral("https://pubchem.ncbi.nlm.nih.gov/compound/%1").arg(cid);
}

}  // namespace molloquy::pubchem
