#include "widgets/chat/chat_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/chat/chat_model.h"
#include "widgets/chat/empty_conversation.h"
#include "widgets/chat/prompt_box.h"
#include "widgets/chat/prompt_edit.h"
#include "widgets/chat/turn_list.h"
#include "widgets/chat/welcome_panel.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;

constexpr double kHeaderHeight = 38.0;

}  // namespace

ChatPanel::ChatPanel(ChatModel* model, PinModel* pins, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_title(new theme::ThemedLabel(theme::TextRole::PanelTitle, theme::Ink::Text, {}, this)),
      m_newConversation(new QToolButton(this)),
      m_pages(new QStackedWidget(this)),
      m_welcome(new WelcomePanel),
      m_empty(new EmptyConversation),
      m_turns(new TurnList(*model, *pins)),
      m_prompt(new PromptBox(this)) {
  setAccessibleName(tr("Conversation panel"));
  m_title->setElided(true);
  m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_newConversation->setIcon(theme::icon(QStringLiteral("plus")));
  m_newConversation->setAutoRaise(true);
  m_newConversation->setAccessibleName(tr("New conversation"));
  m_newConversation->setToolTip(tr("New conversation"));
  m_pages->addWidget(m_empty);
  m_pages->addWidget(m_welcome);
  m_pages->addWidget(m_turns);
  m_header = new QHBoxLayout;
  m_header->addWidget(m_title, 1);
  m_header->addWidget(m_newConversation);
  m_footer = new QVBoxLayout;
  m_footer->addWidget(m_prompt);
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  rows->addLayout(m_header);
  rows->addWidget(m_pages, 1);
  rows->addLayout(m_footer);
  connectParts();
  setTitle(tr("New conversation"));
  applyMetrics();
  showRightPage();
}

void ChatPanel::connectParts() {
  connect(m_prompt, &PromptBox::questionAsked, this, &ChatPanel::questionAsked);
  connect(m_prompt, &PromptBox::stopRequested, this, &ChatPanel::stopRequested);
  connect(m_prompt, &PromptBox::contextChipRemoved, this, &ChatPanel::contextChipRemoved);
  connect(m_prompt, &PromptBox::contextChipClicked, this, &ChatPanel::contextChipClicked);
  connect(m_prompt, &PromptBox::contextDropped, this, &ChatPanel::contextDropped);
  connect(m_turns, &TurnList::neighbourChipClicked, this, &ChatPanel::neighbourChipClicked);
  connect(m_turns, &TurnList::phraseActivated, this, &ChatPanel::phraseActivated);
  connect(m_turns, &TurnList::phraseHovered, this, &ChatPanel::phraseHovered);
  connect(m_turns, &TurnList::factActivated, this, &ChatPanel::factActivated);
  connect(m_turns, &TurnList::structureChipClicked, this, &ChatPanel::structureChipClicked);
  connect(m_turns, &TurnList::regenerateRequested, this, &ChatPanel::regenerateRequested);
  connect(m_turns, &TurnList::failureActionTriggered, this, &ChatPanel::failureActionTriggered);
  connect(m_welcome, &WelcomePanel::actionTriggered, this, &ChatPanel::welcomeActionTriggered);
  connect(m_newConversation, &QToolButton::clicked, this, &ChatPanel::newConversationRequested);
  connect(m_model, &ChatModel::rowsInserted, this, &ChatPanel::showRightPage);
  connect(m_model, &ChatModel::modelReset, this, &ChatPanel::showRightPage);
}

void ChatPanel::setTitle(const QString& title) {
  m_title->setText(title);
  m_title->setToolTip(title);
}

void ChatPanel::setPromptState(PromptState state, const QString& placeholder) {
  m_prompt->setState(state, placeholder);
}

void ChatPanel::setStructureChip(const std::optional<Chip>& chip) {
  m_prompt->setStructureChip(chip);
}

void ChatPanel::setContextChips(std::vector<Chip> chips) {
  m_prompt->setContextChips(std::move(chips));
}

void ChatPanel::setGenerating(bool generating) {
  m_generating = generating;
  m_prompt->setGenerating(generating);
}

void ChatPanel::setFocusedAtoms(std::vector<AtomIndex> atoms,
                                std::optional<std::vector<quint64>> turns) {
  m_turns->setFocusedAtoms(std::move(atoms), std::move(turns));
}

void ChatPanel::setWelcome(const WelcomeState& state) {
  m_welcomeVisible = !state.steps.empty();
  m_welcome->setState(state);
  showRightPage();
}

void ChatPanel::setEmptyHint(const QString& hint) { m_empty->setHint(hint); }

void ChatPanel::setSeed(quint64 seed) { m_prompt->setSeed(seed); }

void ChatPanel::focusPrompt() { m_prompt->edit()->setFocus(Qt::ShortcutFocusReason); }

void ChatPanel::showRightPage() {
  const bool empty = m_model->rowCount() == 0;
  m_newConversation->setEnabled(!empty);
  m_newConversation->setToolTip(empty ? tr("This conversation is new already")
                                      : tr("New conversation"));
  QWidget* page = !empty             ? static_cast<QWidget*>(m_turns)
                  : m_welcomeVisible ? static_cast<QWidget*>(m_welcome)
                                     : m_empty;
  m_pages->setCurrentWidget(page);
}

void ChatPanel::applyMetrics() {
  m_title->setFixedHeight(scaled(kHeaderHeight));
  m_newConversation->setIconSize(QSize(scaled(16), scaled(16)));
  m_header->setContentsMargins(scaled(12 + 16 + 10), 0, scaled(10), 0);
  m_footer->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(12));
}

void ChatPanel::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  const int head = scaled(kHeaderHeight);
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.fillRect(0, 0, width(), head - 1, t.panel);
  painter.fillRect(0, head - 1, width(), 1, t.line);
  theme::paintIcon(painter, QRectF(scaled(12), (head - scaled(16)) / 2.0, scaled(16), scaled(16)),
                   QStringLiteral("conversation"), t.text2);
}

void ChatPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) applyMetrics();
}

void ChatPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && m_generating) {
    Q_EMIT stopRequested();
    return;
  }
  QWidget::keyPressEvent(event);
}

}  // namespace molloquy::widgets
