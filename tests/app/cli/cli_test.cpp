#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

namespace {

constexpr int kOk = 0;
constexpr int kUsage = 2;
constexpr int kBadInput = 3;
constexpr int kModel = 4;
constexpr int kEnvironment = 5;

const QString kExamples = QStringLiteral(MOLLOQUY_EXAMPLES);
const QString kAspirin = QStringLiteral("CC(=O)Oc1ccccc1C(=O)O");

struct Ended {
  int code = -1;
  bool crashed = false;
  QByteArray output;
  QByteArray errors;
};

Ended run(const QStringList& arguments, const QByteArray& input = {},
          const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
  QProcess process;
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(MOLLOQUY_CLI), arguments);
  process.write(input);
  process.closeWriteChannel();
  process.waitForFinished(50'000);
  return {process.exitCode(), process.exitStatus() == QProcess::CrashExit,
          process.readAllStandardOutput(), process.readAllStandardError()};
}

QJsonObject objectFrom(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

}  // namespace

/// The command line program as the shell sees it.
class CliTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void endsWithTheDocumentedCode_data();
  void endsWithTheDocumentedCode();
  void everyCommandAnswersHelpAndVersion_data();
  void everyCommandAnswersHelpAndVersion();
  void jsonHasStableKeys_data();
  void jsonHasStableKeys();
  void jsonErrorsNameColumnAndCode();
  void describeReadsStandardInput();
  void describeTellsWhatIsLeftOut();
  void alignNumbersAtomsFromOne();
  void conformersAreWrittenAsSdf();
  void conformersDoNotTouchTheFileOnFailure();
  void aClosedPipeIsNoCrash();
  void interruptEndsConformersCleanly();
  void renderNeedsNoDisplay();
  void renderWithoutAnyDisplayServerSaysSo();
};

void CliTest::endsWithTheDocumentedCode_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("word");
  const auto row = [](const char* name, QStringList arguments, int code, QByteArray word) {
    QTest::newRow(name) << std::move(arguments) << code << std::move(word);
  };
  row("no command", {}, kUsage, "subcommand");
  row("an unknown command", {"paint"}, kUsage, "paint");
  row("an unknown option", {"describe", "C", "--colour"}, kUsage, "--colour");
  row("no molecule", {"describe"}, kUsage, "MOLECULE");
  row("no question", {"ask", "C"}, kUsage, "QUESTION");
  row("a blank question", {"ask", "C", "  "}, kUsage, "empty");
  row("no picture file", {"render", "C"}, kUsage, "--output");
  row("a picture that is no PNG", {"render", "C", "-o", "a.jpg"}, kUsage, ".png");
  row("a size that is none", {"render", "C", "-o", "a.png", "--size", "big"}, kUsage, "1200x900");
  row("a scheme that is none", {"render", "C", "-o", "a.png", "--scheme", "pink"}, kUsage, "pink");
  row("no conformers", {"conformers", "C", "-n", "0"}, kUsage, "0");
  row("a record number below one", {"describe", "C", "--record", "0"}, kUsage, "--record");
  row("a bench that is none", {"bench", "paint"}, kUsage, "paint");
  row("a shape nobody knows", {"bench", "decode", "--shape", "gpt"}, kUsage, "tinyllama");
  row("a shape nobody trains", {"bench", "train", "--shape", "gpt"}, kUsage, "small");
  row("a SMILES", {"describe", kAspirin}, kOk, "");
  row("a SMILES in brackets", {"describe", "[Na+].[Cl-]"}, kOk, "");
  row("a SMILES after --", {"describe", "--", "CCO"}, kOk, "");
  row("an option after --", {"describe", "--", "--json"}, kBadInput, "column 1");
  row("a file", {"describe", kExamples + "/aspirin.sdf"}, kOk, "");
  row("a file that is missing", {"describe", "/nowhere/none.sdf"}, kBadInput, "none.sdf");
  row("a folder", {"describe", kExamples}, kBadInput, "folder");
  row("a wrong SMILES", {"describe", "C1CC"}, kBadInput, "column 2");
  row("a record that is not there", {"describe", "C", "--record", "2"}, kBadInput, "record 2");
  row("no shape", {"conformers", QString(400, 'C')}, kBadInput, "999");
  row("a model folder that is missing", {"model", "info", "/nowhere"}, kModel, "/nowhere");
  row("a caption without its model", {"caption", "C", "--model", "/nowhere"}, kModel, "/nowhere");
  row("a question without its model", {"ask", "C", "What?", "--model", "/nowhere"}, kModel,
      "/nowhere");
  row("an SDF in a folder that is missing", {"conformers", "C", "-o", "/nowhere/a.sdf"},
      kEnvironment, "/nowhere");
}

