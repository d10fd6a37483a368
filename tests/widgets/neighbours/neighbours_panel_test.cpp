#include "widgets/neighbours/neighbours_panel.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/neighbours/sample_neighbours.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/choice_button.h"
#include "widgets/neighbours/embedding_map.h"
#include "widgets/neighbours/empty_notice.h"
#include "widgets/neighbours/neighbour_cards.h"

using namespace molloquy;
using namespace molloquy::widgets;
using Kind = NeighboursState::Kind;

namespace {

NeighboursState stateOf(Kind kind, const char* sentence = "") {
  NeighboursState state;
  state.kind = kind;
  state.sentence = QString::fromUtf8(sentence);
  state.definition = QStringLiteral("Morgan radius 2, 2,048 bits, Tanimoto");
  state.searched = QStringLiteral("10 molecules, 4 ms");
  return state;
}

struct Shown {
  NeighboursPanel panel;

  explicit Shown(QSize size = {734, 360}) {
    panel.resize(size);
    panel.setLibraries({{QStringLiteral("session"), QStringLiteral("This session"), 10},
                        {QStringLiteral("/l.mollib"), QStringLiteral("esters"), 12'034}},
                       QStringLiteral("session"));
    panel.setState(stateOf(Kind::Ready));
    panel.setCards(test::aspirinsNeighbours());
    panel.show();
    QApplication::setActiveWindow(&panel);
    QCoreApplication::processEvents();
  }
  template <class Widget>
  Widget* named(const char* name) const {
    for (Widget* widget : panel.findChildren<Widget*>())
      if (widget->accessibleName() == QString::fromUtf8(name)) return widget;
    return nullptr;
  }
  /// A button that is on the screen, by its words or its name.
  QAbstractButton* button(const QString& words) const {
    for (QAbstractButton* each : panel.findChildren<QAbstractButton*>())
      if (each->isVisible() && (each->text() == words || each->accessibleName() == words))
        return each;
    return nullptr;
  }
  QLineEdit* sentence() const { return named<QLineEdit>("Find by a sentence"); }
  NeighbourCards* cards() const { return panel.findChild<NeighbourCards*>(); }
  QPoint middle(int row) const {
    return cards()->visualRect(cards()->model()->index(row, 0)).center();
  }
  void click(const QString& words) const {
    QAbstractButton* found = button(words);
    QVERIFY2(found != nullptr, qPrintable(words));
    QTest::mouseClick(found, Qt::LeftButton);
  }
};

}  // namespace

class NeighboursPanelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { test::useScheme(theme::Scheme::Light); }

  void choicesAreEmittedOnceAndSettersAreQuiet() {
    Shown shown;
    QSignalSpy orders(&shown.panel, &NeighboursPanel::orderChosen);
    QSignalSpy finds(&shown.panel, &NeighboursPanel::findChosen);
    QSignalSpy views(&shown.panel, &NeighboursPanel::viewChosen);
    shown.panel.setOrder(NeighbourOrder::Shape);
    shown.panel.setFind(NeighbourFind::Texts);
    shown.panel.setView(NeighbourView::Map);
    QCOMPARE(orders.count() + finds.count() + views.count(), 0);
    shown.click(QStringLiteral("Meaning"));
    shown.click(QStringLiteral("Meaning"));
    shown.click(QStringLiteral("Molecules"));
    shown.click(QStringLiteral("Cards"));
    QCOMPARE(orders.count(), 1);
    QCOMPARE(orders[0][0].value<NeighbourOrder>(), NeighbourOrder::Meaning);
    QCOMPARE(finds.count(), 1);
    QCOMPARE(views.count(), 1);
    QCOMPARE(shown.panel.view(), NeighbourView::Cards);
    QVERIFY(shown.cards()->isVisible());
  }

