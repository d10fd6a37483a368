#pragma once

#include <QObject>
#include <filesystem>
#include <optional>
#include <vector>

#include "app/controllers/chat_controller.h"
#include "app/controllers/model_jobs_controller.h"
#include "app/controllers/request_ids.h"
#include "app/settings/settings.h"
#include "app/workers/model_file_messages.h"
#include "widgets/models/model_types.h"

namespace molloquy::app {

/// The models of this computer: which folders are listed, which one is looked at and how it would
/// be opened. Loading and ejecting go through the ChatController, which owns the model's state, and
/// long work through the ModelJobsController.
class ModelsController : public QObject {
  Q_OBJECT

 public:
  ModelsController(Settings& settings, ChatController& chat, ModelJobsController& jobs,
                   RequestIds& ids, QObject* parent = nullptr);

  /// Looks through the folders again.
  void refresh();
  void addFolders(const std::vector<std::filesystem::path>& folders);
  void removeFromList(const std::filesystem::path& model);
  void select(const std::filesystem::path& model);
  void setChoices(const widgets::ModelChoices& choices);
  /// Loads the selected model; while an answer is being written it asks first, by its notice.
  void load();
  void eject();
  /// What the notice offers.
  void followNotice();
  void dismissNotice();
  /// Of the selected model.
  void quantize(widgets::ModelChoices::Precision precision, const std::filesystem::path& output);
  void computeChecksum();
  /// Ends the load or the job that the foot of the manager shows.
  void cancel();

  [[nodiscard]] std::vector<widgets::ModelRow> rows() const;
  [[nodiscard]] widgets::ModelDetail detail() const;
  [[nodiscard]] widgets::ModelMemory memory() const;
  [[nodiscard]] widgets::ModelChoices choices() const;
  [[nodiscard]] widgets::ModelNotice notice() const;
  [[nodiscard]] std::optional<widgets::ModelJob> job() const;
  [[nodiscard]] const std::filesystem::path& selected() const { return m_selected; }
  [[nodiscard]] bool isSearching() const { return m_listing.has_value(); }
  /// Where new models are proposed.
  [[nodiscard]] std::filesystem::path newModelFolder() const { return m_settings.modelsHome(); }

 public Q_SLOTS:
  void onListed(const ModelsListed& message);
  void onDescribed(const ModelDescribed& message);

 Q_SIGNALS:
  void listRequested(const ListModelsRequest& request);
  void describeRequested(const DescribeModelRequest& request);

  void listChanged();
  void detailChanged();
  void jobChanged();
  /// The person wants to fill in the assembly once more.
  void assembleAgainRequested();

 private:
  enum class Offer { None, StopAndLoad, AssembleAgain, LoadPrevious };

  void onModelStateChanged();
  void describe();
  void startLoad();
  void onJobFinished(ModelJobKind kind, const std::filesystem::path& folder,
                     const QString& sentence);
  void onJobFailed(ModelJobKind kind, const Error& error, bool stopped);
  void showNotice(widgets::ModelNotice::Kind kind, const QString& sentence,
                  Offer offer = Offer::None);
  void noticeFailedLoad();
  [[nodiscard]] std::vector<std::filesystem::path> folders() const;
  [[nodiscard]] const session::ModelEntry* entry(const std::filesystem::path& model) const;
  [[nodiscard]] bool isLoaded(const std::filesystem::path& model) const;
  [[nodiscard]] bool isLoading(const std::filesystem::path& model) const;
  [[nodiscard]] bool isShipped(const std::filesystem::path& model) const;
  [[nodiscard]] QString whyNoLoad() const;
  [[nodiscard]] QString whyNoQuantize() const;

  Settings& m_settings;
  ChatController& m_chat;
  ModelJobsController& m_jobs;
  RequestIds& m_ids;
  std::vector<session::ModelEntry> m_entries;
  std::optional<RequestId> m_listing;
  std::filesystem::path m_added;  ///< is chosen as soon as it is listed.
  std::filesystem::path m_selected;
  session::OpenOptions m_options;
  std::optional<RequestId> m_describing;
  std::optional<ModelDescribed> m_described;
  double m_loadShare = -1;  ///< below 0 = not known.
  widgets::ModelNotice m_notice;
  Offer m_offer = Offer::None;
};

}  // namespace molloquy::app
