#include "tests/support/pubchem_routes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include "tests/support/pubchem_view.h"

namespace molloquy::test {

/// A target in its parts: decoded segments after "compound", options of the address and the form.
struct PubChemRoutes::Asked {
  QStringList segments;
  QUrlQuery query, form;

  [[nodiscard]] QString segment(qsizetype at) const { return segments.value(at); }
  [[nodiscard]] QString option(const QString& name) const {
    const QString inQuery = query.queryItemValue(name, QUrl::FullyDecoded);
    return inQuery.isEmpty() ? formValue(name) : inQuery;
  }
  /// '+' is a space in a form, and only there.
  [[nodiscard]] QString formValue(const QString& name) const {
    QString value = form.queryItemValue(name, QUrl::FullyEncoded);
    value.replace(u'+', QStringLiteral("%20"));
    return QUrl::fromPercentEncoding(value.toUtf8());
  }
};

namespace {

HttpResponse json(const QJsonObject& object, int status = 200) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
  return response;
}

HttpResponse notFound(const QString& detail) {
  return fault(404, QStringLiteral("PUGREST.NotFound"), QStringLiteral("No CID found"), detail);
}

HttpResponse badRequest(const QString& message, const QString& detail) {
  return fault(400, QStringLiteral("PUGREST.BadRequest"), message, detail);
}

HttpResponse waiting(const QString& key) {
  return json({{QStringLiteral("Waiting"),
                QJsonObject{{QStringLiteral("ListKey"), key},
                            {QStringLiteral("Message"), QStringLiteral("The search runs")}}}},
              202);
}

/// Brackets that do not close and letters that no SMILES has.
bool readable(const QString& smiles) {
  return !smiles.isEmpty() && smiles.count(u'(') == smiles.count(u')') &&
         smiles.count(u'[') == smiles.count(u']') && !smiles.contains(u' ') &&
         !smiles.contains(u'?');
}

QByteArray withTags(const QByteArray& block, qint64 cid, const QByteArray& more) {
  return block + "> <PUBCHEM_COMPOUND_CID>\n" + QByteArray::number(cid) + "\n\n" + more + "$$$$\n";
}

/// Sixteen hexadecimal digits: CID, then the conformer's number from 1.
QString conformerId(qint64 cid, qsizetype number) {
  return QStringLiteral("%1%2")
      .arg(cid, 8, 16, QLatin1Char('0'))
      .arg(number, 8, 16, QLatin1Char('0'))
      .toUpper();
}

HttpResponse sdf(const QByteArray& text) {
  HttpResponse response;
  response.headers = {{"Content-Type", "chemical/x-mdl-sdfile"}};
  response.body = text;
  return response;
}

}  // namespace

HttpResponse fault(int status, const QString& code, const QString& message, const QString& detail) {
  const QJsonObject inner{{QStringLiteral("Code"), code},
                          {QStringLiteral("Message"), message},
                          {QStringLiteral("Details"), QJsonArray{detail}}};
  return json({{QStringLiteral("Fault"), inner}}, status);
}

HttpResponse PubChemRoutes::answer(const HttpRequest& request, const QByteArray& target) {
  Asked asked;
  const qsizetype mark = target.indexOf('?');
  if (mark >= 0) asked.query = QUrlQuery(QString::fromUtf8(target.mid(mark + 1)));
  if (request.method == "POST") asked.form = QUrlQuery(QString::fromUtf8(request.body));
  for (const QByteArray& part : target.left(mark < 0 ? target.size() : mark).split('/')) {
    if (!part.isEmpty()) asked.segments += QUrl::fromPercentEncoding(part);
  }
  const QString room = asked.segments.isEmpty() ? QString() : asked.segments.takeFirst();
  if (room == u"autocomplete") return suggestions(asked);
  if (room == u"pug_view") return view(asked);
  if (room == u"pug" && asked.segment(0) == u"conformers") return conformer(asked.segment(1));
  if (room == u"pug" && asked.segment(0) == u"compound") {
    asked.segments.removeFirst();
    return compound(asked);
  }
  return badRequest(QStringLiteral("Invalid input domain"), QString::fromUtf8(target));
}

