#pragma once

#include "model/chem/energy/conformer_search.h"
#include "widgets/frame/popover.h"

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QSpinBox;

namespace molloquy::widgets {

/// What a conformer search does: attempts, window, nearness, seed, method, temperature.
class ConformerSearchOptions : public Popover {
  Q_OBJECT
 public:
  explicit ConformerSearchOptions(QWidget* parent);

  void setSearch(const energy::ConformerSearch& search);
  [[nodiscard]] energy::ConformerSearch search() const;

 Q_SIGNALS:
  /// "Search" in the popover.
  void searchRequested();

 private:
  QWidget* addField(QGridLayout& grid, const QString& label, QWidget* field, const QString& tip);

  energy::ConformerSearch m_rest;  ///< what has no field.
  QSpinBox* m_attempts;
  QSpinBox* m_kept;
  QDoubleSpinBox* m_window;
  QDoubleSpinBox* m_rmsd;
  QSpinBox* m_seed;
  QComboBox* m_method;
  QSpinBox* m_temperature;
};

}  // namespace molloquy::widgets
