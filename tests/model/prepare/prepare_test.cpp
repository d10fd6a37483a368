#include "model/prepare/prepare.h"

#include <QTest>
#include <set>

#include "model/base/atomic_file.h"
#include "model/prepare/geometry.h"
#include "tests/model/prepare/prepare_fixture.h"

using namespace molloquy;
using namespace molloquy::prepare;
using recipes::PreparedDataset;
using recipes::PreparedSplit;

namespace {

Plan planOf(recipes::Objective objective, std::vector<std::string> files) {
  Plan plan = golden::ownPlan();
  plan.objective = objective;
  plan.settings.data = std::move(files);
  return plan;
}

Plan answersOf(std::string file) { return planOf(recipes::Objective::Answers, {std::move(file)}); }

std::vector<std::string> linesOf(const std::vector<std::string>& smiles) {
  std::vector<std::string> lines;
  for (const std::string& name : smiles) lines.push_back(PrepareFixture::line(name));
  return lines;
}

std::size_t countOf(const PreparedDataset& data, PreparedSplit split) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < data.exampleCount(); ++i) count += data.splitOf(i) == split ? 1 : 0;
  return count;
}

std::vector<LeftOut> leftOut(const Plan& plan, const std::filesystem::path& folder) {
  std::vector<LeftOut> rows;
  Options options;
  options.onLeftOut = [&](const LeftOut& row) { rows.push_back(row); };
  [[maybe_unused]] const auto made =
      prepareFile(plan, folder / "left_out.safetensors", "key", options);
  return rows;
}

}  // namespace

class PrepareTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyNumberOfThreadsGivesTheSameFile() {
    const Plan plan = answersOf(m_fixture.write("all.jsonl", linesOf(m_fixture.smallMolecules())));
    std::set<std::string> contents;
    for (const int threads : {1, 3, 7}) {
      const auto path = m_fixture.folder() / "threads.safetensors";
      Options options;
      options.threads = threads;
      QVERIFY(prepareFile(plan, path, "key", options).has_value());
      contents.insert(readFile(path).value());
    }
    QCOMPARE(contents.size(), std::size_t(1));
  }

  void embeddedStructuresHaveTheirHeavyAtoms() {
    const auto data = m_fixture.prepared(answersOf(m_fixture.write("one.jsonl", linesOf({"CCO"}))));
    QCOMPARE(data.structureCount(), std::size_t(1));
    QCOMPARE(data.symbols(0), (std::vector<std::string>{"C", "C", "O"}));
    QCOMPARE(data.conformerCount(0), std::size_t(1));
    const auto points = data.conformer(0, 0);
    const double bond = std::hypot(points[0][0] - points[1][0], points[0][1] - points[1][1],
                                   points[0][2] - points[1][2]);
    QVERIFY(bond > 1.4 && bond < 1.6);
    QCOMPARE(m_fixture.summary.embedded, std::size_t(1));
  }

  void severalConformersAreEmbeddedWhenAskedFor() {
    Plan plan = answersOf(m_fixture.write("several.jsonl", linesOf({"CCCCO"})));
    plan.settings.conformers = 3;
    QCOMPARE(m_fixture.prepared(plan).conformerCount(0), std::size_t(3));
  }

  void givenConformersAreTakenAsTheyAre() {
    const std::string line =
        R"({"smiles": "CO", "symbols": ["C", "H", "O"],)"
        R"( "conformers": [[[0,0,0],[1,0,0],[0,1.4,0]], [[0,0,1],[1,0,1],[0,1.5,1]]],)"
        R"( "pairs": [{"task": "Caption", "answer": "A text."}]})";
    const auto data = m_fixture.prepared(answersOf(m_fixture.write("given.jsonl", {line})));
    QCOMPARE(data.symbols(0), (std::vector<std::string>{"C", "O"}));
    QCOMPARE(data.conformerCount(0), std::size_t(2));
    QCOMPARE(data.conformer(0, 1)[1][1], 1.5F);
    QCOMPARE(m_fixture.summary.given, std::size_t(1));
  }

  void hydrogensStayWhereThereIsNothingElse() {
    const auto data =
        m_fixture.prepared(answersOf(m_fixture.write("h2.jsonl", linesOf({"[H][H]"}))));
    QCOMPARE(data.symbols(0), (std::vector<std::string>{"H", "H"}));
  }

  void oneStructureOfSeveralLinesIsKeptOnce() {
    const auto data = m_fixture.prepared(
        answersOf(m_fixture.write("twice.jsonl", linesOf({"CCO", "CC", "CCO"}))));
    QCOMPARE(data.structureCount(), std::size_t(2));
    QCOMPARE(data.exampleCount(), std::size_t(3));
    QCOMPARE(data.structureOf(2), data.structureOf(0));
  }

  void theEncoderLearnsEveryStructureOnce() {
    const auto data =
        m_fixture.prepared(planOf(recipes::Objective::Denoising,
                                  {m_fixture.write("d.jsonl", linesOf({"CCO", "CC", "CCO"}))}));
    QCOMPARE(data.exampleCount(), std::size_t(2));
    QVERIFY(data.prompt(0).empty());
    QVERIFY(data.answer(0).empty());
  }

  void splitsDecideWhatIsLearnt_data() {
    QTest::addColumn<QString>("split");
    QTest::addColumn<int>("training");
    QTest::addColumn<int>("heldOut");
    QTest::newRow("no split is learnt") << "" << 2 << 0;
    QTest::newRow("pretrain is learnt") << "pretrain" << 2 << 0;
    QTest::newRow("train is learnt") << "train" << 2 << 0;
    QTest::newRow("validation measures") << "validation" << 1 << 1;
    QTest::newRow("valid is another name of it") << "valid" << 1 << 1;
    QTest::newRow("test is left out") << "test" << 1 << 0;
  }

  void splitsDecideWhatIsLearnt() {
    QFETCH(QString, split);
    QFETCH(int, training);
    QFETCH(int, heldOut);
    const auto data = m_fixture.prepared(answersOf(m_fixture.write(
        "split.jsonl",
        {PrepareFixture::line("CCO"), PrepareFixture::line("CCN", split.toStdString())})));
    QCOMPARE(countOf(data, PreparedSplit::Training), std::size_t(training));
    QCOMPARE(countOf(data, PreparedSplit::HeldOut), std::size_t(heldOut));
  }

  void heldOutStructuresAreDrawnBySeed() {
    auto smiles = m_fixture.smallMolecules();
    smiles.insert(smiles.end(), smiles.begin(), smiles.begin() + 6);  // half of them twice
    Plan plan =
        planOf(recipes::Objective::Answers, {m_fixture.write("draw.jsonl", linesOf(smiles))});
    plan.settings.heldOutStructures = 5;
    const auto drawn = [&](std::uint64_t seed) {
      plan.seed = seed;
      const auto data = m_fixture.prepared(plan);
      std::set<std::int32_t> learnt;
      std::set<std::int32_t> measured;
      for (std::size_t i = 0; i < data.exampleCount(); ++i) {
        (data.splitOf(i) == PreparedSplit::HeldOut ? measured : learnt).insert(data.structureOf(i));
      }
      for (const std::int32_t structure : measured) {
        if (learnt.contains(structure)) qFatal("a structure is learnt and measured");
      }
      std::set<std::string> texts;
      for (std::size_t i = 0; i < data.exampleCount(); ++i) {
        if (data.splitOf(i) != PreparedSplit::HeldOut) continue;
        texts.insert(plan.tokenizer->decode(data.answer(i), text::SpecialTokensInText::Keep));
      }
      return texts;
    };
    const auto first = drawn(1);
    QCOMPARE(first.size(), std::size_t(5));
    QCOMPARE(drawn(1), first);
    QVERIFY(drawn(2) != first);
  }

  void theDrawDoesNotDependOnTheCorpussOrder() {
    auto smiles = m_fixture.smallMolecules();
    const auto measured = [&] {
      Plan plan = answersOf(m_fixture.write("order.jsonl", linesOf(smiles)));
      plan.settings.heldOutStructures = 4;
      const auto data = m_fixture.prepared(plan);
      std::set<std::string> texts;
      for (std::size_t i = 0; i < data.exampleCount(); ++i) {
        if (data.splitOf(i) == PreparedSplit::HeldOut) {
          texts.insert(plan.tokenizer->decode(data.answer(i), text::SpecialTokensInText::Keep));
        }
      }
      return texts;
    };
    const auto before = measured();
    std::reverse(smiles.begin(), smiles.end());
    QCOMPARE(measured(), before);
  }

  void aValidationSplitMakesTheDrawNeedless() {
    auto lines = linesOf({"CCO", "CC", "CCC"});
    lines.push_back(PrepareFixture::line("CCN", "validation"));
    Plan plan = answersOf(m_fixture.write("both.jsonl", lines));
    plan.settings.heldOutStructures = 2;
    const auto data = m_fixture.prepared(plan);
    QCOMPARE(countOf(data, PreparedSplit::HeldOut), std::size_t(1));
    QCOMPARE(countOf(data, PreparedSplit::Training), std::size_t(3));
  }

  void badRowsAreReportedWithTheirLine_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("loss");
    QTest::newRow("no JSON") << "smiles: CCO" << int(Loss::UnreadableLine);
    QTest::newRow("no corpus line") << "[1, 2]" << int(Loss::UnreadableLine);
    QTest::newRow("a SMILES with an open ring")
        << QString::fromStdString(PrepareFixture::line("C1CC")) << int(Loss::UnreadableStructure);
    QTest::newRow("an infinite coordinate")
        << R"({"smiles": "C", "symbols": ["C"], "positions": [[1e39, 0, 0]],)"
           R"( "pairs": [{"answer": "A text."}]})"
        << int(Loss::UnreadableStructure);
    QTest::newRow("positions without symbols")
        << R"({"smiles": "C", "conformers": [[]], "pairs": [{"answer": "A text."}]})"
        << int(Loss::UnreadableStructure);
    QTest::newRow("no structure to embed")
        << R"({"symbols": ["C"], "pairs": [{"answer": "A text."}]})"
        << int(Loss::UnreadableStructure);
    QTest::newRow("no pairs") << R"({"smiles": "C", "pairs": []})" << int(Loss::EmptyText);
  }

  void badRowsAreReportedWithTheirLine() {
    QFETCH(QString, line);
    QFETCH(int, loss);
    const Plan plan = answersOf(
        m_fixture.write("bad.jsonl", {PrepareFixture::line("CCO"), "", line.toStdString()}));
    const auto rows = leftOut(plan, m_fixture.folder());
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(int(rows[0].loss), loss);
    QCOMPARE(rows[0].line, std::size_t(3));
    QCOMPARE(rows[0].file, plan.settings.data[0]);
    QVERIFY(rows[0].reason.ends_with("."));
  }

  void failuresLeaveNothingBehind_data() {
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<int>("heldOut");
    QTest::addColumn<bool>("stopped");
    QTest::addColumn<QString>("message");
    const QString good = QString::fromStdString(PrepareFixture::line("CCO"));
    QTest::newRow("a stop") << QStringList{good, good} << 0 << true << "Preparation was stopped.";
    QTest::newRow("only bad rows") << QStringList{"x", "y"} << 0 << false << "no line that could";
    QTest::newRow("only rows of the test split")
        << QStringList{QString::fromStdString(PrepareFixture::line("CCO", "test"))} << 0 << false
        << "rows of the test split (1)";
    QTest::newRow("everything held out")
        << QStringList{good} << 3 << false << "lower data.held_out_structures";
  }

  void failuresLeaveNothingBehind() {
    QFETCH(QStringList, lines);
    QFETCH(int, heldOut);
    QFETCH(bool, stopped);
    QFETCH(QString, message);
    std::vector<std::string> written;
    for (const QString& line : lines) written.push_back(line.toStdString());
    Plan plan = answersOf(m_fixture.write("failure.jsonl", written));
    plan.settings.heldOutStructures = heldOut;
    std::stop_source source;
    if (stopped) source.request_stop();
    QTemporaryDir output;
    const std::filesystem::path folder = output.path().toStdString();
    const auto made = prepareFile(plan, folder / "out.safetensors", "key", {}, source.get_token());
    QVERIFY(!made.has_value());
    QVERIFY2(QString::fromStdString(made.error().message).contains(message),
             made.error().message.c_str());
    QVERIFY(std::filesystem::is_empty(folder));
  }

  void aStopInTheMiddleEndsTheWork() {
    const Plan plan = answersOf(m_fixture.write("stop.jsonl", linesOf(m_fixture.smallMolecules())));
    std::stop_source source;
    Options options;
    options.threads = 2;
    options.onProgress = [&](const Progress&) { source.request_stop(); };
    const auto path = m_fixture.folder() / "stopped.safetensors";
    QVERIFY(!prepareFile(plan, path, "key", options, source.get_token()).has_value());
    QVERIFY(!std::filesystem::exists(path));
  }

  void aMissingCorpusIsNamed() {
    const auto made = prepareFile(answersOf("/nowhere/corpus.jsonl"),
                                  m_fixture.folder() / "missing.safetensors", "key", {});
    QCOMPARE(made.error().code, ErrorCode::NotFound);
    QVERIFY(made.error().message.find("/nowhere/corpus.jsonl") != std::string::npos);
  }

 private:
  PrepareFixture m_fixture;
};

QTEST_GUILESS_MAIN(PrepareTest)
#include "prepare_test.moc"
