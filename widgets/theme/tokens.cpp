#include "widgets/theme/tokens.h"

#include "widgets/theme/colour_math.h"

namespace molloquy::theme {
namespace {

QColor rgb(QRgb value) { return QColor::fromRgb(0xff000000U | value); }

const Tokens& lightTokens() {
  static const Tokens light{
      .scheme = Scheme::Light,
      .window = rgb(0xE9EDF0),
      .panel = rgb(0xF7F9FA),
      .surface = rgb(0xFFFFFF),
      .view = rgb(0xF4F6F8),
      .sunk = rgb(0xEEF1F4),
      .line = rgb(0xD5DBE1),
      .lineStrong = rgb(0x7B8794),
      .text = rgb(0x171C22),
      .text2 = rgb(0x46525F),
      .text3 = rgb(0x5F6C7A),
      .accent = rgb(0x0B7285),
      .accentHover = rgb(0x095C6B),
      .onAccent = rgb(0xFFFFFF),
      .selected = rgb(0xD6EBEF),
      .hover = rgb(0xE7EBEF),
      .agree = rgb(0x146C43),
      .agreeTint = rgb(0xDFF2E7),
      .differ = rgb(0xB3380B),
      .differTint = rgb(0xFCE9E1),
      .unchecked = rgb(0x5F6C7A),
      .uncheckedTint = rgb(0xEBEEF1),
      .warn = rgb(0x7A5200),
      .warnTint = rgb(0xFFF3D6),
      .pins = {rgb(0x0F6BFD), rgb(0xA93372), rgb(0x16845A), rgb(0x846208), rgb(0x3502E6),
               rgb(0x0F8097), rgb(0x6B1F01), rgb(0x3B3E41)},
  };
  return light;
}

const Tokens& darkTokens() {
  static const Tokens dark{
      .scheme = Scheme::Dark,
      .window = rgb(0x171B20),
      .panel = rgb(0x1A1F25),
      .surface = rgb(0x1F252C),
      .view = rgb(0x12161B),
      .sunk = rgb(0x15191E),
      .line = rgb(0x2D353E),
      .lineStrong = rgb(0x66727F),
      .text = rgb(0xE8ECF0),
      .text2 = rgb(0xB3BDC8),
      .text3 = rgb(0x8E9AA7),
      .accent = rgb(0x4CC3D0),
      .accentHover = rgb(0x73D3DD),
      .onAccent = rgb(0x06262C),
      .selected = rgb(0x173B43),
      .hover = rgb(0x262D35),
      .agree = rgb(0x5CCB8D),
      .agreeTint = rgb(0x17362A),
      .differ = rgb(0xFF9068),
      .differTint = rgb(0x40241A),
      .unchecked = rgb(0x8E9AA7),
      .uncheckedTint = rgb(0x2A3139),
      .warn = rgb(0xF0C35A),
      .warnTint = rgb(0x3A2F14),
      .pins = {rgb(0x79C2FE), rgb(0xF4529F), rgb(0x5ACC8F), rgb(0xD8E131), rgb(0x8F79F7),
               rgb(0x1D9EA4), rgb(0xFA6D33), rgb(0xE2E2E4)},
  };
  return dark;
}

}  // namespace

const Tokens& tokens(Scheme scheme) {
  return scheme == Scheme::Dark ? darkTokens() : lightTokens();
}

Scheme schemeOf(const QPalette& palette) {
  const double window = relativeLuminance(palette.color(QPalette::Active, QPalette::Window));
  const double text = relativeLuminance(palette.color(QPalette::Active, QPalette::WindowText));
  return text > window ? Scheme::Dark : Scheme::Light;
}

const Tokens& tokensFor(const QPalette& palette) { return tokens(schemeOf(palette)); }

QPalette makePalette(Scheme scheme) {
  const Tokens& t = tokens(scheme);
  QPalette palette;
  palette.setColor(QPalette::Window, t.window);
  palette.setColor(QPalette::WindowText, t.text);
  palette.setColor(QPalette::Base, t.surface);
  palette.setColor(QPalette::AlternateBase, t.panel);
  palette.setColor(QPalette::ToolTipBase, t.surface);
  palette.setColor(QPalette::ToolTipText, t.text);
  palette.setColor(QPalette::PlaceholderText, t.text3);
  palette.setColor(QPalette::Text, t.text);
  palette.setColor(QPalette::Button, t.surface);
  palette.setColor(QPalette::ButtonText, t.text);
  palette.setColor(QPalette::BrightText, t.differ);
  palette.setColor(QPalette::Light, t.surface);
  palette.setColor(QPalette::Midlight, t.panel);
  palette.setColor(QPalette::Mid, t.line);
  palette.setColor(QPalette::Dark, t.lineStrong);
  palette.setColor(QPalette::Shadow, scheme == Scheme::Dark ? t.view : t.lineStrong);
  palette.setColor(QPalette::Highlight, t.selected);
  palette.setColor(QPalette::HighlightedText, t.text);
  palette.setColor(QPalette::Link, t.accent);
  palette.setColor(QPalette::LinkVisited, t.accent);
  const QColor disabled = mixed(t.surface, t.text3, 0.6);
  // A disabled field's placeholder says what is missing, so it keeps its contrast.
  for (const auto role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
    palette.setColor(QPalette::Disabled, role, disabled);
  }
  palette.setColor(QPalette::Disabled, QPalette::Base, t.sunk);
  palette.setColor(QPalette::Disabled, QPalette::Button, t.sunk);
  return palette;
}

QChar pinLetter(int slot) { return QChar(u'A' + slot % 8); }

QColor pinColour(const Tokens& tokens, int slot) {
  return tokens.pins[static_cast<std::size_t>(slot % 8)];
}

}  // namespace molloquy::theme
