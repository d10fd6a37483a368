#include <QFontMetricsF>
#include <QLocale>
#include <QTest>

#include "widgets/inspector/number_text.h"

using namespace molloquy::widgets;

class NumberTextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { QLocale::setDefault(QLocale::c()); }
  void numberIsShownInTheLocale_data();
  void numberIsShownInTheLocale();
  void bytesAreRounded_data();
  void bytesAreRounded();
  void digitsTakeOneWidth();
};

void NumberTextTest::numberIsShownInTheLocale_data() {
  QTest::addColumn<QString>("plain");
  QTest::addColumn<QString>("english");
  QTest::addColumn<QString>("german");
  QTest::newRow("a decimal number") << "180.159"
                                    << "180.159"
                                    << "180,159";
  QTest::newRow("a negative number gets a minus sign")
      << "-83.1" << QString::fromUtf8("−83.1") << QString::fromUtf8("−83,1");
  QTest::newRow("a range is no number") << "1, 1"
                                        << "1, 1"
                                        << "1, 1";
  QTest::newRow("words stay") << "C9H8O4"
                              << "C9H8O4"
                              << "C9H8O4";
  QTest::newRow("nothing stays nothing") << ""
                                         << ""
                                         << "";
}

void NumberTextTest::numberIsShownInTheLocale() {
  QFETCH(QString, plain);
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  QTEST(shownNumber(plain), "english");
  QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
  QTEST(shownNumber(plain), "german");
}

void NumberTextTest::bytesAreRounded_data() {
  QTest::addColumn<quint64>("bytes");
  QTest::addColumn<QString>("shown");
  QTest::newRow("nothing") << quint64(0) << "0 kB";
  QTest::newRow("megabytes are whole") << quint64(412'345'678) << "412 MB";
  QTest::newRow("gigabytes have one place") << quint64(15'620'000'000) << "15.6 GB";
  QTest::newRow("just below a gigabyte is one") << quint64(999'900'000) << "1.0 GB";
  QTest::newRow("many gigabytes are whole") << quint64(512'000'000'000) << "512 GB";
}

void NumberTextTest::bytesAreRounded() {
  QFETCH(quint64, bytes);
  QTEST(shownBytes(bytes).replace(QChar(0xA0), u' '), "shown");
}

void NumberTextTest::digitsTakeOneWidth() {
  const QFontMetricsF metrics{QFont()};
  QCOMPARE(tabularWidth(QStringLiteral("111"), metrics),
           tabularWidth(QStringLiteral("888"), metrics));
  QVERIFY(tabularWidth(QStringLiteral("1.1"), metrics) <
          tabularWidth(QStringLiteral("111"), metrics) + metrics.horizontalAdvance(u'.'));
}

QTEST_MAIN(NumberTextTest)
#include "number_text_test.moc"
