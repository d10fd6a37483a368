#pragma once

class QAction;
class QMainWindow;

namespace molloquy::app {

/// Every command of the window, as the menus and the command palette offer them. The actions belong
/// to the window; application.cpp gives them their work, and this file their words and keys.
struct MainActions {
  QAction* openFile;
  QAction* pasteStructure;
  QAction* savePicture;
  QAction* quit;

  QAction* copySmiles;
  QAction* copyInchi;
  QAction* copyInchiKey;
  QAction* copyPicture;
  QAction* selectAll;
  QAction* selectNone;
  QAction* invertSelection;
  QAction* clearPins;

  QAction* showRecords;
  QAction* showLowerPanel;
  QAction* showConversation;
  QAction* viewportAlone;
  QAction* resetView;
  QAction* perspective;
  QAction* schemeSystem;
  QAction* schemeLight;
  QAction* schemeDark;
  QAction* largerText;
  QAction* smallerText;

  QAction* nextRecord;
  QAction* previousRecord;
  QAction* nextConformer;
  QAction* previousConformer;
  QAction* makeConformers;

  QAction* describe;
  QAction* stop;
  QAction* focusPrompt;
  QAction* newConversation;

  QAction* manageModels;
  QAction* chooseModel;
  QAction* reloadModel;
  QAction* ejectModel;
  QAction* assembleModel;
  QAction* aboutModel;

  QAction* commandPalette;
  QAction* keys;
  QAction* about;
};

/// Creates the actions and the window's menus from them.
MainActions createMenus(QMainWindow& window);

}  // namespace molloquy::app
