#include <QTest>

#include "corpus_fixture.h"

using namespace molloquy;
using namespace molloquy::corpus;
using test::Imported;

/// Tables and lists: rows are taken or reported, never lost.
class TableImportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aChebiTableIsTakenWhole();
  void rowsAreTakenOrReported_data();
  void rowsAreTakenOrReported();
  void filesThatAreNoTableAreRefused_data();
  void filesThatAreNoTableAreRefused();
  void columnsGoWhereTheyAreSent();
  void badColumnsAreRefusedWithTheList_data();
  void badColumnsAreRefusedWithTheList();
  void quotedCellsMayHoldLines();
  void anOpenQuoteIsReportedWithItsLine();
  void aTableWithoutTextsGivesStructures();
  void packedTablesAreRead();
  void formatsAreGuessed_data();
  void formatsAreGuessed();
  void sdfRecordsKeepTheirPositions();
  void aStopEndsTheReading();

 private:
  test::Scratch m_scratch;
};

namespace {

const QByteArray kHeader = "CID\tSMILES\tdescription\n";

}  // namespace

void TableImportTest::aChebiTableIsTakenWhole() {
  const auto file = m_scratch.write("chebi.txt", kHeader +
                                                     "297\tC\tA gas.\n"
                                                     "14\tF/C=C\\\\F\tAn alkene.\n"
                                                     "15\tCCO\tThe last line has no end.");
  const Imported imported = test::importFile(file);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(nameOf(imported.report->format), std::string_view("molt5"));
  QCOMPARE(imported.lines.size(), std::size_t(3));
  QCOMPARE(imported.report->taken, std::size_t(3));
  QCOMPARE(imported.report->backslashesUndone, std::size_t(1));
  QCOMPARE(imported.entry(1).structure.smiles, std::string("F/C=C\\F"));
  QCOMPARE(imported.entry(2).pairs.at(0).answer, std::string("The last line has no end."));
  QCOMPARE(imported.entry(2).pairs.at(0).task, std::string("Caption"));
  QCOMPARE(imported.entry(2).pairs.at(0).instruction, std::string("Describe the input molecule."));
  QCOMPARE(imported.entry(2).source, std::string("chebi"));
  QCOMPARE(imported.entry(2).id, std::string("15"));
}

void TableImportTest::rowsAreTakenOrReported_data() {
  QTest::addColumn<QByteArray>("row");
  QTest::addColumn<int>("kind");
  const auto row = [](const char* name, const QByteArray& bytes, RejectionKind kind) {
    QTest::addRow("%s", name) << bytes << int(kind);
  };
  row("a column is missing", "7\tCCO", RejectionKind::ColumnCount);
  row("a tab in the text makes one too many", "7\tCCO\tA\tB", RejectionKind::ColumnCount);
  row("bytes that are not UTF-8", "7\tCCO\tA \xff text", RejectionKind::BrokenText);
  row("half of a character at the end", "7\tCCO\tcaf\xc3", RejectionKind::BrokenText);
  row("a ring that is never closed", "7\tC1CC\tA text.", RejectionKind::BadSmiles);
  row("a word instead of a SMILES", "7\tethanol\tA text.", RejectionKind::BadSmiles);
  row("no SMILES at all", "7\t\tA text.", RejectionKind::NoStructure);
  row("no text", "7\tCCO\t", RejectionKind::EmptyText);
  row("a text of blanks", "7\tCCO\t   ", RejectionKind::EmptyText);
  row("a NUL in the text", QByteArray("7\tC\0O\tA text.", 13), RejectionKind::BadSmiles);
}

void TableImportTest::rowsAreTakenOrReported() {
  QFETCH(QByteArray, row);
  QFETCH(int, kind);
  // Enough good rows before it that the file does not look binary.
  QByteArray table = kHeader;
  for (int i = 0; i < 3000; ++i) table += "1\tCCO\tA clear liquid that burns.\n";
  const auto file = m_scratch.write("rows.tsv", table + row + "\r\n2\tCC\tA gas.\r\n");
  const Imported imported = test::importFile(file);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.report->taken, std::size_t(3001));
  QCOMPARE(imported.report->rejected, std::size_t(1));
  QCOMPARE(imported.rejections.size(), std::size_t(1));
  QCOMPARE(imported.rejections[0].row.line, std::size_t(3002));
  QCOMPARE(int(imported.rejections[0].kind), kind);
  QVERIFY(imported.rejections[0].row.reason.ends_with('.'));
  QCOMPARE(imported.entry(3000).pairs.at(0).answer, std::string("A gas."));
}

