#include "model/base/error.h"

#include <QTest>

#include "model/base/result.h"

using namespace molloquy;

class ErrorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void contextsFollowTheSentence_data() {
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QStringList>("contexts");
    QTest::addColumn<QString>("told");
    QTest::newRow("no context") << "Bad bond at line 7." << QStringList() << "Bad bond at line 7.";
    QTest::newRow("one context keeps the stop at the end")
        << "Bad bond at line 7." << QStringList{"reading aspirin.sdf"}
        << "Bad bond at line 7 (reading aspirin.sdf).";
    QTest::newRow("the outermost context comes last")
        << "Bad bond." << QStringList{"reading record 3", "opening aspirin.sdf"}
        << "Bad bond (reading record 3, opening aspirin.sdf).";
    QTest::newRow("a sentence without a stop gets none")
        << "Bad bond" << QStringList{"reading"} << "Bad bond (reading)";
    QTest::newRow("no sentence") << "" << QStringList{"reading"} << " (reading)";
  }

  void contextsFollowTheSentence() {
    QFETCH(QString, sentence);
    QFETCH(QStringList, contexts);
    QFETCH(QString, told);
    Error error(ErrorCode::Corrupt, sentence.toStdString());
    for (const QString& context : contexts) error = error.within(context.toStdString());
    QCOMPARE(QString::fromStdString(error.toString()), told);
    QCOMPARE(error.code, ErrorCode::Corrupt);
  }

  void contextIsAddedToACopy() {
    const Error error(ErrorCode::NotFound, "There is no file.");
    const Error wider = error.within("opening");
    QVERIFY(error.context.empty());
    QCOMPARE(wider.context.size(), std::size_t(1));
    QCOMPARE(wider.where.line(), error.where.line());
  }

  void failRemembersItsPlace() {
    const Result<int> result = fail(ErrorCode::Internal, "It broke.");
    const auto line = std::uint_least32_t(__LINE__ - 1);
    QVERIFY(!result);
    QCOMPARE(result.error().where.line(), line);
    QVERIFY(QString(result.error().where.file_name()).endsWith("error_test.cpp"));
  }
};

QTEST_APPLESS_MAIN(ErrorTest)
#include "error_test.moc"
