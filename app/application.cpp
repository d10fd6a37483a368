#include "app/application.h"

#include <spdlog/spdlog.h>
#include <QApplication>
#include <QFileInfo>
#include <QStyle>
#include <QTimer>
#include <utility>

#include "app/bindings/bench_bindings.h"
#include "app/bindings/calculation_bindings.h"
#include "app/bindings/command_bindings.h"
#include "app/bindings/conformer_bindings.h"
#include "app/bindings/context_bindings.h"
#include "app/bindings/conversation_bindings.h"
#include "app/bindings/edit_bindings.h"
#include "app/bindings/file_bindings.h"
#include "app/bindings/key_bindings.h"
#include "app/bindings/library_bindings.h"
#include "app/bindings/models_bindings.h"
#include "app/bindings/neighbour_bindings.h"
#include "app/bindings/pubchem_bindings.h"
#include "app/bindings/records_bindings.h"
#include "app/bindings/selection_bindings.h"
#include "app/bindings/shape_bindings.h"
#include "app/bindings/sketch_bindings.h"
#include "app/bindings/style_bindings.h"
#include "app/bindings/view_bindings.h"
#include "model/base/program_paths.h"
#include "widgets/library/record_list.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::app {
namespace {

constexpr unsigned long kThreadEndMs = 5000;
/// A structure that takes longer than this to appear does not hold the model back.
constexpr int kLongestWaitForFrameMs = 1500;
/// The painted window still has to reach the screen.
constexpr int kAfterFirstPaintMs = 60;

}  // namespace

Application::Application(ApplicationOptions options)
    : m_options(std::move(options)),
      m_chemistryThread(std::make_unique<QThread>()),
      m_editingThread(std::make_unique<QThread>()),
      m_calculationThread(std::make_unique<QThread>()),
      m_shapesThread(std::make_unique<QThread>()),
      m_modelThread(std::make_unique<QThread>()),
      m_modelFilesThread(std::make_unique<QThread>()),
      m_modelJobsThread(std::make_unique<QThread>()),
      m_chemistry(new ChemistryWorker),
      m_editor(new EditWorker),
      m_liveWorker(new LiveWorker),
      m_shaper(new ShapeWorker),
      m_calculator(new CalculationWorker),
      m_model(new ModelWorker(m_options.openSession)),
      m_modelFiles(new ModelFilesWorker),
      m_modelJobs(new ModelJobsWorker) {
  theme::setTextScale(m_settings.textScale());
  applyScheme();
  m_structures = std::make_unique<StructureController>(m_document, m_ids);
  m_edits = std::make_unique<EditController>(m_document, m_ids);
  m_calculations = std::make_unique<CalculationController>(m_document, m_ids);
  m_live = std::make_unique<LiveController>(m_document, m_ids);
  m_files = std::make_unique<FileController>(m_document, m_ids);
  m_inspector = std::make_unique<InspectorController>(m_document, m_ids);
  m_chat = std::make_unique<ChatController>(m_document, m_chatModel, m_ids);
  m_jobs = std::make_unique<ModelJobsController>(m_ids);
  m_models = std::make_unique<ModelsController>(m_settings, *m_chat, *m_jobs, m_ids);
  m_links = std::make_unique<LinkController>(m_document, *m_chat, m_selection, m_pins);
  m_window = std::make_unique<MainWindow>(m_settings, m_selection, m_pins, m_chatModel);
  m_records = std::make_unique<RecordsController>(m_window->records().library(),
                                                  m_window->records().session());
  openDesks();
  connectChemistry();
  connectEditing();
  connectCalculations();
  connectModel();
  connectModelFiles();
  startThread(*m_chemistryThread, *m_chemistry, QStringLiteral("chemistry"));
  m_liveWorker->moveToThread(m_editingThread.get());
  connect(m_editingThread.get(), &QThread::finished, m_liveWorker, &QObject::deleteLater);
  startThread(*m_editingThread, *m_editor, QStringLiteral("editing"));
  startThread(*m_calculationThread, *m_calculator, QStringLiteral("calculations"));
  startThread(*m_shapesThread, *m_shaper, QStringLiteral("shapes"));
  startThread(*m_modelThread, *m_model, QStringLiteral("model"));
  startThread(*m_modelFilesThread, *m_modelFiles, QStringLiteral("model files"));
  startThread(*m_modelJobsThread, *m_modelJobs, QStringLiteral("model jobs"));
  bindWindow();
}

