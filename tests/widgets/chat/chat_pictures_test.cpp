#include <QApplication>
#include <QDir>
#include <QTest>

#include "tests/widgets/chat/sample_conversation.h"
#include "widgets/chat/chat_panel.h"
#include "widgets/chat/prompt_box.h"
#include "widgets/chat/prompt_edit.h"
#include "widgets/chat/turn_list.h"
#include "widgets/selection/pin_model.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tokens.h"

using namespace molloquy;
using namespace molloquy::widgets;

namespace {

/// What a scene puts into.
struct Stage {
  ChatModel& model;
  PinModel& pins;
  ChatPanel& panel;
};

void showConversation(Stage& stage) {
  const quint64 answer = testing::addAspirinExchange(stage.model);
  stage.pins.pin(QStringLiteral("acetyl group"), testing::atoms({0, 1, 2}), answer, 1);
  testing::addStreamingExchange(stage.model);
  stage.panel.setGenerating(true);
}

void showPinned(Stage& stage) {
  const quint64 answer = testing::addAspirinExchange(stage.model);
  stage.pins.pin(QStringLiteral("acetyl group"), testing::atoms({0, 1, 2}), answer, 1);
  stage.pins.pin(QStringLiteral("carboxylic acid"), testing::atoms({10, 11, 12}), answer, 2);
  stage.panel.setFocusedAtoms(testing::atoms({5}));
  stage.panel.promptBox()->edit()->setPlainText(
      QStringLiteral("What changes if this becomes an amide?"));
  stage.panel.focusPrompt();
}

void showFailed(Stage& stage) {
  stage.model.addUserTurn(QStringLiteral("Describe this molecule."), {testing::aspirinChip()});
  const quint64 first = stage.model.beginAnswer(QStringLiteral("molloquy-starter"), {});
  stage.model.fail(
      first,
      QStringLiteral(
          "The model ran out of memory at 1,204 of 2,048 tokens. Ask a shorter question."),
      QStringLiteral("Try again"));
  stage.model.addUserTurn(QStringLiteral("And now?"), {});
  const quint64 second = stage.model.beginAnswer(QStringLiteral("molloquy-starter"), {});
  stage.model.appendText(second, QStringLiteral("The molecule is an ester that"));
  stage.model.fail(second, QStringLiteral("The model file was closed while it was read."),
                   QStringLiteral("Load the model again"));
}

void showStopped(Stage& stage) {
  stage.model.addUserTurn(QStringLiteral("Describe this molecule."), {testing::aspirinChip()});
  const quint64 answer = stage.model.beginAnswer(QStringLiteral("molloquy-starter"),
                                                 QStringLiteral("saw 13 heavy atoms, conformer 1"));
  stage.model.appendText(answer, testing::aspirinAnswer().left(90));
  stage.model.finish(answer, TurnState::Stopped,
                     QStringLiteral("38 tok/s, first token 0.2 s, 20 tokens, seed 7"));
}

void showLongText(Stage& stage) {
  testing::addAspirinExchange(stage.model);
  stage.model.addUserTurn(
      QStringLiteral("Is InChI=1S/C9H8O4/c1-6(10)13-8-5-3-2-4-7(8)9(11)12/h2-5H,1H3,(H,11,12) the "
                     "same molecule? \u00e4\u00f6\u00fc \u4e2d\u6587 "
                     "\u0440\u0443\u0441\u0441\u043a\u0438\u0439 \U0001F600"),
      {testing::aspirinChip(),
       {QStringLiteral("a very long name of a selection of atoms"),
        QStringLiteral("21 atoms"),
        {}}});
  const quint64 second = stage.model.beginAnswer(QStringLiteral("molloquy-starter"), {});
  stage.model.appendText(
      second, QStringLiteral("It contains:\n\u2022 "
                             "CC(=O)OC1=CC=CC=C1C(=O)OCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC\n"
                             "\u2022 a ring\n\nNothing else."));
  stage.model.finish(second, TurnState::Finished, {});
}

void showWelcome(Stage& stage) {
  stage.panel.setTitle(QStringLiteral("New conversation"));
  stage.panel.setStructureChip(std::nullopt);
  stage.panel.setPromptState(PromptState::NoStructure,
                             QStringLiteral("Open a molecule to ask about it"));
  stage.panel.setWelcome(
      {QStringLiteral("Your model is ready"),
       QStringLiteral("molloquy-starter came with the program and runs on this processor."),
       {{QStringLiteral("Load the model"), QStringLiteral("Done in 0.6 s, uses 0.4 GB of memory"),
         true},
        {QStringLiteral("Open a molecule"), QStringLiteral("Aspirin is a good first one."), false},
        {QStringLiteral("Ask for a description"),
         QStringLiteral("Underlined phrases light up their atoms in 3D."), false},
        {QStringLiteral("Click an atom"),
         QStringLiteral("The phrases about it light up in the answer."), false}},
       QStringLiteral("Start with aspirin")});
}

void showEmpty(Stage&) {}

void showKeyboard(Stage& stage) {
  const quint64 answer = testing::addAspirinExchange(stage.model);
  stage.pins.pin(QStringLiteral("carboxylic acid"), testing::atoms({10, 11, 12}), answer, 2);
  stage.panel.turnList()->setFocus(Qt::TabFocusReason);
  QTest::keyClick(stage.panel.turnList(), Qt::Key_Right);
}

void showPointer(Stage& stage) {
  const quint64 answer = testing::addAspirinExchange(stage.model);
  stage.panel.turnList()->selectAllText();
  const auto claim = stage.panel.turnList()->partRects(answer, {TurnPart::Kind::Rail, 2});
  QTest::mouseMove(stage.panel.turnList()->viewport(), claim.front().center().toPoint());
}

void showLoading(Stage& stage) {
  stage.panel.setPromptState(PromptState::Loading, QStringLiteral("The model is loading, 40 %"));
}

struct Scene {
  const char* name;
  void (*show)(Stage&);
};

const Scene kScenes[] = {
    {"conversation", showConversation},
    {"pinned", showPinned},
    {"failed", showFailed},
    {"stopped", showStopped},
    {"long-text", showLongText},
    {"welcome", showWelcome},
    {"empty", showEmpty},
    {"keyboard", showKeyboard},
    {"pointer", showPointer},
    {"loading", showLoading},
};

}  // namespace

