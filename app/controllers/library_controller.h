#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "app/settings/settings.h"
#include "app/workers/library_desk.h"
#include "model/library/transfer/library_import.h"

namespace molloquy::app {

/// A library's rows as the left list shows them.
struct LibraryListing {
  std::vector<library::LibraryRow> rows;
  std::vector<library::SearchHit> hits;  ///< by row.
  std::optional<std::size_t> total;
  double seconds = 0;
  QString note;
};

/// The library that is open: its list, searches, molecules, changes, imports and exports. Searches
/// and imports go on side by side, each on its own desk. Outlives both desks.
class LibraryController : public QObject {
  Q_OBJECT

 public:
  LibraryController(Settings& settings, LibraryDesk& desk, LibraryDesk& transfers,
                    QObject* parent = nullptr);

  /// The library of the settings, else the well-known molecules, which are put into a library of
  /// the person's own at the first start.
  void openFirst();
  void open(const QString& location);
  void create(const QString& file, const QString& name);
  [[nodiscard]] const library::LibraryInfo& info() const { return m_info; }
  [[nodiscard]] const QString& location() const { return m_location; }

  /// A newer search replaces an older one.
  void search(const library::SearchQuery& query);
  /// The same of a query that has to be worked out first, on the library's thread.
  using MakeQuery = std::function<Result<library::SearchQuery>()>;
  void search(MakeQuery make);
  void searchAgain() { search(m_makeQuery); }
  void suggest(const QString& text);
  /// `done` gets the molecule, or nothing when there is none.
  using OnMolecule = std::function<void(const std::shared_ptr<const library::LibraryMolecule>&)>;
  void read(library::MoleculeId id, OnMolecule done);
  void change(library::MoleculeId id, const library::MoleculeChange& change);
  void remove(const std::vector<library::MoleculeId>& ids);
  void add(std::vector<library::NewMolecule> molecules);

  void preview(const QString& file);
  struct ImportItem {
    QString path;
    library::ImportOptions options;
  };
  void importFrom(std::vector<ImportItem> items);
  void cancelTransfer();
  [[nodiscard]] bool isTransferring() const { return m_transferring; }
  void exportTo(const std::vector<library::MoleculeId>& ids, const QString& file,
                library::ExportFormat format);

 Q_SIGNALS:
  /// Another library is open, or the open one has changed its counts.
  void infoChanged();
  /// Another one is open; infoChanged() follows.
  void libraryOpened();
  void listed(const molloquy::app::LibraryListing& listing);
  void suggested(const QString& text, const std::vector<molloquy::library::LibraryRow>& rows);
  /// What became of molecules that were added, in words.
  void added(const QString& sentence);
  void previewed(const QString& file, const molloquy::library::TablePreview& preview);
  void previewFailed(const QString& file, const QString& sentence);
  void importProgressed(const molloquy::library::ImportProgress& progress);
  void imported(const molloquy::library::ImportReport& report);
  void mendingEnded();
  void exported(const QString& file, quint64 molecules);
  void transferFailed(const QString& sentence);
  void failed(const QString& sentence);
  void searchFailed(const QString& sentence);

 private:
  void show(const QString& location, const library::LibraryInfo& info);
  void refreshInfo();
  /// Computes what a damaged file of fingerprints lacks, behind the window.
  void mend();
  void openedOrFailed(const Result<library::LibraryInfo>& info, const QString& location);
  void importNext(std::vector<ImportItem> items, std::size_t next, library::ImportReport soFar);
  void endTransfer();

  Settings& m_settings;
  LibraryDesk& m_desk;
  LibraryDesk& m_transfers;
  QString m_location;
  library::LibraryInfo m_info;
  MakeQuery m_makeQuery;
  std::stop_source m_searching, m_suggesting, m_transfer;
  quint64 m_search = 0, m_suggestion = 0;
  bool m_transferring = false;
};

}  // namespace molloquy::app
