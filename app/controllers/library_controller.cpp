#include "app/controllers/library_controller.h"

#include <utility>
#include <variant>

#include "app/controllers/shipped_library.h"

namespace molloquy::app {
namespace {

/// Rows that the left list takes at once; a search narrows more down.
constexpr std::size_t kListed = 2'000;
constexpr std::size_t kSuggested = 6;
constexpr qsizetype kRemembered = 12;

QString sentence(const Error& error) { return QString::fromStdString(error.toString()); }

Result<library::LibraryInfo> openedInfo(OpenedLibrary& bench, const std::string& location) {
  const auto library = opened(bench, location);
  if (!library) return tl::unexpected(library.error());
  return (*library)->info();
}

/// What is open after the start.
struct FirstLibrary {
  std::string location;
  library::LibraryInfo info;
  std::string lost;  ///< why the one of the last time is not.
};

}  // namespace

LibraryController::LibraryController(Settings& settings, LibraryDesk& desk, LibraryDesk& transfers,
                                     QObject* parent)
    : QObject(parent), m_settings(settings), m_desk(desk), m_transfers(transfers) {
  m_makeQuery = [] { return library::SearchQuery(); };
}

void LibraryController::openFirst() {
  const QString remembered = m_settings.library();
  const auto home = m_settings.librariesHome();
  m_desk.ask<FirstLibrary>(
      this,
      [remembered, home](OpenedLibrary& bench,
                         const std::stop_token& stop) -> Result<FirstLibrary> {
        FirstLibrary first;
        first.location = remembered.toStdString();
        if (!first.location.empty()) {
          auto info = openedInfo(bench, first.location);
          if (info) {
            first.info = std::move(*info);
            return first;
          }
          first.lost = info.error().toString();
        }
        const auto shipped = shippedLibrary(home, stop);
        if (!shipped) return tl::unexpected(shipped.error());
        first.location = shipped->string();
        auto info = openedInfo(bench, first.location);
        if (!info) return tl::unexpected(info.error());
        first.info = std::move(*info);
        return first;
      },
      [this](const Result<FirstLibrary>& first) {
        if (!first) {
          Q_EMIT failed(sentence(first.error()));
          return;
        }
        show(QString::fromStdString(first->location), first->info);
        if (!first->lost.empty()) Q_EMIT failed(QString::fromStdString(first->lost));
      });
}

void LibraryController::open(const QString& location) {
  m_desk.ask<library::LibraryInfo>(
      this,
      [where = location.toStdString()](OpenedLibrary& bench, const std::stop_token&) {
        return openedInfo(bench, where);
      },
      [this, location](const Result<library::LibraryInfo>& info) {
        openedOrFailed(info, location);
      });
}

void LibraryController::create(const QString& file, const QString& name) {
  m_desk.ask<library::LibraryInfo>(
      this,
      [file = file.toStdString(), name = name.toStdString()](
          OpenedLibrary& bench, const std::stop_token&) -> Result<library::LibraryInfo> {
        if (auto made = library::createLibrary(file, name); !made) {
          return tl::unexpected(made.error());
        }
        return openedInfo(bench, file);
      },
      [this, file](const Result<library::LibraryInfo>& info) { openedOrFailed(info, file); });
}

void LibraryController::openedOrFailed(const Result<library::LibraryInfo>& info,
                                       const QString& location) {
  if (info) {
    show(location, *info);
  } else {
    Q_EMIT failed(sentence(info.error()));
  }
}

void LibraryController::show(const QString& location, const library::LibraryInfo& info) {
  m_location = location;
  m_info = info;
  m_settings.setLibrary(location);
  QStringList known = m_settings.libraries();
  known.removeAll(location);
  known.prepend(location);
  m_settings.setLibraries(known.mid(0, kRemembered));
  Q_EMIT libraryOpened();
  if (!info.note.empty()) mend();
  Q_EMIT infoChanged();
  library::SearchQuery everything;
  everything.order = library::ResultOrder::Title;
  search(everything);
}

void LibraryController::refreshInfo() {
  m_desk.ask<library::LibraryInfo>(
      this,
      [where = m_location.toStdString()](OpenedLibrary& bench, const std::stop_token&) {
        return openedInfo(bench, where);
      },
      [this](const Result<library::LibraryInfo>& info) {
        if (!info) return;
        m_info = *info;
        Q_EMIT infoChanged();
      });
}

void LibraryController::search(const library::SearchQuery& query) {
  search(MakeQuery([query] { return query; }));
}

void LibraryController::search(MakeQuery make) {
  m_makeQuery = std::move(make);
  m_searching.request_stop();
  const quint64 number = ++m_search;
  m_searching = m_desk.ask<LibraryListing>(
      this,
      [where = m_location.toStdString(), make = m_makeQuery](
          OpenedLibrary& bench, const std::stop_token& stop) -> Result<LibraryListing> {
        const auto library = opened(bench, where);
        if (!library) return tl::unexpected(library.error());
        if (stop.stop_requested()) return LibraryListing{};
        auto query = make();
        if (!query) return tl::unexpected(query.error());
        query->limit = kListed;
        auto found = (*library)->search(*query, {}, stop);
        if (!found) return tl::unexpected(found.error());
        std::vector<library::MoleculeId> ids;
        for (const library::SearchHit& hit : found->hits) ids.push_back(hit.id);
        auto rows = (*library)->rows(ids);
        if (!rows) return tl::unexpected(rows.error());
        return LibraryListing{std::move(*rows), std::move(found->hits), found->total,
                              found->seconds, QString::fromStdString(found->note)};
      },
      [this, number](const Result<LibraryListing>& listing) {
        if (number != m_search) return;
        if (listing) {
          Q_EMIT listed(*listing);
        } else {
          Q_EMIT searchFailed(sentence(listing.error()));
        }
      });
}

void LibraryController::suggest(const QString& text) {
  m_suggesting.request_stop();
  const quint64 number = ++m_suggestion;
  using Rows = std::vector<library::LibraryRow>;
  m_suggesting = m_desk.ask<Rows>(
      this,
      [where = m_location.toStdString(), text = text.toStdString()](
          OpenedLibrary& bench, const std::stop_token& stop) -> Result<Rows> {
        const auto library = opened(bench, where);
        if (!library) return tl::unexpected(library.error());
        if (stop.stop_requested()) return Rows{};
        return (*library)->suggest(text, kSuggested);
      },
      [this, number, text](const Result<Rows>& rows) {
        if (number == m_suggestion && rows) Q_EMIT suggested(text, *rows);
      });
}

void LibraryController::read(library::MoleculeId id, OnMolecule done) {
  m_desk.ask<SharedMolecule>(
      this,
      [where = m_location.toStdString(), id](OpenedLibrary& bench, const std::stop_token&) {
        return readMolecule(opened(bench, where), id);
      },
      [this, done = std::move(done)](const Result<SharedMolecule>& molecule) {
        molecule ? done(*molecule) : Q_EMIT failed(sentence(molecule.error()));
      });
}

void LibraryController::change(library::MoleculeId id, const library::MoleculeChange& change) {
  using Done = std::monostate;
  m_desk.ask<Done>(
      this,
      [where = m_location.toStdString(), id, change](OpenedLibrary& bench,
                                                     const std::stop_token&) -> Result<Done> {
        const auto library = opened(bench, where);
        if (!library) return tl::unexpected(library.error());
        if (auto changed = (*library)->change(id, change); !changed) {
          return tl::unexpected(changed.error());
        }
        return Done{};
      },
      [this](const Result<Done>& done) {
        if (!done) Q_EMIT failed(sentence(done.error()));
        refreshInfo();
        searchAgain();
      });
}

void LibraryController::remove(const std::vector<library::MoleculeId>& ids) {
  using Done = std::monostate;
  m_desk.ask<Done>(
      this,
      [where = m_location.toStdString(), ids](OpenedLibrary& bench,
                                              const std::stop_token&) -> Result<Done> {
        const auto library = opened(bench, where);
        if (!library) return tl::unexpected(library.error());
        if (auto removed = (*library)->remove(ids); !removed) {
          return tl::unexpected(removed.error());
        }
        return Done{};
      },
      [this](const Result<Done>& done) {
        if (!done) Q_EMIT failed(sentence(done.error()));
        refreshInfo();
        searchAgain();
      });
}

void LibraryController::add(std::vector<library::NewMolecule> molecules) {
  using Answers = std::vector<library::Added>;
  m_desk.ask<Answers>(
      this,
      [where = m_location.toStdString(), molecules = std::move(molecules)](
          OpenedLibrary& bench, const std::stop_token&) -> Result<Answers> {
        const auto library = opened(bench, where);
        if (!library) return tl::unexpected(library.error());
        return (*library)->add(molecules);
      },
      [this](const Result<Answers>& answers) {
        if (!answers) {
          Q_EMIT failed(sentence(answers.error()));
          return;
        }
        for (const library::Added& one : *answers) {
          const QString remark = QString::fromStdString(one.remark);
          const QString name = QString::fromStdString(m_info.name);
          if (one.arrival == library::Arrival::Refused) {
            Q_EMIT failed(remark);
          } else if (one.arrival == library::Arrival::Added) {
            Q_EMIT added(tr("Added to %1.").arg(name));
          } else {
            Q_EMIT added(remark.isEmpty() ? tr("%1 has it already.").arg(name) : remark);
          }
        }
        refreshInfo();
        searchAgain();
      });
}

}  // namespace molloquy::app
