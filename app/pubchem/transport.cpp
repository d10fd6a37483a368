#include "app/pubchem/transport.h"

#include "app/pubchem/transport_private.h"

namespace molloquy::pubchem {

Transport::Transport(TransportOptions options, QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>(*this, std::move(options))) {}

Transport::~Transport() = default;

quint64 Transport::send(const NetworkRequest& request, std::function<void(const Outcome&)> done) {
  const quint64 number = ++m_private->numbers;
  Job job;
  job.number = number;
  job.request = request;
  job.done = std::move(done);
  job.form = request.form;
  m_private->accepted.emplace(number, std::move(job));
  QMetaObject::invokeMethod(
      this,
      [this, number] {
        auto taken = m_private->accepted.extract(number);
        if (!taken.empty()) m_private->start(std::move(taken.mapped()));
      },
      Qt::QueuedConnection);
  return number;
}

void Transport::cancel(quint64 number) {
  Private& p = *m_private;
  if (auto taken = p.accepted.extract(number); !taken.empty()) {
    p.deliverLater(std::move(taken.mapped()), cancelledFailure());
  } else if (auto waiting = p.queue.remove(number)) {
    p.deliverLater(std::move(*waiting), cancelledFailure());
  } else if (p.running.contains(number)) {
    p.deliverLater(p.stopped(number, tr("cancelled")), cancelledFailure());
  }
  p.pump();
}

void Transport::setMode(TransportOptions::Mode mode) {
  m_private->options.mode = mode;
  if (mode == TransportOptions::Mode::Offline) m_private->endAll(offlineFailure());
  if (mode == TransportOptions::Mode::Off) m_private->endAll(switchedOffFailure());
}

TransportOptions::Mode Transport::mode() const { return m_private->options.mode; }

void Transport::setBase(const QUrl& base) { m_private->options.base = base; }

ThrottleState Transport::throttle() const {
  return m_private->throttle.state(m_private->clock->now());
}

qint64 Transport::cacheBytesUsed() const { return m_private->cache.bytesUsed(); }

void Transport::setCacheLimit(qint64 bytes) { m_private->cache.setLimit(bytes); }

void Transport::clearCache() { m_private->cache.clear(); }

std::vector<LedgerEntry> Transport::ledger() const { return m_private->ledger.entries(); }

void Transport::clearLedger() { m_private->ledger.clear(); }

}  // namespace molloquy::pubchem
