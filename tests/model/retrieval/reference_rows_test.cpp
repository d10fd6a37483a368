#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "model/retrieval/reference_rows.h"

using namespace molloquy;
using retrieval::ReferenceRow;

/// Rows with molecules and captions, from corpora and tables.
class ReferenceRowsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rowsAreReadFrom_data();
  void rowsAreReadFrom();
  void unusableFilesAreRefused_data();
  void unusableFilesAreRefused();
  void theFirstRowsAreEnough();
  void aMissingFileIsNamed();

 private:
  std::filesystem::path write(const QByteArray& bytes) {
    QFile file(m_folder.filePath("rows"));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
    file.write(bytes);
    return file.fileName().toStdString();
  }
  QTemporaryDir m_folder;
};

void ReferenceRowsTest::rowsAreReadFrom_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QStringList>("rows");
  QTest::addColumn<int>("rejected");
  QTest::newRow("a table") << QByteArray(
                                  "CID\tSMILES\tdescription\n7\tCCO\tAn alcohol.\n8\tC\tA gas.\n")
                           << QStringList{"7|train|CCO|An alcohol.", "8|train|C|A gas."} << 0;
  QTest::newRow("a table of Windows without ids")
      << QByteArray("smiles\tcaption\tsplit\r\nCCO\tAn alcohol.\ttest\r\n")
      << QStringList{"row 2|test|CCO|An alcohol."} << 0;
  QTest::newRow("a table without a last line end")
      << QByteArray("smiles\tdescription\nCCO\tAn alcohol.")
      << QStringList{"row 2|train|CCO|An alcohol."} << 0;
  QTest::newRow("a table with bad rows") << QByteArray(
                                                "cid\tsmiles\tdescription\n1\tCCO\n2\t\tNothing."
                                                "\n3\tC\t\n4\tC\tA gas.\n4\tCC\tA gas.\n")
                                         << QStringList{"4|train|C|A gas."} << 4;
  QTest::newRow("a corpus")
      << QByteArray(
             R"({"id":"7","source":"own","split":"validation","smiles":"CCO","pairs":[{"task":"LogP","answer":"1"},{"task":"Caption","answer":"An alcohol.\n"}]}
{"text":"words"}
{"smiles":"C","pairs":[{"task":"LogP","answer":"1"}]}
no json
)") << QStringList{"7|validation|CCO|An alcohol."}
      << 3;
}

void ReferenceRowsTest::rowsAreReadFrom() {
  QFETCH(QByteArray, bytes);
  int rejected = 0;
  retrieval::RowOptions options;
  options.split = "train";
  const auto rows =
      retrieval::readReferenceRows(write(bytes), options, [&](const corpus::Rejection& row) {
        QVERIFY(!row.reason.empty());
        ++rejected;
      });
  QVERIFY2(rows.has_value(), rows ? "" : rows.error().message.c_str());
  QStringList found;
  for (const ReferenceRow& row : *rows) {
    found << QString::fromStdString(row.id + "|" + row.split + "|" + row.smiles + "|" +
                                    row.caption);
  }
  QTEST(found, "rows");
  QTEST(rejected, "rejected");
}

void ReferenceRowsTest::unusableFilesAreRefused_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("an empty file") << QByteArray();
  QTest::newRow("a table without captions") << QByteArray("smiles\tname\nC\tmethane\n");
  QTest::newRow("a header alone") << QByteArray("smiles\tdescription\n");
  QTest::newRow("a corpus of texts") << QByteArray("{\"text\":\"words\"}\n");
  QTest::newRow("bytes") << QByteArray("\xff\xfe\0\0\0", 5);
}

void ReferenceRowsTest::unusableFilesAreRefused() {
  QFETCH(QByteArray, bytes);
  const auto rows = retrieval::readReferenceRows(write(bytes), {}, [](const auto&) {});
  QVERIFY(!rows);
  QCOMPARE(rows.error().code, ErrorCode::InvalidInput);
}

void ReferenceRowsTest::theFirstRowsAreEnough() {
  retrieval::RowOptions options;
  options.maximum = 1;
  const auto rows = retrieval::readReferenceRows(
      write("smiles\tdescription\nC\tA gas.\nCC\tA gas.\n"), options, [](const auto&) {});
  QVERIFY(rows);
  QCOMPARE(rows->size(), std::size_t{1});
}

void ReferenceRowsTest::aMissingFileIsNamed() {
  const auto rows = retrieval::readReferenceRows("/nowhere/rows.tsv", {}, [](const auto&) {});
  QVERIFY(!rows);
  QCOMPARE(rows.error().code, ErrorCode::NotFound);
  QVERIFY(rows.error().message.find("/nowhere/rows.tsv") != std::string::npos);
}

QTEST_GUILESS_MAIN(ReferenceRowsTest)
#include "reference_rows_test.moc"
