#include <QTest>

#include "corpus_fixture.h"

using namespace molloquy;
using namespace molloquy::corpus;
using test::Imported;

/// Questions, conversations and alignments in JSON.
class JsonImportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void questionsJoinTheirStructures_data();
  void questionsJoinTheirStructures();
  void badQuestionsAreReported_data();
  void badQuestionsAreReported();
  void brokenArraysAreRefused_data();
  void brokenArraysAreRefused();
  void questionsNeedStructures();
  void unknownTasksAreTold();
  void aLargeArrayIsStreamed();
  void jsonLinesAreTakenOrReported();
  void textsMayBeginLater();
  void conversationsAreTakenOrReported_data();
  void conversationsAreTakenOrReported();
  void alignmentsBecomeCaptionsAndLines();
  void aBadAlignmentCostsItsMoleculeOnly();
  void corporaAreReadAgain();

 private:
  ImportOptions withStructures() {
    ImportOptions options;
    options.structures = test::dataFile("pubchem.lmdb");
    return options;
  }
  test::Scratch m_scratch;
};

namespace {

QByteArray question(const QByteArray& input, const QByteArray& task = "LogP",
                    const QByteArray& output = "The LogP for the input molecule is 1.00.") {
  return "{\"instruction\": \"What is the LogP? \", \"input\": \"" + input + "\", \"output\": \"" +
         output + "\", \"task\": \"" + task + "\"}";
}

}  // namespace

void JsonImportTest::questionsJoinTheirStructures_data() {
  QTest::addColumn<QString>("kind");
  QTest::newRow("of a database") << "lmdb";
  QTest::newRow("of a corpus") << "corpus";
  QTest::newRow("of a table") << "table";
}

void JsonImportTest::questionsJoinTheirStructures() {
  QFETCH(QString, kind);
  ImportOptions options = withStructures();
  if (kind == "corpus") {
    options.structures = m_scratch.write("s.jsonl",
                                         "{\"id\":\"962\",\"smiles\":\"O\",\"pairs\":[]}\n"
                                         "{\"id\":\"964\",\"smiles\":\"[He]\",\"symbols\":[\"He\"],"
                                         "\"positions\":[[0,0,0]],\"pairs\":[]}\n");
  } else if (kind == "table") {
    options.structures = m_scratch.write("s.tsv", "cid\tsmiles\n962\tO\n964\t[He]\n");
  }
  const auto file = m_scratch.write(
      "q.json", "[" + question("962") + ",\n " + question("962", "Complexity") + "," +
                    question("964") + ", " + question("962", "Molecular Weight") + "]\n");
  const Imported imported = test::importFile(file, options);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.report->taken, std::size_t(4));
  // Neighbours about one molecule share a line.
  QCOMPARE(imported.report->lines, std::size_t(3));
  QCOMPARE(imported.entry(0).pairs.size(), std::size_t(2));
  QCOMPARE(imported.entry(0).structure.smiles, std::string("O"));
  QCOMPARE(imported.entry(0).pairs[1].task, std::string("Complexity"));
  QCOMPARE(imported.entry(0).pairs[0].instruction, std::string("What is the LogP? "));
  QCOMPARE(imported.entry(1).structure.smiles, std::string("[He]"));
  QCOMPARE(imported.entry(1).structure.conformers.size(), std::size_t(kind == "table" ? 0 : 1));
}

void JsonImportTest::badQuestionsAreReported_data() {
  QTest::addColumn<QByteArray>("row");
  QTest::addColumn<int>("kind");
  const auto row = [](const char* name, const QByteArray& bytes, RejectionKind kind) {
    QTest::addRow("%s", name) << bytes << int(kind);
  };
  row("a number", "17", RejectionKind::BrokenRecord);
  row("null", "null", RejectionKind::BrokenRecord);
  row("a list of texts", "[\"instruction\", \"input\"]", RejectionKind::BrokenRecord);
  row("an empty object", "{}", RejectionKind::MissingField);
  row("a molecule that is not there", question("1"), RejectionKind::UnknownStructure);
  row("no task", question("962", ""), RejectionKind::MissingField);
  row("an empty answer", question("962", "LogP", " "), RejectionKind::EmptyText);
  row("an answer that is a list",
      "{\"instruction\":\"a\",\"input\":\"962\",\"output\":[\"b\"],\"task\":\"LogP\"}",
      RejectionKind::MissingField);
  row("an answer that is true",
      "{\"instruction\":\"a\",\"input\":\"962\",\"output\":true,\"task\":\"LogP\"}",
      RejectionKind::MissingField);
}

void JsonImportTest::badQuestionsAreReported() {
  QFETCH(QByteArray, row);
  QFETCH(int, kind);
  const auto file =
      m_scratch.write("q.json", "[" + question("962") + "," + row + "," + question("964") + "]");
  const Imported imported = test::importFile(file, withStructures());
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.report->taken, std::size_t(2));
  QCOMPARE(imported.rejections.size(), std::size_t(1));
  QCOMPARE(imported.rejections[0].row.line, std::size_t(2));
  QCOMPARE(int(imported.rejections[0].kind), kind);
}

