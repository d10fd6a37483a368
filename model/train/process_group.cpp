#include "model/train/process_group.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <torch/csrc/distributed/c10d/Backend.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <thread>
#include <type_traits>

#include "model/train/meeting_point.h"
#include "model/train/presence.h"

namespace molloquy::train {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// What engines derive from: ProcessGroup in libtorch 1.13, Backend since 2.0.
using Engine = std::conditional_t<std::is_base_of_v<c10d::ProcessGroup, c10d::ProcessGroupGloo>,
                                  c10d::ProcessGroup, c10d::Backend>;
using Store = c10::intrusive_ptr<c10d::Store>;

constexpr milliseconds kPause{50};
constexpr milliseconds kShortestWait{5000};
constexpr const char* kJoined = "joined";

double secondsOf(milliseconds time) { return static_cast<double>(time.count()) / 1000.0; }

/// "rank 2" or "ranks 1, 3".
std::string ranksText(const std::vector<int>& ranks) {
  return fmt::format("rank{} {}", ranks.size() == 1 ? "" : "s", fmt::join(ranks, ", "));
}

/// An engine's message without the place in its sources: "[../pair.cc:598] Connection closed".
std::string plainReason(const std::string& message) {
  const std::string line = message.substr(0, message.find('\n'));
  const std::size_t end = line.starts_with("[") ? line.find("] ") : std::string::npos;
  return end == std::string::npos ? line : line.substr(end + 2);
}

/// A connection to the store that rank 0 keeps.
Store connectStore(const std::string& host, int port, milliseconds patience, bool serves) {
  c10d::TCPStoreOptions options;
  options.port = static_cast<std::uint16_t>(port);
  options.isServer = serves;
  options.waitWorkers = false;
  // Somebody listens there already, so connecting takes no long time.
  options.timeout = std::max(patience, kShortestWait);
  return c10::make_intrusive<c10d::TCPStore>(host, options);
}

/// Counts this process in and waits for the others.
Result<void> waitForAll(c10d::Store& store, const recipes::World& world, const Patience& patience) {
  const Clock::time_point end = Clock::now() + patience.joining;
  if (store.add(fmt::format("started/{}", world.rank), 1) > 1) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("Rank {} was started twice with {} port {}; give every process a RANK "
                            "of its own.",
                            world.rank, world.address, world.port));
  }
  std::int64_t here = store.add(kJoined, 1);
  while (here < world.size && Clock::now() < end) {
    if (patience.stop.stop_requested()) {
      return fail(ErrorCode::InvalidInput, "Waiting for the other processes was stopped.");
    }
    std::this_thread::sleep_for(kPause);
    here = store.add(kJoined, 0);
  }
  if (here >= world.size) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("Only {} of {} processes came to {} port {} in {} s; start one for every "
                          "rank from 0 to {} with the same MASTER_ADDR, MASTER_PORT and "
                          "WORLD_SIZE.",
                          here, world.size, world.address, world.port, secondsOf(patience.joining),
                          world.size - 1));
}

/// The meeting point: what rank 0 opened and the others found.
struct Meeting {
  Store store;
  Store signs;       ///< a second connection, for the signs of life.
  std::string host;  ///< MASTER_ADDR as numbers.
};

Result<Meeting> meet(const recipes::World& world, const Patience& patience) {
  Meeting meeting;
  if (world.rank == 0) {
    if (const auto free = checkPortIsFree(world.port); !free) return tl::unexpected(free.error());
    const std::string self = world.address == "::1" ? "::1" : "127.0.0.1";
    meeting.store = connectStore(self, world.port, patience.joining, true);
  }
  const auto host = waitForListener(
      world.address, world.port, world.rank == 0 ? kShortestWait : patience.joining, patience.stop);
  if (!host) return tl::unexpected(host.error());
  meeting.host = *host;
  if (world.rank != 0) meeting.store = connectStore(*host, world.port, patience.joining, false);
  meeting.signs = connectStore(*host, world.port, patience.joining, false);
  return meeting;
}

