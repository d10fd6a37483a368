#include "app/main_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QMainWindow>

#include "app/menu_builder.h"

namespace molloquy::app {
namespace {

constexpr const char* kNeedsRecords = "The open file has one record.";
constexpr const char* kNeedsRecord = "Choose a molecule of the library's list.";
constexpr const char* kNeedsModel = "It needs a loaded model and an open structure.";

/// Actions of which one is checked.
template <std::size_t N>
void makeExclusive(QMainWindow& window, const std::array<QAction*, N>& actions) {
  auto* group = new QActionGroup(&window);
  for (QAction* action : actions) group->addAction(action);
}

void addPubChem(const MenuBuilder& file, PubChemActions& pubChem) {
  MenuBuilder menu(file, "Pub&Chem");
  pubChem.lookUp = menu.add("&Look this structure up", {}, "globe", kNeedsStructure);
  pubChem.similar = menu.add("&Similar compounds", {}, nullptr, kNeedsStructure);
  pubChem.containing = menu.add("Compounds that &contain it", {}, nullptr, kNeedsStructure);
  menu.separate();
  pubChem.network = menu.add("What was &sent…", {}, "ledger");
}

void addLibrary(QMainWindow& window, LibraryActions& library) {
  MenuBuilder menu(window, "&Library");
  library.conditions =
      menu.add("&Search with conditions…", Qt::CTRL | Qt::SHIFT | Qt::Key_F, "search");
  menu.separate();
  library.add = menu.add("&Add this structure", Qt::CTRL | Qt::Key_D, "plus", kNeedsStructure);
  library.details =
      menu.add("&Details and tags…", Qt::CTRL | Qt::SHIFT | Qt::Key_D, "library", kNeedsRecord);
  library.remove = menu.add("&Remove from the library…", {}, nullptr, kNeedsRecord);
  menu.separate();
  library.import = menu.add("&Import…", {}, "download");
  library.exportListed = menu.add("&Export what is listed…", {}, "file");
  menu.separate();
  library.create = menu.add("&New library…");
  library.open = menu.add("&Open a library…", {}, "folder");
  library.connectServer = menu.add("&Connect to a server…");
}

void addFile(QMainWindow& window, MainActions& actions) {
  MenuBuilder file(window, "&File");
  actions.newMolecule = file.add("&New molecule", QKeySequence::New, "plus");
  actions.openFile = file.add("&Open…", QKeySequence::Open, "folder");
  actions.pasteStructure = file.add("&Paste a structure", QKeySequence::Paste, "paste");
  actions.search = file.add("Search l&ibrary and PubChem", Qt::CTRL | Qt::Key_P, "search");
  addPubChem(file, actions.pubChem);
  file.separate();
  actions.save = file.add("&Save", QKeySequence::Save, "file", kNeedsStructure);
  actions.saveAs =
      file.add("Save &as…", Qt::CTRL | Qt::SHIFT | Qt::Key_S, nullptr, kNeedsStructure);
  file.separate();
  actions.savePicture = file.add("Save p&icture…", Qt::Key_F12, "snapshot", kNeedsStructure);
  actions.saveDrawing = file.add("Save 2D &drawing…", {}, nullptr, kNeedsStructure);
  actions.saveAnimation = file.add("Save a&nimation…", {}, "play", kNeedsStructure);
  actions.saveModel3d = file.add("Save 3D &model…", {}, nullptr, kNeedsStructure);
  file.separate();
  actions.quit = file.add("&Quit", QKeySequence::Quit);
}

void addEdit(QMainWindow& window, MainActions& actions) {
  MenuBuilder edit(window, "&Edit");
  EditActions& e = actions.edit;
  e.undo = edit.add("&Undo", QKeySequence::Undo, "undo", "Nothing was changed yet.");
  e.redo = edit.add("&Redo", {}, "redo", "Nothing was undone.");
  e.redo->setShortcuts({Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y});
  edit.separate();
  e.cut = edit.add("Cu&t", QKeySequence::Cut, "cut", kNeedsSelection);
  e.copy = edit.add("&Copy", QKeySequence::Copy, "copy", kNeedsStructure);
  MenuBuilder copy(edit, "Copy &as");
  actions.copySmiles = copy.add("&SMILES", Qt::CTRL | Qt::ALT | Qt::Key_S, "copy", kNeedsStructure);
  actions.copyInchi = copy.add("&InChI", {}, "copy", kNeedsStructure);
  actions.copyInchiKey = copy.add("InChI&Key", {}, "copy", kNeedsStructure);
  actions.copyMol = copy.add("&MOL block", {}, "copy", kNeedsStructure);
  actions.copyPicture =
      copy.add("&Picture", Qt::CTRL | Qt::ALT | Qt::Key_C, "snapshot", kNeedsStructure);
  actions.copyClearPicture =
      copy.add("Picture without &ground", Qt::CTRL | Qt::Key_F12, "snapshot", kNeedsStructure);
  e.remove = edit.add("&Delete", Qt::Key_Delete, nullptr, kNeedsSelection);
  actions.pasteInto = edit.add("Paste into this st&ructure", Qt::CTRL | Qt::SHIFT | Qt::Key_V,
                               "paste", kNeedsStructure);
  edit.separate();
  e.selectAll = edit.add("Select &all", QKeySequence::SelectAll, "select", kNeedsStructure);
  e.selectNone =
      edit.add("Select &none", Qt::CTRL | Qt::SHIFT | Qt::Key_A, nullptr, kNeedsSelection);
  e.invertSelection = edit.add("In&vert selection", Qt::CTRL | Qt::Key_I, nullptr, kNeedsStructure);
  e.growSelection = edit.add("&Grow selection", {}, nullptr, kNeedsSelection);
  e.shrinkSelection = edit.add("&Shrink selection", {}, nullptr, kNeedsSelection);
  e.selectBy = edit.add("Select &by…", Qt::CTRL | Qt::Key_F, "search", kNeedsStructure);
  edit.separate();
  e.clearMeasurements = edit.add("Remove all &measurements", {}, nullptr, "Nothing is measured.");
  e.clearPins = edit.add("Clear all p&ins", {}, "pin", "No phrase is pinned.");
}

void addStyle(QMainWindow& window, const MenuBuilder& view, StyleActions& style) {
  MenuBuilder representation(view, "&Representation");
  style.representations = {
      representation.addToggle("&Ball and stick"), representation.addToggle("&Licorice"),
      representation.addToggle("&Van der Waals"), representation.addToggle("&Wireframe")};
  makeExclusive(window, style.representations);
  MenuBuilder hydrogens(view, "&Hydrogens");
  style.hydrogens = {hydrogens.addToggle("&All"), hydrogens.addToggle("&Polar ones"),
                     hydrogens.addToggle("&None")};
  makeExclusive(window, style.hydrogens);
  MenuBuilder labels(view, "&Labels");
  style.labels = {labels.addToggle("&None"),           labels.addToggle("Atom n&ames"),
                  labels.addToggle("&Elements"),       labels.addToggle("&Numbers"),
                  labels.addToggle("&Formal charges"), labels.addToggle("&Partial charges"),
                  labels.addToggle("&R and S"),        labels.addToggle("Re&sidues"),
                  labels.addToggle("&Own words")};
  makeExclusive(window, style.labels);
  MenuBuilder looks(view, "Loo&k");
  style.looks = {looks.addToggle("&Work"), looks.addToggle("&Print"),
                 looks.addToggle("P&resentation")};
  makeExclusive(window, style.looks);
}

void addView(QMainWindow& window, MainActions& actions) {
  MenuBuilder view(window, "&View");
  actions.showRecords = view.addToggle("&Structures", Qt::Key_F8, "library");
  actions.showLowerPanel = view.addToggle("&Lower panel", Qt::Key_F9);
  actions.showConversation =
      view.addToggle("&Conversation", Qt::SHIFT | Qt::Key_F9, "conversation");
  actions.viewportAlone = view.addToggle("Viewport &alone", Qt::Key_F11, "fullscreen");
  view.separate();
  StyleActions& style = actions.style;
  addStyle(window, view, style);
  style.ribbons = view.addToggle("Ri&bbons", {}, nullptr, "There is no protein or nucleic acid.");
  style.contacts = view.addToggle("&Hydrogen bonds and contacts");
  style.colourSelection = view.add("Colo&ur of the selection…", {}, "colour", kNeedsSelection);
  style.labelSelection = view.add("La&bel of the selection…", {}, "labels", kNeedsSelection);
  style.plainSelection =
      view.add("Style of the selection as the rest", {}, nullptr, kNeedsSelection);
  style.hideSelection = view.add("H&ide the selection", {}, "hidden", kNeedsSelection);
  style.hideOthers = view.add("Show &only the selection", {}, nullptr, kNeedsSelection);
  style.showAll = view.add("Show a&ll atoms", {}, "visible", "No atom is hidden.");
  view.separate();
  actions.resetView = view.add("&Reset view", {}, "home", kNeedsStructure);
  MenuBuilder sides(view, "Look &from");
  style.standardViews = {sides.add("&Front"), sides.add("&Back"), sides.add("&Left"),
                         sides.add("&Right"), sides.add("&Top"),  sides.add("Botto&m")};
  style.keepView = view.add("&Keep this view…", {}, nullptr, kNeedsStructure);
  style.keptViews = MenuBuilder(view, "Kept vie&ws").menu();
  actions.perspective = view.addToggle("&Perspective", {}, "projection");
  actions.perspective->setChecked(true);
  view.separate();
  MenuBuilder scheme(view, "Colo&urs");
  auto* schemes = new QActionGroup(&window);
  actions.schemeSystem = scheme.addToggle("Of the s&ystem");
  actions.schemeLight = scheme.addToggle("L&ight", {}, "light-look");
  actions.schemeDark = scheme.addToggle("&Dark");
  for (QAction* action : {actions.schemeSystem, actions.schemeLight, actions.schemeDark}) {
    schemes->addAction(action);
  }
  actions.largerText = view.add("L&arger text", QKeySequence::ZoomIn);
  actions.smallerText = view.add("S&maller text", QKeySequence::ZoomOut);
}

void addAtoms(QMainWindow& window, MainActions& actions) {
  MenuBuilder structure(window, "&Structure");
  EditActions& e = actions.edit;
  e.chooseElement = structure.add("Change &element…", {}, "element", kNeedsSelection);
  e.chargeUp = structure.add("Charge &up", Qt::CTRL | Qt::SHIFT | Qt::Key_Up, "charge-plus",
                             kNeedsSelection);
  e.chargeDown = structure.add("Charge &down", Qt::CTRL | Qt::SHIFT | Qt::Key_Down, "charge-minus",
                               kNeedsSelection);
  e.chargeZero =
      structure.add("No &charge", Qt::CTRL | Qt::SHIFT | Qt::Key_0, nullptr, kNeedsSelection);
  structure.separate();
  e.adjustHydrogens = structure.add("Adjust &hydrogens", Qt::CTRL | Qt::ALT | Qt::Key_H,
                                    "hydrogens", kNeedsStructure);
  e.removeHydrogens = structure.add("Remove h&ydrogens", {}, nullptr, kNeedsStructure);
  e.perceiveBonds =
      structure.add("Perceive &bonds", Qt::CTRL | Qt::Key_B, "bond-single", kNeedsStructure);
  e.removeBonds =
      structure.add("Remove bon&ds", Qt::CTRL | Qt::SHIFT | Qt::Key_B, nullptr, kNeedsStructure);
  structure.separate();
  e.invertCentre = structure.add("&Invert the stereocentre", Qt::CTRL | Qt::ALT | Qt::Key_I,
                                 "invert-centre", "Select one atom with four neighbours.");
  e.mirror = structure.add("&Mirror image", {}, nullptr, kNeedsStructure);
  e.join = structure.add("&Join two fragments", {}, nullptr,
                         "Select one atom in each of two fragments.");
  e.alignToAxes = structure.add("&Align to the axes", {}, nullptr, kNeedsStructure);
  e.symmetrise = structure.add("S&ymmetrise", {}, nullptr, kNeedsStructure);
  structure.separate();
  e.fixAtoms = structure.add("&Fix the selected atoms", {}, "pin", kNeedsSelection);
  e.freeAtoms = structure.add("Let all a&toms move", {}, nullptr, "No atom is fixed.");
  structure.separate();
  actions.nextDocument = structure.add("Next open st&ructure", Qt::CTRL | Qt::Key_Tab, nullptr,
                                       "No other structure has changes.");
  actions.nextRecord = structure.add("&Next record", Qt::Key_PageDown, nullptr, kNeedsRecords);
  actions.previousRecord =
      structure.add("&Previous record", Qt::Key_PageUp, nullptr, kNeedsRecords);
  actions.nextConformer =
      structure.add("Next &conformer", Qt::Key_Period, nullptr, "There is one conformer.");
  actions.previousConformer =
      structure.add("Previous con&former", Qt::Key_Comma, nullptr, "There is one conformer.");
}

void addTools(QMainWindow& window, MainActions& actions) {
  MenuBuilder tools(window, "&Tools");
  actions.tools = {tools.addToggle("&Navigate", Qt::CTRL | Qt::Key_1, "navigate"),
                   tools.addToggle("&Draw", Qt::CTRL | Qt::Key_2, "draw"),
                   tools.addToggle("&Fragment", Qt::CTRL | Qt::Key_3, "fragment"),
                   tools.addToggle("&Select", Qt::CTRL | Qt::Key_4, "select"),
                   tools.addToggle("&Move atoms", Qt::CTRL | Qt::Key_5, "move"),
                   tools.addToggle("&Bond-centric", Qt::CTRL | Qt::Key_6, "bond-centric"),
                   tools.addToggle("&Auto-optimise", Qt::CTRL | Qt::Key_7, "optimise"),
                   tools.addToggle("M&easure", Qt::CTRL | Qt::Key_8, "measure-distance")};
  makeExclusive(window, actions.tools);
  tools.separate();
  CalculationActions& calculate = actions.calculate;
  calculate.optimise =
      tools.add("&Optimise geometry", Qt::CTRL | Qt::ALT | Qt::Key_O, "clean", kNeedsStructure);
  calculate.holdMeasurements =
      tools.addToggle("&Hold measured values", {}, "lock", "Nothing is measured.");
  MenuBuilder methods(tools, "&Energies by");
  calculate.methods = {methods.addToggle("MMFF94"), methods.addToggle("MMFF94&s"),
                       methods.addToggle("&UFF"), methods.addToggle("&GFN2-xTB")};
  makeExclusive(window, calculate.methods);
  calculate.searchConformers = tools.add("Search &conformers", {}, nullptr, kNeedsStructure);
  calculate.scanTorsion = tools.add("Scan a &torsion", {}, "plot", kNeedsStructure);
  calculate.electrons = tools.add("&Orbitals, charges and dipole", {}, nullptr, kNeedsStructure);
  calculate.vibrations = tools.add("&Vibrations and IR spectrum", {}, nullptr, kNeedsStructure);
}

void addConversationAndModel(QMainWindow& window, MainActions& actions) {
  MenuBuilder conversation(window, "&Conversation");
  actions.describe = conversation.add("&Describe this structure", Qt::CTRL | Qt::Key_Return,
                                      "conversation", kNeedsModel);
  actions.stop = conversation.add("&Stop writing", Qt::Key_Escape, "stop", "Nothing is written.");
  conversation.separate();
  actions.focusPrompt = conversation.add("&Ask…", Qt::CTRL | Qt::Key_L);
  actions.newConversation =
      conversation.add("&New conversation", Qt::CTRL | Qt::SHIFT | Qt::Key_N, "plus");

  MenuBuilder model(window, "&Model");
  actions.manageModels = model.add("&Models…", Qt::CTRL | Qt::SHIFT | Qt::Key_M, "device");
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
  addFile(window, actions);
  addEdit(window, actions);
  addView(window, actions);
  addAtoms(window, actions);
  addLibrary(window, actions.library);
  addConversationAndModel(window, actions);
  addTools(window, actions);
  MenuBuilder help(window, "&Help");
  actions.commandPalette = help.add("&Search commands…", Qt::CTRL | Qt::Key_K, "search");
  actions.keys = help.add("&Mouse and keys", Qt::Key_F1);
  actions.editKeys = help.add("&Change mouse and keys…", {}, "gear");
  help.separate();
  actions.about = help.add("&About Molloquy");
  return actions;
}

}  // namespace molloquy::app
