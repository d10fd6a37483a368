#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QString>
#include <QWidget>

#include "widgets/sketch/sketch_keys.h"
#include "widgets/sketch/sketch_pen.h"

class QMenu;
class QToolButton;

namespace molloquy::widgets {

/// A fragment of the library that the template menu offers.
struct FragmentChoice {
  QString id, name, category;
};

/// The tools of the 2D editor, in groups that wrap when the strip is narrow.
class SketchStrip : public QWidget {
  Q_OBJECT
 public:
  explicit SketchStrip(QWidget* parent = nullptr);

  /// Shows which tool is in the hand.
  void showPen(const SketchPen& pen);
  void setFragments(const std::vector<FragmentChoice>& fragments);
  void setUndo(const std::optional<QString>& undo, const std::optional<QString>& redo);
  /// Nothing can be drawn: the reason is every tool's tooltip.
  void setUsable(const std::optional<QString>& whyNot);
  [[nodiscard]] QToolButton* helpButton() const { return m_help; }

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void penChosen(const molloquy::widgets::SketchPen& pen);
  void commandChosen(molloquy::widgets::SketchCommand command);
  void shapeRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  using Change = std::function<void(SketchPen&)>;
  QToolButton* addButton(const QString& icon, const QString& text, const QString& tip);
  /// A button that puts a tool into the hand; `isOn` tells from the pen whether it is.
  QToolButton* addTool(const QString& icon, const QString& text, const QString& tip, Change change,
                       std::function<bool(const SketchPen&)> isOn);
  QToolButton* addCommand(const QString& icon, SketchCommand command);
  void nextGroup();
  void buildTools();
  void buildElements();
  void buildTemplates();
  void buildCommands();
  [[nodiscard]] int placeButtons(int width, bool really);

  struct Tool {
    QToolButton* button;
    std::function<bool(const SketchPen&)> isOn;
  };
  struct Tip {
    QToolButton* button;
    QString words;
  };
  SketchPen m_pen;
  std::vector<std::vector<QToolButton*>> m_groups;
  std::vector<Tool> m_tools;
  std::vector<Tip> m_tips;
  std::vector<QRect> m_lines;  ///< between the groups.
  QToolButton* m_bond = nullptr;
  QToolButton* m_ring = nullptr;
  QToolButton* m_element = nullptr;
  QToolButton* m_fragment = nullptr;
  QToolButton* m_undo = nullptr;
  QToolButton* m_redo = nullptr;
  QToolButton* m_help = nullptr;
  QMenu* m_fragmentMenu = nullptr;
};

}  // namespace molloquy::widgets
