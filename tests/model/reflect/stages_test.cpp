#include <QTemporaryDir>

#include <fstream>

#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/reflect/describer_teacher.h"
#include "model/reflect/export_samples.h"
#include "model/reflect/resumable_log.h"
#include "tests/model/reflect/reflect_fixture.h"

using namespace molloquy;
using reflect::Direction;
using retrieval::ReferenceRow;
namespace fs = std::filesystem;

namespace {

std::vector<ReferenceRow> someRows() {
  return {
      {"1", "own", "train", "CC(=O)Oc1ccccc1C(=O)O", "The molecule is an acetate ester."},
      {"2", "own", "train", "OC(=O)c1ccccc1O", "The molecule is a monohydroxybenzoic acid."},
      {"3", "own", "train", "CC(=O)Oc1ccccc1", "The molecule is an acetate ester of a phenol."},
      {"4", "own", "validation", "CCO", "The molecule is a primary alcohol."},
      {"5", "own", "test", "O=C(O)c1ccccc1OC(C)=O", "The molecule is an acetate ester."},
      {"6", "own", "train", "C1CC", "The molecule cannot be drawn."},
  };
}

std::string textOf(const fs::path& file) {
  const auto text = readFile(file);
  return text ? *text : std::string();
}

}  // namespace

/// All stages on a small corpus.
class ReflectStagesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void examplesAreTrainingRowsOnly_data();
  void examplesAreTrainingRowsOnly();
  void extractionReportsRowsThatCannotBeRead();
  void interruptedWorkGoesOn();
  void workOfOtherSettingsIsNotContinued();
  void aDamagedEndIsCutOff();
  void theStudentChoosesAndIsHeard_data();
  void theStudentChoosesAndIsHeard();
  void testRowsAreScoredWithoutTheirTarget();
  void aModelThatFailsEndsTheStage();
  void samplesHaveNoTestRows_data();
  void samplesHaveNoTestRows();
  void nothingToExportIsAnError();

 private:
  [[nodiscard]] fs::path path(const char* name) const {
    return fs::path(m_folder->path().toStdString()) / name;
  }
  reflect::StageSettings settings(Direction direction) {
    reflect::StageSettings settings;
    settings.direction = direction;
    settings.threads = 2;
    settings.onSkipped = [this](const ReferenceRow& row, const std::string&) {
      m_skipped.push_back(row.id);
    };
    return settings;
  }
  reflect::ExampleFinder finder(Direction direction) {
    auto made = reflect::ExampleFinder::create(m_rows, direction, {}, {}, {});
    if (!made) qFatal("stopped");
    return *std::move(made);
  }
  /// Both stages by the describer.
  std::pair<reflect::AlignmentSet, reflect::AlignmentSet> bothStages(Direction direction);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::shared_ptr<const align::Lexicon> m_lexicon;
  std::vector<ReferenceRow> m_rows = someRows();
  std::vector<std::string> m_skipped;

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_skipped.clear();
  }
};

void ReflectStagesTest::initTestCase() {
  m_lexicon = test::shippedLexicon();
  QVERIFY(m_lexicon);
}

std::pair<reflect::AlignmentSet, reflect::AlignmentSet> ReflectStagesTest::bothStages(
    Direction direction) {
  reflect::DescriberTeacher teacher(m_lexicon);
  const auto loaded = [this](const char* name) {
    auto set = reflect::AlignmentSet::load(path(name));
    if (!set) qFatal("%s", set.error().message.c_str());
    return *std::move(set);
  };
  if (!reflect::extractAlignments(m_rows, teacher, settings(direction), path("zero"), {}))
    qFatal("!");
  reflect::AlignmentSet zero = loaded("zero");
  if (!reflect::reflectAlignments(m_rows, finder(direction), zero, teacher, settings(direction),
                                  path("reflected"), {})) {
    qFatal("!");
  }
  m_skipped.clear();
  return {std::move(zero), loaded("reflected")};
}

void ReflectStagesTest::examplesAreTrainingRowsOnly_data() {
  QTest::addColumn<bool>("mol2cap");
  QTest::addColumn<int>("row");
  QTest::addColumn<QList<int>>("examples");
  // Row 5 is row 1 written in another way, and nobody's example; the most similar stands last.
  QTest::newRow("of a training row by molecule") << true << 0 << QList<int>{1, 2};
  QTest::newRow("of the test row, not its own structure") << true << 4 << QList<int>{1, 2};
  QTest::newRow("of a training row by caption") << false << 0 << QList<int>{1, 2};
  QTest::newRow("of the test row by caption, not its own structure")
      << false << 4 << QList<int>{1, 2};
  QTest::newRow("of a row that cannot be read") << true << 5 << QList<int>{};
}

void ReflectStagesTest::examplesAreTrainingRowsOnly() {
  QFETCH(bool, mol2cap);
  QFETCH(int, row);
  QFETCH(QList<int>, examples);
  const auto found = finder(mol2cap ? Direction::Mol2Cap : Direction::Cap2Mol)
                         .examplesFor(static_cast<std::size_t>(row));
  QList<int> rows;
  for (const auto& neighbour : found) rows << static_cast<int>(neighbour.row);
  std::sort(rows.begin(), rows.end());
  // An unreadable row's caption may be an example of captions; what matters is who never is.
  QVERIFY(!rows.contains(row) && !rows.contains(3) && !rows.contains(4));
  if (row == 4) QVERIFY(!rows.contains(0));
  if (mol2cap) QCOMPARE(rows, examples);
}

