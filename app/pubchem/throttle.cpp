#include "app/pubchem/throttle.h"

#include <QRegularExpression>
#include <algorithm>

namespace molloquy::pubchem {

namespace {

using std::chrono::milliseconds;
constexpr milliseconds kSecond{1'000};
constexpr milliseconds kMinute{60'000};

ThrottleState stateNamed(const QString& colour) {
  if (colour == u"green") return ThrottleState::Green;
  if (colour == u"yellow") return ThrottleState::Yellow;
  if (colour == u"red") return ThrottleState::Red;
  return ThrottleState::Black;
}

}  // namespace

std::optional<ThrottleReport> parseThrottlingControl(const QByteArray& header) {
  static const QRegularExpression light(
      QStringLiteral("([a-z ]+?)\\s*status:\\s*(green|yellow|red|black)\\b"),
      QRegularExpression::CaseInsensitiveOption);
  std::optional<ThrottleReport> report;
  auto matches = light.globalMatch(QString::fromLatin1(header.left(1000)));
  while (matches.hasNext()) {
    const QRegularExpressionMatch match = matches.next();
    ThrottleState state = stateNamed(match.captured(2).toLower());
    if (!report) report.emplace();
    if (state == ThrottleState::Black) {
      // A service that is overloaded as a whole has not blocked us: that is waited for.
      if (match.captured(1).contains(u"request", Qt::CaseInsensitive)) {
        report->blocked = true;
      } else {
        state = ThrottleState::Red;
      }
    }
    report->worst = std::max(report->worst, state);
  }
  return report;
}

Throttle::Moment Throttle::paceReadyAt(Moment now) const {
  Moment ready = now;
  const auto after = [&](int count, milliseconds span) {
    const auto most = static_cast<std::size_t>(count);
    if (m_sent.size() >= most) ready = std::max(ready, m_sent[m_sent.size() - most] + span);
  };
  after(m_limits.perSecond, kSecond);
  after(m_limits.perMinute, kMinute);
  if (state(now) == ThrottleState::Yellow) after(1, m_limits.yellowSpacing);
  return ready;
}

Throttle::Moment Throttle::runningReadyAt(Moment now) const {
  milliseconds sum{0};
  for (auto one = m_ran.rbegin(); one != m_ran.rend(); ++one) {
    if (one->first + kMinute <= now) break;
    sum += one->second;
    // From here on backwards it is too much: wait until this one is a minute old.
    if (sum >= m_limits.runningPerMinute) return one->first + kMinute;
  }
  return now;
}

Throttle::Moment Throttle::readyAt(Moment now) const {
  Moment ready = std::max({paceReadyAt(now), runningReadyAt(now), m_pausedUntil});
  if (m_state >= ThrottleState::Red) ready = std::max(ready, m_nextProbe);
  return ready;
}

void Throttle::sent(Moment now) {
  m_sent.push_back(now);
  while (m_sent.size() > static_cast<std::size_t>(m_limits.perMinute)) m_sent.pop_front();
  if (m_state >= ThrottleState::Red) {
    m_nextProbe = now + m_probe;
    m_probe = std::min(m_probe * 2, m_limits.lastProbe);
  }
}

void Throttle::ended(Moment now, milliseconds ran) {
  m_ran.emplace_back(now, ran);
  while (m_ran.front().first + kMinute <= now) m_ran.pop_front();
}

void Throttle::heard(const std::optional<ThrottleReport>& report, Moment now) {
  if (!report) {
    if (m_heardAt + kMinute <= now) m_state = ThrottleState::Unknown;
    return;
  }
  const ThrottleState before = m_state;
  m_state = report->worst;
  m_heardAt = now;
  if (m_state == ThrottleState::Black) {
    m_block = before == ThrottleState::Black ? std::min(m_block * 2, m_limits.lastBlock)
                                             : m_limits.firstBlock;
    m_nextProbe = now + m_block;
    m_probe = m_block;
  } else if (m_state == ThrottleState::Red && before < ThrottleState::Red) {
    m_nextProbe = now + m_limits.firstProbe;
    m_probe = m_limits.firstProbe * 2;
  }
}

void Throttle::pauseUntil(Moment until) { m_pausedUntil = std::max(m_pausedUntil, until); }

ThrottleState Throttle::state(Moment now) const {
  // Counts are by the minute: a yellow of more than a minute ago says nothing about now.
  if (m_state <= ThrottleState::Yellow && m_heardAt + kMinute <= now) return ThrottleState::Unknown;
  return m_state;
}

std::optional<Throttle::Moment> Throttle::blockedUntil(Moment now) const {
  if (m_state != ThrottleState::Black || m_nextProbe <= now) return std::nullopt;
  return m_nextProbe;
}

}  // namespace molloquy::pubchem
