#include "model/checkpoints/model_folder.h"

#include <QTemporaryDir>
#include <QTest>

#include "model/base/atomic_file.h"
#include "model/checkpoints/safetensors.h"

using namespace molloquy;
using namespace molloquy::checkpoints;

class ModelFolderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void missingFilesAreAllNamed_data() {
    QTest::addColumn<QStringList>("present");
    QTest::addColumn<QString>("named");
    QTest::newRow("an empty folder")
        << QStringList() << "config.json and model.safetensors and tokenizer.model";
    QTest::newRow("no tokenizer") << QStringList{"config.json", "model.safetensors"}
                                  << "lacks tokenizer.model";
    QTest::newRow("only a card") << QStringList{"MODEL_CARD.md"} << "lacks config.json";
  }

  void missingFilesAreAllNamed() {
    QFETCH(QStringList, present);
    QFETCH(QString, named);
    QTemporaryDir folder;
    for (const QString& name : present) write(folder, name, "x");
    const auto model = openModelFolder(folder.path().toStdString());
    QVERIFY(!model);
    QCOMPARE(model.error().code, ErrorCode::NotFound);
    QVERIFY2(QString::fromStdString(model.error().message).contains(named),
             model.error().message.c_str());
  }

  void noFolderIsNamed() {
    const auto model = openModelFolder("/nowhere/model");
    QVERIFY(!model);
    QCOMPARE(model.error().code, ErrorCode::NotFound);
    QVERIFY(model.error().message.find("/nowhere/model") != std::string::npos);
  }

  void describesPartsTypesAndOrigin() {
    QTemporaryDir folder;
    write(folder, "config.json", kConfig);
    write(folder, "tokenizer.model", "pieces");
    writeWeights(folder);
    auto model = openModelFolder(folder.path().toStdString());
    QVERIFY(model.has_value());
    QVERIFY(model->card.empty());
    write(folder, "MODEL_CARD.md", "# Small");
    model = openModelFolder(folder.path().toStdString());
    QCOMPARE(model->card.filename().string(), std::string("MODEL_CARD.md"));

    const auto described = describeModelFolder(*model);
    QVERIFY(described.has_value());
    QCOMPARE(described->name, std::string("small"));
    QCOMPARE(described->vocabulary, std::int64_t(602));
    QCOMPARE(described->contextLength, std::int64_t(384));
    QCOMPARE(described->parameters, std::int64_t(9));
    QCOMPARE(described->parametersByType.at("F32"), std::int64_t(7));
    QCOMPARE(described->parametersByType.at("BF16"), std::int64_t(2));
    QCOMPARE(described->provenance.at("steps"), std::string("1200"));
    QStringList parts;
    for (const PartSize& part : described->parts) {
      parts << QString("%1: %2 in %3")
                   .arg(QString::fromStdString(part.name))
                   .arg(part.parameters)
                   .arg(part.tensors);
    }
    QCOMPARE(parts, (QStringList{"3D encoder: 2 in 1", "Q-Former: 4 in 2", "language model: 2 in 1",
                                 "other: 1 in 1"}));
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.path().toStdString())) {
      bytes += file.file_size();
    }
    QCOMPARE(described->bytesOnDisk, bytes);
  }

  void faultsOfTheConfigurationAreNamed_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("named");
    QTest::newRow("no JSON") << "{"
                             << "not a JSON object";
    QTest::newRow("no name") << R"({"llama": {"vocab": 602, "max_position": 384}})"
                             << "\"name\"";
    QTest::newRow("no language model") << R"({"name": "small"})"
                                       << "llama.vocab";
    QTest::newRow("a vocabulary in words")
        << R"({"name": "small", "llama": {"vocab": "many", "max_position": 384}})"
        << "llama.vocab";
    QTest::newRow("no context length") << R"({"name": "small", "llama": {"vocab": 602}})"
                                       << "llama.max_position";
    QTest::newRow("a negative context length")
        << R"({"name": "small", "llama": {"vocab": 602, "max_position": -1}})"
        << "llama.max_position";
  }

  void faultsOfTheConfigurationAreNamed() {
    QFETCH(QString, config);
    QFETCH(QString, named);
    QTemporaryDir folder;
    write(folder, "config.json", config.toStdString());
    write(folder, "tokenizer.model", "pieces");
    writeWeights(folder);
    const auto model = openModelFolder(folder.path().toStdString());
    QVERIFY(model.has_value());
    const auto described = describeModelFolder(*model);
    QVERIFY(!described);
    QCOMPARE(described.error().code, ErrorCode::Corrupt);
    const QString message = QString::fromStdString(described.error().message);
    QVERIFY2(message.contains(named) && message.contains("config.json"), qPrintable(message));
  }

 private:
  static constexpr const char* kConfig =
      R"({"name": "small", "llama": {"vocab": 602, "max_position": 384}})";

  static void write(const QTemporaryDir& folder, const QString& name, const std::string& text) {
    QVERIFY(writeFileAtomically(folder.filePath(name).toStdString(), text).has_value());
  }

  static void writeWeights(const QTemporaryDir& folder) {
    const std::vector<float> numbers(4, 1.0F);
    const auto bytes = std::as_bytes(std::span(numbers));
    QVERIFY(
        writeSafetensors(
            folder.filePath("model.safetensors").toStdString(),
            {{"graph_encoder.embed_tokens.weight", TensorType::F32, {2}, bytes.first(8)},
             {"ln_graph.weight", TensorType::F32, {1}, bytes.first(4)},
             {"Qformer.bert.embeddings.LayerNorm.weight", TensorType::F32, {3}, bytes.first(12)},
             {"llm_model.lm_head.weight", TensorType::BF16, {1, 2}, bytes.first(4)},
             {"copy_head", TensorType::F32, {1}, bytes.first(4)}},
            {{"steps", "1200"}})
            .has_value());
  }
};

QTEST_APPLESS_MAIN(ModelFolderTest)
#include "model_folder_test.moc"
