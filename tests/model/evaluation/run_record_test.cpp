#include "model/evaluation/run_record.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "model/base/atomic_file.h"
#include "model/checkpoints/sha256.h"
#include "model/evaluation/weight_hash.h"

using namespace molloquy;
using namespace molloquy::evaluation;
namespace fs = std::filesystem;

namespace {

RunIdentity identity() { return {Task::Caption, "m", "d", {{"beams", 5}, {"smiles", "written"}}}; }

void write(const fs::path& file, const std::string& content) {
  QVERIFY(writeFileAtomically(file, content).has_value());
}

}  // namespace

class RunRecordTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath("out.tsv").toStdString();
  }

  void theSameRunMayGoOn() {
    QVERIFY(checkResume(m_file, identity()).has_value());
    write(m_file, "x");
    QVERIFY(writeIdentity(m_file, identity()).has_value());
    QVERIFY(checkResume(m_file, identity()).has_value());
    RunIdentity grounding = identity();
    grounding.task = Task::Grounding;
    QVERIFY(checkResume(m_file, grounding).has_value());
    QVERIFY(shareAnswers(Task::Caption, Task::Grounding));
    QVERIFY(!shareAnswers(Task::Caption, Task::Property));
  }

  void anotherRunMayNot_data() {
    QTest::addColumn<QString>("changed");
    QTest::addColumn<QString>("said");
    QTest::newRow("another task") << "task"
                                  << "another task";
    QTest::newRow("another model") << "model"
                                   << "another model";
    QTest::newRow("other data") << "data"
                                << "other data";
    QTest::newRow("another setting") << "beams"
                                     << "beams 5 instead of 1";
    QTest::newRow("no record") << "record"
                               << "cannot be read";
    QTest::newRow("a record that is none") << "text"
                                           << "no record of a run";
  }
  void anotherRunMayNot() {
    QFETCH(QString, changed);
    QFETCH(QString, said);
    write(m_file, "x");
    QVERIFY(writeIdentity(m_file, identity()).has_value());
    RunIdentity other = identity();
    if (changed == "task") other.task = Task::Property;
    if (changed == "model") other.modelHash = "n";
    if (changed == "data") other.dataHash = "e";
    if (changed == "beams") other.settings["beams"] = 1;
    if (changed == "record") fs::remove(recordPath(m_file));
    if (changed == "text") write(recordPath(m_file), "[1, 2]");
    const auto resumable = checkResume(m_file, other);
    QVERIFY(!resumable.has_value());
    QVERIFY2(resumable.error().message.find(said.toStdString()) != std::string::npos,
             resumable.error().message.c_str());
  }

  void figuresHaveTheirPlaces() {
    metrics::MeasuredRows rows;
    rows.figures = {{"", "bleu2"}, {"HOMO", "mae"}, {"paper/LogP", "mae"}};
    const double none = std::nan("");
    const auto json = figuresJson(rows, {0.5, 1.5, none});
    QCOMPARE(
        json.dump(),
        std::string("{\"bleu2\":0.5,\"HOMO\":{\"mae\":1.5},\"paper\":{\"LogP\":{\"mae\":null}}}"));
    const auto intervals = intervalsJson(rows, {{0.4, 0.6}, {1.0, 2.0}, {none, none}});
    QCOMPARE(intervals["bleu2"].dump(), std::string("[0.4,0.6]"));
    const std::string table = figuresTable(rows, {0.5, 1.5, none}, {{0.4, 0.6}});
    QVERIFY(table.find("0.5000   0.4000 to 0.6000\n") != std::string::npos);
    QVERIFY(table.find("-\n") != std::string::npos);
  }

  void weightsHaveAHash() {
    const fs::path folder = m_folder->path().toStdString();
    write(folder / "config.json", "{\"model_type\":\"llama\"}");
    write(folder / "tokenizer.model", "x");
    write(folder / "model.safetensors", "some bytes");
    const fs::path cache = folder / "cache" / "hashes.json";
    const auto hash = weightHash(folder, Weights::Model, cache);
    QVERIFY2(hash.has_value(), hash ? "" : hash.error().toString().c_str());
    QCOMPARE(*hash, checkpoints::sha256OfText("some bytes"));
    QVERIFY(fs::exists(cache));
    std::uintmax_t bytes = 0;
    const auto count = [&bytes](std::uintmax_t read) { bytes += read; };
    QCOMPARE(*weightHash(folder, Weights::Model, cache, count), *hash);
    QCOMPARE(bytes, std::uintmax_t{0});
    write(folder / "model.safetensors", "other bytes!");
    QCOMPARE(*weightHash(folder, Weights::Model, cache, count),
             checkpoints::sha256OfText("other bytes!"));
    QVERIFY(bytes > 0);
    write(cache, "not JSON");
    QVERIFY(weightHash(folder, Weights::Model, cache).has_value());
    QVERIFY(!weightHash(folder / "none", Weights::Model).has_value());
  }

  void aStage1TrainingIsAModelWithoutALanguageModel() {
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    write(folder / "model.safetensors", "the encoder");
    write(folder / "stage1.safetensors", "the heads");
    QVERIFY(!weightHash(folder, Weights::ModelAndStage1).has_value());
    write(folder / "stage1.json", "{}");
    const auto hash = weightHash(folder, Weights::ModelAndStage1);
    QVERIFY2(hash.has_value(), hash ? "" : hash.error().toString().c_str());
    write(folder / "stage1.safetensors", "other heads");
    QVERIFY(*weightHash(folder, Weights::ModelAndStage1) != *hash);
    QVERIFY(!weightHash(folder, Weights::Model).has_value());
  }

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path m_file;
};

QTEST_APPLESS_MAIN(RunRecordTest)
#include "run_record_test.moc"
