#pragma once

#include <optional>

#include <QWidget>

#include "widgets/viewport/gesture_preset.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;
class QTreeWidget;
class QTreeWidgetItem;

namespace molloquy::widgets {

class GestureCapture;

/// The page on which gestures are changed: a preset, every action with its gestures, a field that
/// takes a new one, what conflicts, and the habits of wheel and keys. Changes apply at once.
class GestureEditor : public QWidget {
  Q_OBJECT
 public:
  explicit GestureEditor(QWidget* parent = nullptr);

  void setGestures(const GesturePreset& gestures);
  [[nodiscard]] const GesturePreset& gestures() const { return m_gestures; }
  void showAction(ViewAction action);
  [[nodiscard]] std::optional<ViewAction> shownAction() const;

 Q_SIGNALS:
  void gesturesChanged(const molloquy::widgets::GesturePreset& gestures);

 private:
  QWidget* buildHead();
  QWidget* buildChange();
  QWidget* buildHabits();
  void fill();
  void filter();
  void updateRows();
  void updateChange();
  void updateHabits();
  void apply();
  void takeGesture();
  void setShown(std::vector<Gesture> gestures);
  [[nodiscard]] QString whyNot(const ActionRow& row, const Gesture& gesture) const;
  [[nodiscard]] QString conflictWords(ViewAction action) const;

  GesturePreset m_gestures;
  QComboBox* m_base;
  QLineEdit* m_search;
  QTreeWidget* m_actions;
  GestureCapture* m_capture;
  QPushButton* m_add;
  QPushButton* m_replace;
  QPushButton* m_remove;
  QPushButton* m_reset;
  QLabel* m_says;
  QCheckBox* m_wheel;
  QCheckBox* m_rightClick;
  QCheckBox* m_numpad;
  QCheckBox* m_bromine;
  QSlider* m_speed;
};

}  // namespace molloquy::widgets