/// Every state at every width, scheme and text scale. With MOLLOQUY_SCREENSHOTS=<folder> the
/// pictures are saved there for people to look at.
class ChatPicturesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QApplication::setStyle(new theme::Style); }
  void cleanup() { theme::setTextScale(1.0); }

  void everyStateFitsItsPanel_data() {
    QTest::addColumn<int>("scene");
    QTest::addColumn<int>("scheme");
    QTest::addColumn<int>("width");
    QTest::addColumn<double>("scale");
    for (std::size_t scene = 0; scene < std::size(kScenes); ++scene) {
      for (const bool dark : {false, true}) {
        for (const auto& [width, scale] :
             std::initializer_list<std::pair<int, double>>{{432, 1.0}, {360, 1.0}, {360, 2.0}}) {
          QTest::addRow("%s-%s-%d-%d", kScenes[scene].name, dark ? "dark" : "light", width,
                        int(scale * 100))
              << int(scene) << int(dark ? theme::Scheme::Dark : theme::Scheme::Light) << width
              << scale;
        }
      }
    }
  }
  void everyStateFitsItsPanel() {
    QFETCH(int, scene);
    QFETCH(int, scheme);
    QFETCH(int, width);
    QFETCH(double, scale);
    theme::setTextScale(scale);
    QApplication::setPalette(theme::makePalette(static_cast<theme::Scheme>(scheme)));
    ChatModel model;
    PinModel pins;
    ChatPanel panel(&model, &pins);
    panel.resize(width, 810);
    panel.show();
    QApplication::setActiveWindow(&panel);
    panel.setSeed(7);
    panel.setTitle(QStringLiteral("Aspirin, first look"));
    panel.setStructureChip(testing::aspirinChip());
    panel.setPromptState(PromptState::Ready, QStringLiteral("Ask about this structure"));
    Stage stage{model, pins, panel};
    kScenes[scene].show(stage);
    QCoreApplication::processEvents();
    QVERIFY2(panel.width() == width, qPrintable(QString::number(panel.width())));
    for (QWidget* child : panel.promptBox()->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
      if (!child->isVisible()) continue;
      QVERIFY2(panel.promptBox()->rect().contains(child->geometry()),
               child->metaObject()->className());
    }
    const QPixmap picture = panel.grab();
    QCOMPARE(picture.toImage().pixelColor(2, 300), theme::tokensFor(panel.palette()).surface);
    if (const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS"); !folder.isEmpty()) {
      QVERIFY(picture.save(
          QDir(folder).filePath(QStringLiteral("chat-%1.png").arg(QTest::currentDataTag()))));
    }
  }
};

QTEST_MAIN(ChatPicturesTest)
#include "chat_pictures_test.moc"
