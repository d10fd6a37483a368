#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <optional>
#include <unordered_map>

#include "app/controllers/request_ids.h"
#include "app/document/molecule_document.h"
#include "app/workers/messages.h"

namespace molloquy::app {

/// Structures on their way out: into files, onto the clipboard.
class FileController : public QObject {
  Q_OBJECT

 public:
  FileController(MoleculeDocument& document, RequestIds& ids, QObject* parent = nullptr);

  enum class Conformers { Shown, All };
  /// Writes the structure on the bench; `viewJson` is how it is looked at.
  void save(const std::filesystem::path& path, Conformers which, const std::string& viewJson);
  /// The structure, or only some of its atoms, as text.
  void copy(const std::vector<AtomIndex>& atoms, chem::FileFormat format,
            std::function<void(const QString&)> then);

 public Q_SLOTS:
  void onStructureWritten(const StructureWritten& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void writeRequested(const WriteRequest& request);
  void saved(const QString& path, const QStringList& losses);
  void failed(const Error& error);

 private:
  [[nodiscard]] chem::WrittenRecord record(Conformers which) const;

  MoleculeDocument& m_document;
  RequestIds& m_ids;
  std::optional<RequestId> m_saving;
  QString m_path;
  std::uint64_t m_revision = 0;  ///< of what is being written.
  std::unordered_map<std::uint64_t, std::function<void(const QString&)>> m_copies;
};

}  // namespace molloquy::app
