#include "app/menu_builder.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "widgets/theme/themed_icon.h"

namespace molloquy::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("molloquy::app", text); }

}  // namespace

MenuBuilder::MenuBuilder(QMainWindow& window, const char* title)
    : m_window(window), m_menu(window.menuBar()->addMenu(tr(title))) {}

MenuBuilder::MenuBuilder(const MenuBuilder& parent, const char* title)
    : m_window(parent.m_window), m_menu(parent.m_menu->addMenu(tr(title))) {}

QAction* MenuBuilder::add(const char* text, const QKeySequence& keys, const char* icon,
                          const char* why) {
  auto* action = new QAction(tr(text), &m_window);
  action->setShortcut(keys);
  if (icon) action->setIcon(theme::icon(QString::fromLatin1(icon)));
  action->setIconVisibleInMenu(false);
  if (why) action->setStatusTip(tr(why));
  m_menu->addAction(action);
  return action;
}

QAction* MenuBuilder::addToggle(const char* text, const QKeySequence& keys, const char* icon,
                                const char* why) {
  QAction* action = add(text, keys, icon, why);
  action->setCheckable(true);
  return action;
}

void MenuBuilder::separate() { m_menu->addSeparator(); }

}  // namespace molloquy::app
