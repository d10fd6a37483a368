#pragma once

#include <QString>

namespace molloquy::widgets {

/// "carbon", translated; "unknown element" past 118, "dummy atom" for 0.
QString elementName(int atomicNumber);

}  // namespace molloquy::widgets
