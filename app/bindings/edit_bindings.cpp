#include "app/bindings/edit_bindings.h"

#include <QAction>
#include <QCursor>
#include <QMenu>
#include <QTimer>
#include <QUndoGroup>
#include <QUndoStack>
#include <algorithm>
#include <utility>

#include "model/chem/edit/fragments.h"
#include "widgets/frame/banner.h"
#include "widgets/input/element_chooser.h"
#include "widgets/inspector/edit_history_view.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/inspector/measurements_panel.h"
#include "widgets/inspector/structure_tables.h"
#include "widgets/sketch/sketch_editor.h"
#include "widgets/sketch/sketch_strip.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

using Origin = widgets::AtomSelectionModel::Origin;
namespace edit = chem::edit;

void onTriggered(QAction* action, QObject* context, const std::function<void()>& work) {
  QObject::connect(action, &QAction::triggered, context, [work] { work(); });
}

bool areBonded(const chem::Molecule& molecule, AtomIndex a, AtomIndex b) {
  const auto& bonds = molecule.bonds();
  return std::any_of(bonds.begin(), bonds.end(), [&](const chem::Bond& bond) {
    return (bond.begin == a && bond.end == b) || (bond.begin == b && bond.end == a);
  });
}

widgets::MeasurementKind kindOf(const chem::Molecule& molecule,
                                const std::vector<AtomIndex>& atoms) {
  if (atoms.size() == 4) return widgets::MeasurementKind::Torsion;
  if (atoms.size() == 3) return widgets::MeasurementKind::Angle;
  return areBonded(molecule, atoms[0], atoms[1]) ? widgets::MeasurementKind::BondLength
                                                 : widgets::MeasurementKind::Distance;
}

}  // namespace

EditBindings::EditBindings(const BoundParts& parts) : m_parts(parts) {
  m_parts.document.setSelectionSource([this] { return m_parts.selection.atoms(); });
  bindTools();
  bindHistory();
  bindMeasurements();
  bindCommands();
  bindChemistryCommands();
  const auto update = [this] { showEnabled(); };
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, update);
  connect(&m_parts.document, &MoleculeDocument::styleChanged, this, update);
  connect(&m_parts.document, &MoleculeDocument::measurementsChanged, this, update);
  connect(&m_parts.selection, &widgets::AtomSelectionModel::selectionChanged, this, update);
  showEnabled();
  // Some tens of kilobytes, but not before the window is there.
  QTimer::singleShot(0, this, &EditBindings::loadFragments);
}

void EditBindings::loadFragments() {
  const auto fragments = chem::edit::allFragments();
  if (!fragments) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure,
                                        QString::fromStdString(fragments.error().toString()));
    return;
  }
  m_parts.window.viewport().setFragments(*fragments);
  std::vector<widgets::FragmentChoice> choices;
  for (const chem::edit::Fragment& fragment : *fragments) {
    choices.push_back({QString::fromStdString(fragment.id), QString::fromStdString(fragment.name),
                       QString::fromStdString(fragment.category)});
  }
  m_parts.window.sketch().setFragments(std::move(choices));
}

void EditBindings::bindTools() {
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  EditController& edits = m_parts.edits;
  const auto perform = [&edits](const edit::Operation& operation) { edits.perform(operation); };
  connect(&viewport, &widgets::MoleculeViewport::editRequested, &edits, perform);
  connect(&m_parts.window.lowerPanel().atoms(), &widgets::StructureTables::editRequested, &edits,
          perform);
  connect(&viewport, &widgets::MoleculeViewport::fixedAtomsWanted, &edits,
          &EditController::setFixedAtoms);
  connect(&viewport, &widgets::MoleculeViewport::contextMenuWanted, this,
          &EditBindings::openContextMenu);
  connect(&viewport, &widgets::MoleculeViewport::elementChooserWanted, this,
          &EditBindings::chooseElement);
  connect(&edits, &EditController::edited, this,
          [this](const QStringList& warnings, const std::vector<AtomIndex>& added,
                 const std::vector<std::optional<AtomIndex>>& newIndexOf) {
            std::vector<AtomIndex> selected = carriedOver(m_parts.selection.atoms(), newIndexOf);
            if (added.size() > 1) selected = added;
            m_parts.selection.select(std::move(selected), Origin::Program);
            if (!warnings.isEmpty()) {
              m_parts.window.banner().showMessage(widgets::Banner::Kind::Warning,
                                                  warnings.join(QLatin1Char(' ')));
            }
          });
  connect(&edits, &EditController::refused, this, [this](const Error& error) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure,
                                        QString::fromStdString(error.toString()));
    const StructureSnapshot& shown = m_parts.document.snapshot();
    m_parts.window.viewport().setStructure(shown.molecule, shown.conformer,
                                           widgets::CameraChange::Keep);
  });
  connect(&m_parts.document, &MoleculeDocument::selectionWanted, this,
          [this](const std::vector<AtomIndex>& atoms) {
            m_parts.selection.select(atoms, Origin::Program);
          });
}

