#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <memory>

#include "tests/widgets/chat/sample_conversation.h"
#include "widgets/chat/chat_panel.h"
#include "widgets/chat/prompt_box.h"
#include "widgets/chat/prompt_chips.h"
#include "widgets/chat/prompt_edit.h"
#include "widgets/chat/turn_list.h"
#include "widgets/chat/turn_speech.h"
#include "widgets/neighbours/neighbour_mime.h"
#include "widgets/selection/pin_model.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tokens.h"

using namespace molloquy;
using namespace molloquy::widgets;

namespace {

Chip neighbour(const char* key, const char* name) {
  return {QString::fromUtf8(name), {}, QString::fromUtf8(name), QString::fromUtf8(key)};
}

struct Shown {
  ChatModel model;
  PinModel pins;
  ChatPanel panel{&model, &pins};
  PromptBox* box = panel.promptBox();
  PromptChips* chips = box->findChild<PromptChips*>();
  QSignalSpy removed{&panel, &ChatPanel::contextChipRemoved};
  QSignalSpy clicked{&panel, &ChatPanel::contextChipClicked};
  QSignalSpy dropped{&panel, &ChatPanel::contextDropped};

  explicit Shown(int width = 432) {
    panel.resize(width, 700);
    panel.setPromptState(PromptState::Ready, QStringLiteral("Ask about this structure"));
    panel.setStructureChip(testing::aspirinChip());
    panel.show();
    QApplication::setActiveWindow(&panel);
    QCoreApplication::processEvents();
  }
  void setTwo() {
    panel.setContextChips({neighbour("b", "methyl 2-acetoxybenzoate"), neighbour("u", "urea")});
    QCoreApplication::processEvents();
  }
  /// Cards are dragged over the middle of a widget and let go there; true: they were taken.
  bool drop(QWidget& target, const QMimeData& data) {
    const QPoint middle = target.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&target, &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&target, &drop);
    return drop.isAccepted();
  }
  quint64 answer(std::vector<Chip> used, const QString& seen = {}) {
    const quint64 id = model.beginAnswer(QStringLiteral("molloquy-starter"), seen);
    model.appendText(id, QStringLiteral("Closest is the ester."));
    model.setUsed(id, std::move(used));
    model.finish(id, TurnState::Finished, QStringLiteral("39 tok/s"));
    QCoreApplication::processEvents();
    return id;
  }
};

}  // namespace

class ContextChipsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QApplication::setStyle(new theme::Style);
    QApplication::setPalette(theme::makePalette(theme::Scheme::Light));
  }

  void chipsStandBesideTheStructureAndWrap() {
    Shown shown;
    const int one = shown.chips->height();
    shown.panel.setContextChips({neighbour("u", "urea")});
    QCoreApplication::processEvents();
    QCOMPARE(shown.chips->height(), one);
    QVERIFY(shown.chips->context()[0]->x() > 40);
    shown.panel.setContextChips({neighbour("u", "urea"), neighbour("b", "methyl 2-acetoxybenzoate"),
                                 neighbour("c", "4-acetoxybenzoic acid")});
    QCoreApplication::processEvents();
    QVERIFY(shown.chips->height() > one);
    for (const ContextChip* chip : shown.chips->context())
      QVERIFY(shown.chips->rect().contains(chip->geometry()));
    shown.panel.setContextChips({});
    QCoreApplication::processEvents();
    QCOMPARE(shown.chips->height(), one);
  }

  void narrowBoxShortensALongName() {
    Shown shown(260);
    shown.panel.setContextChips(
        {neighbour("x", "a neighbour whose name is much longer than the prompt is wide")});
    QCoreApplication::processEvents();
    QVERIFY(shown.chips->rect().contains(shown.chips->context()[0]->geometry()));
  }

  void theCrossTakesAChipAwayAndTheRestOpensIt() {
    Shown shown;
    shown.setTwo();
    ContextChip* chip = shown.chips->context()[1];
    QTest::mouseClick(chip, Qt::LeftButton, {}, QPoint(12, chip->height() / 2));
    QCOMPARE(shown.clicked.count(), 1);
    QCOMPARE(shown.clicked[0][0].toString(), QStringLiteral("u"));
    QTest::mouseClick(&chip->closeButton(), Qt::LeftButton);
    QTRY_COMPARE(shown.removed.count(), 1);
    QCOMPARE(shown.removed[0][0].toString(), QStringLiteral("u"));
    QCOMPARE(shown.clicked.count(), 1);
  }

  void keysTakeAChipAway_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("Delete") << int(Qt::Key_Delete);
    QTest::newRow("Backspace") << int(Qt::Key_Backspace);
    QTest::newRow("Space presses the cross") << int(Qt::Key_Space);
  }
  void keysTakeAChipAway() {
    QFETCH(int, key);
    Shown shown;
    shown.setTwo();
    QToolButton& close = shown.chips->context()[0]->closeButton();
    close.setFocus(Qt::TabFocusReason);
    QTest::keyClick(&close, Qt::Key(key));
    QTRY_COMPARE(shown.removed.count(), 1);
    // The owner takes it away: the keyboard goes to the next chip, at last to the words.
    shown.panel.setContextChips({neighbour("u", "urea")});
    QVERIFY(shown.chips->context()[0]->closeButton().hasFocus());
    shown.panel.setContextChips({});
    QVERIFY(shown.box->edit()->hasFocus());
  }

  void chipsAreNamedForScreenReaders() {
    Shown shown;
    shown.setTwo();
    QCOMPARE(shown.chips->context()[1]->accessibleName(), QStringLiteral("Example: urea"));
    QCOMPARE(shown.chips->context()[1]->closeButton().accessibleName(),
             QStringLiteral("Take urea away"));
  }

  void droppedCardsAreTold() {
    Shown shown;
    const std::unique_ptr<QMimeData> cards(neighbourMime(
        {QStringLiteral("b"), QStringLiteral("u")}, {QStringLiteral("x"), QStringLiteral("urea")}));
    QVERIFY(shown.drop(*shown.box, *cards));
    QCOMPARE(shown.dropped.count(), 1);
    QCOMPARE(shown.dropped[0][0].toStringList(),
             (QStringList{QStringLiteral("b"), QStringLiteral("u")}));
    QMimeData text;
    text.setText(QStringLiteral("urea"));
    QVERIFY2(!shown.drop(*shown.box, text), "words are for the text, not for the box");
    QVERIFY2(shown.drop(*shown.box->edit()->viewport(), *cards), "over the words too");
    QCOMPARE(shown.dropped.count(), 2);
    QVERIFY2(shown.box->edit()->toPlainText().isEmpty(), "cards do not become words");
  }

  void answerSaysWhatItUsed_data() {
    QTest::addColumn<int>("neighbours");
    QTest::addColumn<QString>("seen");
    QTest::addColumn<QString>("told");
    QTest::newRow("none") << 0 << QString() << QString();
    QTest::newRow("one") << 1 << QString() << QStringLiteral("used 1 neighbour");
    QTest::newRow("two") << 2 << QString() << QStringLiteral("used 2 neighbours");
    QTest::newRow("after what was seen") << 2 << QStringLiteral("saw 13 heavy atoms")
                                         << QStringLiteral("saw 13 heavy atoms, used 2 neighbours");
  }
  void answerSaysWhatItUsed() {
    QFETCH(int, neighbours);
    QFETCH(QString, seen);
    Turn turn;
    turn.seen = seen;
    for (int i = 0; i < neighbours; ++i) turn.used.push_back(neighbour("k", "urea"));
    QTEST(whoDetail(turn), "told");
    QCOMPARE(spokenDetails(turn).contains(QStringLiteral("urea")), neighbours > 0);
  }

  void chipsUnderAnAnswerOpenTheirNeighbour() {
    Shown shown;
    QSignalSpy opened(&shown.panel, &ChatPanel::neighbourChipClicked);
    QSignalSpy structure(&shown.panel, &ChatPanel::structureChipClicked);
    const quint64 id =
        shown.answer({neighbour("b", "methyl 2-acetoxybenzoate"), neighbour("u", "urea")});
    TurnList* list = shown.panel.turnList();
    const auto rects = list->partRects(id, {TurnPart::Kind::Used, 1});
    QCOMPARE(rects.size(), std::size_t(1));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, rects[0].center().toPoint());
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened[0][1].toString(), QStringLiteral("u"));
    QCOMPARE(structure.count(), 0);
  }

  void keyboardReachesTheChipsUnderAnAnswer() {
    Shown shown;
    QSignalSpy opened(&shown.panel, &ChatPanel::neighbourChipClicked);
    shown.answer({neighbour("u", "urea")});
    TurnList* list = shown.panel.turnList();
    list->setFocus(Qt::TabFocusReason);
    for (int press = 0; press < 6; ++press) QTest::keyClick(list, Qt::Key_Right);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
  }

  void neighbourOnAQuestionOpensItself() {
    Shown shown;
    QSignalSpy opened(&shown.panel, &ChatPanel::neighbourChipClicked);
    QSignalSpy structure(&shown.panel, &ChatPanel::structureChipClicked);
    const quint64 id = shown.model.addUserTurn(QStringLiteral("Which is closest?"),
                                               {testing::aspirinChip(), neighbour("u", "urea")});
    QCoreApplication::processEvents();
    TurnList* list = shown.panel.turnList();
    for (const int chip : {0, 1}) {
      const auto rects = list->partRects(id, {TurnPart::Kind::Chip, chip});
      QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, rects.at(0).center().toPoint());
    }
    QCOMPARE(structure.count(), 1);
    QCOMPARE(opened.count(), 1);
  }
};

QTEST_MAIN(ContextChipsTest)
#include "context_chips_test.moc"
