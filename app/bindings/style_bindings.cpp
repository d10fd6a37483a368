#include "app/bindings/style_bindings.h"

#include <QAction>
#include <QColorDialog>
#include <QInputDialog>
#include <algorithm>
#include <utility>

#include "app/controllers/edit_controller.h"
#include "widgets/frame/viewport_header.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

/// A choice of one of several actions, by their place.
template <std::size_t N, class Choose>
void onChosen(const std::array<QAction*, N>& actions, QObject* context, Choose choose) {
  for (std::size_t i = 0; i < N; ++i) {
    QObject::connect(actions[i], &QAction::triggered, context, [choose, i] { choose(i); });
  }
}

template <std::size_t N, class Enum>
void check(const std::array<QAction*, N>& actions, Enum value) {
  actions[static_cast<std::size_t>(value)]->setChecked(true);
}

bool hasBackbone(const chem::Molecule& molecule) {
  if (!molecule.biopolymer()) return false;
  const auto& names = molecule.biopolymer()->atomNames;
  return std::any_of(names.begin(), names.end(),
                     [](const std::string& name) { return name == "CA" || name == "P"; });
}

}  // namespace

StyleBindings::StyleBindings(const BoundParts& parts) : m_parts(parts) {
  m_parts.document.setInitialStyle(m_parts.settings.viewStyle());
  const auto takeStyle = [this](const render::ViewStyle& style) { take(style); };
  connect(&m_parts.window.header(), &widgets::ViewportHeader::viewStyleChanged, this, takeStyle);
  connect(&m_parts.window.viewport(), &widgets::MoleculeViewport::viewStyleWanted, this, takeStyle);
  connect(&m_parts.document, &MoleculeDocument::styleChanged, this, &StyleBindings::showStyle);
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, &StyleBindings::showData);
  connect(&m_parts.selection, &widgets::AtomSelectionModel::selectionChanged, this,
          [this] { m_parts.window.header().setSelection(m_parts.selection.atoms()); });
  m_parts.window.viewport().setLabelScale(m_parts.settings.labelScale());
  connect(&m_parts.window.viewport(), &widgets::MoleculeViewport::labelScaleChosen, this,
          [this](double scale) {
            m_parts.settings.setLabelScale(scale);
            m_parts.window.viewport().setLabelScale(scale);
          });
  bindMenu();
  bindSelection();
  bindHiding();
}

void StyleBindings::bindMenu() {
  const StyleActions& actions = m_parts.window.actions().style;
  onChosen(actions.representations, this, [this](std::size_t i) {
    change([i](render::ViewStyle& style) {
      style.representation = static_cast<render::Representation>(i);
      style.exceptions.clear();
    });
  });
  onChosen(actions.hydrogens, this, [this](std::size_t i) {
    change([i](render::ViewStyle& style) {
      style.hydrogens = static_cast<render::HydrogenDisplay>(i);
    });
  });
  onChosen(actions.labels, this, [this](std::size_t i) {
    change([i](render::ViewStyle& style) { style.labels = static_cast<render::LabelKind>(i); });
  });
  onChosen(actions.looks, this, [this](std::size_t i) {
    change([i](render::ViewStyle& style) {
      style = render::withLook(style, static_cast<render::Look>(i));
    });
  });
  connect(actions.ribbons, &QAction::triggered, this,
          [this](bool on) { change([on](render::ViewStyle& style) { style.ribbons = on; }); });
  connect(actions.contacts, &QAction::triggered, this,
          [this](bool on) { change([on](render::ViewStyle& style) { style.contacts = on; }); });
}

