#include "widgets/frame/view_style_popover.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSlider>
#include <QStandardItemModel>

#include "widgets/frame/segmented_control.h"
#include "widgets/frame/view_words.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

using render::Ground;
using render::LabelKind;
using render::Look;
using render::SurfaceColour;
using render::SurfaceKind;
using render::ViewStyle;

/// Disables an entry and says why, or enables it.
void setReason(QComboBox& list, int entry, const QString& why) {
  auto* model = qobject_cast<QStandardItemModel*>(list.model());
  if (model == nullptr || entry < 0) return;
  QStandardItem* item = model->item(entry);
  item->setEnabled(why.isEmpty());
  item->setToolTip(why);
  item->setAccessibleDescription(why);
}

void setReason(QWidget& widget, bool possible, const QString& tip, const QString& why) {
  widget.setEnabled(possible);
  widget.setToolTip(possible ? tip : why);
}

}  // namespace

ViewStylePopover::ViewStylePopover(QWidget* parent) : Popover(parent) {
  setAccessibleName(tr("View style"));
  build();
  showStyle();
  showData();
}

void ViewStylePopover::addRow(QGridLayout& grid, const QString& label, QWidget* field) {
  const int row = grid.rowCount();
  auto* words = new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text2, label, this);
  words->setBuddy(field);
  if (field->accessibleName().isEmpty()) field->setAccessibleName(label);
  grid.addWidget(words, row, 0);
  grid.addWidget(field, row, 1);
}

void ViewStylePopover::build() {
  auto* grid = new QGridLayout(this);
  const int margin = theme::scaled(12);
  grid->setContentsMargins(margin, margin, margin, margin);
  grid->setHorizontalSpacing(theme::scaled(14));
  grid->setVerticalSpacing(theme::scaled(8));
  grid->setColumnStretch(1, 1);
  buildLooks(*grid);
  buildSurface(*grid);
  buildSwitches(*grid);
  buildVisibility(*grid);
}

void ViewStylePopover::buildLooks(QGridLayout& grid) {
  m_look = new SegmentedControl({tr("Work"), tr("Print"), tr("Presentation")}, this);
  m_look->setToolTip(tr("Quality and ground together, in one click"));
  addRow(grid, tr("Look"), m_look);
  connect(m_look, &SegmentedControl::chosen, this, [this](int look) {
    change([look](ViewStyle& s) { s = render::withLook(s, static_cast<Look>(look)); });
  });
  m_hydrogens = new SegmentedControl({tr("All"), tr("Polar"), tr("None")}, this);
  addRow(grid, tr("Hydrogens"), m_hydrogens);
  connect(m_hydrogens, &SegmentedControl::chosen, this, [this](int shown) {
    change([shown](ViewStyle& s) { s.hydrogens = static_cast<render::HydrogenDisplay>(shown); });
  });
  m_palette = new SegmentedControl({tr("Classic"), tr("Colour-blind safe")}, this);
  addRow(grid, tr("Elements"), m_palette);
  connect(m_palette, &SegmentedControl::chosen, this, [this](int palette) {
    change([palette](ViewStyle& s) { s.palette = static_cast<render::ElementPalette>(palette); });
  });
  m_labels = new QComboBox(this);
  for (int kind = 0; kind <= static_cast<int>(LabelKind::Custom); ++kind)
    m_labels->addItem(labelWords(static_cast<LabelKind>(kind)));
  addRow(grid, tr("Labels"), m_labels);
  connect(m_labels, qOverload<int>(&QComboBox::activated), this, [this](int kind) {
    change([kind](ViewStyle& s) { s.labels = static_cast<LabelKind>(kind); });
  });
  m_ground = new QComboBox(this);
  for (int ground = 0; ground <= static_cast<int>(Ground::White); ++ground)
    m_ground->addItem(groundWords(static_cast<Ground>(ground)));
  addRow(grid, tr("Ground"), m_ground);
  connect(m_ground, qOverload<int>(&QComboBox::activated), this, [this](int ground) {
    change([ground](ViewStyle& s) { s.ground = static_cast<Ground>(ground); });
  });
}

