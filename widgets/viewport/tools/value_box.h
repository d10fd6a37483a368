#pragma once

#include <optional>

#include <QWidget>

class QLabel;
class QLineEdit;

namespace molloquy::widgets {

class BarButton;

/// The box in which a distance or an angle is typed: what it is, what it was, the field, and the
/// energy that the change costs. Enter accepts, Esc rejects.
class ValueBox : public QWidget {
  Q_OBJECT
 public:
  explicit ValueBox(QWidget* viewport);

  /// `kind` is "Torsion"; `unit` stands in the field.
  void setKind(const QString& kind, const QString& unit);
  /// What the field shows while the person is not typing.
  void setNow(double value);
  void setBefore(std::optional<double> value);
  void setEnergy(std::optional<double> deltaKcalPerMol);
  /// Said in place of the energy; empty: nothing is wrong.
  void setFault(const QString& sentence);
  /// All of the field selected, ready to be typed over.
  void edit();
  [[nodiscard]] bool isEditing() const;
  [[nodiscard]] QLineEdit& field() const { return *m_field; }

 Q_SIGNALS:
  /// A number stands in the field while the person types.
  void valueTyped(double value);
  void accepted(double value);
  void rejected();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] std::optional<double> typed() const;
  [[nodiscard]] QString text(double value) const;
  void accept();

  QLabel* m_kind;
  QLabel* m_before;
  QLineEdit* m_field;
  QLabel* m_unit;
  BarButton* m_accept;
  QLabel* m_energyWords;
  QLabel* m_energy;
  QLabel* m_fault;
  int m_digits = 1;
  bool m_editing = false;  ///< the person's text stands in the field, not the value.
};

/// A number as people type it: comma or point, U+2212 or hyphen. nullopt when it is none.
std::optional<double> numberTyped(QString text);

}  // namespace molloquy::widgets
