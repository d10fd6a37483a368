#include "widgets/inspector/lower_panel.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

#include "widgets/inspector/conformers_panel.h"
#include "widgets/inspector/electrons_panel.h"
#include "widgets/inspector/facts_table.h"
#include "widgets/inspector/measurements_panel.h"
#include "widgets/inspector/structure_tables.h"
#include "widgets/inspector/tab_badge.h"
#include "widgets/neighbours/neighbours_panel.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kDrawingWidth = 202;

QToolButton* stripButton(const QString& icon, const QString& name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setAutoRaise(true);
  button->setIcon(theme::icon(icon));
  button->setIconSize({theme::scaled(16), theme::scaled(16)});
  button->setToolTip(name);
  button->setAccessibleName(name);
  return button;
}

}  // namespace

LowerPanel::LowerPanel(AtomSelectionModel& selection, PinModel& pins, QWidget* parent)
    : QWidget(parent) {
  m_tabs = new QTabBar(this);
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->setFont(theme::font(theme::TextRole::Button));
  m_tabs->setAccessibleName(tr("Lower panel"));
  m_tabs->setUsesScrollButtons(true);
  m_tabs->setElideMode(Qt::ElideNone);
  addTab(Tab::Facts, tr("Facts"));
  addTab(Tab::Drawing, tr("2D"));
  addTab(Tab::Conformers, tr("Conformers"));
  addTab(Tab::Neighbours, tr("Neighbours"));
  addTab(Tab::Measurements, tr("Measurements"));
  addTab(Tab::Atoms, tr("Atoms"));
  addTab(Tab::Electrons, tr("Electrons"));
  m_copy = stripButton(QStringLiteral("copy"), tr("Copy all facts"), this);
  m_collapse = stripButton(QStringLiteral("chevron-down"), tr("Collapse the panel"), this);
  m_body = new QWidget(this);
  m_depiction = new DepictionView(selection, pins, m_body);
  buildPages(selection);
  connect(m_tabs, &QTabBar::currentChanged, this, [this] { showTab(currentTab()); });
  // A click on the strip of a collapsed panel opens it, on the current tab too.
  connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { setCollapsed(false); });
  connect(m_collapse, &QToolButton::clicked, this, [this] { setCollapsed(!m_collapsed); });
  connect(m_copy, &QToolButton::clicked, this, &LowerPanel::copyFacts);
  const auto allowCopy = [this] {
    const bool any = m_facts->rowCount() > 0;
    m_copy->setEnabled(any);
    m_copy->setToolTip(any ? tr("Copy all facts") : tr("There are no facts to copy yet."));
  };
  connect(m_facts, &FactsPanel::rowsChanged, this, allowCopy);
  allowCopy();
  showTab(Tab::Facts);
}

void LowerPanel::buildPages(AtomSelectionModel& selection) {
  m_stack = new QStackedWidget(m_body);
  m_facts = new FactsPanel(m_stack);
  m_link = new LinkPanel(m_stack);
  m_conformers = new ConformersPanel(m_stack);
  m_neighbours = new NeighboursPanel(m_stack);
  m_measurements = new MeasurementsPanel(m_stack);
  m_atoms = new StructureTables(selection, m_stack);
  m_electrons = new ElectronsPanel(m_stack);
  for (QWidget* page : std::initializer_list<QWidget*>{m_link, m_facts, m_conformers, m_neighbours,
                                                       m_measurements, m_atoms, m_electrons})
    m_stack->addWidget(page);
  m_stack->setCurrentWidget(m_facts);
}

void LowerPanel::addTab(Tab tab, const QString& name) {
  m_tabs->setTabData(m_tabs->addTab(name), static_cast<int>(tab));
}

QWidget* LowerPanel::pageOf(Tab tab) const {
  switch (tab) {
    case Tab::Link:
      return m_link;
    case Tab::Facts:
      return m_facts;
    case Tab::Drawing:
      return m_editor;
    case Tab::Conformers:
      return m_conformers;
    case Tab::Neighbours:
      return m_neighbours;
    case Tab::PubChem:
      return m_pubChem;
    case Tab::Measurements:
      return m_measurements;
    case Tab::Atoms:
      return m_atoms;
    case Tab::Electrons:
      return m_electrons;
  }
  return nullptr;
}

void LowerPanel::setCount(Tab tab, int count) {
  const int index = indexOf(tab);
  if (index < 0) return;
  auto* badge = qobject_cast<TabBadge*>(m_tabs->tabButton(index, QTabBar::RightSide));
  if (count <= 0) {
    m_tabs->setTabButton(index, QTabBar::RightSide, nullptr);
    delete badge;
  } else if (badge == nullptr) {
    m_tabs->setTabButton(index, QTabBar::RightSide, new TabBadge(count, m_tabs));
  } else if (badge->count() != count) {
    // Set anew, so that the bar measures the tab again.
    m_tabs->setTabButton(index, QTabBar::RightSide, new TabBadge(count, m_tabs));
    delete badge;
  }
  m_tabs->setAccessibleTabName(
      index, count > 0 ? tr("%1, %2").arg(m_tabs->tabText(index)).arg(count) : QString());
}

void LowerPanel::setDrawingEditor(QWidget* editor) {
  if (m_editor == editor) return;
  delete m_editor;
  m_editor = editor;
  if (m_editor != nullptr) m_stack->addWidget(m_editor);
  showTab(currentTab());
}

int LowerPanel::indexOf(Tab tab) const {
  for (int index = 0; index < m_tabs->count(); ++index)
    if (m_tabs->tabData(index).toInt() == static_cast<int>(tab)) return index;
  return -1;
}