void StyleBindings::bindSelection() {
  const StyleActions& actions = m_parts.window.actions().style;
  connect(actions.colourSelection, &QAction::triggered, this, [this] {
    auto* dialog = new QColorDialog(&m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Colour of the selection"));
    connect(dialog, &QColorDialog::colorSelected, this, [this](const QColor& colour) {
      const render::Rgb rgb{static_cast<std::uint8_t>(colour.red()),
                            static_cast<std::uint8_t>(colour.green()),
                            static_cast<std::uint8_t>(colour.blue())};
      change([this, rgb](render::ViewStyle& style) {
        for (const AtomIndex atom : m_parts.selection.atoms()) style.customColours[atom] = rgb;
      });
    });
    dialog->open();
  });
  connect(actions.labelSelection, &QAction::triggered, this, [this] {
    auto* dialog = new QInputDialog(&m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Label of the selection"));
    dialog->setLabelText(tr("Words at every selected atom; nothing takes them away"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
      change([this, words = text.trimmed().toStdString()](render::ViewStyle& style) {
        for (const AtomIndex atom : m_parts.selection.atoms()) {
          if (words.empty()) {
            style.customLabels.erase(atom);
          } else {
            style.customLabels[atom] = words;
          }
        }
        style.labels = render::LabelKind::Custom;
      });
    });
    dialog->open();
  });
  connect(actions.plainSelection, &QAction::triggered, this, [this] {
    change([this](render::ViewStyle& style) {
      for (const AtomIndex atom : m_parts.selection.atoms()) {
        style.exceptions.erase(atom);
        style.customColours.erase(atom);
        style.customLabels.erase(atom);
      }
    });
  });
}

void StyleBindings::bindHiding() {
  const StyleActions& actions = m_parts.window.actions().style;
  connect(actions.hideSelection, &QAction::triggered, this, [this] {
    change([this](render::ViewStyle& style) {
      style.hidden.insert(m_parts.selection.atoms().begin(), m_parts.selection.atoms().end());
    });
  });
  connect(actions.hideOthers, &QAction::triggered, this, [this] {
    change([this](render::ViewStyle& style) {
      const auto count = m_parts.document.state().molecule->atoms().size();
      style.hidden.clear();
      for (std::uint32_t i = 0; i < count; ++i) {
        if (!m_parts.selection.contains(AtomIndex(i))) style.hidden.insert(AtomIndex(i));
      }
    });
  });
  connect(actions.showAll, &QAction::triggered, this,
          [this] { change([](render::ViewStyle& style) { style.hidden.clear(); }); });
  const auto update = [this, actions] {
    const bool selected = !m_parts.selection.isEmpty();
    actions.colourSelection->setEnabled(selected);
    actions.labelSelection->setEnabled(selected);
    actions.plainSelection->setEnabled(selected);
    actions.hideSelection->setEnabled(selected);
    actions.hideOthers->setEnabled(selected);
    actions.showAll->setEnabled(!m_parts.document.isEmpty() &&
                                !m_parts.document.state().style.hidden.empty());
  };
  connect(&m_parts.selection, &widgets::AtomSelectionModel::selectionChanged, this, update);
  connect(&m_parts.document, &MoleculeDocument::styleChanged, this, update);
  update();
}

void StyleBindings::change(const std::function<void(render::ViewStyle&)>& how) {
  render::ViewStyle style =
      m_parts.document.isEmpty() ? m_parts.settings.viewStyle() : m_parts.document.state().style;
  how(style);
  take(style);
}

void StyleBindings::take(const render::ViewStyle& style) {
  if (!m_parts.document.isEmpty()) {
    const render::ViewStyle before = m_parts.document.state().style;
    // The slider of the surface is one step, however far it is drawn.
    const bool slides = before.surface.opacity != style.surface.opacity;
    m_parts.edits.setStyle(style, stepTitle(before, style),
                           slides ? QStringLiteral("opacity") : QString());
  }
  render::ViewStyle remembered = style;
  remembered.exceptions.clear();
  remembered.hidden.clear();
  remembered.customColours.clear();
  remembered.customLabels.clear();
  remembered.surface = {};
  m_parts.settings.setViewStyle(remembered);
  m_parts.document.setInitialStyle(remembered);
}

QString StyleBindings::stepTitle(const render::ViewStyle& before,
                                 const render::ViewStyle& after) const {
  if (before.representation != after.representation || before.exceptions != after.exceptions) {
    return tr("Change the representation");
  }
  if (before.colourBy != after.colourBy || before.customColours != after.customColours ||
      before.palette != after.palette) {
    return tr("Change the colours");
  }
  if (before.hidden != after.hidden || before.hydrogens != after.hydrogens) {
    return tr("Show or hide atoms");
  }
  if (!(before.surface == after.surface)) return tr("Change the surface");
  if (before.labels != after.labels || before.customLabels != after.customLabels) {
    return tr("Change the labels");
  }
  return tr("Change the look");
}

void StyleBindings::showStyle() {
  if (m_parts.document.isEmpty()) return;
  const DocumentState& state = m_parts.document.state();
  m_parts.window.viewport().setViewStyle(state.style);
  m_parts.window.viewport().setFixedAtoms(state.fixedAtoms);
  m_parts.window.header().setViewStyle(state.style);
  const StyleActions& actions = m_parts.window.actions().style;
  check(actions.representations, state.style.representation);
  check(actions.hydrogens, state.style.hydrogens);
  check(actions.labels, state.style.labels);
  const auto look = render::lookOf(state.style);
  for (std::size_t i = 0; i < actions.looks.size(); ++i) {
    actions.looks[i]->setChecked(look && static_cast<std::size_t>(*look) == i);
  }
  actions.ribbons->setChecked(state.style.ribbons);
  actions.contacts->setChecked(state.style.contacts);
}

void StyleBindings::showData() {
  if (m_parts.document.isEmpty()) return;
  const chem::Molecule& molecule = *m_parts.document.state().molecule;
  widgets::ViewData data;
  data.structure = true;
  data.partialCharges = !m_values.partialCharge.empty();
  data.logpShares = !m_values.logpShare.empty();
  data.residues = molecule.biopolymer() != nullptr;
  data.backbone = hasBackbone(molecule);
  data.custom = !m_values.custom.empty();
  data.attention = !m_values.attention.empty();
  data.cip = std::any_of(m_values.cip.begin(), m_values.cip.end(),
                         [](const std::string& label) { return !label.empty(); });
  data.dipole = m_dipoleKnown;
  m_parts.window.header().setViewData(data);
  m_parts.window.actions().style.ribbons->setEnabled(data.backbone);
}

void StyleBindings::setAtomValues(const render::AtomValues& values) {
  m_values = values;
  m_parts.window.viewport().setAtomValues(values);
  showData();
}

void StyleBindings::showCharges(bool shown) {
  change([shown](render::ViewStyle& style) {
    style.colourBy = shown ? render::ColourBy::PartialCharge : render::ColourBy::Element;
  });
}

void StyleBindings::showDipole(bool shown) {
  change([shown](render::ViewStyle& style) { style.dipole = shown; });
}

void StyleBindings::setDipole(const std::optional<chem::Point3>& debye) {
  m_dipoleKnown = debye.has_value();
  m_parts.window.viewport().setDipole(debye);
  showData();
}

}  // namespace molloquy::app