void EditBindings::bindHistory() {
  QUndoGroup& history = m_parts.document.history();
  const EditActions& actions = m_parts.window.actions().edit;
  onTriggered(actions.undo, this, [&history] { history.undo(); });
  onTriggered(actions.redo, this, [&history] { history.redo(); });
  connect(&history, &QUndoGroup::canUndoChanged, actions.undo, &QAction::setEnabled);
  connect(&history, &QUndoGroup::canRedoChanged, actions.redo, &QAction::setEnabled);
  connect(&history, &QUndoGroup::undoTextChanged, this, [actions](const QString& step) {
    actions.undo->setText(step.isEmpty() ? tr("&Undo") : tr("&Undo: %1").arg(step));
  });
  connect(&history, &QUndoGroup::redoTextChanged, this, [actions](const QString& step) {
    actions.redo->setText(step.isEmpty() ? tr("&Redo") : tr("&Redo: %1").arg(step));
  });
  actions.undo->setEnabled(false);
  actions.redo->setEnabled(false);
  connect(&history, &QUndoGroup::indexChanged, this, &EditBindings::showHistory);
  // Only now does the history know which positions were before the last step.
  connect(&history, &QUndoGroup::indexChanged, this, &EditBindings::showMeasurements);
  connect(&history, &QUndoGroup::activeStackChanged, this, &EditBindings::showHistory);
  widgets::EditHistoryView& view = m_parts.window.lowerPanel().measurements().history();
  connect(&view, &widgets::EditHistoryView::undoRequested, this, [&history] { history.undo(); });
  connect(&view, &widgets::EditHistoryView::stepChosen, this, [&history](int step) {
    if (QUndoStack* stack = history.activeStack()) stack->setIndex(step);
  });
}

void EditBindings::showHistory() {
  QStringList titles;
  int current = 0;
  if (const QUndoStack* stack = m_parts.document.history().activeStack()) {
    for (int i = 0; i < stack->count(); ++i) titles << stack->text(i);
    current = stack->index();
  }
  m_parts.window.lowerPanel().measurements().history().setHistory(titles, current);
}

void EditBindings::bindMeasurements() {
  EditController& edits = m_parts.edits;
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  connect(&viewport, &widgets::MoleculeViewport::measurementMade, &edits,
          &EditController::addMeasurement);
  connect(&viewport, &widgets::MoleculeViewport::measurementRemoved, &edits,
          &EditController::removeMeasurement);
  widgets::MeasurementsPanel& panel = m_parts.window.lowerPanel().measurements();
  connect(&panel, &widgets::MeasurementsPanel::removed, &edits, &EditController::removeMeasurement);
  connect(&panel, &widgets::MeasurementsPanel::shownToggled, &edits,
          &EditController::showMeasurement);
  connect(&panel, &widgets::MeasurementsPanel::valueTyped, this, &EditBindings::typeValue);
  connect(&panel, &widgets::MeasurementsPanel::atomsActivated, this, [this](int row) {
    const auto& measurements = m_parts.document.state().measurements;
    if (row < 0 || row >= static_cast<int>(measurements.size())) return;
    m_parts.selection.select(measurements[static_cast<std::size_t>(row)].atoms, Origin::Table);
  });
  connect(&m_parts.document, &MoleculeDocument::measurementsChanged, this,
          &EditBindings::showMeasurements);
  connect(&m_parts.document, &MoleculeDocument::conformerChanged, this,
          &EditBindings::showMeasurements);
}

