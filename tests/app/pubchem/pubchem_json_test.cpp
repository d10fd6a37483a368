#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

#include "app/pubchem/annotation_json.h"
#include "app/pubchem/pubchem_json.h"
#include "app/pubchem/pubchem_values.h"

using namespace molloquy::pubchem;

Q_DECLARE_METATYPE(FailureKind)

namespace {

/// JSON written with single quotes.
QByteArray json(const char* text) { return QByteArray(text).replace('\'', '"'); }

QJsonObject objectOf(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

/// Every reader on one reply; the number that accepted it.
int readBy(const QByteArray& body) {
  int accepted = 0;
  accepted += suggestionsIn(body).has_value();
  accepted += cidsIn(body).has_value();
  accepted += propertyRowsIn(body).has_value();
  accepted += descriptionsIn(body).has_value();
  accepted += synonymsIn(body).has_value();
  accepted += conformerIdsIn(body).has_value();
  accepted += headingsIn(body).has_value();
  accepted += annotationsIn(body).has_value();
  return accepted;
}

/// A PUG View record with texts, numbers, an answer and two sources.
QByteArray sampleRecord() {
  QFile file(QStringLiteral(MOLLOQUY_TEST_DATA "/pubchem/replies/annotations.json"));
  if (!file.open(QIODevice::ReadOnly)) qFatal("annotations.json is missing");
  return file.readAll().trimmed();
}

}  // namespace

class PubChemJsonTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void suggestions_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("names in order")
        << json("{'status':{'code':0},'total':2,'dictionary_terms':{'compound':['b','a']}}")
        << QStringList({"b", "a"});
    QTest::newRow("a total of 0 without a list") << json("{'total':0}") << QStringList();
    QTest::newRow("a total of 0 with a list that is not to be believed")
        << json("{'total':0,'dictionary_terms':{'compound':['old']}}") << QStringList();
    QTest::newRow("numbers among the names")
        << json("{'total':3,'dictionary_terms':{'compound':['a',7,null]}}") << QStringList({"a"});
    QTest::newRow("a list that is a text")
        << json("{'total':3,'dictionary_terms':'none'}") << QStringList();
  }
  void suggestions() {
    QFETCH(QByteArray, body);
    const auto names = suggestionsIn(body);
    QVERIFY(names.has_value());
    QTEST(*names, "names");
  }

  void cids_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<qint64>>("cids");
    QTest::addColumn<QString>("listKey");
    const auto row = [](const char* name, const QByteArray& body, const QList<qint64>& cids,
                        const QString& key = {}) { QTest::newRow(name) << body << cids << key; };
    row("several in order", json("{'IdentifierList':{'CID':[5793,79025,64689]}}"),
        {5793, 79025, 64689});
    row("0 is no record", json("{'IdentifierList':{'CID':[0]}}"), {});
    row("repeats", json("{'IdentifierList':{'CID':[5,5,3,5]}}"), {5, 3});
    row("an empty list", json("{'IdentifierList':{'CID':[]}}"), {});
    row("no list", json("{'IdentifierList':{}}"), {});
    row("negative, huge and broken numbers", json("{'IdentifierList':{'CID':[-4,1e300,2.5,7]}}"),
        {7});
    row("numbers as text", json("{'IdentifierList':{'CID':['12','x']}}"), {12});
    row("a search that goes on", json("{'Waiting':{'ListKey':'123456789012345678'}}"), {},
        "123456789012345678");
    row("a key that is a number", json("{'Waiting':{'ListKey':12345}}"), {}, "12345");
  }
  void cids() {
    QFETCH(QByteArray, body);
    const auto found = cidsIn(body);
    QVERIFY(found.has_value());
    QTEST(QList<qint64>(found->cids.begin(), found->cids.end()), "cids");
    QTEST(found->listKey, "listKey");
  }

  void refused_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind");
    QTest::newRow("an empty reply") << QByteArray() << FailureKind::Truncated;
    QTest::newRow("blanks") << QByteArray(" \n\t ") << FailureKind::Truncated;
    QTest::newRow("a page") << QByteArray("<!DOCTYPE html><html></html>") << FailureKind::ErrorPage;
    QTest::newRow("XML") << QByteArray("<?xml version=\"1.0\"?><Fault/>") << FailureKind::ErrorPage;
    QTest::newRow("cut off in a list")
        << json("{'IdentifierList':{'CID':[5793,79") << FailureKind::Truncated;
    QTest::newRow("cut off in a text")
        << json("{'InformationList':{'Information':[{'Titl") << FailureKind::Truncated;
    QTest::newRow("a list") << QByteArray("[1,2]") << FailureKind::ServerError;
    QTest::newRow("a number") << QByteArray("17") << FailureKind::ServerError;
    QTest::newRow("words") << QByteArray("service unavailable, come back later")
                           << FailureKind::ServerError;
    QTest::newRow("a comma too many") << json("{'a':1,,'b':2}") << FailureKind::ServerError;
    QTest::newRow("nested beyond reason")
        << json("{'a':").repeated(5000) + "1" + QByteArray("}").repeated(5000)
        << FailureKind::ServerError;
    QTest::newRow("bytes that are no UTF-8")
        << QByteArray("{\"a\":\"\xff\xfe\"}") << FailureKind::ServerError;
  }
  void refused() {
    QFETCH(QByteArray, body);
    const auto object = jsonObject(body, QStringLiteral("the test"));
    QVERIFY(!object.has_value());
    QTEST(object.error().kind, "kind");
    QVERIFY(object.error().sentence.contains(u"the test"));
    QVERIFY(object.error().sentence.endsWith(u'.'));
    QCOMPARE(readBy(body), 0);
  }

  void otherShapesAreRefusedOrEmpty_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("accepted");
    // Suggestions without a total are none; the others name what is missing.
    QTest::newRow("an empty object") << QByteArray("{}") << 1;
    QTest::newRow("a fault with status 200")
        << json("{'Fault':{'Code':'PUGREST.ServerBusy'}}") << 1;
    QTest::newRow("a table that is a text") << json("{'PropertyTable':'none'}") << 1;
    QTest::newRow("information that is a list") << json("{'InformationList':[]}") << 1;
    QTest::newRow("a record that is null") << json("{'Record':null}") << 1;
    QTest::newRow("a wait without a key") << json("{'Waiting':{}}") << 1;
    QTest::newRow("lists where objects should be, and the other way round")
        << json(
               "{'Record':{'Section':{'Section':[1,'a',null,[]]},'Reference':'x'},"
               "'InformationList':{'Information':[1,null,{'Synonym':{'a':1},'Description':7}]},"
               "'PropertyTable':{'Properties':[3,null,{'CID':{}}]},"
               "'IdentifierList':{'CID':'none'},'total':-4}")
        << 8;
  }
  void otherShapesAreRefusedOrEmpty() {
    QFETCH(QByteArray, body);
    QTEST(readBy(body), "accepted");
  }

  /// Every beginning of a good reply is a failure or a value, never a crash.
  void everyBeginningOfAReplyIsTold() {
    const QByteArray whole = sampleRecord();
    for (qsizetype length = 0; length < whole.size(); ++length) {
      QVERIFY(!annotationsIn(whole.left(length)).has_value());
    }
    QVERIFY(annotationsIn(whole).has_value());
  }

  void everyChangedByteIsSurvived() {
    const QByteArray whole = sampleRecord();
    for (qsizetype at = 0; at < whole.size(); ++at) {
      for (const char c : {'{', '"', '9', '\xff'}) {
        QByteArray changed = whole;
        changed[at] = c;
        const auto sections = annotationsIn(changed);
        if (sections) QVERIFY(sections->size() <= 20);
      }
    }
  }

  void summaries_data() {
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<double>("weight");
    QTest::addColumn<int>("has3d");  // -1: not known
    QTest::newRow("names of 2025, weight as text")
        << json(
               "{'CID':702,'Title':'Ethanol','SMILES':'CCO','ConnectivitySMILES':'OCC',"
               "'MolecularWeight':'46.07','ConformerCount3D':1}")
        << "Ethanol"
        << "CCO" << 46.07 << 1;
    QTest::newRow("names before 2025, weight as number")
        << json(
               "{'CID':702,'IUPACName':'ethanol','IsomericSMILES':'CCO',"
               "'CanonicalSMILES':'OCC','MolecularWeight':46.07,'ConformerCount3D':0}")
        << "ethanol"
        << "CCO" << 46.07 << 0;
    QTest::newRow("only the SMILES without stereo")
        << json("{'CID':702,'CanonicalSMILES':'OCC'}") << "CID 702"
        << "OCC" << 0.0 << -1;
    QTest::newRow("values of the wrong kind")
        << json(
               "{'CID':702,'Title':[],'SMILES':5,'MolecularWeight':{},"
               "'ConformerCount3D':null}")
        << "CID 702"
        << "" << 0.0 << -1;
  }
  void summaries() {
    QFETCH(QByteArray, row);
    QFETCH(int, has3d);
    const CompoundSummary summary = summaryOf(objectOf(row));
    QCOMPARE(summary.cid, qint64(702));
    QTEST(summary.title, "title");
    QTEST(summary.smiles, "smiles");
    QTEST(summary.weight, "weight");
    QCOMPARE(summary.has3d.has_value(), has3d >= 0);
    if (has3d >= 0) QCOMPARE(*summary.has3d, has3d == 1);
  }

  void descriptionsKeepTheirSources() {
    const auto found =
        descriptionsIn(json("{'InformationList':{'Information':["
                            "{'CID':2244,'Title':'Aspirin'},"
                            "{'CID':2244,'Description':' One. "
                            "','DescriptionSourceName':'A','DescriptionURL':'https://a'},"
                            "{'CID':2244,'Description':'One.','DescriptionSourceName':'B','"
                            "DescriptionURL':'https://b'},"
                            "{'CID':2244,'Description':'Two.'}]}}"));
    QVERIFY(found.has_value());
    QCOMPARE(found->title, QStringLiteral("Aspirin"));
    QCOMPARE(found->descriptions.size(), std::size_t(2));
    QCOMPARE(found->descriptions[0].text, QStringLiteral("One."));
    QCOMPARE(found->descriptions[0].source, QStringLiteral("A"));
    QCOMPARE(found->descriptions[0].url, QStringLiteral("https://a"));
    QVERIFY(found->descriptions[1].source.isEmpty());
  }

  void annotationsAreCreditedAndInOrder() {
    const auto sections = annotationsIn(sampleRecord());
    QVERIFY(sections.has_value());
    QCOMPARE(sections->size(), std::size_t(3));
    QCOMPARE(sections->at(0).heading, QStringLiteral("Properties"));
    QCOMPARE(sections->at(0).level, 0);
    QVERIFY(sections->at(0).texts.empty());
    const AnnotationSection& melting = sections->at(1);
    QCOMPARE(melting.level, 1);
    QCOMPARE(melting.texts.size(), std::size_t(3));
    QCOMPARE(melting.texts[0].text, QStringLiteral("135 °C"));
    QCOMPARE(melting.texts[0].source, QStringLiteral("Handbook"));
    QCOMPARE(melting.texts[0].url, QStringLiteral("https://example.org/7"));
    QCOMPARE(melting.texts[1].text, QStringLiteral("Measured: 135.5 °C"));
    QCOMPARE(melting.texts[1].source, QStringLiteral("Table"));
    QCOMPARE(melting.texts[2].text, QStringLiteral("1, 2.25"));
    QVERIFY(melting.texts[2].source.isEmpty());  // reference 3 is none of the record's
    QCOMPARE(sections->at(2).texts.at(0).text, QStringLiteral("yes"));
    QCOMPARE(headingsIn(sampleRecord()).value(),
             QStringList({"Properties", "Melting Point", "Approved"}));
  }

  void valuesStandBesideOurs() {
    const auto values = valuesOf(objectOf(
        json("{'CID':2244,'MolecularWeight':'180.16','XLogP':1.2,"
             "'TPSA':63.6,'Complexity':212,'HBondDonorCount':1,'Charge':0,'HeavyAtomCount':13}")));
    QCOMPARE(values.size(), std::size_t(7));
    const auto shown = [&](const QString& id) {
      for (const PubChemValue& value : values) {
        if (value.id == id) return value.value + u'|' + value.factId;
      }
      return QStringLiteral("missing");
    };
    QCOMPARE(shown("MolecularWeight"), QStringLiteral("180.16|average_mass"));
    QCOMPARE(shown("XLogP"), QStringLiteral("1.2|logp"));
    QCOMPARE(shown("TPSA"), QStringLiteral("63.6|tpsa"));
    QCOMPARE(shown("Charge"), QStringLiteral("0|formal_charge"));
    for (const PubChemValue& value : values) {
      QVERIFY(value.definition.endsWith(u'.'));
      QCOMPARE(value.definition.count(QStringLiteral(". ")), 0);
    }
  }
};

QTEST_APPLESS_MAIN(PubChemJsonTest)
#include "pubchem_json_test.moc"
