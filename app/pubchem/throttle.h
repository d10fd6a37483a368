#pragma once

#include <QByteArray>
#include <deque>
#include <optional>
#include <utility>

#include "app/pubchem/clock.h"
#include "app/pubchem/network_types.h"

namespace molloquy::pubchem {

/// What X-Throttling-Control says: the worst of its three lights.
struct ThrottleReport {
  ThrottleState worst = ThrottleState::Unknown;
  /// Whether the black light is that of our own count or time (blocked) and not the service's.
  bool blocked = false;
};

/// "Request Count status: Green (0%), Request Time status: Yellow (60%), Service status: ...".
/// Unknown colours and further words are passed over; nullopt when no light can be read.
std::optional<ThrottleReport> parseThrottlingControl(const QByteArray& header);

/// PubChem's rules with a margin. Source: PubChem, Programmatic Access: 5 requests a second, 400 a
/// minute, 300 s of running time a minute.
struct ThrottleLimits {
  int perSecond = 4;
  int perMinute = 400;
  std::chrono::milliseconds runningPerMinute{300'000};
  std::chrono::milliseconds yellowSpacing{1'000};
  std::chrono::milliseconds firstProbe{5'000}, lastProbe{60'000};      ///< at Red; doubled between.
  std::chrono::milliseconds firstBlock{60'000}, lastBlock{1'800'000};  ///< at Black; doubled.
};

/// When the next request may be sent. Counts what was sent in the last second and minute and how
/// long the server ran for it (taken to be the time until its reply, which is never too little);
/// follows the lights of the replies. Knows no clock: every call is told the time.
class Throttle {
 public:
  using Moment = Clock::Moment;

  explicit Throttle(ThrottleLimits limits = {}) : m_limits(limits) {}

  /// The earliest moment, `now` when it may be sent at once.
  [[nodiscard]] Moment readyAt(Moment now) const;
  void sent(Moment now);
  /// A request has ended, after so long.
  void ended(Moment now, std::chrono::milliseconds ran);
  /// The lights of a reply; nullopt = it had none, which says nothing, except that after a minute
  /// without lights the old ones no longer hold.
  void heard(const std::optional<ThrottleReport>& report, Moment now);
  /// The server asked for a pause (Retry-After).
  void pauseUntil(Moment until);
  [[nodiscard]] Moment pausedUntil() const { return m_pausedUntil; }

  [[nodiscard]] ThrottleState state(Moment now) const;
  /// Until then PubChem blocks us; nullopt = it does not.
  [[nodiscard]] std::optional<Moment> blockedUntil(Moment now) const;

 private:
  [[nodiscard]] Moment paceReadyAt(Moment now) const;
  [[nodiscard]] Moment runningReadyAt(Moment now) const;

  ThrottleLimits m_limits;
  std::deque<Moment> m_sent;  ///< of the last minute.
  std::deque<std::pair<Moment, std::chrono::milliseconds>> m_ran;
  ThrottleState m_state = ThrottleState::Unknown;
  Moment m_heardAt{};
  Moment m_pausedUntil{};
  Moment m_nextProbe{};
  std::chrono::milliseconds m_probe{};  ///< the pause before the probe after the next one.
  std::chrono::milliseconds m_block{};
};

}  // namespace molloquy::pubchem
