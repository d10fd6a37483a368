#pragma once

#include "app/controllers/calculation_controller.h"
#include "app/controllers/chat_controller.h"
#include "app/controllers/edit_controller.h"
#include "app/controllers/file_controller.h"
#include "app/controllers/inspector_controller.h"
#include "app/controllers/library_controller.h"
#include "app/controllers/link_controller.h"
#include "app/controllers/live_controller.h"
#include "app/controllers/neighbour_controller.h"
#include "app/controllers/pubchem_controller.h"
#include "app/controllers/records_controller.h"
#include "app/controllers/structure_controller.h"
#include "app/document/molecule_document.h"
#include "app/main_window.h"
#include "app/settings/settings.h"
#include "widgets/chat/chat_model.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/selection/pin_model.h"

namespace molloquy::app {

/// What the bindings join: every part outlives them.
struct BoundParts {
  Settings& settings;
  MoleculeDocument& document;
  widgets::AtomSelectionModel& selection;
  widgets::PinModel& pins;
  widgets::ChatModel& chatModel;
  StructureController& structures;
  InspectorController& inspector;
  ChatController& chat;
  LinkController& links;
  RecordsController& records;
  LibraryController& library;
  NeighbourController& neighbours;
  PubChemController& pubChem;
  EditController& edits;
  CalculationController& calculations;
  LiveController& live;
  FileController& files;
  MainWindow& window;
};

}  // namespace molloquy::app
