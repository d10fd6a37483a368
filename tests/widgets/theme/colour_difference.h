#pragma once

#include <QColor>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "widgets/theme/colour_math.h"

/// How far apart two colours look, and how they look to a dichromat.
namespace molloquy::theme::testing {

/// Deuteranopia, severity 1.0: Machado, Oliveira, Fernandes, IEEE TVCG 15 (2009), table 1; applied
/// to linear RGB.
inline QColor seenWithDeuteranopia(const QColor& colour) {
  const auto linear = [](double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  const auto encoded = [](double c) {
    const double cut = std::clamp(c, 0.0, 1.0);
    return static_cast<float>(cut <= 0.0031308 ? cut * 12.92
                                               : 1.055 * std::pow(cut, 1 / 2.4) - 0.055);
  };
  const double r = linear(colour.redF());
  const double g = linear(colour.greenF());
  const double b = linear(colour.blueF());
  return QColor::fromRgbF(encoded(0.367322 * r + 0.860646 * g - 0.227968 * b),
                          encoded(0.280085 * r + 0.672501 * g + 0.047413 * b),
                          encoded(-0.011820 * r + 0.042940 * g + 0.968881 * b));
}

/// CIEDE2000 with unit weights (Sharma, Wu, Dalal, Color Res. Appl. 30, 2005).
inline double ciede2000(const Lab& one, const Lab& two) {
  constexpr double kDegrees = 180.0 / std::numbers::pi;
  const double c1 = std::hypot(one.a, one.b);
  const double c2 = std::hypot(two.a, two.b);
  const double mean7 = std::pow((c1 + c2) / 2.0, 7);
  const double g = 0.5 * (1.0 - std::sqrt(mean7 / (mean7 + std::pow(25.0, 7))));
  const double a1 = (1.0 + g) * one.a;
  const double a2 = (1.0 + g) * two.a;
  const double chroma1 = std::hypot(a1, one.b);
  const double chroma2 = std::hypot(a2, two.b);
  const auto hue = [](double a, double b) {
    if (a == 0.0 && b == 0.0) return 0.0;
    const double angle = std::atan2(b, a) * kDegrees;
    return angle < 0.0 ? angle + 360.0 : angle;
  };
  const double h1 = hue(a1, one.b);
  const double h2 = hue(a2, two.b);
  double turn = 0.0;
  double meanHue = h1 + h2;
  if (chroma1 * chroma2 != 0.0) {
    turn = h2 - h1;
    if (turn > 180.0) turn -= 360.0;
    if (turn < -180.0) turn += 360.0;
    if (std::abs(h1 - h2) <= 180.0) {
      meanHue = (h1 + h2) / 2.0;
    } else {
      meanHue = (h1 + h2 + (h1 + h2 < 360.0 ? 360.0 : -360.0)) / 2.0;
    }
  }
  const double dL = two.lightness - one.lightness;
  const double dC = chroma2 - chroma1;
  const double dH = 2.0 * std::sqrt(chroma1 * chroma2) * std::sin(turn / 2.0 / kDegrees);
  const double meanL = (one.lightness + two.lightness) / 2.0;
  const double meanC = (chroma1 + chroma2) / 2.0;
  const auto cosine = [](double degrees) { return std::cos(degrees / kDegrees); };
  const double t = 1.0 - 0.17 * cosine(meanHue - 30.0) + 0.24 * cosine(2.0 * meanHue) +
                   0.32 * cosine(3.0 * meanHue + 6.0) - 0.20 * cosine(4.0 * meanHue - 63.0);
  const double off = (meanL - 50.0) * (meanL - 50.0);
  const double sL = 1.0 + 0.015 * off / std::sqrt(20.0 + off);
  const double sC = 1.0 + 0.045 * meanC;
  const double sH = 1.0 + 0.015 * meanC * t;
  const double meanC7 = std::pow(meanC, 7);
  const double rotation = 30.0 * std::exp(-std::pow((meanHue - 275.0) / 25.0, 2));
  const double rT =
      -2.0 * std::sqrt(meanC7 / (meanC7 + std::pow(25.0, 7))) * std::sin(2.0 * rotation / kDegrees);
  const double l = dL / sL;
  const double c = dC / sC;
  const double h = dH / sH;
  return std::sqrt(l * l + c * c + h * h + rT * c * h);
}

}  // namespace molloquy::theme::testing
