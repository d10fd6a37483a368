#pragma once

#include <optional>
#include <vector>

#include "model/chem/energy/torsion_scan.h"
#include "widgets/frame/popover.h"
#include "widgets/inspector/torsion_choices.h"

class QComboBox;
class QGridLayout;
class QSpinBox;

namespace molloquy::widgets {

/// What a torsion scan does beside its first torsion: a second one, the method, relaxed or rigid,
/// how many points.
class ScanOptions : public Popover {
  Q_OBJECT
 public:
  explicit ScanOptions(QWidget* parent);

  /// Torsions that can be the second one; keeps the chosen one where it is still there.
  void setChoices(const std::vector<TorsionChoice>& choices);
  /// Fills in everything but the first torsion's atoms.
  void writeTo(energy::TorsionScan& scan) const;

 Q_SIGNALS:
  void changed();

 private:
  void addField(QGridLayout& grid, const QString& label, QWidget* field, const QString& tip);
  void followSecond();

  std::vector<TorsionChoice> m_choices;
  QComboBox* m_second;
  QComboBox* m_method;
  QComboBox* m_kind;
  QSpinBox* m_points;
};

}  // namespace molloquy::widgets
