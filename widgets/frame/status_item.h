#pragma once

#include <optional>

#include <QAbstractButton>
#include <QString>

namespace molloquy::widgets {

/// One part at the right of the status bar: icon, words, and for the context a small bar. A button,
/// because each part opens its detail.
class StatusItem : public QAbstractButton {
  Q_OBJECT
 public:
  /// icon may be empty; longest is a text of the width to keep free, so that neighbours stand
  /// still.
  StatusItem(const QString& icon, const QString& longest, QWidget* parent);

  void setIcon(const QString& icon);
  void setWords(const QString& words);
  [[nodiscard]] QString words() const { return m_words; }
  /// Words before a small bar; share 0..1, nullopt for no filling.
  void setBar(const QString& before, std::optional<double> share);

  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_icon;
  QString m_longest;
  QString m_words;
  QString m_before;
  bool m_hasBar = false;
  std::optional<double> m_share;
};

}  // namespace molloquy::widgets
