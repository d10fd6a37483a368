#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

class QLineEdit;
class QStringListModel;

namespace molloquy::widgets {

class RemovableChip;

/// Words as chips that wrap to the width, each with a cross, and, where words may be added, a field
/// behind them. Delete or Backspace removes the chip with the keyboard; Backspace in the empty
/// field goes to the last one.
class EditableChips : public QWidget {
  Q_OBJECT

 public:
  enum class Adding { No, Yes };

  /// noun: "Tag", for accessible names. hint: what stands in the empty field.
  EditableChips(Adding adding, const QString& noun, const QString& hint, QWidget* parent);

  void setChips(const QStringList& chips);
  [[nodiscard]] const QStringList& chips() const { return m_words; }
  /// Words that are offered while one is typed.
  void setKnown(const QStringList& words);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

 Q_SIGNALS:
  /// The person has added or removed a word; the row shows it already.
  void chipsEdited(const QStringList& chips);
  void chipRemoved(int index);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void add();
  void remove(int index);
  /// Places the chips at a width; returns the height. `apply` moves them as well.
  enum class Placing { Measure, Apply };
  int place(int width, Placing placing) const;

  QString m_noun;
  QStringList m_words;
  std::vector<RemovableChip*> m_chips;
  QLineEdit* m_field = nullptr;
  QStringListModel* m_known;
};

}  // namespace molloquy::widgets
