#pragma once

#include <QByteArray>
#include <QDateTime>
#include <chrono>
#include <optional>

#include "app/pubchem/network_types.h"

namespace molloquy::pubchem {

/// Retry-After: seconds, or a date of HTTP (RFC 9110, 5.6.7). A date in the past is 0; nullopt when
/// it can be read as neither.
std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray& header,
                                                         const QDateTime& now);

/// What a retry depends on.
struct RetryQuestion {
  int sentSoFar = 1;  ///< attempts, the failed one included.
  NetworkRequest::Urgency urgency = NetworkRequest::Urgency::Person;
  std::optional<std::chrono::milliseconds> retryAfter;
  double chance = 0.5;  ///< 0 to 1, spreads programs that failed in the same moment.
};

/// The pause before a passing failure is tried again; nullopt = no more. A person waits for 3 more
/// attempts (about 1, 2 and 4 s) and not longer than a minute for what the server asks; background
/// work has 6 (from 2 s on) and waits up to ten minutes.
std::optional<std::chrono::milliseconds> retryDelay(const RetryQuestion& question);

}  // namespace molloquy::pubchem
