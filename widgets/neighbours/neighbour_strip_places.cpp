// Where the controls of the strip stand, and what folds when it gets narrow.
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "widgets/frame/choice_button.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/neighbours/neighbour_strip.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;

constexpr int kRow = 38;
constexpr int kSecondRow = 34;
constexpr int kSide = 12;
constexpr int kGap = 8;
constexpr int kControl = 28;
constexpr int kIconButton = 26;
constexpr int kLeastDefinition = 120;
constexpr int kLeastField = 170;
constexpr int kMostField = 460;

/// Puts controls side by side, each as high as a control, in the middle of a row.
class Row {
 public:
  Row(int top, int height, int width, std::vector<QWidget*>& placed)
      : m_placed(placed),
        m_top(top + (height - scaled(kControl)) / 2),
        m_left(scaled(kSide)),
        m_right(width - scaled(kSide)) {}

  void fromLeft(QWidget& widget, int width) {
    place(widget, m_left, width);
    m_left += width + scaled(kGap);
  }
  void fromRight(QWidget& widget, int width) {
    place(widget, m_right - width, width);
    m_right -= width + scaled(kGap);
  }
  [[nodiscard]] int room() const { return std::max(0, m_right - m_left); }

 private:
  void place(QWidget& widget, int left, int width) {
    widget.setGeometry(left, m_top, width, scaled(kControl));
    widget.show();
    m_placed.push_back(&widget);
  }

  std::vector<QWidget*>& m_placed;
  int m_top;
  int m_left;
  int m_right;
};

int foldedWidth() { return scaled(kControl); }

}  // namespace

QSize NeighbourStrip::sizeHint() const {
  return {scaled(734), scaled(kRow) + (m_rows == Rows::Two ? scaled(kSecondRow) : 0)};
}

QSize NeighbourStrip::minimumSizeHint() const { return {scaled(300), sizeHint().height()}; }

void NeighbourStrip::arrange() {
  m_placed.clear();
  const bool sentenceAlone = m_rows == Rows::One && m_sentenceOpen;
  if (!sentenceAlone) arrangeFirst(0, scaled(kRow));
  if (m_rows == Rows::Two) arrangeSecond(scaled(kRow), scaled(kSecondRow) - scaled(3));
  if (sentenceAlone) arrangeSecond(0, scaled(kRow));
  // Only now, since hiding a part that stays would take the keyboard from it.
  for (QWidget* part : std::initializer_list<QWidget*>{
           m_orders, m_orderList, m_finds, m_findList, m_views, m_viewList, m_definition,
           m_movement, m_info, m_openSentence, m_edit, m_library, m_use}) {
    if (std::find(m_placed.begin(), m_placed.end(), part) == m_placed.end()) part->hide();
  }
}

void NeighbourStrip::arrangeFirst(int top, int height) {
  Row row(top, height, width(), m_placed);
  const bool one = m_rows == Rows::One;
  const int gap = scaled(kGap);
  const int info = scaled(kIconButton);
  // What one row has to hold besides.
  const int extra =
      one ? m_findList->wideWidth() + m_viewList->wideWidth() + foldedWidth() + 3 * gap : 0;
  m_use->setText(tr("Use as examples"));
  const int wideUse = m_use->sizeHint().width() + gap;
  const int wideLibrary = m_library->wideWidth() + gap;
  const int segments = m_orders->sizeHint().width() + gap;
  const int folded = foldedWidth() + gap;
  const int definition = scaled(kLeastDefinition) + info + gap;
  const int all = row.room() - extra;
  // First the button folds, then the library, then the segments become a list.
  m_useFolded = all < segments + wideLibrary + wideUse + definition;
  const bool libraryFolded = all < segments + wideLibrary + folded + definition;
  const bool segmented = all >= segments + 2 * folded + info;
  if (m_useFolded) m_use->setText({});
  m_library->setFolded(libraryFolded);
  m_orderList->setFolded(false);
  if (segmented) {
    row.fromLeft(*m_orders, segments - gap);
  } else {
    row.fromLeft(*m_orderList, std::min(m_orderList->wideWidth(), row.room()));
  }
  row.fromRight(*m_use, m_useFolded ? foldedWidth() : wideUse - gap);
  row.fromRight(*m_library, libraryFolded ? foldedWidth() : wideLibrary - gap);
  if (one) {
    if (row.room() >= foldedWidth()) row.fromRight(*m_openSentence, foldedWidth());
    const bool foldLists = row.room() < m_findList->wideWidth() + m_viewList->wideWidth() + gap;
    for (ChoiceButton* list : {m_viewList, m_findList}) {
      list->setFolded(foldLists);
      const int wanted = foldLists ? foldedWidth() : list->wideWidth();
      if (row.room() >= wanted) row.fromRight(*list, wanted);
    }
  }
  const int words = m_definition->fontMetrics().horizontalAdvance(m_definition->text()) + scaled(4);
  const int room = row.room() - info - gap;
  if (!m_definition->text().isEmpty() && room >= scaled(60)) {
    row.fromLeft(*m_definition, std::min(words, room));
  }
  if (!m_definition->text().isEmpty() && row.room() >= info) row.fromLeft(*m_info, info);
}

void NeighbourStrip::arrangeSecond(int top, int height) {
  Row row(top, height, width(), m_placed);
  const int gap = scaled(kGap);
  if (m_rows == Rows::One) row.fromLeft(*m_openSentence, foldedWidth());
  const int field = scaled(kLeastField) + gap;
  const int segments = m_finds->sizeHint().width() + gap;
  const int views = m_views->sizeHint().width() + gap;
  const int movement =
      m_movement->text().isEmpty()
          ? 0
          : m_movement->fontMetrics().horizontalAdvance(m_movement->text()) + scaled(4) + gap;
  const bool segmented = row.room() >= field + segments + views;
  const bool viewsSegmented = row.room() >= field + m_findList->wideWidth() + gap + views;
  if (viewsSegmented) {
    row.fromRight(*m_views, views - gap);
  } else {
    m_viewList->setFolded(false);
    row.fromRight(*m_viewList, m_viewList->wideWidth());
  }
  const int find = segmented ? segments - gap : m_findList->wideWidth();
  m_findList->setFolded(false);
  // The movement takes what the field leaves, down to nothing.
  const int left = row.room() - find - gap;
  const int wanted = std::clamp(left - movement, scaled(kLeastField), scaled(kMostField));
  row.fromLeft(*m_edit, std::max(0, std::min(wanted, left)));
  row.fromLeft(segmented ? static_cast<QWidget&>(*m_finds) : *m_findList, find);
  if (movement > 0 && row.room() >= std::min(scaled(60), movement - gap))
    row.fromLeft(*m_movement, std::min(row.room(), movement - gap));
}

}  // namespace molloquy::widgets
