/// molloquy-pubchem-server: the test server as a program, for trials of the window by hand.

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTextStream>

#include "tests/support/pubchem_server.h"

namespace {

/// "busy-json:2:/SDF" = the next two requests with /SDF in them.
bool script(molloquy::test::PubChemServer& server, const QString& text) {
  const QStringList parts = text.split(u':');
  const auto trouble = molloquy::test::troubleNamed(parts.value(0));
  if (!trouble) return false;
  server.misbehave(*trouble, parts.size() > 1 ? parts[1].toInt() : 1, parts.value(2).toUtf8());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral(
      "A small PubChem on this machine. Prints its base address; lines on standard input script "
      "troubles, as --trouble does."));
  parser.addHelpOption();
  const QCommandLineOption port(QStringLiteral("port"), QStringLiteral("Port; 0 = a free one."),
                                QStringLiteral("N"), QStringLiteral("0"));
  const QCommandLineOption polls(QStringLiteral("polls"),
                                 QStringLiteral("Searches answer 202 so often."),
                                 QStringLiteral("N"), QStringLiteral("0"));
  const QCommandLineOption trouble(QStringLiteral("trouble"),
                                   QStringLiteral("NAME[:TIMES[:PART-OF-THE-ADDRESS]]. Names: ") +
                                       molloquy::test::troubleNames().join(QStringLiteral(", ")),
                                   QStringLiteral("WHAT"));
  parser.addOptions({port, polls, trouble});
  parser.process(application);

  QTextStream out(stdout), err(stderr), in(stdin);
  molloquy::test::PubChemServer::Options options;
  options.port = static_cast<quint16>(parser.value(port).toUInt());
  molloquy::test::PubChemServer server(options);
  if (!server.base().isValid()) {
    err << "The port " << parser.value(port) << " is taken; choose another one.\n";
    return 1;
  }
  server.setPolls(parser.value(polls).toInt());
  for (const QString& one : parser.values(trouble)) {
    if (script(server, one)) continue;
    err << "There is no trouble \"" << one << "\"; --help lists them.\n";
    return 2;
  }
  out << server.base().toString() << '\n' << Qt::flush;
  QSocketNotifier lines(0, QSocketNotifier::Read);
  QObject::connect(&lines, &QSocketNotifier::activated, &application, [&] {
    const QString line = in.readLine();
    if (line.isNull()) {  // standard input has ended; the server goes on
      lines.setEnabled(false);
    } else if (!line.isEmpty() && !script(server, line)) {
      err << "There is no trouble \"" << line << "\".\n" << Qt::flush;
    }
  });
  return QCoreApplication::exec();
}
