#include "widgets/inspector/facts_panel.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "widgets/frame/busy_bar.h"
#include "widgets/inspector/facts_accessible.h"
#include "widgets/inspector/facts_table.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kDefinitionDelayMs = 300;

QString text(const std::string& value) { return QString::fromStdString(value); }

/// The rows for these facts: "Rings" and "Aromatic rings" become one, "Rings, aromatic".
std::vector<facts::Fact> rowsOf(const std::vector<facts::Fact>& facts) {
  std::vector<facts::Fact> rows;
  for (const facts::Fact& fact : facts) {
    const bool joins = fact.id == "aromatic_rings" && !rows.empty() && rows.back().id == "rings" &&
                       !rows.back().value.empty() && !fact.value.empty();
    if (!joins) {
      rows.push_back(fact);
      continue;
    }
    facts::Fact& rings = rows.back();
    rings.id += " " + fact.id;
    rings.label = FactsPanel::tr("Rings, aromatic").toStdString();
    rings.value += ", " + fact.value;
    rings.definition += "\n" + fact.definition;
  }
  return rows;
}

}  // namespace

FactsPanel::FactsPanel(QWidget* parent)
    : QAbstractScrollArea(parent),
      m_table(std::make_unique<FactsTable>()),
      m_busy(new BusyBar(viewport())) {
  installFactsAccessible();
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setMouseTracking(true);
  setBackgroundRole(QPalette::Base);  // Behind the scroll bar.
  setAutoFillBackground(true);
  setAccessibleName(tr("Facts"));
  m_definitionTimer.setSingleShot(true);
  m_definitionTimer.setInterval(kDefinitionDelayMs);
  connect(&m_definitionTimer, &QTimer::timeout, this,
          [this] { showDefinition(m_hovered, QCursor::pos()); });
  updateAccessibleText();
}

FactsPanel::~FactsPanel() = default;

void FactsPanel::setFacts(std::vector<facts::Fact> facts) {
  m_given = std::move(facts);
  m_facts = rowsOf(m_given);
  m_state = State::Ready;
  m_busy->stop();
  if (m_current >= rowCount()) m_current = -1;
  m_hovered = -1;
  layOut();
  Q_EMIT rowsChanged();
}

void FactsPanel::setBusy() {
  m_state = State::Busy;
  m_busy->start();
  layOut();
}

void FactsPanel::setFailed(const QString& sentence) {
  clear();
  m_state = State::Failed;
  m_failure = sentence;
  updateAccessibleText();
}

void FactsPanel::clear() {
  m_given.clear();
  m_facts.clear();
  m_failure.clear();
  m_state = State::Empty;
  m_current = -1;
  m_hovered = -1;
  m_busy->stop();
  layOut();
  Q_EMIT rowsChanged();
}

bool FactsPanel::showFact(const QString& id) {
  for (int row = 0; row < rowCount(); ++row) {
    // A row that stands for two facts is named by both: "rings aromatic_rings".
    if (!text(m_facts[static_cast<std::size_t>(row)].id).split(u' ').contains(id)) continue;
    setCurrentRow(row);
    setFocus(Qt::OtherFocusReason);
    return true;
  }
  return false;
}

QRect FactsPanel::rowRect(int row) const {
  return m_table->rowRect(row).translated(0, -verticalScrollBar()->value());
}

QPoint FactsPanel::toTable(const QPoint& viewportPlace) const {
  return viewportPlace + QPoint(0, verticalScrollBar()->value());
}

QString FactsPanel::valueText(int row) const {
  if (row < 0 || row >= rowCount()) return {};
  return text(m_facts[static_cast<std::size_t>(row)].value);
}

QString FactsPanel::sentenceText(int row) const {
  if (row < 0 || row >= rowCount()) return {};
  const facts::Fact& fact = m_facts[static_cast<std::size_t>(row)];
  QStringList words{text(fact.label), text(fact.value)};
  const QString unit = unitText(fact);
  if (!unit.isEmpty()) words += unit;
  return words.join(u' ');
}

QString FactsPanel::definitionText(int row) const {
  return row >= 0 && row < rowCount() ? text(m_facts[static_cast<std::size_t>(row)].definition)
                                      : QString();
}

void FactsPanel::layOut() {
  m_table->layOut(m_facts, viewport()->width());
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setSingleStep(FactsTable::rowHeight());
  verticalScrollBar()->setRange(0, std::max(0, m_table->height() - viewport()->height()));
  m_busy->setGeometry(0, 0, viewport()->width(), 2);
  updateAccessibleText();
  viewport()->update();
}