HttpResponse PubChemRoutes::compound(const Asked& asked) {
  std::vector<qint64> cids;
  Asked rest = asked;
  const QString space = asked.segment(0);
  const bool search = space.startsWith(u"fast") || space == u"formula";
  HttpResponse failed = search ? this->search(asked, cids) : cidsOf(asked, cids);
  if (failed.status != 200) return failed;
  // What is left after namespace and identifier: the operation, its list, the format.
  static const QStringList operations{QStringLiteral("cids"),        QStringLiteral("property"),
                                      QStringLiteral("SDF"),         QStringLiteral("synonyms"),
                                      QStringLiteral("description"), QStringLiteral("conformers")};
  rest.segments.removeFirst();
  while (!rest.segments.isEmpty() && !operations.contains(rest.segments.front())) {
    rest.segments.removeFirst();
  }
  return operation(rest, cids);
}

HttpResponse PubChemRoutes::cidsOf(const Asked& asked, std::vector<qint64>& cids) {
  const QString space = asked.segment(0);
  const QString posted = asked.formValue(space);
  const QString text = posted.isEmpty() ? asked.segment(1) : posted;
  if (space == u"listkey") {
    const auto at = m_running.find(text);
    if (at == m_running.end()) return notFound(QStringLiteral("The list key has expired"));
    if (at->second.pollsLeft-- > 0) return waiting(text);
    cids = at->second.cids;
  } else if (space == u"cid") {
    for (const QString& one : text.split(u',', Qt::SkipEmptyParts)) {
      if (m_tables.compound(one.toLongLong()) != nullptr) cids.push_back(one.toLongLong());
    }
  } else if (space == u"name") {
    cids = m_tables.named(text);
  } else if (space == u"inchikey") {
    cids = m_tables.with(QStringLiteral("InChIKey"), text);
  } else if (space == u"inchi") {
    if (!text.startsWith(u"InChI=")) {
      return badRequest(QStringLiteral("Unable to standardize the given structure"), text);
    }
    cids = m_tables.with(QStringLiteral("InChI"), text);
    if (cids.empty()) cids = {0};
  } else if (space == u"smiles") {
    if (!readable(text)) {
      return badRequest(QStringLiteral("Unable to standardize the given structure"), text);
    }
    cids = m_tables.with(QStringLiteral("SMILES"), text);
    if (cids.empty()) cids = m_tables.with(QStringLiteral("ConnectivitySMILES"), text);
    if (cids.empty()) cids = {0};
  } else {
    return badRequest(QStringLiteral("Invalid input namespace"), space);
  }
  if (cids.empty()) {
    return notFound(QStringLiteral("No CID found that matches the given %1").arg(space));
  }
  return {};
}

HttpResponse PubChemRoutes::search(const Asked& asked, std::vector<qint64>& cids) {
  const QString space = asked.segment(0);
  QString text = asked.segment(1);
  if (space.endsWith(u"formula")) {
    cids = m_tables.with(QStringLiteral("MolecularFormula"), text);
  } else {
    const QString kind = asked.segment(1);  // cid, smiles, inchi
    const QString posted = asked.formValue(kind);
    text = posted.isEmpty() ? asked.segment(2) : posted;
    if (kind != u"cid" && !readable(text)) {
      return badRequest(QStringLiteral("Unable to standardize the given structure"), text);
    }
    const bool similar = space.startsWith(u"fastsimilarity");
    if (similar && kind != u"cid") {
      const auto known = m_tables.with(QStringLiteral("SMILES"), text);
      const auto flat = m_tables.with(QStringLiteral("ConnectivitySMILES"), text);
      if (!known.empty() || !flat.empty()) {
        text = QString::number(known.empty() ? flat.front() : known.front());
      }
    }
    const int threshold = asked.option(QStringLiteral("Threshold")).toInt();
    cids = m_tables
               .search(similar ? QStringLiteral("similarity") : QStringLiteral("substructure"),
                       text, threshold == 0 ? 90 : threshold)
               .value_or(std::vector<qint64>{});
  }
  const int most = asked.option(QStringLiteral("MaxRecords")).toInt();
  if (most > 0 && cids.size() > static_cast<std::size_t>(most)) cids.resize(most);
  if (polls > 0 || space == u"formula") {
    const QString key = QString::number(++m_keys * 1000003LL);
    m_running[key] = {cids, polls};
    return waiting(key);
  }
  if (cids.empty()) return notFound(QStringLiteral("No CID found that matches the search"));
  return {};
}

