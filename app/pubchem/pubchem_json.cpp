#include "app/pubchem/pubchem_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonParseError>
#include <QSet>

#include "app/pubchem/pubchem_values.h"

namespace molloquy::pubchem {
namespace {

/// A whole number that a double holds exactly and a CID can be; 0 for everything else.
qint64 cidOf(const QJsonValue& value) {
  constexpr qint64 kLargestCid = 4'294'967'295;
  const qint64 cid =
      value.isString() ? value.toString().toLongLong() : static_cast<qint64>(value.toInteger());
  return cid > 0 && cid <= kLargestCid ? cid : 0;
}

/// The list below a path of members; empty when there is none.
QJsonArray listAt(const QJsonObject& object, std::initializer_list<const char*> path) {
  QJsonValue value = object;
  for (const char* name : path) value = value.toObject().value(QLatin1String(name));
  return value.toArray();
}

/// The entries of InformationList.Information, in which descriptions, synonyms and conformers come.
Parsed<std::vector<QJsonObject>> informationIn(const QByteArray& body, const QString& asked) {
  const Parsed<QJsonObject> object = jsonObject(body, asked);
  if (!object) return tl::unexpected(object.error());
  const QJsonValue list = object->value(QLatin1String("InformationList"));
  if (!list.isObject()) {
    return tl::unexpected(
        unreadable(FailureKind::ServerError, asked, QStringLiteral("it holds no InformationList")));
  }
  std::vector<QJsonObject> entries;
  for (const QJsonValue& entry : list.toObject().value(QLatin1String("Information")).toArray()) {
    entries.push_back(entry.toObject());
  }
  return entries;
}

/// The texts of one list member of every entry, in order, without repeats.
QStringList textsOf(const std::vector<QJsonObject>& entries, const char* member) {
  QStringList texts;
  QSet<QString> seen;
  for (const QJsonObject& entry : entries) {
    for (const QJsonValue& value : entry.value(QLatin1String(member)).toArray()) {
      const QString text = value.toString().trimmed();
      if (text.isEmpty() || seen.contains(text)) continue;
      seen.insert(text);
      texts.append(text);
    }
  }
  return texts;
}

QString firstText(const QJsonObject& row, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const QString text = row.value(QLatin1String(name)).toString();
    if (!text.isEmpty()) return text;
  }
  return {};
}

}  // namespace

NetworkFailure unreadable(FailureKind kind, const QString& asked, const QString& why) {
  return {.kind = kind,
          .sentence = QStringLiteral("PubChem's answer for %1 cannot be read: %2. Try again; if it "
                                     "stays so, the address in the settings is no PubChem.")
                          .arg(asked, why),
          .detail = why,
          .retryAfter = {}};
}

Parsed<QJsonObject> jsonObject(const QByteArray& body, const QString& asked) {
  QJsonParseError problem;
  const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
  if (document.isObject()) return document.object();
  const QByteArray start = body.left(256).trimmed();
  if (start.startsWith('<')) {
    return tl::unexpected(
        unreadable(FailureKind::ErrorPage, asked, QStringLiteral("it is a page, not data")));
  }
  if (start.isEmpty()) {
    return tl::unexpected(unreadable(FailureKind::Truncated, asked, QStringLiteral("it is empty")));
  }
  if (problem.error == QJsonParseError::NoError) {
    return tl::unexpected(
        unreadable(FailureKind::ServerError, asked, QStringLiteral("it is a list, not an object")));
  }
  const bool began = start.startsWith('{') || start.startsWith('[');
  const bool cutOff = began && problem.offset >= body.size() - 1;
  return tl::unexpected(unreadable(
      cutOff ? FailureKind::Truncated : FailureKind::ServerError, asked,
      cutOff ? QStringLiteral("it ends after %1 bytes, in the middle").arg(body.size())
             : QStringLiteral("%1 at byte %2").arg(problem.errorString()).arg(problem.offset)));
}

Parsed<QStringList> suggestionsIn(const QByteArray& body) {
  const Parsed<QJsonObject> object = jsonObject(body, QStringLiteral("suggestions"));
  if (!object) return tl::unexpected(object.error());
  QStringList names;
  if (object->value(QLatin1String("total")).toInt() <= 0) return names;
  for (const QJsonValue& term : listAt(*object, {"dictionary_terms", "compound"})) {
    const QString name = term.toString();
    if (!name.isEmpty()) names.append(name);
  }
  return names;
}

