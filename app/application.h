#pragma once

#include <QObject>
#include <QStringList>
#include <QThread>
#include <filesystem>
#include <memory>
#include <optional>

#include "app/controllers/calculation_controller.h"
#include "app/controllers/chat_controller.h"
#include "app/controllers/edit_controller.h"
#include "app/controllers/file_controller.h"
#include "app/controllers/inspector_controller.h"
#include "app/controllers/library_controller.h"
#include "app/controllers/link_controller.h"
#include "app/controllers/live_controller.h"
#include "app/controllers/model_jobs_controller.h"
#include "app/controllers/models_controller.h"
#include "app/controllers/neighbour_controller.h"
#include "app/controllers/pubchem_controller.h"
#include "app/controllers/records_controller.h"
#include "app/controllers/request_ids.h"
#include "app/controllers/structure_controller.h"
#include "app/document/molecule_document.h"
#include "app/main_window.h"
#include "app/settings/settings.h"
#include "app/workers/calculation_worker.h"
#include "app/workers/chemistry_worker.h"
#include "app/workers/edit_worker.h"
#include "app/workers/live_worker.h"
#include "app/workers/model_files_worker.h"
#include "app/workers/model_jobs_worker.h"
#include "app/workers/model_worker.h"
#include "app/workers/shape_worker.h"

namespace molloquy::app {

class BenchBindings;
class CalculationBindings;
class CommandBindings;
class ConformerBindings;
class ContextBindings;
class ConversationBindings;
class EditBindings;
class FileBindings;
class KeyBindings;
class LibraryBindings;
class ModelsBindings;
class NeighbourBindings;
class PubChemBindings;
class RecordsBindings;
class SelectionBindings;
class ShapeBindings;
class SketchBindings;
class StyleBindings;
class ViewBindings;

struct ApplicationOptions {
  QStringList structures;  ///< files or SMILES of the command line; the first one is opened.
  std::optional<std::filesystem::path>
      modelFolder;  ///< else the one of the settings, else the starter.
  SessionFactory openSession;
};

/// The object graph: documents, controllers, the worker threads, the window. The only place where
/// widgets meet workers. Destroyed in reverse order; threads are stopped and waited for at most 5
/// s.
class Application : public QObject {
  Q_OBJECT

 public:
  explicit Application(ApplicationOptions options);
  ~Application() override;

  /// Shows the window at once; model, examples and the first structure load behind it.
  void start();

  [[nodiscard]] MainWindow& window() { return *m_window; }
  [[nodiscard]] MoleculeDocument& document() { return m_document; }
  [[nodiscard]] EditController& edits() { return *m_edits; }
  [[nodiscard]] CalculationController& calculations() { return *m_calculations; }
  [[nodiscard]] ChatController& chat() { return *m_chat; }
  [[nodiscard]] LibraryController& library() { return *m_library; }
  [[nodiscard]] NeighbourController& neighbours() { return *m_neighbours; }
  [[nodiscard]] PubChemController& pubChem() { return *m_pubChem; }
  [[nodiscard]] ModelsController& models() { return *m_models; }
  [[nodiscard]] ModelsBindings& modelsBindings() { return *m_modelsBindings; }
  [[nodiscard]] const widgets::ChatModel& chatModel() const { return m_chatModel; }
  [[nodiscard]] widgets::AtomSelectionModel& selection() { return m_selection; }
  [[nodiscard]] widgets::PinModel& pins() { return m_pins; }

  /// Light, dark, or what the system's palette says.
  void applyScheme();
  /// Opens a file if there is one of that name or it looks like one, else reads it as a structure.
  void openArgument(const QString& argument);
  void loadModel();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void loadModelAfterFirstFrame();
  /// Where the stage-1 network for neighbours may be: the loaded model's folder, the starter's.
  [[nodiscard]] std::vector<std::filesystem::path> retrievalFolders() const;
  void startThread(QThread& thread, QObject& worker, const QString& name);
  void openDesks();
  void bindWindow();
  void connectChemistry();
  void connectEditing();
  void connectCalculations();
  void connectShapes();
  void connectModel();
  void connectModelFiles();

