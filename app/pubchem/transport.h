#pragma once

#include <QObject>
#include <QUrl>
#include <filesystem>
#include <functional>
#include <memory>
#include <tl/expected.hpp>
#include <vector>

#include "app/pubchem/network_types.h"

namespace molloquy::pubchem {

class Clock;

struct TransportOptions {
  QUrl base = QUrl(QStringLiteral("https://pubchem.ncbi.nlm.nih.gov/rest"));
  std::filesystem::path cacheFile;          ///< SQLite; empty = nothing is kept.
  qint64 cacheBytes = 512LL * 1024 * 1024;  ///< the oldest used go first.
  qint64 largestReply = 256LL * 1024 * 1024;
  QByteArray userAgent;
  /// Online: asks, and answers from the cache. Offline and Off: only the cache answers, at any age;
  /// they differ in what the person is told (no network now; switched off by them).
  enum class Mode { Online, Offline, Off } mode = Mode::Online;
  std::filesystem::path ledgerFile;  ///< SQLite; empty = beside the cache, "NAME-ledger".
  /// Without a byte for so long a reply is given up. PubChem itself answers 504 after 30 s; waiting
  /// a little longer lets that better answer arrive.
  std::chrono::milliseconds silence{35'000};
  std::shared_ptr<Clock> clock;  ///< nullptr = the real one; tests give one that jumps.
};

using Outcome = tl::expected<NetworkReply, NetworkFailure>;

/// The only way out of the program: one queue to one server with its rules kept (at most 4 requests
/// a second and 400 a minute, slower when the server says so), retries with back-off, a cache on
/// disk and a ledger of everything that was sent. Lives on one thread with an event loop.
/// Sources: PubChem, Programmatic Access; Dynamic Request Throttling.
class Transport : public QObject {
  Q_OBJECT

 public:
  explicit Transport(TransportOptions options, QObject* parent = nullptr);
  ~Transport() override;

  /// `done` is called exactly once, later, on this thread; not at all when the transport is
  /// destroyed first. returns a number for cancel().
  quint64 send(const NetworkRequest& request, std::function<void(const Outcome&)> done);
  /// Ends it with FailureKind::Cancelled; an unknown number is ignored.
  void cancel(quint64 number);

  /// Away from Online, what is under way ends at once with Offline or SwitchedOff.
  void setMode(TransportOptions::Mode mode);
  [[nodiscard]] TransportOptions::Mode mode() const;
  void setBase(const QUrl& base);
  [[nodiscard]] ThrottleState throttle() const;

  [[nodiscard]] qint64 cacheBytesUsed() const;
  void setCacheLimit(qint64 bytes);
  void clearCache();

  /// What was sent, oldest first, also by earlier runs when there is a ledger file.
  [[nodiscard]] std::vector<LedgerEntry> ledger() const;
  void clearLedger();

 Q_SIGNALS:
  /// A new line, or a line with the same number that has changed.
  void ledgerChanged(const molloquy::pubchem::LedgerEntry& entry);
  void throttleChanged(molloquy::pubchem::ThrottleState state);
  /// Waiting for the server until then; shown as a countdown. Invalid = no longer.
  void waitingUntil(const QDateTime& until);

 private:
  struct Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace molloquy::pubchem
