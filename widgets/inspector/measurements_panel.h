#pragma once

#include <optional>
#include <vector>

#include <QStringList>
#include <QWidget>

namespace molloquy::widgets {

class EditHistoryView;
class MeasurementTable;

enum class MeasurementKind { BondLength, Distance, Angle, Torsion };

/// One measurement; values in angstrom or degrees, absent where undefined.
struct MeasurementRow {
  MeasurementKind kind = MeasurementKind::Distance;
  QString atoms;  ///< "C10–C5–O4–C2".
  std::optional<double> now;
  std::optional<double> before;  ///< before the last edit; absent = nothing to compare with.
  bool shown = true;             ///< drawn in the picture.
};

/// The Measurements tab: what is measured, now and before the last edit, and the history of edits.
class MeasurementsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit MeasurementsPanel(QWidget* parent = nullptr);

  /// Keeps the current row where it still exists.
  void setMeasurements(std::vector<MeasurementRow> rows);
  [[nodiscard]] const std::vector<MeasurementRow>& measurements() const;
  /// A typed value could not be set, and why; stays until the next rows.
  void setFailed(int row, const QString& sentence);
  [[nodiscard]] EditHistoryView& history() { return *m_history; }

  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// Double click or F2 on a row, a number, Enter. Angstrom or degrees.
  void valueTyped(int row, double value);
  void shownToggled(int row, bool shown);
  void removed(int row);
  /// The row became current: its atoms are to be shown.
  void atomsActivated(int row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  MeasurementTable* m_table;
  EditHistoryView* m_history;
};

}  // namespace molloquy::widgets
