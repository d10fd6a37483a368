#include <QTemporaryDir>

#include <algorithm>
#include <fstream>

#include "model/align/phrase_aligner.h"
#include "model/reflect/render_alignments.h"
#include "model/reflect/tuning_prompt.h"
#include "tests/model/reflect/reflect_fixture.h"

using namespace molloquy;
using reflect::Direction;
using reflect::PromptForm;
using reflect::Sample;

namespace {

const retrieval::ReferenceRow kAspirin{
    "aspirin", "own", "train", "CC(=O)Oc1ccccc1C(=O)O",
    "The molecule is an acetate ester and a nitrile. It has a role as an alcohol."};

const Sample kFirst{"a", "CCO", "An alcohol.", "- \"alcohol\" <-> CO"};
const Sample kSecond{"b", "CCN", "An amine with a rather long caption.", ""};
const Sample kQuestion{"q", "CCS", "A thiol.", "- \"thiol\" <-> CS"};

std::size_t countLetters(std::string_view text) { return text.size(); }

}  // namespace

/// How alignments and examples are written for a model.
class ReflectPromptsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void alignmentsAreRendered_data();
  void alignmentsAreRendered();
  void repeatedAndManyRecordsAreKeptShort();
  void chatPromptsHaveExamplesAndQuestion();
  void plainPromptsAreThoseOfIcma_data();
  void plainPromptsAreThoseOfIcma();
  void theLongestExampleGoesFirst_data();
  void theLongestExampleGoesFirst();
  void bracesInWhatIsFilledInMeanNothing();
  void aPromptFileWithoutASectionIsNamed();
};

void ReflectPromptsTest::alignmentsAreRendered_data() {
  QTest::addColumn<bool>("mol2cap");
  QTest::addColumn<bool>("numbers");
  QTest::addColumn<QString>("text");
  QTest::newRow("with the atoms of the structure")
      << true << true << "- \"acetate ester\" <-> cOC(C)=O at atoms 0-4";
  QTest::newRow("without atom numbers") << true << false << "- \"acetate ester\" <-> cOC(C)=O";
  QTest::newRow("with the patterns of the caption")
      << false << true << "- \"acetate ester\" <-> [CH3][CX3](=O)[OX2][#6]";
}

void ReflectPromptsTest::alignmentsAreRendered() {
  QFETCH(bool, mol2cap);
  QFETCH(bool, numbers);
  const auto lexicon = test::shippedLexicon();
  QVERIFY(lexicon);
  const auto context = test::contextOf(kAspirin);
  const Direction direction = mol2cap ? Direction::Mol2Cap : Direction::Cap2Mol;
  auto text = reflect::textOf(context, direction, kAspirin.caption, "file", "own");
  // A nitrile that is not there, and an alcohol in a role: neither may be rendered.
  text.records = align::alignText(*context.molecule, text.caption, *lexicon);
  QVERIFY(text.records.size() >= 2);
  reflect::RenderOptions options;
  options.atoms = numbers ? reflect::AtomNumbers::Written : reflect::AtomNumbers::LeftOut;
  QTEST(QString::fromStdString(
            reflect::renderAlignments(text, direction, *context.molecule, options)),
        "text");
}

void ReflectPromptsTest::repeatedAndManyRecordsAreKeptShort() {
  const retrieval::ReferenceRow row{"r", "own", "train", "OCCOCCOCCOCCOCCO", "x"};
  const auto context = test::contextOf(row);
  auto text = reflect::textOf(context, Direction::Mol2Cap, "ether ether ether", "file", "own");
  align::AlignmentRecord record;
  record.phrase = "ether";
  record.status = align::AlignmentStatus::Verified;
  for (std::uint32_t oxygen = 3; oxygen <= 12; oxygen += 3) {
    record.atoms.push_back({AtomIndex(oxygen - 1), AtomIndex(oxygen), AtomIndex(oxygen + 1)});
  }
  record.atoms.push_back({AtomIndex(14), AtomIndex(15)});
  text.records = {record, record};
  const QString rendered = QString::fromStdString(
      reflect::renderAlignments(text, Direction::Mol2Cap, *context.molecule, {}));
  QCOMPARE(rendered, "- \"ether\" <-> COC at atoms 2-4 and 5-7 and 8-10 and 11-13 and 1 more");
  text.records.clear();
  QVERIFY(reflect::renderAlignments(text, Direction::Mol2Cap, *context.molecule, {}).empty());
}

