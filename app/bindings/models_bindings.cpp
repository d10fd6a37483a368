#include "app/bindings/models_bindings.h"

#include <QAction>
#include <QDesktopServices>
#include <QFileDialog>
#include <QUrl>

#include "app/controllers/model_words.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/menu_corner.h"
#include "widgets/frame/model_chip.h"
#include "widgets/frame/status_bar.h"
#include "widgets/models/assemble_dialog.h"
#include "widgets/models/model_detail_pane.h"
#include "widgets/models/model_manager.h"
#include "widgets/models/path_field.h"
#include "widgets/models/quantize_dialog.h"

namespace molloquy::app {
namespace {

static_assert(static_cast<int>(AssembleField::Output) ==
              static_cast<int>(widgets::AssemblePath::Output));

std::vector<std::filesystem::path> pathsOf(const QStringList& names) {
  std::vector<std::filesystem::path> paths;
  for (const QString& name : names) paths.emplace_back(name.toStdString());
  return paths;
}

}  // namespace

ModelsBindings::ModelsBindings(const BoundParts& parts, ModelsController& models,
                               ModelJobsController& jobs)
    : m_parts(parts), m_models(models), m_jobs(jobs) {
  const MainActions& actions = m_parts.window.actions();
  connect(actions.manageModels, &QAction::triggered, this, &ModelsBindings::open);
  connect(actions.assembleModel, &QAction::triggered, this, [this] {
    open();
    openAssemble();
  });
  connect(actions.ejectModel, &QAction::triggered, &m_models, &ModelsController::eject);
  connect(&m_parts.window.menuCorner().modelChip(), &QAbstractButton::clicked, this,
          &ModelsBindings::open);
  connect(&m_parts.window.status(), &widgets::StatusBar::partClicked, this,
          [this](widgets::StatusBar::Part part) {
            using Part = widgets::StatusBar::Part;
            if (part == Part::Device || part == Part::Memory) open();
          });
  connect(&m_parts.chat, &ChatController::modelStateChanged, this, [this] {
    const auto& failed = m_parts.chat.failedLoad();
    // Without a model the conversation says it; with the old one still there only a banner can.
    const bool manages = m_manager && m_manager->isVisible();
    if (failed && m_parts.chat.modelState() == ModelState::Ready && !manages) {
      m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure,
                                          m_models.notice().sentence);
    }
  });
}

void ModelsBindings::open() {
  if (!m_manager) {
    m_manager = new widgets::ModelManager(&m_parts.window);
    bindManager();
  }
  if (m_parts.chat.hasModel() && m_models.selected().empty()) {
    m_models.select(m_parts.chat.modelInfo().folder);
  }
  m_models.refresh();
  m_manager->show();
  m_manager->raise();
  m_manager->activateWindow();
}

void ModelsBindings::bindManager() {
  using widgets::ModelDetailPane;
  using widgets::ModelManager;
  ModelManager& manager = *m_manager;
  ModelDetailPane& pane = manager.detail();
  connect(&m_models, &ModelsController::listChanged, this, &ModelsBindings::showList);
  connect(&m_models, &ModelsController::detailChanged, this, &ModelsBindings::showDetail);
  connect(&m_models, &ModelsController::jobChanged, &manager,
          [this] { m_manager->setJob(m_models.job()); });
  connect(&m_models, &ModelsController::assembleAgainRequested, this,
          &ModelsBindings::openAssemble);

  connect(&manager, &ModelManager::modelSelected, this,
          [this](const QString& folder) { m_models.select(folder.toStdString()); });
  connect(&manager, &ModelManager::modelActivated, &m_models, &ModelsController::load);
  connect(&manager, &ModelManager::addFolderRequested, this, &ModelsBindings::addFolder);
  connect(&manager, &ModelManager::foldersDropped, this,
          [this](const QStringList& folders) { m_models.addFolders(pathsOf(folders)); });
  connect(&manager, &ModelManager::assembleRequested, this, &ModelsBindings::openAssemble);
  connect(&manager, &ModelManager::refreshRequested, &m_models, &ModelsController::refresh);
  connect(&manager, &ModelManager::cancelRequested, &m_models, &ModelsController::cancel);

  connect(&pane, &ModelDetailPane::loadRequested, this,
          [this](const widgets::ModelChoices&) { m_models.load(); });
  connect(&pane, &ModelDetailPane::ejectRequested, &m_models, &ModelsController::eject);
  connect(&pane, &ModelDetailPane::choicesChanged, &m_models, &ModelsController::setChoices);
  connect(&pane, &ModelDetailPane::noticeActionTriggered, &m_models,
          &ModelsController::followNotice);
  connect(&pane.banner(), &widgets::Banner::closed, &m_models, &ModelsController::dismissNotice);
  connect(&pane, &ModelDetailPane::checksumRequested, &m_models,
          &ModelsController::computeChecksum);
  connect(&pane, &ModelDetailPane::removeRequested, this,
          [this] { m_models.removeFromList(m_models.selected()); });
  connect(&pane, &ModelDetailPane::revealRequested, this, &ModelsBindings::reveal);
  connect(&pane, &ModelDetailPane::quantizeRequested, this, &ModelsBindings::openQuantize);
}

