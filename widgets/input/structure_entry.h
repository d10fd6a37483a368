#pragma once

#include <optional>

#include <QString>
#include <QTimer>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QToolButton;

namespace molloquy::widgets {

class BusyBar;
class StructureLineEdit;

/// A field for a structure as text. It knows no chemistry: it says when the text has settled and
/// shows the error that comes back, underlined at its column with the sentence below.
class StructureEntry : public QWidget {
  Q_OBJECT
 public:
  enum class Look {
    Search,
    Welcome
  };  ///< small with a magnifier; large, mono, with an Open button.

  explicit StructureEntry(Look look = Look::Search, QWidget* parent = nullptr);

  [[nodiscard]] QString text() const;
  /// The line that is typed into, for what watches its keys.
  [[nodiscard]] QLineEdit& field();
  /// Sets the text without emitting textSettled.
  void setText(const QString& text);
  void setPlaceholderText(const QString& text);
  /// Underlines from `column` (1-based, in the text as typed) to its end or, beyond the text, its
  /// last character; nullopt underlines everything. The next edit takes it away.
  void setError(std::optional<int> column, const QString& sentence);
  void clearError();
  /// The structure is being read.
  void setBusy(bool busy);
  void clear();
  [[nodiscard]] QString errorSentence() const { return m_errorSentence; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// Every change by the person.
  void textEdited(const QString& text);
  /// 250 ms after the last change; not for an empty field.
  void textSettled(const QString& text);
  /// Enter, or the Open button.
  void submitted(const QString& text);
  /// Text with several lines was pasted (a MOL block); the field itself stays as it was.
  void blockPasted(const QString& text);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void takeEdit();
  void submitNow();
  void updateButtons();
  void arrange();
  [[nodiscard]] int fieldHeight() const;
  [[nodiscard]] int errorHeight() const;

  Look m_look;
  StructureLineEdit* m_edit;
  QPushButton* m_open = nullptr;
  QToolButton* m_clear = nullptr;  ///< of the search field, while it holds a text.
  QString m_errorSentence;
  BusyBar* m_busy;
  QTimer m_settle;
};

}  // namespace molloquy::widgets
