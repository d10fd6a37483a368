#pragma once

#include <QWidget>

#include "widgets/models/model_types.h"

class QAction;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class Banner;
class ChoicesForm;
class LocalTextView;
class MemoryBar;

/// One model: what it is, what it needs, how it is to be opened, and what can be done with it.
class ModelDetailPane : public QWidget {
  Q_OBJECT

 public:
  explicit ModelDetailPane(QWidget* parent = nullptr);

  void setDetail(const ModelDetail& detail);
  void setMemory(const ModelMemory& memory);
  void setChoices(const ModelChoices& choices);
  /// A sentence above everything else; Kind::None takes it away.
  void setNotice(const ModelNotice& notice);

  [[nodiscard]] const ModelDetail& detail() const { return m_detail; }
  [[nodiscard]] ModelChoices choices() const;
  [[nodiscard]] QPushButton& loadButton() { return *m_load; }
  [[nodiscard]] QPushButton& ejectButton() { return *m_eject; }
  [[nodiscard]] QPushButton& quantizeButton() { return *m_quantize; }
  [[nodiscard]] QAction& removeAction() { return *m_remove; }
  [[nodiscard]] Banner& banner() { return *m_banner; }

 Q_SIGNALS:
  void loadRequested(const molloquy::widgets::ModelChoices& choices);
  void ejectRequested();
  void quantizeRequested();
  void revealRequested();
  void checksumRequested();
  void removeRequested();
  void choicesChanged(const molloquy::widgets::ModelChoices& choices);
  void noticeActionTriggered();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* buildHead();
  QWidget* buildButtons();
  QWidget* buildPages();
  void showFacts();

  ModelDetail m_detail;
  theme::ThemedLabel* m_name;
  theme::ThemedLabel* m_state;
  Banner* m_banner;
  MemoryBar* m_memory;
  ChoicesForm* m_choices;
  QPushButton* m_load;
  QPushButton* m_eject;
  QPushButton* m_quantize;
  QToolButton* m_more;
  QAction* m_reveal;
  QAction* m_checksum;
  QAction* m_remove;
  QTabBar* m_tabs;
  QStackedWidget* m_pages;
  LocalTextView* m_facts;
  LocalTextView* m_card;
};

}  // namespace molloquy::widgets
