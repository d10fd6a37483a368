#pragma once

#include <QWidget>
#include <optional>

#include "widgets/library/library_types.h"

class QComboBox;
class QLineEdit;

namespace molloquy::widgets {

/// A property and the two ends of its range; an empty end is open.
class RangeRow : public QWidget {
  Q_OBJECT

 public:
  RangeRow(const QStringList& properties, QWidget* parent);

  void setProperties(const QStringList& properties);
  void setRange(const RangeCondition& range);
  /// nullopt while both ends are open or hold no number.
  [[nodiscard]] std::optional<RangeCondition> range() const;

 Q_SIGNALS:
  void changed();
  void removeRequested();

 private:
  QComboBox* m_property;
  QLineEdit* m_atLeast;
  QLineEdit* m_atMost;
};

}  // namespace molloquy::widgets