void CliTest::endsWithTheDocumentedCode() {
  QFETCH(QStringList, arguments);
  QFETCH(QByteArray, word);
  const Ended ended = run(arguments);
  QVERIFY(!ended.crashed);
  QTEST(ended.code, "code");
  QVERIFY2(ended.errors.contains(word), ended.errors.constData());
  QCOMPARE(ended.output.isEmpty(), ended.code != kOk);
}

void CliTest::everyCommandAnswersHelpAndVersion_data() {
  QTest::addColumn<QStringList>("command");
  QTest::newRow("the program") << QStringList{};
  for (const char* name :
       {"describe", "caption", "ask", "align", "conformers", "render", "model"}) {
    QTest::newRow(name) << QStringList{name};
  }
  QTest::newRow("model info") << QStringList{"model", "info"};
}

void CliTest::everyCommandAnswersHelpAndVersion() {
  QFETCH(QStringList, command);
  const Ended help = run(command + QStringList{"--help"});
  QCOMPARE(help.code, kOk);
  QVERIFY(help.output.contains("Usage"));
  const Ended version = run(command + QStringList{"--version"});
  QCOMPARE(version.code, kOk);
  QVERIFY(version.output.startsWith("molloquy-cli "));
}

void CliTest::jsonHasStableKeys_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QStringList>("keys");
  QTest::newRow("describe") << QStringList{"describe", kAspirin}
                            << QStringList{"command", "facts", "molecule"};
  QTest::newRow("align") << QStringList{"align", kAspirin, "It has a carboxylic acid."}
                         << QStringList{"command", "molecule", "phrases", "text"};
  QTest::newRow("conformers") << QStringList{"conformers", "CCO", "-n", "2"}
                              << QStringList{"command", "conformers", "molecule", "output", "seed"};
  QTest::newRow("an error") << QStringList{"describe", "C1CC"} << QStringList{"error"};
  QTest::newRow("a model error") << QStringList{"model", "info", "/nowhere"}
                                 << QStringList{"error"};
}

void CliTest::jsonHasStableKeys() {
  QFETCH(QStringList, arguments);
  QFETCH(QStringList, keys);
  const Ended ended = run(arguments + QStringList{"--json"});
  QCOMPARE(objectFrom(ended.output).keys(), keys);
}

void CliTest::jsonErrorsNameColumnAndCode() {
  const Ended ended = run({"describe", "C1CC", "--json"});
  const QJsonObject error = objectFrom(ended.output).value("error").toObject();
  QCOMPARE(error.value("column").toInt(), 2);
  QCOMPARE(error.value("code").toString(), QString("invalid_input"));
  QCOMPARE(error.value("exit_code").toInt(), kBadInput);
}

void CliTest::describeReadsStandardInput() {
  const Ended smiles = run({"describe", "-", "--json"}, "CCO ethanol\n");
  const QJsonObject molecule = objectFrom(smiles.output).value("molecule").toObject();
  QCOMPARE(molecule.value("name").toString(), QString("ethanol"));
  QCOMPARE(molecule.value("source").toString(), QString("standard input"));
  QFile sdf(kExamples + "/caffeine.sdf");
  QVERIFY(sdf.open(QIODevice::ReadOnly));
  QVERIFY(run({"describe", "-"}, sdf.readAll()).output.contains("RYYVLZVUVIJVGH-UHFFFAOYSA-N"));
  QCOMPARE(run({"describe", "-"}, "").code, kBadInput);
}

void CliTest::describeTellsWhatIsLeftOut() {
  const Ended ended = run({"describe", "-", "--record", "2", "--json"}, "CCO\nC1C\nCCN\n");
  QCOMPARE(ended.code, kOk);
  QVERIFY2(ended.errors.contains("line 2"), ended.errors.constData());
  QVERIFY2(ended.errors.contains("2 records"), ended.errors.constData());
  QCOMPARE(objectFrom(ended.output).value("molecule").toObject().value("smiles").toString(),
           QString("CCN"));
}

