#pragma once

#include <QUrl>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "app/pubchem/clock.h"
#include "app/pubchem/transport.h"

namespace molloquy::pubchem {

/// A request on its way through the transport.
struct Job {
  quint64 number = 0;
  NetworkRequest request;
  std::function<void(const Outcome&)> done;
  QUrl url;          ///< now; a redirect changes it.
  QByteArray form;   ///< now; a redirect can drop it.
  int requests = 0;  ///< sent for it.
  int tries = 0;     ///< at this address.
  int redirects = 0;
  Clock::Moment notBefore{};  ///< it was put back until then.
};

/// Who is sent next: persons before background work, in the order they came; what was put back
/// keeps its turn. While a person's request waits, background work waits too.
class RequestQueue {
 public:
  using Moment = Clock::Moment;
  enum class Background { Allowed, Held };

  void push(Job job);
  /// Back at the head of its kind.
  void putBack(Job job);
  /// The next one that may go now; nullopt = none may.
  std::optional<Job> take(Moment now, Background background);
  /// When the next one may go; nullopt = there is none.
  [[nodiscard]] std::optional<Moment> nextAt(Background background) const;
  std::optional<Job> remove(quint64 number);
  /// All of them, the queue is empty then.
  std::vector<Job> takeAll();
  [[nodiscard]] bool empty() const { return m_persons.empty() && m_background.empty(); }

 private:
  [[nodiscard]] const std::deque<Job>* due(Background background) const;
  std::deque<Job>& kindOf(const Job& job);

  std::deque<Job> m_persons, m_background;
};

}  // namespace molloquy::pubchem
