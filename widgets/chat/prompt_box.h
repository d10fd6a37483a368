#pragma once

#include <QFrame>
#include <QStringList>
#include <optional>

#include "widgets/chat/chat_types.h"

class QComboBox;
class QPushButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class PromptChips;
class PromptEdit;
class SegmentedControl;
class StopButton;

/// Where a question is written: the structure it is about, neighbours as examples, the words, what
/// kind of question it is, and Send, or Stop while an answer is being written.
class PromptBox : public QFrame {
  Q_OBJECT

 public:
  explicit PromptBox(QWidget* parent = nullptr);

  void setState(PromptState state, const QString& placeholder);
  void setStructureChip(const std::optional<Chip>& chip);
  /// In their order, beside the structure; each can be taken away.
  void setContextChips(std::vector<Chip> chips);
  void setGenerating(bool generating);
  void setSeed(quint64 seed);

  [[nodiscard]] PromptEdit* edit() const { return m_edit; }
  [[nodiscard]] QPushButton* sendButton() const { return m_send; }
  [[nodiscard]] QPushButton* stopButton() const;
  [[nodiscard]] PromptTemplate promptTemplate() const { return m_template; }
  void setPromptTemplate(PromptTemplate promptTemplate);

  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void questionAsked(const QString& text, molloquy::widgets::PromptTemplate promptTemplate);
  void stopRequested();
  void contextChipRemoved(const QString& key);
  void contextChipClicked(const QString& key);
  /// Neighbour cards were dropped on the box.
  void contextDropped(const QStringList& keys);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] bool canWrite() const;
  [[nodiscard]] QString question() const;
  void submit();
  void refresh();
  void fitFoot();
  void applyMetrics();

  PromptChips* m_chips;
  PromptEdit* m_edit;
  SegmentedControl* m_templates;
  QComboBox* m_templateList;  ///< in place of m_templates where it does not fit.
  theme::ThemedLabel* m_seed;
  QPushButton* m_send;
  StopButton* m_stop;
  PromptState m_state = PromptState::NoModel;
  PromptTemplate m_template = PromptTemplate::Ask;
  QString m_placeholder;
  bool m_generating = false;
  bool m_dropping = false;  ///< cards hang over the box.
  QStringList m_asked;
};

}  // namespace molloquy::widgets
