#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>

#include "widgets/search/search_foot.h"
#include "widgets/search/search_popup.h"

namespace molloquy::widgets {
namespace {

/// Rows that Page Up and Page Down go.
constexpr int kPage = 6;

}  // namespace

void SearchPopup::moveCurrent(int by) {
  const int step = by > 0 ? 1 : -1;
  int row = m_view->currentIndex().isValid() ? m_view->currentIndex().row() : -1;
  int found = row;
  for (int left = qAbs(by); left > 0; --left) {
    int next = row + step;
    while (next >= 0 && next < m_model->rowCount() && !m_model->canChoose(next)) next += step;
    if (next < 0 || next >= m_model->rowCount()) break;
    row = found = next;
  }
  if (found < 0) return;
  m_moved = true;
  setCurrentRow(found);
  if (found > 0 && !m_model->canChoose(0)) {
    // A group's title is seen together with its first row.
    bool first = true;
    for (int above = 0; above < found; ++above) first = first && !m_model->canChoose(above);
    if (first) m_view->scrollToTop();
  }
}

/// Keys of the field while the list is open. returns true when the field must not see the key.
bool SearchPopup::handleKey(int key) {
  switch (key) {
    case Qt::Key_Down:
      moveCurrent(1);
      return true;
    case Qt::Key_Up:
      moveCurrent(-1);
      return true;
    case Qt::Key_PageDown:
      moveCurrent(kPage);
      return true;
    case Qt::Key_PageUp:
      moveCurrent(-kPage);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!m_view->currentIndex().isValid()) {
        close();
        return false;
      }
      takeRow(m_view->currentIndex().row());
      return true;
    case Qt::Key_Escape:
      close();
      return true;
    case Qt::Key_Tab:
      if (m_foot->firstButton() == nullptr) return false;
      m_foot->firstButton()->setFocus(Qt::TabFocusReason);
      return true;
    default:
      return false;
  }
}

bool SearchPopup::isOurs(const QObject* object) const {
  const auto* widget = qobject_cast<const QWidget*>(object);
  return widget != nullptr && (widget == this || isAncestorOf(widget) || widget == m_anchor ||
                               (m_anchor && m_anchor->isAncestorOf(widget)));
}

bool SearchPopup::eventFilter(QObject* watched, QEvent* event) {
  const bool isEdit = watched == m_edit;
  switch (event->type()) {
    case QEvent::ShortcutOverride:
      // Esc, Enter and the arrows belong to the list while it is open, whatever the window does.
      if (isEdit && isOpen() && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept();
      break;
    case QEvent::KeyPress: {
      if (!isEdit) break;
      const auto* key = static_cast<QKeyEvent*>(event);
      if (!isOpen()) {
        if (key->key() != Qt::Key_Down || key->modifiers() != Qt::NoModifier) break;
        open();
        return true;
      }
      if (handleKey(key->key())) return true;
      break;
    }
    case QEvent::MouseButtonPress:
      if (isOpen() && qobject_cast<QWidget*>(watched) != nullptr && !isOurs(watched)) close();
      break;
    case QEvent::FocusIn:
      if (isOpen() && qobject_cast<QWidget*>(watched) != nullptr && !isOurs(watched)) close();
      break;
    case QEvent::Resize:
    case QEvent::Move:
      if (watched == m_anchor || watched == parentWidget()) arrange();
      break;
    case QEvent::Hide:
      if (watched == m_anchor) close();
      break;
    default:
      break;
  }
  return QFrame::eventFilter(watched, event);
}

void SearchPopup::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return close();
  QFrame::keyPressEvent(event);
}

}  // namespace molloquy::widgets