void EditBindings::showMeasurements() {
  if (m_parts.document.isEmpty()) return;
  const DocumentState& state = m_parts.document.state();
  m_parts.window.viewport().setMeasurements(state.measurements);
  const auto before = m_parts.document.conformerBefore();
  std::vector<widgets::MeasurementRow> rows;
  for (const chem::Measurement& measurement : state.measurements) {
    widgets::MeasurementRow row;
    row.kind = kindOf(*state.molecule, measurement.atoms);
    row.atoms = QString::fromStdString(chem::atomNames(*state.molecule, measurement.atoms));
    row.now = chem::measured(state.shown()->positions, measurement.atoms);
    if (before) row.before = chem::measured(before->positions, measurement.atoms);
    row.shown = measurement.shown;
    rows.push_back(std::move(row));
  }
  m_parts.window.lowerPanel().setCount(widgets::LowerPanel::Tab::Measurements,
                                       static_cast<int>(rows.size()));
  m_parts.window.lowerPanel().measurements().setMeasurements(std::move(rows));
}

void EditBindings::typeValue(int row, double value) {
  const auto& measurements = m_parts.document.state().measurements;
  if (row < 0 || row >= static_cast<int>(measurements.size())) return;
  m_parts.edits.perform(
      edit::SetInternal{measurements[static_cast<std::size_t>(row)].atoms, value});
}

void EditBindings::bindCommands() {
  const EditActions& actions = m_parts.window.actions().edit;
  EditController& edits = m_parts.edits;
  onTriggered(actions.remove, this, [this, &edits] {
    if (!m_parts.selection.isEmpty()) edits.perform(edit::RemoveAtoms{m_parts.selection.atoms()});
  });
  onTriggered(actions.clearMeasurements, this, [&edits] { edits.removeAllMeasurements(); });
  onTriggered(actions.fixAtoms, this,
              [this, &edits] { edits.setFixedAtoms(m_parts.selection.atoms()); });
  onTriggered(actions.freeAtoms, this, [&edits] { edits.setFixedAtoms({}); });
  onTriggered(actions.chooseElement, this, [this] { chooseElement(); });
}

void EditBindings::bindChemistryCommands() {
  const EditActions& actions = m_parts.window.actions().edit;
  EditController& edits = m_parts.edits;
  const auto onSelection = [this, &edits](QAction* action, auto make) {
    onTriggered(action, this, [this, &edits, make] {
      if (!m_parts.selection.isEmpty()) edits.perform(make(m_parts.selection.atoms()));
    });
  };
  using Atoms = std::vector<AtomIndex>;
  onSelection(actions.chargeUp, [](Atoms atoms) {
    return edit::ChangeCharge{std::move(atoms), 1};
  });
  onSelection(actions.chargeDown, [](Atoms atoms) {
    return edit::ChangeCharge{std::move(atoms), -1};
  });
  onSelection(actions.chargeZero, [](Atoms atoms) { return edit::SetCharge{std::move(atoms), 0}; });
  onSelection(actions.invertCentre,
              [](const Atoms& atoms) { return edit::InvertCentre{atoms[0]}; });
  onSelection(actions.join, [](const Atoms& atoms) {
    return edit::Join{atoms.front(), atoms.back(), chem::BondOrder::Single};
  });
  onTriggered(actions.adjustHydrogens, this,
              [this, &edits] { edits.perform(edit::AdjustHydrogens{m_parts.selection.atoms()}); });
  onTriggered(actions.alignToAxes, this,
              [this, &edits] { edits.perform(edit::AlignToAxes{selectedOrAll()}); });
  const auto always = [this, &edits](QAction* action, const edit::Operation& operation) {
    onTriggered(action, this, [&edits, operation] { edits.perform(operation); });
  };
  always(actions.removeHydrogens, edit::RemoveHydrogens{});
  always(actions.perceiveBonds, edit::PerceiveBonds{});
  always(actions.removeBonds, edit::RemoveAllBonds{});
  always(actions.symmetrise, edit::Symmetrise{});
  always(actions.mirror, edit::MirrorAll{});
}

