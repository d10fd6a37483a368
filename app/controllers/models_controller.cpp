#include "app/controllers/models_controller.h"

#include <algorithm>
#include <utility>

#include "app/controllers/folder_names.h"
#include "app/controllers/model_words.h"
#include "model/base/program_paths.h"

namespace molloquy::app {
namespace fs = std::filesystem;
using widgets::ModelNotice;

ModelsController::ModelsController(Settings& settings, ChatController& chat,
                                   ModelJobsController& jobs, RequestIds& ids, QObject* parent)
    : QObject(parent), m_settings(settings), m_chat(chat), m_jobs(jobs), m_ids(ids) {
  connect(&m_chat, &ChatController::modelStateChanged, this,
          &ModelsController::onModelStateChanged);
  connect(&m_chat, &ChatController::modelLoadProgressed, this, [this](double share) {
    m_loadShare = share;
    Q_EMIT jobChanged();
  });
  connect(&m_chat, &ChatController::generatingChanged, this, [this](bool generating) {
    if (!generating && m_offer == Offer::StopAndLoad) dismissNotice();
  });
  // What was said about the job before is over.
  connect(&m_jobs, &ModelJobsController::started, this, &ModelsController::dismissNotice);
  connect(&m_jobs, &ModelJobsController::jobChanged, this, &ModelsController::jobChanged);
  connect(&m_jobs, &ModelJobsController::finished, this, &ModelsController::onJobFinished);
  connect(&m_jobs, &ModelJobsController::failed, this, &ModelsController::onJobFailed);
}

// ---- the list ----------------------------------------------------------------------------------

std::vector<fs::path> ModelsController::folders() const {
  std::vector<fs::path> all;
  if (const auto resources = resourceFolder()) all.push_back(*resources / "models");
  all.push_back(m_settings.modelsHome());
  for (const fs::path& folder : m_settings.modelFolders()) all.push_back(folder);
  // The model of the command line need not lie in a listed folder.
  if (m_chat.hasModel()) all.push_back(m_chat.modelInfo().folder);
  return all;
}

void ModelsController::refresh() {
  m_listing = m_ids.next();
  Q_EMIT listRequested({*m_listing, folders()});
  Q_EMIT listChanged();
}

void ModelsController::onListed(const ModelsListed& message) {
  if (message.id != m_listing) return;
  m_listing.reset();
  m_entries = message.entries;
  const auto hidden = m_settings.hiddenModels();
  m_entries.erase(std::remove_if(m_entries.begin(), m_entries.end(),
                                 [&](const session::ModelEntry& one) {
                                   return contains(hidden, one.folder) && !isLoaded(one.folder);
                                 }),
                  m_entries.end());
  const fs::path added = std::exchange(m_added, {});
  const auto found =
      std::find_if(m_entries.begin(), m_entries.end(), [&](const session::ModelEntry& one) {
        return !added.empty() &&
               (samePlace(one.folder, added) || samePlace(one.folder.parent_path(), added));
      });
  if (found != m_entries.end()) {
    select(found->folder);
  } else if (!entry(m_selected)) {
    const session::ModelEntry* loaded =
        m_chat.hasModel() ? entry(m_chat.modelInfo().folder) : nullptr;
    select(loaded ? loaded->folder : m_entries.empty() ? fs::path() : m_entries.front().folder);
  } else {
    describe();
  }
  Q_EMIT listChanged();
}

void ModelsController::addFolders(const std::vector<fs::path>& added) {
  std::vector<fs::path> listed = m_settings.modelFolders();
  std::vector<fs::path> hidden = m_settings.hiddenModels();
  for (const fs::path& folder : added) {
    if (!contains(listed, folder)) listed.push_back(folder);
    hidden.erase(std::remove_if(hidden.begin(), hidden.end(),
                                [&](const fs::path& one) {
                                  return samePlace(one, folder) ||
                                         samePlace(one.parent_path(), folder);
                                }),
                 hidden.end());
  }
  m_settings.setModelFolders(listed);
  m_settings.setHiddenModels(hidden);
  if (!added.empty()) m_added = added.back();
  refresh();
}

void ModelsController::removeFromList(const fs::path& model) {
  std::vector<fs::path> listed = m_settings.modelFolders();
  removeFrom(listed, model);
  m_settings.setModelFolders(listed);
  std::vector<fs::path> hidden = m_settings.hiddenModels();
  if (!contains(hidden, model)) hidden.push_back(model);
  m_settings.setHiddenModels(hidden);
  refresh();
}

const session::ModelEntry* ModelsController::entry(const fs::path& model) const {
  const auto found =
      std::find_if(m_entries.begin(), m_entries.end(),
                   [&](const session::ModelEntry& one) { return samePlace(one.folder, model); });
  return found == m_entries.end() ? nullptr : &*found;
}

std::vector<widgets::ModelRow> ModelsController::rows() const {
  std::vector<widgets::ModelRow> rows;
  for (const session::ModelEntry& one : m_entries) {
    using State = widgets::ModelRowState;
    rows.push_back(rowOf(one, isLoading(one.folder)  ? State::Loading
                              : isLoaded(one.folder) ? State::Loaded
                                                     : State::NotLoaded));
    const auto namesakes =
        std::count_if(m_entries.begin(), m_entries.end(),
                      [&](const session::ModelEntry& other) { return other.name == one.name; });
    // Copies keep the name of their model; their folders tell them apart.
    if (namesakes > 1) rows.back().name = QString::fromStdString(one.folder.filename().string());
  }
  return rows;
}

bool ModelsController::isLoaded(const fs::path& model) const {
  return m_chat.hasModel() && samePlace(m_chat.modelInfo().folder, model);
}

bool ModelsController::isLoading(const fs::path& model) const {
  return m_chat.modelState() == ModelState::Loading && samePlace(m_chat.loadingFolder(), model);
}

bool ModelsController::isShipped(const fs::path& model) const {
  const auto resources = resourceFolder();
  return resources && samePlace(model.parent_path(), *resources / "models");
}

// ---- the selected model ------------------------------------------------------------------------

void ModelsController::select(const fs::path& model) {
  if (model == m_selected && m_described) return;
  m_selected = model;
  m_options = isLoaded(model) ? m_chat.openOptions() : m_settings.openOptions(model);
  m_described.reset();
  describe();
  Q_EMIT detailChanged();
}

void ModelsController::setChoices(const widgets::ModelChoices& choices) {
  m_options = optionsFrom(choices);
  describe();
}

void ModelsController::describe() {
  m_describing.reset();
  if (m_selected.empty()) return;
  m_describing = m_ids.next();
  Q_EMIT describeRequested({*m_describing, m_selected, m_options});
}

void ModelsController::onDescribed(const ModelDescribed& message) {
  if (message.id != m_describing) return;
  m_describing.reset();
  m_described = message;
  Q_EMIT detailChanged();
}

widgets::ModelDetail ModelsController::detail() const {
  widgets::ModelDetail detail;
  const session::ModelEntry* chosen = entry(m_selected);
  if (!chosen) return detail;
  const bool loaded = isLoaded(m_selected);
  const bool loading = m_chat.modelState() == ModelState::Loading;
  detail.folder = shownPath(m_selected);
  detail.name = QString::fromStdString(chosen->name);
  detail.state = isLoading(m_selected) ? tr("Loading")
                 : loaded              ? loadedWords(m_chat.modelInfo())
                 : chosen->problem     ? tr("Cannot be opened")
                                       : tr("Not loaded");
  detail.reload = loaded;
  detail.whyNoLoad = whyNoLoad();
  detail.whyNoEject = loading   ? tr("A model is being loaded.")
                      : !loaded ? tr("This model is not loaded.")
                                : QString();
  detail.whyNoQuantize = whyNoQuantize();
  detail.whyNoRemove = isShipped(m_selected) ? tr("It comes with the program.")
                       : loaded              ? tr("Eject it first.")
                                             : QString();
  if (m_described && m_described->folder == m_selected) {
    detail.facts = detailFacts(*m_described, loaded ? &m_chat.modelInfo() : nullptr);
    detail.card = m_described->card;
    if (m_described->report) {
      detail.contextLimit = static_cast<int>(m_described->report->contextLength);
    }
  }
  return detail;
}

QString ModelsController::whyNoLoad() const {
  const session::ModelEntry* chosen = entry(m_selected);
  if (m_chat.modelState() == ModelState::Loading) return tr("A model is being loaded.");
  if (chosen && chosen->problem) return QString::fromStdString(chosen->problem->toString());
  if (m_described && m_described->memoryProblem) {
    return QString::fromStdString(m_described->memoryProblem->toString());
  }
  return {};
}

QString ModelsController::whyNoQuantize() const {
  const session::ModelEntry* chosen = entry(m_selected);
  if (chosen && chosen->problem) return tr("This model cannot be opened.");
  if (chosen && chosen->quantised) return tr("It is stored in few bits already.");
  if (m_jobs.isRunning()) return tr("Other work on files is going on.");
  return {};
}

widgets::ModelMemory ModelsController::memory() const {
  return m_described && m_described->folder == m_selected ? memoryOf(*m_described)
                                                          : widgets::ModelMemory{};
}

widgets::ModelChoices ModelsController::choices() const { return choicesFrom(m_options); }

// ---- loading -----------------------------------------------------------------------------------

void ModelsController::load() {
  if (m_selected.empty() || !whyNoLoad().isEmpty()) return;
  if (m_chat.isGenerating()) {
    showNotice(ModelNotice::Kind::Warning,
               tr("An answer is being written. Loading stops it; its text stays."),
               Offer::StopAndLoad);
    return;
  }
  startLoad();
}

void ModelsController::startLoad() {
  m_notice = {};
  m_offer = Offer::None;
  m_loadShare = -1;
  m_settings.setModelFolder(m_selected);
  m_settings.setOpenOptions(m_selected, m_options);
  m_chat.loadModel(m_selected, m_options);
}

void ModelsController::eject() { m_chat.ejectModel(); }

void ModelsController::onModelStateChanged() {
  if (m_chat.modelState() != ModelState::Loading) m_loadShare = -1;
  if (m_chat.failedLoad()) {
    noticeFailedLoad();
  } else if (m_chat.modelState() == ModelState::Ready && m_offer == Offer::LoadPrevious) {
    m_notice = {};
    m_offer = Offer::None;
  }
  if (m_chat.modelState() == ModelState::Ready && !entry(m_chat.modelInfo().folder)) refresh();
  // What is free has changed with it.
  if (m_chat.modelState() != ModelState::Loading) describe();
  Q_EMIT listChanged();
  Q_EMIT detailChanged();
  Q_EMIT jobChanged();
}

void ModelsController::noticeFailedLoad() {
  const FailedLoad& failed = *m_chat.failedLoad();
  QString sentence = QString::fromStdString(failed.error.toString());
  Offer offer = Offer::None;
  switch (failed.previous) {
    case PreviousModel::None:
      break;
    case PreviousModel::Kept:
      sentence += u' ' + tr("%1 is still loaded.").arg(failed.previousName);
      break;
    case PreviousModel::Reloaded:
      sentence += u' ' + tr("%1 had to make room and is loaded again.").arg(failed.previousName);
      break;
    case PreviousModel::Lost:
      sentence +=
          u' ' + tr("%1 had to make room and is not loaded any more.").arg(failed.previousName);
      offer = Offer::LoadPrevious;
      break;
  }
  showNotice(ModelNotice::Kind::Failure, sentence, offer);
}

void ModelsController::showNotice(ModelNotice::Kind kind, const QString& sentence, Offer offer) {
  QString action;
  if (offer == Offer::StopAndLoad) action = tr("Stop and load");
  if (offer == Offer::AssembleAgain) action = tr("Assemble again…");
  if (offer == Offer::LoadPrevious) action = tr("Load it again");
  m_notice = {kind, sentence, action};
  m_offer = offer;
  Q_EMIT detailChanged();
}

ModelNotice ModelsController::notice() const {
  if (m_notice.kind != ModelNotice::Kind::None) return m_notice;
  const session::ModelEntry* chosen = entry(m_selected);
  if (chosen && chosen->problem) {
    return {ModelNotice::Kind::Failure, QString::fromStdString(chosen->problem->toString()), {}};
  }
  if (m_described && m_described->folder == m_selected && m_described->memoryProblem) {
    return {ModelNotice::Kind::Warning,
            QString::fromStdString(m_described->memoryProblem->toString()),
            {}};
  }
  if (isLoaded(m_selected) && !m_chat.modelInfo().deviceNote.empty()) {
    return {ModelNotice::Kind::Notice, QString::fromStdString(m_chat.modelInfo().deviceNote), {}};
  }
  return {};
}

void ModelsController::followNotice() {
  const Offer offer = std::exchange(m_offer, Offer::None);
  m_notice = {};
  if (offer == Offer::StopAndLoad) startLoad();
  if (offer == Offer::AssembleAgain) Q_EMIT assembleAgainRequested();
  if (offer == Offer::LoadPrevious) {
    const fs::path previous = m_chat.modelInfo().folder;
    m_chat.loadModel(previous, m_settings.openOptions(previous));
  }
  Q_EMIT detailChanged();
}

void ModelsController::dismissNotice() {
  m_notice = {};
  m_offer = Offer::None;
  Q_EMIT detailChanged();
}

// ---- long work ---------------------------------------------------------------------------------

void ModelsController::quantize(widgets::ModelChoices::Precision precision,
                                const fs::path& output) {
  const session::ModelEntry* chosen = entry(m_selected);
  if (!chosen) return;
  m_jobs.quantize(QString::fromStdString(chosen->name), m_selected, output, precision);
}

void ModelsController::computeChecksum() {
  const session::ModelEntry* chosen = entry(m_selected);
  if (chosen) m_jobs.computeChecksum(QString::fromStdString(chosen->name), m_selected);
}

void ModelsController::cancel() {
  if (m_chat.modelState() == ModelState::Loading) {
    m_chat.cancelLoading();
  } else {
    m_jobs.cancel();
  }
}

std::optional<widgets::ModelJob> ModelsController::job() const {
  if (m_chat.modelState() == ModelState::Loading) {
    const fs::path& folder = m_chat.loadingFolder();
    const session::ModelEntry* loading = entry(folder);
    const QString name = loading ? QString::fromStdString(loading->name)
                                 : QString::fromStdString(folder.filename().string());
    QString words = tr("Loading %1").arg(name);
    if (m_chat.madeRoom()) {
      words += tr("; %1 had to make room").arg(QString::fromStdString(m_chat.modelInfo().name));
    }
    return widgets::ModelJob{words,
                             m_loadShare < 0 ? std::nullopt : std::optional<double>(m_loadShare)};
  }
  return m_jobs.job();
}

void ModelsController::onJobFinished(ModelJobKind kind, const fs::path& folder,
                                     const QString& sentence) {
  if (kind == ModelJobKind::Checksum) {
    showNotice(ModelNotice::Kind::Notice, sentence);
    return;
  }
  const QString words = kind == ModelJobKind::Assemble ? tr("The model is assembled: %1")
                                                       : tr("The smaller copy is there: %1");
  m_described.reset();
  addFolders({folder});
  showNotice(ModelNotice::Kind::Notice, words.arg(sentence));
}

void ModelsController::onJobFailed(ModelJobKind kind, const Error& error, bool stopped) {
  showNotice(stopped ? ModelNotice::Kind::Notice : ModelNotice::Kind::Failure,
             QString::fromStdString(error.toString()),
             kind == ModelJobKind::Assemble ? Offer::AssembleAgain : Offer::None);
}

}  // namespace molloquy::app
