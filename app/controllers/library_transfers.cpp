#include <utility>

#include "app/controllers/library_controller.h"

/// Imports and exports of the library controller: on a desk and an opening of their own.
namespace molloquy::app {
namespace {

QString sentence(const Error& error) { return QString::fromStdString(error.toString()); }

void join(library::ImportReport& all, const library::ImportReport& one) {
  all.records += one.records;
  all.added += one.added;
  all.merged += one.merged;
  all.unchanged += one.unchanged;
  all.refused += one.refused;
  all.mergedInto.insert(all.mergedInto.end(), one.mergedInto.begin(), one.mergedInto.end());
  all.problems.insert(all.problems.end(), one.problems.begin(), one.problems.end());
  all.resumed = all.resumed || one.resumed;
  all.finished = one.finished;
  all.seconds += one.seconds;
}

}  // namespace

void LibraryController::preview(const QString& file) {
  m_transfers.ask<library::TablePreview>(
      this,
      [path = std::filesystem::path(file.toStdString())](OpenedLibrary&, const std::stop_token&) {
        return library::tablePreview(path);
      },
      [this, file](const Result<library::TablePreview>& found) {
        if (found) {
          Q_EMIT previewed(file, *found);
        } else {
          Q_EMIT previewFailed(file, sentence(found.error()));
        }
      });
}

void LibraryController::importFrom(std::vector<ImportItem> items) {
  if (m_transferring || items.empty()) return;
  m_transferring = true;
  importNext(std::move(items), 0, {});
}

void LibraryController::importNext(std::vector<ImportItem> items, std::size_t next,
                                   library::ImportReport soFar) {
  const ImportItem item = items[next];
  m_transfer = m_transfers.ask<library::ImportReport>(
      this,
      [this, where = m_location.toStdString(), item](
          OpenedLibrary& bench, const std::stop_token& stop) -> Result<library::ImportReport> {
        const auto library = opened(bench, where);
        if (!library) return tl::unexpected(library.error());
        const auto tell = [this](const library::ImportProgress& progress) {
          postTo(this, [this, progress] { Q_EMIT importProgressed(progress); });
        };
        return library::importInto(**library, item.path.toStdString(), item.options, tell, stop);
      },
      [this, items = std::move(items), next, soFar](const Result<library::ImportReport>& report) {
        library::ImportReport all = soFar;
        if (report) {
          join(all, *report);
        } else {
          all.problems.push_back({items[next].path.toStdString(), report.error().toString()});
        }
        if (next + 1 < items.size() && all.finished) {
          importNext(items, next + 1, std::move(all));
          return;
        }
        endTransfer();
        if (!report && all.records == 0) {
          Q_EMIT transferFailed(sentence(report.error()));
        } else {
          Q_EMIT imported(all);
        }
      });
}

void LibraryController::mend() {
  m_transfers.ask<std::size_t>(
      this,
      [this, where = m_location.toStdString()](OpenedLibrary& bench,
                                               const std::stop_token& stop) -> Result<std::size_t> {
        const auto library = opened(bench, where);
        if (!library) return tl::unexpected(library.error());
        const auto tell = [this](std::size_t done, std::size_t all) {
          library::ImportProgress progress;
          progress.file = tr("Fingerprints").toStdString();
          progress.records = done;
          progress.share = all == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(all);
          postTo(this, [this, progress] { Q_EMIT importProgressed(progress); });
        };
        return (*library)->mend(tell, stop);
      },
      [this](const Result<std::size_t>& mended) {
        if (!mended) Q_EMIT failed(sentence(mended.error()));
        if (mended && *mended > 0) searchAgain();
        Q_EMIT mendingEnded();
      });
}

void LibraryController::cancelTransfer() { m_transfer.request_stop(); }

void LibraryController::endTransfer() {
  m_transferring = false;
  refreshInfo();
  searchAgain();
}

void LibraryController::exportTo(const std::vector<library::MoleculeId>& ids, const QString& file,
                                 library::ExportFormat format) {
  if (m_transferring) return;
  m_transferring = true;
  m_transfer = m_transfers.ask<std::uint64_t>(
      this,
      [this, where = m_location.toStdString(), ids, path = file.toStdString(), format](
          OpenedLibrary& bench, const std::stop_token& stop) -> Result<std::uint64_t> {
        const auto library = opened(bench, where);
        if (!library) return tl::unexpected(library.error());
        const auto tell = [this](const library::ImportProgress& progress) {
          postTo(this, [this, progress] { Q_EMIT importProgressed(progress); });
        };
        return library::exportFrom(**library, ids, path, format, tell, stop);
      },
      [this, file](const Result<std::uint64_t>& written) {
        m_transferring = false;
        if (written) {
          Q_EMIT exported(file, *written);
        } else {
          Q_EMIT transferFailed(sentence(written.error()));
        }
      });
}

}  // namespace molloquy::app
