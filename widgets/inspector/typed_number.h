#pragma once

#include <optional>

#include <QString>

namespace molloquy::widgets {

/// A number as a person types it: the locale's decimal mark or a point, ASCII or U+2212 minus, a
/// unit
/// ("Å", "°") behind it. nullopt for anything else, also for infinities.
std::optional<double> typedNumber(QString text);

}  // namespace molloquy::widgets
