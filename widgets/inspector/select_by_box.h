#pragma once

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QPushButton;
class QStackedWidget;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class StructureLineEdit;

/// Atoms by a rule, and what happens to those selected before.
struct SelectByRequest {
  enum class Rule {
    Element,  ///< text: a symbol, "Cl".
    Smarts,   ///< text: a SMARTS; every match.
    Residue,  ///< text: a name or number, "HIS", "57".
    Chain,    ///< text: "A".
    Within,   ///< `distanceAngstrom` of the selected atoms.
    Grow,     ///< and the neighbours of the selected atoms.
    Shrink,   ///< without those that have an unselected neighbour.
    Invert,
  };
  enum class Effect { Replace, Add, Remove, Keep };
  Rule rule = Rule::Element;
  QString text;
  double distanceAngstrom = 5;
  Effect effect = Effect::Replace;
};

/// Small form of the rules, for a popover or a dialog. It asks; the answer is a count or a
/// sentence.
class SelectByBox : public QWidget {
  Q_OBJECT
 public:
  explicit SelectByBox(QWidget* parent = nullptr);

  /// How many atoms are selected now: what needs a selection is disabled without one.
  void setSelectedCount(int count);
  /// Residues and chains exist in the structure.
  void setHasResidues(bool has);
  void setFound(int count);
  /// column: 0-based place of the error in the text, -1 = all of it.
  void setFailed(const QString& sentence, int column);

  void setRule(SelectByRequest::Rule rule);

 Q_SIGNALS:
  void selectRequested(const molloquy::widgets::SelectByRequest& request);
  /// Esc in an empty field.
  void closeRequested();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void buildRule(QGridLayout& grid);
  QWidget* buildButtons();
  void showRule();
  void showState();
  void send(SelectByRequest::Rule rule);
  [[nodiscard]] SelectByRequest::Rule rule() const;
  [[nodiscard]] QString whyNot() const;

  QComboBox* m_rule;
  QStackedWidget* m_fields;
  StructureLineEdit* m_text;
  QDoubleSpinBox* m_distance;
  QComboBox* m_effect;
  QPushButton* m_select;
  QPushButton* m_grow;
  QPushButton* m_shrink;
  QPushButton* m_invert;
  theme::ThemedLabel* m_answer;
  int m_selected = 0;
  bool m_hasResidues = false;
};

}  // namespace molloquy::widgets
