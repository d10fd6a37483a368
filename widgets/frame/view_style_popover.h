#pragma once

#include <functional>
#include <vector>

#include "render/view_style.h"
#include "widgets/frame/popover.h"
#include "widgets/frame/view_data.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QPushButton;
class QSlider;

namespace molloquy::widgets {

class SegmentedControl;

/// Every choice of how a structure is drawn that is not a combo of the header: looks, hydrogens,
/// surface, labels, ground, palette, quality. Changes apply at once.
class ViewStylePopover : public Popover {
  Q_OBJECT
 public:
  explicit ViewStylePopover(QWidget* parent);

  void setViewStyle(const render::ViewStyle& style);
  void setViewData(const ViewData& known);
  void setSelection(const std::vector<AtomIndex>& atoms);

 Q_SIGNALS:
  void viewStyleChanged(const molloquy::render::ViewStyle& style);

 private:
  using Change = std::function<void(render::ViewStyle&)>;

  void build();
  void buildLooks(QGridLayout& grid);
  void buildSurface(QGridLayout& grid);
  void buildSwitches(QGridLayout& grid);
  void buildVisibility(QGridLayout& grid);
  QCheckBox* addSwitch(const QString& words, const QString& tip,
                       std::function<void(render::ViewStyle&, bool)> how);
  void addRow(QGridLayout& grid, const QString& label, QWidget* field);
  void showStyle();
  void showData();
  void change(const Change& how);

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
  QPushButton* m_hideSelected;
  QPushButton* m_showAll;
  bool m_updating = false;
};

}  // namespace molloquy::widgets
