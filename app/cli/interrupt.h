#pragma once

#include <signal.h>

#include <stop_token>
#include <thread>

namespace molloquy::cli {

/// While one exists, the first Ctrl+C asks for a stop instead of ending the program; the second
/// ends it. Make it before any other thread is started (threads inherit which signals are held
/// back), and at most one at a time.
class InterruptScope {
 public:
  InterruptScope();
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

  [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
  /// Stops for another reason, for example a closed pipe.
  void requestStop() { m_source.request_stop(); }

 private:
  void listen();

  std::stop_source m_source;
  sigset_t m_maskBefore{};
  int m_signals = -1;  ///< signalfd with SIGINT.
  int m_end = -1;      ///< eventfd that ends the listener.
  std::thread m_listener;
};

}  // namespace molloquy::cli
