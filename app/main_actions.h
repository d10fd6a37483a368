#pragma once

#include <array>

class QAction;
class QMainWindow;
class QMenu;

namespace molloquy::app {

/// Commands that change the structure, or what is known about it.
struct EditActions {
  QAction* undo;
  QAction* redo;
  QAction* cut;
  QAction* copy;
  QAction* remove;
  QAction* selectAll;
  QAction* selectNone;
  QAction* invertSelection;
  QAction* growSelection;
  QAction* shrinkSelection;
  QAction* selectBy;
  QAction* clearPins;

  QAction* chooseElement;
  QAction* chargeUp;
  QAction* chargeDown;
  QAction* chargeZero;
  QAction* adjustHydrogens;
  QAction* removeHydrogens;
  QAction* perceiveBonds;
  QAction* removeBonds;
  QAction* invertCentre;
  QAction* join;
  QAction* alignToAxes;
  QAction* symmetrise;
  QAction* mirror;
  QAction* fixAtoms;
  QAction* freeAtoms;
  QAction* clearMeasurements;
};

/// Commands that compute.
struct CalculationActions {
  QAction* optimise;
  QAction* holdMeasurements;
  std::array<QAction*, 4> methods;  ///< in the order of energy::EnergyMethod.
  QAction* searchConformers;
  QAction* scanTorsion;
  QAction* electrons;
  QAction* vibrations;
};

/// Commands that change how the structure is looked at.
struct StyleActions {
  std::array<QAction*, 4> representations;  ///< in the order of render::Representation.
  std::array<QAction*, 3> hydrogens;        ///< in the order of render::HydrogenDisplay.
  std::array<QAction*, 9> labels;           ///< in the order of render::LabelKind.
  std::array<QAction*, 3> looks;            ///< in the order of render::Look.
  QAction* colourSelection;
  QAction* labelSelection;
  QAction* plainSelection;
  QAction* hideSelection;
  QAction* hideOthers;
  QAction* showAll;
  QAction* ribbons;
  QAction* contacts;
  QAction* keepView;
  QMenu* keptViews;
  std::array<QAction*, 6> standardViews;  ///< in the order of render::StandardView.
};

/// Commands about the open library.
struct LibraryActions {
  QAction* conditions;
  QAction* add;
  QAction* details;
  QAction* remove;
  QAction* import;
  QAction* exportListed;
  QAction* create;
  QAction* open;
  QAction* connectServer;
};

/// Commands that ask PubChem, and those about what was asked.
struct PubChemActions {
  QAction* lookUp;
  QAction* similar;
  QAction* containing;
  QAction* network;
};

/// Every command of the window, as the menus and the command palette offer them. The actions belong
/// to the window; the bindings give them their work, and this file their words and keys.
struct MainActions {
  QAction* newMolecule;
  QAction* openFile;
  QAction* pasteStructure;
  QAction* pasteInto;
  QAction* save;
  QAction* saveAs;
  QAction* savePicture;
  QAction* saveDrawing;
  QAction* saveAnimation;
  QAction* saveModel3d;
  QAction* quit;

  QAction* copySmiles;
  QAction* copyInchi;
  QAction* copyInchiKey;
  QAction* copyMol;
  QAction* copyPicture;
  QAction* copyClearPicture;

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

  QAction* nextDocument;
  QAction* nextRecord;
  QAction* previousRecord;
  QAction* nextConformer;
  QAction* previousConformer;

  std::array<QAction*, 8> tools;  ///< in the order of widgets::ViewTool.

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
  QAction* editKeys;
  QAction* about;

  QAction* search;

  EditActions edit;
  LibraryActions library;
  PubChemActions pubChem;
  CalculationActions calculate;
  StyleActions style;
};

/// Creates the actions and the window's menus from them.
MainActions createMenus(QMainWindow& window);

}  // namespace molloquy::app
