#include <QTest>

#include "corpus_fixture.h"
#include "model/corpus/checks.h"

using namespace molloquy;
using namespace molloquy::corpus;

/// What is wrong with a corpus, and the corpus without it.
class CorpusChecksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void flawsAreFound_data();
  void flawsAreFound();
  void nothingIsWrongWithGoodLines();
  void leaksAreFoundBetweenFiles_data();
  void leaksAreFoundBetweenFiles();
  void heldOutSplitsOfTheSameFileCount();
  void duplicatesAskTheSameAgain_data();
  void duplicatesAskTheSameAgain();
  void lengthsAreCountedInWords();
  void threadsChangeNothing();
  void theNewCorpusHasNoOffenders();
  void remarksAreDroppedOnlyOnRequest();
  void aStopWritesNothing();
  void filesThatAreMissingAreNamed();

 private:
  Result<CheckReport> check(const QByteArray& corpus, const CheckOptions& options = {}) {
    const std::filesystem::path file = m_scratch.write("corpus.jsonl", corpus);
    return checkCorpora(std::span(&file, 1), options, {}, {});
  }
  test::Scratch m_scratch;
};

namespace {

QByteArray entry(const QByteArray& smiles, const QByteArray& answer = "A text.",
                 const QByteArray& more = "") {
  return "{\"smiles\":\"" + smiles + "\"," + more +
         "\"pairs\":[{\"task\":\"Caption\",\"instruction\":\"Describe it.\",\"answer\":\"" +
         answer + "\"}]}\n";
}

std::size_t total(const CheckReport& report) {
  std::size_t count = 0;
  for (const std::size_t flaw : report.counts) count += flaw;
  return count;
}

}  // namespace

void CorpusChecksTest::flawsAreFound_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::addColumn<QString>("flaw");
  const auto row = [](const char* name, const QByteArray& line, const char* flaw) {
    QTest::addRow("%s", name) << line << flaw;
  };
  row("not JSON", "this is no line\n", "unreadable-line");
  row("conformers of another length", entry("O", "x", "\"symbols\":[\"O\"],\"positions\":[],"),
      "unreadable-line");
  row("an open ring", entry("C1CC"), "unparseable-structure");
  row("a carbon with five bonds", entry("C(C)(C)(C)(C)C"), "unparseable-structure");
  row("positions of another molecule",
      entry("CO", "x", "\"symbols\":[\"C\",\"C\"],\"positions\":[[0,0,0],[1,0,0]],"),
      "foreign-conformer");
  row("a position beyond all numbers",
      entry("CO", "x", "\"symbols\":[\"C\",\"O\"],\"positions\":[[0,0,0],[1e300,0,0]],"),
      "bad-positions");
  row("two atoms in one place",
      entry("CO", "x", "\"symbols\":[\"C\",\"O\"],\"positions\":[[1,0,0],[1,0,0]],"),
      "bad-positions");
  row("an element without a place in the dictionary", entry("[U]"), "unknown-element");
  row("more atoms than the encoder keeps", entry(QByteArray(257, 'C')), "too-many-atoms");
  row("an empty answer", entry("O", "  "), "empty-answer");
  row("the same question again", entry("OCC"), "duplicate");
}

void CorpusChecksTest::flawsAreFound() {
  QFETCH(QByteArray, line);
  QFETCH(QString, flaw);
  const auto report = check(entry("CCO") + line + entry("CC"));
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->lines, std::size_t(3));
  QCOMPARE(report->findings.size(), std::size_t(1));
  const Finding& finding = report->findings[0];
  QCOMPARE(QString::fromStdString(std::string(nameOf(finding.flaw))), flaw);
  QCOMPARE(finding.at.line, std::size_t(2));
  QCOMPARE(report->count(finding.flaw), std::size_t(1));
  QCOMPARE(flawNamed(nameOf(finding.flaw)), std::optional(finding.flaw));
}

void CorpusChecksTest::nothingIsWrongWithGoodLines() {
  CheckOptions options;
  options.embedding = Embedding::Tried;
  const auto report = check(
      entry("CCO") + entry("C[C@H](N)C(=O)O") +
          entry(QByteArray(256, 'C'), "x", "\"symbols\":[],") +
          "{\"text\":\"A plain text.\"}\n"
          "{\"task\":\"mol2cap\",\"messages\":[{\"role\":\"assistant\",\"content\":\"Hi.\"}]}\n",
      {});
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(total(*report), std::size_t(0));
  QCOMPARE(report->entries, std::size_t(3));
  QCOMPARE(report->dialogues, std::size_t(1));
  QCOMPARE(report->plainTexts, std::size_t(1));
  QCOMPARE(report->structures, std::size_t(3));
  QCOMPARE(report->withoutConformer, std::size_t(3));
  const auto embedded = check(entry("CCO") + entry("c1ccccc1"), options);
  QVERIFY(embedded.has_value());
  QCOMPARE(total(*embedded), std::size_t(0));
}

