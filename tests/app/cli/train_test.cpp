#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

namespace {

constexpr int kOk = 0;
constexpr int kUsage = 2;
constexpr int kBadInput = 3;

const QString kTokenizer = QStringLiteral(MOLLOQUY_TEST_DATA "/golden/tokenizer/sp_bpe600.model");

struct Ended {
  int code = -1;
  QByteArray output;
  QByteArray errors;

  /// Lines of the output with that event.
  [[nodiscard]] QList<QJsonObject> events(const QString& name) const {
    QList<QJsonObject> found;
    for (const QByteArray& line : output.split('\n')) {
      const QJsonObject object = QJsonDocument::fromJson(line).object();
      if (object["event"].toString() == name) found << object;
    }
    return found;
  }
};

/// A molecule model of a few thousand numbers.
const char* const kRecipe = R"({
 "name": "tiny", "purpose": "A test.", "objective": "answers", "seed": 3, "numbers": "f32",
 "saved": "f32", "start": {"missing": "fresh"},
 "parts": {"encoder": "full", "qformer": "full", "projection": "full", "language": "full"},
 "data": {"max_tokens": 200, "held_out_structures": 2},
 "batch": {"examples": 2, "order": "shuffled"},
 "schedule": {"learning_rate": 0.002, "warmup_steps": 2},
 "length": {"epochs": 100000, "max_steps": 6},
 "keeping": {"evaluate_every_steps": 3, "checkpoint_every_steps": 3, "log_every_steps": 1},
 "model": {
  "name": "tiny",
  "unimol": {"layers": 1, "embed_dim": 16, "ffn_dim": 32, "heads": 4, "gaussian_kernels": 8, "dropout": 0.0},
  "qformer": {"hidden": 16, "layers": 2, "heads": 2, "intermediate": 32, "query_tokens": 4, "encoder_width": 16, "dropout": 0.0},
  "llama": {"vocab": 602, "hidden": 16, "intermediate": 32, "layers": 1, "heads": 2, "kv_heads": 2, "max_position": 256, "tie_word_embeddings": true},
  "special_tokens": {"begin": 1, "end": 2, "pad": 600, "molecule": 601},
  "graph_mask": "all_tokens"}
})";

}  // namespace

/// Training through the command line, from a corpus to a model folder.
class TrainTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void wrongLinesAreToldWithTheRemedy_data();
  void wrongLinesAreToldWithTheRemedy();
  void fieldsOfRecipesAreListed();
  void aRunWritesAModelThatAnswers();
  void existingRunsAreNotOverwritten();
  void aDryRunTellsTheFirstBatchAsFed();
  void interruptWritesACheckpointToGoOnFrom();

 private:
  Ended run(const QStringList& arguments) const;
  QStringList training(const QStringList& more) const;

  std::unique_ptr<QTemporaryDir> m_folder;
};

void TrainTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  QFile recipe(m_folder->filePath("tiny.json"));
  QVERIFY(recipe.open(QIODevice::WriteOnly));
  recipe.write(kRecipe);
  QFile corpus(m_folder->filePath("corpus.jsonl"));
  QVERIFY(corpus.open(QIODevice::WriteOnly));
  for (const char* smiles : {"CCO", "CC#N", "c1ccccc1", "CC(=O)C", "CCN", "CCCl", "OCCO", "CC=C"}) {
    corpus.write(QString(R"({"smiles": "%1", "source": "own", "pairs": [{"task": "Caption",)"
                         R"( "instruction": "Describe it.", "answer": "Its name is %1."}]})")
                     .arg(smiles)
                     .toUtf8() +
                 "\n");
  }
  corpus.write("no corpus line\n");
}

Ended TrainTest::run(const QStringList& arguments) const {
  QProcess process;
  process.start(QStringLiteral(MOLLOQUY_CLI), arguments);
  process.closeWriteChannel();
  process.waitForFinished(100'000);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList TrainTest::training(const QStringList& more) const {
  return QStringList{"train",
                     "--recipe",
                     m_folder->filePath("tiny.json"),
                     "--data",
                     m_folder->filePath("corpus.jsonl"),
                     "--tokenizer",
                     kTokenizer,
                     "--cache",
                     m_folder->filePath("cache"),
                     "--threads",
                     "1",
                     "--json"} +
         more;
}

void TrainTest::wrongLinesAreToldWithTheRemedy_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("word");
  const auto row = [](const char* name, QStringList arguments, int code, QByteArray word) {
    QTest::newRow(name) << arguments << code << word;
  };
  row("no recipe", {"train", "--out", "x"}, kUsage, "--recipe");
  row("no folder to write", {"train", "--recipe", "stage1_small"}, kUsage, "--out");
  row("both ways to go on", {"train", "--resume", "--start-over"}, kUsage, "--resume");
  row("a recipe that does not exist", {"train", "--recipe", "stage9", "--out", "x"}, kBadInput,
      "stage1_small");
  row("a field that does not exist",
      {"train", "--recipe", "stage1_small", "--out", "x", "--set", "batch.exmples=2"}, kBadInput,
      "batch.examples");
  row("a value of the wrong kind",
      {"train", "--recipe", "stage1_small", "--out", "x", "--set", "length.epochs=many"}, kBadInput,
      "length.epochs");
  row("no corpus", {"train", "--recipe", "language_small", "--out", "x", "--cache", "."}, kBadInput,
      "--data FILE");
  row("a start folder that does not exist",
      {"train", "--recipe", "alignment_small", "--out", "x", "--from", "/nowhere"}, kBadInput,
      "--from FOLDER");
}

