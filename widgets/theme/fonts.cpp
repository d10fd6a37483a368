#include "widgets/theme/fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

namespace molloquy::theme {
namespace {

constexpr double kBasePixels = 13.0;

struct RoleSize {
  double pixels;
  double line;
  QFont::Weight weight;
};

RoleSize sizeOf(TextRole role) {
  switch (role) {
    case TextRole::Control:
      return {13.0, 18.0, QFont::Normal};
    case TextRole::Button:
      return {12.5, 18.0, QFont::Medium};
    case TextRole::Secondary:
      return {12.0, 16.0, QFont::Normal};
    case TextRole::Stats:
      return {11.5, 16.0, QFont::Normal};
    case TextRole::TagLetter:
      return {10.0, 14.0, QFont::Bold};
    case TextRole::Who:
      return {11.0, 14.0, QFont::DemiBold};
    case TextRole::StepTitle:
      return {13.5, 18.0, QFont::Medium};
    case TextRole::PanelTitle:
      return {13.5, 18.0, QFont::DemiBold};
    case TextRole::AnswerText:
      return {14.0, 23.0, QFont::Normal};
    case TextRole::UserWords:
      return {14.0, 21.0, QFont::Medium};
    case TextRole::BigNumber:
      return {17.0, 24.0, QFont::Medium};
    case TextRole::PageTitle:
      return {17.0, 24.0, QFont::DemiBold};
    case TextRole::Welcome:
      return {26.0, 34.0, QFont::DemiBold};
    case TextRole::Mono:
      return {12.0, 16.0, QFont::Normal};
  }
  return {kBasePixels, 18.0, QFont::Normal};
}

void multiplySize(QFont& font, double factor) {
  if (font.pointSizeF() > 0.0) {
    font.setPointSizeF(font.pointSizeF() * factor);
  } else {
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(font.pixelSize() * factor))));
  }
}

double pixelsOf(const QFont& font) {
  return font.pixelSize() > 0 ? font.pixelSize() : QFontInfo(font).pixelSize();
}

}  // namespace

QFont font(TextRole role) {
  const RoleSize size = sizeOf(role);
  const QFont base = QApplication::font();
  QFont result = base;
  if (role == TextRole::Mono) {
    result = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const double pixels = pixelsOf(result);
    if (pixels > 0.0) multiplySize(result, pixelsOf(base) / pixels);
  }
  multiplySize(result, size.pixels / kBasePixels);
  result.setWeight(size.weight);
  return result;
}

int lineHeight(TextRole role) {
  const int wanted = scaled(sizeOf(role).line);
  return std::max(wanted, static_cast<int>(std::ceil(QFontMetricsF(font(role)).height())));
}

double textScale() { return std::max(1.0, pixelsOf(QApplication::font()) / kBasePixels); }

int scaled(double pixels) { return static_cast<int>(std::lround(pixels * textScale())); }

void setTextScale(double scale) {
  QFont base = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  multiplySize(base, std::clamp(scale, 1.0, 2.0));
  QApplication::setFont(base);
}

}  // namespace molloquy::theme
