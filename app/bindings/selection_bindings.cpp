#include "app/bindings/selection_bindings.h"

#include <QAction>
#include <QDialog>
#include <QVBoxLayout>
#include <algorithm>

#include "app/controllers/edit_controller.h"
#include "model/chem/selection_queries.h"

namespace molloquy::app {
namespace {

using Origin = widgets::AtomSelectionModel::Origin;
using Rule = widgets::SelectByRequest::Rule;
using Effect = widgets::SelectByRequest::Effect;

}  // namespace

SelectionBindings::SelectionBindings(const BoundParts& parts) : m_parts(parts) {
  const EditActions& actions = m_parts.window.actions().edit;
  connect(actions.selectAll, &QAction::triggered, this, [this] {
    std::vector<AtomIndex> all;
    const auto count = m_parts.document.state().molecule->atoms().size();
    for (std::uint32_t i = 0; i < count; ++i) all.emplace_back(i);
    m_parts.selection.select(std::move(all), Origin::Program);
  });
  connect(actions.selectNone, &QAction::triggered, this,
          [this] { m_parts.selection.clear(Origin::Program); });
  connect(actions.invertSelection, &QAction::triggered, this, [this] {
    select({Rule::Invert, {}, 0, Effect::Replace});
  });
  connect(actions.growSelection, &QAction::triggered, this, [this] {
    select({Rule::Grow, {}, 0, Effect::Replace});
  });
  connect(actions.shrinkSelection, &QAction::triggered, this, [this] {
    select({Rule::Shrink, {}, 0, Effect::Replace});
  });
  connect(actions.selectBy, &QAction::triggered, this, &SelectionBindings::openBox);
  connect(actions.clearPins, &QAction::triggered, this, [this] { m_parts.pins.clear(); });
  connect(&m_parts.selection, &widgets::AtomSelectionModel::selectionChanged, this, [this] {
    if (m_box) m_box->setSelectedCount(static_cast<int>(m_parts.selection.atoms().size()));
  });
}

void SelectionBindings::openBox() {
  if (!m_dialog) {
    m_dialog = new QDialog(&m_parts.window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setWindowTitle(tr("Select by"));
    auto* layout = new QVBoxLayout(m_dialog);
    layout->setContentsMargins(0, 0, 0, 0);
    m_box = new widgets::SelectByBox(m_dialog);
    layout->addWidget(m_box);
    connect(m_box, &widgets::SelectByBox::selectRequested, this, &SelectionBindings::select);
    connect(m_box, &widgets::SelectByBox::closeRequested, m_dialog, &QDialog::close);
  }
  m_box->setHasResidues(m_parts.document.state().molecule->biopolymer() != nullptr);
  m_box->setSelectedCount(static_cast<int>(m_parts.selection.atoms().size()));
  m_dialog->show();
  m_dialog->raise();
  m_dialog->activateWindow();
}

void SelectionBindings::select(const widgets::SelectByRequest& request) {
  if (m_parts.document.isEmpty()) return;
  const chem::Molecule& molecule = *m_parts.document.state().molecule;
  const std::vector<AtomIndex>& selected = m_parts.selection.atoms();
  const std::string text = request.text.trimmed().toStdString();
  const auto answer = [this, request](const std::optional<std::vector<AtomIndex>>& atoms,
                                      const std::optional<Error>& error) {
    if (atoms) {
      take(*atoms, request.effect);
      if (m_box) m_box->setFound(static_cast<int>(atoms->size()));
    } else if (m_box) {
      const auto column = chem::errorColumn(*error);
      m_box->setFailed(QString::fromStdString(error->message), column ? *column - 1 : -1);
    }
  };
  switch (request.rule) {
    case Rule::Smarts:
      m_parts.edits.find(SmartsQuery{text}, answer);
      return;
    case Rule::Within:
      m_parts.edits.find(WithinQuery{selected, request.distanceAngstrom}, answer);
      return;
    case Rule::Element:
      if (const auto element = chem::atomicNumberOf(text)) {
        answer(chem::atomsOfElement(molecule, *element), std::nullopt);
      } else {
        answer(std::nullopt, Error(ErrorCode::InvalidInput,
                                   "There is no element \"" + text + "\"; write a symbol, as Cl."));
      }
      return;
    case Rule::Residue:
      answer(chem::atomsOfResidue(molecule, text), std::nullopt);
      return;
    case Rule::Chain:
      answer(chem::atomsOfChain(molecule, text), std::nullopt);
      return;
    case Rule::Grow:
      answer(chem::grown(molecule, selected), std::nullopt);
      return;
    case Rule::Shrink:
      answer(chem::shrunk(molecule, selected), std::nullopt);
      return;
    case Rule::Invert:
      answer(chem::inverted(molecule, selected), std::nullopt);
      return;
  }
}

void SelectionBindings::take(const std::vector<AtomIndex>& atoms, Effect effect) {
  switch (effect) {
    case Effect::Replace:
      m_parts.selection.select(atoms, Origin::Program);
      break;
    case Effect::Add:
      m_parts.selection.add(atoms, Origin::Program);
      break;
    case Effect::Remove:
      m_parts.selection.remove(atoms, Origin::Program);
      break;
    case Effect::Keep: {
      std::vector<AtomIndex> kept;
      std::copy_if(atoms.begin(), atoms.end(), std::back_inserter(kept),
                   [this](AtomIndex atom) { return m_parts.selection.contains(atom); });
      m_parts.selection.select(std::move(kept), Origin::Program);
      break;
    }
  }
}

}  // namespace molloquy::app