  ApplicationOptions m_options;
  Settings m_settings;
  RequestIds m_ids;
  bool m_modelAsked = false;
  MoleculeDocument m_document;
  widgets::AtomSelectionModel m_selection;
  widgets::PinModel m_pins;
  widgets::ChatModel m_chatModel;
  std::unique_ptr<QThread> m_chemistryThread;
  std::unique_ptr<QThread> m_editingThread;
  std::unique_ptr<QThread> m_calculationThread;
  std::unique_ptr<QThread> m_shapesThread;
  std::unique_ptr<QThread> m_modelThread;
  std::unique_ptr<QThread> m_modelFilesThread;
  std::unique_ptr<QThread> m_modelJobsThread;
  ChemistryWorker* m_chemistry;                 ///< deleted by its thread's end.
  EditWorker* m_editor;                         ///< deleted by its thread's end.
  LiveWorker* m_liveWorker;                     ///< deleted by its thread's end.
  ShapeWorker* m_shaper;                        ///< deleted by its thread's end.
  CalculationWorker* m_calculator;              ///< deleted by its thread's end.
  ModelWorker* m_model;                         ///< deleted by its thread's end.
  ModelFilesWorker* m_modelFiles;               ///< deleted by its thread's end.
  ModelJobsWorker* m_modelJobs;                 ///< deleted by its thread's end.
  std::unique_ptr<NetworkDesk> m_network;       ///< the desks end before
  std::unique_ptr<LibraryDesk> m_libraryDesk;   ///< the controllers that
  std::unique_ptr<LibraryDesk> m_transferDesk;  ///< get their answers.
  std::unique_ptr<RetrievalDesk> m_retrievalDesk;
  std::unique_ptr<StructureController> m_structures;
  std::unique_ptr<EditController> m_edits;
  std::unique_ptr<CalculationController> m_calculations;
  std::unique_ptr<LiveController> m_live;
  std::unique_ptr<FileController> m_files;
  std::unique_ptr<InspectorController> m_inspector;
  std::unique_ptr<ChatController> m_chat;
  std::unique_ptr<ModelJobsController> m_jobs;
  std::unique_ptr<ModelsController> m_models;
  std::unique_ptr<LinkController> m_links;
  std::unique_ptr<MainWindow> m_window;
  std::unique_ptr<RecordsController> m_records;
  std::unique_ptr<LibraryController> m_library;
  std::unique_ptr<NeighbourController> m_neighbours;
  std::unique_ptr<PubChemController> m_pubChem;
  std::unique_ptr<BenchBindings> m_benchBindings;
  std::unique_ptr<EditBindings> m_editBindings;
  std::unique_ptr<SelectionBindings> m_selectionBindings;
  std::unique_ptr<StyleBindings> m_styleBindings;
  std::unique_ptr<ViewBindings> m_viewBindings;
  std::unique_ptr<CalculationBindings> m_calculationBindings;
  std::unique_ptr<ConformerBindings> m_conformerBindings;
  std::unique_ptr<ShapeBindings> m_shapeBindings;
  std::unique_ptr<SketchBindings> m_sketchBindings;
  std::unique_ptr<FileBindings> m_fileBindings;
  std::unique_ptr<KeyBindings> m_keyBindings;
  std::unique_ptr<RecordsBindings> m_recordsBindings;
  std::unique_ptr<ConversationBindings> m_conversationBindings;
  std::unique_ptr<CommandBindings> m_commandBindings;
  std::unique_ptr<LibraryBindings> m_libraryBindings;
  std::unique_ptr<NeighbourBindings> m_neighbourBindings;
  std::unique_ptr<ContextBindings> m_contextBindings;
  std::unique_ptr<PubChemBindings> m_pubChemBindings;
  std::unique_ptr<ModelsBindings> m_modelsBindings;
};

}  // namespace molloquy::app
