#include "app/pubchem/request_queue.h"

#include <algorithm>

namespace molloquy::pubchem {

std::deque<Job>& RequestQueue::kindOf(const Job& job) {
  return job.request.urgency == NetworkRequest::Urgency::Person ? m_persons : m_background;
}

void RequestQueue::push(Job job) { kindOf(job).push_back(std::move(job)); }

void RequestQueue::putBack(Job job) { kindOf(job).push_front(std::move(job)); }

const std::deque<Job>* RequestQueue::due(Background background) const {
  if (!m_persons.empty()) return &m_persons;
  if (m_background.empty() || background == Background::Held) return nullptr;
  return &m_background;
}

std::optional<Job> RequestQueue::take(Moment now, Background background) {
  const std::deque<Job>* list = due(background);
  if (list == nullptr) return std::nullopt;
  auto& jobs = list == &m_persons ? m_persons : m_background;
  const auto at = std::find_if(jobs.begin(), jobs.end(),
                               [now](const Job& job) { return job.notBefore <= now; });
  if (at == jobs.end()) return std::nullopt;
  Job job = std::move(*at);
  jobs.erase(at);
  return job;
}

std::optional<RequestQueue::Moment> RequestQueue::nextAt(Background background) const {
  const std::deque<Job>* list = due(background);
  if (list == nullptr) return std::nullopt;
  const auto first = std::min_element(
      list->begin(), list->end(),
      [](const Job& left, const Job& right) { return left.notBefore < right.notBefore; });
  return first->notBefore;
}

std::optional<Job> RequestQueue::remove(quint64 number) {
  for (std::deque<Job>* jobs : {&m_persons, &m_background}) {
    const auto at = std::find_if(jobs->begin(), jobs->end(),
                                 [number](const Job& job) { return job.number == number; });
    if (at == jobs->end()) continue;
    Job job = std::move(*at);
    jobs->erase(at);
    return job;
  }
  return std::nullopt;
}

std::vector<Job> RequestQueue::takeAll() {
  std::vector<Job> all;
  for (std::deque<Job>* jobs : {&m_persons, &m_background}) {
    std::move(jobs->begin(), jobs->end(), std::back_inserter(all));
    jobs->clear();
  }
  return all;
}

}  // namespace molloquy::pubchem
