#include "model/checkpoints/model_folder.h"

#include <QTemporaryDir>
#include <QTest>

#include "model/base/atomic_file.h"
#include "model/checkpoints/safetensors.h"
#include "model/checkpoints/shard_index.h"
#include "model/checkpoints/weight_description.h"

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
    QCOMPARE(described->bytesOnDisk, bytesIn(folder));
  }

  void shardsCountLikeOneFile() {
    QTemporaryDir folder;
    write(folder, "config.json", kConfig);
    write(folder, "tokenizer.model", "pieces");
    const std::vector<float> numbers(4, 1.0F);
    const auto bytes = std::as_bytes(std::span(numbers));
    QVERIFY(writeSafetensors(folder.filePath("1.safetensors").toStdString(),
                             {{"llm_proj.weight", TensorType::F32, {2, 2}, bytes}}, {}));
    QVERIFY(writeSafetensors(folder.filePath("2.safetensors").toStdString(),
                             {{"ln_graph.weight", TensorType::F32, {4}, bytes}}, {}));
    write(folder, "model.safetensors.index.json",
          shardIndexText(
              {{"llm_proj.weight", "1.safetensors"}, {"ln_graph.weight", "2.safetensors"}}, 32));
    const auto model = openModelFolder(folder.path().toStdString());
    QVERIFY2(model.has_value(), model ? "" : model.error().message.c_str());
    QCOMPARE(model->weightFiles.size(), std::size_t(3));
    const auto described = describeModelFolder(*model);
    QVERIFY(described.has_value());
    QCOMPARE(described->parameters, std::int64_t(8));
    QCOMPARE(described->bytesOnDisk, bytesIn(folder));
    QVERIFY(std::filesystem::remove(folder.filePath("2.safetensors").toStdString()));
    const auto cut = openModelFolder(folder.path().toStdString());
    QVERIFY(!cut.has_value());
    QVERIFY(cut.error().message.find("2.safetensors") != std::string::npos);
  }

  void quantisedMatricesCountAsTheirParameters() {
    QTemporaryDir folder;
    write(folder, "config.json", kConfig);
    write(folder, "tokenizer.model", "pieces");
    const std::vector<float> numbers(4, 1.0F);
    const auto bytes = std::as_bytes(std::span(numbers));
    QVERIFY(writeSafetensors(folder.filePath("model.safetensors").toStdString(),
                             {{"llm_model.a.weight.int4", TensorType::U8, {16}, bytes},
                              {"llm_model.a.weight.scale", TensorType::F16, {2}, bytes.first(4)},
                              {"llm_model.b.weight.int8", TensorType::U8, {16}, bytes},
                              {"llm_model.norm.weight", TensorType::BF16, {2}, bytes.first(4)}},
                             {}));
    const auto described = describeModelFolder(*openModelFolder(folder.path().toStdString()));
    QVERIFY(described.has_value());
    QCOMPARE(described->parameters, std::int64_t(32 + 16 + 2));
    QCOMPARE(described->parametersByType.at("int4"), std::int64_t(32));
    QCOMPARE(described->parametersByType.at("int8"), std::int64_t(16));
    QCOMPARE(described->parts.size(), std::size_t(1));
  }

  void plainLanguageModelsAreDescribed_data() {
    QTest::addColumn<QString>("tokenizer");
    QTest::addRow("with a SentencePiece tokenizer") << "tokenizer.model";
    QTest::addRow("with a byte-level tokenizer") << "tokenizer.json";
  }
  void plainLanguageModelsAreDescribed() {
    QFETCH(QString, tokenizer);
    QTemporaryDir folder;
    write(folder, "config.json", kLanguageConfig);
    write(folder, tokenizer, "pieces");
    const std::vector<float> numbers(4, 1.0F);
    QVERIFY(writeSafetensors(
        folder.filePath("model.safetensors").toStdString(),
        {{"model.norm.weight", TensorType::F32, {4}, std::as_bytes(std::span(numbers))}}, {}));
    const auto model = openModelFolder(folder.path().toStdString());
    QVERIFY2(model.has_value(), model ? "" : model.error().message.c_str());
    QCOMPARE(int(model->kind), int(ModelKind::Language));
    QCOMPARE(QString::fromStdString(model->tokenizer.filename().string()), tokenizer);
    const auto described = describeModelFolder(*model);
    QVERIFY2(described.has_value(), described ? "" : described.error().message.c_str());
    QCOMPARE(described->family, std::string("qwen2"));
    QCOMPARE(described->name,
             std::filesystem::path(folder.path().toStdString()).filename().string());
    QCOMPARE(described->vocabulary, std::int64_t(100));
    QCOMPARE(described->parts.front().name, std::string("language model"));
    QCOMPARE(described->bytesOnDisk, bytesIn(folder));
  }

  void singleFilesAreDescribed_data() {
    QTest::addColumn<QString>("tensor");
    QTest::addColumn<QString>("contents");
    const auto row = [](const char* tensor, const char* contents) {
      QTest::addRow("%s", tensor) << tensor << contents;
    };
    row("gbf.means.weight", "Uni-Mol encoder");
    row("blip2qformer.query_tokens", "3D-MoLM stage 1 (Q-Former with its heads)");
    row("blip2opt.query_tokens", "3D-MoLM stage 2 or 3 (Q-Former, projection and adapters)");
    row("model.layers.3.mlp.up_proj.weight", "language model or a part of one");
    row("graph_encoder.gbf.means.weight", "Molloquy model or a part of one");
    row("gtm_head.weight", "3D-MoLM stage 1 (Q-Former with its heads)");
    row("conv1.weight", "unknown weights");
  }
  void singleFilesAreDescribed() {
    QFETCH(QString, tensor);
    QFETCH(QString, contents);
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("w.safetensors").toStdString();
    const std::vector<float> numbers(4, 1.0F);
    QVERIFY(writeSafetensors(
        path, {{tensor.toStdString(), TensorType::F32, {4}, std::as_bytes(std::span(numbers))}},
        {{"note", "x"}}));
    const auto described = describeWeightFile(path);
    QVERIFY(described.has_value());
    QCOMPARE(QString::fromUtf8(describe(described->contents).data()), contents);
    QCOMPARE(described->parameters, std::int64_t(4));
    QCOMPARE(described->parametersByType.at("F32"), std::int64_t(4));
    QCOMPARE(described->metadata.at("note"), std::string("x"));
    QCOMPARE(described->bytesOnDisk, bytesIn(folder));
    QCOMPARE(int(described->kind), int(WeightFileKind::Safetensors));
  }

  void aCheckpointIsDescribed() {
    const auto described = describeWeightFile(std::filesystem::path(MOLLOQUY_TEST_DATA) /
                                              "checkpoints" / "lightning.ckpt");
    QVERIFY(described.has_value());
    QCOMPARE(int(described->contents), int(WeightContents::MoleculeAdapter));
    QCOMPARE(int(described->kind), int(WeightFileKind::PytorchZip));
    QCOMPARE(described->metadata.at("global_step"), std::string("40000"));
    QCOMPARE(described->tensors.size(), std::size_t(11));
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

  static constexpr const char* kLanguageConfig =
      R"({"model_type": "qwen2", "vocab_size": 100, "hidden_size": 16, "intermediate_size": 32,
          "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1})";

  static std::uintmax_t bytesIn(const QTemporaryDir& folder) {
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.path().toStdString())) {
      bytes += file.file_size();
    }
    return bytes;
  }

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