void ReflectStagesTest::extractionReportsRowsThatCannotBeRead() {
  reflect::DescriberTeacher teacher(m_lexicon);
  for (const Direction direction : {Direction::Mol2Cap, Direction::Cap2Mol}) {
    const fs::path file = path(direction == Direction::Mol2Cap ? "one" : "two");
    m_skipped.clear();
    const auto report = reflect::extractAlignments(m_rows, teacher, settings(direction), file, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(report->done, std::size_t{5});
    QCOMPARE(m_skipped, std::vector<std::string>{"6"});
    QVERIFY(!fs::exists(file.string() + ".part"));
    const auto set = reflect::AlignmentSet::load(file);
    QVERIFY2(set.has_value(), set ? "" : set.error().message.c_str());
    QVERIFY(set->find("1") != nullptr && set->find("6") == nullptr);
  }
}

void ReflectStagesTest::interruptedWorkGoesOn() {
  reflect::DescriberTeacher teacher(m_lexicon);
  QVERIFY(
      reflect::extractAlignments(m_rows, teacher, settings(Direction::Mol2Cap), path("whole"), {}));
  std::stop_source source;
  reflect::StageSettings first = settings(Direction::Mol2Cap);
  first.onProgress = [&](std::size_t done, std::size_t) {
    if (done == 2) source.request_stop();
  };
  const auto stopped =
      reflect::extractAlignments(m_rows, teacher, first, path("parts"), source.get_token());
  QVERIFY(stopped && stopped->stopped);
  QVERIFY(!fs::exists(path("parts")));
  const auto report =
      reflect::extractAlignments(m_rows, teacher, settings(Direction::Mol2Cap), path("parts"), {});
  QVERIFY(report);
  QCOMPARE(report->resumed, std::size_t{2});
  QCOMPARE(report->done, std::size_t{5});
  QVERIFY(textOf(path("parts")) == textOf(path("whole")));
}

void ReflectStagesTest::workOfOtherSettingsIsNotContinued() {
  auto log = reflect::ResumableLog::open(path("log"), "one");
  QVERIFY(log && log->append("a\n"));
  const auto other = reflect::ResumableLog::open(path("log"), "two");
  QVERIFY(!other);
  QVERIFY(other.error().message.find("log.part") != std::string::npos);
  QVERIFY(!reflect::ResumableLog::open(path("none") / "log", "one"));
}

void ReflectStagesTest::aDamagedEndIsCutOff() {
  {
    auto log = reflect::ResumableLog::open(path("log"), "one");
    QVERIFY(log && log->append("first\nof two lines\n") && log->append("second\n"));
  }
  std::ofstream(path("log.part"), std::ios::app) << "third, but without its e";
  auto log = reflect::ResumableLog::open(path("log"), "one");
  QVERIFY(log);
  QCOMPARE(log->found, (std::vector<std::string>{"first\nof two lines\n", "second\n"}));
  QVERIFY(log->append("fourth\n"));
  QVERIFY(log->finish("head\n"));
  QCOMPARE(textOf(path("log")), std::string("head\nfirst\nof two lines\nsecond\nfourth\n"));
  QVERIFY(!fs::exists(path("log.part")));
}

void ReflectStagesTest::theStudentChoosesAndIsHeard_data() {
  QTest::addColumn<bool>("mol2cap");
  QTest::addColumn<bool>("credit");
  QTest::newRow("mol2cap") << true << false;
  QTest::newRow("cap2mol") << false << false;
  QTest::newRow("mol2cap with each phrase's part") << true << true;
}

void ReflectStagesTest::theStudentChoosesAndIsHeard() {
  QFETCH(bool, mol2cap);
  QFETCH(bool, credit);
  const Direction direction = mol2cap ? Direction::Mol2Cap : Direction::Cap2Mol;
  const auto [zero, reflected] = bothStages(direction);
  const auto book = test::shippedPrompts();
  test::ScriptedSession model("");
  reflect::Student student(model, book, reflect::estimateTokens, {});
  reflect::SelectionSettings selection;
  selection.stage = settings(direction);
  if (credit) selection.credit = reflect::PhraseCredit::Measured;
  const auto report = reflect::selectAlignments(m_rows, finder(direction), zero, reflected, student,
                                                selection, {path("scores"), path("selected")}, {});
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->stage.done, std::size_t{5});
  QCOMPARE(m_skipped, std::vector<std::string>{"6"});
  QCOMPARE(report->zero + report->reflected + report->none, std::size_t{5});
  // A per-row minimum is no worse than either mean, but for what the verified share decided.
  if (report->byVerifiedShare == 0 && report->means.rows > 0) {
    QVERIFY(report->means.selected <= std::min(report->means.zero, report->means.reflected) + 1e-9);
  }
  const auto selections = reflect::readSelections(path("scores"));
  QVERIFY(selections);
  QCOMPARE(selections->size(), std::size_t{5});
  QVERIFY(selections->at("1").none && *selections->at("1").none > 1.0);
  QCOMPARE(!selections->at("1").credit.empty(), credit);
  const auto selected = reflect::AlignmentSet::load(path("selected"));
  QVERIFY2(selected.has_value(), selected ? "" : selected.error().message.c_str());
  for (const auto& record : selected->find("1")->records) {
    QCOMPARE(record.stage, align::AlignmentStage::Selected);
  }
}

