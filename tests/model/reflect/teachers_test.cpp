#include <algorithm>

#include "model/reflect/describer_teacher.h"
#include "model/reflect/language_teacher.h"
#include "model/reflect/render_alignments.h"
#include "tests/model/reflect/reflect_fixture.h"

using namespace molloquy;
using align::AlignmentStatus;
using reflect::Direction;

namespace {

const retrieval::ReferenceRow kAspirin{
    "aspirin", "own", "train", "CC(=O)Oc1ccccc1C(=O)O",
    "The molecule is an acetate ester, a member of benzoic acids and a lactone."};
const retrieval::ReferenceRow kSalicylic{
    "salicylic acid", "own", "train", "OC(=O)c1ccccc1O",
    "The molecule is a monohydroxybenzoic acid and a lactone."};
const retrieval::ReferenceRow kPhenylAcetate{
    "phenyl acetate", "own", "train", "CC(=O)Oc1ccccc1",
    "The molecule is a phenyl acetate, an acetate ester and a lactone."};

bool hasEntry(const align::AlignedText& text, const std::string& entry) {
  return std::any_of(text.records.begin(), text.records.end(),
                     [&](const auto& record) { return record.sourceDetail == entry; });
}

}  // namespace

/// The describer and language models as teachers.
class ReflectTeachersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    m_lexicon = test::shippedLexicon();
    QVERIFY(m_lexicon);
  }
  void theDescriberSeesTheStructureAlone();
  void theDescriberSeesTheCaptionAlone();
  void aCaptionOfTenThousandWordsIsRead();
  void reflectingAddsWhatNeighboursSay();
  void reflectingOnACaptionDropsWhatNeighboursRefute();
  void reflectingOnACaptionIgnoresItsOwnMolecule();
  void aModelIsAskedAndJudged();
  void aModelThatTalksGivesNoRecords();
  void aReflectionShowsExamplesAndVerdicts();
  void longPromptsLoseExamplesThenTheRow();
  void hugeMoleculesAreNotAskedAbout();

 private:
  std::shared_ptr<const align::Lexicon> m_lexicon;
};

void ReflectTeachersTest::theDescriberSeesTheStructureAlone() {
  reflect::DescriberTeacher teacher(m_lexicon);
  retrieval::ReferenceRow silent = kAspirin;
  silent.caption = "Other words.";
  const auto one = teacher.extract(test::contextOf(kAspirin), Direction::Mol2Cap, {});
  const auto other = teacher.extract(test::contextOf(silent), Direction::Mol2Cap, {});
  QVERIFY(one && other);
  QVERIFY(!one->records.empty());
  QCOMPARE(align::writeAlignments({"", "", {*one}}), align::writeAlignments({"", "", {*other}}));
  for (const auto& record : one->records) {
    QVERIFY2(record.status != AlignmentStatus::Refuted, record.phrase.c_str());
    QCOMPARE(record.stage, align::AlignmentStage::Zero);
  }
}

void ReflectTeachersTest::theDescriberSeesTheCaptionAlone() {
  reflect::DescriberTeacher teacher(m_lexicon);
  const auto text = teacher.extract(test::contextOf(kAspirin), Direction::Cap2Mol, {});
  QVERIFY(text);
  QCOMPARE(text->caption, kAspirin.caption);
  QVERIFY(hasEntry(*text, "acetate_ester"));
  QVERIFY(hasEntry(*text, "lactone"));
  reflect::VerdictCounts counts;
  counts.add(*text);
  QCOMPARE(counts.refuted, std::size_t{1});
  QVERIFY(counts.verifiedShare() < 1.0);
}

