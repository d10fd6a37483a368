#include "app/pubchem/client_call.h"

#include <QPointer>
#include <memory>
#include <utility>

namespace molloquy::pubchem {
namespace {

/// Failures behind which there was no answer from a server.
bool wasNotSent(FailureKind kind) {
  return kind == FailureKind::Offline || kind == FailureKind::SwitchedOff ||
         kind == FailureKind::Cancelled;
}

}  // namespace

ClientCall::ClientCall(Transport& transport, Clock& clock, quint64 number,
                       std::function<void(const NetworkFailure&)> refuse, QObject* parent)
    : QObject(parent),
      m_transport(transport),
      m_clock(clock),
      m_number(number),
      m_refuse(std::move(refuse)) {}

ClientCall::~ClientCall() { end(); }

void ClientCall::send(const NetworkRequest& request, std::function<void(const Outcome&)> then) {
  if (m_ended) return;
  auto number = std::make_shared<quint64>(0);
  NetworkRequest asked = request;
  if (asked.cache == NetworkRequest::Cache::Use) asked.cache = m_cache;
  *number = m_transport.send(asked, [call = QPointer<ClientCall>(this), number,
                                     then = std::move(then)](const Outcome& outcome) {
    if (!call || call->m_ended) return;
    call->m_sent.erase(*number);
    call->count(outcome);
    then(outcome);
  });
  m_sent.insert(*number);
}

void ClientCall::after(std::chrono::milliseconds delay, std::function<void()> then) {
  m_clock.callAfter(delay, this, [this, then = std::move(then)] {
    if (!m_ended) then();
  });
}

bool ClientCall::end() {
  if (std::exchange(m_ended, true)) return false;
  for (const quint64 number : std::exchange(m_sent, {})) m_transport.cancel(number);
  Q_EMIT ended(m_number);
  return true;
}

void ClientCall::fail(const NetworkFailure& failure) {
  const auto refuse = m_refuse;
  if (end()) refuse(failure);
}

void ClientCall::failLater(const NetworkFailure& failure) {
  if (!end()) return;
  QMetaObject::invokeMethod(
      parent(), [refuse = m_refuse, failure] { refuse(failure); }, Qt::QueuedConnection);
}

void ClientCall::count(const Outcome& outcome) {
  if (!outcome) {
    m_requests += wasNotSent(outcome.error().kind) ? 0 : 1;
    return;
  }
  m_requests += outcome->requests;
  if (!outcome->cachedAt) return;
  if (!m_cachedAt || *outcome->cachedAt < *m_cachedAt) m_cachedAt = outcome->cachedAt;
}

}  // namespace molloquy::pubchem
