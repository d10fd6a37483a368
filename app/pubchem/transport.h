#pragma once

#include <QObject>
#include <QUrl>
#include <filesystem>
#include <functional>
#include <memory>
#include <tl/expected.hpp>

#include "app/pubchem/network_types.h"

namespace molloquy::pubchem {

struct TransportOptions {
  QUrl base = QUrl(QStringLiteral("https://pubchem.ncbi.nlm.nih.gov/rest"));
  std::filesystem::path cacheFile;          ///< SQLite; empty = nothing is kept.
  qint64 cacheBytes = 512LL * 1024 * 1024;  ///< the oldest used go first.
  qint64 largestReply = 256LL * 1024 * 1024;
  QByteArray userAgent;
  enum class Mode { Online, Offline, Off } mode = Mode::Online;
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

  /// `done` is called exactly once, later, on this thread. returns a number for cancel().
  quint64 send(const NetworkRequest& request, std::function<void(const Outcome&)> done);
  /// Ends it with FailureKind::Cancelled; an unknown number is ignored.
  void cancel(quint64 number);

  void setMode(TransportOptions::Mode mode);
  [[nodiscard]] TransportOptions::Mode mode() const;
  void setBase(const QUrl& base);
  [[nodiscard]] ThrottleState throttle() const;

  [[nodiscard]] qint64 cacheBytesUsed() const;
  void setCacheLimit(qint64 bytes);
  void clearCache();

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