void ReflectTeachersTest::aCaptionOfTenThousandWordsIsRead() {
  reflect::DescriberTeacher teacher(m_lexicon);
  retrieval::ReferenceRow row = kAspirin;
  for (int i = 0; i < 10'000; ++i) row.caption += " wordless";
  const auto text = teacher.extract(test::contextOf(row), Direction::Cap2Mol, {});
  QVERIFY(text);
  QVERIFY(hasEntry(*text, "acetate_ester"));
}

void ReflectTeachersTest::reflectingAddsWhatNeighboursSay() {
  reflect::DescriberTeacher teacher(m_lexicon);
  const auto row = test::contextOf(kAspirin);
  auto zero = teacher.extract(row, Direction::Mol2Cap, {});
  QVERIFY(zero);
  // As if the describer had not seen the ester, and had seen a lactone.
  std::erase_if(zero->records,
                [](const auto& record) { return record.sourceDetail == "acetate_ester"; });
  align::AlignmentRecord wrong;
  wrong.sourceDetail = "lactone";
  wrong.status = AlignmentStatus::Refuted;
  zero->records.push_back(wrong);
  const align::AlignedText none;
  const reflect::RetrievedRow similar{test::contextOf(kPhenylAcetate), &none, 0.5};
  const auto text = teacher.reflect(row, Direction::Mol2Cap, *zero, std::span(&similar, 1), {});
  QVERIFY(text);
  QVERIFY(hasEntry(*text, "acetate_ester"));
  QVERIFY(!hasEntry(*text, "lactone"));
  QCOMPARE(text->records.front().sourceDetail, std::string("acetate_ester"));
  QCOMPARE(text->records.front().stage, align::AlignmentStage::Reflected);
  // It can be saved: every phrase stands where its record says.
  QVERIFY(align::readAlignments(align::writeAlignments({"", "", {*text}})));
}

void ReflectTeachersTest::reflectingOnACaptionDropsWhatNeighboursRefute() {
  reflect::DescriberTeacher teacher(m_lexicon);
  const auto row = test::contextOf(kAspirin);
  const auto zero = teacher.extract(row, Direction::Cap2Mol, {});
  QVERIFY(zero && hasEntry(*zero, "lactone"));
  const align::AlignedText none;
  const std::vector<reflect::RetrievedRow> similar = {
      {test::contextOf(kSalicylic), &none, 0.5}, {test::contextOf(kPhenylAcetate), &none, 0.4}};
  const auto text = teacher.reflect(row, Direction::Cap2Mol, *zero, similar, {});
  QVERIFY(text);
  QVERIFY(!hasEntry(*text, "lactone"));
  QVERIFY(hasEntry(*text, "acetate_ester"));
  // The benzene ring of both is added, unjudged and without places.
  const auto added = std::find_if(text->records.begin(), text->records.end(), [](const auto& one) {
    return one.source == align::AlignmentSource::Perception;
  });
  QVERIFY(added != text->records.end());
  QCOMPARE(added->status, AlignmentStatus::Unlocalised);
  QVERIFY(added->atoms.empty());
  const auto alone = teacher.reflect(row, Direction::Cap2Mol, *zero, {}, {});
  QVERIFY(alone);
  QCOMPARE(alone->records.size(), zero->records.size());
}

void ReflectTeachersTest::reflectingOnACaptionIgnoresItsOwnMolecule() {
  reflect::DescriberTeacher teacher(m_lexicon);
  retrieval::ReferenceRow other = kAspirin;
  other.smiles = "CCO";
  const align::AlignedText none;
  const reflect::RetrievedRow similar{test::contextOf(kPhenylAcetate), &none, 0.4};
  QStringList phrases[2];
  const retrieval::ReferenceRow* rows[] = {&kAspirin, &other};
  for (int i = 0; i < 2; ++i) {
    const auto context = test::contextOf(*rows[i]);
    const auto zero = teacher.extract(context, Direction::Cap2Mol, {});
    QVERIFY(zero);
    const auto text =
        teacher.reflect(context, Direction::Cap2Mol, *zero, std::span(&similar, 1), {});
    QVERIFY(text);
    for (const auto& record : text->records) phrases[i] << QString::fromStdString(record.phrase);
  }
  QCOMPARE(phrases[0], phrases[1]);
}

void ReflectTeachersTest::aModelIsAskedAndJudged() {
  const auto book = test::shippedPrompts();
  test::ScriptedSession model(
      R"([{"feature":"acetate ester","smarts":"CC(=O)O[#6]","hint":"derived from acetic acid"},
          {"feature":"nitro group","smarts":"N(=O)=O","hint":"none"}])");
  reflect::LanguageTeacher teacher(model, book, m_lexicon, reflect::estimateTokens);
  const auto text = teacher.extract(test::contextOf(kAspirin), Direction::Mol2Cap, {});
  QVERIFY2(text.has_value(), text ? "" : text.error().message.c_str());
  QCOMPARE(text->records.size(), std::size_t{2});
  QCOMPARE(text->records[0].status, AlignmentStatus::Verified);
  QCOMPARE(text->records[1].status, AlignmentStatus::Refuted);
  QCOMPARE(text->records[0].source, align::AlignmentSource::Llm);
  // The caption is not shown, the structure is.
  const auto& asked = model.requests.front();
  QVERIFY(asked.instruction.find(kAspirin.caption) == std::string::npos);
  QVERIFY(asked.instruction.find(kAspirin.smiles) != std::string::npos);
  QVERIFY(!asked.system.empty());
  QCOMPARE(asked.options.maxNewTokens, 512);
}

void ReflectTeachersTest::aModelThatTalksGivesNoRecords() {
  const auto book = test::shippedPrompts();
  test::ScriptedSession model("I would rather talk about the weather.");
  reflect::LanguageTeacher teacher(model, book, m_lexicon, reflect::estimateTokens);
  for (const Direction direction : {Direction::Mol2Cap, Direction::Cap2Mol}) {
    const auto text = teacher.extract(test::contextOf(kAspirin), direction, {});
    QVERIFY(text);
    QVERIFY(text->records.empty());
  }
  QCOMPARE(teacher.unreadableAnswers(), std::size_t{2});
}

void ReflectTeachersTest::aReflectionShowsExamplesAndVerdicts() {
  const auto book = test::shippedPrompts();
  test::ScriptedSession model("[]");
  reflect::LanguageTeacher teacher(model, book, m_lexicon, reflect::estimateTokens);
  reflect::DescriberTeacher describer(m_lexicon);
  const auto row = test::contextOf(kAspirin);
  const auto similarRow = test::contextOf(kPhenylAcetate);
  for (const Direction direction : {Direction::Mol2Cap, Direction::Cap2Mol}) {
    const auto zero = describer.extract(row, Direction::Cap2Mol, {});
    const auto example = describer.extract(similarRow, direction, {});
    QVERIFY(zero && example);
    const reflect::RetrievedRow similar{similarRow, &*example, 0.5};
    QVERIFY(teacher.reflect(row, direction, *zero, std::span(&similar, 1), {}));
    const QString asked = QString::fromStdString(model.requests.back().instruction);
    QVERIFY(asked.contains(QString::fromStdString(kPhenylAcetate.caption)));
    QVERIFY(asked.contains(QString::fromStdString(kPhenylAcetate.smiles)));
    // What is true of the own molecule must not be told where it is asked for.
    QCOMPARE(asked.contains("not found"), direction == Direction::Mol2Cap);
    QCOMPARE(asked.contains(QString::fromStdString(kAspirin.smiles)),
             direction == Direction::Mol2Cap);
  }
}

void ReflectTeachersTest::longPromptsLoseExamplesThenTheRow() {
  const auto book = test::shippedPrompts();
  test::ScriptedSession model("[]");
  reflect::LanguageTeacher teacher(model, book, m_lexicon, reflect::estimateTokens);
  const auto row = test::contextOf(kAspirin);
  retrieval::ReferenceRow wordy = kPhenylAcetate;
  wordy.caption += std::string(12'000, 'x');
  const align::AlignedText zero;
  const std::vector<reflect::RetrievedRow> similar = {{test::contextOf(wordy), &zero, 0.5},
                                                      {test::contextOf(kSalicylic), &zero, 0.4}};
  QVERIFY(teacher.reflect(row, Direction::Mol2Cap, zero, similar, {}));
  const QString asked = QString::fromStdString(model.requests.back().instruction);
  QVERIFY(!asked.contains("xxxx"));
  QVERIFY(asked.contains(QString::fromStdString(kSalicylic.caption)));
  model.setContextLength(600);
  const auto refused = teacher.extract(row, Direction::Mol2Cap, {});
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
}

void ReflectTeachersTest::hugeMoleculesAreNotAskedAbout() {
  const auto book = test::shippedPrompts();
  test::ScriptedSession model("[]");
  reflect::LanguageTeacher teacher(model, book, m_lexicon, reflect::estimateTokens);
  retrieval::ReferenceRow row = kAspirin;
  row.smiles = std::string(513, 'C');
  const auto refused = teacher.extract(test::contextOf(row), Direction::Mol2Cap, {});
  QVERIFY(!refused);
  QVERIFY(refused.error().message.find("513") != std::string::npos);
  QVERIFY(model.requests.empty());
}

QTEST_GUILESS_MAIN(ReflectTeachersTest)
#include "teachers_test.moc"
