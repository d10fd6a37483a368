#include "widgets/frame/command_palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QWindow>

#include "widgets/frame/command_list.h"
#include "widgets/frame/key_caps.h"
#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kWidth = 580;
constexpr int kRowsShown = 8;

int headHeight() { return theme::scaled(48); }
int footHeight() { return theme::scaled(32); }
int rowHeight() { return theme::scaled(36); }
int listPadding() { return theme::scaled(6); }

void collect(const QMenu& menu, const QString& path, std::vector<PaletteCommand>& commands) {
  for (QAction* action : menu.actions()) {
    if (action->isSeparator() || !action->isVisible()) continue;
    if (const QMenu* inner = action->menu()) {
      collect(*inner, path + QStringLiteral(" › ") + commandText(*action), commands);
    } else {
      commands.push_back({action, path});
    }
  }
}

}  // namespace

std::vector<PaletteCommand> commandsOf(const QMenuBar& menus) {
  std::vector<PaletteCommand> commands;
  for (const QAction* action : menus.actions())
    if (const QMenu* menu = action->menu()) collect(*menu, commandText(*action), commands);
  return commands;
}

CommandPalette::CommandPalette(QWidget* parent)
    : QFrame(parent, Qt::Popup),
      m_model(new CommandListModel(this)),
      m_edit(new QLineEdit(this)),
      m_view(new QListView(this)),
      m_count(new QLabel(this)) {
  setAccessibleName(tr("Command palette"));
  m_edit->setFrame(false);
  m_edit->setPlaceholderText(tr("Search commands"));
  m_edit->setAccessibleName(tr("Search commands"));
  m_edit->installEventFilter(this);
  setFocusProxy(m_edit);
  m_view->setModel(m_model);
  m_view->setItemDelegate(new CommandDelegate(m_view));
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setFocusPolicy(Qt::NoFocus);
  m_view->setUniformItemSizes(true);
  m_view->setMouseTracking(true);
  m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_view->setAccessibleName(tr("Commands"));
  m_count->setFont(theme::font(theme::TextRole::Secondary));
  connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::search);
  connect(m_view, &QListView::clicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::setCommands(std::vector<PaletteCommand> commands) {
  m_model->setCommands(std::move(commands));
  search(m_edit->text());
}

void CommandPalette::openOver(QWidget& window) {
  m_edit->clear();
  search({});
  m_edit->setFont(theme::font(theme::TextRole::AnswerText));
  QPalette quiet = palette();
  quiet.setColor(QPalette::WindowText, theme::tokensFor(palette()).text2);
  m_count->setPalette(quiet);
  resize(sizeHint());
  const QWidget& top = *window.window();
  const QPoint corner((top.width() - width()) / 2, top.height() / 10);
  move(top.mapToGlobal(corner));
  winId();
  if (windowHandle() != nullptr && top.windowHandle() != nullptr)
    windowHandle()->setTransientParent(top.windowHandle());
  show();
  m_edit->setFocus(Qt::PopupFocusReason);
}

QStringList CommandPalette::recent() const { return m_model->recent(); }
void CommandPalette::setRecent(const QStringList& texts) { m_model->setRecent(texts); }

void CommandPalette::search(const QString& text) {
  m_model->search(text);
  m_view->setCurrentIndex(m_model->index(0));
  updateFoot();
  if (isVisible()) resize(sizeHint());
}

void CommandPalette::updateFoot() {
  const int found = m_model->rowCount();
  const int all = m_model->commandCount();
  m_count->setText(found == 0 ? tr("No command has this in its name")
                              : tr("%1 of %2 commands").arg(shownCount(found), shownCount(all)));
}

void CommandPalette::runCurrent() {
  QAction* action = m_model->actionAt(m_view->currentIndex().row());
  if (action == nullptr || !action->isEnabled()) return;
  m_model->noteRun(*action);
  hide();
  Q_EMIT commandRun(action);
  action->trigger();
}

void CommandPalette::moveCurrent(int by) {
  const int rows = m_model->rowCount();
  if (rows == 0) return;
  const int row = qBound(0, m_view->currentIndex().row() + by, rows - 1);
  m_view->setCurrentIndex(m_model->index(row));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_edit || event->type() != QEvent::KeyPress)
    return QFrame::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
      moveCurrent(1);
      return true;
    case Qt::Key_Up:
      moveCurrent(-1);
      return true;
    case Qt::Key_PageDown:
      moveCurrent(kRowsShown);
      return true;
    case Qt::Key_PageUp:
      moveCurrent(-kRowsShown);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      runCurrent();
      return true;
    case Qt::Key_Escape:
      hide();
      return true;
    default:
      return false;
  }
}

QSize CommandPalette::sizeHint() const {
  const int rows = qBound(1, m_model->rowCount(), kRowsShown);
  const QWidget* window = parentWidget();
  const int room =
      window != nullptr ? window->window()->width() - theme::scaled(24) : theme::scaled(kWidth);
  return {qMin(theme::scaled(kWidth), room),
          headHeight() + 2 * listPadding() + rows * rowHeight() + footHeight()};
}

void CommandPalette::resizeEvent(QResizeEvent*) {
  const int left = theme::scaled(40);
  const int cap = keyCapsWidth({tr("Esc")}) + theme::scaled(24);
  m_edit->setGeometry(left, theme::scaled(6), width() - left - cap,
                      headHeight() - theme::scaled(12));
  m_view->setGeometry(1, headHeight() + listPadding(), width() - 2,
                      height() - headHeight() - footHeight() - 2 * listPadding());
  m_count->setGeometry(theme::scaled(14), height() - footHeight(), width() / 2, footHeight() - 1);
}

void CommandPalette::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.setPen(t.lineStrong);
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  const int icon = theme::scaled(18);
  theme::paintIcon(painter, QRectF(theme::scaled(14), (headHeight() - icon) / 2.0, icon, icon),
                   QStringLiteral("search"), t.text2);
  paintKeyCaps(painter, width() - theme::scaled(14), headHeight() / 2, {tr("Esc")}, palette());
  painter.fillRect(QRect(1, headHeight() - 1, width() - 2, 1), t.line);
  const int footTop = height() - footHeight();
  painter.fillRect(QRect(1, footTop, width() - 2, footHeight() - 1), t.panel);
  painter.fillRect(QRect(1, footTop, width() - 2, 1), t.line);

  painter.setFont(theme::font(theme::TextRole::Secondary));
  int right = width() - theme::scaled(14);
  const int middle = footTop + footHeight() / 2;
  const auto hint = [&](const QStringList& keys, const QString& words) {
    const int wordsWidth = painter.fontMetrics().horizontalAdvance(words);
    painter.setPen(t.text2);
    painter.drawText(QRect(right - wordsWidth, footTop, wordsWidth + 2, footHeight()),
                     Qt::AlignLeft | Qt::AlignVCenter, words);
    right -= wordsWidth + theme::scaled(5);
    paintKeyCaps(painter, right, middle, keys, palette());
    right -= keyCapsWidth(keys) + theme::scaled(12);
  };
  hint({tr("Enter")}, tr("run"));
  hint({QString(QChar(0x2191)), QString(QChar(0x2193))}, tr("choose"));
}

}  // namespace molloquy::widgets
