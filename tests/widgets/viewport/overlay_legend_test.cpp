#include "widgets/viewport/overlay_legend.h"

#include <QTest>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/theme/fonts.h"

using namespace molloquy;
using namespace molloquy::widgets;

class OverlayLegendTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { test::useScheme(theme::Scheme::Light); }

  void shapeFollowsWhatIsTold_data() {
    QTest::addColumn<int>("names");
    QTest::addColumn<QString>("own");
    QTest::addColumn<QString>("fit");
    QTest::addColumn<bool>("shown");
    QTest::addColumn<int>("rows");  // 0: one line
    QTest::addColumn<bool>("foot");
    const QString own = QStringLiteral("aspirin");
    const QString fit = QStringLiteral("8 atoms aligned");
    QTest::newRow("nothing") << 0 << QString() << QString() << false << 0 << false;
    QTest::newRow("numbers stand in a line") << 3 << QString() << QString() << true << 0 << false;
    QTest::newRow("the own name makes a card") << 1 << own << QString() << true << 2 << false;
    QTest::newRow("a fit stands at the foot") << 1 << own << fit << true << 2 << true;
    QTest::newRow("a fit without the own name") << 1 << QString() << fit << true << 1 << true;
    QTest::newRow("many names end in a count") << 20 << own << fit << true << 7 << true;
  }
  void shapeFollowsWhatIsTold() {
    QFETCH(int, names);
    QFETCH(QString, own);
    QFETCH(QString, fit);
    QFETCH(int, rows);
    QFETCH(bool, foot);
    QWidget window;
    OverlayLegend legend(&window);
    QStringList listed;
    for (int i = 0; i < names; ++i) listed += QString::number(i + 1);
    legend.setEntries(std::vector<QColor>(static_cast<std::size_t>(names), Qt::magenta), listed,
                      {own, fit, {}});
    QTEST(!legend.isHidden(), "shown");
    const int expected =
        rows == 0 ? theme::scaled(32)
                  : rows * theme::scaled(24) + theme::scaled(8) + (foot ? theme::scaled(32) : 0);
    QCOMPARE(legend.sizeHint().height(), expected);
  }

  void longNamesAreShortened() {
    QWidget window;
    OverlayLegend legend(&window);
    legend.setEntries({Qt::magenta}, {QString(400, u'w')}, {QStringLiteral("aspirin"), {}, {}});
    QVERIFY(legend.sizeHint().width() <= theme::scaled(260));
    QVERIFY(legend.toolTip().size() == 400);
  }

  void coloursAndFootAreSeenAndRead_data() { test::schemeRows(); }
  void coloursAndFootAreSeenAndRead() {
    QFETCH(int, scheme);
    test::useScheme(static_cast<theme::Scheme>(scheme));
    QWidget window;
    window.resize(300, 120);
    OverlayLegend legend(&window);
    const QColor colour = theme::pinColour(theme::tokensFor(window.palette()), 1);
    const OverlayNotes notes{QStringLiteral("aspirin"), QStringLiteral("8 atoms aligned"),
                             QStringLiteral("RMSD 0.04 Å")};
    legend.setEntries({colour}, {QStringLiteral("methyl 2-acetoxybenzoate")}, notes);
    window.show();
    test::keepPicture(legend, QStringLiteral("overlay-legend"));
    const QImage picture = legend.grab().toImage();
    // The second row's swatch, eleven wide, twelve from the edge.
    const int middle = theme::scaled(4) + theme::scaled(24) * 3 / 2;
    const qreal ratio = picture.devicePixelRatio();
    const QPoint swatch(qRound((theme::scaled(12) + 5) * ratio), qRound(middle * ratio));
    QCOMPARE(picture.pixelColor(swatch), colour);
    QVERIFY(legend.accessibleName().contains(QStringLiteral("RMSD 0.04")));
    legend.setEntries({}, {});
    QVERIFY(legend.isHidden());
  }
};

QTEST_MAIN(OverlayLegendTest)
#include "overlay_legend_test.moc"
