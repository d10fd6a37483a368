#include "widgets/viewport/tools/tools.h"

#include "widgets/viewport/tools/bond_tool.h"
#include "widgets/viewport/tools/draw_tool.h"
#include "widgets/viewport/tools/fragment_tool.h"
#include "widgets/viewport/tools/measure_tool.h"
#include "widgets/viewport/tools/move_tool.h"
#include "widgets/viewport/tools/optimise_tool.h"
#include "widgets/viewport/tools/select_tool.h"

namespace molloquy::widgets {

Tools makeTools(ToolBench* bench, QObject* parent) {
  Tools tools{};
  tools[std::size_t(ViewTool::Draw)] = new DrawTool(bench, parent);
  tools[std::size_t(ViewTool::Fragment)] = new FragmentTool(bench, parent);
  tools[std::size_t(ViewTool::Select)] = new SelectTool(bench, parent);
  tools[std::size_t(ViewTool::Move)] = new MoveTool(bench, parent);
  tools[std::size_t(ViewTool::BondCentric)] = new BondTool(bench, parent);
  tools[std::size_t(ViewTool::Optimise)] = new OptimiseTool(bench, parent);
  tools[std::size_t(ViewTool::Measure)] = new MeasureTool(bench, parent);
  return tools;
}

}  // namespace molloquy::widgets