void TrainTest::wrongLinesAreToldWithTheRemedy() {
  QFETCH(QStringList, arguments);
  QFETCH(int, code);
  QFETCH(QByteArray, word);
  const Ended ended = run(arguments);
  QCOMPARE(ended.code, code);
  QVERIFY2(ended.errors.contains(word), ended.errors.constData());
  QVERIFY(!QFile::exists("x"));
}

void TrainTest::fieldsOfRecipesAreListed() {
  const Ended text = run({"train", "--list-fields"});
  QCOMPARE(text.code, kOk);
  QVERIFY(text.output.contains("batch.accumulate"));
  const auto object = QJsonDocument::fromJson(run({"train", "--list-fields", "--json"}).output);
  const QJsonArray fields = object["fields"].toArray();
  QVERIFY(fields.size() > 40);
  for (const auto& field : fields) QVERIFY(!field.toObject()["meaning"].toString().isEmpty());
}

void TrainTest::aRunWritesAModelThatAnswers() {
  const Ended first = run(training({"--out", m_folder->filePath("out")}));
  QVERIFY2(first.code == kOk, (first.errors + first.output).constData());
  const auto prepared = first.events("prepared");
  QCOMPARE(prepared.size(), 1);
  QCOMPARE(prepared[0]["training"].toInt(), 6);
  QCOMPARE(prepared[0]["held_out"].toInt(), 2);
  QCOMPARE(prepared[0]["left_out"].toObject().size(), 1);
  const auto steps = first.events("step");
  QCOMPARE(steps.size(), 6);
  QCOMPARE(steps.last()["step"].toInt(), 6);
  QVERIFY(steps.last()["loss"].toDouble() > 0);
  QVERIFY(!first.events("held_out").isEmpty());
  const auto end = first.events("end");
  QCOMPARE(end.size(), 1);
  QCOMPARE(end[0]["reason"].toString(), QString("finished"));
  const QString model = end[0]["model"].toString();
  const Ended answer = run({"caption", "CCO", "--model", model, "--max-tokens", "4", "--json"});
  QVERIFY2(answer.code == kOk, answer.errors.constData());
}

void TrainTest::existingRunsAreNotOverwritten() {
  const QStringList line = training({"--out", m_folder->filePath("out")});
  QCOMPARE(run(line).code, kOk);
  const Ended again = run(line);
  QCOMPARE(again.code, kBadInput);
  QVERIFY2(again.errors.contains("--resume"), again.errors.constData());
  const Ended over = run(line + QStringList{"--start-over"});
  QVERIFY(over.events("prepared").at(0)["from_cache"].toBool());
  QVERIFY2(over.code == kOk, over.errors.constData());
  QCOMPARE(over.events("step").size(), 6);
}

void TrainTest::aDryRunTellsTheFirstBatchAsFed() {
  const Ended ended = run(training({"--dry-run"}));
  QVERIFY2(ended.code == kOk, (ended.errors + ended.output).constData());
  const QJsonObject told = ended.events("dry_run").at(0);
  QVERIFY(told["total_bytes"].toDouble() > 0);
  QVERIFY(told["seconds_per_step"].toDouble() > 0);
  QCOMPARE(told["steps"].toInt(), 6);
  const QJsonArray batch = told["batch"].toArray();
  QCOMPARE(batch.size(), 2);
  for (const auto& value : batch) {
    const QJsonObject example = value.toObject();
    const QJsonArray ids = example["ids"].toArray();
    const QJsonArray labels = example["labels"].toArray();
    const QJsonArray names = example["tokens"].toArray();
    QCOMPARE(ids.first().toInt(), 1);
    QCOMPARE(labels.size(), ids.size());
    QCOMPARE(ids.toVariantList().count(601), 4);
    QCOMPARE(names[ids.toVariantList().indexOf(601)].toString(), QString("<mol>"));
    // What is learnt ends with the end token, and nothing before the answer is learnt.
    const auto learnt = labels.toVariantList();
    QCOMPARE(learnt.first().toInt(), -100);
    QVERIFY(learnt.contains(2));
  }
  QVERIFY(!QFile::exists(m_folder->filePath("out")));
  const Ended text = run(training({"--dry-run"}).filter(QRegularExpression("^(?!--json)")));
  QVERIFY(text.output.contains("<mol>  x4"));
  QVERIFY(text.output.contains("language"));
}

void TrainTest::interruptWritesACheckpointToGoOnFrom() {
  const QStringList line =
      training({"--out", m_folder->filePath("out"), "--set", "length.max_steps=300",
                "keeping.checkpoint_every_steps=100000", "keeping.evaluate_every_steps=100000"});
  QProcess process;
  process.start(QStringLiteral(MOLLOQUY_CLI), line);
  QByteArray output;
  while (!output.contains("\"event\":\"step\"") && process.waitForReadyRead(60'000)) {
    output += process.readAllStandardOutput();
  }
  QVERIFY(output.contains("\"event\":\"step\""));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  QVERIFY(process.waitForFinished(60'000));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), kOk);
  const Ended stopped{kOk, output + process.readAllStandardOutput(), {}};
  const QJsonObject end = stopped.events("end").at(0);
  QCOMPARE(end["reason"].toString(), QString("stopped"));
  QVERIFY(end["resume"].toString().contains("--resume"));
  const int done = end["steps"].toInt();
  QVERIFY(done > 0 && done < 300);
  const Ended resumed = run(line + QStringList{"--resume"});
  QVERIFY2(resumed.code == kOk, (resumed.errors + resumed.output).constData());
  QCOMPARE(resumed.events("step").first()["step"].toInt(), done + 1);
  QCOMPARE(resumed.events("end").at(0)["steps"].toInt(), 300);
}

QTEST_GUILESS_MAIN(TrainTest)
#include "train_test.moc"