void TableImportTest::filesThatAreNoTableAreRefused_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("sentence");
  QTest::newRow("an empty file") << QByteArray() << "empty";
  QTest::newRow("nothing but a mark") << QByteArray("\xef\xbb\xbf") << "empty";
  QTest::newRow("binary data") << QByteArray(
                                      "\x7f"
                                      "ELF\0\0\0",
                                      7)
                               << "binary";
  QTest::newRow("UTF-16") << QByteArray(
                                 "\xff\xfe"
                                 "C\0I\0",
                                 6)
                          << "UTF-16";
  QTest::newRow("prose") << QByteArray("This is a letter to somebody.\n") << "--format";
  QTest::newRow("a table without SMILES") << QByteArray("a,b\n1,2\n") << "\"a\", \"b\"";
  QTest::newRow("a header alone") << kHeader << "no row";
  QTest::newRow("only bad rows") << QByteArray(kHeader + "1\t2\n") << "1 rejected";
}

void TableImportTest::filesThatAreNoTableAreRefused() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, sentence);
  const Imported imported = test::importFile(m_scratch.write("bad.txt", bytes));
  QVERIFY(!imported.report);
  QVERIFY2(imported.failure().contains(sentence), qPrintable(imported.failure()));
}

void TableImportTest::columnsGoWhereTheyAreSent() {
  const auto file = m_scratch.write("logs.csv",
                                    "\xef\xbb\xbfName;Structure;LogS;Part\r\n"
                                    "ethanol;CCO;1.1;train\r\n");
  ImportOptions options;
  options.columns = {
      {"smiles", "Structure"}, {"answer", "logs"}, {"id", "Name"}, {"split", "Part"}};
  options.instruction = "How soluble is it?";
  options.task = "LogS";
  options.source = "esol";
  const Imported imported = test::importFile(file, options);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  const Entry& entry = imported.entry(0);
  QCOMPARE(entry.id, std::string("ethanol"));
  QCOMPARE(entry.split, std::string("train"));
  QCOMPARE(entry.source, std::string("esol"));
  QCOMPARE(entry.pairs.at(0).answer, std::string("1.1"));
  QCOMPARE(entry.pairs.at(0).task, std::string("LogS"));
  QCOMPARE(entry.pairs.at(0).instruction, std::string("How soluble is it?"));
  QCOMPARE(imported.report->columns.at("answer"), std::string("LogS"));
}

void TableImportTest::badColumnsAreRefusedWithTheList_data() {
  QTest::addColumn<QString>("place");
  QTest::addColumn<QString>("column");
  QTest::addColumn<QString>("sentence");
  QTest::newRow("a place that does not exist") << "colour"
                                               << "SMILES"
                                               << "no place";
  QTest::newRow("a column that does not exist") << "answer"
                                                << "caption"
                                                << "\"description\"";
}

void TableImportTest::badColumnsAreRefusedWithTheList() {
  QFETCH(QString, place);
  QFETCH(QString, column);
  QFETCH(QString, sentence);
  ImportOptions options;
  options.columns = {{place.toStdString(), column.toStdString()}};
  const Imported imported =
      test::importFile(m_scratch.write("c.tsv", kHeader + "1\tC\tA gas.\n"), options);
  QVERIFY(!imported.report);
  QVERIFY2(imported.failure().contains(sentence), qPrintable(imported.failure()));
}

void TableImportTest::quotedCellsMayHoldLines() {
  const auto file = m_scratch.write("q.csv",
                                    "smiles,description\n"
                                    "CCO,\"Two lines:\nand \"\"quotes\"\", commas\"\n"
                                    "\n"
                                    "CC,plain\n"
                                    "C,one,too many\n");
  const Imported imported = test::importFile(file);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.entry(0).pairs.at(0).answer, std::string("Two lines:\nand \"quotes\", commas"));
  QCOMPARE(imported.numbers, (std::vector<std::size_t>{2, 5}));
  QCOMPARE(imported.rejections.at(0).row.line, std::size_t(6));
}

void TableImportTest::anOpenQuoteIsReportedWithItsLine() {
  const auto file = m_scratch.write("o.csv", "smiles,description\nC,gas\nCC,\"never closed\nO,x\n");
  const Imported imported = test::importFile(file);
  QVERIFY(imported.report.has_value());
  QCOMPARE(imported.report->taken, std::size_t(1));
  QVERIFY(imported.rejections.at(0).row.reason.find("line 3") != std::string::npos);
}

void TableImportTest::aTableWithoutTextsGivesStructures() {
  const Imported imported =
      test::importFile(m_scratch.write("s.tsv", "cid\tsmiles\n1\tC\n2\tCC\n"));
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.lines.size(), std::size_t(2));
  QVERIFY(imported.entry(0).pairs.empty());
  QCOMPARE(imported.report->remarks.size(), std::size_t(1));
}

