// One afternoon of a chemist in a real window: type a SMILES, see atoms, ask, watch the answer come,
// stop it, ask again, click a phrase, see the halo, click an atom, see the phrase.
#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "app/application.h"
#include "tests/app/app_fixture.h"
#include "widgets/chat/chat_panel.h"
#include "widgets/chat/prompt_box.h"
#include "widgets/chat/prompt_edit.h"
#include "widgets/chat/turn_list.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/welcome_page.h"
#include "widgets/input/structure_entry.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/library/record_list.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_widget.h"

using namespace molloquy;
using namespace molloquy::app;

class StoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { prepareApplicationTest(); }

  void fromSmilesToHalo() {
    ScriptedModel model;
    Application application(model.options());
    application.start();
    MainWindow& window = application.window();
    window.resize(1440, 900);
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(!window.isBenchShown());
    QTRY_COMPARE(application.chat().modelState(), ModelState::Ready);
    keepPicture(window, "1-welcome");

    // Type a SMILES, see atoms.
    auto* line = window.welcome().entry().findChild<QLineEdit*>();
    QVERIFY(line);
    QTest::mouseClick(line, Qt::LeftButton);
    QTest::keyClicks(line, "CC(=O)Oc1ccccc1C(=O)O");
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(!application.document().isEmpty());
    QCOMPARE(application.document().snapshot().molecule->atoms().size(), std::size_t{21});
    QCOMPARE(application.document().snapshot().smiles, QString("CC(=O)Oc1ccccc1C(=O)O"));
    QTRY_VERIFY(window.lowerPanel().facts().rowCount() > 10);
    QTRY_VERIFY(distinctColours(window.viewport()) > 20);
    keepPicture(window, "2-bench");

    // Ask, and stop in the middle.
    widgets::PromptBox& prompt = *window.chat().promptBox();
    QTest::mouseClick(prompt.edit(), Qt::LeftButton);
    QTest::keyClicks(prompt.edit(), "What is it?");
    QTest::keyClick(prompt.edit(), Qt::Key_Return);
    QTRY_VERIFY(application.chat().isGenerating());
    model.allowTokens(4);
    QTRY_VERIFY(answerText(application).startsWith("The"));
    keepPicture(window, "3-writing");
    QTest::mouseClick(prompt.stopButton(), Qt::LeftButton);
    model.allowTokens(1);  // the worker stands in front of a token and looks at the stop request
    QTRY_VERIFY(!application.chat().isGenerating());
    QCOMPARE(lastTurn(application).state, widgets::TurnState::Stopped);
    QVERIFY(answerText(application).size() < model.text().size() / 2);

    // Ask again, to the end; its phrases become links.
    QTest::keyClicks(prompt.edit(), "Once more, please.");
    QTest::keyClick(prompt.edit(), Qt::Key_Return);
    QTRY_VERIFY(application.chat().isGenerating());
    model.allowTokens(1000);
    QTRY_COMPARE(lastTurn(application).state, widgets::TurnState::Finished);
    QTRY_VERIFY(linkOf(application, "benzene ring") >= 0);

    // Click a phrase, see the halo and the Link tab.
    const widgets::Turn answer = lastTurn(application);
    const int link = linkOf(application, "benzene ring");
    QCOMPARE(answer.links[static_cast<std::size_t>(link)].style, widgets::LinkStyle::Verified);
    const QColor pinA = theme::tokens(theme::Scheme::Light).pins[0];
    QCOMPARE(pixelsNear(window.viewport(), pinA), 0);
    clickLink(window, answer.id, link);
    QTRY_COMPARE(application.pins().pins().size(), std::size_t{1});
    QCOMPARE(application.pins().pins()[0].label, QString("benzene ring"));
    QTRY_VERIFY(pixelsNear(window.viewport(), pinA) > 100);
    QCOMPARE(window.lowerPanel().currentTab(), widgets::LowerPanel::Tab::Link);
    QCOMPARE(window.lowerPanel().link().link().phrase, QString("benzene ring"));
    keepPicture(window, "4-pinned");

    // Click an atom of the ring, see the phrase light up.
    const AtomIndex ringAtom{4};
    application.selection().clear(widgets::AtomSelectionModel::Origin::Program);
    QTest::mouseClick(window.viewport().sceneWidget(), Qt::LeftButton, Qt::NoModifier,
                      screenPoint(window.viewport(), application.document().snapshot(), ringAtom));
    QTRY_VERIFY(application.selection().contains(ringAtom));
    QCOMPARE(window.chat().turnList()->viewState().atoms, application.selection().atoms());
    keepPicture(window, "5-atom");

    // The same in dark.
    QApplication::setPalette(theme::makePalette(theme::Scheme::Dark));
    QTRY_VERIFY(pixelsNear(window.viewport(), theme::tokens(theme::Scheme::Dark).view) > 1000);
    keepPicture(window, "6-dark");
    QApplication::setPalette(theme::makePalette(theme::Scheme::Light));
  }

  void aBadSmilesIsToldAndWhatWasOpenStays() {
    ScriptedModel model;
    Application application(model.options("CCO"));
    application.start();
    MainWindow& window = application.window();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTRY_VERIFY(!application.document().isEmpty());
    const auto molecule = application.document().snapshot().molecule;
    auto* line = window.records().entry().findChild<QLineEdit*>();
    QTest::mouseClick(line, Qt::LeftButton);
    QTest::keyClicks(line, "c1ccccc1C(=O");
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(!window.records().entry().errorSentence().isEmpty());
    QCOMPARE(application.document().snapshot().molecule, molecule);
    keepPicture(window, "7-bad-smiles");
  }

  void aMissingFileIsToldInTheBanner() {
    ScriptedModel model;
    Application application(model.options("CCO"));
    application.start();
    MainWindow& window = application.window();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTRY_VERIFY(!application.document().isEmpty());
    Q_EMIT window.filesDropped({"/nowhere/aspirin.sdf"});
    QTRY_VERIFY(window.banner().isVisible());
    QVERIFY(window.banner().sentence().contains("/nowhere/aspirin.sdf"));
  }

  void aFailingModelIsToldAndTheBenchWorks() {
    ScriptedModel model;
    model.failLoading(Error(ErrorCode::NotFound, "The model folder is empty; choose another."));
    Application application(model.options("CCO"));
    application.start();
    MainWindow& window = application.window();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTRY_COMPARE(application.chat().modelState(), ModelState::Failed);
    QTRY_VERIFY(!application.document().isEmpty());
    QVERIFY(!window.actions().describe->isEnabled());
    keepPicture(window, "8-no-model");
  }

  void theWindowClosesWhileAnAnswerIsWritten() {
    ScriptedModel model;
    model.neverEnd();
    QElapsedTimer clock;
    {
      Application application(model.options("CCO"));
      application.start();
      QTRY_COMPARE(application.chat().modelState(), ModelState::Ready);
      QTRY_VERIFY(!application.document().isEmpty());
      application.window().actions().describe->trigger();
      QTRY_VERIFY(application.chat().isGenerating());
      model.allowTokens(1000000000);
      QTRY_VERIFY(!answerText(application).isEmpty());
      clock.start();
      application.window().close();
    }
    // Threads that do not end are given up after 5 s each.
    QVERIFY(clock.elapsed() < 5000);
  }

  void aSmallWindowHidesTheListAndKeepsItsMenu() {
    ScriptedModel model;
    Application application(model.options("CCO"));
    application.start();
    MainWindow& window = application.window();
    window.resize(1024, 640);
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTRY_VERIFY(!application.document().isEmpty());
    QTRY_VERIFY(!window.records().isVisible());
    QVERIFY(window.viewport().width() >= 500);
    keepPicture(window, "9-small");
    window.resize(1440, 900);
    QTRY_VERIFY(window.records().isVisible());
  }

 private:
  static widgets::Turn lastTurn(Application& application) {
    const widgets::ChatModel& chat = application.chatModel();
    return chat.turnAt(chat.rowCount() - 1);
  }
  static QString answerText(Application& application) { return lastTurn(application).text; }

  static int linkOf(Application& application, const QString& phrase) {
    const widgets::Turn turn = lastTurn(application);
    for (std::size_t i = 0; i < turn.links.size(); ++i) {
      const widgets::PhraseLink& link = turn.links[i];
      if (turn.text.mid(link.begin, link.end - link.begin) == phrase) return static_cast<int>(i);
    }
    return -1;
  }

  static void clickLink(MainWindow& window, quint64 turn, int link) {
    widgets::TurnList* list = window.chat().turnList();
    const auto rects = list->partRects(turn, {widgets::TurnPart::Kind::Link, link});
    QVERIFY(!rects.empty());
    QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier,
                      rects.front().center().toPoint());
  }
};

QTEST_MAIN(StoryTest)
#include "story_test.moc"
