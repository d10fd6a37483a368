#include "app/main_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "widgets/theme/themed_icon.h"

namespace molloquy::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("molloquy::app", text); }

/// Adds an action to a menu; `why` says why it is off when it is off.
class MenuBuilder {
 public:
  MenuBuilder(QMainWindow& window, const char* title)
      : m_window(window), m_menu(window.menuBar()->addMenu(tr(title))) {}

  QAction* add(const char* text, const QKeySequence& keys = {}, const char* icon = nullptr,
               const char* why = nullptr) {
    auto* action = new QAction(tr(text), &m_window);
    action->setShortcut(keys);
    if (icon) action->setIcon(theme::icon(QString::fromLatin1(icon)));
    action->setIconVisibleInMenu(false);
    if (why) action->setStatusTip(tr(why));
    m_menu->addAction(action);
    return action;
  }

  QAction* addToggle(const char* text, const QKeySequence& keys = {}, const char* icon = nullptr) {
    QAction* action = add(text, keys, icon);
    action->setCheckable(true);
    return action;
  }

  void separate() { m_menu->addSeparator(); }

 private:
  QMainWindow& m_window;
  QMenu* m_menu;
};

constexpr const char* kNeedsStructure = "Open a structure first.";
constexpr const char* kNeedsRecords = "The open file has one record.";
constexpr const char* kNeedsModel = "It needs a loaded model and an open structure.";

void addFileAndEdit(QMainWindow& window, MainActions& actions) {
  MenuBuilder file(window, "&File");
  actions.openFile = file.add("&Open…", QKeySequence::Open, "folder");
  actions.pasteStructure = file.add("&Paste a structure", QKeySequence::Paste, "paste");
  file.separate();
  actions.savePicture = file.add("Save p&icture…", Qt::Key_F12, "snapshot", kNeedsStructure);
  file.separate();
  actions.quit = file.add("&Quit", QKeySequence::Quit);

  MenuBuilder edit(window, "&Edit");
  actions.copySmiles = edit.add("Copy as &SMILES", Qt::CTRL | Qt::ALT | Qt::Key_S, "copy",
                                kNeedsStructure);
  actions.copyInchi = edit.add("Copy as &InChI", {}, "copy", kNeedsStructure);
  actions.copyInchiKey = edit.add("Copy as InChI&Key", {}, "copy", kNeedsStructure);
  actions.copyPicture = edit.add("Copy &picture", Qt::CTRL | Qt::ALT | Qt::Key_C, "snapshot",
                                 kNeedsStructure);
  edit.separate();
  actions.selectAll = edit.add("Select &all", QKeySequence::SelectAll, "select", kNeedsStructure);
  actions.selectNone = edit.add("Select &none", Qt::CTRL | Qt::SHIFT | Qt::Key_A, nullptr,
                                kNeedsStructure);
  actions.invertSelection = edit.add("In&vert selection", Qt::CTRL | Qt::Key_I, nullptr,
                                     kNeedsStructure);
  edit.separate();
  actions.clearPins = edit.add("Clear all p&ins", {}, "pin", "No phrase is pinned.");
}

void addView(QMainWindow& window, MainActions& actions) {
  MenuBuilder view(window, "&View");
  actions.showRecords = view.addToggle("&Structures", Qt::Key_F8, "library");
  actions.showLowerPanel = view.addToggle("&Lower panel", Qt::Key_F9);
  actions.showConversation = view.addToggle("&Conversation", Qt::SHIFT | Qt::Key_F9,
                                            "conversation");
  actions.viewportAlone = view.addToggle("Viewport &alone", Qt::Key_F11, "fullscreen");
  view.separate();
  actions.resetView = view.add("&Reset view", {}, "home", kNeedsStructure);
  actions.perspective = view.addToggle("&Perspective", {}, "projection");
  actions.perspective->setChecked(true);
  view.separate();
  auto* schemes = new QActionGroup(&window);
  actions.schemeSystem = view.addToggle("Colours of the s&ystem");
  actions.schemeLight = view.addToggle("L&ight", {}, "light-look");
  actions.schemeDark = view.addToggle("&Dark");
  for (QAction* action : {actions.schemeSystem, actions.schemeLight, actions.schemeDark}) {
    schemes->addAction(action);
  }
  view.separate();
  actions.largerText = view.add("L&arger text", QKeySequence::ZoomIn);
  actions.smallerText = view.add("S&maller text", QKeySequence::ZoomOut);
}

void addStructure(QMainWindow& window, MainActions& actions) {
  MenuBuilder structure(window, "&Structure");
  actions.nextRecord = structure.add("&Next record", Qt::Key_PageDown, nullptr, kNeedsRecords);
  actions.previousRecord = structure.add("&Previous record", Qt::Key_PageUp, nullptr,
                                         kNeedsRecords);
  structure.separate();
  actions.nextConformer = structure.add("Next &conformer", Qt::Key_Period, nullptr,
                                        "There is one conformer.");
  actions.previousConformer = structure.add("Previous con&former", Qt::Key_Comma, nullptr,
                                            "There is one conformer.");
  actions.makeConformers = structure.add("&Make ten conformers", {}, nullptr, kNeedsStructure);
}

void addConversationAndModel(QMainWindow& window, MainActions& actions) {
  MenuBuilder conversation(window, "&Conversation");
  actions.describe = conversation.add("&Describe this structure", Qt::CTRL | Qt::Key_Return,
                                      "conversation", kNeedsModel);
  actions.stop = conversation.add("&Stop writing", Qt::Key_Escape, "stop", "Nothing is written.");
  conversation.separate();
  actions.focusPrompt = conversation.add("&Ask…", Qt::CTRL | Qt::Key_L);
  actions.newConversation = conversation.add("&New conversation",
                                             Qt::CTRL | Qt::SHIFT | Qt::Key_N, "plus");

  MenuBuilder model(window, "&Model");
  actions.manageModels =
      model.add("&Models…", Qt::CTRL | Qt::SHIFT | Qt::Key_M, "device");
  actions.chooseModel = model.add("&Open a model folder…", {}, "folder");
  actions.reloadModel = model.add("&Reload", {}, "memory");
  actions.ejectModel = model.add("&Eject", {}, nullptr, "No model is loaded.");
  model.separate();
  actions.assembleModel = model.add("A&ssemble 3D-MoLM…", {}, "library");
  model.separate();
  actions.aboutModel = model.add("&About this model", {}, "device", "No model is loaded.");
}

}  // namespace

MainActions createMenus(QMainWindow& window) {
  MainActions actions{};
  addFileAndEdit(window, actions);
  addView(window, actions);
  addStructure(window, actions);
  addConversationAndModel(window, actions);
  MenuBuilder help(window, "&Help");
  actions.commandPalette = help.add("&Search commands…", Qt::CTRL | Qt::Key_K, "search");
  actions.keys = help.add("&Mouse and keys", Qt::Key_F1);
  help.separate();
  actions.about = help.add("&About Molloquy");
  return actions;
}

}  // namespace molloquy::app
