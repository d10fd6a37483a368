#include "app/bindings/command_bindings.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <algorithm>
#include <utility>

#include "app/about_dialogs.h"
#include "app/picture_file.h"
#include "widgets/chat/chat_panel.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/command_palette.h"
#include "widgets/frame/command_search_field.h"
#include "widgets/frame/menu_corner.h"
#include "widgets/frame/picture_dialog.h"
#include "widgets/theme/fonts.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

constexpr double kTextStep = 0.125;

void onTriggered(QAction* action, QObject* context, const std::function<void()>& work) {
  QObject::connect(action, &QAction::triggered, context, [work] { work(); });
}

}  // namespace

CommandBindings::CommandBindings(const BoundParts& parts, Hooks hooks)
    : m_parts(parts), m_hooks(std::move(hooks)) {
  bindCopying();
  bindView();
  bindScheme();
  bindStepping();
  bindModelAndHelp();
  const auto update = [this] { updateEnabled(); };
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, update);
  connect(&m_parts.document, &MoleculeDocument::conformerChanged, this, update);
  connect(&m_parts.pins, &widgets::PinModel::pinsChanged, this, update);
  m_parts.window.actions().stop->setEnabled(false);
  updateEnabled();
}

void CommandBindings::bindCopying() {
  const MainActions& actions = m_parts.window.actions();
  onTriggered(actions.copySmiles, this, [this] { copyFact("canonical_smiles"); });
  onTriggered(actions.copyInchi, this, [this] { copyFact("inchi"); });
  onTriggered(actions.copyInchiKey, this, [this] { copyFact("inchikey"); });
  onTriggered(actions.copyPicture, this,
              [this] { QApplication::clipboard()->setImage(picture()); });
  onTriggered(actions.savePicture, this, [this] { savePicture(); });
  connect(&m_parts.window.viewport(), &widgets::MoleculeViewport::pictureRequested, this,
          [this] { savePicture(); });
}

void CommandBindings::bindView() {
  const MainActions& actions = m_parts.window.actions();
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  onTriggered(actions.resetView, this, [&viewport] { viewport.resetView(); });
  connect(actions.perspective, &QAction::toggled, &viewport, [&viewport](bool on) {
    viewport.setProjection(on ? render::Projection::Perspective : render::Projection::Orthographic);
  });
  connect(&viewport, &widgets::MoleculeViewport::fullViewRequested, actions.viewportAlone,
          &QAction::toggle);
  onTriggered(actions.quit, this, [this] { m_parts.window.close(); });
}

void CommandBindings::bindScheme() {
  const MainActions& actions = m_parts.window.actions();
  const std::pair<QAction*, SchemeChoice> choices[] = {{actions.schemeSystem, SchemeChoice::System},
                                                       {actions.schemeLight, SchemeChoice::Light},
                                                       {actions.schemeDark, SchemeChoice::Dark}};
  for (const auto& [action, choice] : choices) {
    action->setChecked(m_parts.settings.scheme() == choice);
    const SchemeChoice chosen = choice;
    onTriggered(action, this, [this, chosen] {
      m_parts.settings.setScheme(chosen);
      m_hooks.applyScheme();
    });
  }
  const auto changeText = [this](double step) {
    m_parts.settings.setTextScale(std::clamp(m_parts.settings.textScale() + step, 1.0, 2.0));
    theme::setTextScale(m_parts.settings.textScale());
  };
  onTriggered(actions.largerText, this, [changeText] { changeText(kTextStep); });
  onTriggered(actions.smallerText, this, [changeText] { changeText(-kTextStep); });
}

void CommandBindings::bindStepping() {
  const MainActions& actions = m_parts.window.actions();
  const auto record = [this](int step) {
    m_parts.structures.showRecord(m_parts.document.recordIndex() + step);
  };
  const auto conformer = [this](int step) {
    m_parts.document.showConformer(m_parts.document.conformerIndex() + step);
  };
  onTriggered(actions.nextDocument, this, [this] { m_parts.document.showNextOpen(); });
  onTriggered(actions.nextRecord, this, [record] { record(1); });
  onTriggered(actions.previousRecord, this, [record] { record(-1); });
  onTriggered(actions.nextConformer, this, [conformer] { conformer(1); });
  onTriggered(actions.previousConformer, this, [conformer] { conformer(-1); });
}

