#include "model/molm/config.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include "model/checkpoints/weight_names.h"

using namespace molloquy;

class ConfigTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void publishedSizesAreTheDefaults() {
    const molm::Config config;
    QVERIFY(config.validate().has_value());
    QCOMPARE(config.unimol.dictionary.size(), std::size_t{31});
    QCOMPARE(config.unimol.edgeTypes(), 961);
    QCOMPARE(config.unimol.headDim(), 8);
    QCOMPARE(config.llama.headDim(), 128);
  }

  void jsonGivesTheSameConfigBack() {
    molm::Config config;
    config.name = "trip";
    config.llama.lora = llama::LoraConfig{};
    config.graphMask = qformer::GraphMaskPolicy::PadReadout;
    config.answerPrefixBos = true;
    const nlohmann::json written = molm::toJson(config);
    const auto read = molm::configFromJson(written);
    QVERIFY(read.has_value());
    QVERIFY(molm::toJson(*read) == written);
  }

  void aBadFieldIsNamed_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("heads that do not divide the width") << "/unimol/heads"
                                                        << "7"
                                                        << "\"unimol.heads\"";
    QTest::newRow("text where a number belongs") << "/llama/layers"
                                                 << "\"many\""
                                                 << "\"llama.layers\"";
    QTest::newRow("an encoder width that differs") << "/qformer/encoder_width"
                                                   << "64"
                                                   << "\"model.qformer.encoder_width\"";
    QTest::newRow("key heads that do not divide the heads") << "/llama/kv_heads"
                                                            << "5"
                                                            << "\"llama.kv_heads\"";
    QTest::newRow("a molecule token outside the vocabulary") << "/special_tokens/molecule"
                                                             << "40000"
                                                             << "\"model.special_tokens.molecule\"";
    QTest::newRow("an unknown mask policy") << "/graph_mask"
                                            << "\"some\""
                                            << "\"some\"";
    QTest::newRow("a dictionary without marks") << "/unimol/dictionary"
                                                << "[\"C\"]"
                                                << "\"unimol.dictionary\"";
    QTest::newRow("an adapter on an unknown layer") << "/llama/lora"
                                                    << "{\"targets\": [\"x_proj\"]}"
                                                    << "x_proj";
    QTest::newRow("no language model at all") << "/llama"
                                              << "null"
                                              << "\"llama\"";
  }

  void aBadFieldIsNamed() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, named);
    nlohmann::json object = molm::toJson(molm::Config{});
    object[nlohmann::json::json_pointer(pointer.toStdString())] =
        nlohmann::json::parse(value.toStdString());
    const auto config = molm::configFromJson(object);
    QVERIFY(!config.has_value());
    QCOMPARE(config.error().code, ErrorCode::Corrupt);
    QVERIFY2(QString::fromStdString(config.error().message).contains(named),
             config.error().message.c_str());
  }

  void publishedTensorNamesFindTheirPlace_data() {
    QTest::addColumn<QString>("published");
    QTest::addColumn<QString>("ours");
    QTest::newRow("stage 1 query") << "blip2qformer.query_tokens"
                                   << "query_tokens";
    QTest::newRow("stage 2 projection") << "blip2opt.llm_proj.bias"
                                        << "llm_proj.bias";
    QTest::newRow("adapter of stage 2")
        << "blip2opt.llm_model.base_model.model.model.layers.3.mlp.up_proj.lora_B.default.weight"
        << "llm_model.model.layers.3.mlp.up_proj.lora_B.weight";
    QTest::newRow("language model folder") << "model.layers.0.self_attn.q_proj.weight"
                                           << "llm_model.model.layers.0.self_attn.q_proj.weight";
    QTest::newRow("output layer") << "lm_head.weight"
                                  << "llm_model.lm_head.weight";
    QTest::newRow("Uni-Mol file") << "encoder.layers.2.fc1.bias"
                                  << "graph_encoder.encoder.layers.2.fc1.bias";
    QTest::newRow("our own name") << "graph_encoder.gbf.means.weight"
                                  << "graph_encoder.gbf.means.weight";
    QTest::newRow("Uni-Mol's own head is not ours") << "lm_head.dense.weight"
                                                    << "";
    QTest::newRow("stage 1 heads are not ours") << "blip2qformer.gtm_head.weight"
                                                << "";
    QTest::newRow("position ids are not weights")
        << "blip2qformer.Qformer.bert.embeddings.position_ids"
        << "";
  }

  void publishedTensorNamesFindTheirPlace() {
    QFETCH(QString, published);
    QFETCH(QString, ours);
    const auto name = checkpoints::modelTensorName(published.toStdString());
    QCOMPARE(QString::fromStdString(name.value_or("")), ours);
  }
};

QTEST_APPLESS_MAIN(ConfigTest)
#include "config_test.moc"
