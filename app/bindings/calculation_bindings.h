#pragma once

#include <QObject>
#include <QTimer>
#include <optional>

#include "app/bindings/bound_parts.h"
#include "app/controllers/calculation_controller.h"

namespace molloquy::app {

/// Optimising, orbitals and vibrations: from the menu and the Electrons tab to the calculation, and
/// its result into the picture and the history.
class CalculationBindings : public QObject {
  Q_OBJECT

 public:
  explicit CalculationBindings(const BoundParts& parts);

 Q_SIGNALS:
  void chargesShown(bool shown);
  void dipoleShown(bool shown);
  void dipoleComputed(const std::optional<chem::Point3>& debye);
  void chargesComputed(const std::vector<double>& charges);

 private:
  void bindMethods();
  void bindOptimising();
  void bindLive();
  void bindElectrons();
  void bindJob();
  void showLive(std::optional<double> energy, std::optional<double> change, int steps);
  /// The measured values, when they are to be held.
  [[nodiscard]] std::vector<energy::Constraint> constraints() const;
  void takeMinimised(const energy::Minimised& result, energy::EnergyMethod method);
  void takeElectrons(const energy::ElectronicStructure& result);
  void playMode(int mode);
  void showModeStep();
  void stopPlaying();
  void showEnabled();

  BoundParts m_parts;
  std::optional<energy::ElectronicStructure> m_electrons;
  ConformerPtr m_electronsOf;
  QTimer m_modeTimer;
  int m_mode = -1;
  int m_modeStep = 0;
};

}  // namespace molloquy::app
