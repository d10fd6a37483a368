#pragma once

#include <QHash>
#include <QObject>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "app/controllers/request_ids.h"
#include "app/workers/model_file_messages.h"
#include "widgets/models/model_types.h"

namespace molloquy::app {

enum class ModelJobKind { Assemble, Quantize, Checksum };

/// Long work on model files, one job at a time, and the looks at what a person chooses for it.
class ModelJobsController : public QObject {
  Q_OBJECT

 public:
  explicit ModelJobsController(RequestIds& ids, QObject* parent = nullptr);
  ~ModelJobsController() override;

  /// Each does nothing while a job is running.
  void assemble(const widgets::AssembleChoices& choices);
  void quantize(const QString& name, const std::filesystem::path& from,
                const std::filesystem::path& output, widgets::ModelChoices::Precision precision);
  void computeChecksum(const QString& name, const std::filesystem::path& folder);
  void cancel();
  /// Looks at one choice; a newer look at the same field takes the place of an older one.
  void check(AssembleField field, const std::filesystem::path& path);

  [[nodiscard]] bool isRunning() const { return m_job.has_value(); }
  [[nodiscard]] std::optional<widgets::ModelJob> job() const;
  /// The choices of the assembly that was started last.
  [[nodiscard]] const widgets::AssembleChoices& lastAssembly() const { return m_assembly; }

 public Q_SLOTS:
  void onChecked(const PathChecked& message);
  void onProgressed(const JobProgressed& message);
  void onFinished(const JobFinished& message);
  void onFailed(const JobFailed& message);

 Q_SIGNALS:
  void checkRequested(const CheckPathRequest& request);
  void assembleRequested(const AssembleModelRequest& request);
  void quantizeRequested(const QuantizeModelRequest& request);
  void checksumRequested(const ChecksumRequest& request);

  void started();
  void jobChanged();
  /// A job ended well; folder: the new model, or the one that was looked at.
  void finished(molloquy::app::ModelJobKind kind, const std::filesystem::path& folder,
                const QString& sentence);
  /// A job failed, or was stopped, which is no failure.
  void failed(molloquy::app::ModelJobKind kind, const molloquy::Error& error, bool stopped);
  void pathChecked(molloquy::app::AssembleField field, const QString& path, bool good,
                   const QString& sentence);

 private:
  struct Job {
    RequestId id;
    ModelJobKind kind = ModelJobKind::Assemble;
    QString words;
    QString doing;
    std::optional<double> share;
    std::stop_source stop;
  };
  /// False while a job is running.
  bool begin(ModelJobKind kind, const QString& words);

  RequestIds& m_ids;
  QHash<int, RequestId> m_checks;  ///< AssembleField -> the newest check of it.
  std::optional<Job> m_job;
  widgets::AssembleChoices m_assembly;
};

}  // namespace molloquy::app
