#include "widgets/library/library_bar.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "widgets/frame/busy_bar.h"
#include "widgets/frame/choice_button.h"
#include "widgets/frame/popover.h"
#include "widgets/inspector/panel_parts.h"
#include "widgets/library/editable_chips.h"
#include "widgets/library/library_search_form.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"

namespace molloquy::widgets {

LibraryBar::LibraryBar(QWidget* parent)
    : QWidget(parent),
      m_choice(new ChoiceButton(QStringLiteral("library"), tr("Library"), this)),
      m_menu(new QMenu(m_choice)),
      m_filter(
          iconButton(QStringLiteral("sliders"), tr("Search by structure, values and tags"), this)),
      m_chips(new EditableChips(EditableChips::Adding::No, tr("Condition"), {}, this)),
      m_popover(new Popover(this)),
      m_form(new LibrarySearchForm(m_popover)),
      m_busy(new BusyBar(this)) {
  m_choice->setMenu(m_menu);
  m_choice->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  m_choice->setMinimumWidth(theme::scaled(60));
  m_menu->setToolTipsVisible(true);
  auto* inside = new QVBoxLayout(m_popover);
  const int margin = theme::scaled(14);
  inside->setContentsMargins(margin, margin, margin, margin);
  inside->addWidget(m_form);
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::scaled(4));
  row->addWidget(m_choice);
  row->addStretch(1);
  row->addWidget(m_filter);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::scaled(6));
  column->addLayout(row);
  column->addWidget(m_chips);
  m_chips->hide();
  connect(m_menu, &QMenu::aboutToShow, this, &LibraryBar::fillMenu);
  connect(m_filter, &QToolButton::clicked, this, &LibraryBar::openForm);
  connect(m_form, &LibrarySearchForm::conditionsChanged, this,
          [this](const LibraryConditions& conditions) {
            showChips();
            Q_EMIT conditionsChanged(conditions);
          });
  connect(m_chips, &EditableChips::chipRemoved, this, [this](int index) {
    setConditions(withoutCondition(m_form->conditions(), index));
    Q_EMIT conditionsChanged(m_form->conditions());
  });
  hide();
}

void LibraryBar::setPlaces(std::vector<LibraryPlace> places, const QString& openKey) {
  m_places = std::move(places);
  m_open = openKey;
  QString name = tr("No library");
  for (const LibraryPlace& place : m_places)
    if (place.key == openKey) name = place.name;
  m_choice->setChoice(name);
  setVisible(hasPlaces());
}

void LibraryBar::fillMenu() {
  m_menu->clear();
  delete m_menu->findChild<QActionGroup*>();
  auto* group = new QActionGroup(m_menu);
  for (const LibraryPlace& place : m_places) {
    const QString words =
        place.detail.isEmpty() ? place.name : place.name + QStringLiteral("   ") + place.detail;
    QAction* action = m_menu->addAction(words);
    action->setCheckable(true);
    action->setChecked(place.key == m_open);
    action->setToolTip(place.key);
    group->addAction(action);
    connect(action, &QAction::triggered, this,
            [this, key = place.key] { Q_EMIT placeChosen(key); });
  }
  m_menu->addSeparator();
  m_menu->addAction(theme::icon(QStringLiteral("plus")), tr("New library…"), this,
                    &LibraryBar::createRequested);
  m_menu->addAction(theme::icon(QStringLiteral("folder")), tr("Open a library…"), this,
                    &LibraryBar::openRequested);
  m_menu->addAction(theme::icon(QStringLiteral("globe")), tr("Connect to a server…"), this,
                    &LibraryBar::connectRequested);
  m_menu->addSeparator();
  m_menu->addAction(theme::icon(QStringLiteral("download")), tr("Import into this library…"), this,
                    &LibraryBar::importRequested);
  m_menu->addAction(theme::icon(QStringLiteral("file")), tr("Export…"), this,
                    &LibraryBar::exportRequested);
}

void LibraryBar::setSearching(Searching searching) {
  if (searching == Searching::Yes) {
    m_busy->start();
  } else {
    m_busy->stop();
  }
}

LibraryConditions LibraryBar::conditions() const { return m_form->conditions(); }

void LibraryBar::setConditions(const LibraryConditions& conditions) {
  m_form->setConditions(conditions);
  showChips();
}

void LibraryBar::showChips() {
  const QStringList words = conditionWords(m_form->conditions());
  m_chips->setChips(words);
  m_chips->setVisible(!words.isEmpty());
}

void LibraryBar::openForm() {
  m_popover->openBelow(QRect(m_filter->mapToGlobal(QPoint(0, 0)), m_filter->size()));
  m_form->setFocus(Qt::PopupFocusReason);
}

void LibraryBar::resizeEvent(QResizeEvent*) {
  m_busy->setGeometry(0, height() - 2, width(), 2);
  m_busy->raise();
}

}  // namespace molloquy::widgets
