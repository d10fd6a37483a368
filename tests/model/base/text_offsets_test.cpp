#include "model/base/text_offsets.h"

#include <QTest>

using namespace molloquy;

class TextOffsetsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void spansAreCountedInCodePoints_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("end");
    QTest::addColumn<QString>("covered");
    QTest::newRow("letters") << "carboxylic acid" << 11 << 15 << "acid";
    QTest::newRow("letters of two bytes before the span")
        << QString::fromUtf8("Å β-lactam") << 4 << 10 << "lactam";
    QTest::newRow("an emoji of four bytes counts once")
        << QString::fromUtf8("😀 acid") << 2 << 6 << "acid";
    QTest::newRow("the span is an accent alone")
        << QString::fromUtf8("e\u0301x") << 1 << 2 << QString::fromUtf8("\u0301");
    QTest::newRow("an empty span") << "acid" << 2 << 2 << "";
    QTest::newRow("the whole text") << "acid" << 0 << 4 << "acid";
    QTest::newRow("an end past the text stops there") << "acid" << 2 << 9 << "id";
    QTest::newRow("a begin past the text covers nothing") << "acid" << 7 << 9 << "";
    QTest::newRow("no text") << "" << 0 << 1 << "";
  }

  void spansAreCountedInCodePoints() {
    QFETCH(QString, text);
    QFETCH(int, begin);
    QFETCH(int, end);
    QFETCH(QString, covered);
    const std::string utf8 = text.toStdString();
    const TextSpan span{std::size_t(begin), std::size_t(end)};
    QCOMPARE(std::string(textAt(utf8, span)), covered.toStdString());
  }

  void codePointsAreCountedAsQtCountsThem_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "acid", "Å β-lactam", "😀 🧪", "分子 の 構造"}) {
      QTest::newRow(text) << QString::fromUtf8(text);
    }
  }

  void codePointsAreCountedAsQtCountsThem() {
    QFETCH(QString, text);
    QCOMPARE(codePointCount(text.toStdString()), std::size_t(text.toUcs4().size()));
  }

  void aStrayContinuationByteBelongsToItsPredecessor() {
    const std::string text = "a\x80\x80z";
    QCOMPARE(codePointCount(text), std::size_t(2));
    QCOMPARE(byteOffset(text, 1), std::size_t(3));
  }
};

QTEST_APPLESS_MAIN(TextOffsetsTest)
#include "text_offsets_test.moc"
