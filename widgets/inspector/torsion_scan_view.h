#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "model/chem/energy/torsion_scan.h"
#include "model/chem/molecule.h"
#include "widgets/inspector/torsion_choices.h"

class QComboBox;
class QHBoxLayout;
class QToolButton;
class QPushButton;
class QStackedWidget;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class Banner;
class BusyBar;
class HeatMap;
class PlotWidget;
class ScanOptions;

/// A scan of one or two torsions: the strip that says what to scan, and the curve or map of what
/// was found. Dragging the cursor turns the bond.
class TorsionScanView : public QWidget {
  Q_OBJECT
 public:
  explicit TorsionScanView(QWidget* parent = nullptr);

  /// The structure whose bonds are offered; null = none. A new graph drops the scan.
  void setMolecule(std::shared_ptr<const chem::Molecule> molecule);
  /// Four selected atoms that follow a chain (or two bonded ones) become the first entry of the
  /// list.
  void setSelection(const std::vector<AtomIndex>& atoms);
  /// The result, also an unfinished one.
  void setScan(energy::ScanResult scan);
  [[nodiscard]] const std::optional<energy::ScanResult>& scan() const { return m_scan; }
  /// The point whose geometry is on the screen, place in ScanResult::points. Emits nothing.
  void setCurrentPoint(std::optional<int> point);
  void setBusy(const QString& progress, std::optional<double> fraction = {});
  void setFailed(const QString& sentence);
  void clear();

  /// "37 points, MMFF94s": for the head of the panel.
  [[nodiscard]] QString detail() const;
  [[nodiscard]] bool hasScan() const { return m_scan.has_value(); }
  /// What is chosen in the strip; nullopt when there is nothing to turn.
  [[nodiscard]] std::optional<energy::TorsionScan> request() const;

  [[nodiscard]] QImage image(const QSize& size, double devicePixelRatio) const;
  [[nodiscard]] QByteArray svg(const QSize& size) const;
  [[nodiscard]] QString csv() const;

 Q_SIGNALS:
  void scanRequested(const molloquy::energy::TorsionScan& scan);
  void scanPointChosen(int point);
  void cancelRequested();
  /// The first torsion of the strip changed, for the table's column.
  void torsionChosen(const std::array<molloquy::AtomIndex, 4>& atoms);
  void detailChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildStrip(QHBoxLayout& strip);
  void fillTorsions();
  [[nodiscard]] std::optional<TorsionChoice> chosen() const;
  void startOrStop();
  void showScan();
  void showCurve();
  void showMap();
  void showState();
  void showHint();
  void choosePoint(int point);

  std::shared_ptr<const chem::Molecule> m_molecule;
  std::vector<TorsionChoice> m_choices;
  std::optional<TorsionChoice> m_fromSelection;
  std::optional<energy::ScanResult> m_scan;
  QComboBox* m_first;
  QToolButton* m_options;
  ScanOptions* m_popover;
  QPushButton* m_run;
  BusyBar* m_busyBar;
  Banner* m_banner;
  QStackedWidget* m_stack;
  PlotWidget* m_curve;
  HeatMap* m_map;
  theme::ThemedLabel* m_hint;
  std::vector<int> m_pointOfCell;  ///< by cell of the map; -1 where no point is yet.
  bool m_busy = false;
};

}  // namespace molloquy::widgets
