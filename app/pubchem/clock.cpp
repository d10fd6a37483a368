#include "app/pubchem/clock.h"

#include <QObject>
#include <QTimer>

namespace molloquy::pubchem {

Clock::Moment Clock::now() const { return std::chrono::steady_clock::now(); }

QDateTime Clock::date() const { return QDateTime::currentDateTimeUtc(); }

void Clock::callAfter(std::chrono::milliseconds delay, QObject* context,
                      std::function<void()> then) {
  QTimer::singleShot(delay, context, std::move(then));
}

}  // namespace molloquy::pubchem