HttpResponse PubChemRoutes::operation(const Asked& asked, const std::vector<qint64>& cids) const {
  const QString what = asked.segment(0);
  if (what == u"SDF") return record(asked, cids);
  if (what == u"property") return properties(asked, cids);
  if (what == u"cids") {
    QJsonArray list;
    for (const qint64 cid : cids) list.push_back(cid);
    return json({{QStringLiteral("IdentifierList"), QJsonObject{{QStringLiteral("CID"), list}}}});
  }
  QJsonArray information;
  for (const qint64 cid : cids) {
    const PubChemTables::Compound* one = m_tables.compound(cid);
    if (one == nullptr) continue;
    QJsonObject entry{{QStringLiteral("CID"), cid}};
    if (what == u"synonyms") {
      entry[QStringLiteral("Synonym")] = QJsonArray::fromStringList(one->names);
    } else if (what == u"conformers") {
      QJsonArray ids;
      const auto count = static_cast<qsizetype>(m_tables.shapes(cid).size());
      for (qsizetype i = 1; i <= count; ++i) ids.push_back(conformerId(cid, i));
      if (ids.isEmpty()) return notFound(QStringLiteral("No conformers for the given CID"));
      entry[QStringLiteral("ConformerID")] = ids;
    } else if (what == u"description") {
      entry[QStringLiteral("Title")] = one->properties.at(QStringLiteral("Title"));
      information.push_back(entry);
      for (const PubChemTables::Text& text : m_tables.descriptions(cid)) {
        information.push_back(QJsonObject{{QStringLiteral("CID"), cid},
                                          {QStringLiteral("Description"), text.text},
                                          {QStringLiteral("DescriptionSourceName"), text.source},
                                          {QStringLiteral("DescriptionURL"), text.url}});
      }
      continue;
    } else {
      return badRequest(QStringLiteral("Invalid operation"), what);
    }
    information.push_back(entry);
  }
  if (information.isEmpty()) return notFound(QStringLiteral("No CID found"));
  return json({{QStringLiteral("InformationList"),
                QJsonObject{{QStringLiteral("Information"), information}}}});
}

HttpResponse PubChemRoutes::properties(const Asked& asked, const std::vector<qint64>& cids) const {
  // Numbers are JSON numbers but for the masses, which PubChem sends as text.
  static const QStringList numbers{QStringLiteral("XLogP"),
                                   QStringLiteral("TPSA"),
                                   QStringLiteral("Complexity"),
                                   QStringLiteral("HBondDonorCount"),
                                   QStringLiteral("HBondAcceptorCount"),
                                   QStringLiteral("RotatableBondCount"),
                                   QStringLiteral("HeavyAtomCount"),
                                   QStringLiteral("Charge"),
                                   QStringLiteral("IsotopeAtomCount"),
                                   QStringLiteral("AtomStereoCount"),
                                   QStringLiteral("DefinedAtomStereoCount"),
                                   QStringLiteral("UndefinedAtomStereoCount"),
                                   QStringLiteral("BondStereoCount"),
                                   QStringLiteral("DefinedBondStereoCount"),
                                   QStringLiteral("UndefinedBondStereoCount"),
                                   QStringLiteral("CovalentUnitCount")};
  QJsonArray rows;
  for (const qint64 cid : cids) {
    const PubChemTables::Compound* one = m_tables.compound(cid);
    if (one == nullptr) continue;
    QJsonObject row{{QStringLiteral("CID"), cid}};
    for (const QString& name : asked.segment(1).split(u',', Qt::SkipEmptyParts)) {
      const auto at = one->properties.find(name);
      if (name == u"ConformerCount3D") {
        row[name] = static_cast<int>(m_tables.shapes(cid).size());
      } else if (at != one->properties.end()) {
        row[name] =
            numbers.contains(name) ? QJsonValue(at->second.toDouble()) : QJsonValue(at->second);
      } else if (name == u"IsomericSMILES") {  // renamed in 2025; both are answered
        row[QStringLiteral("SMILES")] = one->properties.at(QStringLiteral("SMILES"));
      } else if (name == u"CanonicalSMILES") {
        row[QStringLiteral("ConnectivitySMILES")] =
            one->properties.at(QStringLiteral("ConnectivitySMILES"));
      } else if (name != u"XLogP") {
        return badRequest(QStringLiteral("Invalid property"), name);
      }
    }
    rows.push_back(row);
  }
  if (rows.isEmpty()) return notFound(QStringLiteral("No CID found"));
  return json(
      {{QStringLiteral("PropertyTable"), QJsonObject{{QStringLiteral("Properties"), rows}}}});
}

