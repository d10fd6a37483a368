#pragma once

#include <QString>
#include <QWidget>

namespace molloquy::widgets {

class Stepper;

/// The strip over the viewport: what is shown, where its positions come from, which conformer and
/// which record of the file.
class ViewportHeader : public QWidget {
  Q_OBJECT
 public:
  explicit ViewportHeader(QWidget* parent = nullptr);

  /// An empty name clears the strip.
  void setStructure(const QString& name, const QString& formula);
  /// A state of the structure ("3D made here") with its explanation; an empty tag takes it away.
  void setTag(const QString& tag, const QString& explanation);
  /// current 0-based. The stepper is hidden below two.
  void setConformers(int current, int count);
  void setRecords(int current, int count);
  void clear();

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void conformerChosen(int conformer);
  void recordChosen(int record);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct TitleLayout {
    QString name;
    QRectF nameRect, formulaRect, tagRect;
  };

  [[nodiscard]] TitleLayout layOutTitle() const;
  void arrange();
  void updateAccessibleText();

  QString m_name;
  QString m_formula;
  QString m_tag;
  QString m_tagExplanation;
  Stepper* m_conformers;
  Stepper* m_records;
};

}  // namespace molloquy::widgets
