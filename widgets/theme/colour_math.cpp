#include "widgets/theme/colour_math.h"

#include <algorithm>
#include <cmath>

namespace molloquy::theme {
namespace {

// White point D65 of the 2 degree observer, CIE 15.
constexpr double kWhiteX = 0.95047;
constexpr double kWhiteZ = 1.08883;
constexpr double kLabEpsilon = 216.0 / 24389.0;
constexpr double kLabKappa = 24389.0 / 27.0;

double linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double encoded(double channel) {
  const double cut = std::clamp(channel, 0.0, 1.0);
  return cut <= 0.0031308 ? cut * 12.92 : 1.055 * std::pow(cut, 1.0 / 2.4) - 0.055;
}

double labForward(double t) {
  return t > kLabEpsilon ? std::cbrt(t) : (kLabKappa * t + 16.0) / 116.0;
}

double labInverse(double f) {
  const double cube = f * f * f;
  return cube > kLabEpsilon ? cube : (116.0 * f - 16.0) / kLabKappa;
}

}  // namespace

double relativeLuminance(const QColor& colour) {
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
         0.0722 * linear(colour.blueF());
}

double contrastRatio(const QColor& one, const QColor& other) {
  const double first = relativeLuminance(one);
  const double second = relativeLuminance(other);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor mixed(const QColor& from, const QColor& to, double amount) {
  const auto channel = [amount](int begin, int end) {
    return static_cast<int>(std::lround(begin + (end - begin) * amount));
  };
  return QColor(channel(from.red(), to.red()), channel(from.green(), to.green()),
                channel(from.blue(), to.blue()));
}

Lab toLab(const QColor& colour) {
  const double r = linear(colour.redF());
  const double g = linear(colour.greenF());
  const double b = linear(colour.blueF());
  const double x = labForward((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / kWhiteX);
  const double y = labForward(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
  const double z = labForward((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / kWhiteZ);
  return {116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)};
}

QColor fromLab(const Lab& lab) {
  const double fy = (lab.lightness + 16.0) / 116.0;
  const double x = labInverse(fy + lab.a / 500.0) * kWhiteX;
  const double y = labInverse(fy);
  const double z = labInverse(fy - lab.b / 200.0) * kWhiteZ;
  const auto channel = [](double value) { return static_cast<float>(encoded(value)); };
  return QColor::fromRgbF(channel(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
                          channel(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
                          channel(0.0556434 * x - 0.2040259 * y + 1.0572252 * z))
      .toRgb();
}

}  // namespace molloquy::theme