void JsonImportTest::brokenArraysAreRefused_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("sentence");
  QTest::newRow("cut off behind a row") << "[" + question("962") + ","
                                        << "row 1";
  QTest::newRow("cut off within a row") << "[" + question("962").chopped(9) << "row 1";
  QTest::newRow("more behind its end") << "[" + question("962") + "] x"
                                       << "row 1";
  QTest::newRow("an array without rows") << QByteArray("[]") << "no row";
  QTest::newRow("very deep nesting") << "[" + QByteArray(200000, '[') << "row 1";
  QTest::newRow("bytes that are not UTF-8") << "[" + question("\xff\xfe") + "]"
                                            << "row 1";
}

void JsonImportTest::brokenArraysAreRefused() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, sentence);
  ImportOptions options = withStructures();
  options.format = ImportFormat::Moit;
  const Imported imported = test::importFile(m_scratch.write("b.json", bytes), options);
  QVERIFY(!imported.report);
  QVERIFY2(imported.failure().contains(sentence), qPrintable(imported.failure()));
}

void JsonImportTest::questionsNeedStructures() {
  const Imported imported =
      test::importFile(m_scratch.write("q.json", "[" + question("962") + "]"));
  QVERIFY(!imported.report);
  QVERIFY2(imported.failure().contains("--structures"), qPrintable(imported.failure()));
}

void JsonImportTest::unknownTasksAreTold() {
  const auto file =
      m_scratch.write("q.json", "[" + question("962", "Taste") + "," + question("962") + "]");
  const Imported imported = test::importFile(file, withStructures());
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.report->taken, std::size_t(2));
  QCOMPARE(imported.report->remarks.size(), std::size_t(1));
  QVERIFY(imported.report->remarks[0].find("\"Taste\"") != std::string::npos);
}

void JsonImportTest::aLargeArrayIsStreamed() {
  QByteArray array = "[";
  for (int i = 0; i < 5000; ++i) array += question(i % 2 == 0 ? "962" : "964") + ",\n";
  array += question("962") + "]";
  const Imported imported =
      test::importFile(m_scratch.write("large.json", array), withStructures());
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.lines.size(), std::size_t(5001));
}

void JsonImportTest::jsonLinesAreTakenOrReported() {
  const auto file = m_scratch.write("l.jsonl",
                                    "{\"smi\": \"CCO\", \"caption\": \"A liquid.\", \"cid\": 702}\n"
                                    "\n"
                                    "{\"smi\": \"CC\", \"cid\": 6324}\n"
                                    "{\"smi\": \"C\", \"caption\": [\"A\", \"gas\"]}\n"
                                    "[1, 2]\n"
                                    "{\"smi\": \"C\", \"caption\":\n"
                                    "{\"smi\": \"C\", \"caption\": \"A gas.\"}\n");
  const Imported imported = test::importFile(file);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.entry(0).id, std::string("702"));
  QCOMPARE(imported.numbers, (std::vector<std::size_t>{1, 7}));
  std::vector<std::size_t> rejected;
  for (const ImportRejection& rejection : imported.rejections) {
    rejected.push_back(rejection.row.line);
  }
  QCOMPARE(rejected, (std::vector<std::size_t>{3, 4, 5, 6}));
}

void JsonImportTest::textsMayBeginLater() {
  const auto file = m_scratch.write("l.jsonl",
                                    "{\"smiles\": \"CCO\"}\n"
                                    "{\"smiles\": \"CC\", \"text\": \"A gas.\"}\n"
                                    "{\"smiles\": \"C\"}\n");
  const Imported imported = test::importFile(file);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.numbers, (std::vector<std::size_t>{1, 2}));
  QCOMPARE(imported.report->withoutText, std::size_t(1));
  QCOMPARE(imported.entry(1).pairs.at(0).answer, std::string("A gas."));
  QCOMPARE(int(imported.rejections.at(0).kind), int(RejectionKind::MissingField));
}

void JsonImportTest::conversationsAreTakenOrReported_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::addColumn<bool>("taken");
  const QByteArray messages =
      "\"messages\":[{\"role\":\"user\",\"content\":\"What is it?\"},"
      "{\"role\":\"assistant\",\"content\":\"An alcohol.\"}]";
  QTest::newRow("a whole conversation")
      << "{\"task\":\"mol2cap\"," + messages +
             ",\"train_on\":\"assistant\",\"meta\":{\"mol_id\":\"m1\",\"split\":\"train\"}}"
      << true;
  QTest::newRow("learnt on something else") << "{" + messages + ",\"train_on\":\"user\"}" << false;
  QTest::newRow("no messages") << QByteArray("{\"train_on\":\"assistant\"}") << false;
  QTest::newRow("an unknown role")
      << "{\"train_on\":\"assistant\"," + QByteArray(messages).replace("\"user\"", "\"judge\"") +
             "}"
      << false;
  QTest::newRow("the user has the last word") << QByteArray(
                                                     "{\"train_on\":\"assistant\",\"messages\":"
                                                     "[{\"role\":\"user\",\"content\":\"And?\"}]}")
                                              << false;
  QTest::newRow("an empty answer")
      << "{\"train_on\":\"assistant\"," + QByteArray(messages).replace("An alcohol.", " ") + "}"
      << false;
  QTest::newRow("a SMILES that is none")
      << "{\"train_on\":\"assistant\",\"smiles\":\"C1\"," + messages + "}" << false;
}