void ViewStylePopover::buildSurface(QGridLayout& grid) {
  m_surface = new QComboBox(this);
  for (int kind = 0; kind <= static_cast<int>(SurfaceKind::SolventExcluded); ++kind)
    m_surface->addItem(surfaceWords(static_cast<SurfaceKind>(kind)));
  addRow(grid, tr("Surface"), m_surface);
  connect(m_surface, qOverload<int>(&QComboBox::activated), this, [this](int kind) {
    change([kind](ViewStyle& s) { s.surface.kind = static_cast<SurfaceKind>(kind); });
  });
  m_surfaceColour = new QComboBox(this);
  for (int colour = 0; colour <= static_cast<int>(SurfaceColour::Hydrophobicity); ++colour)
    m_surfaceColour->addItem(surfaceColourWords(static_cast<SurfaceColour>(colour)));
  m_surfaceColour->setAccessibleName(tr("Colour of the surface"));
  addRow(grid, tr("Its colour"), m_surfaceColour);
  connect(m_surfaceColour, qOverload<int>(&QComboBox::activated), this, [this](int colour) {
    change([colour](ViewStyle& s) { s.surface.colour = static_cast<SurfaceColour>(colour); });
  });
  m_opacity = new QSlider(Qt::Horizontal, this);
  m_opacity->setRange(5, 100);
  m_opacity->setPageStep(10);
  m_opacity->setAccessibleName(tr("Opacity of the surface, percent"));
  addRow(grid, tr("Its opacity"), m_opacity);
  connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) {
    m_opacity->setToolTip(tr("%1 %").arg(percent));
    change([percent](ViewStyle& s) { s.surface.opacity = percent / 100.0; });
  });
}

QCheckBox* ViewStylePopover::addSwitch(const QString& words, const QString& tip,
                                       std::function<void(ViewStyle&, bool)> how) {
  auto* box = new QCheckBox(words, this);
  box->setToolTip(tip);
  box->setAccessibleDescription(tip);
  connect(box, &QCheckBox::toggled, this, [this, how = std::move(how)](bool on) {
    change([&how, on](ViewStyle& s) { how(s, on); });
  });
  return box;
}

void ViewStylePopover::buildSwitches(QGridLayout& grid) {
  m_ribbons = addSwitch(tr("Ribbons"), tr("The backbone of proteins as a ribbon"),
                        [](ViewStyle& s, bool on) { s.ribbons = on; });
  m_contacts = addSwitch(tr("Contacts"), tr("Hydrogen bonds and close contacts, dashed"),
                         [](ViewStyle& s, bool on) { s.contacts = on; });
  m_dipole = addSwitch(tr("Dipole"), tr("The dipole as an arrow"),
                       [](ViewStyle& s, bool on) { s.dipole = on; });
  m_occlusion = addSwitch(tr("Ambient occlusion"), tr("Hollows are darker"),
                          [](ViewStyle& s, bool on) { s.quality.ambientOcclusion = on; });
  m_silhouette = addSwitch(tr("Outline"), tr("A dark line around shapes"),
                           [](ViewStyle& s, bool on) { s.quality.silhouette = on; });
  m_fog = addSwitch(tr("Fog"), tr("What is far fades into the ground"),
                    [](ViewStyle& s, bool on) { s.quality.fog = on; });
  m_depthOfField = addSwitch(tr("Depth of field"), tr("What is far from the centre blurs"),
                             [](ViewStyle& s, bool on) { s.quality.depthOfField = on; });
  m_antialiasing = addSwitch(tr("Smooth edges"), tr("Edges without steps"),
                             [](ViewStyle& s, bool on) { s.quality.antialiasing = on; });
  auto* box = new QGridLayout;
  box->setHorizontalSpacing(theme::scaled(16));
  box->setVerticalSpacing(theme::scaled(6));
  int place = 0;
  for (QCheckBox* one : {m_ribbons, m_occlusion, m_contacts, m_silhouette, m_dipole, m_fog,
                         m_antialiasing, m_depthOfField}) {
    box->addWidget(one, place / 2, place % 2);
    ++place;
  }
  grid.addLayout(box, grid.rowCount(), 0, 1, 2);
}