void ReflectPromptsTest::chatPromptsHaveExamplesAndQuestion() {
  const auto book = test::shippedPrompts();
  const std::vector<Sample> examples = {kSecond, kFirst};
  const auto prompt =
      reflect::tuningPrompt(book, Direction::Mol2Cap, PromptForm::Chat, examples, kQuestion);
  QCOMPARE(prompt.target, std::string("A thiol."));
  QCOMPARE(prompt.exampleIds, (std::vector<std::string>{"b", "a"}));
  QVERIFY(!prompt.system.empty());
  const QString user = QString::fromStdString(prompt.user);
  QVERIFY(user.startsWith("Example 1\nSMILES: CCN\n"));
  QVERIFY(user.contains(
      "Example 2\nSMILES: CCO\nParts:\n- \"alcohol\" <-> CO\nDescription: An alcohol."));
  QVERIFY(user.contains("Question\nSMILES: CCS\nParts:\n- \"thiol\" <-> CS\n"));
  QVERIFY(!user.contains("A thiol."));
  const auto reverse =
      reflect::tuningPrompt(book, Direction::Cap2Mol, PromptForm::Chat, examples, kQuestion);
  QCOMPARE(reverse.target, std::string("CCS"));
  QVERIFY(!QString::fromStdString(reverse.user).contains("CCS"));
}

void ReflectPromptsTest::plainPromptsAreThoseOfIcma_data() {
  QTest::addColumn<bool>("mol2cap");
  QTest::addColumn<bool>("withExample");
  QTest::addColumn<QString>("text");
  const QString question =
      "Based on the above examples, analyse the similarities and differences "
      "between the examples and finally generate a ";
  QTest::newRow("a caption after an example")
      << true << true
      << "Generate a caption for the molecule: CCN\nCaption: An amine with a rather long "
         "caption.\n\n" +
             question + "caption for the molecule: CCS. \nCaption: A thiol.";
  QTest::newRow("a molecule after an example")
      << false << true
      << "Generate a molecule for the caption: An amine with a rather long caption.\nMolecule: "
         "CCN\n\n" +
             question + "molecule for the caption: A thiol.\nMolecule: CCS";
  QTest::newRow("a caption without examples")
      << true << false << "Generate a caption for the molecule: CCS\nCaption: A thiol.";
  QTest::newRow("a molecule without examples")
      << false << false << "Generate a molecule that: A thiol.\nMolecule: CCS";
}

void ReflectPromptsTest::plainPromptsAreThoseOfIcma() {
  QFETCH(bool, mol2cap);
  QFETCH(bool, withExample);
  Sample question = kQuestion;
  question.alignments.clear();
  const auto prompt = reflect::tuningPrompt(
      test::shippedPrompts(), mol2cap ? Direction::Mol2Cap : Direction::Cap2Mol, PromptForm::Plain,
      std::span(&kSecond, withExample ? 1 : 0), question);
  QVERIFY(prompt.system.empty());
  QTEST(QString::fromStdString(prompt.user + prompt.target), "text");
}

void ReflectPromptsTest::theLongestExampleGoesFirst_data() {
  QTest::addColumn<int>("cutoff");
  QTest::addColumn<QStringList>("left");
  QTest::newRow("room for all") << 100000 << QStringList{"a", "b"};
  QTest::newRow("room for the short one") << 330 << QStringList{"a"};
  QTest::newRow("room for none") << 10 << QStringList{};
}

void ReflectPromptsTest::theLongestExampleGoesFirst() {
  QFETCH(int, cutoff);
  const auto left = reflect::examplesThatFit(test::shippedPrompts(), Direction::Mol2Cap,
                                             PromptForm::Plain, {kFirst, kSecond}, kQuestion,
                                             static_cast<std::size_t>(cutoff), countLetters);
  QStringList ids;
  for (const Sample& sample : left) ids << QString::fromStdString(sample.id);
  if (cutoff == 330) {
    // Both would take more, the short one alone does not.
    const auto both =
        reflect::tuningPrompt(test::shippedPrompts(), Direction::Mol2Cap, PromptForm::Plain,
                              std::vector{kFirst, kSecond}, kQuestion);
    QVERIFY(both.user.size() + both.target.size() > 330);
  }
  QTEST(ids, "left");
}

void ReflectPromptsTest::bracesInWhatIsFilledInMeanNothing() {
  QCOMPARE(reflect::filled("{a} {b} {c} {", {{"a", "{b}"}, {"b", "{a}"}}),
           std::string("{b} {a} {c} {"));
}

void ReflectPromptsTest::aPromptFileWithoutASectionIsNamed() {
  QTemporaryDir folder;
  const auto missing = reflect::PromptBook::load(folder.path().toStdString());
  QVERIFY(!missing);
  QCOMPARE(missing.error().code, ErrorCode::NotFound);
  std::ofstream(folder.filePath("extract_mol2cap.txt").toStdString()) << "[system]\nwords\n";
  const auto broken = reflect::PromptBook::load(folder.path().toStdString());
  QVERIFY(!broken);
  QCOMPARE(broken.error().code, ErrorCode::Corrupt);
  QVERIFY(broken.error().message.find("[example]") != std::string::npos);
}

QTEST_GUILESS_MAIN(ReflectPromptsTest)
#include "prompts_test.moc"