void CommandBindings::bindModelAndHelp() {
  const MainActions& actions = m_parts.window.actions();
  widgets::ChatPanel& panel = m_parts.window.chat();
  onTriggered(actions.describe, this,
              [this] { m_parts.chat.ask({}, widgets::PromptTemplate::Describe); });
  onTriggered(actions.stop, this, [this] { m_parts.chat.stop(); });
  onTriggered(actions.focusPrompt, this, [&panel] { panel.focusPrompt(); });
  onTriggered(actions.newConversation, this, [&panel] { Q_EMIT panel.newConversationRequested(); });
  onTriggered(actions.chooseModel, this, [this] { chooseModel(); });
  onTriggered(actions.reloadModel, this, [this] { m_hooks.loadModel(); });
  onTriggered(actions.aboutModel, this, [this] { showModelDialog(m_parts.window, m_parts.chat); });
  onTriggered(actions.about, this, [this] { showAboutDialog(m_parts.window); });
  onTriggered(actions.commandPalette, this, [this] { openPalette(); });

  widgets::MenuCorner& corner = m_parts.window.menuCorner();
  corner.commandSearch().setKeys(actions.commandPalette->shortcut());
  connect(&corner.commandSearch(), &QAbstractButton::clicked, this, &CommandBindings::openPalette);
}

void CommandBindings::updateEnabled() {
  const MainActions& actions = m_parts.window.actions();
  const bool open = !m_parts.document.isEmpty();
  for (QAction* action :
       {actions.savePicture, actions.copySmiles, actions.copyInchi, actions.copyInchiKey,
        actions.copyMol, actions.pasteInto, actions.copyPicture, actions.copyClearPicture,
        actions.save, actions.saveAs, actions.saveDrawing, actions.saveAnimation,
        actions.saveModel3d, actions.style.keepView, actions.resetView, actions.perspective,
        actions.viewportAlone}) {
    action->setEnabled(open);
  }
  const int records = m_parts.document.recordCount();
  actions.nextDocument->setEnabled(m_parts.document.openCount() > 1);
  actions.nextRecord->setEnabled(m_parts.document.recordIndex() + 1 < records);
  actions.previousRecord->setEnabled(open && m_parts.document.recordIndex() > 0);
  actions.nextConformer->setEnabled(m_parts.document.conformerIndex() + 1 <
                                    m_parts.document.conformerCount());
  actions.previousConformer->setEnabled(open && m_parts.document.conformerIndex() > 0);
  actions.edit.clearPins->setEnabled(!m_parts.pins.pins().empty());
}

void CommandBindings::copyFact(const char* id) {
  if (const QString value = m_parts.inspector.factValue(id); !value.isEmpty()) {
    QApplication::clipboard()->setText(value);
  }
}

QImage CommandBindings::picture() {
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  return viewport.grabPicture(viewport.size() * viewport.devicePixelRatioF());
}

void CommandBindings::savePicture() {
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  auto* dialog = new widgets::PictureDialog(
      (QSizeF(viewport.size()) * viewport.devicePixelRatioF()).toSize(), &m_parts.window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    savePicture(dialog->pictureSize(), dialog->isTransparent() ? render::Background::Transparent
                                                               : render::Background::Filled);
  });
  dialog->open();
}

void CommandBindings::savePicture(QSize size, render::Background background) {
  const QString folder = m_parts.settings.lastFolder();
  const QString path = QFileDialog::getSaveFileName(
      &m_parts.window, tr("Save the picture"),
      QDir(folder).filePath(m_parts.document.snapshot().title + QStringLiteral(".png")),
      tr("PNG picture (*.png)"));
  if (path.isEmpty()) return;
  m_parts.settings.setLastFolder(QFileInfo(path).absolutePath());
  const QImage image = m_parts.window.viewport().grabPicture(size, background);
  const auto saved =
      image.isNull() ? Result<void>(fail(ErrorCode::Internal,
                                         "The picture could not be drawn; choose a smaller size."))
                     : writePicture(image, path);
  if (!saved) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure,
                                        QString::fromStdString(saved.error().toString()));
  }
}

void CommandBindings::chooseModel() {
  const QString folder = QFileDialog::getExistingDirectory(
      &m_parts.window, tr("Open a model folder"), m_parts.settings.lastFolder());
  if (folder.isEmpty()) return;
  m_parts.settings.setModelFolder(folder.toStdString());
  const std::filesystem::path model(folder.toStdString());
  m_parts.chat.loadModel(model, m_parts.settings.openOptions(model));
}

void CommandBindings::openPalette() {
  m_parts.window.commandPalette().setCommands(widgets::commandsOf(*m_parts.window.menuBar()));
  m_parts.window.commandPalette().openOver(m_parts.window);
}

}  // namespace molloquy::app