HttpResponse PubChemRoutes::record(const Asked& asked, const std::vector<qint64>& cids) const {
  const bool shape = asked.option(QStringLiteral("record_type")) == u"3d";
  QByteArray text;
  for (const qint64 cid : cids) {
    const std::vector<QByteArray> blocks = shape ? m_tables.shapes(cid) : m_tables.drawing(cid);
    if (blocks.empty()) continue;
    const PubChemTables::Compound* one = m_tables.compound(cid);
    const QByteArray more =
        shape ? "> <PUBCHEM_CONFORMER_ID>\n" + conformerId(cid, 1).toUtf8() + "\n\n"
              : "> <PUBCHEM_IUPAC_NAME>\n" +
                    one->properties.at(QStringLiteral("IUPACName")).toUtf8() + "\n\n";
    text += withTags(blocks.front(), cid, more);
  }
  if (text.isEmpty()) {
    return fault(404, QStringLiteral("PUGREST.NotFound"),
                 QStringLiteral("No records found for the given CID(s)"),
                 shape ? QStringLiteral("No 3D record") : QStringLiteral("No record"));
  }
  return sdf(text);
}

HttpResponse PubChemRoutes::conformer(const QString& id) const {
  const qint64 cid = id.left(8).toLongLong(nullptr, 16);
  const qint64 number = id.mid(8).toLongLong(nullptr, 16);
  const std::vector<QByteArray> blocks = m_tables.shapes(cid);
  if (id.size() != 16 || number < 1 || number > static_cast<qint64>(blocks.size())) {
    return notFound(QStringLiteral("No conformer has the given identifier"));
  }
  return sdf(withTags(blocks[static_cast<std::size_t>(number - 1)], cid,
                      "> <PUBCHEM_CONFORMER_ID>\n" + id.toUtf8() + "\n\n"));
}

HttpResponse PubChemRoutes::suggestions(const Asked& asked) const {
  // autocomplete / compound / {text} / json
  const int limit = asked.option(QStringLiteral("limit")).toInt();
  const QStringList terms = m_tables.suggestions(asked.segment(1), limit > 0 ? limit : 10);
  QJsonObject reply{{QStringLiteral("status"), QJsonObject{{QStringLiteral("code"), 0}}},
                    {QStringLiteral("total"), static_cast<int>(terms.size())}};
  if (!terms.isEmpty()) {
    reply[QStringLiteral("dictionary_terms")] =
        QJsonObject{{QStringLiteral("compound"), QJsonArray::fromStringList(terms)}};
  }
  return json(reply);
}

HttpResponse PubChemRoutes::view(const Asked& asked) const {
  // {data|index} / compound / {cid} / JSON
  const qint64 cid = asked.segment(2).toLongLong();
  const PubChemTables::Compound* one = m_tables.compound(cid);
  const std::vector<PubChemTables::Text> texts = m_tables.annotations(cid);
  const QString heading = asked.option(QStringLiteral("heading"));
  const QJsonObject record =
      one == nullptr ? QJsonObject()
                     : viewRecord(cid, one->properties.at(QStringLiteral("Title")), texts, heading,
                                  asked.segment(0) == u"data" ? ViewPart::Data : ViewPart::Index);
  if (record.isEmpty()) {
    return fault(404, QStringLiteral("PUGVIEW.NotFound"), QStringLiteral("No data found"),
                 QStringLiteral("No data under the given heading"));
  }
  return json({{QStringLiteral("Record"), record}});
}

}  // namespace molloquy::test