  void sentenceIsSubmittedByEnterAndTakenBackByEscape() {
    Shown shown;
    QSignalSpy said(&shown.panel, &NeighboursPanel::sentenceSubmitted);
    QLineEdit* edit = shown.sentence();
    QVERIFY(edit != nullptr);
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral(" a  sweet ester "));
    QCOMPARE(said.count(), 0);
    QTest::keyClick(edit, Qt::Key_Return);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(said.count(), 1);
    QCOMPARE(said[0][0].toString(), QStringLiteral("a sweet ester"));
    QCOMPARE(shown.panel.sentence(), QStringLiteral("a sweet ester"));
    QTest::keyClick(edit, Qt::Key_Escape);
    QCOMPARE(said.count(), 2);
    QVERIFY(said[1][0].toString().isEmpty());
  }

  void lowPanelKeepsEverythingInOneRow() {
    Shown shown({734, 202});
    QVERIFY2(shown.middle(0).y() > 0 && !shown.sentence()->isVisible(), "the cards have the room");
    shown.click(QStringLiteral("Find by a sentence"));
    QVERIFY(shown.sentence()->isVisible());
    QVERIFY(shown.sentence()->hasFocus());
    QTest::keyClick(shown.sentence(), Qt::Key_Escape);
    QVERIFY(!shown.sentence()->isVisible());
    QSignalSpy finds(&shown.panel, &NeighboursPanel::findChosen);
    auto* list = shown.named<ChoiceButton>("What is looked for: Molecules");
    QVERIFY(list != nullptr && list->isVisible());
    list->menu()->actions()[1]->trigger();
    QCOMPARE(finds.count(), 1);
    QCOMPARE(shown.panel.find(), NeighbourFind::Texts);
    const QRect card = shown.cards()->visualRect(shown.cards()->model()->index(0, 0));
    QVERIFY2(card.bottom() <= shown.cards()->viewport()->height() + 10, "a whole card fits");
  }

  void nothingOverlapsAtAnyWidth_data() {
    QTest::addColumn<QSize>("size");
    for (const int width : {300, 430, 600, 734, 1600})
      for (const int height : {202, 260})
        QTest::addRow("%d by %d", width, height) << QSize(width, height);
  }
  void nothingOverlapsAtAnyWidth() {
    QFETCH(QSize, size);
    Shown shown(size);
    auto* order = shown.button(QStringLiteral("Structure"));
    if (order == nullptr) order = shown.named<ChoiceButton>("Nearest by: Structure");
    QVERIFY2(order != nullptr && order->isVisible(), "the order can be chosen at every width");
    QVERIFY(shown.button(QStringLiteral("Use as examples")) != nullptr);
    const QWidget* strip = shown.sentence()->parentWidget();
    QList<QRect> taken;
    for (const QWidget* part : strip->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
      if (!part->isVisible() || qobject_cast<const QMenu*>(part) != nullptr) continue;
      QVERIFY2(strip->rect().contains(part->geometry()), part->metaObject()->className());
      for (const QRect& other : taken)
        QVERIFY2(!other.intersects(part->geometry()), part->metaObject()->className());
      taken += part->geometry();
    }
  }

