#pragma once

#include <optional>
#include <vector>

#include <QImage>
#include <QString>
#include <QWidget>

class QLabel;

namespace molloquy::widgets {

class ChipRow;
class ExampleChip;
class StructureEntry;

/// An example that comes with the program.
struct WelcomeExample {
  QString key;
  QString name;
};

/// The centre while no structure is open.
class WelcomePage : public QWidget {
  Q_OBJECT
 public:
  explicit WelcomePage(QWidget* parent = nullptr);

  /// The first four are shown.
  void setExamples(const std::vector<WelcomeExample>& examples);
  void setThumbnail(const QString& key, const QImage& image);
  /// The text of the entry cannot be read, and why.
  void setError(std::optional<int> column, const QString& sentence);
  void setBusy(bool busy);
  void clearEntry();
  [[nodiscard]] StructureEntry& entry() { return *m_entry; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void openFileRequested();
  /// The clipboard is to be read.
  void pasteRequested();
  void exampleChosen(const QString& key);
  void textSubmitted(const QString& text);
  /// Several lines were pasted into the entry.
  void blockPasted(const QString& text);
  /// An example has no drawing; answer with setThumbnail. `size` is in logical pixels.
  void thumbnailNeeded(const QString& key, QSize size, qreal devicePixelRatio);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* buildColumn();
  void askForThumbnails();
  void applyColours();

  QLabel* m_title;
  QLabel* m_hint;
  StructureEntry* m_entry;
  QLabel* m_examplesTitle;
  ChipRow* m_chips;
  QLabel* m_promise;
  std::vector<ExampleChip*> m_examples;
};

}  // namespace molloquy::widgets
