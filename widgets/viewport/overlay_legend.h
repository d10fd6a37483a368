#pragma once

#include <vector>

#include <QColor>
#include <QStringList>
#include <QWidget>

namespace molloquy::widgets {

/// What is told about structures laid over each other besides their names.
struct OverlayNotes {
  QString own;        ///< name of the open structure; its row comes first.
  QString fit;        ///< "8 atoms aligned".
  QString deviation;  ///< "RMSD 0.04 Å".

  [[nodiscard]] bool isEmpty() const {
    return own.isEmpty() && fit.isEmpty() && deviation.isEmpty();
  }
  friend bool operator==(const OverlayNotes&, const OverlayNotes&) = default;
};

/// Which colour is which of the structures laid over each other: one line of numbers, or, where
/// there is more to tell, a card with a row for each and a foot line. Hidden while there is none.
class OverlayLegend : public QWidget {
  Q_OBJECT
 public:
  explicit OverlayLegend(QWidget* parent);

  /// As many colours as names. With notes it is a card.
  void setEntries(std::vector<QColor> colours, QStringList names, OverlayNotes notes = {});
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] bool hasFoot() const;
  [[nodiscard]] QSize cardSize() const;
  void paintLine(QPainter& painter) const;
  void paintCard(QPainter& painter) const;

  std::vector<QColor> m_colours;
  QStringList m_names;
  OverlayNotes m_notes;
};

}  // namespace molloquy::widgets
