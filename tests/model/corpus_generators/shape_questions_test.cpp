#include "model/corpus/generators/shape_questions.h"

#include <QTest>
#include <set>

#include "tests/model/corpus_generators/generated_corpus.h"

using namespace molloquy;
using corpus::Entry;
using corpus::ShapeQuestions;

namespace {

Entry structure(const char* smiles) { return {"42", "textbook", "test", {smiles, {}, {}}, {}}; }

ShapeQuestions questionsAbout(const Entry& entry, corpus::ShapeQuestionOptions options = {}) {
  options.source = "computed";
  return corpus::shapeQuestions(entry, options, test::stillCalculator(), {});
}

}  // namespace

class ShapeQuestionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fiveQuestionsAboutOneConformer();
  void conformersShareNameAndWordingAndDifferInAnswers();
  void numbersAreOfTheVeryPositionsOfTheLine();
  void ownConformersAreUsed();
  void sameShapesAreLabelledOnce();
  void whatIsNotLabelledIsTold_data();
  void whatIsNotLabelledIsTold();
  void ionsAreLabelledWhenAskedFor();
  void whatXtbSaysOfAConformerIsTold();
  void anEmbeddingThatTakesTooLongIsEnded();
  void aStopEndsTheWork();
};

void ShapeQuestionsTest::fiveQuestionsAboutOneConformer() {
  const ShapeQuestions made = questionsAbout(structure("CCO"));
  QVERIFY(made.refused.empty());
  QCOMPARE(made.entries.size(), std::size_t{1});
  const Entry& entry = made.entries[0];
  QCOMPARE(entry.id, std::string("42"));
  QCOMPARE(entry.split, std::string("test"));
  QCOMPARE(entry.source, std::string("computed"));
  QCOMPARE(entry.structure.smiles, std::string("CCO"));
  QCOMPARE(entry.structure.symbols.size(), std::size_t{9});
  QCOMPARE(entry.structure.conformers.size(), std::size_t{1});
  const char* tasks[] = {"GFN2-xTB HOMO", "GFN2-xTB LUMO", "GFN2-xTB HOMO-LUMO Gap",
                         "GFN2-xTB Total Energy", "GFN2-xTB Dipole Moment"};
  QCOMPARE(entry.pairs.size(), std::size_t{5});
  for (std::size_t i = 0; i < 5; ++i) QCOMPARE(entry.pairs[i].task, std::string(tasks[i]));
}

void ShapeQuestionsTest::conformersShareNameAndWordingAndDifferInAnswers() {
  const ShapeQuestions made = questionsAbout(structure("CCCCCO"), {.conformers = 4});
  QVERIFY(made.entries.size() >= 2);
  QCOMPARE(made.entries.size() + made.refused.size(), std::size_t{4});
  std::set<std::string> energies;
  for (const Entry& entry : made.entries) {
    QCOMPARE(entry.id, std::string("42"));
    for (std::size_t i = 0; i < 5; ++i) {
      QCOMPARE(entry.pairs[i].instruction, made.entries[0].pairs[i].instruction);
    }
    energies.insert(entry.pairs[3].answer);
  }
  QCOMPARE(energies.size(), made.entries.size());
}

void ShapeQuestionsTest::numbersAreOfTheVeryPositionsOfTheLine() {
  std::vector<quantum::SinglePointInput> asked;
  const auto made =
      corpus::shapeQuestions(structure("OO"), {},
                             [&](const quantum::SinglePointInput& input, const std::stop_token&) {
                               asked.push_back(input);
                               return Result<quantum::SinglePoint>(test::pointOf(input));
                             },
                             {});
  QCOMPARE(asked.size(), std::size_t{1});
  QCOMPARE(made.entries.size(), std::size_t{1});
  // Written and read back, as a program does that learns from the line.
  const QTemporaryDir folder;
  const std::filesystem::path file = folder.filePath("line.jsonl").toStdString();
  auto writer = corpus::CorpusWriter::create(file);
  QVERIFY(writer && writer->write(made.entries[0]) && writer->finish());
  const auto read = test::entriesOf(file);
  QCOMPARE(read.size(), std::size_t{1});
  const corpus::Positions& positions = read[0].structure.conformers.at(0);
  for (std::size_t atom = 0; atom < positions.size(); ++atom) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      QCOMPARE(static_cast<float>(asked[0].positions[atom][axis]), positions[atom][axis]);
    }
  }
  QVERIFY((asked[0].atomicNumbers == std::vector<int>{8, 8, 1, 1}));
}

