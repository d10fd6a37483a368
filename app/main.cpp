#include <QApplication>
#include <QCommandLineParser>
#include <QSurfaceFormat>
#include <QTextStream>

#include "app/application.h"
#include "model/session/session_loader.h"
#include "widgets/theme/style.h"

namespace {

/// What VTK's render window needs; it does its own multisampling. Set before QApplication.
void setSurfaceFormat() {
  QSurfaceFormat format;
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setDepthBufferSize(24);
  format.setSamples(0);
  QSurfaceFormat::setDefaultFormat(format);
}

/// Qt aborts the process where it finds no display; a sentence serves better. What only prints needs
/// none. False when the program cannot go on.
bool prepareDisplay(int argc, char** argv) {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
    if (qEnvironmentVariableIsSet(name)) return true;
  }
  for (int i = 1; i < argc; ++i) {
    const QByteArray argument(argv[i]);
    if (argument == "-h" || argument == "--help" || argument == "-v" || argument == "--version") {
      qputenv("QT_QPA_PLATFORM", "offscreen");
      return true;
    }
  }
  QTextStream(stderr) << "molloquy: There is no display to open a window on. Set DISPLAY, or use "
                         "molloquy-cli.\n";
  return false;
}

constexpr int kEnvironmentExitCode = 5;  ///< as molloquy-cli's

}  // namespace

int main(int argc, char** argv) {
  molloquy::session::letMathThreadsSleep();
  if (!prepareDisplay(argc, argv)) return kEnvironmentExitCode;
  setSurfaceFormat();
  QCoreApplication::setApplicationName(QStringLiteral("molloquy"));
  QCoreApplication::setOrganizationName(QStringLiteral("molloquy"));
  QCoreApplication::setApplicationVersion(QStringLiteral(MOLLOQUY_VERSION));
  QApplication qt(argc, argv);
  QApplication::setStyle(new molloquy::theme::Style);  // the application owns its style

  QCommandLineParser parser;
  parser.setApplicationDescription(QApplication::translate(
      "main", "A 3D molecule workbench and a conversation about the structure on the screen."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption model(QStringLiteral("model"),
                                 QApplication::translate("main", "Folder of the model to load."),
                                 QStringLiteral("folder"));
  parser.addOption(model);
  parser.addPositionalArgument(
      QStringLiteral("molecule"),
      QApplication::translate("main", "A structure file or a SMILES to open."),
      QStringLiteral("[molecule]"));
  parser.process(qt);

  molloquy::app::ApplicationOptions options;
  options.structures = parser.positionalArguments();
  if (parser.isSet(model)) options.modelFolder = parser.value(model).toStdString();
  options.openSession = [](const auto& folder, const auto& how, const auto& progress,
                           std::stop_token stop) {
    return molloquy::session::openChatSession(folder, how, progress, stop);
  };
  molloquy::app::Application application(std::move(options));
  application.start();
  return QApplication::exec();
}
