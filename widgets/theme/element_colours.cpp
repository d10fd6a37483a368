#include "widgets/theme/element_colours.h"

#include <algorithm>
#include <array>
#include <optional>

#include "widgets/theme/colour_math.h"

namespace molloquy::theme {
namespace {

// Row n - 1 is element n.
constexpr std::array<QRgb, 109> kJmol = {
    0xFFFFFF, 0xD9FFFF, 0xCC80FF, 0xC2FF00, 0xFFB5B5, 0x909090, 0x3050F8, 0xFF0D0D,  // H  - O
    0x90E050, 0xB3E3F5, 0xAB5CF2, 0x8AFF00, 0xBFA6A6, 0xF0C8A0, 0xFF8000, 0xFFFF30,  // F  - S
    0x1FF01F, 0x80D1E3, 0x8F40D4, 0x3DFF00, 0xE6E6E6, 0xBFC2C7, 0xA6A6AB, 0x8A99C7,  // Cl - Cr
    0x9C7AC7, 0xE06633, 0xF090A0, 0x50D050, 0xC88033, 0x7D80B0, 0xC28F8F, 0x668F8F,  // Mn - Ge
    0xBD80E3, 0xFFA100, 0xA62929, 0x5CB8D1, 0x702EB0, 0x00FF00, 0x94FFFF, 0x94E0E0,  // As - Zr
    0x73C2C9, 0x54B5B5, 0x3B9E9E, 0x248F8F, 0x0A7D8C, 0x006985, 0xC0C0C0, 0xFFD98F,  // Nb - Cd
    0xA67573, 0x668080, 0x9E63B5, 0xD47A00, 0x940094, 0x429EB0, 0x57178F, 0x00C900,  // In - Ba
    0x70D4FF, 0xFFFFC7, 0xD9FFC7, 0xC7FFC7, 0xA3FFC7, 0x8FFFC7, 0x61FFC7, 0x45FFC7,  // La - Gd
    0x30FFC7, 0x1FFFC7, 0x00FF9C, 0x00E675, 0x00D452, 0x00BF38, 0x00AB24, 0x4DC2FF,  // Tb - Hf
    0x4DA6FF, 0x2194D6, 0x267DAB, 0x266696, 0x175487, 0xD0D0E0, 0xFFD123, 0xB8B8D0,  // Ta - Hg
    0xA6544D, 0x575961, 0x9E4FB5, 0xAB5C00, 0x754F45, 0x428296, 0x420066, 0x007D00,  // Tl - Ra
    0x70ABFA, 0x00BAFF, 0x00A1FF, 0x008FFF, 0x0080FF, 0x006BFF, 0x545CF2, 0x785CE3,  // Ac - Cm
    0x8A4FE3, 0xA136D4, 0xB31FD4, 0xB31FBA, 0xB30DA6, 0xBD0D87, 0xC70066, 0xCC0059,  // Bk - Rf
    0xD1004F, 0xD90045, 0xE00038, 0xE6002E, 0xEB0026,                                // Db - Mt
};
constexpr QRgb kUnknown = 0xC77ADB;

std::optional<QRgb> classic(Scheme scheme, int atomicNumber) {
  const bool dark = scheme == Scheme::Dark;
  switch (atomicNumber) {
    case 1:
      return dark ? 0xE6E8EB : 0xEDF0F2;
    case 6:
      return dark ? 0x808A99 : 0x5C636E;
    case 7:
      return dark ? 0x5C85F5 : 0x335CDB;
    case 8:
      return dark ? 0xEB4D42 : 0xDB332E;
    case 9:
      return dark ? 0x6CCB7A : 0x66BF59;
    case 15:
      return dark ? 0xE08A2E : 0xD9781E;
    case 16:
      return dark ? 0xD9B83A : 0xDBB321;
    case 17:
      return dark ? 0x3FB54F : 0x2FA344;
    default:
      return std::nullopt;
  }
}

}  // namespace

QColor elementColour(Scheme scheme, int atomicNumber) {
  if (const auto chosen = classic(scheme, atomicNumber)) return QColor::fromRgb(*chosen);
  QRgb value = kUnknown;
  if (atomicNumber >= 1 && atomicNumber <= 118) {
    value = kJmol[static_cast<std::size_t>(std::min<int>(atomicNumber, kJmol.size()) - 1)];
  }
  Lab lab = toLab(QColor::fromRgb(value));
  lab.lightness = scheme == Scheme::Dark ? std::clamp(lab.lightness, 55.0, 85.0)
                                         : std::clamp(lab.lightness, 45.0, 75.0);
  return fromLab(lab);
}

}  // namespace molloquy::theme
