#pragma once

#include <ATen/core/Tensor.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <stop_token>

#include "model/recipes/training_job.h"

namespace molloquy::train {

/// How long a process waits for the others.
struct Patience {
  std::chrono::milliseconds joining = std::chrono::minutes(10);  ///< until all have come.
  std::chrono::milliseconds working = std::chrono::minutes(5);   ///< in one common operation.
  std::stop_token stop = {};                                     ///< ends joining.
};

/// The processes that train together, on one or more machines: c10d with Gloo on processors and
/// NCCL on CUDA devices. Every process calls the same methods in the same order.
///
/// What another process's end or silence breaks off is thrown as ProcessLost, with a sentence that
/// names this rank, the others and what to look at. Thread: one at a time.
class ProcessGroup {
 public:
  /// Waits for all of them; a world of one needs nobody and no c10d.  device  whose tensors are
  /// exchanged. The way between machines is that to MASTER_ADDR, or GLOO_SOCKET_IFNAME. Errors:
  /// Unsupported (this build has no c10d), InvalidInput (address or port cannot be used, not all
  /// came in time), naming them.
  static Result<std::unique_ptr<ProcessGroup>> join(const recipes::World& world, at::Device device,
                                                    const Patience& patience = {});
  ~ProcessGroup();
  ProcessGroup(const ProcessGroup&) = delete;
  ProcessGroup& operator=(const ProcessGroup&) = delete;

  [[nodiscard]] int rank() const;
  [[nodiscard]] int size() const;

  /// The sum over all processes takes the tensor's place; any number type, contiguous.
  void sum(at::Tensor& tensor);
  /// [B, ...] of every process, rank by rank, behind each other: [size * B, ...]; without gradient.
  /// Throws c10::Error in every process when their shapes differ.
  at::Tensor gather(const at::Tensor& tensor);
  /// Rank 0's numbers take the place of everyone's.
  void broadcast(at::Tensor& tensor);
  /// Whether any process says yes.
  bool any(bool mine);
  void barrier();

 private:
  struct Contents;
  explicit ProcessGroup(std::unique_ptr<Contents> contents);
  std::unique_ptr<Contents> m_contents;
};

/// A process of the group ended or fell silent; this one cannot go on.
class ProcessLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace molloquy::train
