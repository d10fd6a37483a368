#pragma once

#include <QColor>
#include <QPalette>
#include <array>

namespace molloquy::theme {

/// Which of the two sets of colours is on the screen.
enum class Scheme { Light, Dark };

/// Every colour the interface may use, named by what it is for. Nothing else in the code names a
/// colour. Contrast of each pair is recomputed by tests/widgets/theme/tokens_test.cpp (WCAG 2.x).
struct Tokens {
  Scheme scheme;
  QColor window;      ///< menu bar, status bar, window
  QColor panel;       ///< left list, headers, tab strip
  QColor surface;     ///< conversation, tables, fields, cards
  QColor view;        ///< viewport
  QColor sunk;        ///< segmented track, disabled prompt
  QColor line;        ///< separators (decorative)
  QColor lineStrong;  ///< edges of fields, checks, prompt
  QColor text;        ///< words that are read
  QColor text2;       ///< labels, icons
  QColor text3;       ///< hints, units, stats; not allowed on `selected`
  QColor accent;      ///< active tool, links, focus, primary button
  QColor accentHover;
  QColor onAccent;  ///< text and icon on `accent`
  QColor selected;  ///< selected row, active tool
  QColor hover;
  QColor agree, agreeTint;          ///< verdict: the program computes the same value
  QColor differ, differTint;        ///< verdict: it computes another value; also errors
  QColor unchecked, uncheckedTint;  ///< verdict: nothing to compare with
  QColor warn, warnTint;            ///< banners, "edited"
  std::array<QColor, 8> pins;       ///< A..H; plot series take them in the same order
};

/// The tokens of one scheme.
const Tokens& tokens(Scheme scheme);

/// Light or dark, decided by the lightness of the palette's text against its window.
Scheme schemeOf(const QPalette& palette);

/// tokens(schemeOf(palette)): what a widget calls with its own palette().
const Tokens& tokensFor(const QPalette& palette);

/// Every QPalette role, active, inactive and disabled, filled from the tokens.
QPalette makePalette(Scheme scheme);

/// 'A'..'H' for slot 0..7; larger slots start again at 'A'.
QChar pinLetter(int slot);

/// Colour of a pin slot; larger slots start again at the first.
QColor pinColour(const Tokens& tokens, int slot);

}  // namespace molloquy::theme
