#pragma once

#include <QWidget>

#include "widgets/search/search_types.h"

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class LinkButton;

/// The line under the suggestions: whether names come from PubChem, and how to change that.
class SearchFoot : public QWidget {
  Q_OBJECT

 public:
  explicit SearchFoot(QWidget* parent);

  /// Chooses the words; hides itself where there is nothing to say.
  void setState(NetworkMode mode, SuggestionConsent consent);
  /// What Tab from the field goes to; nullptr when nothing can be pressed.
  [[nodiscard]] QWidget* firstButton() const;
  [[nodiscard]] int heightFor(int width) const;

 Q_SIGNALS:
  void consentGiven(molloquy::widgets::SuggestionConsent consent);
  void networkRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] int buttonsWidth() const;
  [[nodiscard]] bool isQuestion() const;

  NetworkMode m_mode = NetworkMode::Off;
  SuggestionConsent m_consent = SuggestionConsent::NotAsked;
  theme::ThemedLabel* m_words;
  LinkButton* m_first;
  LinkButton* m_second;
};

}  // namespace molloquy::widgets