LowerPanel::Tab LowerPanel::currentTab() const {
  return static_cast<Tab>(m_tabs->tabData(m_tabs->currentIndex()).toInt());
}

void LowerPanel::setCurrentTab(Tab tab) {
  if (const int index = indexOf(tab); index >= 0) m_tabs->setCurrentIndex(index);
}

void LowerPanel::setLink(const std::optional<LinkDetails>& details) {
  const int index = indexOf(Tab::Link);
  if (details) {
    m_link->setLink(*details);
    if (index >= 0) return;
    m_beforeLink = currentTab();
    insertTab(0, Tab::Link, tr("Link"));
    setCurrentTab(Tab::Link);
    return;
  }
  if (index >= 0) removeTab(Tab::Link);
}

void LowerPanel::insertTab(int index, Tab tab, const QString& name) {
  const QSignalBlocker quiet(m_tabs);
  m_tabs->insertTab(index, name);
  m_tabs->setTabData(index, static_cast<int>(tab));
}

void LowerPanel::removeTab(Tab tab) {
  const int index = indexOf(tab);
  if (index < 0) return;
  const bool shown = currentTab() == tab;
  if (m_beforeLink == tab) m_beforeLink = Tab::Facts;
  {
    const QSignalBlocker quiet(m_tabs);
    m_tabs->removeTab(index);
    if (shown) m_tabs->setCurrentIndex(indexOf(tab == Tab::Link ? m_beforeLink : Tab::Facts));
  }
  showTab(currentTab());
}

void LowerPanel::setPubChemPage(QWidget* page) {
  if (m_pubChem == page) return;
  if (page == nullptr) setPubChem(Presence::Hidden);
  delete m_pubChem;
  m_pubChem = page;
  if (m_pubChem == nullptr) return;
  m_stack->addWidget(m_pubChem);
  if (currentTab() == Tab::PubChem) showTab(Tab::PubChem);
}

void LowerPanel::setPubChem(Presence presence) {
  const bool there = indexOf(Tab::PubChem) >= 0;
  if (presence == Presence::Hidden) {
    removeTab(Tab::PubChem);
  } else if (!there && m_pubChem != nullptr) {
    insertTab(indexOf(Tab::Neighbours) + 1, Tab::PubChem, tr("PubChem"));
  }
}

void LowerPanel::showTab(Tab tab) {
  if (QWidget* page = pageOf(tab)) m_stack->setCurrentWidget(page);
  m_copy->setVisible(tab == Tab::Facts);
  arrangeBody();
  Q_EMIT currentTabChanged(tab);
}

void LowerPanel::setCollapsed(bool collapsed) {
  if (m_collapsed == collapsed) return;
  m_collapsed = collapsed;
  m_body->setVisible(!collapsed);
  m_collapse->setIcon(
      theme::icon(collapsed ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
  const QString name = collapsed ? tr("Open the panel") : tr("Collapse the panel");
  m_collapse->setToolTip(name);
  m_collapse->setAccessibleName(name);
  updateGeometry();
  Q_EMIT collapsedChanged(collapsed);
}

int LowerPanel::stripHeight() const { return theme::scaled(34); }

void LowerPanel::arrangeBody() {
  const int strip = stripHeight();
  const int side = theme::scaled(26);
  int right = width() - theme::scaled(6);
  for (QToolButton* button : {m_collapse, m_copy}) {
    if (button->isHidden()) continue;
    right -= side;
    button->setGeometry(right, (strip - side) / 2, side, side);
  }
  m_tabs->setGeometry(theme::scaled(6), 0, qMax(0, right - theme::scaled(12)), strip);
  m_body->setGeometry(0, strip, width(), qMax(0, height() - strip));
  const Tab tab = currentTab();
  const bool drawing = tab == Tab::Drawing && m_editor == nullptr;
  // Very narrow: the drawing has its own tab, so the table takes the room.
  const bool beside = (tab == Tab::Link || tab == Tab::Facts) && width() >= theme::scaled(430);
  const int drawingWidth = drawing ? width() : beside ? theme::scaled(kDrawingWidth) : 0;
  m_depiction->setVisible(drawingWidth > 0);
  m_depiction->setGeometry(0, 0, drawingWidth, m_body->height());
  m_stack->setVisible(!drawing);
  const int stackLeft = drawingWidth > 0 ? drawingWidth + 1 : 0;
  if (!drawing) m_stack->setGeometry(stackLeft, 0, width() - stackLeft, m_body->height());
  update();
}

void LowerPanel::copyFacts() {
  QStringList lines;
  for (const facts::Fact& fact : m_facts->facts()) {
    QStringList cells{QString::fromStdString(fact.label), QString::fromStdString(fact.value),
                      unitText(fact)};
    lines += cells.join(u'\t');
  }
  if (lines.isEmpty()) return;
  QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
  Q_EMIT factsCopied();
}

QSize LowerPanel::sizeHint() const {
  return {theme::scaled(760), m_collapsed ? stripHeight() : theme::scaled(236)};
}

QSize LowerPanel::minimumSizeHint() const {
  return {theme::scaled(320), m_collapsed ? stripHeight() : theme::scaled(130)};
}

void LowerPanel::resizeEvent(QResizeEvent*) { arrangeBody(); }

void LowerPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) arrangeBody();
  QWidget::changeEvent(event);
}

void LowerPanel::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.fillRect(QRect(0, 0, width(), stripHeight()), t.panel);
  painter.fillRect(QRect(0, stripHeight() - 1, width(), 1), t.line);
  if (!m_depiction->isHidden() && !m_stack->isHidden())
    painter.fillRect(QRect(m_depiction->width(), stripHeight(), 1, height()), t.line);
}

}  // namespace molloquy::widgets
