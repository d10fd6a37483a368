#include "app/pubchem/retry_rules.h"

#include <QLocale>
#include <algorithm>

namespace molloquy::pubchem {

namespace {

using std::chrono::milliseconds;

struct Patience {
  int attempts;
  milliseconds first;
  milliseconds longest;  ///< of what the server may ask for.
};

constexpr Patience kPerson{4, milliseconds{1'000}, milliseconds{60'000}};
constexpr Patience kBackground{7, milliseconds{2'000}, milliseconds{600'000}};
constexpr qint64 kLongestSeconds = 7 * 24 * 3600;

}  // namespace

std::optional<milliseconds> parseRetryAfter(const QByteArray& header, const QDateTime& now) {
  const QByteArray text = header.trimmed();
  bool isNumber = false;
  const qint64 seconds = text.toLongLong(&isNumber);
  if (isNumber) return milliseconds{std::clamp<qint64>(seconds, 0, kLongestSeconds) * 1000};
  QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text),
                                           QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
  if (!date.isValid()) return std::nullopt;
  date.setTimeSpec(Qt::UTC);
  return milliseconds{std::clamp<qint64>(now.msecsTo(date), 0, kLongestSeconds * 1000)};
}

std::optional<milliseconds> retryDelay(const RetryQuestion& question) {
  const Patience& patience =
      question.urgency == NetworkRequest::Urgency::Person ? kPerson : kBackground;
  if (question.sentSoFar >= patience.attempts) return std::nullopt;
  const milliseconds doubled = patience.first * (1 << std::min(question.sentSoFar - 1, 5));
  const auto spread =
      static_cast<qint64>(static_cast<double>(doubled.count()) * (0.75 + 0.5 * question.chance));
  if (!question.retryAfter) return milliseconds{spread};
  if (*question.retryAfter > patience.longest) return std::nullopt;
  return std::max(*question.retryAfter, milliseconds{spread});
}

}  // namespace molloquy::pubchem
