#include "model/train/process_group.h"

namespace molloquy::train {
struct ProcessGroup::Contents {};

ProcessGroup::ProcessGroup(std::unique_ptr<Contents> contents) : m_contents(std::move(contents)) {}
ProcessGroup::~ProcessGroup() = default;

Result<std::unique_ptr<ProcessGroup>> ProcessGroup::join(const recipes::World& world,
                                                         at::Device /*device*/,
                                                         const Patience& /*patience*/) {
  if (world.size == 1) return std::unique_ptr<ProcessGroup>(new ProcessGroup(nullptr));
  return fail(ErrorCode::Unsupported,
              "This program was built without c10d, so it trains in one process only; build it "
              "with libgloo-dev installed, or start it without WORLD_SIZE.");
}

// A group of one: everything is there already.
int ProcessGroup::rank() const { return 0; }
int ProcessGroup::size() const { return 1; }
void ProcessGroup::sum(at::Tensor& /*tensor*/) {}
at::Tensor ProcessGroup::gather(const at::Tensor& tensor) { return tensor.detach(); }
void ProcessGroup::broadcast(at::Tensor& /*tensor*/) {}
bool ProcessGroup::any(bool mine) { return mine; }
void ProcessGroup::barrier() {}

}  // namespace molloquy::train
