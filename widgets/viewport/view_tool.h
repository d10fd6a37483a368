#pragma once

#include <array>
#include <optional>

#include <QString>

#include "model/chem/energy/energy_method.h"

namespace molloquy::widgets {

/// What the hand does on the structure, in the order of the tool rail.
enum class ViewTool { Navigate, Draw, Fragment, Select, Move, BondCentric, Optimise, Measure };

inline constexpr std::array<ViewTool, 8> kViewTools = {
    ViewTool::Navigate, ViewTool::Draw,        ViewTool::Fragment, ViewTool::Select,
    ViewTool::Move,     ViewTool::BondCentric, ViewTool::Optimise, ViewTool::Measure};

/// "Bond-centric", translated.
QString toolName(ViewTool tool);
/// Name of the tool's drawing in resources/icons.
QString toolIcon(ViewTool tool);

/// What the strip of the Optimise tool shows; words come ready from whoever computes.
struct OptimiseState {
  enum class Run { Stopped, Running } run = Run::Stopped;
  energy::EnergyMethod method = energy::EnergyMethod::Mmff94s;
  std::optional<double> energyKcalPerMol;
  std::optional<double> changeKcalPerMol;  ///< since the start of this run.
  int steps = 0;
  QString fault;  ///< why the method cannot run on this structure; empty when it can.
};

}  // namespace molloquy::widgets
