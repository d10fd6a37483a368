#include "widgets/chat/turn_list.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <ctime>

#include "tests/widgets/chat/sample_conversation.h"
#include "widgets/chat/turn_delegate.h"
#include "widgets/selection/pin_model.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tokens.h"

using namespace molloquy;
using namespace molloquy::widgets;
using Kind = TurnPart::Kind;

namespace {

constexpr int kAcetyl = 1;
constexpr int kCarboxylic = 2;

struct Shown {
  ChatModel model;
  PinModel pins;
  TurnList list{model, pins};
  quint64 answer = 0;

  explicit Shown(int width = 432, int height = 600) {
    answer = testing::addAspirinExchange(model);
    list.resize(width, height);
    list.show();
    QApplication::setActiveWindow(&list);
    QCoreApplication::processEvents();
  }
  QPoint at(TurnPart part, int line = 0) const {
    const auto rects = list.partRects(answer, part);
    return rects.at(static_cast<std::size_t>(line)).center().toPoint();
  }
  void click(QPoint point, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(list.viewport(), Qt::LeftButton, modifiers, point);
  }
};

}  // namespace

class TurnListTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QApplication::setStyle(new theme::Style);
    QApplication::setPalette(theme::makePalette(theme::Scheme::Light));
  }

  void clickOnAPhraseNamesIt_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("link");
    QTest::addRow("in the wide panel") << 432 << kAcetyl;
    QTest::addRow("where the rail is folded") << 360 << kCarboxylic;
  }
  void clickOnAPhraseNamesIt() {
    QFETCH(int, width);
    QFETCH(int, link);
    Shown shown(width);
    QSignalSpy activated(&shown.list, &TurnList::phraseActivated);
    shown.click(shown.at({Kind::Link, link}), Qt::ShiftModifier);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated[0][0].toULongLong(), shown.answer);
    QCOMPARE(activated[0][1].toInt(), link);
    QCOMPARE(activated[0][2].value<Qt::KeyboardModifiers>(), Qt::ShiftModifier);
  }

  void bothHalvesOfAPhraseOverTwoLinesAnswer() {
    Shown shown;
    int width = 480;
    while (shown.list.partRects(shown.answer, {Kind::Link, kCarboxylic}).size() < 2) {
      QVERIFY2(--width > 340, "no width breaks the phrase");
      shown.list.resize(width, 600);
    }
    QSignalSpy activated(&shown.list, &TurnList::phraseActivated);
    shown.click(shown.at({Kind::Link, kCarboxylic}, 0));
    shown.click(shown.at({Kind::Link, kCarboxylic}, 1));
    QCOMPARE(activated.count(), 2);
    QCOMPARE(activated[0][1].toInt(), kCarboxylic);
    QCOMPARE(activated[1][1].toInt(), kCarboxylic);
  }

  void phrasesAreFoundAfterAResizeAndAfterAPin() {
    Shown shown(720);
    QSignalSpy activated(&shown.list, &TurnList::phraseActivated);
    shown.list.resize(345, 600);
    shown.click(shown.at({Kind::Link, kCarboxylic}));
    QCOMPARE(activated.takeFirst()[1].toInt(), kCarboxylic);
    shown.pins.pin(QStringLiteral("acetyl group"), testing::atoms({0, 1, 2}), shown.answer, 1);
    const auto rects = shown.list.partRects(shown.answer, {Kind::Link, kAcetyl});
    QVERIFY(rects.size() >= 2);
    shown.click(rects.back().center().toPoint());
    QCOMPARE(activated.takeFirst()[1].toInt(), kAcetyl);
    shown.click(shown.at({Kind::Link, kCarboxylic}));
    QCOMPARE(activated.takeFirst()[1].toInt(), kCarboxylic);
  }

  void clickBesideAPhraseOrAfterADragActivatesNothing() {
    Shown shown;
    QSignalSpy activated(&shown.list, &TurnList::phraseActivated);
    const QRectF phrase = shown.list.partRects(shown.answer, {Kind::Link, kAcetyl}).front();
    shown.click(QPoint(int(phrase.left()) - 20, int(phrase.center().y())));
    QTest::mousePress(shown.list.viewport(), Qt::LeftButton, {}, phrase.center().toPoint());
    QTest::mouseMove(shown.list.viewport(), phrase.center().toPoint() + QPoint(40, 0));
    QTest::mouseRelease(shown.list.viewport(), Qt::LeftButton, {},
                        phrase.center().toPoint() + QPoint(40, 0));
    QCOMPARE(activated.count(), 0);
    QVERIFY(!shown.list.selectedText().isEmpty());
  }

  void refutedPhrasesDoNotAnswer() {
    Shown shown;
    auto links = testing::aspirinLinks();
    links[kAcetyl].style = LinkStyle::Refuted;
    shown.model.setLinks(shown.answer, links);
    QSignalSpy activated(&shown.list, &TurnList::phraseActivated);
    shown.click(shown.at({Kind::Link, kAcetyl}));
    QCOMPARE(activated.count(), 0);
  }

  void hoverTellsThePhraseAndItsEnd() {
    Shown shown;
    QSignalSpy hovered(&shown.list, &TurnList::phraseHovered);
    QTest::mouseMove(shown.list.viewport(), shown.at({Kind::Link, kAcetyl}));
    QCOMPARE(hovered.count(), 1);
    QCOMPARE(hovered[0][1].toInt(), kAcetyl);
    QCOMPARE(shown.list.viewport()->cursor().shape(), Qt::PointingHandCursor);
    QTest::mouseMove(shown.list.viewport(), shown.at({Kind::Copy, -1}));
    QCOMPARE(hovered.count(), 2);
    QCOMPARE(hovered[1][0].toULongLong(), shown.answer);
    QCOMPARE(hovered[1][1].toInt(), -1);
  }

  void arrowsWalkThePhrasesAndEnterActivates() {
    Shown shown;
    QSignalSpy activated(&shown.list, &TurnList::phraseActivated);
    QSignalSpy hovered(&shown.list, &TurnList::phraseHovered);
    shown.list.clearFocus();
    shown.list.setFocus(Qt::TabFocusReason);
    QCOMPARE(shown.list.viewState().focused, (TurnPlace{shown.answer, {Kind::Link, 0}}));
    QTest::keyClick(&shown.list, Qt::Key_Right);
    QTest::keyClick(&shown.list, Qt::Key_Return);
    QCOMPARE(activated.takeFirst()[1].toInt(), 1);
    QTest::keyClick(&shown.list, Qt::Key_Down);
    QTest::keyClick(&shown.list, Qt::Key_Left);
    QTest::keyClick(&shown.list, Qt::Key_Space, Qt::ShiftModifier);
    QCOMPARE(activated[0][1].toInt(), 1);
    QCOMPARE(activated[0][2].value<Qt::KeyboardModifiers>(), Qt::ShiftModifier);
    QCOMPARE(hovered.last()[1].toInt(), 1);
    for (int i = 0; i < 20; ++i) QTest::keyClick(&shown.list, Qt::Key_Right);
    QCOMPARE(shown.list.viewState().focused.part.kind, Kind::Regenerate);
    QSignalSpy again(&shown.list, &TurnList::regenerateRequested);
    QTest::keyClick(&shown.list, Qt::Key_Return);
    QCOMPARE(again.count(), 1);
    QCOMPARE(hovered.last()[1].toInt(), -1);
  }

  void buttonsAndChipsTellTheirTurn() {
    Shown shown;
    QSignalSpy again(&shown.list, &TurnList::regenerateRequested);
    QSignalSpy fact(&shown.list, &TurnList::factActivated);
    QSignalSpy chip(&shown.list, &TurnList::structureChipClicked);
    shown.click(shown.at({Kind::Regenerate, -1}));
    QCOMPARE(again.takeFirst()[0].toULongLong(), shown.answer);
    shown.click(shown.at({Kind::Rail, 2}, 1));
    QCOMPARE(fact.takeFirst()[1].toInt(), 2);
    const quint64 question = shown.model.turnAt(0).id;
    shown.click(shown.list.partRects(question, {Kind::Chip, 0}).front().center().toPoint());
    QCOMPARE(chip.takeFirst()[0].toULongLong(), question);
    shown.click(shown.at({Kind::Copy, -1}));
    QCOMPARE(QApplication::clipboard()->text(), testing::aspirinAnswer());
  }

  void failureShowsItsOneAction() {
    Shown shown;
    const quint64 answer = shown.model.beginAnswer(QStringLiteral("starter"), {});
    shown.model.fail(answer, QStringLiteral("The model ran out of memory."),
                     QStringLiteral("Try again"));
    QSignalSpy action(&shown.list, &TurnList::failureActionTriggered);
    shown.click(shown.list.partRects(answer, {Kind::ErrorAction, -1}).front().center().toPoint());
    QCOMPARE(action.count(), 1);
    QCOMPARE(action[0][0].toULongLong(), answer);
  }

  void textIsSelectedAcrossTurnsAndCopied() {
    Shown shown;
    const auto question = shown.list.partRects(shown.model.turnAt(0).id, {Kind::Text, -1}).front();
    const auto answer = shown.list.partRects(shown.answer, {Kind::Text, -1}).front();
    const QPoint from(int(question.left()) - 5, int(question.center().y()));
    const QPoint to(int(shown.list.partRects(shown.answer, {Kind::Link, 0}).front().left()),
                    int(answer.top()) + 8);
    QTest::mousePress(shown.list.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(shown.list.viewport(), to);
    QTest::mouseRelease(shown.list.viewport(), Qt::LeftButton, {}, to);
    const QString expected =
        QStringLiteral("Describe this molecule.\n\nThe molecule is a member of ");
    QCOMPARE(shown.list.selectedText(), expected);
    shown.list.setFocus();
    QTest::keySequence(&shown.list, QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text(), expected);
    QTest::keyClick(&shown.list, Qt::Key_Escape);
    QVERIFY(shown.list.selectedText().isEmpty());
    QTest::keySequence(&shown.list, QKeySequence::SelectAll);
    QCOMPARE(shown.list.selectedText(),
             QStringLiteral("Describe this molecule.\n\n") + testing::aspirinAnswer());
  }

  void doubleClickSelectsAWord() {
    Shown shown;
    const auto text = shown.list.partRects(shown.answer, {Kind::Text, -1}).front();
    QTest::mouseDClick(shown.list.viewport(), Qt::LeftButton, {},
                       QPoint(int(text.left()) + 45, int(text.top()) + 10));
    QCOMPARE(shown.list.selectedText(), QStringLiteral("molecule"));
  }

  void followsTheEndOnlyWhileItIsThere() {
    Shown shown(432, 300);
    QScrollBar* bar = shown.list.verticalScrollBar();
    const quint64 answer = testing::addStreamingExchange(shown.model);
    QCOMPARE(bar->value(), bar->maximum());
    for (int i = 0; i < 60; ++i) shown.model.appendText(answer, QStringLiteral(" more words"));
    QVERIFY(bar->maximum() > 400);
    QCOMPARE(bar->value(), bar->maximum());

    bar->setValue(100);
    QVERIFY(!shown.list.isFollowing());
    for (int i = 0; i < 60; ++i) shown.model.appendText(answer, QStringLiteral(" more words"));
    QCOMPARE(bar->value(), 100);
    auto* button = shown.list.findChild<QPushButton*>();
    QVERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!button->isVisible());
    shown.model.appendText(answer, QString(500, u'x'));
    QCOMPARE(bar->value(), bar->maximum());
  }

  void aQuestionJustAskedIsShown() {
    Shown shown(432, 300);
    shown.list.verticalScrollBar()->setValue(0);
    shown.model.addUserTurn(QStringLiteral("And its mass?"), {});
    QTRY_VERIFY(shown.list.verticalScrollBar()->maximum() > 36);
    QCOMPARE(shown.list.verticalScrollBar()->value(), shown.list.verticalScrollBar()->maximum());
  }

  void scrolledUpTextStaysAtItsPlaceWhenThePanelIsResized() {
    Shown shown(560, 300);
    for (int i = 0; i < 6; ++i) testing::addAspirinExchange(shown.model);
    QScrollBar* bar = shown.list.verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    const QModelIndex top = shown.list.indexAt(QPoint(4, 0));
    const int before = shown.list.visualRect(top).top();
    shown.list.resize(380, 300);
    QCOMPARE(shown.list.visualRect(top).top(), before);
  }

  void appendingLaysOutOneParagraphOfOneTurn() {
    Shown shown;
    const quint64 answer = testing::addStreamingExchange(shown.model);
    shown.model.appendText(answer, QStringLiteral("\nsecond paragraph\nthird"));
    auto* delegate = qobject_cast<TurnDelegate*>(shown.list.itemDelegate());
    QList<int> heights;
    for (int row = 0; row < 4; ++row)
      heights.append(shown.list.visualRect(shown.model.index(row)).height());
    shown.model.appendText(answer, QStringLiteral(" word"));
    QCOMPARE(delegate->layoutOf(3).words.relaidCount(), 1);
    for (int row = 0; row < 4; ++row)
      QCOMPARE(shown.list.visualRect(shown.model.index(row)).height(), heights[row]);
  }

  void phrasesOfTheFocusedAtomsLightUp() {
    Shown shown;
    const QRectF phrase = shown.list.partRects(shown.answer, {Kind::Link, 0}).front();
    const auto colourBeside = [&] {
      return shown.list.viewport()->grab().toImage().pixelColor(int(phrase.left()) + 3,
                                                                int(phrase.top()) + 1);
    };
    const theme::Tokens& t = theme::tokens(theme::Scheme::Light);
    QCOMPARE(colourBeside(), t.surface);
    shown.list.setFocusedAtoms(testing::atoms({4}));
    QCOMPARE(colourBeside(), t.selected);
    shown.list.setFocusedAtoms(testing::atoms({1}));
    QCOMPARE(colourBeside(), t.surface);
    // Both have atom 10, the acid has two more of them.
    shown.list.setFocusedAtoms(testing::atoms({10, 11, 12}));
    QCOMPARE(colourBeside(), t.surface);
    shown.list.setFocusedAtoms(testing::atoms({4}), std::vector<quint64>{shown.answer + 1});
    QCOMPARE(colourBeside(), t.surface);
    shown.list.setFocusedAtoms(testing::atoms({4}), std::vector<quint64>{shown.answer});
    QCOMPARE(colourBeside(), t.selected);
  }

  void twoHundredTurnsStayFast() {
    Shown shown(432, 700);
    for (int i = 0; i < 99; ++i) testing::addAspirinExchange(shown.model);
    const quint64 answer = testing::addStreamingExchange(shown.model);
    // Processor time, so that a busy machine does not change the result.
    const auto milliseconds = [](std::clock_t since) {
      return 1000.0 * double(std::clock() - since) / CLOCKS_PER_SEC;
    };
    constexpr int kChunks = 50;
    const std::clock_t appending = std::clock();
    for (int i = 0; i < kChunks; ++i) {
      shown.model.appendText(answer, QStringLiteral(" a few words"));
      QCoreApplication::processEvents();
    }
    const double each = milliseconds(appending) / kChunks;
    qInfo("append with repaint: %.2f ms", each);
    QVERIFY2(each < 16.0, qPrintable(QString::number(each)));
    const std::clock_t resizing = std::clock();
    shown.list.resize(500, 700);
    QCoreApplication::processEvents();
    qInfo("resize with 200 turns: %.0f ms", milliseconds(resizing));
    QVERIFY(milliseconds(resizing) < 400);
  }

  void clearingLeavesNothingBehind() {
    Shown shown;
    shown.list.selectAllText();
    QTest::mouseMove(shown.list.viewport(), shown.at({Kind::Link, kAcetyl}));
    QSignalSpy hovered(&shown.list, &TurnList::phraseHovered);
    shown.model.clear();
    QCOMPARE(hovered.last()[1].toInt(), -1);
    QVERIFY(shown.list.selectedText().isEmpty());
    QCOMPARE(shown.list.verticalScrollBar()->maximum(), 0);
    shown.list.viewport()->grab();
  }
};

QTEST_MAIN(TurnListTest)
#include "turn_list_test.moc"