void TableImportTest::packedTablesAreRead() {
  // kHeader + "1\tC\tA gas.\n", packed by gzip.
  const QByteArray packed = QByteArray::fromHex(
      "1f8b080000000000000373f674e10cf6f5f4710de64c492d4e2eca2c28c9"
      "cccfe332e474e67454484f2cd6e3020081415f2c22000000");
  const auto file = m_scratch.write("packed.tsv.gz", packed);
  const Imported whole = test::importFile(file);
  QVERIFY2(whole.report.has_value(), qPrintable(whole.failure()));
  QCOMPARE(whole.entry(0).pairs.at(0).answer, std::string("A gas."));
  QCOMPARE(whole.entry(0).source, std::string("packed"));
  const Imported cut = test::importFile(m_scratch.write("cut.tsv.gz", packed.chopped(12)));
  QVERIFY(!cut.report);
}

void TableImportTest::formatsAreGuessed_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("format");
  const auto row = [](const char* what, const char* name, const char* bytes, const char* format) {
    QTest::addRow("%s", what) << name << QByteArray(bytes) << format;
  };
  row("MolT5's header", "train.txt", "CID\tSMILES\tdescription\n", "molt5");
  row("the same of PubChem324k", "PubChem324k_valid.txt", "CID\tSMILES\tdescription\n",
      "pubchem324k");
  row("another table", "t", "a\tsmiles\n", "tsv");
  row("commas", "t", "smiles,text\n", "csv");
  row("a list of SMILES", "held_out.txt", "CCO\nC[Na]\n", "smiles");
  row("a list that begins with a bracket", "t", "[Na+].[Cl-]\n", "smiles");
  row("SMILES with names", "t.smi", "CCO ethanol\n", "smiles");
  row("3D-MoIT", "t.json", "[{\"instruction\": \"What", "moit");
  row("3D-MoIT over several lines", "t.json", "[\n  {\n", "moit");
  row("JSON lines", "t", "{\"smiles\": \"C\", \"text\": \"A gas.\"}\n", "jsonl");
  row("a corpus", "t", "{\"smiles\": \"C\", \"pairs\": []}\n", "corpus");
  row("conversations of a corpus", "t", "{\"messages\": []}\n", "corpus");
  row("conversations of an export", "t", "{\"messages\": [], \"train_on\": \"assistant\"}\n",
      "chat");
  row("alignments", "t", "{\"type\": \"header\", \"schema\": \"molalign\", \"version\": 1}\n",
      "alignments");
  row("an SDF by its content", "t", "methane\n\n\n  1  0\nM  END\n$$$$\n", "sdf");
}

void TableImportTest::formatsAreGuessed() {
  QFETCH(QString, name);
  QFETCH(QByteArray, bytes);
  QFETCH(QString, format);
  const auto guessed = guessImportFormat(m_scratch.write(name, bytes));
  QVERIFY2(guessed.has_value(), guessed ? "" : guessed.error().message.c_str());
  QCOMPARE(QString::fromStdString(std::string(nameOf(*guessed))), format);
}

void TableImportTest::sdfRecordsKeepTheirPositions() {
  const QByteArray record =
      "water\n  test\n\n"
      "  3  2  0  0  0  0            999 V2000\n"
      "    0.0000    0.0000    0.1170 O   0  0\n"
      "    0.0000    0.7570   -0.4710 H   0  0\n"
      "    0.0000   -0.7570   -0.4710 H   0  0\n"
      "  1  2  1  0\n  1  3  1  0\nM  END\n"
      "> <text>\nA liquid.\n\n$$$$\n";
  QByteArray broken = record;
  broken.replace("  3  2  0", " 93  2  0");
  QByteArray silent = record;
  silent.replace("> <text>\nA liquid.\n\n", "");
  const auto file = m_scratch.write("w.sdf", record + broken + silent + record + "\n\n");
  const Imported imported = test::importFile(file);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.lines.size(), std::size_t(2));
  const Entry& entry = imported.entry(0);
  QCOMPARE(entry.id, std::string("water"));
  QCOMPARE(entry.structure.smiles, std::string("O"));
  QCOMPARE(entry.structure.symbols, (std::vector<std::string>{"O", "H", "H"}));
  QCOMPARE(entry.structure.conformers.at(0).at(1)[1], 0.757F);
  QCOMPARE(entry.pairs.at(0).answer, std::string("A liquid."));
  QCOMPARE(imported.rejections.size(), std::size_t(2));
  QCOMPARE(imported.rejections[0].row.line, std::size_t(15));
  QCOMPARE(int(imported.rejections[1].kind), int(RejectionKind::MissingField));
}

void TableImportTest::aStopEndsTheReading() {
  std::stop_source stop;
  stop.request_stop();
  const Imported imported =
      test::importFile(m_scratch.write("x.tsv", kHeader + "1\tC\tA gas.\n"), {}, stop.get_token());
  QVERIFY(imported.report.has_value());
  QVERIFY(imported.report->stopped);
  QVERIFY(imported.lines.empty());
}

QTEST_GUILESS_MAIN(TableImportTest)
#include "table_import_test.moc"
