#pragma once

#include <vector>

#include <QString>
#include <QWidget>

#include "render/view_style.h"
#include "widgets/frame/view_data.h"

namespace molloquy::widgets {

class HeaderChoices;
class Stepper;

/// The strip over the viewport: what is shown, where its positions come from, which conformer and
/// which record of the file, and how it is drawn.
class ViewportHeader : public QWidget {
  Q_OBJECT
 public:
  /// What a tag says: where positions come from, or that they are no longer the file's.
  enum class TagKind { Origin, Edited };

  explicit ViewportHeader(QWidget* parent = nullptr);

  /// An empty name clears the strip.
  void setStructure(const QString& name, const QString& formula);
  /// A state of the structure ("3D made here") with its explanation; an empty tag takes it away.
  void setTag(const QString& tag, const QString& explanation, TagKind kind = TagKind::Origin);
  /// current 0-based. The stepper is hidden below two.
  void setConformers(int current, int count);
  void setRecords(int current, int count);

  /// The style that the choices show; emits nothing.
  void setViewStyle(const render::ViewStyle& style);
  /// The style as the choices have it.
  [[nodiscard]] const render::ViewStyle& viewStyle() const;
  void setViewData(const ViewData& known);
  /// Selected atoms; while there are some the representation can be chosen for them alone.
  void setSelection(const std::vector<AtomIndex>& atoms);
  /// No structure; the style stays.
  void clear();

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void conformerChosen(int conformer);
  void recordChosen(int record);
  void viewStyleChanged(const molloquy::render::ViewStyle& style);

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
  [[nodiscard]] double titleLeast() const;
  void arrange();
  void updateAccessibleText();

  QString m_name;
  QString m_formula;
  QString m_tag;
  QString m_tagExplanation;
  TagKind m_tagKind = TagKind::Origin;
  Stepper* m_conformers;
  Stepper* m_records;
  HeaderChoices* m_choices;
};

}  // namespace molloquy::widgets
