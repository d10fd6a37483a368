#include <QTest>

#include "model/align/pattern_claims.h"
#include "tests/model/align/align_fixture.h"

using namespace molloquy;
using align::AlignmentStatus;

/// Patterns that a language model or a person claims for a phrase.
class PatternClaimsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void claimsAreJudged_data();
  void claimsAreJudged();
};

Q_DECLARE_METATYPE(align::AlignmentStatus)

void PatternClaimsTest::claimsAreJudged_data() {
  QTest::addColumn<QString>("phrase");
  QTest::addColumn<QString>("pattern");
  QTest::addColumn<AlignmentStatus>("status");
  QTest::addColumn<QString>("atoms");
  QTest::newRow("a true claim") << "acetate ester" << "[CH3]C(=O)O[#6]"
                                << AlignmentStatus::Verified << "0 1 2 3 4";
  QTest::newRow("a SMILES fragment") << "the acid" << "C(=O)[OH]" << AlignmentStatus::Verified
                                     << "10 11 12";
  QTest::newRow("a phrase in another case") << "ACETATE ESTER" << "CC(=O)O"
                                            << AlignmentStatus::Verified << "0 1 2 3";
  QTest::newRow("a group that is not there") << "the acid" << "S(=O)(=O)O"
                                             << AlignmentStatus::Refuted << "";
  QTest::newRow("a name for other atoms") << "benzene ring" << "[CH3]C(=O)"
                                          << AlignmentStatus::Refuted << "0 1 2";
  QTest::newRow("one atom") << "the acid" << "[OX2H]" << AlignmentStatus::Unlocalised << "12";
  QTest::newRow("nearly everything") << "the acid" << "*~*" << AlignmentStatus::Unlocalised
                                     << "0 1 2 3 4 5 6 7 8 9 10 11 12";
  QTest::newRow("no pattern at all") << "the acid" << "not a pattern" << AlignmentStatus::Invalid << "";
  QTest::newRow("a phrase that is not in the text") << "a nitro group" << "[CX4]"
                                                    << AlignmentStatus::Invalid << "";
  QTest::newRow("too many atoms") << "the acid" << QString(61, 'C') << AlignmentStatus::Invalid << "";
  QTest::newRow("too long") << "the acid" << QString(3000, 'C') << AlignmentStatus::Invalid << "";
  QTest::newRow("nested too deep") << "the acid" << "[$([C;$([C;$([C;$(CC)])])])]"
                                   << AlignmentStatus::Invalid << "";
}

void PatternClaimsTest::claimsAreJudged() {
  QFETCH(QString, phrase);
  QFETCH(QString, pattern);
  QFETCH(AlignmentStatus, status);
  QFETCH(QString, atoms);
  static const auto lexicon = test::shippedLexicon();
  const auto molecule = test::moleculeOf("CC(=O)Oc1ccccc1C(=O)O");
  QVERIFY(lexicon && molecule);
  const std::string text = "The acid (the acid of a salicylate) is an acetate ester with a benzene ring.";
  align::PatternClaim claim;
  claim.phrase = phrase.toStdString();
  claim.pattern = pattern.toStdString();
  const auto record = align::verifyClaim(*molecule, text, claim, *lexicon);
  QVERIFY2(record.status == status, record.note.c_str());
  QCOMPARE(test::joined(record.chosenAtoms()), atoms);
  if (status != AlignmentStatus::Invalid)
    QCOMPARE(std::string(textAt(text, record.span)), record.phrase);
}

QTEST_GUILESS_MAIN(PatternClaimsTest)
#include "pattern_claims_test.moc"
