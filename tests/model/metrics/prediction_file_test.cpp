#include "model/metrics/prediction_file.h"

#include <QTest>

#include "model/metrics/property_file.h"

using namespace molloquy;

namespace {

constexpr const char* kHeader = "SMILES\tground truth\toutput\n";

QString joined(const std::vector<std::string>& remarks) {
  QStringList list;
  for (const std::string& remark : remarks) list << QString::fromStdString(remark);
  return list.join('|');
}

}  // namespace

class PredictionFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rowsAreReadAndOddOnesTold_data();
  void rowsAreReadAndOddOnesTold();
  void otherFilesAreRefused_data();
  void otherFilesAreRefused();
  void marksInFrontOfOutputsAreCut();
  void answersAreReadInBothForms_data();
  void answersAreReadInBothForms();
  void otherAnswersAreRefused_data();
  void otherAnswersAreRefused();
};

void PredictionFileTest::rowsAreReadAndOddOnesTold_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("rows");
  QTest::addColumn<QString>("lastOutput");
  QTest::addColumn<QString>("remarks");
  QTest::newRow("two rows") << QByteArray("C\ta\tb\nO\tc\td\n") << 2 << "d"
                            << "";
  QTest::newRow("no line end at the end") << QByteArray("C\ta\tb") << 1 << "b"
                                          << "";
  QTest::newRow("line ends of Windows") << QByteArray("C\ta\tb\r\nO\tc\td\r\n") << 2 << "d"
                                        << "";
  QTest::newRow("quotes and backslashes stay")
      << QByteArray("C/C=C\\\\C\t\"a\"\t\"b\n") << 1 << "\"b"
      << "";
  QTest::newRow("blanks at both ends stay") << QByteArray("C\ta\t b \n") << 1 << " b "
                                            << "";
  QTest::newRow("a missing output") << QByteArray("C\ta\nO\tc\td\nN\te\t\n") << 3 << ""
                                    << "2 rows without an output counted as an empty output (the "
                                       "first in line 2).";
  QTest::newRow("more than three columns")
      << QByteArray("C\ta\tb\tc\td\n") << 1 << "b"
      << "1 row with more than three columns, of which three were read (line 2).";
  QTest::newRow("a row without ground truth") << QByteArray("C\ta\tb\nonly one\n") << 1 << "b"
                                              << "1 row without a ground truth left out (line 3).";
  QTest::newRow("an empty line") << QByteArray("\nC\ta\tb\n") << 1 << "b"
                                 << "1 row without any text left out (line 2).";
}

void PredictionFileTest::rowsAreReadAndOddOnesTold() {
  QFETCH(const QByteArray, text);
  QFETCH(const int, rows);
  QFETCH(const QString, lastOutput);
  QFETCH(const QString, remarks);
  const auto file = metrics::parsePredictions(kHeader + text.toStdString());
  QVERIFY(file.has_value());
  QCOMPARE(static_cast<int>(file->rows.size()), rows);
  QCOMPARE(QString::fromStdString(file->rows.back().output), lastOutput);
  QCOMPARE(joined(file->remarks), remarks);
}

void PredictionFileTest::otherFilesAreRefused_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("sentence");
  QTest::newRow("nothing at all") << QByteArray() << "first line";
  QTest::newRow("names of columns alone") << QByteArray(kHeader) << "no prediction";
  QTest::newRow("no names of columns") << QByteArray("C\ta\tb\n") << "\"C\ta\tb\"";
  QTest::newRow("other names") << QByteArray("CID\tSMILES\tdescription\n1\tC\ta\n") << "CID";
  QTest::newRow("commas") << QByteArray("SMILES,ground truth,output\nC,a,b\n") << "between tabs";
  QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0", 10) << "first line";
}

void PredictionFileTest::otherFilesAreRefused() {
  QFETCH(const QByteArray, text);
  QFETCH(const QString, sentence);
  const auto file = metrics::parsePredictions(text.toStdString());
  QVERIFY(!file.has_value());
  QVERIFY(file.error().code == ErrorCode::InvalidInput);
  QVERIFY2(QString::fromStdString(file.error().message).contains(sentence),
           file.error().message.c_str());
}

void PredictionFileTest::marksInFrontOfOutputsAreCut() {
  auto file = metrics::parsePredictions(std::string(kHeader) +
                                        "C\t[CLS] a\t[CLS] b\nO\ta\tb [CLS] c\nN\ta\t[CLS]d\n");
  QVERIFY(file.has_value());
  metrics::cutBeginMarks(*file);
  QCOMPARE(file->rows[0].target, std::string("[CLS] a"));
  QCOMPARE(file->rows[0].output, std::string("b"));
  QCOMPARE(file->rows[1].output, std::string("b [CLS] c"));
  QCOMPARE(file->rows[2].output, std::string("[CLS]d"));
  QCOMPARE(file->remarks.size(), 1U);
}

void PredictionFileTest::answersAreReadInBothForms_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("rows");
  QTest::addColumn<QString>("remarks");
  const QByteArray lists =
      R"({"prediction": ["1.0", "2.0"], "target": ["1.5", "2.5"], "task_type": ["HOMO", "LUMO"]})";
  const QByteArray single = R"({"task": "LogP", "target": "1.5", "prediction": "1.4", "id": 7})";
  QTest::newRow("lists of one process") << lists << 2 << "";
  QTest::newRow("lists of two processes") << lists + "\n" + lists + "\n" << 4 << "";
  QTest::newRow("an object an answer") << single + "\r\n\r\n" + single << 2 << "";
  QTest::newRow("numbers instead of texts")
      << QByteArray(R"({"task": "LogP", "target": 1.5, "prediction": 1})") << 1 << "";
  QTest::newRow("a line that is cut off")
      << lists + "\n" + lists.first(40) << 2 << "1 line left out; line 2: it is no JSON object.";
  QTest::newRow("lists of different lengths")
      << single + "\n" + R"({"prediction": [], "target": ["1"], "task_type": ["HOMO"]})" << 1
      << "1 line left out; line 2: it has 0 \"prediction\", 1 \"target\" and 1 \"task_type\", "
         "which "
         "have to be as many.";
}

void PredictionFileTest::answersAreReadInBothForms() {
  QFETCH(const QByteArray, text);
  QFETCH(const int, rows);
  QFETCH(const QString, remarks);
  const auto file = metrics::parsePropertyAnswers(text.toStdString());
  QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
  QCOMPARE(static_cast<int>(file->rows.size()), rows);
  QCOMPARE(joined(file->remarks), remarks);
}

void PredictionFileTest::otherAnswersAreRefused_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("nothing") << QByteArray();
  QTest::newRow("blank lines") << QByteArray("\n \n\t\n");
  QTest::newRow("a table") << QByteArray("SMILES\tground truth\toutput\nC\t1.0\t2.0\n");
  QTest::newRow("a list") << QByteArray("[1, 2, 3]");
  QTest::newRow("texts in deep nests") << QByteArray(100000, '[');
  QTest::newRow("a list of objects") << QByteArray(R"({"target": [{}], "prediction": ["1"]})");
  QTest::newRow("no bytes of text") << QByteArray("{\"target\": \"\xff\xfe\"}");
}

void PredictionFileTest::otherAnswersAreRefused() {
  QFETCH(const QByteArray, text);
  const auto file = metrics::parsePropertyAnswers(text.toStdString());
  QVERIFY(!file.has_value());
  QVERIFY(file.error().code == ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(PredictionFileTest)
#include "prediction_file_test.moc"