void CorpusChecksTest::leaksAreFoundBetweenFiles_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QString>("flaw");
  QTest::newRow("the same molecule, written otherwise") << QByteArray("OC(=O)[C@H](C)N") << "leak";
  QTest::newRow("its mirror image") << QByteArray("C[C@@H](N)C(=O)O") << "leak-without-stereo";
  QTest::newRow("the same with heavy hydrogen")
      << QByteArray("C[C@H](N)C(=O)O[2H]") << "leak-without-stereo";
  QTest::newRow("a molecule on the same rings")
      << QByteArray("Nc1ccc(CCc2ccccc2)cc1") << "shared-scaffold";
  QTest::newRow("the same rings, with stereo at the double bond that they keep")
      << QByteArray("CCC/C=C1\\\\CCCC[C@H]1N") << "shared-scaffold";
  QTest::newRow("the rings without the chain between them") << QByteArray("c1ccccc1") << "";
  QTest::newRow("another chain without rings") << QByteArray("CCCC") << "";
}

void CorpusChecksTest::leaksAreFoundBetweenFiles() {
  QFETCH(QByteArray, smiles);
  QFETCH(QString, flaw);
  CheckOptions options;
  options.against = {m_scratch.write("held_out.tsv",
                                     "cid\tsmiles\n"
                                     "1\tC[C@H](N)C(=O)O\n"
                                     "2\tOc1ccc(CCc2ccccc2)cc1\n"
                                     "3\tCC=C1CCCCC1O\n")};
  const auto report = check(entry("CCO") + entry(smiles), options);
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  if (flaw.isEmpty()) {
    QCOMPARE(total(*report), std::size_t(0));
    return;
  }
  QCOMPARE(report->findings.size(), std::size_t(1));
  QCOMPARE(QString::fromStdString(std::string(nameOf(report->findings[0].flaw))), flaw);
  QCOMPARE(report->findings[0].at.line, std::size_t(2));
  QVERIFY(report->findings[0].other.has_value());
  QCOMPARE(report->findings[0].other->file, std::uint32_t(1));
  const std::size_t line = flaw != "shared-scaffold" ? 2 : smiles.startsWith("CCC/") ? 4 : 3;
  QCOMPARE(report->findings[0].other->line, line);
}

void CorpusChecksTest::heldOutSplitsOfTheSameFileCount() {
  const auto report =
      check(entry("CCO", "a", "\"split\":\"train\",") + entry("CCO", "b", "\"split\":\"test\","));
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->count(Flaw::Leak), std::size_t(1));
  QCOMPARE(report->splits.at("test"), std::size_t(1));
  const Finding& leak = report->findings.front();
  QCOMPARE(leak.at.line, std::size_t(1));
  QCOMPARE(leak.other->line, std::size_t(2));
}

void CorpusChecksTest::duplicatesAskTheSameAgain_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::addColumn<int>("duplicates");
  QTest::addColumn<int>("withoutStereo");
  QTest::newRow("the same molecule and question") << entry("[C@@H](C)(N)C(=O)O", "y") << 1 << 0;
  QTest::newRow("another isomer") << entry("C[C@@H](N)C(=O)O", "y") << 0 << 1;
  QTest::newRow("another question")
      << QByteArray(
             "{\"smiles\":\"C[C@H](N)C(=O)O\",\"pairs\":[{\"task\":\"LogP\","
             "\"instruction\":\"What is it?\",\"answer\":\"-2.00\"}]}\n")
      << 0 << 0;
  QTest::newRow("another molecule") << entry("CCO") << 0 << 0;
}

void CorpusChecksTest::duplicatesAskTheSameAgain() {
  QFETCH(QByteArray, line);
  QFETCH(int, duplicates);
  QFETCH(int, withoutStereo);
  const auto report = check(entry("C[C@H](N)C(=O)O", "x") + line);
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->count(Flaw::Duplicate), std::size_t(duplicates));
  QCOMPARE(report->count(Flaw::DuplicateWithoutStereo), std::size_t(withoutStereo));
}

