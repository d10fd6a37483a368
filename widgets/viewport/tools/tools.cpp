#include "widgets/viewport/tools/tools.h"

namespace molloquy::widgets {

Tools makeTools(ToolBench*, QObject*) {
  Tools tools{};
  return tools;
}

}  // namespace molloquy::widgets
