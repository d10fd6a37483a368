#include "app/bindings/sketch_bindings.h"

#include <QApplication>
#include <QClipboard>
#include <QTimer>
#include <QUndoGroup>
#include <QUndoStack>
#include <algorithm>
#include <utility>

#include "widgets/inspector/lower_panel.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

/// Drawings kept for molecules that may come back by an undo.
constexpr std::size_t kDrawings = 200;

}  // namespace

SketchBindings::SketchBindings(const BoundParts& parts, RequestIds& ids)
    : m_parts(parts), m_ids(ids), m_editor(parts.window.sketch()) {
  bindEditor();
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this,
          &SketchBindings::showMolecule);
  connect(&m_parts.document, &MoleculeDocument::conformerChanged, this, [this] {
    if (!m_wanted) show(m_editor.layout2d());
  });
  connect(&m_parts.edits, &EditController::edited, this,
          [this](const QStringList&, const std::vector<AtomIndex>&,
                 const std::vector<std::optional<AtomIndex>>& newIndexOf) {
            if (!std::exchange(m_wanted, false)) return;
            LayoutRequest follow;
            follow.previous = m_editor.layout2d();
            follow.newIndexOf = newIndexOf;
            request(std::move(follow));
          });
  connect(&m_parts.edits, &EditController::refused, this, [this](const Error& error) {
    m_editor.showRefusal(QString::fromStdString(error.toString()));
  });
}

void SketchBindings::bindEditor() {
  using Editor = widgets::SketchEditor;
  connect(&m_editor, &Editor::editRequested, &m_parts.edits,
          [this](const chem::edit::Operation& operation) { m_parts.edits.perform(operation); });
  connect(&m_editor, &Editor::gestureBegan, &m_parts.edits, &EditController::beginGesture);
  connect(&m_editor, &Editor::gestureEnded, &m_parts.edits, &EditController::endGesture);
  connect(&m_editor, &Editor::layoutRequested, this, [this](Editor::LayoutKind kind) {
    if (m_parts.document.isEmpty()) return;
    LayoutRequest wanted;
    if (kind == Editor::LayoutKind::CleanUp) {
      wanted.kind = LayoutRequest::Kind::CleanUp;
      wanted.previous = m_editor.layout2d();
      wanted.atoms = m_parts.selection.atoms();
    }
    request(std::move(wanted));
  });
  connect(&m_editor, &Editor::layoutChanged, this, [this](const chem::Layout2D& layout) {
    if (m_parts.document.isEmpty()) return;
    remember(m_parts.document.state().molecule, layout);
    // Turned or mirrored on paper, the same centres have other wedges.
    LayoutRequest follow;
    follow.previous = layout;
    request(std::move(follow));
  });
  QUndoGroup& history = m_parts.document.history();
  connect(&m_editor, &Editor::undoRequested, &history, &QUndoGroup::undo);
  connect(&m_editor, &Editor::redoRequested, &history, &QUndoGroup::redo);
  connect(&history, &QUndoGroup::indexChanged, this, &SketchBindings::showUndo);
  connect(&history, &QUndoGroup::activeStackChanged, this, &SketchBindings::showUndo);
  connect(&m_editor, &Editor::copyAsSmilesRequested, this,
          [this](const std::vector<AtomIndex>& atoms) {
            m_parts.files.copy(atoms, chem::FileFormat::Smiles, [](const QString& smiles) {
              // Without the name that a list of SMILES has behind it.
              QApplication::clipboard()->setText(smiles.trimmed().section(QLatin1Char(' '), 0, 0));
            });
          });
  connect(&m_editor, &Editor::shapeRequested, this, [this] {
    energy::ConformerSearch one;
    one.attempts = 10;
    one.maximumKept = 1;
    m_parts.calculations.searchConformers(one);
  });
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  connect(&m_editor, &Editor::atomHovered, &viewport, [&viewport](std::optional<AtomIndex> atom) {
    viewport.setHoveredAtoms(atom ? std::vector<AtomIndex>{*atom} : std::vector<AtomIndex>());
  });
  connect(&viewport, &widgets::MoleculeViewport::atomHovered, &m_editor, &Editor::setHoveredAtom);
}

void SketchBindings::showUndo() {
  const QUndoGroup& history = m_parts.document.history();
  const auto step = [](bool can, const QString& text) {
    return can ? std::optional(text) : std::nullopt;
  };
  m_editor.setUndo(step(history.canUndo(), history.undoText()),
                   step(history.canRedo(), history.redoText()));
}

void SketchBindings::showMolecule() {
  const MoleculePtr& molecule = m_parts.document.state().molecule;
  const auto known = std::find_if(m_drawings.begin(), m_drawings.end(), [&](const auto& drawing) {
    return drawing.first.lock() == molecule;
  });
  m_request.reset();
  m_wanted = known == m_drawings.end();
  if (!m_wanted) {
    show(known->second);
    return;
  }
  m_editor.setBusy();
  // An edit says at once which atoms went where; anything else is drawn anew.
  QTimer::singleShot(0, this, [this] {
    if (std::exchange(m_wanted, false)) request({});
  });
}

void SketchBindings::request(LayoutRequest request) {
  request.id = m_ids.next();
  request.molecule = m_parts.document.state().molecule;
  m_request = request.id;
  Q_EMIT layoutRequested(request);
}

void SketchBindings::remember(const MoleculePtr& molecule, const chem::Layout2D& layout) {
  std::erase_if(m_drawings, [&](const auto& drawing) {
    const auto alive = drawing.first.lock();
    return !alive || alive == molecule;
  });
  if (m_drawings.size() >= kDrawings) m_drawings.erase(m_drawings.begin());
  m_drawings.emplace_back(molecule, layout);
}

void SketchBindings::show(const chem::Layout2D& layout) {
  const DocumentState& state = m_parts.document.state();
  m_editor.setStructure(state.molecule, state.shown(), layout);
}

void SketchBindings::onLayoutReady(const LayoutReady& message) {
  remember(message.molecule, message.layout);
  if (message.id != m_request) return;
  m_request.reset();
  show(message.layout);
}

void SketchBindings::onFailed(const RequestFailed& message) {
  if (message.id != m_request) return;
  m_request.reset();
  m_editor.setFailed(QString::fromStdString(message.error.message));
}

}  // namespace molloquy::app
