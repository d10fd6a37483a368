#pragma once

#include <QString>

#include "model/chem/energy/energy_method.h"

class QComboBox;

namespace molloquy::widgets {

/// "MMFF94s", "GFN2-xTB".
QString methodWords(energy::EnergyMethod method);

/// Fills a list with every method; the data is the method's number.
void fillMethods(QComboBox& list, energy::EnergyMethod chosen);
[[nodiscard]] energy::EnergyMethod chosenMethod(const QComboBox& list);

}  // namespace molloquy::widgets
