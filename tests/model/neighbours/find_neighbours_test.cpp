#include <QTest>
#include <set>

#include "model/chem/conformers.h"
#include "model/library/neighbours/neighbours.h"
#include "tests/model/library/library_fixture.h"
#include "tests/model/neighbours/element_session.h"

using namespace molloquy;
using namespace molloquy::library;
using Find = NeighbourQuery::Find;

namespace {

constexpr const char* kStamp = "stamp";

std::shared_ptr<const chem::Molecule> structureOf(const char* smiles) {
  return chem::parseSmiles(smiles).value().molecule;
}

NeighbourQuery askedBy(const char* smiles, NeighbourBy by) {
  NeighbourQuery query;
  query.molecule = structureOf(smiles);
  query.by = by;
  return query;
}

NeighbourQuery sentence(const char* words, Find find = Find::Molecules) {
  NeighbourQuery query;
  query.sentence = words;
  query.find = find;
  return query;
}

QStringList titles(const NeighbourList& list) {
  QStringList titles;
  for (const Neighbour& one : list.neighbours) titles << QString::fromStdString(one.row.title);
  return titles;
}

/// Of one element each, with texts that name it, and the number of heavy atoms or not.
std::vector<NewMolecule> elements() {
  return {moleculeOf("CCCCCC", {"Hexane"}, {"It is all carbon."}),
          moleculeOf("CCCCC", {"Pentane"}, {"It is all carbon, 5 of them."}),
          moleculeOf("NN", {"Hydrazine"}, {"It is all nitrogen."}),
          moleculeOf("OO", {"Hydrogen peroxide"}, {"It is all oxygen."}),
          moleculeOf("NCCN", {"Ethylenediamine"}, {"It has carbon and nitrogen."})};
}

}  // namespace

