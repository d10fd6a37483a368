#pragma once

#include <deque>
#include <functional>

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>

namespace molloquy::widgets {

/// Which drawings to ask for next: those of rows that are on the screen, the latest seen first, a
/// few at a time. A row that was scrolled past is forgotten, and its request called off.
class ThumbnailQueue : public QObject {
  Q_OBJECT
 public:
  static constexpr int kAtOnce = 8;
  static constexpr qint64 kLostMs = 5'000;  ///< a request without an answer for so long is lost.

  /// `isVisible` tells whether the row of a key is on the screen and has no drawing.
  explicit ThumbnailQueue(std::function<bool(const QString&)> isVisible, QObject* parent = nullptr);

  /// A row was painted without its drawing. Cheap: may be called while painting.
  void want(const QString& key);
  /// The drawing has come. Should it be forgotten later, the row asks again.
  void arrived(const QString& key);
  /// There is none to come; the key is not asked for again until reset().
  void failed(const QString& key);
  /// Everything is to be asked for anew (the colours changed).
  void reset();

 Q_SIGNALS:
  void needed(const QString& key);
  void cancelled(const QString& key);

 private:
  void serve();

  std::function<bool(const QString&)> m_isVisible;
  std::deque<QString> m_waiting;   ///< the latest at the back.
  QSet<QString> m_known;           ///< waiting.
  QHash<QString, qint64> m_asked;  ///< key -> when.
  QSet<QString> m_failed;
  QElapsedTimer m_clock;
  QTimer m_soon;
};

}  // namespace molloquy::widgets
