#pragma once

#include <QSplitter>

namespace molloquy::theme {

/// A splitter whose handles are drawn 1 px wide and can be grabbed over 7 px.
class Splitter : public QSplitter {
  Q_OBJECT

 public:
  explicit Splitter(Qt::Orientation orientation, QWidget* parent = nullptr);

 Q_SIGNALS:
  /// A handle was double-clicked: the owner puts the sizes back to their defaults.
  void resetRequested();

 protected:
  QSplitterHandle* createHandle() override;
};

}  // namespace molloquy::theme
