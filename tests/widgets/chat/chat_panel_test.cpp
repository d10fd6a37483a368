#include "widgets/chat/chat_panel.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/chat/sample_conversation.h"
#include "widgets/chat/prompt_box.h"
#include "widgets/chat/prompt_edit.h"
#include "widgets/chat/turn_list.h"
#include "widgets/selection/pin_model.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tokens.h"

using namespace molloquy;
using namespace molloquy::widgets;

namespace {

struct Shown {
  ChatModel model;
  PinModel pins;
  ChatPanel panel{&model, &pins};
  PromptBox* box = panel.promptBox();
  PromptEdit* edit = box->edit();
  QSignalSpy asked{&panel, &ChatPanel::questionAsked};
  QSignalSpy stopped{&panel, &ChatPanel::stopRequested};

  Shown() {
    panel.resize(432, 700);
    panel.setPromptState(PromptState::Ready, QStringLiteral("Ask about this structure"));
    panel.setStructureChip(testing::aspirinChip());
    panel.show();
    QApplication::setActiveWindow(&panel);
    edit->setFocus();
    QCoreApplication::processEvents();
  }
};

}  // namespace

class ChatPanelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QApplication::setStyle(new theme::Style);
    QApplication::setPalette(theme::makePalette(theme::Scheme::Light));
  }

  void enterAsksAndEmptiesTheBox() {
    Shown shown;
    QTest::keyClicks(shown.edit, QStringLiteral("  Is it an acid? "));
    QTest::keyClick(shown.edit, Qt::Key_Return);
    QCOMPARE(shown.asked.count(), 1);
    QCOMPARE(shown.asked[0][0].toString(), QStringLiteral("Is it an acid?"));
    QCOMPARE(shown.asked[0][1].value<PromptTemplate>(), PromptTemplate::Ask);
    QVERIFY(shown.edit->toPlainText().isEmpty());
    QTest::keyClick(shown.edit, Qt::Key_Return);
    QCOMPARE(shown.asked.count(), 1);
  }

  void shiftEnterStartsALineAndTheBoxGrows() {
    Shown shown;
    const int one = shown.edit->height();
    QTest::keyClicks(shown.edit, QStringLiteral("a"));
    for (int i = 0; i < 3; ++i) {
      QTest::keyClick(shown.edit, Qt::Key_Return, Qt::ShiftModifier);
      QTest::keyClicks(shown.edit, QStringLiteral("b"));
    }
    QCOMPARE(shown.asked.count(), 0);
    QCOMPARE(shown.edit->toPlainText(), QStringLiteral("a\nb\nb\nb"));
    const int four = shown.edit->height();
    QVERIFY(four > 3 * one);
    for (int i = 0; i < 20; ++i) QTest::keyClick(shown.edit, Qt::Key_Return, Qt::ShiftModifier);
    QVERIFY(shown.edit->height() > four && shown.edit->height() < 9 * one);
    QTest::keyClick(shown.edit, Qt::Key_Return);
    QCOMPARE(shown.edit->height(), one);
  }

  void upInAnEmptyBoxBringsTheLastQuestionBack() {
    Shown shown;
    QTest::keyClick(shown.edit, Qt::Key_Up);
    QVERIFY(shown.edit->toPlainText().isEmpty());
    QTest::keyClicks(shown.edit, QStringLiteral("Is it an acid?"));
    QTest::keyClick(shown.edit, Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(shown.asked.count(), 1);
    QTest::keyClick(shown.edit, Qt::Key_Up);
    QCOMPARE(shown.edit->toPlainText(), QStringLiteral("Is it an acid?"));
  }

  void enterBelongsToTheInputMethodWhileItComposes() {
    Shown shown;
    QTest::keyClicks(shown.edit, QStringLiteral("x"));
    QInputMethodEvent composing(QStringLiteral("ka"), {});
    QApplication::sendEvent(shown.edit, &composing);
    QTest::keyClick(shown.edit, Qt::Key_Return);
    QCOMPARE(shown.asked.count(), 0);
    QInputMethodEvent done;
    done.setCommitString(QStringLiteral("\u304b"));
    QApplication::sendEvent(shown.edit, &done);
    QTest::keyClick(shown.edit, Qt::Key_Return);
    QCOMPARE(shown.asked.count(), 1);
    QVERIFY(shown.asked[0][0].toString().endsWith(QStringLiteral("\u304b")));
  }

  void templateGoesWithTheQuestion() {
    Shown shown;
    auto* describe = shown.box->findChild<QToolButton*>();
    for (auto* segment : shown.box->findChildren<QToolButton*>()) {
      if (segment->text() == QStringLiteral("Describe")) describe = segment;
    }
    QTest::mouseClick(describe, Qt::LeftButton);
    QCOMPARE(shown.box->promptTemplate(), PromptTemplate::Describe);
    QVERIFY(shown.box->sendButton()->isEnabled());
    QTest::mouseClick(shown.box->sendButton(), Qt::LeftButton);
    QCOMPARE(shown.asked[0][0].toString(), QStringLiteral("Describe this molecule."));
    QCOMPARE(shown.asked[0][1].value<PromptTemplate>(), PromptTemplate::Describe);
  }

  void stopTakesThePlaceOfSend() {
    Shown shown;
    QVERIFY(!shown.box->stopButton()->isVisible());
    shown.panel.setGenerating(true);
    QVERIFY(!shown.box->sendButton()->isVisible());
    QTest::keyClicks(shown.edit, QStringLiteral("next"));
    QTest::keyClick(shown.edit, Qt::Key_Return);
    QCOMPARE(shown.asked.count(), 0);
    QCOMPARE(shown.edit->toPlainText(), QStringLiteral("next"));
    QTest::mouseClick(shown.box->stopButton(), Qt::LeftButton);
    QCOMPARE(shown.stopped.count(), 1);
    QTest::keyClick(shown.edit, Qt::Key_Escape);
    QCOMPARE(shown.stopped.count(), 2);
    QTest::keyClick(shown.panel.turnList(), Qt::Key_Escape);
    QCOMPARE(shown.stopped.count(), 3);
    shown.panel.setGenerating(false);
    QVERIFY(shown.box->sendButton()->isVisible());
    QTest::keyClick(shown.edit, Qt::Key_Escape);
    QCOMPARE(shown.stopped.count(), 3);
  }

  void aBoxThatCannotAskSaysWhy_data() {
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<bool>("canWrite");
    QTest::addRow("without a model") << int(PromptState::NoModel) << "Load a model to ask" << false;
    QTest::addRow("without a structure")
        << int(PromptState::NoStructure) << "Open a molecule to ask about it" << false;
    QTest::addRow("while the model loads")
        << int(PromptState::Loading) << "The model is loading" << true;
  }
  void aBoxThatCannotAskSaysWhy() {
    QFETCH(int, state);
    QFETCH(QString, reason);
    QFETCH(bool, canWrite);
    Shown shown;
    QTest::keyClicks(shown.edit, QStringLiteral("kept"));
    shown.panel.setPromptState(static_cast<PromptState>(state), reason);
    QCOMPARE(shown.edit->placeholderText(), reason);
    QCOMPARE(shown.edit->isEnabled(), canWrite);
    QVERIFY(!shown.box->sendButton()->isEnabled());
    QCOMPARE(shown.box->sendButton()->toolTip(), reason);
    QTest::keyClick(shown.edit, Qt::Key_Return);
    QTest::mouseClick(shown.box->sendButton(), Qt::LeftButton);
    QCOMPARE(shown.asked.count(), 0);
    QCOMPARE(shown.edit->toPlainText(), QStringLiteral("kept"));
    const auto fill = shown.box->grab().toImage().pixelColor(shown.box->width() / 2, 4);
    const theme::Tokens& t = theme::tokens(theme::Scheme::Light);
    QCOMPARE(fill, canWrite ? t.surface : t.sunk);
  }

  void tourGivesWayToTheConversation() {
    Shown shown;
    QSignalSpy action(&shown.panel, &ChatPanel::welcomeActionTriggered);
    shown.panel.setWelcome({QStringLiteral("Your model is ready"),
                            {},
                            {{QStringLiteral("Load"), {}, true}},
                            QStringLiteral("Start with aspirin")});
    const auto button = [&shown](const QString& text) {
      for (auto* candidate : shown.panel.findChildren<QPushButton*>()) {
        if (candidate->text() == text) return candidate;
      }
      return static_cast<QPushButton*>(nullptr);
    };
    QTest::mouseClick(button(QStringLiteral("Start with aspirin")), Qt::LeftButton);
    QTest::mouseClick(button(QStringLiteral("Skip the tour")), Qt::LeftButton);
    QCOMPARE(action.count(), 2);
    QCOMPARE(action[0][0].toString(), QStringLiteral("primary"));
    QCOMPARE(action[1][0].toString(), QStringLiteral("skip"));
    QVERIFY(!shown.panel.turnList()->isVisible());
    testing::addAspirinExchange(shown.model);
    QVERIFY(shown.panel.turnList()->isVisible());
    shown.panel.setWelcome({});
    shown.model.clear();
    QVERIFY(!shown.panel.turnList()->isVisible());
  }

  void everyControlHasAName() {
    Shown shown;
    for (QWidget* child : shown.panel.findChildren<QWidget*>()) {
      if (!child->isVisible() || child->focusPolicy() == Qt::NoFocus) continue;
      QVERIFY2(!child->accessibleName().isEmpty(), child->metaObject()->className());
    }
  }
};

QTEST_MAIN(ChatPanelTest)
#include "chat_panel_test.moc"
