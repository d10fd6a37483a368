#pragma once

#include <QByteArray>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <functional>
#include <optional>

namespace molloquy::pubchem {

/// How one request on the wire ended, before anybody judged it.
struct ExchangeResult {
  /// Silent: no byte came for too long. TooLarge: more came than is wanted. CutOff: the body ended
  /// before its length or cannot be unpacked. Failed: see `error`.
  enum class End { Answered, Silent, TooLarge, CutOff, Failed } end = End::Answered;
  int status = 0;
  QString phrase;   ///< that came with the status.
  QByteArray body;  ///< unpacked.
  QByteArray contentType;
  std::optional<QByteArray> throttling, retryAfter;  ///< headers; nullopt = missing.
  QByteArray location;
  qint64 received = 0;   ///< bytes of the body as they travelled.
  qint64 announced = 0;  ///< by Content-Length; 0 = not announced.
  QNetworkReply::NetworkError error = QNetworkReply::NoError;
  QString errorText;
  QStringList tlsErrors;
};

struct ExchangeLimits {
  std::chrono::milliseconds silence{35'000};
  qint64 largest = 256LL * 1024 * 1024;
};

/// One request on the wire. Follows no redirect, keeps no cookie, counts what travels.
class Exchange : public QObject {
 public:
  using Done = std::function<void(const ExchangeResult&)>;

  /// An empty form is a GET. `done` is called once, from the event loop, unless the exchange is
  /// destroyed first, which tears the connection down.
  Exchange(QNetworkAccessManager& manager, QNetworkRequest request, const QByteArray& form,
           ExchangeLimits limits, Done done, QObject* parent);
  ~Exchange() override;

  [[nodiscard]] qint64 received() const { return m_result.received; }

 private:
  void takeBytes();
  void finish();

  ExchangeLimits m_limits;
  Done m_done;
  ExchangeResult m_result;
  QPointer<QNetworkReply> m_reply;
  QTimer m_silence;
};

}  // namespace molloquy::pubchem
