#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "model/chem/energy/electronic_structure.h"
#include "model/chem/molecule.h"

class QMenu;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class Banner;
class BusyBar;
class ChargeTableModel;
class LevelDiagram;
class ModeTableModel;
class PlotWidget;
class SegmentedControl;
class TableView;

/// The Electrons tab: what GFN2-xTB says of the shown positions. Levels and dipole at the left,
/// charges or the infrared spectrum with its modes at the right.
class ElectronsPanel : public QWidget {
  Q_OBJECT
 public:
  enum class View { Charges, Spectrum };

  explicit ElectronsPanel(QWidget* parent = nullptr);

  /// molecule: whose atoms the charges and modes are of.
  void setResult(std::shared_ptr<const chem::Molecule> molecule,
                 energy::ElectronicStructure result);
  /// The geometry is another one than the result's: it stays, and says so.
  void setOutdated();
  void setBusy(const QString& progress, std::optional<double> fraction = {});
  void setFailed(const QString& sentence);
  /// Why it cannot be computed (no structure, built without xtb); empty = it can.
  void setUnavailable(const QString& reason);
  void clear();

  /// The mode that is played, -1 = none. Emits nothing.
  void setPlayedMode(int mode);
  [[nodiscard]] int playedMode() const { return m_played; }
  /// Whether the picture is coloured by these charges and shows the arrow. Emit nothing.
  void setChargesShown(bool shown);
  void setDipoleShown(bool shown);
  void setView(View view);

  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void computeRequested(molloquy::energy::Modes modes);
  void cancelRequested();
  /// Place in ElectronicStructure::modes; -1 = stop playing.
  void modeChosen(int mode);
  void chargesShown(bool shown);
  void dipoleToggled(bool shown);
  void saveRequested(const QString& suggestedName, const QByteArray& bytes);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildLeft();
  void buildRight();
  QWidget* buildCharges();
  QWidget* buildSpectrum();
  QWidget* buildRightHead();
  void fillExport(QMenu& menu);
  void request(energy::Modes modes);
  void showState();
  void showNumbers();
  void showSpectrum();
  void chooseMode(int mode);
  void arrange();

  std::shared_ptr<const chem::Molecule> m_molecule;
  std::optional<energy::ElectronicStructure> m_result;
  QWidget* m_left;
  QWidget* m_right;
  QPushButton* m_single;
  QPushButton* m_modesButton;
  BusyBar* m_busyBar;
  Banner* m_banner;
  theme::ThemedLabel* m_status;
  LevelDiagram* m_levels;
  theme::ThemedLabel* m_numbers;
  QToolButton* m_dipole;
  SegmentedControl* m_views;
  QToolButton* m_colour;
  QToolButton* m_export;
  QStackedWidget* m_stack;
  TableView* m_charges;
  ChargeTableModel* m_chargeModel;
  PlotWidget* m_spectrum;
  TableView* m_modes;
  ModeTableModel* m_modeModel;
  QString m_unavailable;
  QString m_progress;
  bool m_busy = false;
  bool m_outdated = false;
  int m_played = -1;
};

}  // namespace molloquy::widgets