  void libraryIsChosenFromItsMenu() {
    Shown shown;
    QSignalSpy chosen(&shown.panel, &NeighboursPanel::libraryChosen);
    auto* library = shown.named<ChoiceButton>("Searched in: This session, 10");
    QVERIFY(library != nullptr);
    QCOMPARE(library->menu()->actions()[1]->text(), QStringLiteral("esters, 12,034"));
    library->menu()->actions()[0]->trigger();
    QCOMPARE(chosen.count(), 0);
    library->menu()->actions()[1]->trigger();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("/l.mollib"));
    shown.panel.setLibraries({}, {});
    QVERIFY(!library->isEnabled());
  }

  void everyStateSaysWhyAndHasItsRemedy_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("remedy");
    QTest::addColumn<QByteArray>("signal");
    const auto add = [](const char* name, Kind kind, const char* remedy, const char* signal) {
      QTest::newRow(name) << static_cast<int>(kind) << QString::fromUtf8(remedy)
                          << QByteArray(signal);
    };
    add("no structure has no button", Kind::NoStructure, "", "");
    add("no library opens one", Kind::NoLibrary, "Open a library…", SIGNAL(libraryRequested()));
    add("no model loads one", Kind::NoModel, "Load a model…", SIGNAL(modelRequested()));
    add("nothing embedded computes them", Kind::NotEmbedded, "Compute embeddings of 12 molecules",
        SIGNAL(embedRequested()));
    add("a search is called off", Kind::Searching, "Cancel", SIGNAL(cancelRequested()));
    add("a failure is tried again", Kind::Failed, "Try again", SIGNAL(retryRequested()));
  }
  void everyStateSaysWhyAndHasItsRemedy() {
    QFETCH(int, kind);
    QFETCH(QString, remedy);
    QFETCH(QByteArray, signal);
    Shown shown;
    shown.panel.setCards({});
    NeighboursState state = stateOf(static_cast<Kind>(kind), "The reason in one sentence.");
    if (state.kind == Kind::NotEmbedded) state.remedy = remedy;
    shown.panel.setState(state);
    auto* notice = shown.panel.findChild<EmptyNotice*>();
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->sentence(), QStringLiteral("The reason in one sentence."));
    if (remedy.isEmpty()) {
      QVERIFY(!notice->button().isVisible());
      return;
    }
    QSignalSpy asked(&shown.panel, signal.constData());
    shown.click(remedy);
    QCOMPARE(asked.count(), 1);
    // With cards on the screen they stay, and the same is said above them.
    if (state.kind == Kind::Searching) state.fraction = 0.4;
    shown.panel.setCards(test::aspirinsNeighbours());
    shown.panel.setState(state);
    QVERIFY(shown.cards()->isVisible());
    QVERIFY(shown.panel.findChild<Banner*>()->isVisible());
    shown.click(remedy);
    QCOMPARE(asked.count(), 2);
    shown.panel.setState(stateOf(Kind::Ready));
    QVERIFY(!shown.panel.findChild<Banner*>()->isVisible());
  }

  void statesWithoutASentenceStillSpeak() {
    Shown shown;
    shown.panel.setCards({});
    for (const Kind kind : {Kind::NoStructure, Kind::NoLibrary, Kind::NoModel, Kind::NotEmbedded,
                            Kind::Searching, Kind::Failed, Kind::Ready}) {
      shown.panel.setState(stateOf(kind));
      QVERIFY(!shown.panel.findChild<EmptyNotice*>()->sentence().isEmpty());
    }
  }

  void clickLaysOverAndAgainTakesAway() {
    Shown shown;
    QSignalSpy on(&shown.panel, &NeighboursPanel::overlayRequested);
    QSignalSpy off(&shown.panel, &NeighboursPanel::overlayRemoved);
    const auto click = [&shown](int row) {
      QTest::mouseClick(shown.cards()->viewport(), Qt::LeftButton, {}, shown.middle(row));
    };
    click(1);
    click(1);
    QCOMPARE(on.count(), 1);
    QCOMPARE(off.count(), 1);
    click(1);
    click(0);
    QCOMPARE(on.count(), 3);
    QCOMPARE(on[2][0].toString(), QStringLiteral("a"));
    QTest::keyClick(shown.cards(), Qt::Key_Escape);
    QCOMPARE(off.count(), 2);
    QTest::keyClick(shown.cards(), Qt::Key_Escape);
    QCOMPARE(off.count(), 2);
    shown.panel.setOverlaid(QStringLiteral("b"));
    shown.panel.setOverlaid({});
    click(1);
    QCOMPARE(on.count(), 4);
  }

  void escapeCallsASearchOff() {
    Shown shown;
    shown.panel.setState(stateOf(Kind::Searching));
    QSignalSpy cancelled(&shown.panel, &NeighboursPanel::cancelRequested);
    QTest::keyClick(shown.cards(), Qt::Key_Escape);
    QCOMPARE(cancelled.count(), 1);
  }

  void selectedCardsBecomeExamples() {
    Shown shown;
    QSignalSpy context(&shown.panel, &NeighboursPanel::contextRequested);
    shown.click(QStringLiteral("Use as examples"));
    QCOMPARE(context[0][0].toStringList(), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    for (const int row : {6, 2})
      QTest::mouseClick(shown.cards()->viewport(), Qt::LeftButton, Qt::ControlModifier,
                        shown.middle(row));
    shown.click(QStringLiteral("Use as examples"));
    QCOMPARE(context[1][0].toStringList(), (QStringList{QStringLiteral("c"), QStringLiteral("g")}));
    QVERIFY(shown.button(QStringLiteral("Use as examples"))
                ->toolTip()
                .contains(QStringLiteral("salsalate, benzoic acid")));
    shown.panel.setCards({});
    QVERIFY(!shown.button(QStringLiteral("Use as examples"))->isEnabled());
  }

  void movementIsToldAboveTheCards() {
    Shown shown;
    std::vector<NeighbourCard> cards = test::aspirinsNeighbours();
    for (std::size_t row = 0; row < cards.size(); ++row)
      cards[row].rankBefore = static_cast<int>(row);
    cards[0].rankBefore = -1;
    shown.panel.setCards(cards);
    bool told = false;
    for (const QLabel* label : shown.panel.findChildren<QLabel*>())
      told = told || (label->isVisible() && label->text() == QStringLiteral("1 new"));
    QVERIFY(told);
  }

  void mapRingsTheCardsAndSpeaksTheSameIntents() {
    Shown shown;
    QSignalSpy opened(&shown.panel, &NeighboursPanel::openRequested);
    QSignalSpy on(&shown.panel, &NeighboursPanel::overlayRequested);
    shown.panel.setView(NeighbourView::Map);
    auto* map = shown.panel.findChild<EmbeddingMap*>();
    QVERIFY2(map->isVisible(), "an empty map says why it is empty");
    shown.panel.setMap({{QStringLiteral("b"), QStringLiteral("methyl 2-acetoxybenzoate"), 1, 1},
                        {QStringLiteral("z"), QStringLiteral("urea"), -1, -1}},
                       QStringLiteral("principal components, 41 %"));
    shown.panel.setMapMarker(QPointF(0, 0), QStringLiteral("aspirin"));
    QTest::mouseClick(map, Qt::LeftButton, {}, map->placeOf(0).toPoint());
    QCOMPARE(on.count(), 1);
    QCOMPARE(on[0][0].toString(), QStringLiteral("b"));
    QVERIFY(map->rowText(0).contains(QStringLiteral("neighbour 2")) ||
            map->rowText(1).contains(QStringLiteral("neighbour 2")));
    QTest::keyClick(map, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
  }

  void everyControlHasAName() {
    Shown shown;
    for (const QAbstractButton* each : shown.panel.findChildren<QAbstractButton*>()) {
      // The clear button of a field is Qt's own.
      if (qobject_cast<QLineEdit*>(each->parent()) != nullptr || !each->isVisible()) continue;
      QVERIFY(!each->accessibleName().isEmpty() || !each->text().isEmpty());
    }
  }

  void looks_data() { test::schemeRows(); }
  void looks() {
    QFETCH(int, scheme);
    test::useScheme(static_cast<theme::Scheme>(scheme));
    Shown shown;
    connect(&shown.panel, &NeighboursPanel::thumbnailNeeded, &shown.panel,
            [&shown](const QString& key, const QSize& size, double ratio) {
              shown.panel.setThumbnail(key, test::drawing(size, ratio));
            });
    shown.panel.setCards(test::neighboursWithTexts());
    for (int frame = 0; frame < 10; ++frame) {
      shown.panel.grab();
      QCoreApplication::processEvents();
    }
    test::keepPicture(shown.panel, QStringLiteral("neighbours"));
    const QImage picture = shown.panel.grab().toImage();
    const theme::Tokens& tokens = theme::tokensFor(shown.panel.palette());
    QCOMPARE(picture.pixelColor(4, 4), tokens.panel);
  }
};

QTEST_MAIN(NeighboursPanelTest)
#include "neighbours_panel_test.moc"
