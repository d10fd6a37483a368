#pragma once

#include <torch/csrc/distributed/c10d/Store.hpp>

#include <memory>
#include <thread>
#include <vector>

namespace molloquy::train {

/// Who of a training is missing.
struct Absence {
  std::vector<int> silent;  ///< ranks that give no sign any more.
  std::vector<int> behind;  ///< ranks that run but have not come as far as this one.
};

/// Tells the other processes that this one lives, and finds out which of them do not.
///
/// A broken connection does not say whose end broke a chain of them; so every process counts on in
/// the store that rank 0 keeps, whatever else it is doing. Thread: the methods from one thread.
class Presence {
 public:
  /// store  a connection of its own: a thread uses it from now on. Throws what the store throws.
  Presence(c10::intrusive_ptr<c10d::Store> store, int rank, int size);
  ~Presence();
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;

  /// This process begins its next common operation.
  void advance();
  /// Watches the others for two seconds and tells the finding to them; a finding of another
  /// process is returned at once. When the store does not answer rank 0 is the silent one.
  Absence findAbsent();

 private:
  struct Shared;
  std::shared_ptr<Shared> m_shared;  ///< lives on while a frozen store holds the thread.
  std::thread m_thread;
};

}  // namespace molloquy::train