Application::~Application() {
  m_structures->cancel();
  m_calculations->cancel();
  m_live->stop();
  m_shapeBindings.reset();
  m_chat->stop();
  m_chat->cancelLoading();
  m_jobs->cancel();
  for (auto* desk : {&m_libraryDesk, &m_transferDesk}) desk->reset();
  m_retrievalDesk.reset();
  m_network.reset();
  std::unique_ptr<QThread>* const threads[] = {
      &m_chemistryThread, &m_editingThread,    &m_calculationThread, &m_shapesThread,
      &m_modelThread,     &m_modelFilesThread, &m_modelJobsThread};
  for (std::unique_ptr<QThread>* thread : threads) (*thread)->quit();
  for (std::unique_ptr<QThread>* thread : threads) {
    if (!(*thread)->wait(kThreadEndMs)) {
      spdlog::warn("The {} thread did not end within {} ms.", (*thread)->objectName().toStdString(),
                   kThreadEndMs);
      // A running QThread must not be destroyed; the process is about to end anyway.
      static_cast<void>(thread->release());
    }
  }
}

void Application::startThread(QThread& thread, QObject& worker, const QString& name) {
  thread.setObjectName(name);
  worker.moveToThread(&thread);
  connect(&thread, &QThread::finished, &worker, &QObject::deleteLater);
  thread.start();
}

void Application::bindWindow() {
  const BoundParts parts{m_settings,    m_document,    m_selection, m_pins,   m_chatModel,
                         *m_structures, *m_inspector,  *m_chat,     *m_links, *m_records,
                         *m_library,    *m_neighbours, *m_pubChem,  *m_edits, *m_calculations,
                         *m_live,       *m_files,      *m_window};
  m_benchBindings = std::make_unique<BenchBindings>(parts);
  m_editBindings = std::make_unique<EditBindings>(parts);
  m_selectionBindings = std::make_unique<SelectionBindings>(parts);
  m_styleBindings = std::make_unique<StyleBindings>(parts);
  m_viewBindings = std::make_unique<ViewBindings>(parts);
  m_calculationBindings = std::make_unique<CalculationBindings>(parts);
  m_conformerBindings = std::make_unique<ConformerBindings>(parts);
  m_shapeBindings = std::make_unique<ShapeBindings>(parts, *m_styleBindings, m_ids);
  m_sketchBindings = std::make_unique<SketchBindings>(parts, m_ids);
  connectShapes();
  m_fileBindings = std::make_unique<FileBindings>(parts, *m_shapeBindings);
  m_keyBindings = std::make_unique<KeyBindings>(parts);
  m_window->setMayClose([this] { return m_fileBindings->mayClose(); });
  m_recordsBindings = std::make_unique<RecordsBindings>(
      parts, [this](const QString& argument) { openArgument(argument); });
  m_conversationBindings = std::make_unique<ConversationBindings>(parts, [this] { loadModel(); });
  m_commandBindings = std::make_unique<CommandBindings>(
      parts, CommandBindings::Hooks{[this] { applyScheme(); }, [this] { loadModel(); }});
  m_modelsBindings = std::make_unique<ModelsBindings>(parts, *m_models, *m_jobs);
  m_libraryBindings = std::make_unique<LibraryBindings>(parts);
  m_neighbourBindings = std::make_unique<NeighbourBindings>(parts);
  m_contextBindings = std::make_unique<ContextBindings>(parts);
  m_pubChemBindings = std::make_unique<PubChemBindings>(parts);
  connect(m_libraryBindings.get(), &LibraryBindings::saveRequested, m_fileBindings.get(),
          &FileBindings::saveBytes);
  connect(m_pubChemBindings.get(), &PubChemBindings::saveRequested, m_fileBindings.get(),
          &FileBindings::saveBytes);
}

