#pragma once

#include <QDateTime>
#include <chrono>
#include <functional>

class QObject;

namespace molloquy::pubchem {

/// Time as the transport sees it: waiting for the server's rules goes through here, so that a test
/// can let a minute pass in no time.
class Clock {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;
  [[nodiscard]] virtual Moment now() const;
  /// Date and time of day, UTC.
  [[nodiscard]] virtual QDateTime date() const;
  /// Calls `then` on the context's thread after the delay, unless the context is gone.
  virtual void callAfter(std::chrono::milliseconds delay, QObject* context,
                         std::function<void()> then);
};

}  // namespace molloquy::pubchem