/// The network device that the tensors go through, told to the others so that a mixture of
/// addresses that cannot reach each other is refused.
Result<std::shared_ptr<::gloo::transport::Device>> networkDevice(const Meeting& meeting,
                                                                 const recipes::World& world) {
  if (const char* interface = std::getenv("GLOO_SOCKET_IFNAME"); interface != nullptr) {
    return c10d::ProcessGroupGloo::createDeviceForInterface(interface);
  }
  const auto own = ownAddressTowards(meeting.host);
  if (!own) return tl::unexpected(own.error());
  const auto key = [](int rank) { return fmt::format("loopback/{}", rank); };
  const bool inside = isLoopback(*own);
  meeting.store->set(key(world.rank), {static_cast<std::uint8_t>(inside ? 1 : 0)});
  for (int rank = 0; rank < world.size; ++rank) {
    const bool otherInside = meeting.store->get(key(rank)).at(0) == 1;
    if (otherInside == inside) continue;
    return fail(ErrorCode::InvalidInput,
                fmt::format("Rank {} reaches {} at {}, but rank {} {}; set MASTER_ADDR to an "
                            "address that every machine reaches, or GLOO_SOCKET_IFNAME to the "
                            "network interface to use.",
                            world.rank, world.address, *own, rank,
                            otherInside ? "only inside its own machine" : "from another machine"));
  }
  return c10d::ProcessGroupGloo::createDeviceForHostname(*own);
}

Result<c10::intrusive_ptr<Engine>> connectEngine(const Meeting& meeting,
                                                 const recipes::World& world, at::Device device,
                                                 milliseconds patience) {
#ifdef USE_C10D_NCCL
  if (device.is_cuda()) {
    const auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = patience;
    return c10::make_intrusive<c10d::ProcessGroupNCCL>(meeting.store, world.rank, world.size,
                                                       options);
  }
#else
  static_cast<void>(device);
#endif
  auto network = networkDevice(meeting, world);
  if (!network) return tl::unexpected(network.error());
  const auto options = c10d::ProcessGroupGloo::Options::create(patience);
  options->devices = {*network};
  return c10::make_intrusive<c10d::ProcessGroupGloo>(meeting.store, world.rank, world.size,
                                                     options);
}

/// What a tensor's numbers are summed as: engines add few types, and halves would lose digits.
at::ScalarType summedAs(at::ScalarType type) {
  switch (type) {
    case at::kHalf:
    case at::kBFloat16:
      return at::kFloat;
    case at::kBool:
    case at::kShort:
    case at::kChar:
    case at::kByte:
      return at::kLong;
    default:
      return type;
  }
}

}  // namespace

struct ProcessGroup::Contents {
  recipes::World world;
  at::Device device = at::kCPU;  ///< whose tensors the engine takes.
  milliseconds patience{};
  Store store;
  c10::intrusive_ptr<Engine> engine;  ///< null when alone, or after a loss.
  std::unique_ptr<Presence> presence;

  [[nodiscard]] bool isAlone() const { return world.size == 1; }

  /// Runs one common operation and turns its failure into ProcessLost.
  void perform(const std::function<c10::intrusive_ptr<c10d::Work>()>& operation) {
    if (!engine) throw ProcessLost(fmt::format("Rank {} has lost its group.", world.rank));
    presence->advance();
    try {
      operation()->wait();
    } catch (const std::exception& problem) {
      const std::string reason = plainReason(problem.what());
      // Closes all connections, so that nobody waits for this process until the time is over.
      engine.reset();
      throw ProcessLost(lossSentence(presence->findAbsent(), reason));
    }
  }

  [[nodiscard]] std::string lossSentence(const Absence& absence, const std::string& reason) const {
    const std::string self = fmt::format("Rank {} of {}", world.rank, world.size);
    if (!absence.silent.empty()) {
      return fmt::format(
          "{} cannot go on: {} ended or cannot be reached. Look at what {} said last and at its "
          "machine; started again, all go on from the last checkpoint. ({})",
          self, ranksText(absence.silent), absence.silent.size() == 1 ? "it" : "they", reason);
    }
    if (!absence.behind.empty()) {
      return fmt::format(
          "{} cannot go on: {} still runs but did not come to the common step within {} s. See "
          "what keeps it: its data, disk or processors. ({})",
          self, ranksText(absence.behind), secondsOf(patience), reason);
    }
    return fmt::format(
        "{} cannot go on: the connection to the other processes broke, though all of them run. "
        "Look at the network; started again, all go on from the last checkpoint. ({})",
        self, reason);
  }

  /// Numbers of all ranks, one row each: [size, bytes].
  at::Tensor gatherBytes(const at::Tensor& tensor) {
    std::vector<at::Tensor> mine = {
        tensor.detach().to(device).contiguous().reshape({-1}).view(at::kByte)};
    const at::Tensor all = at::empty({world.size, mine[0].numel()}, mine[0].options());
    std::vector<std::vector<at::Tensor>> rows = {all.unbind(0)};
    perform([&] { return engine->allgather(rows, mine); });
    return all;
  }

