#include "app/about_dialogs.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QLocale>
#include <QMainWindow>
#include <QMenuBar>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "app/controllers/chat_controller.h"
#include "widgets/frame/command_palette.h"
#include "widgets/theme/fonts.h"
#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/view_gestures.h"

namespace molloquy::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("molloquy::app", text); }

/// A window-modal sheet with rich text and one Close button.
void showSheet(QWidget& window, const QString& title, const QString& html) {
  auto* dialog = new QDialog(&window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(title);
  auto* layout = new QVBoxLayout(dialog);
  auto* text = new QTextBrowser(dialog);
  text->setOpenExternalLinks(false);
  text->setOpenLinks(false);
  text->setFrameShape(QFrame::NoFrame);
  text->setAccessibleName(title);
  text->setHtml(html);
  layout->addWidget(text, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  layout->addWidget(buttons);
  dialog->resize(theme::scaled(560), theme::scaled(520));
  dialog->open();
}

QString row(const QString& name, const QString& value) {
  return QStringLiteral("<tr><td style='padding:3px 18px 3px 0'>%1</td><td style='padding:3px 0'>"
                        "%2</td></tr>")
      .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString modelCard(const std::filesystem::path& folder) {
  QFile file(QString::fromStdString((folder / "MODEL_CARD.md").string()));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QTextDocument document;
  document.setMarkdown(QString::fromUtf8(file.readAll()));
  return document.toHtml();
}

}  // namespace

void showModelDialog(QWidget& window, const ChatController& chat) {
  const QLocale locale;
  QString html;
  if (chat.modelState() == ModelState::Failed && chat.modelError()) {
    html = QStringLiteral("<p>%1</p>")
               .arg(QString::fromStdString(chat.modelError()->toString()).toHtmlEscaped());
  } else if (chat.modelState() == ModelState::Ready) {
    const session::ModelInfo& model = chat.modelInfo();
    html = QStringLiteral("<table>") + row(tr("Name"), QString::fromStdString(model.name)) +
           row(tr("Runs on"), QString::fromStdString(model.device)) +
           row(tr("Numbers"), QString::fromStdString(model.numberType)) +
           row(tr("Parameters"), locale.toString(static_cast<qlonglong>(model.parameters))) +
           row(tr("On disk"),
               locale.formattedDataSize(static_cast<qint64>(model.bytesOnDisk))) +
           row(tr("Context"), tr("%1 tokens").arg(model.contextLength)) +
           row(tr("Folder"), QString::fromStdString(model.folder.string())) +
           row(tr("Loaded in"), tr("%1 s").arg(locale.toString(chat.loadSeconds(), 'f', 2))) +
           QStringLiteral("</table><hr>") + modelCard(model.folder);
  } else {
    html = QStringLiteral("<p>%1</p>").arg(tr("No model is loaded yet."));
  }
  showSheet(window, tr("Model"), html);
}

void showKeysDialog(QWidget& window, const widgets::GesturePreset& gestures) {
  QString html = QStringLiteral("<table>");
  QString group;
  for (const widgets::GestureHelp& gesture : widgets::gestureHelp(gestures)) {
    if (gesture.group != group) {
      group = gesture.group;
      html += QStringLiteral("</table><h3>%1</h3><table>").arg(group.toHtmlEscaped());
    }
    html += row(gesture.gesture, gesture.meaning);
  }
  html += QStringLiteral("</table><h3>%1</h3><table>").arg(tr("Commands"));
  const auto* main = qobject_cast<QMainWindow*>(&window);
  if (main) {
    for (const widgets::PaletteCommand& command : widgets::commandsOf(*main->menuBar())) {
      if (command.action->shortcut().isEmpty()) continue;
      html += row(command.action->shortcut().toString(QKeySequence::NativeText),
                  command.action->text().remove(QLatin1Char('&')));
    }
  }
  showSheet(window, tr("Mouse and keys"), html + QStringLiteral("</table>"));
}

void showAboutDialog(QWidget& window) {
  const QString html =
      QStringLiteral("<h3>Molloquy %1</h3><p>%2</p><table>")
          .arg(QCoreApplication::applicationVersion(),
               tr("A 3D molecule workbench and a conversation about the structure on the screen. "
                  "It works on this computer alone: nothing is sent anywhere.")) +
      row(QStringLiteral("Qt"), QString::fromLatin1(qVersion())) +
      row(QStringLiteral("RDKit"), QStringLiteral(MOLLOQUY_RDKIT_VERSION)) +
      row(QStringLiteral("VTK"), QStringLiteral(MOLLOQUY_VTK_VERSION)) +
      row(QStringLiteral("libtorch"), QStringLiteral(MOLLOQUY_TORCH_VERSION)) +
      QStringLiteral("</table><p>%1</p>")
          .arg(tr("BSD 3-Clause licence. The network follows 3D-MoLM (ICLR 2024, arXiv 2401.13923) "
                  "and the links MolReFlect (arXiv 2411.14721)."));
  showSheet(window, tr("About Molloquy"), html);
}

}  // namespace molloquy::app