void FactsPanel::setCurrentRow(int row) {
  if (row < 0 || row >= rowCount()) return;
  const QRect rect = m_table->rowRect(row);
  QScrollBar* bar = verticalScrollBar();
  if (rect.top() < bar->value()) bar->setValue(rect.top() - theme::scaled(6));
  if (rect.bottom() > bar->value() + viewport()->height())
    bar->setValue(rect.bottom() - viewport()->height() + theme::scaled(6));
  if (m_current != row) {
    m_current = row;
    Q_EMIT currentRowChanged(row);
    QAccessibleEvent focused(this, QAccessible::Focus);
    focused.setChild(row);
    QAccessible::updateAccessibility(&focused);
  }
  updateAccessibleText();
  viewport()->update();
}

void FactsPanel::setHoveredRow(int row) {
  if (m_hovered == row) return;
  m_hovered = row;
  QToolTip::hideText();
  if (row >= 0) {
    m_definitionTimer.start();
  } else {
    m_definitionTimer.stop();
  }
  viewport()->update();
}

void FactsPanel::copyRow(int row, bool whole) {
  const QString copied = whole ? sentenceText(row) : valueText(row);
  if (copied.isEmpty() || m_state != State::Ready) return;
  QGuiApplication::clipboard()->setText(copied);
  Q_EMIT factCopied(copied);
}

void FactsPanel::showDefinition(int row, const QPoint& globalPlace) {
  if (row < 0 || row >= rowCount()) return;
  const QString definition = definitionText(row);
  if (definition.isEmpty()) return;
  // Rich text, because plain tooltips do not wrap.
  const QString body = definition.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"));
  const QString label = text(m_facts[static_cast<std::size_t>(row)].label).toHtmlEscaped();
  const QString words = QStringLiteral("<p><b>%1</b><br>%2</p>").arg(label, body);
  QToolTip::showText(globalPlace, words, viewport(), rowRect(row));
}

void FactsPanel::showMenu(int row, const QPoint& globalPlace) {
  if (row < 0 || m_state != State::Ready) return;
  QMenu menu(this);
  menu.addAction(theme::icon(QStringLiteral("copy")), tr("Copy value"), this,
                 [this, row] { copyRow(row, false); })
      ->setShortcut(QKeySequence::Copy);
  menu.addAction(tr("Copy name, value and unit"), this, [this, row] { copyRow(row, true); })
      ->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
  menu.addSeparator();
  menu.addAction(
          theme::icon(QStringLiteral("info")), tr("What is this?"), this,
          [this, row] { showDefinition(row, viewport()->mapToGlobal(rowRect(row).bottomLeft())); })
      ->setShortcut(QKeySequence(Qt::Key_F2));
  menu.exec(globalPlace);
}

void FactsPanel::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(viewport());
  painter.fillRect(viewport()->rect(), t.surface);
  if (m_facts.empty()) return paintMessage(painter);
  painter.translate(0, -verticalScrollBar()->value());
  m_table->paintColumns(painter, palette());
  for (int row = 0; row < rowCount(); ++row) {
    const facts::Fact& fact = m_facts[static_cast<std::size_t>(row)];
    FactsTable::RowLook look;
    look.state = m_state == State::Busy ? FactsTable::RowState::Computing
                 : fact.value.empty()   ? FactsTable::RowState::Failed
                                        : FactsTable::RowState::Value;
    look.current = row == m_current;
    look.focused = hasFocus();
    look.hovered = row == m_hovered;
    look.overCopy = look.hovered && m_hoverOnCopy;
    m_table->paintRow(painter, row, fact, look, palette());
  }
}

void FactsPanel::paintMessage(QPainter& painter) const {
  if (m_state == State::Busy) return;
  const theme::Tokens& t = theme::tokensFor(palette());
  const bool failed = m_state == State::Failed;
  const QRect room = viewport()->rect().adjusted(theme::scaled(14), theme::scaled(12),
                                                 -theme::scaled(14), -theme::scaled(12));
  const int icon = failed ? theme::scaled(20) : 0;
  if (failed)
    theme::paintIcon(painter, QRectF(room.left(), room.top(), theme::scaled(16), theme::scaled(16)),
                     QStringLiteral("warning"), t.differ);
  painter.setFont(theme::font(theme::TextRole::Control));
  painter.setPen(failed ? t.text2 : t.text3);
  painter.drawText(room.adjusted(icon, 0, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                   failed ? m_failure : tr("Facts appear when a structure is open."));
}

void FactsPanel::resizeEvent(QResizeEvent*) { layOut(); }

void FactsPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) viewport()->update();
  if (event->type() == QEvent::FontChange) layOut();
  QAbstractScrollArea::changeEvent(event);
}

