#pragma once

#include <QColor>

namespace molloquy::theme {

/// CIE L*a*b*, D65 white.
struct Lab {
  double lightness = 0.0;  ///< 0..100
  double a = 0.0;
  double b = 0.0;
};

/// Relative luminance 0..1 of an sRGB colour (WCAG 2.x); alpha is ignored.
double relativeLuminance(const QColor& colour);

/// WCAG 2.x contrast ratio, 1..21, the same in both orders.
double contrastRatio(const QColor& one, const QColor& other);

/// The colour `amount` (0..1) of the way from `from` to `to`, in sRGB. Opaque.
QColor mixed(const QColor& from, const QColor& to, double amount);

/// sRGB to CIE L*a*b* (D65).
Lab toLab(const QColor& colour);

/// CIE L*a*b* (D65) to sRGB; channels outside the gamut are cut.
QColor fromLab(const Lab& lab);

}  // namespace molloquy::theme
