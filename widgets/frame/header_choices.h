#pragma once

#include <vector>

#include <QWidget>

#include "render/view_style.h"
#include "widgets/frame/view_data.h"

class QMenu;
class QToolButton;

namespace molloquy::widgets {

class ChoiceButton;
class ViewStylePopover;

/// "Ball and stick v", "Colour: element v" and the button of all other choices. Without room for
/// the words only icons stay.
class HeaderChoices : public QWidget {
  Q_OBJECT
 public:
  enum class Words { Shown, Folded };

  explicit HeaderChoices(QWidget* parent = nullptr);

  void setViewStyle(const render::ViewStyle& style);
  [[nodiscard]] const render::ViewStyle& viewStyle() const { return m_style; }
  void setViewData(const ViewData& known);
  void setSelection(const std::vector<AtomIndex>& atoms);

  void setWords(Words words);
  [[nodiscard]] int widthFor(Words words) const;
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void viewStyleChanged(const molloquy::render::ViewStyle& style);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showStyle();
  /// The representation of the selection where the person chose so, else of the structure.
  [[nodiscard]] render::Representation shownRepresentation() const;
  void chooseRepresentation(render::Representation representation);
  void fillRepresentations(QMenu& menu);
  void fillColours(QMenu& menu);
  void change(const render::ViewStyle& style);
  void openPopover();

  render::ViewStyle m_style;
  ViewData m_data;
  std::vector<AtomIndex> m_selection;
  bool m_toSelection = false;
  Words m_words = Words::Shown;
  ChoiceButton* m_representation;
  ChoiceButton* m_colour;
  QToolButton* m_more;
  ViewStylePopover* m_popover;
};

}  // namespace molloquy::widgets
