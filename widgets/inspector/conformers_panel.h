#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "model/chem/energy/conformer_search.h"
#include "widgets/inspector/conformer_rows.h"

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
class ConformerSearchOptions;
class ConformerTable;
class PlotWidget;
class SegmentedControl;
class TorsionScanView;

/// The Conformers tab: the table with energies, shares and overlay squares at the left, their
/// energies or a torsion scan at the right.
class ConformersPanel : public QWidget {
  Q_OBJECT
 public:
  enum class View { Energies, Scan };

  explicit ConformersPanel(QWidget* parent = nullptr);

  /// Rows by number; summary: "100 tried, 12 kept, seed 7". Ends busy and failed.
  void setConformers(std::vector<ConformerRow> rows, const QString& summary);
  /// Head of the torsion column ("C–C–C–C"); empty hides it.
  void setTorsionName(const QString& name);
  /// The conformer on the screen, 0-based. Emits nothing.
  void setCurrent(int conformer);
  /// Conformers that are laid over the current one. Emits nothing.
  void setOverlay(const std::vector<OverlaidConformer>& overlay);
  /// A search is running; the rows stay. fraction nullopt = unknown length.
  void setBusy(const QString& progress, std::optional<double> fraction = {});
  /// The search ended without a result.
  void setFailed(const QString& sentence);
  /// Why no search is possible, shown as tooltip of the disabled button; empty = possible.
  void setUnavailable(const QString& reason);
  void setPlaying(bool playing);
  /// What "Search again" starts with.
  void setSearch(const energy::ConformerSearch& search);
  /// No structure.
  void clear();

  void setView(View view);
  [[nodiscard]] View view() const;
  [[nodiscard]] TorsionScanView& scan() { return *m_scan; }
  [[nodiscard]] int conformerCount() const;

  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void conformerChosen(int conformer);
  /// Every conformer whose square is on, by number, with the colour it keeps.
  void overlayChanged(const std::vector<molloquy::widgets::OverlaidConformer>& overlay);
  void searchRequested(const molloquy::energy::ConformerSearch& search);
  void cancelRequested();
  void playToggled(bool playing);
  /// A file to be written where the person says: energies as CSV, PNG or SVG.
  void saveRequested(const QString& suggestedName, const QByteArray& bytes);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void buildLeft();
  void buildRight();
  QWidget* buildHead();
  void fillMore(QMenu& menu);
  void fillExport(QMenu& menu);
  void showState();
  void showDetail();
  void plotEnergies();
  void overlayAll(bool on);
  void arrange();

  QWidget* m_left;
  QWidget* m_right;
  ConformerTable* m_table;
  QPushButton* m_search;
  ConformerSearchOptions* m_popover;
  theme::ThemedLabel* m_summary;
  QToolButton* m_play;
  QToolButton* m_more;
  BusyBar* m_busyBar;
  Banner* m_banner;
  SegmentedControl* m_views;
  theme::ThemedLabel* m_detail;
  QToolButton* m_export;
  QStackedWidget* m_stack;
  PlotWidget* m_energies;
  TorsionScanView* m_scan;
  int m_current = -1;
  QString m_summaryText;
  QString m_progress;
  QString m_unavailable;
  bool m_busy = false;
};

}  // namespace molloquy::widgets
