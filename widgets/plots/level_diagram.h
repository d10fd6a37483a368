#pragma once

#include <vector>

#include <QWidget>

namespace molloquy::widgets {

struct EnergyLevel {
  double energyEv = 0;
  double occupation = 0;  ///< 0..2 electrons.
};

/// Orbital energies around the gap as lines: occupied ones solid with their electrons, empty ones
/// dashed, HOMO and LUMO named, the gap measured. Levels nearer than a line's height stand beside
/// each other.
class LevelDiagram : public QWidget {
  Q_OBJECT
 public:
  explicit LevelDiagram(QWidget* parent = nullptr);

  /// homo: place in `levels`, which go up in energy; -1 = none.
  void setLevels(std::vector<EnergyLevel> levels, int homo);
  /// No levels; the sentence stands in their place.
  void clear(const QString& sentence);

  /// "HOMO, orbital 12 of 40, −10.41 eV, 2 electrons".
  [[nodiscard]] QString levelText(int level) const;
  /// Empty for a level that is not shown.
  [[nodiscard]] QRectF levelRect(int level) const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void layOut();
  [[nodiscard]] double yOf(double energy) const;
  [[nodiscard]] int labelWidth() const;
  void paintLevel(QPainter& painter, int level) const;
  void paintGap(QPainter& painter) const;
  void updateAccessibleText();

  std::vector<EnergyLevel> m_levels;
  std::vector<QRectF> m_rects;  ///< by level.
  int m_homo = -1;
  QString m_sentence;
  double m_low = 0;
  double m_high = 1;
};

}  // namespace molloquy::widgets
