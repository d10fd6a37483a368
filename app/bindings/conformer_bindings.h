#pragma once

#include <QObject>
#include <QTimer>
#include <optional>

#include "app/bindings/bound_parts.h"
#include "app/controllers/calculation_controller.h"
#include "widgets/inspector/conformer_rows.h"

namespace molloquy::app {

/// The Conformers tab: searches, energies, overlays, the player and torsion scans.
class ConformerBindings : public QObject {
  Q_OBJECT

 public:
  explicit ConformerBindings(const BoundParts& parts);

 private:
  void bindPanel();
  void bindScan();
  void bindCalculations();
  void search(const energy::ConformerSearch& search);
  void takeConformers(const energy::ConformerSet& set);
  void showConformers();
  void showOverlays(const std::vector<widgets::OverlaidConformer>& conformers);
  void play(bool playing);
  void takeScanPoint(int point);
  void rankWhenSeen();
  /// The motion that lays positions on those on the screen, so that the view stays.
  [[nodiscard]] chem::Superposition ontoShown(const chem::Positions& positions) const;
  [[nodiscard]] std::optional<double> torsionOf(const ConformerPtr& conformer) const;

  BoundParts m_parts;
  energy::ConformerSearch m_search;
  std::optional<energy::ConformerSet> m_set;  ///< energies of m_ranked.
  std::vector<ConformerPtr> m_ranked;
  QString m_summary;
  std::vector<widgets::OverlaidConformer> m_overlays;
  std::optional<std::array<AtomIndex, 4>> m_torsion;
  QTimer m_player;
};

}  // namespace molloquy::app
