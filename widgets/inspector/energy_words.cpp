#include "widgets/inspector/energy_words.h"

#include <QComboBox>

namespace molloquy::widgets {

QString methodWords(energy::EnergyMethod method) {
  switch (method) {
    case energy::EnergyMethod::Mmff94:
      return QStringLiteral("MMFF94");
    case energy::EnergyMethod::Mmff94s:
      return QStringLiteral("MMFF94s");
    case energy::EnergyMethod::Uff:
      return QStringLiteral("UFF");
    case energy::EnergyMethod::Gfn2:
      return QStringLiteral("GFN2-xTB");
  }
  return {};
}

void fillMethods(QComboBox& list, energy::EnergyMethod chosen) {
  using energy::EnergyMethod;
  for (const EnergyMethod method :
       {EnergyMethod::Mmff94s, EnergyMethod::Mmff94, EnergyMethod::Uff, EnergyMethod::Gfn2}) {
    list.addItem(methodWords(method), static_cast<int>(method));
    if (method == chosen) list.setCurrentIndex(list.count() - 1);
  }
}

energy::EnergyMethod chosenMethod(const QComboBox& list) {
  return static_cast<energy::EnergyMethod>(list.currentData().toInt());
}

}  // namespace molloquy::widgets
