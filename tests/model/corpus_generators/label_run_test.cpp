#include "model/corpus/generators/label_run.h"

#include <QTest>

#include "tests/model/corpus_generators/generated_corpus.h"

using namespace molloquy;
using corpus::Continuation;
using corpus::LabelReport;
using corpus::LabelRequest;

namespace {

constexpr const char* kTable =
    "cid\tsmiles\n"
    "1\tCCO\n"
    "2\tCC(=O)[O-]\n"
    "3\tC1CC\n"
    "4\tOO\n"
    "5\tCCCO\n"
    "6\tNCC\n"
    "7\tCCS\n";

}  // namespace

class LabelRunTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void linesComeInTheOrderOfTheInput();
  void theNumberOfThreadsDoesNotShow();
  void whatIsLeftOutIsToldInOrder();
  void aStoppedRunKeepsWhatIsFinished();
  void aRunThatIsGoneOnWithEqualsOneThatWasNot();
  void aTornJournalLosesOneRecord();
  void aRunStoppedAtOnceLeavesNothing();
  void aLimitCountsStructures();
  void runsThatAreRefused_data();
  void runsThatAreRefused();
  void anInputWithoutStructuresIsToldAndLeavesNothing();

 private:
  [[nodiscard]] LabelRequest request(int jobs = 1) const {
    return {.input = m_input, .output = m_output, .questions = {.conformers = 2}, .jobs = jobs};
  }
  Result<LabelReport> run(const LabelRequest& request, std::stop_token stop = {});
  /// Stops the run when this many conformers have been computed.
  Result<LabelReport> runStoppedAfter(int conformers);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::filesystem::path m_input;
  std::filesystem::path m_output;
  std::filesystem::path m_journal;
  std::vector<corpus::Rejection> m_rejections;
  std::atomic<int> m_computed = 0;
};

void LabelRunTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_input = test::writeFile(*m_folder, "in.tsv", kTable);
  m_output = m_folder->filePath("out.jsonl").toStdString();
  m_journal = corpus::journalOf(m_output);
  m_rejections.clear();
  m_computed = 0;
}

Result<LabelReport> LabelRunTest::run(const LabelRequest& request, std::stop_token stop) {
  return corpus::labelFile(
      request,
      [this](const quantum::SinglePointInput& input, const std::stop_token&) {
        ++m_computed;
        return Result<quantum::SinglePoint>(test::pointOf(input));
      },
      {[this](const corpus::Rejection& row) { m_rejections.push_back(row); }, {}}, stop);
}

Result<LabelReport> LabelRunTest::runStoppedAfter(int conformers) {
  std::stop_source stop;
  m_computed = 0;
  return corpus::labelFile(
      request(),
      [&](const quantum::SinglePointInput& input, const std::stop_token&) {
        if (++m_computed == conformers) stop.request_stop();
        return Result<quantum::SinglePoint>(test::pointOf(input));
      },
      {}, stop.get_token());
}

void LabelRunTest::linesComeInTheOrderOfTheInput() {
  const auto report = run(request(3));
  QVERIFY2(report, report ? "" : report.error().message.c_str());
  QVERIFY(!report->stopped);
  QCOMPARE(report->labelledStructures, std::size_t{5});
  const auto entries = test::entriesOf(m_output);
  QCOMPARE(entries.size(), report->entries);
  std::vector<std::string> ids;
  for (const corpus::Entry& entry : entries) {
    if (ids.empty() || ids.back() != entry.id) ids.push_back(entry.id);
    QCOMPARE(entry.structure.conformers.size(), std::size_t{1});
  }
  QCOMPARE(ids, (std::vector<std::string>{"1", "4", "5", "6", "7"}));
  QVERIFY(!std::filesystem::exists(m_journal));
}

void LabelRunTest::theNumberOfThreadsDoesNotShow() {
  QVERIFY(run(request(1)));
  const QByteArray alone = test::bytesOf(m_output);
  QVERIFY(run(request(4)));
  QVERIFY(!alone.isEmpty());
  QCOMPARE(test::bytesOf(m_output), alone);
}

void LabelRunTest::whatIsLeftOutIsToldInOrder() {
  const auto report = run(request(2));
  QVERIFY(report);
  QCOMPARE(report->refusals, m_rejections.size());
  std::size_t line = 0;
  QStringList told;
  for (const corpus::Rejection& rejection : m_rejections) {
    QVERIFY(rejection.line >= line);
    line = rejection.line;
    told << QStringLiteral("%1 %2")
                .arg(rejection.line)
                .arg(QString::fromStdString(rejection.reason));
  }
  QVERIFY2(!told.filter(QRegularExpression("^3 .*charge of -1")).isEmpty(),
           qPrintable(told.join('\n')));
  QVERIFY2(!told.filter(QRegularExpression("^4 ")).isEmpty(), qPrintable(told.join('\n')));
}

