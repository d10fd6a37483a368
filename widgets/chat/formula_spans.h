#pragma once

#include <QString>
#include <QStringView>
#include <vector>

namespace molloquy::widgets {

/// A run of digits that is set as a subscript; UTF-16 positions.
struct SubscriptSpan {
  int begin = 0;
  int end = 0;
  friend bool operator==(const SubscriptSpan&, const SubscriptSpan&) = default;
};

/// The counts inside molecular formulas of a text ("C9H8O4", "H2O", "C6H5Cl"). A word counts as a
/// formula when it is nothing but element symbols and counts, with at least two elements and one
/// count; so atom names (C10), hashes and acronyms stay as they are.
std::vector<SubscriptSpan> formulaSubscripts(QStringView text);

/// The same text with those counts as subscript characters, for places that paint plain text.
QString withSubscripts(const QString& text);

}  // namespace molloquy::widgets
