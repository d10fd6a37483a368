#include "widgets/neighbours/neighbour_strip.h"

#include <QActionGroup>
#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "widgets/frame/choice_button.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/inspector/number_text.h"
#include "widgets/inspector/panel_parts.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::scaled;
using theme::TextRole;

QStringList orderWords() {
  return {NeighbourStrip::tr("Structure"), NeighbourStrip::tr("Shape"),
          NeighbourStrip::tr("Meaning")};
}
QStringList findWords() { return {NeighbourStrip::tr("Molecules"), NeighbourStrip::tr("Texts")}; }
QStringList viewWords() { return {NeighbourStrip::tr("Cards"), NeighbourStrip::tr("Map")}; }

/// "This session, 10".
QString libraryWords(const LibraryChoice& library) {
  return NeighbourStrip::tr("%1, %2").arg(library.name, shownCount(library.molecules));
}

}  // namespace

NeighbourStrip::NeighbourStrip(QWidget* parent) : QWidget(parent) {
  buildChoices();
  buildSentence();
  buildMenus();
  showChoices();
  setLibraries({}, {});
  setContext({}, tr("There are no neighbours yet."));
}

void NeighbourStrip::buildChoices() {
  m_orders = new SegmentedControl(orderWords(), this);
  m_orders->setAccessibleName(tr("Nearest by"));
  m_orders->setToolTip(
      tr("Structure: alike in what is bound to what.\nShape: alike in space.\n"
         "Meaning: alike for the model that knows molecules and texts."));
  m_orderList = new ChoiceButton(QStringLiteral("sort"), tr("Nearest by"), this);
  m_finds = new SegmentedControl(findWords(), this);
  m_finds->setAccessibleName(tr("What is looked for"));
  m_findList = new ChoiceButton(QStringLiteral("hexagon"), tr("What is looked for"), this);
  m_views = new SegmentedControl(viewWords(), this);
  m_views->setAccessibleName(tr("Shown as"));
  m_viewList = new ChoiceButton(QStringLiteral("layout"), tr("Shown as"), this);
  m_definition = new theme::ThemedLabel(TextRole::Control, Ink::Text2, {}, this);
  m_definition->setElided(true);
  m_movement = new theme::ThemedLabel(TextRole::Secondary, Ink::Text2, {}, this);
  m_movement->setElided(true);
  m_info = iconButton(QStringLiteral("info"), tr("How neighbours are found"), this);
  connect(m_orders, &SegmentedControl::chosen, this, &NeighbourStrip::chooseOrder);
  connect(m_finds, &SegmentedControl::chosen, this, &NeighbourStrip::chooseFind);
  connect(m_views, &SegmentedControl::chosen, this, &NeighbourStrip::chooseView);
}

void NeighbourStrip::buildSentence() {
  m_edit = new QLineEdit(this);
  m_edit->setAccessibleName(tr("Find by a sentence"));
  m_edit->setPlaceholderText(tr("Find by a sentence: a sweet-smelling ester with a benzene ring"));
  m_edit->setToolTip(tr("Molecules nearest to a sentence (Enter); empty: to the open structure"));
  m_edit->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  m_edit->setClearButtonEnabled(true);
  m_edit->installEventFilter(this);
  m_openSentence = iconButton(QStringLiteral("search"), tr("Find by a sentence"), this);
  connect(m_edit, &QLineEdit::returnPressed, this, &NeighbourStrip::submitSentence);
  connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
    // Cleared with the button: back to the structure at once.
    if (text.isEmpty()) submitSentence();
  });
  connect(m_openSentence, &QToolButton::clicked, this, [this] { showSentence(!m_sentenceOpen); });
}

void NeighbourStrip::buildMenus() {
  m_library = new ChoiceButton(QStringLiteral("library"), tr("Searched in"), this);
  m_use = new QPushButton(theme::icon(QStringLiteral("plus")), tr("Use as examples"), this);
  m_use->setAccessibleName(tr("Use as examples"));
  connect(m_use, &QPushButton::clicked, this, &NeighbourStrip::contextClicked);
  fillMenu(*m_orderList, orderWords(), 0, &NeighbourStrip::chooseOrder);
  fillMenu(*m_findList, findWords(), 0, &NeighbourStrip::chooseFind);
  fillMenu(*m_viewList, viewWords(), 0, &NeighbourStrip::chooseView);
}

void NeighbourStrip::fillMenu(ChoiceButton& button, const QStringList& words, int current,
                              void (NeighbourStrip::*choose)(int)) {
  auto* menu = new QMenu(&button);
  auto* group = new QActionGroup(menu);
  for (int index = 0; index < words.size(); ++index) {
    QAction* action = menu->addAction(words[index]);
    action->setCheckable(true);
    action->setChecked(index == current);
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, choose, index] { (this->*choose)(index); });
  }
  button.setMenu(menu);
}

void NeighbourStrip::chooseOrder(int index) {
  const auto order = static_cast<NeighbourOrder>(index);
  if (order == m_order) return;
  setOrder(order);
  Q_EMIT orderChosen(order);
}