void FactsPanel::mouseMoveEvent(QMouseEvent* event) {
  const QPoint place = toTable(event->pos());
  const int row = m_table->rowAt(place);
  const bool onCopy = row >= 0 && m_state == State::Ready && m_table->copyRect(row).contains(place);
  if (onCopy != m_hoverOnCopy) {
    m_hoverOnCopy = onCopy;
    viewport()->update();
  }
  setHoveredRow(row);
}

void FactsPanel::mousePressEvent(QMouseEvent* event) {
  const QPoint place = toTable(event->pos());
  const int row = m_table->rowAt(place);
  if (row < 0) return;
  setCurrentRow(row);
  if (event->button() == Qt::LeftButton && m_table->copyRect(row).contains(place))
    copyRow(row, false);
}

void FactsPanel::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }

void FactsPanel::keyPressEvent(QKeyEvent* event) {
  const int last = rowCount() - 1;
  const int page = std::max(1, viewport()->height() / FactsTable::rowHeight());
  if (event->key() == Qt::Key_C && event->modifiers() & Qt::ControlModifier)
    return copyRow(m_current, event->modifiers() & Qt::ShiftModifier);
  switch (event->key()) {
    case Qt::Key_Down:
      return setCurrentRow(std::min(last, m_current + 1));
    case Qt::Key_Up:
      return setCurrentRow(std::max(0, m_current - 1));
    case Qt::Key_PageDown:
      return setCurrentRow(std::min(last, m_current + page));
    case Qt::Key_PageUp:
      return setCurrentRow(std::max(0, m_current - page));
    case Qt::Key_Home:
      return setCurrentRow(0);
    case Qt::Key_End:
      return setCurrentRow(last);
    case Qt::Key_Right:
      return setCurrentRow(m_table->beside(std::max(0, m_current), 1));
    case Qt::Key_Left:
      return setCurrentRow(m_table->beside(std::max(0, m_current), -1));
    case Qt::Key_F2:
      return showDefinition(m_current, viewport()->mapToGlobal(rowRect(m_current).bottomLeft()));
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void FactsPanel::focusInEvent(QFocusEvent* event) {
  if (m_current < 0 && event->reason() != Qt::MouseFocusReason) setCurrentRow(0);
  viewport()->update();
}

void FactsPanel::focusOutEvent(QFocusEvent*) { viewport()->update(); }

void FactsPanel::contextMenuEvent(QContextMenuEvent* event) {
  if (event->reason() == QContextMenuEvent::Keyboard) {
    showMenu(m_current, viewport()->mapToGlobal(rowRect(m_current).bottomLeft()));
    return;
  }
  const int row = m_table->rowAt(toTable(viewport()->mapFromGlobal(event->globalPos())));
  setCurrentRow(row);
  showMenu(row, event->globalPos());
}

bool FactsPanel::event(QEvent* event) {
  // Copying the row wins over a Copy action of the window while the panel has focus.
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_C && key->modifiers() & Qt::ControlModifier) {
      event->accept();
      return true;
    }
  }
  return QAbstractScrollArea::event(event);
}

bool FactsPanel::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave) {
    m_hoverOnCopy = false;
    setHoveredRow(-1);
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void FactsPanel::updateAccessibleText() {
  QString words;
  if (m_state == State::Failed) {
    words = m_failure;
  } else if (m_facts.empty()) {
    words = tr("Facts appear when a structure is open.");
  } else if (m_state == State::Busy) {
    words = tr("Computing");
  } else if (m_current >= 0) {
    words = tr("Row %1 of %2: %3. %4")
                .arg(m_current + 1)
                .arg(rowCount())
                .arg(sentenceText(m_current), definitionText(m_current));
  } else {
    words = tr("%1 rows").arg(rowCount());
  }
  setAccessibleDescription(words);
}

QSize FactsPanel::sizeHint() const { return {theme::scaled(520), theme::scaled(202)}; }
QSize FactsPanel::minimumSizeHint() const { return {theme::scaled(220), theme::scaled(60)}; }

}  // namespace molloquy::widgets
