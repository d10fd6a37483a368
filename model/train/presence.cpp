#include "model/train/presence.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace molloquy::train {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kBeat{250};
/// A process that does not count on for so long has ended; eight beats, for busy machines.
constexpr milliseconds kSilence{2000};
/// Rank 0 keeps the store for so long after a finding, so that the others hear it.
constexpr milliseconds kTelling{1000};
constexpr const char* kFinding = "absence";

struct Sign {
  std::int64_t beats = 0;
  std::int64_t operations = 0;
};

std::string keyOf(int rank) { return fmt::format("presence/{}", rank); }

std::vector<std::uint8_t> bytesOf(const std::string& text) { return {text.begin(), text.end()}; }

std::string textAt(c10d::Store& store, const std::string& key) {
  const std::vector<std::uint8_t> bytes = store.get(key);
  return {bytes.begin(), bytes.end()};
}

/// Whole numbers with anything between them.
std::vector<std::int64_t> numbersIn(std::string_view text) {
  std::vector<std::int64_t> numbers;
  for (const char *at = text.data(), *end = at + text.size(); at < end;) {
    std::int64_t number = 0;
    const auto [next, problem] = std::from_chars(at, end, number);
    if (problem == std::errc()) numbers.push_back(number);
    at = problem == std::errc() ? next : at + 1;
  }
  return numbers;
}

Sign signOf(c10d::Store& store, int rank) {
  const std::vector<std::int64_t> numbers = numbersIn(textAt(store, keyOf(rank)));
  return numbers.size() == 2 ? Sign{numbers[0], numbers[1]} : Sign{};
}

/// "2,3|1": silent ranks, then those behind.
std::string toText(const Absence& absence) {
  std::string text;
  for (const int rank : absence.silent) text += fmt::format("{},", rank);
  text += '|';
  for (const int rank : absence.behind) text += fmt::format("{},", rank);
  return text;
}

Absence absenceFrom(const std::string& text) {
  const std::string_view all = text;
  const std::size_t bar = std::min(all.find('|'), all.size());
  Absence absence;
  for (const std::int64_t rank : numbersIn(all.substr(0, bar))) {
    absence.silent.push_back(static_cast<int>(rank));
  }
  for (const std::int64_t rank : numbersIn(all.substr(bar))) {
    absence.behind.push_back(static_cast<int>(rank));
  }
  return absence;
}

}  // namespace

struct Presence::Shared {
  Shared(c10::intrusive_ptr<c10d::Store> used, int ownRank, int count)
      : store(std::move(used)), rank(ownRank), size(count) {}

  const c10::intrusive_ptr<c10d::Store> store;
  const int rank;
  const int size;
  std::atomic<std::int64_t> operations = 0;

  std::mutex mutex;  ///< of everything below; never held while the store is asked.
  std::condition_variable changed;
  bool ending = false;
  bool asked = false;
  bool ended = false;
  std::optional<Absence> found;

  /// The thread's whole life.
  void countOn() {
    try {
      while (pause(kBeat)) {
        beat();
        if (store->check({kFinding})) return finish(absenceFrom(textAt(*store, kFinding)));
        if (isAsked()) return watch();
      }
      finish(std::nullopt);
    } catch (const std::exception&) {
      // The store went away with rank 0: at the end of a training, or because it was lost.
      finish(Absence{{0}, {}});
    }
  }

  void beat() {
    const std::string sign = fmt::format("{} {}", ++m_beats, operations.load());
    store->set(keyOf(rank), bytesOf(sign));
  }

 private:
  /// Sleeps; false when the group ends.
  bool pause(milliseconds time) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, time, [this] { return ending; });
    return !ending;
  }

  bool isAsked() {
    const std::scoped_lock lock(mutex);
    return asked;
  }

  void finish(std::optional<Absence> finding) {
    // Rank 0 takes the store with it: the others hear the finding first.
    if (finding && rank == 0) pause(kTelling);
    const std::scoped_lock lock(mutex);
    if (!found) found = std::move(finding);
    ended = true;
    changed.notify_all();
  }

  void watch() {
    const std::vector<Sign> first = signs();
    for (auto end = Clock::now() + kSilence; Clock::now() < end;) {
      if (!pause(kBeat)) break;
      beat();
      if (store->check({kFinding})) return finish(absenceFrom(textAt(*store, kFinding)));
    }
    const std::vector<Sign> last = signs();
    Absence absence;
    for (int other = 0; other < size; ++other) {
      const auto index = static_cast<std::size_t>(other);
      if (other == rank) continue;
      if (last[index].beats == first[index].beats) {
        absence.silent.push_back(other);
      } else if (last[index].operations < operations) {
        absence.behind.push_back(other);
      }
    }
    store->set(kFinding, bytesOf(toText(absence)));
    finish(absence);
  }

  [[nodiscard]] std::vector<Sign> signs() const {
    std::vector<Sign> all;
    for (int other = 0; other < size; ++other) all.push_back(signOf(*store, other));
    return all;
  }

  std::int64_t m_beats = 0;
};

Presence::Presence(c10::intrusive_ptr<c10d::Store> store, int rank, int size)
    : m_shared(std::make_shared<Shared>(std::move(store), rank, size)) {
  m_shared->beat();
  m_thread = std::thread([shared = m_shared] { shared->countOn(); });
}

Presence::~Presence() {
  std::unique_lock lock(m_shared->mutex);
  m_shared->ending = true;
  m_shared->changed.notify_all();
  const bool ended = m_shared->changed.wait_for(lock, kSilence, [this] { return m_shared->ended; });
  lock.unlock();
  // A frozen store never answers; its thread has all it needs and is left behind.
  if (ended) {
    m_thread.join();
  } else {
    m_thread.detach();
  }
}

void Presence::advance() { ++m_shared->operations; }

Absence Presence::findAbsent() {
  std::unique_lock lock(m_shared->mutex);
  m_shared->asked = true;
  const auto patience = 2 * kSilence + kTelling;
  m_shared->changed.wait_for(lock, patience, [this] { return m_shared->found.has_value(); });
  return m_shared->found.value_or(Absence{{0}, {}});
}

}  // namespace molloquy::train