  /// Throws in every process when the tensors are not alike.
  void checkAlike(const at::Tensor& tensor) {
    constexpr std::size_t kFields = 10;
    std::vector<std::int64_t> mine = {static_cast<std::int64_t>(tensor.scalar_type()),
                                      tensor.dim()};
    mine.insert(mine.end(), tensor.sizes().begin(), tensor.sizes().end());
    mine.resize(kFields);
    const at::Tensor all = gatherBytes(at::tensor(mine)).view(at::kLong).cpu();
    for (int rank = 0; rank < world.size; ++rank) {
      const auto* numbers = all[rank].data_ptr<std::int64_t>();
      const std::vector<std::int64_t> other(numbers, numbers + kFields);
      TORCH_CHECK(other == mine, "rank ", rank, " gathers a tensor of type and shape ",
                  c10::IntArrayRef(other), ", rank ", world.rank, " one of ",
                  c10::IntArrayRef(mine));
    }
  }
};

ProcessGroup::ProcessGroup(std::unique_ptr<Contents> contents) : m_contents(std::move(contents)) {}
ProcessGroup::~ProcessGroup() = default;

Result<std::unique_ptr<ProcessGroup>> ProcessGroup::join(const recipes::World& world,
                                                         at::Device device,
                                                         const Patience& patience) {
  auto contents = std::make_unique<Contents>();
  contents->world = world;
  contents->patience = patience.working;
#ifdef USE_C10D_NCCL
  contents->device = device;
#endif
  if (world.size == 1) return std::unique_ptr<ProcessGroup>(new ProcessGroup(std::move(contents)));
  try {
    auto meeting = meet(world, patience);
    if (!meeting) return tl::unexpected(meeting.error());
    contents->store = meeting->store;
    if (const auto all = waitForAll(*meeting->store, world, patience); !all) {
      return tl::unexpected(all.error());
    }
    contents->presence = std::make_unique<Presence>(meeting->signs, world.rank, world.size);
    auto engine = connectEngine(*meeting, world, device, patience.working);
    if (!engine) return tl::unexpected(engine.error());
    contents->engine = *std::move(engine);
  } catch (const std::exception& problem) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("Rank {} of {} could not join the others at {} port {}: {}.", world.rank,
                    world.size, world.address, world.port, plainReason(problem.what())));
  }
  return std::unique_ptr<ProcessGroup>(new ProcessGroup(std::move(contents)));
}

int ProcessGroup::rank() const { return m_contents->world.rank; }
int ProcessGroup::size() const { return m_contents->world.size; }

void ProcessGroup::sum(at::Tensor& tensor) {
  TORCH_CHECK(tensor.is_contiguous(), "sum: the tensor is not contiguous");
  if (m_contents->isAlone() || tensor.numel() == 0) return;
  const at::NoGradGuard noGrad;
  const at::ScalarType type = summedAs(tensor.scalar_type());
  std::vector<at::Tensor> carried = {tensor.detach().to(m_contents->device, type)};
  m_contents->perform([&] { return m_contents->engine->allreduce(carried); });
  // The same memory when neither device nor type had to change.
  if (carried[0].data_ptr() != tensor.data_ptr()) tensor.copy_(carried[0]);
}

at::Tensor ProcessGroup::gather(const at::Tensor& tensor) {
  TORCH_CHECK(tensor.dim() > 0, "gather: a single number has no rows");
  if (m_contents->isAlone()) return tensor.detach();
  const at::NoGradGuard noGrad;
  m_contents->checkAlike(tensor);
  std::vector<std::int64_t> shape = tensor.sizes().vec();
  shape[0] *= size();
  if (tensor.numel() == 0) return at::empty(shape, tensor.options());
  const at::Tensor all = m_contents->gatherBytes(tensor);
  return all.view({-1}).view(tensor.scalar_type()).view(shape).to(tensor.device());
}

void ProcessGroup::broadcast(at::Tensor& tensor) {
  TORCH_CHECK(tensor.is_contiguous(), "broadcast: the tensor is not contiguous");
  if (m_contents->isAlone() || tensor.numel() == 0) return;
  const at::NoGradGuard noGrad;
  std::vector<at::Tensor> carried = {
      tensor.detach().view({-1}).view(at::kByte).to(m_contents->device)};
  m_contents->perform([&] { return m_contents->engine->broadcast(carried); });
  if (carried[0].data_ptr() != tensor.data_ptr()) {
    tensor.view({-1}).view(at::kByte).copy_(carried[0]);
  }
}

bool ProcessGroup::any(bool mine) {
  at::Tensor count = at::full({1}, mine ? 1 : 0, at::kLong);
  sum(count);
  return count.item<std::int64_t>() > 0;
}

void ProcessGroup::barrier() { any(false); }

}  // namespace molloquy::train