void CliTest::alignNumbersAtomsFromOne() {
  const Ended ended = run({"align", kAspirin, "A carboxylic acid, but no ketone.", "--json"});
  QCOMPARE(ended.code, kOk);
  const QJsonArray phrases = objectFrom(ended.output).value("phrases").toArray();
  QVERIFY(!phrases.isEmpty());
  const QJsonObject first = phrases.first().toObject();
  QCOMPARE(first.value("phrase").toString(), QString("carboxylic acid"));
  QCOMPARE(first.value("status").toString(), QString("verified"));
  QCOMPARE(first.value("begin").toInt(), 2);
  const QJsonArray match = first.value("matches").toArray().first().toArray();
  QVERIFY(match.contains(QJsonValue(11)));
  QVERIFY(first.value("atom_names").toArray().contains(QJsonValue("C11")));
}

void CliTest::conformersAreWrittenAsSdf() {
  const QTemporaryDir folder;
  const QString path = folder.filePath("ethanol.sdf");
  const Ended ended = run({"conformers", "CCO ethanol", "-n", "3", "--seed", "5", "-o", path});
  QCOMPARE(ended.code, kOk);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray text = file.readAll();
  QCOMPARE(text.count("$$$$"), 3);
  QVERIFY(text.startsWith("ethanol\n"));
  const Ended again = run({"conformers", "CCO ethanol", "-n", "3", "--seed", "5"});
  QCOMPARE(again.output, text);
}

void CliTest::conformersDoNotTouchTheFileOnFailure() {
  const QTemporaryDir folder;
  const QString path = folder.filePath("kept.sdf");
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("kept");
  file.close();
  QCOMPARE(run({"conformers", "C1CC", "-o", path}).code, kBadInput);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), QByteArray("kept"));
}

void CliTest::aClosedPipeIsNoCrash() {
  QProcess shell;
  shell.start("bash", {"-c", "set -o pipefail; \"$0\" conformers CCO -n 40 | head -c 10 >/dev/null",
                       QStringLiteral(MOLLOQUY_CLI)});
  QVERIFY(shell.waitForFinished(50'000));
  QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
  QCOMPARE(shell.exitCode(), kOk);
}

void CliTest::interruptEndsConformersCleanly() {
  QProcess process;
  process.start(QStringLiteral(MOLLOQUY_CLI), {"conformers", QString(30, 'C'), "-n", "10000"});
  QVERIFY(process.waitForStarted());
  // The remark on standard error comes 0.4 s into the work: by then Ctrl+C is listened to.
  process.setReadChannel(QProcess::StandardError);
  QVERIFY(process.waitForReadyRead(30'000));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  QVERIFY(process.waitForFinished(30'000));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), kOk);
  QVERIFY(process.readAllStandardError().contains("of 10000 conformers were made"));
}

void CliTest::renderNeedsNoDisplay() {
  const QTemporaryDir folder;
  const QString path = folder.filePath("aspirin.png");
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.remove("DISPLAY");
  const Ended ended = run({"render", kExamples + "/aspirin.sdf", "-o", path, "--size", "320x200",
                           "--scheme", "dark", "--json"},
                          {}, environment);
  QVERIFY2(ended.code == kOk, ended.errors.constData());
  const QImage picture(path);
  QCOMPARE(picture.size(), QSize(320, 200));
  QVERIFY(picture.pixelColor(0, 0).lightness() < 60);
  QSet<QRgb> colours;
  for (int x = 0; x < 320; ++x) colours << picture.pixel(x, 100);
  QVERIFY(colours.size() > 10);
  QCOMPARE(objectFrom(ended.output).value("width").toInt(), 320);
}

void CliTest::renderWithoutAnyDisplayServerSaysSo() {
  const QTemporaryDir folder;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.remove("DISPLAY");
  environment.insert("PATH", folder.path());
  const QString path = folder.filePath("a.png");
  const Ended ended = run({"render", "CCO", "-o", path}, {}, environment);
  QCOMPARE(ended.code, kEnvironment);
  QVERIFY2(ended.errors.contains("xvfb"), ended.errors.constData());
  QVERIFY(!QFile::exists(path));
}

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