void ViewStylePopover::buildVisibility(QGridLayout& grid) {
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::scaled(6));
  m_hideSelected = new QPushButton(tr("Hide selected atoms"), this);
  m_showAll = new QPushButton(tr("Show all"), this);
  row->addWidget(m_hideSelected);
  row->addWidget(m_showAll);
  row->addStretch(1);
  grid.addLayout(row, grid.rowCount(), 0, 1, 2);
  connect(m_hideSelected, &QPushButton::clicked, this, [this] {
    change([this](ViewStyle& s) { s.hidden.insert(m_selection.begin(), m_selection.end()); });
  });
  connect(m_showAll, &QPushButton::clicked, this,
          [this] { change([](ViewStyle& s) { s.hidden.clear(); }); });
}

void ViewStylePopover::change(const Change& how) {
  if (m_updating) return;
  ViewStyle style = m_style;
  how(style);
  if (style == m_style) return;
  setViewStyle(style);
  Q_EMIT viewStyleChanged(m_style);
}

void ViewStylePopover::setViewStyle(const ViewStyle& style) {
  m_style = style;
  showStyle();
  showData();
}

void ViewStylePopover::setViewData(const ViewData& known) {
  m_data = known;
  showData();
}

void ViewStylePopover::setSelection(const std::vector<AtomIndex>& atoms) {
  m_selection = atoms;
  showData();
}

void ViewStylePopover::showStyle() {
  m_updating = true;
  const auto look = render::lookOf(m_style);
  m_look->setCurrent(look ? static_cast<int>(*look) : -1);
  m_hydrogens->setCurrent(static_cast<int>(m_style.hydrogens));
  m_palette->setCurrent(static_cast<int>(m_style.palette));
  m_labels->setCurrentIndex(static_cast<int>(m_style.labels));
  m_ground->setCurrentIndex(static_cast<int>(m_style.ground));
  m_surface->setCurrentIndex(static_cast<int>(m_style.surface.kind));
  m_surfaceColour->setCurrentIndex(static_cast<int>(m_style.surface.colour));
  m_opacity->setValue(qRound(m_style.surface.opacity * 100));
  m_ribbons->setChecked(m_style.ribbons);
  m_contacts->setChecked(m_style.contacts);
  m_dipole->setChecked(m_style.dipole);
  m_occlusion->setChecked(m_style.quality.ambientOcclusion);
  m_silhouette->setChecked(m_style.quality.silhouette);
  m_fog->setChecked(m_style.quality.fog);
  m_depthOfField->setChecked(m_style.quality.depthOfField);
  m_antialiasing->setChecked(m_style.quality.antialiasing);
  m_updating = false;
}

void ViewStylePopover::showData() {
  for (int kind = 0; kind < m_labels->count(); ++kind)
    setReason(*m_labels, kind, whyNoLabel(static_cast<LabelKind>(kind), m_data));
  for (int colour = 0; colour < m_surfaceColour->count(); ++colour)
    setReason(*m_surfaceColour, colour,
              whyNoSurfaceColour(static_cast<SurfaceColour>(colour), m_data));
  const bool surface = m_style.surface.kind != SurfaceKind::None;
  const QString noSurface = tr("No surface is shown.");
  setReason(*m_surfaceColour, surface, {}, noSurface);
  setReason(*m_opacity, surface, tr("%1 %").arg(m_opacity->value()), noSurface);
  setReason(*m_ribbons, m_data.backbone || m_style.ribbons,
            tr("The backbone of proteins as a ribbon"),
            tr("This structure has no protein backbone."));
  setReason(*m_dipole, m_data.dipole || m_style.dipole, tr("The dipole as an arrow"),
            tr("The dipole is not computed yet: the Electrons tab does it."));
  setReason(*m_hideSelected, !m_selection.empty(), tr("Hides them until \"Show all\""),
            tr("No atom is selected."));
  setReason(*m_showAll, !m_style.hidden.empty(), tr("Shows hidden atoms again"),
            tr("No atom is hidden."));
}

}  // namespace molloquy::widgets
