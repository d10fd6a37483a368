#pragma once

#include <array>

#include "widgets/viewport/tools/tool.h"

namespace molloquy::widgets {

/// By ViewTool; Navigate has none, the view itself carries its gestures out.
using Tools = std::array<Tool*, kViewTools.size()>;

/// One of each, children of `parent`.
Tools makeTools(ToolBench* bench, QObject* parent);

}  // namespace molloquy::widgets
