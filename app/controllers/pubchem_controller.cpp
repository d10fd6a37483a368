#include "app/controllers/pubchem_controller.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <algorithm>
#include <utility>

namespace molloquy::app {
namespace {

constexpr int kSuggestions = 8;
constexpr int kConformers = 10;
/// Lines of the ledger that are kept in memory; the file on disk has more.
constexpr std::size_t kLedgerLines = 10'000;

using pubchem::TransportOptions;

TransportOptions::Mode transportMode(widgets::NetworkMode mode) {
  switch (mode) {
    case widgets::NetworkMode::Online:
      return TransportOptions::Mode::Online;
    case widgets::NetworkMode::Offline:
      return TransportOptions::Mode::Offline;
    case widgets::NetworkMode::Off:
      break;
  }
  return TransportOptions::Mode::Off;
}

std::filesystem::path cacheFile() {
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
  return std::filesystem::path(folder.toStdString()) / "molloquy" / "pubchem.sqlite";
}

}  // namespace

PubChemController::PubChemController(Settings& settings, NetworkDesk& desk, QObject* parent)
    : QObject(parent), m_settings(settings), m_desk(desk) {
  TransportOptions options;
  if (const QUrl base = settings.pubChemBase(); !base.isEmpty()) options.base = base;
  options.cacheFile = cacheFile();
  options.cacheBytes = settings.cacheLimit();
  options.mode = transportMode(settings.networkMode());
  options.userAgent =
      QByteArrayLiteral("Molloquy/") + QCoreApplication::applicationVersion().toUtf8();
  m_desk.tell([this, options](NetworkBench& bench) {
    bench.transport = std::make_unique<pubchem::Transport>(options);
    bench.client = std::make_unique<pubchem::PubChemClient>(*bench.transport);
    // What earlier runs sent belongs to the list, not to the count of this one.
    postTo(this, [this, earlier = bench.transport->ledger()] {
      m_ledger.insert(m_ledger.begin(), earlier.begin(), earlier.end());
      Q_EMIT ledgerReset();
    });
    connect(bench.transport.get(), &pubchem::Transport::ledgerChanged, this,
            &PubChemController::take);
    connect(bench.transport.get(), &pubchem::Transport::waitingUntil, this,
            &PubChemController::waitingUntil);
    connect(bench.client.get(), &pubchem::PubChemClient::progressed, this,
            [this](quint64, const QString& doing) {
              if (m_pending > 0) Q_EMIT busyChanged(doing);
            });
  });
}

template <class T>
PubChemController::Call PubChemController::call(
    std::function<quint64(pubchem::PubChemClient&, pubchem::Answer<T>)> begin,
    std::function<void(const tl::expected<T, pubchem::NetworkFailure>&)> done) {
  auto number = std::make_shared<quint64>(0);
  m_desk.tell(
      [this, number, begin = std::move(begin), done = std::move(done)](NetworkBench& bench) {
        *number =
            begin(*bench.client, [this, done](const tl::expected<T, pubchem::NetworkFailure>& got) {
              auto answer = std::make_shared<tl::expected<T, pubchem::NetworkFailure>>(got);
              postTo(this, [done, answer] { done(*answer); });
            });
      });
  return number;
}

void PubChemController::end(const Call& call) {
  if (!call) return;
  m_desk.tell([call](NetworkBench& bench) { bench.client->cancel(*call); });
}

void PubChemController::begin(const QString& doing) {
  ++m_pending;
  Q_EMIT busyChanged(doing);
}

void PubChemController::finishOne() {
  m_pending = std::max(0, m_pending - 1);
  if (m_pending > 0) return;
  m_running.clear();
  Q_EMIT busyChanged({});
}

void PubChemController::suggest(const QString& text) {
  end(std::exchange(m_suggesting, nullptr));
  if (m_settings.suggestions() != widgets::SuggestionConsent::Allowed) return;
  m_suggesting = call<QStringList>(
      [text](pubchem::PubChemClient& client, const pubchem::Answer<QStringList>& done) {
        return client.suggest(text, kSuggestions, done);
      },
      [this, text](const tl::expected<QStringList, pubchem::NetworkFailure>& names) {
        if (names) {
          Q_EMIT suggested(text, *names);
        } else if (names.error().kind != pubchem::FailureKind::Cancelled) {
          Q_EMIT suggestingFailed(text, names.error().sentence);
        }
      });
}

void PubChemController::lookUp(const pubchem::Lookup& lookup) {
  cancel();
  m_sentBefore = m_sent;
  begin(tr("Asking PubChem for “%1”").arg(lookup.text));
  using Found = std::vector<pubchem::CompoundSummary>;
  m_running.push_back(call<Found>(
      [lookup](pubchem::PubChemClient& client, const pubchem::Answer<Found>& done) {
        return client.find(lookup, done);
      },
      [this, lookup](const tl::expected<Found, pubchem::NetworkFailure>& compounds) {
        finishOne();
        if (!compounds) {
          if (compounds.error().kind != pubchem::FailureKind::Cancelled) {
            Q_EMIT failed(compounds.error());
          }
        } else if (compounds->size() == 1) {
          open({compounds->front().cid});
        } else {
          Q_EMIT found(lookup, *compounds, m_sent - m_sentBefore);
        }
      }));
}

void PubChemController::open(const std::vector<qint64>& cids) {
  for (const qint64 cid : cids) {
    openOne(cid,
            [cid](pubchem::PubChemClient& client, const pubchem::Answer<pubchem::Compound>& done) {
              return client.open(cid, done);
            });
  }
}

void PubChemController::openAnew(qint64 cid) {
  openOne(cid,
          [cid](pubchem::PubChemClient& client, const pubchem::Answer<pubchem::Compound>& done) {
            return client.openAnew(cid, done);
          });
}

void PubChemController::openOne(
    qint64 cid,
    std::function<quint64(pubchem::PubChemClient&, pubchem::Answer<pubchem::Compound>)> begun) {
  begin(tr("Opening CID %1 of PubChem").arg(cid));
  m_running.push_back(call<pubchem::Compound>(
      std::move(begun),
      [this](const tl::expected<pubchem::Compound, pubchem::NetworkFailure>& compound) {
        finishOne();
        if (compound) {
          Q_EMIT compoundReady(std::make_shared<const pubchem::Compound>(*compound));
        } else if (compound.error().kind != pubchem::FailureKind::Cancelled) {
          Q_EMIT failed(compound.error());
        }
      }));
}

void PubChemController::loadConformers(qint64 cid) {
  begin(tr("Fetching conformers of CID %1").arg(cid));
  m_running.push_back(call<chem::StructureFile>(
      [cid](pubchem::PubChemClient& client, const pubchem::Answer<chem::StructureFile>& done) {
        return client.conformers(cid, kConformers, done);
      },
      [this, cid](const tl::expected<chem::StructureFile, pubchem::NetworkFailure>& file) {
        finishOne();
        if (file) {
          Q_EMIT conformersReady(cid, std::make_shared<const chem::StructureFile>(*file));
        } else if (file.error().kind != pubchem::FailureKind::Cancelled) {
          Q_EMIT failed(file.error());
        }
      }));
}

void PubChemController::loadHeadings(qint64 cid) {
  call<QStringList>(
      [cid](pubchem::PubChemClient& client, const pubchem::Answer<QStringList>& done) {
        return client.headings(cid, done);
      },
      [this, cid](const tl::expected<QStringList, pubchem::NetworkFailure>& headings) {
        if (headings) {
          Q_EMIT headingsReady(cid, *headings);
        } else {
          Q_EMIT sectionFailed(cid, {}, headings.error().sentence);
        }
      });
}

void PubChemController::loadSection(qint64 cid, const QString& heading) {
  using Sections = std::vector<pubchem::AnnotationSection>;
  call<Sections>(
      [cid, heading](pubchem::PubChemClient& client, const pubchem::Answer<Sections>& done) {
        return client.annotations(cid, heading, done);
      },
      [this, cid, heading](const tl::expected<Sections, pubchem::NetworkFailure>& sections) {
        if (sections) {
          Q_EMIT sectionReady(cid, heading, *sections);
        } else {
          Q_EMIT sectionFailed(cid, heading, sections.error().sentence);
        }
      });
}

void PubChemController::cancel() {
  for (const Call& running : m_running) end(running);
  m_running.clear();
}

void PubChemController::setMode(widgets::NetworkMode mode) {
  m_settings.setNetworkMode(mode);
  m_desk.tell([mode](NetworkBench& bench) { bench.transport->setMode(transportMode(mode)); });
}

void PubChemController::setBase(const QUrl& base) {
  m_settings.setPubChemBase(base);
  const QUrl used =
      m_settings.pubChemBase().isEmpty() ? TransportOptions().base : m_settings.pubChemBase();
  m_desk.tell([used](NetworkBench& bench) { bench.transport->setBase(used); });
}

QUrl PubChemController::base() const {
  const QUrl chosen = m_settings.pubChemBase();
  return chosen.isEmpty() ? TransportOptions().base : chosen;
}

void PubChemController::setCacheLimit(qint64 bytes) {
  m_settings.setCacheLimit(bytes);
  m_desk.tell([bytes](NetworkBench& bench) { bench.transport->setCacheLimit(bytes); });
  askCacheSize();
}

void PubChemController::clearCache() {
  m_desk.tell([](NetworkBench& bench) { bench.transport->clearCache(); });
  askCacheSize();
}

void PubChemController::askCacheSize() {
  m_desk.tell([this](NetworkBench& bench) {
    const qint64 used = bench.transport->cacheBytesUsed();
    postTo(this, [this, used] { Q_EMIT cacheSizeChanged(used); });
  });
}

void PubChemController::take(const pubchem::LedgerEntry& entry) {
  const auto known = std::find_if(m_ledger.rbegin(), m_ledger.rend(),
                                  [&](const auto& line) { return line.number == entry.number; });
  if (known != m_ledger.rend()) {
    *known = entry;
  } else {
    if (entry.bytesSent > 0) ++m_sent;  // refusals and notes are lines too
    m_ledger.push_back(entry);
    if (m_ledger.size() > kLedgerLines) m_ledger.pop_front();
  }
  Q_EMIT ledgerChanged(entry);
}

void PubChemController::clearLedger() {
  m_ledger.clear();
  m_desk.tell([](NetworkBench& bench) { bench.transport->clearLedger(); });
  Q_EMIT ledgerReset();
}

}  // namespace molloquy::app