std::vector<AtomIndex> EditBindings::selectedOrAll() const {
  if (!m_parts.selection.isEmpty()) return m_parts.selection.atoms();
  std::vector<AtomIndex> all;
  for (std::uint32_t i = 0; i < m_parts.document.state().molecule->atoms().size(); ++i) {
    all.emplace_back(i);
  }
  return all;
}

void EditBindings::chooseElement() {
  if (!m_elements) {
    m_elements = new widgets::ElementChooser(&m_parts.window);
    connect(m_elements, &widgets::ElementChooser::elementChosen, this, [this](int atomicNumber) {
      m_parts.window.viewport().setDrawElement(atomicNumber);
      if (!m_parts.selection.isEmpty()) {
        m_parts.edits.perform(edit::SetElement{m_parts.selection.atoms(), atomicNumber});
      }
    });
  }
  m_elements->openAt(QCursor::pos());
}

void EditBindings::openContextMenu(QPoint place, std::optional<AtomIndex> atom,
                                   std::optional<BondIndex> bond) {
  if (atom && !m_parts.selection.contains(*atom)) {
    m_parts.selection.select({*atom}, Origin::Viewport);
  }
  const MainActions& actions = m_parts.window.actions();
  QMenu menu(&m_parts.window);
  if (bond && !atom) {
    const BondIndex chosen = *bond;
    const chem::Bond& ends = m_parts.document.state().molecule->bonds()[chosen.value];
    menu.addAction(tr("Delete the bond"), this,
                   [this, chosen] { m_parts.edits.perform(edit::RemoveBonds{{chosen}}); });
    const std::pair<QString, chem::BondOrder> orders[] = {
        {tr("Single bond"), chem::BondOrder::Single},
        {tr("Double bond"), chem::BondOrder::Double},
        {tr("Triple bond"), chem::BondOrder::Triple},
        {tr("Aromatic bond"), chem::BondOrder::Aromatic},
        {tr("Dative bond"), chem::BondOrder::Dative}};
    for (const auto& [name, order] : orders) {
      menu.addAction(name, this, [this, ends, order = order] {
        m_parts.edits.perform(edit::SetBond{ends.begin, ends.end, order});
      });
    }
    menu.addAction(tr("Exchange E and Z"), this,
                   [this, chosen] { m_parts.edits.perform(edit::FlipDoubleBond{chosen}); });
  } else {
    const EditActions& e = actions.edit;
    menu.addActions({e.chooseElement, e.chargeUp, e.chargeDown, e.adjustHydrogens, e.invertCentre});
    menu.addSeparator();
    menu.addActions({e.copy, e.cut, e.remove});
    menu.addSeparator();
    menu.addActions({e.fixAtoms, e.freeAtoms, actions.style.hideSelection, actions.style.hideOthers,
                     actions.style.showAll});
    menu.addSeparator();
    menu.addActions({actions.resetView, actions.savePicture});
  }
  menu.exec(place);
}

void EditBindings::showEnabled() {
  const EditActions& actions = m_parts.window.actions().edit;
  const bool open = !m_parts.document.isEmpty();
  const std::size_t selected = m_parts.selection.atoms().size();
  for (QAction* action : {actions.cut, actions.remove, actions.selectNone, actions.growSelection,
                          actions.shrinkSelection, actions.chooseElement, actions.chargeUp,
                          actions.chargeDown, actions.chargeZero, actions.fixAtoms}) {
    action->setEnabled(open && selected > 0);
  }
  for (QAction* action :
       {actions.copy, actions.selectAll, actions.invertSelection, actions.selectBy,
        actions.adjustHydrogens, actions.removeHydrogens, actions.perceiveBonds,
        actions.removeBonds, actions.alignToAxes, actions.symmetrise, actions.mirror}) {
    action->setEnabled(open);
  }
  actions.invertCentre->setEnabled(open && selected == 1);
  actions.join->setEnabled(open && selected == 2);
  actions.freeAtoms->setEnabled(open && !m_parts.document.state().fixedAtoms.empty());
  actions.clearMeasurements->setEnabled(open && !m_parts.document.state().measurements.empty());
}

}  // namespace molloquy::app
