#pragma once

#include <vector>

#include "model/chem/energy/electronic_structure.h"
#include "widgets/plots/plot_data.h"

namespace molloquy::widgets {

/// Full width at half height of every peak, 1/cm.
inline constexpr double kSpectrumWidth = 20;

/// The infrared spectrum: a stick by mode (the series the cursor walks) and the sum of Lorentzians
/// whose height is the mode's intensity. Imaginary modes stand at negative wavenumbers.
PlotData spectrumPlot(const std::vector<energy::NormalMode>& modes);

}  // namespace molloquy::widgets
