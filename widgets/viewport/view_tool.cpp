#include "widgets/viewport/view_tool.h"

#include <QCoreApplication>

namespace molloquy::widgets {

QString toolName(ViewTool tool) {
  const auto words = [](const char* text) {
    return QCoreApplication::translate("molloquy::widgets", text);
  };
  switch (tool) {
    case ViewTool::Navigate:
      return words("Navigate");
    case ViewTool::Draw:
      return words("Draw");
    case ViewTool::Fragment:
      return words("Fragment");
    case ViewTool::Select:
      return words("Select");
    case ViewTool::Move:
      return words("Move");
    case ViewTool::BondCentric:
      return words("Bond-centric");
    case ViewTool::Optimise:
      return words("Auto-optimise");
    case ViewTool::Measure:
      return words("Measure");
  }
  return {};
}

QString toolIcon(ViewTool tool) {
  switch (tool) {
    case ViewTool::Navigate:
      return QStringLiteral("navigate");
    case ViewTool::Draw:
      return QStringLiteral("draw");
    case ViewTool::Fragment:
      return QStringLiteral("fragment");
    case ViewTool::Select:
      return QStringLiteral("select");
    case ViewTool::Move:
      return QStringLiteral("move");
    case ViewTool::BondCentric:
      return QStringLiteral("bond-centric");
    case ViewTool::Optimise:
      return QStringLiteral("optimise");
    case ViewTool::Measure:
      return QStringLiteral("measure-distance");
  }
  return {};
}

}  // namespace molloquy::widgets
