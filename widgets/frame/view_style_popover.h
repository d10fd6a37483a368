#pragma once

#include <functional>
#include <vector>

#include <QFrame>

#include "render/view_style.h"
#include "widgets/frame/view_data.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QSlider;
class QToolButton;

namespace molloquy::widgets {

class SegmentedControl;

/// Every choice of how a structure is drawn that is not a combo of the header: looks, hydrogens,
/// surface, labels, ground, palette, quality. Changes apply at once.
class ViewStylePopover : public QFrame {
  Q_OBJECT
 public:
  explicit ViewStylePopover(QWidget* parent);

  void setViewStyle(const render::ViewStyle& style);
  void setViewData(const ViewData& data);
  void setSelection(const std::vector<AtomIndex>& atoms);
  /// Opens below a place of the screen, inside it.
  void openBelow(const QRect& globalAnchor);

 Q_SIGNALS:
  void viewStyleChanged(const molloquy::render::ViewStyle& style);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void build();
  void buildSwitches(QGridLayout& grid, int& row);
  void showStyle();
  void showData();
  void change(const std::function<void(render::ViewStyle&)>& how);

  render::ViewStyle m_style;
  ViewData m_data;
  std::vector<AtomIndex> m_selection;
  SegmentedControl* m_look;
  SegmentedControl* m_hydrogens;
  SegmentedControl* m_palette;
  QComboBox* m_surface;
  QComboBox* m_surfaceColour;
  QSlider* m_opacity;
  QComboBox* m_labels;
  QComboBox* m_ground;
  QCheckBox* m_ribbons;
  QCheckBox* m_contacts;
  QCheckBox* m_dipole;
  QCheckBox* m_occlusion;
  QCheckBox* m_silhouette;
  QCheckBox* m_fog;
  QCheckBox* m_depthOfField;
  QCheckBox* m_antialiasing;
  QToolButton* m_hideSelected;
  QToolButton* m_showAll;
  bool m_updating = false;
};

}  // namespace molloquy::widgets
