#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "app/controllers/request_ids.h"
#include "app/document/molecule_document.h"
#include "app/workers/messages.h"

namespace molloquy::app {

/// Where a wish to open something came from: its failure is told there.
enum class OpenedFrom { ListEntry, WelcomeEntry, Elsewhere };

/// From "open this" to a molecule on the bench: read, choose the record, embed if it has no
/// positions. A newer wish replaces an older one; what was open stays until the new one is ready.
class StructureController : public QObject {
  Q_OBJECT

 public:
  StructureController(MoleculeDocument& document, RequestIds& ids, QObject* parent = nullptr);

  void openFile(const std::filesystem::path& path);
  void openText(const QString& text, OpenedFrom from = OpenedFrom::Elsewhere);
  /// Reads a structure that is to be put into the one on the bench: `insertRead` tells it.
  void readForInsertion(const QString& text);
  /// Reads a text that is still being typed, and opens nothing: `checked` tells what is wrong.
  void check(const QString& text, OpenedFrom from);
  void showRecord(int index);
  /// A record of a file that was read before.
  void open(const std::shared_ptr<const chem::StructureFile>& file, int record);
  void cancel();

  [[nodiscard]] bool isBusy() const { return m_current.has_value(); }

 public Q_SLOTS:
  void onReadProgressed(const ReadProgressed& message);
  void onStructuresRead(const StructuresRead& message);
  void onStructurePrepared(const StructurePrepared& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void readRequested(const ReadRequest& request);
  void prepareRequested(const PrepareRequest& request);
  /// `doing` is what the status bar shows; empty when idle.
  void busyChanged(const QString& doing);
  /// Of what is being read, 0..1.
  void progressed(double share, int records);
  /// A file was read; its records can be listed. Comes before its first record is on the bench.
  void fileRead(const std::shared_ptr<const chem::StructureFile>& file,
                const std::vector<RecordSummary>& summaries);
  void insertRead(const std::shared_ptr<const chem::Molecule>& molecule,
                  const std::shared_ptr<const chem::Conformer>& conformer);
  /// Nothing was opened; what was open stays.
  void failed(const Error& error, OpenedFrom from);
  void checked(const std::optional<Error>& error, OpenedFrom from);

 private:
  RequestId begin(const QString& doing, OpenedFrom from);
  void end();

  MoleculeDocument& m_document;
  RequestIds& m_ids;
  std::optional<RequestId> m_current;
  OpenedFrom m_from = OpenedFrom::Elsewhere;
  enum class Purpose { Open, Insert } m_purpose = Purpose::Open;
  std::optional<RequestId> m_check;
  OpenedFrom m_checkFrom = OpenedFrom::Elsewhere;
  std::stop_source m_stop;
};

}  // namespace molloquy::app
