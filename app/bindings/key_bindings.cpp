#include "app/bindings/key_bindings.h"

#include <QAction>
#include <QDialog>
#include <QVBoxLayout>
#include <utility>

#include "app/about_dialogs.h"
#include "widgets/theme/fonts.h"
#include "widgets/viewport/gesture_editor.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::app {
namespace {

using Action = widgets::ViewAction;

/// The menu's actions whose keys the table of gestures decides.
std::vector<std::pair<QAction*, Action>> keyedActions(const MainActions& a) {
  std::vector<std::pair<QAction*, Action>> keyed = {
      {a.edit.undo, Action::Undo},
      {a.edit.redo, Action::Redo},
      {a.edit.cut, Action::Cut},
      {a.edit.copy, Action::Copy},
      {a.pasteStructure, Action::Paste},
      {a.edit.remove, Action::Delete},
      {a.edit.selectAll, Action::SelectAll},
      {a.edit.selectNone, Action::SelectNone},
      {a.edit.invertSelection, Action::InvertSelection},
      {a.edit.chargeUp, Action::ChargeUp},
      {a.edit.chargeDown, Action::ChargeDown},
      {a.edit.chargeZero, Action::ChargeZero},
      {a.edit.adjustHydrogens, Action::AdjustHydrogens},
      {a.edit.perceiveBonds, Action::PerceiveBonds},
      {a.edit.removeBonds, Action::RemoveBonds},
      {a.edit.invertCentre, Action::InvertCentre},
      {a.calculate.optimise, Action::OptimiseGeometry},
      {a.copyPicture, Action::CopyPicture},
      {a.savePicture, Action::SavePicture},
      {a.copyClearPicture, Action::SaveClearPicture},
      {a.nextDocument, Action::NextDocument},
      {a.nextRecord, Action::NextRecord},
      {a.previousRecord, Action::PreviousRecord},
      {a.nextConformer, Action::NextConformer},
      {a.previousConformer, Action::PreviousConformer},
      {a.keys, Action::HelpSheet},
      {a.commandPalette, Action::CommandSearch},
      {a.focusPrompt, Action::FocusConversation},
  };
  constexpr Action kTools[] = {Action::UseNavigate, Action::UseDraw,   Action::UseFragment,
                               Action::UseSelect,   Action::UseMove,   Action::UseBondCentric,
                               Action::UseOptimise, Action::UseMeasure};
  for (std::size_t i = 0; i < a.tools.size(); ++i) keyed.emplace_back(a.tools[i], kTools[i]);
  return keyed;
}

/// Keys that only mean something while the viewport has the focus stay with the viewport: a plain
/// letter in a menu would be taken from every text field.
QList<QKeySequence> withModifiers(const QList<QKeySequence>& keys) {
  QList<QKeySequence> kept;
  for (const QKeySequence& sequence : keys) {
    const QKeyCombination key = sequence[0];
    const bool letter = key.key() >= Qt::Key_Space && key.key() <= Qt::Key_AsciiTilde &&
                        !(key.keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier));
    const bool punctuation = key.key() == Qt::Key_Period || key.key() == Qt::Key_Comma;
    if (!letter || punctuation) kept << sequence;
  }
  return kept;
}

}  // namespace

KeyBindings::KeyBindings(const BoundParts& parts) : m_parts(parts) {
  apply(m_parts.settings.gestures());
  bindTools();
  connect(m_parts.window.actions().keys, &QAction::triggered, this,
          [this] { showKeysDialog(m_parts.window, m_parts.settings.gestures()); });
  connect(m_parts.window.actions().editKeys, &QAction::triggered, this, &KeyBindings::openEditor);
}

void KeyBindings::apply(const widgets::GesturePreset& preset) {
  m_parts.window.viewport().setGestures(preset);
  for (const auto& [action, gesture] : keyedActions(m_parts.window.actions())) {
    action->setShortcuts(withModifiers(preset.shortcuts(gesture)));
  }
}

void KeyBindings::bindTools() {
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  const auto& tools = m_parts.window.actions().tools;
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const auto tool = static_cast<widgets::ViewTool>(i);
    connect(tools[i], &QAction::triggered, &viewport, [&viewport, tool] {
      viewport.setTool(tool);
      // Its keys are the viewport's.
      if (viewport.sceneWidget()) viewport.sceneWidget()->setFocus();
    });
  }
  connect(&viewport, &widgets::MoleculeViewport::toolChanged, this,
          [&tools](widgets::ViewTool tool) {
            tools[static_cast<std::size_t>(tool)]->setChecked(true);
          });
  tools[static_cast<std::size_t>(viewport.tool())]->setChecked(true);
}

void KeyBindings::openEditor() {
  if (!m_dialog) {
    m_dialog = new QDialog(&m_parts.window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setWindowTitle(tr("Mouse and keys"));
    auto* layout = new QVBoxLayout(m_dialog);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* editor = new widgets::GestureEditor(m_dialog);
    editor->setGestures(m_parts.settings.gestures());
    layout->addWidget(editor);
    connect(editor, &widgets::GestureEditor::gesturesChanged, this,
            [this](const widgets::GesturePreset& preset) {
              m_parts.settings.setGestures(preset);
              apply(preset);
            });
    m_dialog->resize(theme::scaled(720), theme::scaled(600));
  }
  m_dialog->open();
}

}  // namespace molloquy::app
