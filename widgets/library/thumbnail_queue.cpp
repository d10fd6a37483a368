#include "widgets/library/thumbnail_queue.h"

#include <utility>

namespace molloquy::widgets {

ThumbnailQueue::ThumbnailQueue(std::function<bool(const QString&)> isVisible, QObject* parent)
    : QObject(parent), m_isVisible(std::move(isVisible)) {
  m_clock.start();
  m_soon.setSingleShot(true);
  m_soon.setInterval(0);  // after the paint event
  connect(&m_soon, &QTimer::timeout, this, &ThumbnailQueue::serve);
}

void ThumbnailQueue::want(const QString& key) {
  if (m_failed.contains(key) || m_asked.contains(key)) return;
  if (!m_known.contains(key)) {
    m_known.insert(key);
    m_waiting.push_back(key);
  }
  if (!m_soon.isActive()) m_soon.start();
}

void ThumbnailQueue::arrived(const QString& key) {
  m_asked.remove(key);
  if (!m_waiting.empty() && !m_soon.isActive()) m_soon.start();
}

void ThumbnailQueue::failed(const QString& key) {
  m_failed.insert(key);
  arrived(key);
}

void ThumbnailQueue::reset() {
  m_waiting.clear();
  m_known.clear();
  m_failed.clear();
  const QHash<QString, qint64> asked = std::exchange(m_asked, {});
  for (auto key = asked.keyBegin(); key != asked.keyEnd(); ++key) Q_EMIT cancelled(*key);
}

void ThumbnailQueue::serve() {
  QStringList past;
  for (auto asked = m_asked.begin(); asked != m_asked.end();) {
    if (!m_isVisible(asked.key())) {
      past += asked.key();
      asked = m_asked.erase(asked);
    } else if (m_clock.elapsed() - asked.value() > kLostMs) {
      m_failed.insert(asked.key());
      asked = m_asked.erase(asked);
    } else {
      ++asked;
    }
  }
  for (const QString& key : past) Q_EMIT cancelled(key);
  std::erase_if(m_waiting, [this](const QString& key) {
    const bool gone = !m_isVisible(key);
    if (gone) m_known.remove(key);
    return gone;
  });
  while (!m_waiting.empty() && m_asked.size() < kAtOnce) {
    const QString key = m_waiting.back();
    m_waiting.pop_back();
    m_known.remove(key);
    if (m_failed.contains(key) || m_asked.contains(key)) continue;
    m_asked.insert(key, m_clock.elapsed());
    Q_EMIT needed(key);
  }
}

}  // namespace molloquy::widgets