void ShapeQuestionsTest::ownConformersAreUsed() {
  Entry entry = structure("O");
  entry.structure.symbols = {"H", "O", "H"};  // Not the order of the SMILES.
  entry.structure.conformers = {{{0, 0.757F, -0.469F}, {0, 0, 0.117F}, {0, -0.757F, -0.469F}},
                                {{0, 0.8F, -0.469F}, {0, 0, 0.117F}, {0, -0.8F, -0.469F}},
                                {{0, 0.9F, -0.469F}, {0, 0, 0.117F}, {0, -0.9F, -0.469F}}};
  const ShapeQuestions made = questionsAbout(entry, {.conformers = 2});
  QCOMPARE(made.entries.size(), std::size_t{2});
  QVERIFY(made.entries[1].structure.conformers.at(0) == entry.structure.conformers[1]);
  QCOMPARE(made.entries[1].structure.symbols[1], std::string("O"));
}

void ShapeQuestionsTest::sameShapesAreLabelledOnce() {
  const ShapeQuestions made = questionsAbout(structure("C"), {.conformers = 3});
  QCOMPARE(made.entries.size(), std::size_t{1});
  QCOMPARE(made.refused.size(), std::size_t{2});
  QVERIFY(made.refused[0].find("the same shape") != std::string::npos);
}

void ShapeQuestionsTest::whatIsNotLabelledIsTold_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QString>("words");
  QTest::newRow("no SMILES") << QByteArray() << "no SMILES";
  QTest::newRow("a bad SMILES") << QByteArray("C1CC") << "ring";
  QTest::newRow("a salt") << QByteArray("[Na+].[Cl-]") << "2 components";
  QTest::newRow("a hydrate of two") << QByteArray("CCO.O.O") << "3 components";
  QTest::newRow("an anion") << QByteArray("CC(=O)[O-]") << "charge of -1";
  QTest::newRow("a cation") << QByteArray("[NH4+]") << "charge of +1";
  QTest::newRow("the radical NO") << QByteArray("[N]=O") << "N1 has an unpaired electron";
  QTest::newRow("triplet methylene") << QByteArray("[CH2]") << "unpaired electron";
  QTest::newRow("too many heavy atoms") << QByteArray(101, 'C') << "101 heavy atoms";
}

void ShapeQuestionsTest::whatIsNotLabelledIsTold() {
  QFETCH(QByteArray, smiles);
  QFETCH(QString, words);
  const ShapeQuestions made = questionsAbout(structure(smiles.constData()));
  QVERIFY(made.entries.empty());
  QCOMPARE(made.refused.size(), std::size_t{1});
  QVERIFY2(QString::fromStdString(made.refused[0]).contains(words), made.refused[0].c_str());
}

void ShapeQuestionsTest::ionsAreLabelledWhenAskedFor() {
  int charge = 0;
  const auto made =
      corpus::shapeQuestions(structure("CC(=O)[O-]"), {.charges = corpus::Charges::Any},
                             [&](const quantum::SinglePointInput& input, const std::stop_token&) {
                               charge = input.charge;
                               return Result<quantum::SinglePoint>(test::pointOf(input));
                             },
                             {});
  QCOMPARE(charge, -1);
  QCOMPARE(made.entries.size(), std::size_t{1});
  QVERIFY(made.entries[0].pairs[0].instruction.find("GFN2-xTB HOMO (charge -1)") !=
          std::string::npos);
}

void ShapeQuestionsTest::whatXtbSaysOfAConformerIsTold() {
  const auto made = corpus::shapeQuestions(
      structure("CCO"), {},
      [](const quantum::SinglePointInput&, const std::stop_token&) -> Result<quantum::SinglePoint> {
        return fail(ErrorCode::Internal, "The xtb worker was ended by signal 9 (Killed).");
      },
      {});
  QVERIFY(made.entries.empty());
  QCOMPARE(made.refused,
           std::vector<std::string>{"The xtb worker was ended by signal 9 (Killed)."});
}

void ShapeQuestionsTest::anEmbeddingThatTakesTooLongIsEnded() {
  const QByteArray longChain(90, 'C');
  const ShapeQuestions made = questionsAbout(structure(longChain.constData()),
                                             {.embeddingLimit = std::chrono::milliseconds(1)});
  QVERIFY(made.entries.empty());
  QCOMPARE(made.refused, std::vector<std::string>{"0 of 1 shapes were found within 0.001 s."});
}

void ShapeQuestionsTest::aStopEndsTheWork() {
  std::stop_source stop;
  int calls = 0;
  corpus::shapeQuestions(
      structure("CCCCCO"), {.conformers = 4},
      [&](const quantum::SinglePointInput& input, const std::stop_token&) {
        ++calls;
        stop.request_stop();
        return Result<quantum::SinglePoint>(test::pointOf(input));
      },
      stop.get_token());
  QCOMPARE(calls, 1);
}

QTEST_GUILESS_MAIN(ShapeQuestionsTest)
#include "shape_questions_test.moc"
