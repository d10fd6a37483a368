#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/chat/chat_types.h"

class QHBoxLayout;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class ChatModel;
class EmptyConversation;
class PinModel;
class PromptBox;
class TurnList;
class WelcomePanel;

/// The conversation: header, turns (or the tour, or an empty page) and the prompt box. It shows the
/// model and emits what the person wants; it starts nothing by itself.
class ChatPanel : public QWidget {
  Q_OBJECT

 public:
  /// Both models outlive the panel.
  ChatPanel(ChatModel* model, PinModel* pins, QWidget* parent = nullptr);

  void setTitle(const QString& title);
  /// `placeholder`: what stands in the empty prompt; where a question cannot be asked it says why.
  void setPromptState(PromptState state, const QString& placeholder);
  /// The structure the next question is about; none shows "no structure yet".
  void setStructureChip(const std::optional<Chip>& chip);
  /// Neighbours that go into the next question as examples, beside the structure.
  void setContextChips(std::vector<Chip> chips);
  /// While an answer is being written, Stop stands in place of Send.
  void setGenerating(bool generating);
  /// Phrases with the best overlap light up. `turns`: those about the structure whose atoms these
  /// are, so that an answer about another structure stays dark; none given: all turns.
  void setFocusedAtoms(std::vector<AtomIndex> atoms,
                       std::optional<std::vector<quint64>> turns = std::nullopt);
  void setWelcome(const WelcomeState& state);
  /// What stands on the page while nothing was asked.
  void setEmptyHint(const QString& hint);
  void setSeed(quint64 seed);
  /// Puts the keyboard into the prompt.
  void focusPrompt();

  [[nodiscard]] TurnList* turnList() const { return m_turns; }
  [[nodiscard]] PromptBox* promptBox() const { return m_prompt; }

 Q_SIGNALS:
  void questionAsked(const QString& text, molloquy::widgets::PromptTemplate promptTemplate);
  void stopRequested();
  /// A phrase was clicked, or Enter was pressed on it.
  void phraseActivated(quint64 turn, int link, Qt::KeyboardModifiers modifiers);
  /// The pointer or the keyboard is on a phrase; link -1: on none any more.
  void phraseHovered(quint64 turn, int link);
  /// A checked claim was clicked, in the text or in the rail.
  void factActivated(quint64 turn, int railEntry);
  void structureChipClicked(quint64 turn);
  /// The chip of a neighbour in a turn.
  void neighbourChipClicked(quint64 turn, const QString& key);
  /// x, Delete or Backspace on a context chip of the prompt.
  void contextChipRemoved(const QString& key);
  /// A click on a context chip of the prompt.
  void contextChipClicked(const QString& key);
  /// Neighbour cards were dropped on the prompt.
  void contextDropped(const QStringList& keys);
  void regenerateRequested(quint64 turn);
  void newConversationRequested();
  /// "primary" or "skip".
  void welcomeActionTriggered(const QString& id);
  void failureActionTriggered(quint64 turn);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void connectParts();
  void showRightPage();
  void applyMetrics();

  ChatModel* m_model;
  theme::ThemedLabel* m_title;
  QToolButton* m_newConversation;
  QStackedWidget* m_pages;
  WelcomePanel* m_welcome;
  EmptyConversation* m_empty;
  TurnList* m_turns;
  PromptBox* m_prompt;
  QHBoxLayout* m_header = nullptr;
  QVBoxLayout* m_footer = nullptr;
  bool m_welcomeVisible = false;
  bool m_generating = false;
};

}  // namespace molloquy::widgets