/// Neighbours in a library, with a network made of elements and without any.
class FindNeighboursTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void structureNeedsNoModel() {
    LibraryFixture library;
    library.add(wellKnown());
    const auto found = findNeighbours(*library.library, nullptr, "",
                                      askedBy("CC(=O)Oc1ccccc1C(=O)O", NeighbourBy::Structure), {});
    QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
    QCOMPARE(titles(*found).front(), QString("Salicylic acid"));
    QVERIFY(!titles(*found).contains("Aspirin"));
    QVERIFY(found->orderedBy.find("Tanimoto") != std::string::npos);
    QCOMPARE(found->searched, wellKnown().size());
    double last = 1.0;
    for (const Neighbour& one : found->neighbours) {
      QCOMPARE(one.scores.front().kind, ScoreKind::Tanimoto);
      QVERIFY(one.scores.front().value <= last);
      last = one.scores.front().value;
    }
    const Neighbour& acid = found->neighbours.front();
    QVERIFY(acid.text.has_value());
    QCOMPARE(acid.text->text, std::string("Salicylic acid occurs in willow bark."));
    // C6H4 with both oxygen-bearing carbons, the acid and the other oxygen: all ten heavy atoms.
    QCOMPARE(acid.common.size(), std::size_t(10));
    QCOMPARE(acid.common.size(), acid.commonInQuery.size());
    const auto query = structureOf("CC(=O)Oc1ccccc1C(=O)O");
    for (std::size_t i = 0; i < acid.common.size(); ++i) {
      QCOMPARE(acid.molecule->atoms()[acid.common[i].value].atomicNumber,
               query->atoms()[acid.commonInQuery[i].value].atomicNumber);
    }
  }

  void shapesAreComparedWhereThereAreAny() {
    LibraryFixture library;
    std::vector<NewMolecule> molecules = elements();
    for (NewMolecule& one : molecules) {
      const auto made = chem::embedConformers(*one.molecule, {}).value();
      one.conformers.push_back({made.front(), {}});
    }
    library.add(molecules);
    NeighbourQuery query = askedBy("CCCCCN", NeighbourBy::Shape);
    query.conformer = std::make_shared<const chem::Conformer>(
        chem::embedConformers(*query.molecule, {}).value().front());
    const auto found = findNeighbours(*library.library, nullptr, "", query, {});
    QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
    // Two atoms have no shape.
    QCOMPARE(found->neighbours.size(), std::size_t(3));
    QVERIFY(titles(*found).indexOf("Hexane") < titles(*found).indexOf("Ethylenediamine"));
    QCOMPARE(found->neighbours.front().scores.front().kind, ScoreKind::Shape);
  }

  void theTextsOfTheNearestMolecules() {
    LibraryFixture library;
    library.add(wellKnown());
    NeighbourQuery query = askedBy("Oc1ccccc1", NeighbourBy::Structure);
    query.find = Find::Texts;
    query.count = 3;
    const auto found = findNeighbours(*library.library, nullptr, "", query, {});
    QVERIFY(found.has_value());
    QCOMPARE(found->neighbours.size(), std::size_t(3));
    for (const Neighbour& one : found->neighbours) QVERIFY(one.text.has_value());
    QVERIFY(!titles(*found).contains("Phenol"));
  }

  void meaning_data() {
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("texts");
    QTest::addColumn<QStringList>("first");
    QTest::newRow("a molecule finds molecules") << "CCCC"
                                                << "" << false << QStringList{"Hexane", "Pentane"};
    QTest::newRow("a molecule finds texts, judged by the head")
        << "CCCC(C)"
        << "" << true << QStringList{"Hexane"};
    QTest::newRow("another molecule finds other texts") << "NNN"
                                                        << "" << true << QStringList{"Hydrazine"};
    QTest::newRow("a sentence finds molecules")
        << ""
        << "all oxygen, 2 atoms" << false << QStringList{"Hydrogen peroxide"};
    QTest::newRow("a sentence finds texts")
        << ""
        << "nitrogen" << true << QStringList{"Hydrazine", "Ethylenediamine"};
  }

  void meaning() {
    QFETCH(QString, smiles);
    QFETCH(QString, words);
    QFETCH(bool, texts);
    QFETCH(QStringList, first);
    LibraryFixture library;
    library.add(elements());
    ElementSession session;
    QCOMPARE(embedLibrary(*library.library, session, kStamp, {}, {}).value(), std::size_t(10));
    NeighbourQuery query;
    if (!smiles.isEmpty()) query = askedBy(qPrintable(smiles), NeighbourBy::Meaning);
    query.sentence = words.toStdString();
    query.find = texts ? Find::Texts : Find::Molecules;
    const auto found = findNeighbours(*library.library, &session, kStamp, query, {});
    QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
    QStringList beginning = titles(*found).mid(0, first.size());
    beginning.sort();
    first.sort();
    if (smiles == "CCCC(C)") {
      // It is pentane itself, whatever its text says.
      QVERIFY(!titles(*found).contains("Pentane"));
    }
    QCOMPARE(beginning, first);
    QVERIFY(!found->orderedBy.empty());
  }

  void theMatchingHeadReordersAndBothScoresAreKept() {
    LibraryFixture library;
    library.add(elements());
    ElementSession session;
    embedLibrary(*library.library, session, kStamp, {}, {}).value();
    // Hexane and pentane are as near; the head looks for the number of atoms.
    const auto judged =
        findNeighbours(*library.library, &session, kStamp, sentence("carbon, 5 of them"), {});
    QCOMPARE(titles(*judged).front(), QString("Pentane"));
    QCOMPARE(judged->neighbours.front().scores.size(), std::size_t(2));
    QCOMPARE(judged->neighbours.front().scores[0].kind, ScoreKind::Match);
    QVERIFY(judged->neighbours.front().scores[0].value > 0.9);
    QCOMPARE(judged->neighbours.front().scores[1].kind, ScoreKind::Embedding);
    QVERIFY(judged->orderedBy.find("matching head") != std::string::npos);
    QVERIFY(session.pairsJudged == 5);
  }

  void whereTheHeadWasNotTrainedOrNotWantedTheCosineStands_data() {
    QTest::addColumn<bool>("trained");
    QTest::addColumn<int>("rerank");
    QTest::newRow("not trained") << false << 48;
    QTest::newRow("not wanted") << true << 0;
  }

  void whereTheHeadWasNotTrainedOrNotWantedTheCosineStands() {
    QFETCH(bool, trained);
    QFETCH(int, rerank);
    LibraryFixture library;
    library.add(elements());
    ElementSession session;
    session.setJudgesPairs(trained);
    embedLibrary(*library.library, session, kStamp, {}, {}).value();
    NeighbourQuery query = sentence("carbon, 5 of them");
    query.rerank = std::size_t(rerank);
    const auto found = findNeighbours(*library.library, &session, kStamp, query, {});
    QCOMPARE(session.pairsJudged, std::size_t(0));
    QCOMPARE(found->neighbours.front().scores.size(), std::size_t(1));
    QCOMPARE(found->neighbours.front().scores[0].kind, ScoreKind::Embedding);
    QVERIFY(found->orderedBy.find("matching head") == std::string::npos);
  }

  void unknownWordsAreTold() {
    LibraryFixture library;
    library.add(elements());
    ElementSession session;
    embedLibrary(*library.library, session, kStamp, {}, {}).value();
    const auto found =
        findNeighbours(*library.library, &session, kStamp, sentence("carbon qwx"), {});
    QVERIFY(found->note.find("1 of the sentence's words is unknown") != std::string::npos);
  }

  void whatCannotBeAskedIsToldInWords_data() {
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("by");
    QTest::addColumn<bool>("model");
    QTest::addColumn<QString>("part");
    QTest::newRow("nothing") << ""
                             << "" << 0 << false << "nothing to look for";
    QTest::newRow("meaning without a model")
        << "CC"
        << "" << int(NeighbourBy::Meaning) << false << "stage-1 network";
    QTest::newRow("a sentence without a model") << ""
                                                << "carbon" << 0 << false << "by their words";
    QTest::newRow("a shape without positions")
        << "CC"
        << "" << int(NeighbourBy::Shape) << false << "no 3D shape";
    QTest::newRow("a library that was not embedded")
        << "CC"
        << "" << int(NeighbourBy::Meaning) << true << "no embeddings";
  }

  void whatCannotBeAskedIsToldInWords() {
    QFETCH(QString, smiles);
    QFETCH(QString, words);
    QFETCH(int, by);
    QFETCH(bool, model);
    QFETCH(QString, part);
    LibraryFixture library;
    library.add(elements());
    ElementSession session;
    NeighbourQuery query;
    if (!smiles.isEmpty()) query = askedBy(qPrintable(smiles), static_cast<NeighbourBy>(by));
    query.sentence = words.toStdString();
    const auto found = findNeighbours(*library.library, model ? &session : nullptr,
                                      model ? kStamp : "", query, {});
    QVERIFY(!found.has_value());
    QVERIFY2(QString::fromStdString(found.error().message).contains(part),
             found.error().message.c_str());
  }

  void aStoppedSearchEndsAtOnce() {
    LibraryFixture library;
    library.add(wellKnown());
    std::stop_source stop;
    stop.request_stop();
    const auto found =
        findNeighbours(*library.library, nullptr, "", askedBy("Oc1ccccc1", NeighbourBy::Structure),
                       stop.get_token());
    if (found) {
      for (const Neighbour& one : found->neighbours) QVERIFY(one.common.empty());
    } else {
      QCOMPARE(found.error().code, ErrorCode::InvalidInput);
    }
  }
};

QTEST_GUILESS_MAIN(FindNeighboursTest)
#include "find_neighbours_test.moc"
