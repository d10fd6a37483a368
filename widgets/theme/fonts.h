#pragma once

#include <QFont>

namespace molloquy::theme {

/// What a piece of text is; sizes are ratios of the application font (13 px at 100 %).
enum class TextRole {
  Control,     ///< controls and tables: 13 / 18
  Button,      ///< 12.5 / 18, weight 500
  Secondary,   ///< hints, status bar: 12 / 16
  Stats,       ///< 11.5 / 16
  TagLetter,   ///< letter in a pin's tag: 10, weight 700
  Who,         ///< who speaks, above a turn: 11 / 14, weight 600
  StepTitle,   ///< 13.5 / 18, weight 500
  PanelTitle,  ///< 13.5 / 18, weight 600
  AnswerText,  ///< 14 / 23
  UserWords,   ///< 14 / 21, weight 500
  BigNumber,   ///< 17 / 24, weight 500
  PageTitle,   ///< 17 / 24, weight 600
  Welcome,     ///< 26 / 34, weight 600
  Mono,        ///< system fixed font, 12 / 16: SMILES, keys, hashes, paths, commands
};

/// The font of a role, made from QApplication::font() (Mono: from the system's fixed font).
QFont font(TextRole role);

/// Distance of base lines of a role, in logical pixels; never less than the font needs.
int lineHeight(TextRole role);

/// How much larger than 13 px the application font is, at least 1.0: every length of the design is
/// multiplied by it, except line widths and radii.
double textScale();

/// A length of the design, times textScale(), rounded.
int scaled(double pixels);

/// Sets the application font to the system font times `scale` (1.0 .. 2.0, cut to that).
void setTextScale(double scale);

}  // namespace molloquy::theme