void NeighbourStrip::chooseFind(int index) {
  const auto find = static_cast<NeighbourFind>(index);
  if (find == m_find) return;
  setFind(find);
  Q_EMIT findChosen(find);
}

void NeighbourStrip::chooseView(int index) {
  const auto view = static_cast<NeighbourView>(index);
  if (view == m_view) return;
  setView(view);
  Q_EMIT viewChosen(view);
}

void NeighbourStrip::setOrder(NeighbourOrder order) {
  m_order = order;
  showChoices();
}

void NeighbourStrip::setFind(NeighbourFind find) {
  m_find = find;
  showChoices();
}

void NeighbourStrip::setView(NeighbourView view) {
  m_view = view;
  showChoices();
}

void NeighbourStrip::showChoices() {
  const auto show = [](SegmentedControl& segments, ChoiceButton& list, const QStringList& words,
                       int current) {
    segments.setCurrent(current);
    list.setChoice(words[current]);
    list.menu()->actions()[current]->setChecked(true);
  };
  show(*m_orders, *m_orderList, orderWords(), static_cast<int>(m_order));
  show(*m_finds, *m_findList, findWords(), static_cast<int>(m_find));
  show(*m_views, *m_viewList, viewWords(), static_cast<int>(m_view));
  arrange();
}

void NeighbourStrip::setLibraries(std::vector<LibraryChoice> libraries, const QString& current) {
  m_libraries = std::move(libraries);
  m_libraryKey = current;
  auto* menu = new QMenu(m_library);
  auto* group = new QActionGroup(menu);
  QString shown = tr("No library");
  for (const LibraryChoice& library : m_libraries) {
    QAction* action = menu->addAction(libraryWords(library));
    action->setCheckable(true);
    group->addAction(action);
    if (library.key == current) {
      action->setChecked(true);
      shown = libraryWords(library);
    }
    connect(action, &QAction::triggered, this, [this, key = library.key] {
      if (key != m_libraryKey) Q_EMIT libraryChosen(key);
    });
  }
  if (QMenu* old = m_library->menu()) old->deleteLater();
  m_library->setMenu(menu);
  m_library->setChoice(shown);
  m_library->setEnabled(!m_libraries.empty());
  arrange();
}

void NeighbourStrip::setDefinition(const QString& definition) {
  m_definition->setText(definition);
  m_definition->setToolTip(definition);
  const QString title = tr("How neighbours are found");
  m_info->setToolTip(definition.isEmpty() ? title : title + QStringLiteral(":\n") + definition);
  m_info->setAccessibleDescription(definition);
  // Where the row has no room for the definition, the choice itself tells it.
  m_orderList->setToolTip(m_info->toolTip());
  m_orderList->setAccessibleDescription(definition);
  arrange();
}

void NeighbourStrip::setMovement(const QString& moved, const QString& searched) {
  m_movement->setText(moved.isEmpty() ? searched : moved);
  QStringList lines;
  if (!moved.isEmpty()) lines += tr("Since the last edit: %1").arg(moved);
  if (!searched.isEmpty()) lines += tr("Searched: %1").arg(searched);
  m_movement->setToolTip(lines.join(u'\n'));
  m_movement->setAccessibleName(lines.join(QStringLiteral(". ")));
  arrange();
}

void NeighbourStrip::setContext(const QString& whatIsUsed, const QString& impossible) {
  m_use->setEnabled(impossible.isEmpty());
  m_use->setToolTip(impossible.isEmpty() ? whatIsUsed : impossible);
}

void NeighbourStrip::setRows(Rows rows) {
  if (m_rows == rows) return;
  m_rows = rows;
  updateGeometry();
  arrange();
}

void NeighbourStrip::showSentence(bool shown) {
  m_sentenceOpen = shown;
  m_openSentence->setIcon(
      theme::icon(shown ? QStringLiteral("chevron-left") : QStringLiteral("search")));
  const QString name = shown ? tr("Back to the choices") : tr("Find by a sentence");
  m_openSentence->setToolTip(name);
  m_openSentence->setAccessibleName(name);
  arrange();
  if (shown) {
    m_edit->setFocus(Qt::ShortcutFocusReason);
  } else if (m_rows == Rows::One) {
    m_openSentence->setFocus(Qt::OtherFocusReason);
  }
}

void NeighbourStrip::submitSentence() {
  const QString sentence = m_edit->text().simplified();
  if (sentence == m_sentence) return;
  m_sentence = sentence;
  Q_EMIT sentenceSubmitted(sentence);
}

bool NeighbourStrip::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_edit && event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    if (!m_edit->text().isEmpty()) {
      m_edit->clear();
      return true;
    }
    if (m_rows == Rows::One && m_sentenceOpen) {
      showSentence(false);
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void NeighbourStrip::resizeEvent(QResizeEvent*) { arrange(); }

void NeighbourStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) {
    updateGeometry();
    arrange();
  }
  QWidget::changeEvent(event);
}

void NeighbourStrip::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), theme::tokensFor(palette()).panel);
}

}  // namespace molloquy::widgets
