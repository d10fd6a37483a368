#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "tests/model/checkpoints/published_files.h"

namespace {

constexpr int kOk = 0;
constexpr int kUsage = 2;
constexpr int kModel = 4;

struct Ended {
  int code = -1;
  bool crashed = false;
  QByteArray output;
  QByteArray errors;
  [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(output).object(); }
};

Ended run(const QStringList& arguments) {
  QProcess process;
  process.start(QStringLiteral(MOLLOQUY_CLI), arguments);
  process.waitForFinished(50'000);
  return {process.exitCode(), process.exitStatus() == QProcess::CrashExit,
          process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray contentsOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

}  // namespace

/// `molloquy-cli model ...` on good, broken and hostile files.
class ModelCommandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    published_files::writeAll(path("").toStdString());
    const Ended made = assemble(path("molm"));
    QVERIFY2(made.code == kOk, made.errors.constData());
    const QByteArray weights = contentsOf(path("molm/model.safetensors"));
    QVERIFY(!weights.isEmpty());
    writeFile(path("half.safetensors"), weights.left(weights.size() / 2));
    QByteArray flipped = weights;
    flipped[9] = '\x01';
    writeFile(path("flipped.safetensors"), flipped);
    const QByteArray archive = contentsOf(path("generalist.ckpt"));
    writeFile(path("half.ckpt"), archive.left(archive.size() / 2));
    writeFile(path("empty.ckpt"), {});
    writeFile(path("pointer.ckpt"), "version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
    writeFile(path("os-system.pt"), "cos\nsystem\n(S'echo hello'\ntR.");
    QVERIFY(QDir(path("")).mkpath("lacking"));
    writeFile(path("lacking/config.json"), contentsOf(path("molm/config.json")));
    QVERIFY(QDir(path("")).mkpath("nothing"));
  }

  void infoTellsWhatAFileIs_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("family");
    QTest::newRow("an assembled model") << "molm"
                                        << "molecule_model"
                                        << "3D-MoLM";
    QTest::newRow("a language model's folder") << "llm"
                                               << "language_model"
                                               << "Llama";
    QTest::newRow("a Uni-Mol file") << "unimol.pt"
                                    << "weight_file"
                                    << "Uni-Mol encoder";
    QTest::newRow("a checkpoint of stage 3") << "generalist.ckpt"
                                             << "weight_file"
                                             << "3D-MoLM stage 2 or 3 checkpoint";
    QTest::newRow("a checkpoint of stage 1") << "stage1.ckpt"
                                             << "weight_file"
                                             << "3D-MoLM stage 1 checkpoint";
    QTest::newRow("weights of a model") << "molm/model.safetensors"
                                        << "weight_file"
                                        << "Molloquy model";
  }
  void infoTellsWhatAFileIs() {
    QFETCH(QString, name);
    const Ended ended = run({"model", "info", path(name), "--json"});
    QVERIFY2(ended.code == kOk, ended.errors.constData());
    const QJsonObject model = ended.object().value("model").toObject();
    QTEST(model.value("kind").toString(), "kind");
    QTEST(model.value("family").toString(), "family");
    QVERIFY(model.value("parameters").toDouble() > 1000);
    QVERIFY(model.value("tensors").toInt() > 10);
    QVERIFY(run({"model", "info", path(name)}).output.contains("Parameters"));
  }

  void infoRefusesWhatIsBroken_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("nothing there") << "none.ckpt" << QByteArray("none.ckpt");
    QTest::newRow("an empty file") << "empty.ckpt" << QByteArray("empty.ckpt");
    QTest::newRow("a truncated safetensors file")
        << "half.safetensors" << QByteArray("half.safetensors");
    QTest::newRow("a header with a wrong length")
        << "flipped.safetensors" << QByteArray("flipped.safetensors");
    QTest::newRow("a truncated archive") << "half.ckpt" << QByteArray("half.ckpt");
    QTest::newRow("a pointer in place of the file") << "pointer.ckpt" << QByteArray("git-lfs");
    QTest::newRow("a pickle that wants to run a program")
        << "os-system.pt" << QByteArray("os-system.pt");
    QTest::newRow("a text") << "vocab.txt" << QByteArray("vocab.txt");
    QTest::newRow("a folder without weights") << "lacking" << QByteArray("model.safetensors");
    QTest::newRow("an empty folder") << "nothing" << QByteArray("config.json");
  }
  void infoRefusesWhatIsBroken() {
    QFETCH(QString, name);
    QFETCH(QByteArray, word);
    const Ended ended = run({"model", "info", path(name)});
    QVERIFY(!ended.crashed);
    QCOMPARE(ended.code, kModel);
    QVERIFY2(ended.errors.contains(word), ended.errors.constData());
    QVERIFY(!ended.errors.contains("hello"));
    QVERIFY(ended.output.isEmpty());
    const QJsonObject error =
        run({"model", "info", path(name), "--json"}).object().value("error").toObject();
    QCOMPARE(error.value("exit_code").toInt(), kModel);
  }