void CorpusChecksTest::lengthsAreCountedInWords() {
  const auto report = check(entry("C", "one two  three\\nfour") + entry("CC", "one") +
                            entry("CCC", "a b c d e f g h i j k l"));
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->answers.count, std::size_t(3));
  QCOMPARE(report->answers.words, std::size_t(17));
  QCOMPARE(report->answers.longest, std::size_t(12));
  QCOMPARE(report->answers.longestAt.line, std::size_t(3));
  QCOMPARE(report->answers.bins[1], std::size_t(2));
  QCOMPARE(report->answers.bins[3], std::size_t(1));
  QCOMPARE(report->instructions.words, std::size_t(6));
  QCOMPARE(report->tasks.at("Caption"), std::size_t(3));
}

void CorpusChecksTest::threadsChangeNothing() {
  QByteArray corpus;
  for (int i = 1; i < 60; ++i) {
    corpus += entry(QByteArray(i, 'C') + "O") + entry("c1ccccc1" + QByteArray(i % 7, 'C'));
  }
  CheckOptions one;
  one.threads = 1;
  CheckOptions several;
  several.threads = 4;
  const auto alone = check(corpus, one);
  const auto together = check(corpus, several);
  QVERIFY(alone && together);
  QCOMPARE(alone->counts, together->counts);
  QCOMPARE(alone->findings.size(), together->findings.size());
  for (std::size_t i = 0; i < alone->findings.size(); ++i) {
    QCOMPARE(alone->findings[i].at.line, together->findings[i].at.line);
    QCOMPARE(alone->findings[i].flaw, together->findings[i].flaw);
  }
  QCOMPARE(alone->structures, std::size_t(59 + 7));
}

void CorpusChecksTest::theNewCorpusHasNoOffenders() {
  CheckOptions options;
  options.against = {m_scratch.write("held_out.smi", "CCO\nc1ccccc1C\n")};
  const auto report = check("broken\n" + entry("OCC") + entry("C1CC") + entry("CC") +
                                entry("CC", "again") + entry("c1ccccc1CC") + entry("[U]"),
                            options);
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  const auto output = m_scratch.path("fixed.jsonl");
  const auto fixed = writeWithout(*report, offences(), output, {});
  QVERIFY2(fixed.has_value(), fixed ? "" : fixed.error().message.c_str());
  QCOMPARE(fixed->kept, std::size_t(2));
  QCOMPARE(fixed->dropped, (std::map<Flaw, std::size_t>{{Flaw::UnreadableLine, 1},
                                                        {Flaw::UnparseableStructure, 1},
                                                        {Flaw::UnknownElement, 1},
                                                        {Flaw::Duplicate, 1},
                                                        {Flaw::Leak, 1}}));
  const auto again = checkCorpora(std::span(&output, 1), options, {}, {});
  QVERIFY(again.has_value());
  QCOMPARE(again->lines, std::size_t(2));
  for (const Flaw flaw : offences()) QCOMPARE(again->count(flaw), std::size_t(0));
}

void CorpusChecksTest::remarksAreDroppedOnlyOnRequest() {
  CheckOptions options;
  options.against = {m_scratch.write("held_out.smi", "c1ccccc1C\n")};
  const auto report = check(entry("CC") + entry("c1ccccc1CC"), options);
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->count(Flaw::SharedScaffold), std::size_t(1));
  const auto output = m_scratch.path("fixed.jsonl");
  QCOMPARE(writeWithout(*report, offences(), output, {})->kept, std::size_t(2));
  std::set<Flaw> flaws = offences();
  flaws.insert(Flaw::SharedScaffold);
  QCOMPARE(writeWithout(*report, flaws, output, {})->kept, std::size_t(1));
}

void CorpusChecksTest::aStopWritesNothing() {
  const auto report = check(entry("CC"));
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  std::stop_source stop;
  stop.request_stop();
  const auto output = m_scratch.path("never.jsonl");
  const auto fixed = writeWithout(*report, offences(), output, stop.get_token());
  QVERIFY(fixed.has_value());
  QVERIFY(fixed->stopped);
  QVERIFY(!std::filesystem::exists(output));
  const std::filesystem::path file = m_scratch.path("corpus.jsonl");
  const auto stopped = checkCorpora(std::span(&file, 1), {}, {}, stop.get_token());
  QVERIFY(stopped && stopped->stopped);
}

void CorpusChecksTest::filesThatAreMissingAreNamed() {
  const std::filesystem::path file = m_scratch.path("nowhere.jsonl");
  const auto report = checkCorpora(std::span(&file, 1), {}, {}, {});
  QVERIFY(!report);
  QVERIFY(report.error().message.find("nowhere.jsonl") != std::string::npos);
}

QTEST_GUILESS_MAIN(CorpusChecksTest)
#include "corpus_checks_test.moc"