void ReflectStagesTest::testRowsAreScoredWithoutTheirTarget() {
  for (const Direction direction : {Direction::Mol2Cap, Direction::Cap2Mol}) {
    init();
    const auto [zero, reflected] = bothStages(direction);
    const auto book = test::shippedPrompts();
    test::ScriptedSession model("");
    reflect::Student student(model, book, reflect::estimateTokens, {});
    reflect::SelectionSettings selection;
    selection.stage = settings(direction);
    QVERIFY(reflect::selectAlignments(m_rows, finder(direction), zero, reflected, student,
                                      selection, {path("scores"), path("selected")}, {}));
    const auto selections = reflect::readSelections(path("scores"));
    QVERIFY(selections);
    QCOMPARE(selections->at("5").rule, reflect::SelectionRule::Self);
    QVERIFY(!selections->at("5").none);
    QCOMPARE(selections->at("1").rule, reflect::SelectionRule::TargetConditional);
  }
}

void ReflectStagesTest::aModelThatFailsEndsTheStage() {
  const auto [zero, reflected] = bothStages(Direction::Mol2Cap);
  const auto book = test::shippedPrompts();
  test::ScriptedSession model("");
  model.failure = Error(ErrorCode::OutOfMemory, "There is no memory left.");
  reflect::Student student(model, book, reflect::estimateTokens, {});
  reflect::SelectionSettings selection;
  selection.stage = settings(Direction::Mol2Cap);
  const auto report =
      reflect::selectAlignments(m_rows, finder(Direction::Mol2Cap), zero, reflected, student,
                                selection, {path("scores"), path("selected")}, {});
  QVERIFY(!report);
  QCOMPARE(report.error().code, ErrorCode::OutOfMemory);
  QVERIFY(!fs::exists(path("selected")) && !fs::exists(path("scores")));
}

void ReflectStagesTest::samplesHaveNoTestRows_data() {
  QTest::addColumn<bool>("plain");
  QTest::addColumn<int>("cutoff");
  QTest::addColumn<int>("samples");
  QTest::newRow("conversations") << false << 4096 << 4;
  QTest::newRow("plain texts") << true << 4096 << 4;
  QTest::newRow("with room for the shortest only") << true << 60 << 3;
}

void ReflectStagesTest::samplesHaveNoTestRows() {
  QFETCH(bool, plain);
  QFETCH(int, cutoff);
  QFETCH(int, samples);
  const auto [zero, reflected] = bothStages(Direction::Mol2Cap);
  reflect::ExportSettings exporting;
  exporting.stage = settings(Direction::Mol2Cap);
  if (plain) exporting.form = reflect::PromptForm::Plain;
  exporting.cutoff = static_cast<std::size_t>(cutoff);
  const auto report =
      reflect::exportSamples(m_rows, finder(Direction::Mol2Cap), reflected, {},
                             test::shippedPrompts(), exporting, path("samples"), {});
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->test, std::size_t{1});
  if (cutoff > 100) QCOMPARE(static_cast<int>(report->stage.done), samples);
  if (cutoff < 100) QVERIFY(report->examplesDropped > 0 && report->stage.done < 4);
  std::size_t lines = 0;
  const auto onLine = [&](std::size_t, corpus::Line&& line) {
    ++lines;
    if (const auto* dialogue = std::get_if<corpus::Dialogue>(&line)) {
      if (dialogue->split == "test" || dialogue->messages.size() != 3) return corpus::Reading::Stop;
      const auto meta = nlohmann::json::parse(dialogue->meta);
      if (meta.at("examples").empty()) return corpus::Reading::Stop;
    }
    return corpus::Reading::GoOn;
  };
  QVERIFY(corpus::readCorpus(path("samples"), onLine, [](const auto&) { QFAIL("rejected"); }));
  QCOMPARE(lines, report->stage.done);
}

void ReflectStagesTest::nothingToExportIsAnError() {
  const std::vector<ReferenceRow> rows = {m_rows[4]};
  const auto found = reflect::ExampleFinder::create(rows, Direction::Mol2Cap, {}, {}, {});
  QVERIFY(found);
  QVERIFY(found->examplesFor(0).empty());
  const auto report = reflect::exportSamples(rows, *found, {}, {}, test::shippedPrompts(),
                                             reflect::ExportSettings{}, path("samples"), {});
  QVERIFY(!report);
  QVERIFY(!fs::exists(path("samples")));
}

QTEST_GUILESS_MAIN(ReflectStagesTest)
#include "stages_test.moc"