void Application::openDesks() {
  m_network = std::make_unique<NetworkDesk>(QStringLiteral("network"));
  m_libraryDesk = std::make_unique<LibraryDesk>(QStringLiteral("library"));
  m_transferDesk = std::make_unique<LibraryDesk>(QStringLiteral("library transfers"));
  m_retrievalDesk = std::make_unique<RetrievalDesk>(QStringLiteral("retrieval"));
  m_pubChem = std::make_unique<PubChemController>(m_settings, *m_network);
  m_library = std::make_unique<LibraryController>(m_settings, *m_libraryDesk, *m_transferDesk);
  m_neighbours = std::make_unique<NeighbourController>(m_document, *m_retrievalDesk,
                                                       [this] { return retrievalFolders(); });
}

std::vector<std::filesystem::path> Application::retrievalFolders() const {
  std::vector<std::filesystem::path> folders;
  if (m_chat->hasModel()) folders.push_back(m_chat->modelInfo().folder);
  if (const auto resources = resourceFolder()) {
    folders.push_back(*resources / "models" / "starter");
  }
  return folders;
}

void Application::start() {
  m_window->installEventFilter(this);
  m_window->show();
  // Everything that reads or computes waits until the window is on the screen.
  QTimer::singleShot(0, this, [this] {
    if (!m_options.structures.isEmpty()) openArgument(m_options.structures.first());
    m_library->openFirst();
  });
}

bool Application::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_window.get() && event->type() == QEvent::Paint) {
    m_window->removeEventFilter(this);
    loadModelAfterFirstFrame();
  }
  return QObject::eventFilter(watched, event);
}

void Application::loadModelAfterFirstFrame() {
  // Opening the model library holds the dynamic loader's lock for a few tenths of a second, and
  // OpenGL's shader compiler wants that lock for its first frame: the window would stay black.
  const auto load = [this] {
    if (!std::exchange(m_modelAsked, true)) loadModel();
  };
  const widgets::SceneWidget* scene = m_window->viewport().sceneWidget();
  if (scene && !m_options.structures.isEmpty()) {
    connect(scene, &QOpenGLWidget::frameSwapped, this, load, Qt::QueuedConnection);
    QTimer::singleShot(kLongestWaitForFrameMs, this, load);
  } else {
    QTimer::singleShot(kAfterFirstPaintMs, this, load);
  }
}

void Application::applyScheme() {
  const SchemeChoice choice = m_settings.scheme();
  const theme::Scheme scheme = choice == SchemeChoice::Light ? theme::Scheme::Light
                               : choice == SchemeChoice::Dark
                                   ? theme::Scheme::Dark
                                   : theme::schemeOf(QApplication::style()->standardPalette());
  QApplication::setPalette(theme::makePalette(scheme));
}

void Application::openArgument(const QString& argument) {
  const QFileInfo file(argument);
  const bool looksLikeFile = argument.contains(QLatin1Char('.')) && !file.suffix().isEmpty() &&
                             !argument.contains(QLatin1Char(' '));
  if (file.exists() || (looksLikeFile && file.suffix().size() <= 4)) {
    m_structures->openFile(argument.toStdString());
  } else {
    m_structures->openText(argument);
  }
}

void Application::loadModel() {
  const std::filesystem::path folder = [this]() -> std::filesystem::path {
    if (m_options.modelFolder) return *m_options.modelFolder;
    if (const auto chosen = m_settings.modelFolder()) return *chosen;
    // Without the program's own files the load fails with a sentence that names the folder.
    const auto resources = resourceFolder();
    return (resources ? *resources : std::filesystem::path("resources")) / "models" / "starter";
  }();
  m_chat->loadModel(folder, m_settings.openOptions(folder));
}

}  // namespace molloquy::app