void LabelRunTest::aStoppedRunKeepsWhatIsFinished() {
  const auto report = runStoppedAfter(5);
  QVERIFY2(report, report ? "" : report.error().message.c_str());
  QVERIFY(report->stopped);
  const auto entries = test::entriesOf(m_output);
  QVERIFY(!entries.empty());
  QCOMPARE(entries.size(), report->entries);
  QVERIFY(std::filesystem::exists(m_journal));
}

void LabelRunTest::aRunThatIsGoneOnWithEqualsOneThatWasNot() {
  QVERIFY(run(request()));
  const QByteArray whole = test::bytesOf(m_output);
  const int computedByWhole = m_computed;
  std::filesystem::remove(m_output);
  QVERIFY(runStoppedAfter(5));
  LabelRequest again = request();
  again.continuation = Continuation::Resume;
  const auto report = run(again);
  QVERIFY2(report, report ? "" : report.error().message.c_str());
  QVERIFY(report->resumed > 0);
  QCOMPARE(test::bytesOf(m_output), whole);
  // Only what was in work when the run was stopped is computed twice.
  QVERIFY(m_computed <= computedByWhole + 2);
  QVERIFY(!std::filesystem::exists(m_journal));
}

void LabelRunTest::aTornJournalLosesOneRecord() {
  QVERIFY(run(request()));
  const QByteArray whole = test::bytesOf(m_output);
  QVERIFY(runStoppedAfter(5));
  const auto size = std::filesystem::file_size(m_journal);
  std::filesystem::resize_file(m_journal, size - 10);
  LabelRequest again = request();
  again.continuation = Continuation::Resume;
  QVERIFY(run(again));
  QCOMPARE(test::bytesOf(m_output), whole);
}

void LabelRunTest::aRunStoppedAtOnceLeavesNothing() {
  std::stop_source stop;
  stop.request_stop();
  const auto report = run(request(), stop.get_token());
  QVERIFY(!report || report->stopped);
  QVERIFY(!std::filesystem::exists(m_output));
  QVERIFY(!std::filesystem::exists(m_journal));
}

void LabelRunTest::aLimitCountsStructures() {
  LabelRequest limited = request();
  limited.limit = 3;
  const auto report = run(limited);
  QVERIFY(report);
  QCOMPARE(report->structures, std::size_t{3});
  QCOMPARE(report->labelledStructures, std::size_t{2});
}

void LabelRunTest::runsThatAreRefused_data() {
  QTest::addColumn<QByteArray>("journal");
  QTest::addColumn<bool>("resume");
  QTest::addColumn<QString>("words");
  QTest::newRow("a journal is there, and nobody said to go on")
      << QByteArray("{}\n") << false << "--resume";
  QTest::newRow("an empty journal") << QByteArray() << true << "is empty or no journal";
  QTest::newRow("another file in the journal's place")
      << QByteArray("My notes\n") << true << "is no journal";
  QTest::newRow("a journal of other settings")
      << QByteArray(R"({"molloquy_label_journal":1,"settings":"conformers 9"})") + "\n"
      << true << "other settings or another input (conformers 9)";
}

void LabelRunTest::runsThatAreRefused() {
  QFETCH(QByteArray, journal);
  QFETCH(bool, resume);
  QFETCH(QString, words);
  test::writeFile(*m_folder, "out.jsonl.journal", journal);
  LabelRequest refused = request();
  if (resume) refused.continuation = Continuation::Resume;
  const auto report = run(refused);
  QVERIFY(!report);
  QVERIFY2(QString::fromStdString(report.error().message).contains(words),
           report.error().message.c_str());
  QCOMPARE(test::bytesOf(m_journal), journal);
  QCOMPARE(m_computed.load(), 0);
}

void LabelRunTest::anInputWithoutStructuresIsToldAndLeavesNothing() {
  m_input = test::writeFile(*m_folder, "in.tsv", "cid\tname\n1\tethanol\n");
  QVERIFY(!run(request()));
  m_input = m_folder->filePath("missing.tsv").toStdString();
  QVERIFY(!run(request()));
  QVERIFY(!std::filesystem::exists(m_output));
  QVERIFY(!std::filesystem::exists(m_journal));
}

QTEST_GUILESS_MAIN(LabelRunTest)
#include "label_run_test.moc"
