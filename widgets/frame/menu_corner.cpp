#include "widgets/frame/menu_corner.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QResizeEvent>

#include "widgets/frame/command_search_field.h"
#include "widgets/frame/model_chip.h"
#include "widgets/theme/fonts.h"

namespace molloquy::widgets {
namespace {

constexpr int kRoomyWindow = 1200;

}  // namespace

MenuCorner::MenuCorner(QWidget* parent)
    : QWidget(parent), m_chip(new ModelChip(this)), m_search(new CommandSearchField(this)) {
  auto* layout = new QHBoxLayout(this);
  // With the menu bar's own margins of 3 px the bar is as tall as its menus make it.
  layout->setContentsMargins(0, theme::scaled(2), theme::scaled(9), theme::scaled(2));
  layout->setSpacing(theme::scaled(8));
  layout->addWidget(m_chip);
  layout->addWidget(m_search);
}

void MenuCorner::fitTo(int windowWidth) {
  const bool compact = windowWidth < theme::scaled(kRoomyWindow);
  m_chip->setCompact(compact);
  m_search->setCompact(compact);
  adjustSize();
}

bool MenuCorner::event(QEvent* event) {
  const bool handled = QWidget::event(event);
  if (event->type() == QEvent::LayoutRequest && size() != sizeHint()) {
    adjustSize();
    // A menu bar places its corner only when it is resized itself.
    if (QWidget* bar = parentWidget()) {
      QResizeEvent again(bar->size(), bar->size());
      QCoreApplication::sendEvent(bar, &again);
    }
  }
  return handled;
}

}  // namespace molloquy::widgets