void JsonImportTest::conversationsAreTakenOrReported() {
  QFETCH(QByteArray, line);
  QFETCH(bool, taken);
  const QByteArray good =
      "{\"messages\":[{\"role\":\"assistant\",\"content\":\"Hello.\"}],\"train_on\":\"assistant\"}";
  const Imported imported = test::importFile(m_scratch.write("c.jsonl", good + "\n" + line + "\n"));
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.lines.size(), std::size_t(taken ? 2 : 1));
  QCOMPARE(imported.rejections.size(), std::size_t(taken ? 0 : 1));
  if (!taken) return;
  const auto& dialogue = std::get<Dialogue>(imported.lines[1]);
  QCOMPARE(dialogue.id, std::string("m1"));
  QCOMPARE(dialogue.split, std::string("train"));
  QCOMPARE(dialogue.task, std::string("mol2cap"));
}

namespace {

const QByteArray kHeader =
    R"({"type":"header","schema":"molalign","version":1,"lexicon":"fg-2","rdkit":"2022.09"})"
    "\n";

QByteArray molecule(const QByteArray& id, const QByteArray& caption) {
  return R"({"type":"mol","mol_id":")" + id +
         R"(","smiles":"CCO","n_atoms":3,"caption_id":"c1","caption":")" + caption +
         R"(","caption_source":{"kind":"user","name":null}})"
         "\n";
}

QByteArray alignment(const QByteArray& id, const QByteArray& status,
                     const QByteArray& atoms = "[[2]]") {
  return R"({"type":"align","mol_id":")" + id +
         R"(","caption_id":"c1","id":"a1","phrase":"alcohol","span":[3,10],"clause":"class",)"
         R"("smarts":"[OX2H]","atoms":)" +
         atoms + R"(,"chosen":0,"source":"user","source_detail":null,"status":")" + status +
         R"(","score":0.5,"stage":"zero","note":null})"
         "\n";
}

}  // namespace

void JsonImportTest::alignmentsBecomeCaptionsAndLines() {
  const auto file =
      m_scratch.write("a.jsonl", kHeader + molecule("m1", "An alcohol.") +
                                     alignment("m1", "verified", "[[0,1,2]]") +
                                     molecule("m2", "An alcohol.") + alignment("m2", "refuted"));
  const Imported imported = test::importFile(file);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.lines.size(), std::size_t(2));
  QCOMPARE(imported.entry(0).pairs.size(), std::size_t(2));
  QCOMPARE(imported.entry(0).pairs[0].answer, std::string("An alcohol."));
  QCOMPARE(imported.entry(0).pairs[1].task, std::string("Alignment"));
  QCOMPARE(imported.entry(0).pairs[1].answer, std::string("- \"alcohol\" <-> [OX2H] at atoms 0-2"));
  // What was refuted is never learnt.
  QCOMPARE(imported.entry(1).pairs.size(), std::size_t(1));
}

void JsonImportTest::aBadAlignmentCostsItsMoleculeOnly() {
  const auto file = m_scratch.write(
      "a.jsonl", kHeader + molecule("m1", "An alcohol.") + alignment("m1", "verified") +
                     molecule("m2", "An alcohol.") + alignment("m2", "verified", "[[9]]") +
                     molecule("m3", "An alcohol."));
  const Imported imported = test::importFile(file);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.lines.size(), std::size_t(2));
  QCOMPARE(imported.rejections.size(), std::size_t(1));
  QCOMPARE(imported.rejections[0].row.line, std::size_t(4));
  QVERIFY2(imported.rejections[0].row.reason.find("Line 5") != std::string::npos,
           imported.rejections[0].row.reason.c_str());
}

void JsonImportTest::corporaAreReadAgain() {
  const Imported first = test::importFile(test::dataFile("pubchem.lmdb"));
  auto writer = CorpusWriter::create(m_scratch.path("again.jsonl"));
  QVERIFY(writer.has_value());
  for (const Line& line : first.lines) QVERIFY(writer->write(line).has_value());
  QVERIFY(writer->finish().has_value());
  const Imported again = test::importFile(m_scratch.path("again.jsonl"));
  QVERIFY2(again.report.has_value(), qPrintable(again.failure()));
  QCOMPARE(nameOf(again.report->format), std::string_view("corpus"));
  QCOMPARE(again.lines.size(), first.lines.size());
  QCOMPARE(again.entry(1).structure.conformers.size(), std::size_t(2));
  QCOMPARE(again.entry(4).pairs.at(0).answer, first.entry(4).pairs.at(0).answer);
}

QTEST_GUILESS_MAIN(JsonImportTest)
#include "json_import_test.moc"
