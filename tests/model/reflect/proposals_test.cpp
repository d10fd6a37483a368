#include "model/align/perception.h"
#include "model/reflect/choose.h"
#include "model/reflect/judge_proposals.h"
#include "model/reflect/pattern_cost.h"
#include "tests/model/reflect/reflect_fixture.h"

using namespace molloquy;
using align::AlignmentStatus;
using reflect::Candidate;
using reflect::Direction;
using reflect::ProposedAlignment;

namespace {

const retrieval::ReferenceRow kAspirin{
    "aspirin", "own", "train", "CC(=O)Oc1ccccc1C(=O)O",
    "The molecule is an acetate ester and a benzoic acid. It has a role as a drug."};

QString stringOf(const std::vector<ProposedAlignment>& proposals) {
  QStringList texts;
  for (const ProposedAlignment& one : proposals) {
    texts << QString::fromStdString(one.phrase + "|" + one.group + "|" + one.smarts);
  }
  return texts.join("; ");
}

}  // namespace

/// What teachers say, how it is judged, and which of two texts stays.
class ReflectProposalsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    m_lexicon = test::shippedLexicon();
    QVERIFY(m_lexicon);
  }
  void answersAreReadWhateverStandsAround_data();
  void answersAreReadWhateverStandsAround();
  void proposalsAreJudged_data();
  void proposalsAreJudged();
  void proposedTextsCanBeSavedAndRead();
  void expensivePatternsAreNotTried_data();
  void expensivePatternsAreNotTried();
  void oneOfTwoTextsStays_data();
  void oneOfTwoTextsStays();

 private:
  std::shared_ptr<const align::Lexicon> m_lexicon;
};

Q_DECLARE_METATYPE(align::AlignmentStatus)

void ReflectProposalsTest::answersAreReadWhateverStandsAround_data() {
  QTest::addColumn<QString>("answer");
  QTest::addColumn<QString>("proposals");
  const QString good =
      R"([{"phrase":"ester","smarts":"C(=O)O"},{"phrase":"acid","group":"g2","smarts":null}])";
  const QString read = "ester||C(=O)O; acid|g2|";
  QTest::newRow("an array") << good << read;
  QTest::newRow("an array in a fence") << "Sure!\n```json\n" + good + "\n```\nDone." << read;
  QTest::newRow("an object around it") << R"({"alignments":)" + good + "}" << read;
  QTest::newRow("one object") << R"({"feature":"ring","group":3})"
                              << "ring|3|";
  QTest::newRow("an array that was cut off")
      << R"([{"phrase":"ester","smarts":"C(=O)O"},{"phrase":"aci)"
      << "ester||C(=O)O";
  QTest::newRow("braces inside a string") << R"([{"phrase":"a {b} \"c\"","smarts":"C"}])"
                                          << "a {b} \"c\"||C";
  QTest::newRow("objects without a phrase") << R"([{"smarts":"C"},{"phrase":""},{"phrase":7}])"
                                            << "7||";
  QTest::newRow("prose") << "The molecule has an ester."
                         << "";
  QTest::newRow("nothing") << ""
                           << "";
  QTest::newRow("open braces only") << QString(5000, '{') << "";
  QTest::newRow("a phrase that is far too long") << R"([{"phrase":")" + QString(600, 'a') + R"("}])"
                                                 << "";
}

void ReflectProposalsTest::answersAreReadWhateverStandsAround() {
  QFETCH(QString, answer);
  QTEST(stringOf(reflect::readTeacherAnswer(answer.toStdString())), "proposals");
}

void ReflectProposalsTest::proposalsAreJudged_data() {
  QTest::addColumn<QString>("phrase");
  QTest::addColumn<QString>("group");
  QTest::addColumn<QString>("smarts");
  QTest::addColumn<AlignmentStatus>("status");
  QTest::newRow("a true pattern") << "acetate ester"
                                  << ""
                                  << "CC(=O)O[#6]" << AlignmentStatus::Verified;
  QTest::newRow("a group of the list") << "benzoic acid"
                                       << "g1"
                                       << "" << AlignmentStatus::Verified;
  QTest::newRow("a group that does not exist") << "acetate ester"
                                               << "g99"
                                               << "" << AlignmentStatus::Invalid;
  QTest::newRow("a group with a name of nonsense") << "acetate ester"
                                                   << "gg"
                                                   << "CC(=O)O[#6]" << AlignmentStatus::Verified;
  QTest::newRow("a pattern that is not there") << "a drug"
                                               << ""
                                               << "S(=O)(=O)O" << AlignmentStatus::Refuted;
  QTest::newRow("a name of something else") << "acetate ester"
                                            << ""
                                            << "C(=O)[OH]" << AlignmentStatus::Refuted;
  QTest::newRow("no pattern") << "acetate ester"
                              << ""
                              << "" << AlignmentStatus::Invalid;
  QTest::newRow("no SMARTS") << "acetate ester"
                             << ""
                             << "[[[" << AlignmentStatus::Invalid;
  QTest::newRow("a phrase that the text does not have") << "nitro group"
                                                        << ""
                                                        << "N(=O)=O" << AlignmentStatus::Invalid;
  QTest::newRow("a pattern of 61 atoms") << "acetate ester"
                                         << "" << QString(61, 'C') << AlignmentStatus::Invalid;
}