void ModelsBindings::showList() {
  m_manager->setSearching(m_models.isSearching());
  m_manager->setRows(m_models.rows());
  m_manager->select(shownPath(m_models.selected()));
}

void ModelsBindings::showDetail() {
  widgets::ModelDetailPane& pane = m_manager->detail();
  pane.setDetail(m_models.detail());
  pane.setMemory(m_models.memory());
  pane.setNotice(m_models.notice());
  pane.setChoices(m_models.choices());
}

void ModelsBindings::addFolder() {
  const QString folder = QFileDialog::getExistingDirectory(
      m_manager, tr("Add a model, or a folder with models"), m_parts.settings.lastFolder());
  if (folder.isEmpty()) return;
  m_parts.settings.setLastFolder(folder);
  m_models.addFolders({folder.toStdString()});
}

void ModelsBindings::reveal() {
  QDesktopServices::openUrl(QUrl::fromLocalFile(shownPath(m_models.selected())));
}

widgets::AssembleDialog* ModelsBindings::openAssemble() {
  if (m_assemble) return m_assemble;
  auto* dialog = new widgets::AssembleDialog(m_manager);
  m_assemble = dialog;
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &widgets::AssembleDialog::checkRequested, &m_jobs,
          [this](widgets::AssemblePath field, const QString& path) {
            m_jobs.check(static_cast<AssembleField>(field), path.toStdString());
          });
  connect(&m_jobs, &ModelJobsController::pathChecked, dialog,
          [dialog](AssembleField field, const QString& path, bool good, const QString& sentence) {
            dialog->setVerdict(static_cast<widgets::AssemblePath>(field), path, good, sentence);
          });
  connect(dialog, &widgets::AssembleDialog::assembleRequested, &m_jobs,
          &ModelJobsController::assemble);
  widgets::AssembleChoices choices = m_jobs.lastAssembly();
  if (choices.output.isEmpty()) choices.output = shownPath(m_models.newModelFolder() / "3d-molm");
  dialog->setChoices(choices);
  dialog->open();
  return dialog;
}

void ModelsBindings::openQuantize() {
  const widgets::ModelDetail detail = m_models.detail();
  // A copy goes beside the person's models, because the program's own folder may not be written.
  const std::filesystem::path beside = m_models.newModelFolder() / m_models.selected().filename();
  auto* dialog = new widgets::QuantizeDialog(detail.name, shownPath(beside), m_manager);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &widgets::QuantizeDialog::checkRequested, &m_jobs,
          [this](const QString& path) { m_jobs.check(AssembleField::Output, path.toStdString()); });
  connect(&m_jobs, &ModelJobsController::pathChecked, dialog,
          [dialog](AssembleField, const QString& path, bool good, const QString& sentence) {
            dialog->setVerdict(path, good, sentence);
          });
  connect(dialog, &widgets::QuantizeDialog::quantizeRequested, &m_models,
          [this](widgets::ModelChoices::Precision precision, const QString& output) {
            m_models.quantize(precision, output.toStdString());
          });
  dialog->open();
}

}  // namespace molloquy::app