  void theListNamesEveryModelAndWhatIsWrongWithIt() {
    const Ended ended = run({"model", "list", "--folder", path(""), "--json"});
    QCOMPARE(ended.code, kOk);
    QHash<QString, QString> problems;
    for (const QJsonValue& one : ended.object().value("models").toArray()) {
      const QJsonObject model = one.toObject();
      problems.insert(QDir(model.value("folder").toString()).dirName(),
                      model.value("problem").toString());
    }
    QCOMPARE(problems.size(), 3);
    QVERIFY(problems.value("molm").isEmpty());
    QVERIFY(problems.value("llm").isEmpty());
    QVERIFY(!problems.value("lacking").isEmpty());
    QVERIFY(run({"model", "list"}).output.contains("molloquy-starter"));
    QCOMPARE(run({"model", "list", "--folder", "/nowhere"}).code, kModel);
  }

  void memoryIsToldForEveryPrecision() {
    const Ended ended = run({"model", "memory", path("molm"), "--json", "--memory-limit", "1MiB"});
    QVERIFY2(ended.code == kOk, ended.errors.constData());
    const QJsonArray estimates = ended.object().value("estimates").toArray();
    QCOMPARE(estimates.size(), 4);
    double before = 1e300;
    for (const QJsonValue& one : estimates) {
      const QJsonObject estimate = one.toObject();
      QVERIFY(estimate.value("weights").toDouble() < before);
      before = estimate.value("weights").toDouble();
      QVERIFY(!estimate.value("fits").toBool(true));
    }
    const Ended one = run({"model", "memory", path("molm"), "--precision", "int8", "--json"});
    QCOMPARE(one.object().value("estimates").toArray().size(), 1);
    QCOMPARE(run({"model", "memory", path("molm"), "--context", "1000000"}).code, kModel);
    QCOMPARE(run({"model", "memory", path("molm"), "--precision", "int3"}).code, kUsage);
    QCOMPARE(run({"model", "memory", path("lacking")}).code, kModel);
  }

  void assemblingLooksAtEveryChoiceFirst_data() {
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("a language model as Uni-Mol file")
        << "--uni-mol"
        << "llm" << QByteArray("Uni-Mol encoder belongs here");
    QTest::newRow("a stage 1 checkpoint in place of stage 3")
        << "--checkpoint"
        << "stage1.ckpt" << QByteArray("stage 2 or 3");
    QTest::newRow("a truncated checkpoint") << "--checkpoint"
                                            << "half.ckpt" << QByteArray("half.ckpt");
    QTest::newRow("a model of ours as language model")
        << "--llm"
        << "molm" << QByteArray("model of Molloquy already");
    QTest::newRow("a file as language model") << "--llm"
                                              << "unimol.pt" << QByteArray("no folder");
    QTest::newRow("a folder that holds a model") << "-o"
                                                 << "molm" << QByteArray("already");
  }
  void assemblingLooksAtEveryChoiceFirst() {
    QFETCH(QString, option);
    QFETCH(QString, file);
    QFETCH(QByteArray, word);
    QStringList arguments = assembleArguments(path("never"));
    arguments[arguments.indexOf(option) + 1] = path(file);
    const Ended ended = run(arguments);
    QCOMPARE(ended.code, kModel);
    QVERIFY2(ended.errors.contains(word), ended.errors.constData());
    QVERIFY(!QDir(path("never")).exists());
  }

  void assemblingWithStageOneNeedsItsVocabulary() {
    QStringList arguments = assembleArguments(path("with-stage1"));
    arguments << "--stage1" << path("stage1.ckpt");
    QCOMPARE(run(arguments).code, kUsage);
    arguments << "--vocab" << path("vocab.txt");
    const Ended ended = run(arguments);
    QVERIFY2(ended.code == kOk, ended.errors.constData());
    QVERIFY(QFile::exists(path("with-stage1/stage1.safetensors")));
  }

  void aSmallerCopyIsWritten() {
    const QString starter = QStringLiteral(MOLLOQUY_STARTER);
    const Ended ended =
        run({"model", "quantize", starter, "--type", "int8", "-o", path("starter-int8"), "--json"});
    QVERIFY2(ended.code == kOk, ended.errors.constData());
    QVERIFY(ended.object().value("bytes_after").toDouble() <
            ended.object().value("bytes_before").toDouble());
    QVERIFY(run({"model", "info", path("starter-int8")}).output.contains("int8"));
    const Ended again =
        run({"model", "quantize", path("starter-int8"), "--type", "int4", "-o", path("twice")});
    QCOMPARE(again.code, kModel);
    QCOMPARE(run({"model", "quantize", starter, "--type", "int3", "-o", path("x")}).code, kUsage);
    QCOMPARE(run({"model", "quantize", "/nowhere", "--type", "int8", "-o", path("x")}).code,
             kModel);
  }

 private:
  [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

  [[nodiscard]] QStringList assembleArguments(const QString& output) const {
    return {"model", "assemble",  "--uni-mol",    path("unimol.pt"),
            "--llm", path("llm"), "--checkpoint", path("generalist.ckpt"),
            "-o",    output};
  }
  [[nodiscard]] Ended assemble(const QString& output) const {
    return run(assembleArguments(output));
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ModelCommandsTest)
#include "model_commands_test.moc"
