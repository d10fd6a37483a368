// ViewInteraction's work on the selection and on what is selected.
#include <algorithm>
#include <iterator>

#include "widgets/viewport/atom_walk.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

namespace molloquy::widgets {

namespace {

using Origin = AtomSelectionModel::Origin;
namespace edit = chem::edit;

}  // namespace

void ViewInteraction::performOnAtom(ViewAction action, AtomIndex atom) {
  switch (action) {
    case ViewAction::Select:
      m_selection->select({atom}, Origin::Viewport);
      break;
    case ViewAction::AddToSelection:
      m_selection->add({atom}, Origin::Viewport);
      break;
    case ViewAction::ToggleSelection:
      m_selection->toggle(atom, Origin::Viewport);
      break;
    case ViewAction::RemoveFromSelection:
      m_selection->remove({atom}, Origin::Viewport);
      break;
    case ViewAction::SelectFragment:
      m_selection->select(fragmentOf(atom), Origin::Viewport);
      break;
    case ViewAction::SelectMolecule:
      m_selection->select(allAtoms(), Origin::Viewport);
      break;
    case ViewAction::CentreOnAtom:
      centreOn(atom);
      break;
    default:
      break;
  }
}

bool ViewInteraction::performSelection(ViewAction action) {
  switch (action) {
    case ViewAction::CentreOnAtom:
      if (m_walk->atom()) {
        centreOn(*m_walk->atom());
      } else if (m_hovered) {
        centreOn(*m_hovered);
      } else if (m_selection->atoms().size() == 1) {
        centreOn(m_selection->atoms().front());
      } else {
        focusOn(m_selection->atoms());
      }
      return true;
    case ViewAction::SelectAll:
      m_selection->select(allAtoms(), Origin::Viewport);
      return true;
    case ViewAction::SelectNone:
      m_selection->clear(Origin::Viewport);
      return true;
    case ViewAction::InvertSelection: {
      const std::vector<AtomIndex> all = allAtoms();
      std::vector<AtomIndex> rest;
      std::set_difference(all.begin(), all.end(), m_selection->atoms().begin(),
                          m_selection->atoms().end(), std::back_inserter(rest));
      m_selection->select(std::move(rest), Origin::Viewport);
      return true;
    }
    case ViewAction::ContextMenu: {
      Hit hit = m_hit;
      if (m_walk->atom()) hit = Hit{m_walk->atom(), std::nullopt, m_walk->atom()};
      const auto place = hit.atom ? m_bench->placeOf(*hit.atom) : std::nullopt;
      openContextMenu(place.value_or(m_pointer), hit);
      return true;
    }
    case ViewAction::Cancel: {
      const bool dragging = m_dragTool != nullptr;
      cancel();
      return dragging || (active() != nullptr && active()->cancel());
    }
    default:
      break;
  }
  for (std::size_t i = 0; i < kViewTools.size(); ++i) {
    if (action != ViewAction(int(ViewAction::UseNavigate) + int(i))) continue;
    setTool(kViewTools[i]);
    return true;
  }
  return false;
}

std::vector<AtomIndex> ViewInteraction::editedAtoms() const {
  if (!m_selection->isEmpty()) return m_selection->atoms();
  if (m_walk->atom()) return {*m_walk->atom()};
  if (m_hovered) return {*m_hovered};
  return {};
}

bool ViewInteraction::performEdit(ViewAction action) {
  const std::vector<AtomIndex> atoms = editedAtoms();
  const auto ask = [this](const edit::Operation& operation) {
    Q_EMIT m_bench->editRequested(operation);
    return true;
  };
  if (!m_bench->molecule()) return false;
  switch (action) {
    case ViewAction::Delete:
      // Only what the person has chosen, never what the pointer happens to rest on.
      if (!m_selection->isEmpty()) ask(edit::RemoveAtoms{m_selection->atoms()});
      return true;
    case ViewAction::ChooseElement:
      Q_EMIT m_bench->elementChooserWanted();
      return true;
    case ViewAction::ChargeUp:
      return atoms.empty() || ask(edit::ChangeCharge{atoms, 1});
    case ViewAction::ChargeDown:
      return atoms.empty() || ask(edit::ChangeCharge{atoms, -1});
    case ViewAction::ChargeZero:
      return atoms.empty() || ask(edit::SetCharge{atoms, 0});
    case ViewAction::AdjustHydrogens:
      return ask(edit::AdjustHydrogens{m_selection->atoms()});
    case ViewAction::PerceiveBonds:
      return ask(edit::PerceiveBonds{});
    case ViewAction::RemoveBonds: {
      if (m_selection->isEmpty()) return ask(edit::RemoveAllBonds{});
      edit::RemoveBonds remove;
      const auto& bonds = m_bench->molecule()->bonds();
      for (std::size_t i = 0; i < bonds.size(); ++i) {
        if (!m_selection->contains(bonds[i].begin) || !m_selection->contains(bonds[i].end)) continue;
        remove.bonds.emplace_back(static_cast<std::uint32_t>(i));
      }
      remove.hydrogens = edit::Hydrogens::Keep;
      return remove.bonds.empty() || ask(remove);
    }
    case ViewAction::InvertCentre:
      return atoms.size() != 1 || ask(edit::InvertCentre{atoms.front()});
    default:
      return false;
  }
}

std::vector<AtomIndex> ViewInteraction::fragmentOf(AtomIndex atom) const {
  const std::shared_ptr<const chem::Molecule>& molecule = m_bench->molecule();
  std::vector<AtomIndex> parent = allAtoms();
  const auto root = [&parent](AtomIndex of) {
    while (parent[of.value] != of) of = parent[of.value] = parent[parent[of.value].value];
    return of;
  };
  for (const chem::Bond& bond : molecule->bonds()) parent[root(bond.begin).value] = root(bond.end);
  std::vector<AtomIndex> fragment = allAtoms();
  const AtomIndex wanted = root(atom);
  std::erase_if(fragment, [&](AtomIndex other) { return root(other) != wanted; });
  return fragment;
}

std::vector<AtomIndex> ViewInteraction::allAtoms() const {
  std::vector<AtomIndex> atoms;
  for (std::size_t i = 0; i < m_bench->atomCount(); ++i) {
    atoms.emplace_back(static_cast<std::uint32_t>(i));
  }
  return atoms;
}

}  // namespace molloquy::widgets
