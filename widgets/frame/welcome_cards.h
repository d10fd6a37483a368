#pragma once

#include <vector>

#include <QAbstractButton>
#include <QImage>
#include <QKeySequence>
#include <QString>

namespace molloquy::widgets {

/// A large button of the welcome page: icon, keys, title, one line of explanation.
class ActionCard : public QAbstractButton {
  Q_OBJECT
 public:
  ActionCard(const QString& icon, const QString& title, const QString& explanation,
             const QKeySequence& keys, QWidget* parent);

  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_icon;
  QString m_explanation;
  QKeySequence m_keys;
};

/// An example: drawing and name.
class ExampleChip : public QAbstractButton {
  Q_OBJECT
 public:
  ExampleChip(const QString& key, const QString& name, QWidget* parent);

  /// Size of the drawing to ask for, logical pixels.
  static QSize thumbnailSize();

  [[nodiscard]] const QString& key() const { return m_key; }
  void setThumbnail(const QImage& image);

  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_key;
  QImage m_thumbnail;
};

/// Chips in centred lines, as many in a line as fit.
class ChipRow : public QWidget {
  Q_OBJECT
 public:
  explicit ChipRow(QWidget* parent = nullptr);

  void setChips(std::vector<ExampleChip*> chips);

  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();
  [[nodiscard]] int heightFor(int width) const;
  /// Chips per line, for a width.
  [[nodiscard]] std::vector<std::vector<ExampleChip*>> lines(int width) const;

  std::vector<ExampleChip*> m_chips;
};

}  // namespace molloquy::widgets
