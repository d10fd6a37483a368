#include <QSignalSpy>
#include <QtTest>

#include "app/pubchem/find_compounds.h"
#include "model/chem/structure_reader.h"
#include "tests/app/pubchem/client_desk.h"

using namespace molloquy::pubchem;
using Desk = molloquy::test::ClientDesk;

Q_DECLARE_METATYPE(LookupKind)
Q_DECLARE_METATYPE(FailureKind)

namespace {

QStringList titlesOf(const std::vector<CompoundSummary>& found) {
  QStringList titles;
  for (const CompoundSummary& summary : found) titles.append(summary.title);
  return titles;
}

}  // namespace

/// What the client asks for and what it makes of good answers.
class PubChemClientTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void finds_data() {
    QTest::addColumn<LookupKind>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("titles");
    const QStringList glucoses{"D-glucopyranose", "alpha-D-glucose", "beta-D-glucose",
                               "aldehydo-D-glucose"};
    QTest::newRow("several by name, in PubChem's order")
        << LookupKind::Name << "glucose" << glucoses;
    QTest::newRow("one by name") << LookupKind::Name << "table salt"
                                 << QStringList{"Sodium Chloride"};
    QTest::newRow("one by CID") << LookupKind::Cid << "CID 2244" << QStringList{"Aspirin"};
    QTest::newRow("one by SMILES")
        << LookupKind::Smiles << "CC(=O)OC1=CC=CC=C1C(=O)O" << QStringList{"Aspirin"};
    QTest::newRow("a SMILES with a double bond's marks")
        << LookupKind::Smiles << "C(=C/C(=O)O)\\C(=O)O" << QStringList{"Fumaric acid"};
    QTest::newRow("one by InChI") << LookupKind::Inchi << "InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3"
                                  << QStringList{"Ethanol"};
    QTest::newRow("one by InChIKey")
        << LookupKind::InchiKey << "LFQSCWFLJHTTHZ-UHFFFAOYSA-N" << QStringList{"Ethanol"};
    QTest::newRow("several by formula") << LookupKind::Formula << "C6H12O6" << glucoses;
    QTest::newRow("similar ones") << LookupKind::Similar << "CC(=O)OC1=CC=CC=C1C(=O)O"
                                  << QStringList{"Aspirin", "Salicylic Acid"};
    QTest::newRow("those that contain a ring")
        << LookupKind::Substructure << "C1=CC=CC=C1"
        << QStringList{"Benzene", "Aspirin", "Salicylic Acid", "Ibuprofen", "Acetaminophen"};
  }
  void finds() {
    QFETCH(LookupKind, kind);
    QFETCH(QString, text);
    Desk desk;
    const auto found = desk.find({.kind = kind, .text = text});
    QVERIFY2(found.has_value(), qPrintable(found ? QString() : found.error().sentence));
    QTEST(titlesOf(*found), "titles");
    // One request for the CIDs, none for a CID, and one for what they are.
    QCOMPARE(desk.server.requests().size(), std::size_t(kind == LookupKind::Cid ? 1 : 2));
  }

  void chooserHasWhatItShows() {
    Desk desk;
    const auto found = desk.find({.kind = LookupKind::Name, .text = "glucose"});
    QVERIFY(found.has_value());
    const CompoundSummary& first = found->front();
    QCOMPARE(first.cid, qint64(5793));
    QCOMPARE(first.formula, QStringLiteral("C6H12O6"));
    QCOMPARE(first.weight, 180.16);
    QCOMPARE(first.has3d, std::optional<bool>(true));
    QCOMPARE(first.distinction, QStringLiteral("anomeric centre not set"));
    QCOMPARE(found->at(1).distinction, QStringLiteral("alpha anomer"));
    QCOMPARE(found->at(2).distinction, QStringLiteral("beta anomer"));
    QCOMPARE(found->at(3).distinction, QStringLiteral("open chain"));
    const auto salt = desk.find({.kind = LookupKind::Name, .text = "salt"});
    QCOMPARE(salt->front().has3d, std::optional<bool>(false));
  }

  void notFound_data() {
    QTest::addColumn<LookupKind>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<FailureKind>("failure");
    QTest::addColumn<int>("requests");
    QTest::newRow("a name nobody has")
        << LookupKind::Name << "glucosse" << FailureKind::NotFound << 1;
    QTest::newRow("a CID nobody has") << LookupKind::Cid << "99999" << FailureKind::NotFound << 1;
    QTest::newRow("CID 0") << LookupKind::Cid << "0" << FailureKind::NotFound << 0;
    QTest::newRow("a SMILES without a record, which PubChem calls CID 0")
        << LookupKind::Smiles << "CCCCCCCCCCCCCl" << FailureKind::NotFound << 1;
    QTest::newRow("a SMILES that PubChem cannot read")
        << LookupKind::Smiles << "C1CC(" << FailureKind::BadRequest << 1;
    QTest::newRow("a formula of nothing")
        << LookupKind::Formula << "C99H2" << FailureKind::NotFound << 1;
    QTest::newRow("an empty text") << LookupKind::Name << "  " << FailureKind::BadRequest << 0;
  }
  void notFound() {
    QFETCH(LookupKind, kind);
    QFETCH(QString, text);
    QFETCH(int, requests);
    Desk desk;
    const auto found = desk.find({.kind = kind, .text = text});
    QVERIFY(!found.has_value());
    QTEST(found.error().kind, "failure");
    QVERIFY(found.error().sentence.endsWith(u'.'));
    QCOMPARE(desk.server.requests().size(), std::size_t(requests));
  }

  void searchThatGoesOnIsPolledWithGrowingPauses() {
    Desk desk;
    desk.server.setPolls(4);
    QSignalSpy progress(desk.client.get(), &PubChemClient::progressed);
    const auto found = desk.find({.kind = LookupKind::Substructure, .text = "C(=O)O"});
    QVERIFY(found.has_value());
    QCOMPARE(found->front().title, QStringLiteral("Aspirin"));
    const QStringList targets = desk.targets();
    QCOMPARE(targets.filter("fastsubstructure").size(), 1);  // asked once, then polled
    QCOMPARE(targets.filter("listkey").size(), 5);
    const auto waits = [&](int poll) {
      const auto& all = desk.clock->waited();
      return std::count(all.begin(), all.end(), pauseBefore(poll)) > 0;
    };
    QVERIFY(waits(0) && waits(1) && waits(2) && waits(3));
    QVERIFY(pauseBefore(0) < pauseBefore(1) && pauseBefore(1) < pauseBefore(2));
    QCOMPARE(pauseBefore(1000), std::chrono::milliseconds(10'000));
    bool told = false;
    for (const auto& one : progress)
      told = told || one[1].toString().contains("Waiting for PubChem");
    QVERIFY(told);
  }

  void suggestions() {
    Desk desk;
    const auto suggest = [&](const QString& text) {
      return desk.answerOf<QStringList>(
          [&](auto done) { return desk.client->suggest(text, 8, done); });
    };
    QVERIFY(suggest("gluc").value().contains("glucose"));
    QCOMPARE(suggest("xyzzy").value(), QStringList());
    const std::size_t sent = desk.server.requests().size();
    QCOMPARE(suggest("gl").value(), QStringList());  // too short: nothing is sent
    QCOMPARE(desk.server.requests().size(), sent);
  }

  void entryIsOpenedWithEverything() {
    Desk desk;
    const auto opened = desk.open(2244);
    QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().sentence));
    QVERIFY(opened->from3dRecord);
    QCOMPARE(opened->summary.title, QStringLiteral("Aspirin"));
    QCOMPARE(opened->summary.inchiKey, QStringLiteral("BSYNRYMUTXBXSQ-UHFFFAOYSA-N"));
    QCOMPARE(opened->structure.records.size(), std::size_t(1));
    const auto& record = opened->structure.records.front();
    QVERIFY(record.conformer.has_value());
    QCOMPARE(record.molecule->name(), std::string("Aspirin"));
    QCOMPARE(record.molecule->atoms().size(), std::size_t(21));
    QVERIFY(opened->synonyms.contains("acetylsalicylic acid"));
    QCOMPARE(opened->iupacName, QStringLiteral("2-acetyloxybenzoic acid"));
    QCOMPARE(opened->descriptions.size(), std::size_t(2));
    QCOMPARE(opened->descriptions.front().source, QStringLiteral("Table of Drugs"));
    QVERIFY(opened->missing.isEmpty());
    QVERIFY(!opened->cachedAt.has_value());
    QCOMPARE(opened->requests, 5);
    QCOMPARE(desk.server.requests().size(), std::size_t(5));
    QVERIFY(opened->values.size() >= 15);
  }

  void compoundWithout3dRecordOpensFromItsDrawing() {
    Desk desk;
    const auto opened = desk.open(5234);
    QVERIFY(opened.has_value());
    QVERIFY(!opened->from3dRecord);
    QVERIFY(!opened->structure.records.front().conformer.has_value());
    QVERIFY(opened->conformerIds.isEmpty());
    QCOMPARE(desk.targets().filter("record_type=2d").size(), 1);
  }

  void compoundThatIsNotThereIsToldApart() {
    Desk desk;
    const auto opened = desk.open(99999);
    QVERIFY(!opened.has_value());
    QCOMPARE(opened.error().kind, FailureKind::NotFound);
    QVERIFY(opened.error().sentence.contains(QStringLiteral("no compound with the CID 99999")));
    QVERIFY(!desk.open(0).has_value());
    QVERIFY(!desk.open(-5).has_value());
  }

  void conformersAreOneRecord() {
    Desk desk;
    const auto file = desk.answerOf<molloquy::chem::StructureFile>(
        [&](auto done) { return desk.client->conformers(2244, 10, done); });
    QVERIFY(file.has_value());
    const qsizetype ids = desk.open(2244)->conformerIds.size();
    QVERIFY(ids > 0);
    QCOMPARE(file->records.size(), std::size_t(1));
    QCOMPARE(molloquy::chem::conformersOf(file->records.front()).size(), std::size_t(ids));
    QVERIFY(file->rejected.empty());
  }

  void compoundWithoutConformersSaysSo() {
    Desk desk;
    const auto file = desk.answerOf<molloquy::chem::StructureFile>(
        [&](auto done) { return desk.client->conformers(5234, 10, done); });
    QVERIFY(!file.has_value());
    QCOMPARE(file.error().kind, FailureKind::NotFound);
  }

  void annotationsAndHeadings() {
    Desk desk;
    const auto headings =
        desk.answerOf<QStringList>([&](auto done) { return desk.client->headings(2244, done); });
    QVERIFY(headings.value().contains("Melting Point"));
    QVERIFY(headings.value().contains("Color/Form"));
    const auto sections = desk.answerOf<std::vector<AnnotationSection>>(
        [&](auto done) { return desk.client->annotations(2244, "Melting Point", done); });
    QVERIFY(sections.has_value());
    QCOMPARE(sections->back().heading, QStringLiteral("Melting Point"));
    QCOMPARE(sections->back().texts.front().text, QStringLiteral("135 °C"));
    QCOMPARE(sections->back().texts.front().source, QStringLiteral("Handbook of Substances"));
    const auto none = desk.answerOf<std::vector<AnnotationSection>>(
        [&](auto done) { return desk.client->annotations(2244, "Taste", done); });
    QCOMPARE(none.error().kind, FailureKind::NotFound);
  }

  void entryGoesIntoALibraryWithItsCredits() {
    Desk desk;
    const auto opened = desk.open(2244);
    QVERIFY(opened.has_value());
    const molloquy::library::NewMolecule made = asLibraryMolecule(*opened);
    QCOMPARE(made.source.name, std::string("PubChem"));
    QCOMPARE(made.source.reference, std::string("CID 2244"));
    QVERIFY(made.source.url.ends_with("/compound/2244"));
    QVERIFY(!made.source.credit.empty());
    QCOMPARE(made.knownInchiKey, std::string("BSYNRYMUTXBXSQ-UHFFFAOYSA-N"));
    QVERIFY(made.molecule != nullptr);
    QCOMPARE(made.conformers.size(), std::size_t(1));
    QCOMPARE(made.names.front().text, std::string("Aspirin"));
    QCOMPARE(made.names.front().kind, molloquy::library::NameKind::Title);
    const auto kindOf = [&](std::string_view text) {
      for (const auto& name : made.names) {
        if (name.text == text) return name.kind;
      }
      return molloquy::library::NameKind::Title;
    };
    QCOMPARE(kindOf("50-78-2"), molloquy::library::NameKind::Identifier);
    QCOMPARE(kindOf("acetylsalicylic acid"), molloquy::library::NameKind::Synonym);
    QCOMPARE(kindOf("2-acetyloxybenzoic acid"), molloquy::library::NameKind::Systematic);
    QCOMPARE(made.texts.size(), std::size_t(2));
    QCOMPARE(made.texts.front().source.name, std::string("Table of Drugs"));
    QVERIFY(made.texts.front().source.url.starts_with("https://example.org/"));
    QVERIFY(!made.properties.empty());
    QCOMPARE(asLibraryMolecule(Compound{}).molecule, nullptr);
  }
};

QTEST_GUILESS_MAIN(PubChemClientTest)
#include "pubchem_client_test.moc"