void ReflectProposalsTest::proposalsAreJudged() {
  QFETCH(QString, phrase);
  QFETCH(QString, group);
  QFETCH(QString, smarts);
  const auto context = test::contextOf(kAspirin);
  auto perceived = align::perceive(*context.molecule, *m_lexicon);
  // The carboxylic acid stands first, so that the group's number is known.
  std::stable_partition(perceived.begin(), perceived.end(), [](const auto& record) {
    return record.sourceDetail.find("carboxylic") != std::string::npos;
  });
  const ProposedAlignment proposal{
      phrase.toStdString(), group.toStdString(), smarts.toStdString(), {}};
  const auto text = reflect::judgeProposals(context, Direction::Cap2Mol, std::span(&proposal, 1),
                                            perceived, "teacher", *m_lexicon);
  QCOMPARE(text.records.size(), std::size_t{1});
  QTEST(text.records.front().status, "status");
  const bool explained = text.records.front().status == AlignmentStatus::Verified ||
                         !text.records.front().note.empty();
  QVERIFY(explained);
}

void ReflectProposalsTest::proposedTextsCanBeSavedAndRead() {
  const auto context = test::contextOf(kAspirin);
  const std::vector<ProposedAlignment> proposals = {
      {"acetate ester", "", "CC(=O)O[#6]", "an ester of acetic acid"},
      {"nothing of it", "", "[[", ""},
      {"β-lactam", "", "O=C1CCN1", "four atoms"}};
  for (const Direction direction : {Direction::Mol2Cap, Direction::Cap2Mol}) {
    auto text = reflect::judgeProposals(context, direction, proposals, {}, "teacher", *m_lexicon);
    reflect::finishRecords(text, align::AlignmentStage::Zero);
    const std::string written = align::writeAlignments({"fg-2", "2022.09", {text}});
    const auto read = align::readAlignments(written);
    QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
    QCOMPARE(read->texts.front().records.size(), std::size_t{3});
    QCOMPARE(align::writeAlignments(*read), written);
  }
}

void ReflectProposalsTest::expensivePatternsAreNotTried_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<QString>("pattern");
  QTest::addColumn<bool>("affordable");
  // Coronene: every path of the pattern can go on in many ways.
  const QString coronene = "c1cc2ccc3ccc4ccc5ccc6ccc1c1c2c3c4c5c61";
  const QString fullerene =
      "c12c3c4c5c1c1c6c7c2c2c8c3c3c9c4c4c%10c5c5c1c1c6c6c%11c7c2c2c7c8c3c3c8c9c4c4c9c%"
      "10c5c5c1c1c6c6"
      "c%11c2c2c7c3c3c8c4c4c9c5c1c1c6c2c3c41";
  QTest::newRow("a group") << coronene << "C(=O)[OX2H1]" << true;
  QTest::newRow("a ring") << coronene << "c1ccccc1" << true;
  QTest::newRow("a chain in a chain") << "CCCCCCCCCCCCCCCCCC(=O)O"
                                      << "CCCCCCCCCCCCCCCC(=O)O" << true;
  QTest::newRow("a path of anything with an end that is nowhere")
      << fullerene << QString("*~").repeated(23) + "[U]" << false;
  QTest::newRow("scattered atoms") << coronene << "c.c.c.c.c.c.c.c" << false;
  QTest::newRow("no pattern") << coronene << "[[[" << true;
}

void ReflectProposalsTest::expensivePatternsAreNotTried() {
  QFETCH(QString, smiles);
  QFETCH(QString, pattern);
  const auto molecule = test::moleculeOf(smiles.toStdString());
  QVERIFY(molecule);
  QTEST(reflect::isAffordable(*molecule, pattern.toStdString()), "affordable");
}

void ReflectProposalsTest::oneOfTwoTextsStays_data() {
  QTest::addColumn<QList<double>>("zero");  // perplexity, verified share, usable records
  QTest::addColumn<QList<double>>("reflected");
  QTest::addColumn<QString>("chosen");
  QTest::newRow("the lower perplexity")
      << QList<double>{3, 1, 4} << QList<double>{2, 1, 4} << "reflected by ppl";
  QTest::newRow("equal perplexities")
      << QList<double>{2, 1, 4} << QList<double>{2, 1, 4} << "zero by ppl";
  QTest::newRow("the higher verified share within 2 %")
      << QList<double>{2.03, 1, 4} << QList<double>{2.0, 0.9, 4} << "zero by verified_share";
  QTest::newRow("the higher verified share beyond 2 %")
      << QList<double>{2.05, 1, 4} << QList<double>{2.0, 0.9, 4} << "reflected by ppl";
  QTest::newRow("no usable record in the better one")
      << QList<double>{9, 0.5, 2} << QList<double>{1, 1, 0} << "zero by only_one";
  QTest::newRow("no usable record in either")
      << QList<double>{1, 0, 0} << QList<double>{1, 0, 0} << "none by nothing";
}

void ReflectProposalsTest::oneOfTwoTextsStays() {
  QFETCH(QList<double>, zero);
  QFETCH(QList<double>, reflected);
  const auto candidate = [](const QList<double>& numbers) {
    return Candidate{numbers[0], numbers[1], static_cast<std::size_t>(numbers[2])};
  };
  const auto chosen = reflect::choose(candidate(zero), candidate(reflected));
  QTEST(QString::fromStdString(std::string(nameOf(chosen.choice)) + " by " +
                               std::string(nameOf(chosen.by))),
        "chosen");
}

QTEST_GUILESS_MAIN(ReflectProposalsTest)
#include "proposals_test.moc"
