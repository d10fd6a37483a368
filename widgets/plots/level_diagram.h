#pragma once

#include <vector>

#include <QWidget>

namespace molloquy::widgets {

struct EnergyLevel {
  double energyEv = 0;
  double occupation = 0;  ///< 0..2 electrons.
};

/// Orbital energies as lines around the gap: occupied ones with their electrons, HOMO and LUMO
/// named, the gap as a measured arrow. Levels that lie too close stand beside each other.
class LevelDiagram : public QWidget {
  Q_OBJECT
 public:
  explicit LevelDiagram(QWidget* parent = nullptr);

  /// homo: place in `levels`, -1 = none.
  void setLevels(std::vector<EnergyLevel> levels, int homo);
  void clear();

  /// "HOMO 12 of 40, −10.41 eV, 2 electrons".
  [[nodiscard]] QString levelText(int level) const;
  [[nodiscard]] QRectF levelRect(int level) const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Window {
    double low = 0, high = 0;
    int first = 0, last = -1;
  };
  [[nodiscard]] Window window() const;
  [[nodiscard]] double yOf(double energy) const;

  std::vector<EnergyLevel> m_levels;
  int m_homo = -1;
};

}  // namespace molloquy::widgets
