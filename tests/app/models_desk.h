#pragma once

#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <deque>

#include "app/controllers/model_words.h"
#include "app/controllers/models_controller.h"
#include "app/workers/model_files_worker.h"
#include "app/workers/model_jobs_worker.h"
#include "app/workers/model_worker.h"
#include "model/base/program_paths.h"
#include "tests/app/model_session_double.h"

namespace molloquy::app {

namespace fs = std::filesystem;

/// Everything but the window; requests are worked off where they are made.
struct Desk {
  using Opened = Result<std::unique_ptr<session::ChatSession>>;
  using Step = std::function<Opened(const fs::path&, const session::OpenOptions&)>;

  Desk()
      : chat(document, chatModel, ids),
        jobs(ids),
        models(settings, chat, jobs, ids),
        worker([this](const fs::path& folder, const session::OpenOptions& options,
                      const session::LoadProgress& progress, std::stop_token) {
          progress(1, 2);
          if (steps.empty()) return opened(folder, options);
          const Step step = std::move(steps.front());
          steps.pop_front();
          return step(folder, options);
        }) {
    using C = ChatController;
    QObject::connect(&chat, &C::loadRequested, &worker, &ModelWorker::load);
    QObject::connect(&chat, &C::ejectRequested, &worker, &ModelWorker::eject);
    QObject::connect(&worker, &ModelWorker::loadProgressed, &chat, &C::onLoadProgressed);
    QObject::connect(&worker, &ModelWorker::madeRoom, &chat, &C::onMadeRoom);
    QObject::connect(&worker, &ModelWorker::loaded, &chat, &C::onLoaded);
    QObject::connect(&worker, &ModelWorker::loadFailed, &chat, &C::onLoadFailed);
    using M = ModelsController;
    using F = ModelFilesWorker;
    QObject::connect(&models, &M::listRequested, &files, &F::list);
    QObject::connect(&models, &M::describeRequested, &files, &F::describe);
    QObject::connect(&files, &F::listed, &models, &M::onListed);
    QObject::connect(&files, &F::described, &models, &M::onDescribed);
    using J = ModelJobsController;
    using W = ModelJobsWorker;
    QObject::connect(&jobs, &J::checkRequested, &files, &F::check);
    QObject::connect(&files, &F::checked, &jobs, &J::onChecked);
    QObject::connect(&jobs, &J::assembleRequested, &work, &W::assemble);
    QObject::connect(&jobs, &J::quantizeRequested, &work, &W::quantize);
    QObject::connect(&jobs, &J::checksumRequested, &work, &W::computeChecksum);
    QObject::connect(&work, &W::progressed, &jobs, &J::onProgressed);
    QObject::connect(&work, &W::finished, &jobs, &J::onFinished);
    QObject::connect(&work, &W::failed, &jobs, &J::onFailed);
  }

  static Opened opened(const fs::path& folder, const session::OpenOptions& options) {
    return std::make_unique<ModelSessionDouble>(infoOf(folder, options),
                                                session::scriptFromText("An acid."));
  }

  Settings settings;
  RequestIds ids;
  MoleculeDocument document;
  widgets::ChatModel chatModel;
  ChatController chat;
  ModelJobsController jobs;
  ModelsController models;
  std::deque<Step> steps;  ///< what the next openings do; then they succeed.
  ModelWorker worker;
  ModelFilesWorker files;
  ModelJobsWorker work;
};

/// A settings folder and a models folder of a test's own, and the shipped model.
class DeskHome {
 protected:
  void makeHome() {
    QStandardPaths::setTestModeEnabled(true);
    m_home = std::make_unique<QTemporaryDir>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->filePath("settings"));
    Settings().setModelsHome(m_home->filePath("models").toStdString());
    QSettings(QStringLiteral("molloquy"), QStringLiteral("molloquy")).sync();
    m_starter = *resourceFolder() / "models" / "starter";
  
  }

  [[nodiscard]] fs::path home() const { return m_home->path().toStdString(); }

  fs::path copyOfStarter(const char* name) {
    const fs::path folder = home() / name;
    fs::create_directories(folder.parent_path());
    fs::copy(m_starter, folder, fs::copy_options::recursive);
    return folder;
  }

  void loadStarter(Desk& desk) {
    desk.models.refresh();
    desk.models.select(m_starter);
    desk.models.load();
    QCOMPARE(desk.chat.modelState(), ModelState::Ready);
  }

  static widgets::ModelRow rowOfFolder(const Desk& desk, const fs::path& folder) {
    for (const widgets::ModelRow& row : desk.models.rows()) {
      if (row.folder == shownPath(folder)) return row;
    }
    return {};
  }

  std::unique_ptr<QTemporaryDir> m_home;
  fs::path m_starter;
};

}  // namespace molloquy::app
