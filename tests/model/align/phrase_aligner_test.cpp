#include <QTest>

#include "model/align/clause_split.h"
#include "model/align/phrase_aligner.h"
#include "model/align/phrase_proposals.h"
#include "tests/model/align/align_fixture.h"

using namespace molloquy;
using align::AlignmentStatus;
using align::Clause;

namespace {

const char* kAspirin = "CC(=O)Oc1ccccc1C(=O)O";

const char* name(AlignmentStatus status) {
  switch (status) {
    case AlignmentStatus::Verified: return "verified";
    case AlignmentStatus::Refuted: return "refuted";
    case AlignmentStatus::Invalid: return "invalid";
    case AlignmentStatus::CountMismatch: return "count mismatch";
    case AlignmentStatus::Unlocalised: return "unlocalised";
    case AlignmentStatus::User: return "user";
  }
  return "";
}

}  // namespace

/// Phrases of a text, and the verdict on each.
class PhraseAlignerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void judgesOnePhrase_data();
  void judgesOnePhrase();
  void longerPhraseWins();
  void spansCountCodePoints();
  void textWithoutPhrasesHasNoRecords();
  void hugeTextsAreReadToALimit();
  void recordsAreFoundByTheirAtoms();
  void idsAreUnique();

 private:
  std::shared_ptr<const align::Lexicon> m_lexicon;
};

void PhraseAlignerTest::initTestCase() {
  m_lexicon = test::shippedLexicon();
  QVERIFY(m_lexicon);
}

void PhraseAlignerTest::judgesOnePhrase_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("phrase");
  QTest::addColumn<QString>("status");
  QTest::addColumn<QString>("atoms");
  const auto row = [](const char* title, const char* smiles, const char* text, const char* phrase,
                      const char* status, const char* atoms) {
    QTest::newRow(title) << smiles << text << phrase << status << atoms;
  };
  row("a class that is there", kAspirin, "The molecule is an acetate ester.", "acetate ester",
      "verified", "0 1 2 3 4");
  row("a ring", kAspirin, "It has a benzene ring.", "benzene ring", "verified", "4 5 6 7 8 9");
  row("a ring by what it is", kAspirin, "It has one aromatic ring.", "aromatic ring", "verified",
      "4 5 6 7 8 9");
  row("a ring by its size", kAspirin, "It has a six-membered ring.", "six-membered ring",
      "verified", "4 5 6 7 8 9");
  row("a ring by a size it has not", kAspirin, "It has a five-membered ring.",
      "five-membered ring", "refuted", "");
  row("a group that is not there", kAspirin, "It carries a nitro group.", "nitro group", "refuted",
      "");
  row("a carboxylic acid", kAspirin, "It has a carboxylic acid group.", "carboxylic acid group",
      "verified", "10 11 12");
  row("a number that agrees", "Oc1ccccc1O", "It has two hydroxy groups.", "hydroxy groups",
      "verified", "0 7");
  row("a number that is too large", "Oc1ccccc1O", "It has three hydroxy groups.", "hydroxy groups",
      "count mismatch", "0 7");
  row("a prefix that is too large", "CC(=O)O", "It is a dicarboxylic acid.", "dicarboxylic acid",
      "count mismatch", "1 2 3");
  row("a prefix that agrees", "OC(=O)CC(=O)O", "It is a dicarboxylic acid.", "dicarboxylic acid",
      "verified", "0 1 2 4 5 6");
  row("more than one is not a mistake for one", "Oc1ccccc1O", "It has one hydroxy group.",
      "hydroxy group", "verified", "0 7");
  row("two rings", "c1ccc(-c2ccccc2)cc1", "It has two rings.", "rings", "verified",
      "0 1 2 3 4 5 6 7 8 9 10 11");
  row("a role", kAspirin, "It has a role as a quinoline inhibitor.", "quinoline", "unlocalised", "");
  row("another molecule", kAspirin, "It derives from a phenol.", "phenol", "unlocalised", "");
  row("a stereocentre by its label", "C[C@H](N)C(=O)O", "The centre has S configuration.",
      "S configuration", "verified", "1");
  row("the wrong label", "C[C@H](N)C(=O)O", "The centre has R configuration.", "R configuration",
      "refuted", "");
  row("a double bond by its label", "C/C=C/C", "It has E configuration.", "E configuration",
      "verified", "1 2");
  row("a class of the whole molecule", "CCCCCC", "It is an alkane.", "alkane", "unlocalised",
      "0 1 2 3 4 5");
  row("a denial that is right", "CCO", "It has no rings.", "rings", "unlocalised", "");
  row("a denial that is wrong", kAspirin, "It has no rings.", "rings", "refuted", "");
  row("any case", kAspirin, "CARBOXYLIC ACID GROUP", "CARBOXYLIC ACID GROUP", "verified",
      "10 11 12");
}

