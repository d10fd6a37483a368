#include "widgets/neighbours/neighbour_cards.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <memory>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/neighbours/sample_neighbours.h"
#include "widgets/neighbours/neighbour_list_model.h"
#include "widgets/neighbours/neighbour_mime.h"

using namespace molloquy;
using namespace molloquy::widgets;

namespace {

struct Shown {
  NeighbourCards view;
  QSignalSpy overlaid{&view, &NeighbourCards::overlayRequested};
  QSignalSpy opened{&view, &NeighbourCards::openRequested};
  QSignalSpy context{&view, &NeighbourCards::contextRequested};

  explicit Shown(QSize size = {734, 320}) {
    view.resize(size);
    view.setCards(test::aspirinsNeighbours());
    view.show();
    QApplication::setActiveWindow(&view);
    view.setFocus();
    view.doItemsLayout();
    QCoreApplication::processEvents();
  }
  QPoint middle(int row) const { return view.visualRect(view.model()->index(row, 0)).center(); }
  void click(int row, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, middle(row));
  }
  QString text(int row, int role) const {
    return view.model()->index(row, 0).data(role).toString();
  }
};

}  // namespace

class NeighbourCardsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { test::useScheme(theme::Scheme::Light); }

  void asManyStandInARowAsAreWideEnough_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("columns");
    QTest::newRow("beside the usual columns, four") << 734 << 4;
    QTest::newRow("in a small window, three") << 560 << 3;
    QTest::newRow("in a very narrow panel, one") << 200 << 1;
    QTest::newRow("in a wide panel, more") << 1100 << 6;
  }
  void asManyStandInARowAsAreWideEnough() {
    QFETCH(int, width);
    Shown shown({width, 400});
    QTEST(shown.view.columns(), "columns");
    const int first = shown.view.visualRect(shown.view.model()->index(0, 0)).top();
    int inRow = 0;
    for (int row = 0; row < 8; ++row)
      if (shown.view.visualRect(shown.view.model()->index(row, 0)).top() == first) ++inRow;
    QTEST(inRow, "columns");
  }

  void clickLaysOverAndDoubleClickOpens() {
    Shown shown;
    shown.click(1);
    QCOMPARE(shown.overlaid.count(), 1);
    QCOMPARE(shown.overlaid[0][0].toString(), QStringLiteral("b"));
    shown.click(2);
    QTest::mouseDClick(shown.view.viewport(), Qt::LeftButton, {}, shown.middle(2));
    QTest::mouseRelease(shown.view.viewport(), Qt::LeftButton, {}, shown.middle(2));
    QCOMPARE(shown.opened.count(), 1);
    QCOMPARE(shown.opened[0][0].toString(), QStringLiteral("c"));
    QVERIFY2(shown.overlaid.count() == 2, "the second half of a double click is no click");
  }

  void modifiersSelectSeveralWithoutLayingOver() {
    Shown shown;
    shown.click(0, Qt::ControlModifier);
    shown.click(3, Qt::ControlModifier);
    QCOMPARE(shown.overlaid.count(), 0);
    QCOMPARE(shown.view.selectedKeys(), (QStringList{QStringLiteral("a"), QStringLiteral("d")}));
  }

  void keysWalkOpenAndLayOver() {
    Shown shown;
    shown.view.setCurrentIndex(shown.view.model()->index(0, 0));
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QTest::keyClick(&shown.view, Qt::Key_Space);
    QCOMPARE(shown.overlaid.count(), 1);
    QCOMPARE(shown.overlaid[0][0].toString(), QStringLiteral("b"));
    QTest::keyClick(&shown.view, Qt::Key_Down);
    QTest::keyClick(&shown.view, Qt::Key_Return);
    QCOMPARE(shown.opened.count(), 1);
    QCOMPARE(shown.opened[0][0].toString(), QStringLiteral("f"));
    QTest::keyClick(&shown.view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("4-acetoxybenzoic acid"));
  }

  void keysOnAnEmptyListAskNothing() {
    NeighbourCards view;
    QSignalSpy opened(&view, &NeighbourCards::openRequested);
    QSignalSpy overlaid(&view, &NeighbourCards::overlayRequested);
    view.show();
    for (const int key : {Qt::Key_Return, Qt::Key_Space, Qt::Key_Down})
      QTest::keyClick(&view, Qt::Key(key));
    QCOMPARE(opened.count() + overlaid.count(), 0);
  }

  void selectionAndDrawingsStayWithTheirCards() {
    Shown shown;
    shown.view.setThumbnail(QStringLiteral("c"), test::drawing({150, 90}, 1));
    shown.click(2);
    std::vector<NeighbourCard> edited = test::aspirinsNeighbours();
    std::swap(edited[0], edited[2]);
    edited.erase(edited.begin() + 1);
    shown.view.setCards(edited);
    QCOMPARE(shown.view.selectedKeys(), QStringList{QStringLiteral("c")});
    QVERIFY(!shown.view.model()->index(0, 0).data(NeighbourListModel::ThumbnailRole).isNull());
    edited.erase(edited.begin());
    shown.view.setCards(edited);
    QVERIFY(shown.view.selectedKeys().isEmpty());
  }

  void drawingsAreAskedForOnceAndAnewAfterAChangeOfColours() {
    NeighbourCards view;
    view.resize(734, 150);  // one row
    QSignalSpy needed(&view, &NeighbourCards::thumbnailNeeded);
    view.setCards(test::aspirinsNeighbours());
    view.show();
    QTRY_VERIFY(needed.count() >= 4);
    QVERIFY2(needed.count() < 8, "cards below the edge are not drawn yet");
    const QSize size = needed[0][1].toSize();
    QVERIFY(size.width() > 100 && size.height() > 60);
    for (const QList<QVariant>& asked : QList<QList<QVariant>>(needed))
      view.setThumbnail(asked[0].toString(), test::drawing(size, 1));
    const auto asked = needed.count();
    view.viewport()->repaint();
    QCoreApplication::processEvents();
    QCOMPARE(needed.count(), asked);
    view.forgetThumbnails();
    QTRY_VERIFY(needed.count() > asked);
  }

  void missingDrawingIsSaidAndNotAskedForAgain() {
    Shown shown;
    QSignalSpy needed(&shown.view, &NeighbourCards::thumbnailNeeded);
    for (const NeighbourCard& card : shown.view.cards()) shown.view.setThumbnail(card.key, {});
    shown.view.viewport()->repaint();
    QCoreApplication::processEvents();
    QCOMPARE(needed.count(), 0);
    shown.view.setThumbnail(QStringLiteral("nobody"), test::drawing({10, 10}, 1));
  }

  void everythingIsReadOutAndOnHover() {
    Shown shown;
    std::vector<NeighbourCard> cards = test::neighboursWithTexts();
    cards[1].rankBefore = 4;
    cards[0].text = QStringLiteral("less < more & <b>bold</b>");
    shown.view.setCards(cards);
    const QString spoken = shown.text(1, Qt::AccessibleTextRole);
    for (const char* part : {"methyl 2-acetoxybenzoate", "C 10 H 10 O 4", "Tanimoto 0.67",
                             "Meaning 0.50", "up 3", "An ester", "made for a test"})
      QVERIFY2(spoken.contains(QString::fromUtf8(part)), part);
    const QString tip = shown.text(0, Qt::ToolTipRole);
    QVERIFY(tip.contains(QStringLiteral("Bits that both fingerprints have")));
    QVERIFY(tip.contains(QStringLiteral("made for a test")));
    QVERIFY2(tip.contains(QStringLiteral("less &lt; more &amp; &lt;b&gt;")), "texts are no markup");
  }

  void scoresHaveTwoPlaces_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("a usual one") << 0.689 << QStringLiteral("0.69");
    QTest::newRow("one") << 1.0 << QStringLiteral("1.00");
    QTest::newRow("a negative cosine") << -0.25 << QStringLiteral("\u22120.25");
    QTest::newRow("almost nothing has no sign") << -0.001 << QStringLiteral("0.00");
  }
  void scoresHaveTwoPlaces() {
    QFETCH(double, value);
    QTEST(scoreText(value), "text");
  }

  void draggedCardsCarryTheirKeys() {
    Shown shown;
    shown.click(4, Qt::ControlModifier);
    shown.click(0, Qt::ControlModifier);
    const std::unique_ptr<QMimeData> data(shown.view.model()->mimeData(
        {shown.view.model()->index(0, 0), shown.view.model()->index(4, 0)}));
    QCOMPARE(neighbourKeys(data.get()), (QStringList{QStringLiteral("a"), QStringLiteral("e")}));
    QCOMPARE(data->text(), QStringLiteral("2-acetoxybenzamide\nsalicylic acid"));
    QMimeData other;
    other.setText(QStringLiteral("a"));
    QVERIFY(neighbourKeys(&other).isEmpty());
    QVERIFY(neighbourKeys(nullptr).isEmpty());
  }

  void menuOfACardAsksTheSame() {
    Shown shown;
    QContextMenuEvent event(QContextMenuEvent::Mouse, shown.middle(3),
                            shown.view.viewport()->mapToGlobal(shown.middle(3)));
    QApplication::sendEvent(shown.view.viewport(), &event);
    auto* menu = shown.view.findChild<QMenu*>();
    QVERIFY(menu != nullptr);
    for (QAction* action : menu->actions()) action->trigger();
    QCOMPARE(shown.opened.count(), 1);
    QCOMPARE(shown.overlaid.count(), 1);
    QCOMPARE(shown.context.count(), 1);
    QCOMPARE(shown.context[0][0].toStringList(), QStringList{QStringLiteral("d")});
    menu->close();
  }
};

QTEST_MAIN(NeighbourCardsTest)
#include "neighbour_cards_test.moc"
