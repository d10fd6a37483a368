#pragma once

#include <QString>
#include <optional>

namespace molloquy::pubchem {

/// What was typed, ready to be looked up: blanks at both ends gone, the small digits of printed
/// formulas ("C₆H₁₂O₆") made plain.
QString lookupText(const QString& typed);

/// The number of "2244", "CID 2244" or "cid:2244"; nullopt for everything else and for 0, which no
/// compound has.
std::optional<qint64> cidIn(const QString& text);

/// Element symbols with counts, each element known ("C6H12O6", "NaCl").
bool isFormula(const QString& text);

}  // namespace molloquy::pubchem
