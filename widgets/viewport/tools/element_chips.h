#pragma once

#include <QWidget>

class QButtonGroup;

namespace molloquy::widgets {

/// The elements that are drawn most, one small button each, and one that opens the chooser. An
/// element beyond them takes the place of the last.
class ElementChips : public QWidget {
  Q_OBJECT
 public:
  explicit ElementChips(QWidget* parent);

  void setElement(int atomicNumber);

 Q_SIGNALS:
  void elementChosen(int atomicNumber);
  void chooserWanted();

 private:
  QButtonGroup* m_group;
};

}  // namespace molloquy::widgets