void PhraseAlignerTest::judgesOnePhrase() {
  QFETCH(QString, smiles);
  QFETCH(QString, text);
  QFETCH(QString, phrase);
  QFETCH(QString, status);
  QFETCH(QString, atoms);
  const auto molecule = test::moleculeOf(smiles.toStdString());
  QVERIFY(molecule);
  const auto records = align::alignText(*molecule, text.toStdString(), *m_lexicon);
  for (const align::AlignmentRecord& record : records) {
    if (QString::fromStdString(record.phrase) != phrase) continue;
    QCOMPARE(QString(name(record.status)), status);
    QCOMPARE(test::joined(record.chosenAtoms()), atoms);
    QVERIFY(record.score >= 0 && record.score <= 1);
    return;
  }
  QFAIL(qPrintable("no record for \"" + phrase + "\""));
}

void PhraseAlignerTest::longerPhraseWins() {
  const auto molecule = test::moleculeOf("COc1ccccc1");
  const auto records = align::alignText(*molecule, "It is an aromatic ether.", *m_lexicon);
  QCOMPARE(records.size(), std::size_t{1});
  QCOMPARE(QString::fromStdString(records[0].sourceDetail), QString("aromatic_ether"));
}

void PhraseAlignerTest::spansCountCodePoints() {
  const auto molecule = test::moleculeOf(kAspirin);
  const std::string text = "β-form: an acetate ester.";
  const auto records = align::alignText(*molecule, text, *m_lexicon);
  QCOMPARE(records.size(), std::size_t{1});
  QCOMPARE(records[0].span.begin, std::size_t{11});
  QCOMPARE(std::string(textAt(text, records[0].span)), records[0].phrase);
}

void PhraseAlignerTest::textWithoutPhrasesHasNoRecords() {
  const auto molecule = test::moleculeOf(kAspirin);
  QVERIFY(align::alignText(*molecule, "", *m_lexicon).empty());
  QVERIFY(align::alignText(*molecule, "Nothing to see here.", *m_lexicon).empty());
}

void PhraseAlignerTest::hugeTextsAreReadToALimit() {
  const std::string text(400000, 'x');
  QVERIFY(align::proposePhrases(text, *m_lexicon).empty());
}

void PhraseAlignerTest::recordsAreFoundByTheirAtoms() {
  const auto molecule = test::moleculeOf(kAspirin);
  const auto records = align::alignText(
      *molecule, "It has a benzene ring, a carboxylic acid group and an acetoxy group.", *m_lexicon);
  const auto touching = align::recordsTouching(records, {AtomIndex(10), AtomIndex(12)});
  QCOMPARE(touching.size(), std::size_t{1});
  QCOMPARE(QString::fromStdString(touching[0]->sourceDetail), QString("carboxylic_acid_group"));
  QVERIFY(align::recordsTouching(records, {}).empty());
  const auto both = align::recordsTouching(records, {AtomIndex(4), AtomIndex(5), AtomIndex(10)});
  QCOMPARE(QString::fromStdString(both.front()->sourceDetail), QString("benzene"));
}

void PhraseAlignerTest::idsAreUnique() {
  const auto molecule = test::moleculeOf(kAspirin);
  const auto records = align::alignText(*molecule, "An ester, a phenol and a ketone.", *m_lexicon);
  QCOMPARE(records.size(), std::size_t{3});
  QCOMPARE(records[0].id, std::string("a1"));
  QCOMPARE(records[2].id, std::string("a3"));
}

QTEST_GUILESS_MAIN(PhraseAlignerTest)
#include "phrase_aligner_test.moc"