Parsed<FoundCids> cidsIn(const QByteArray& body) {
  const QString asked = QStringLiteral("the list of compounds");
  const Parsed<QJsonObject> object = jsonObject(body, asked);
  if (!object) return tl::unexpected(object.error());
  FoundCids found;
  const QJsonValue waiting = object->value(QLatin1String("Waiting"));
  if (waiting.isObject()) {
    const QJsonValue key = waiting.toObject().value(QLatin1String("ListKey"));
    found.listKey = shownValue(key);
    if (!found.listKey.isEmpty()) return found;
    return tl::unexpected(unreadable(FailureKind::ServerError, asked,
                                     QStringLiteral("it says to wait, without a key")));
  }
  const QJsonValue list = object->value(QLatin1String("IdentifierList"));
  if (!list.isObject()) {
    return tl::unexpected(
        unreadable(FailureKind::ServerError, asked, QStringLiteral("it holds no IdentifierList")));
  }
  QSet<qint64> seen;
  for (const QJsonValue& value : list.toObject().value(QLatin1String("CID")).toArray()) {
    const qint64 cid = cidOf(value);
    if (cid == 0 || seen.contains(cid)) continue;
    seen.insert(cid);
    found.cids.push_back(cid);
  }
  return found;
}

Parsed<std::vector<QJsonObject>> propertyRowsIn(const QByteArray& body) {
  const QString asked = QStringLiteral("the table of properties");
  const Parsed<QJsonObject> object = jsonObject(body, asked);
  if (!object) return tl::unexpected(object.error());
  if (!object->value(QLatin1String("PropertyTable")).isObject()) {
    return tl::unexpected(
        unreadable(FailureKind::ServerError, asked, QStringLiteral("it holds no PropertyTable")));
  }
  std::vector<QJsonObject> rows;
  for (const QJsonValue& row : listAt(*object, {"PropertyTable", "Properties"})) {
    if (cidOf(row.toObject().value(QLatin1String("CID"))) > 0) rows.push_back(row.toObject());
  }
  return rows;
}

CompoundSummary summaryOf(const QJsonObject& row) {
  CompoundSummary summary;
  summary.cid = cidOf(row.value(QLatin1String("CID")));
  summary.title = firstText(row, {"Title", "IUPACName"});
  if (summary.title.isEmpty()) summary.title = QStringLiteral("CID %1").arg(summary.cid);
  summary.formula = row.value(QLatin1String("MolecularFormula")).toString();
  summary.weight = shownValue(row.value(QLatin1String("MolecularWeight"))).toDouble();
  summary.smiles =
      firstText(row, {"SMILES", "IsomericSMILES", "ConnectivitySMILES", "CanonicalSMILES"});
  summary.inchiKey = row.value(QLatin1String("InChIKey")).toString();
  const QJsonValue conformers = row.value(QLatin1String("ConformerCount3D"));
  if (!conformers.isUndefined() && !conformers.isNull()) {
    summary.has3d = shownValue(conformers).toInt() > 0;
  }
  return summary;
}

Parsed<TitleAndDescriptions> descriptionsIn(const QByteArray& body) {
  const auto entries = informationIn(body, QStringLiteral("the descriptions"));
  if (!entries) return tl::unexpected(entries.error());
  TitleAndDescriptions found;
  QSet<QString> seen;
  for (const QJsonObject& entry : *entries) {
    if (found.title.isEmpty()) found.title = entry.value(QLatin1String("Title")).toString();
    const QString text = entry.value(QLatin1String("Description")).toString().trimmed();
    if (text.isEmpty() || seen.contains(text)) continue;
    seen.insert(text);
    found.descriptions.push_back(
        {.text = text,
         .source = entry.value(QLatin1String("DescriptionSourceName")).toString(),
         .url = entry.value(QLatin1String("DescriptionURL")).toString()});
  }
  return found;
}

Parsed<QStringList> synonymsIn(const QByteArray& body) {
  const auto entries = informationIn(body, QStringLiteral("the names"));
  if (!entries) return tl::unexpected(entries.error());
  return textsOf(*entries, "Synonym");
}

Parsed<QStringList> conformerIdsIn(const QByteArray& body) {
  const auto entries = informationIn(body, QStringLiteral("the list of conformers"));
  if (!entries) return tl::unexpected(entries.error());
  return textsOf(*entries, "ConformerID");
}

}  // namespace molloquy::pubchem
