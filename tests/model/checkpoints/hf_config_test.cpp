#include "model/checkpoints/hf_config.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// The fields that the published Llama-2 folder of 3D-MoLM has.
json llama2() {
  return {{"model_type", "llama"},   {"hidden_size", 4096},       {"intermediate_size", 11008},
          {"num_hidden_layers", 32}, {"num_attention_heads", 32}, {"vocab_size", 32000},
          {"rms_norm_eps", 1e-6},    {"bos_token_id", 1},         {"eos_token_id", 2},
          {"pad_token_id", 0},       {"hidden_act", "silu"},      {"tie_word_embeddings", false},
          {"torch_dtype", "float16"}};
}

json llama3() {
  json object = llama2();
  object.update({{"num_key_value_heads", 8},
                 {"vocab_size", 128256},
                 {"head_dim", 64},
                 {"hidden_size", 2048},
                 {"rope_theta", 500000.0},
                 {"max_position_embeddings", 131072},
                 {"tie_word_embeddings", true},
                 {"eos_token_id", {128001, 128008, 128009}},
                 {"rope_scaling",
                  {{"rope_type", "llama3"},
                   {"factor", 32.0},
                   {"low_freq_factor", 1.0},
                   {"high_freq_factor", 4.0},
                   {"original_max_position_embeddings", 8192}}}});
  return object;
}

json qwen2() {
  json object = llama2();
  object.update({{"model_type", "qwen2"},
                 {"num_key_value_heads", 8},
                 {"sliding_window", 4096},
                 {"use_sliding_window", false},
                 {"max_window_layers", 28}});
  return object;
}

json mistral() {
  json object = llama2();
  object.update({{"model_type", "mistral"}, {"num_key_value_heads", 8}, {"sliding_window", 4096}});
  return object;
}

QByteArray patched(json object, const json& patch) {
  if (!patch.is_null()) object.merge_patch(patch);
  return QByteArray::fromStdString(object.dump());
}

}  // namespace

class HfConfigTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void llama2IsRead() {
    const auto config = hfConfigFromJson(llama2());
    QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
    QCOMPARE(config->llama.kvHeads, 32);
    QCOMPARE(config->llama.headDim(), 128);
    QCOMPARE(config->llama.maxPosition, 2048);
    QCOMPARE(config->llama.ropeTheta, 10000.0);
    QCOMPARE(config->llama.rmsNormEps, 1e-6);
    QCOMPARE(config->endTokens, (std::vector<TokenId>{TokenId{2}}));
    QCOMPARE(config->beginToken->value, 1);
    QCOMPARE(config->numberType, std::string("float16"));
    QVERIFY(!config->llama.qkvBias && !config->llama.lora);
  }

  void llama3IsRead() {
    const auto config = hfConfigFromJson(llama3());
    QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
    QCOMPARE(config->llama.kvHeads, 8);
    QCOMPARE(config->llama.headDim(), 64);
    QCOMPARE(config->llama.maxPosition, 131072);
    QVERIFY(config->llama.tieWordEmbeddings);
    QCOMPARE(int(config->llama.ropeScaling.kind), int(llama::RopeScaling::Kind::Llama3));
    QCOMPARE(config->llama.ropeScaling.factor, 32.0);
    QCOMPARE(config->llama.ropeScaling.originalMaxPosition, 8192);
    QCOMPARE(config->endTokens.size(), std::size_t(3));
  }

  void windowsAreRead_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("window");
    QTest::addRow("Mistral's first version") << patched(mistral(), {}) << 4096;
    QTest::addRow("a Mistral without one")
        << patched(mistral(), {{"sliding_window", nullptr}}) << 0;
    QTest::addRow("a Qwen2 that switched it off") << patched(qwen2(), {}) << 0;
    QTest::addRow("a Qwen2 that uses it in no layer")
        << patched(qwen2(), {{"use_sliding_window", true}, {"max_window_layers", 32}}) << 0;
    QTest::addRow("a Qwen2 that uses it in every layer")
        << patched(qwen2(), {{"use_sliding_window", true}, {"max_window_layers", 0}}) << 4096;
    QTest::addRow("a Llama has none") << patched(llama2(), {{"sliding_window", 4096}}) << 0;
  }
  void windowsAreRead() {
    QFETCH(QByteArray, text);
    QFETCH(int, window);
    const auto config = hfConfigFromJson(json::parse(text.toStdString()));
    QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
    QCOMPARE(config->llama.slidingWindow, window);
    QCOMPARE(config->llama.qkvBias, config->modelType == "qwen2");
  }

  void rotaryFormsAreRead_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("theta");
    using Kind = llama::RopeScaling::Kind;
    QTest::addRow("linear") << patched(llama2(),
                                       {{"rope_scaling", {{"type", "linear"}, {"factor", 4}}}})
                            << int(Kind::Linear) << 10000.0;
    QTest::addRow("default") << patched(llama2(), {{"rope_scaling", {{"rope_type", "default"}}}})
                             << int(Kind::None) << 10000.0;
    QTest::addRow("the newer place of theta")
        << patched(llama2(), {{"rope_parameters", {{"rope_type", "default"}, {"rope_theta", 1e6}}}})
        << int(Kind::None) << 1e6;
  }
  void rotaryFormsAreRead() {
    QFETCH(QByteArray, text);
    QFETCH(int, kind);
    QFETCH(double, theta);
    const auto config = hfConfigFromJson(json::parse(text.toStdString()));
    QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
    QCOMPARE(int(config->llama.ropeScaling.kind), kind);
    QCOMPARE(config->llama.ropeTheta, theta);
  }

  void whatCannotBeUsedIsNamed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const json& base, const json& patch, const char* reason) {
      QTest::addRow("%s", name) << patched(base, patch) << reason;
    };
    row("another family", llama2(), {{"model_type", "gpt_neox"}},
        "\"gpt_neox\"; llama, mistral and qwen2 can be used");
    row("no family", llama2(), {{"model_type", nullptr}}, "The model type is \"\"");
    row("another scaling", llama2(), {{"rope_scaling", {{"type", "yarn"}, {"factor", 4}}}},
        "\"yarn\"; linear and llama3");
    row("a scaling that is a text", llama2(), {{"rope_scaling", "linear"}},
        "\"rope_scaling\" in the configuration is not a JSON object");
    row("half a scaling", llama2(), {{"rope_scaling", {{"type", "llama3"}, {"factor", 8}}}},
        "\"rope_scaling.low_freq_factor\" is missing");
    row("another activation", llama2(), {{"hidden_act", "gelu"}}, "\"gelu\"; silu");
    row("quantised weights", llama2(), {{"quantization_config", {{"quant_method", "gptq"}}}},
        "quantised by \"gptq\"");
    row("biases of an unusual Llama", llama2(), {{"attention_bias", true}}, "\"attention_bias\"");
    row("biases of the feed-forward", llama2(), {{"mlp_bias", true}}, "\"mlp_bias\"");
    row("no hidden size", llama2(), {{"hidden_size", nullptr}}, "\"hidden_size\" is missing");
    row("no key heads of a Mistral", mistral(), {{"num_key_value_heads", nullptr}},
        "\"num_key_value_heads\" is missing");
    row("a size that is a text", llama2(), {{"hidden_size", "4096"}},
        "\"config.hidden_size\" in the configuration has the wrong kind");
    row("a size beyond every integer", llama2(), {{"hidden_size", 1.3e24}},
        "\"config.hidden_size\" in the configuration has the wrong kind");
    row("a size of 33 bits", llama2(), {{"hidden_size", 4294971392}},
        "\"config.hidden_size\" in the configuration has the wrong kind");
    row("a size and a half", llama2(), {{"hidden_size", 4096.5}},
        "\"config.hidden_size\" in the configuration has the wrong kind");
    row("heads that do not divide", llama2(), {{"num_key_value_heads", 5}}, "kv_heads");
    row("no layers at all", llama2(), {{"num_hidden_layers", 0}}, "layers");
    row("a window in some layers", qwen2(), {{"use_sliding_window", true}},
        "\"max_window_layers\" is 28 of 32 layers");
    row("an end that is a text", llama2(), {{"eos_token_id", "</s>"}},
        "\"eos_token_id\" in the configuration is neither");
    row("a negative end", llama2(), {{"eos_token_id", {-1}}}, "\"eos_token_id\"");
    // Such a value cannot be written out again without as much stack.
    const QByteArray nested = QByteArray(300'000, '[') + QByteArray(300'000, ']');
    QTest::addRow("a size nested without end")
        << patched(llama2(), {{"hidden_size", "x"}}).replace("\"x\"", nested)
        << "\"config.hidden_size\" in the configuration has the wrong kind of value: a list";
  }
  void whatCannotBeUsedIsNamed() {
    QFETCH(QByteArray, text);
    QFETCH(QString, reason);
    const auto config = hfConfigFromJson(json::parse(text.toStdString()));
    QVERIFY(!config.has_value());
    QVERIFY2(config.error().message.find(reason.toStdString()) != std::string::npos,
             config.error().message.c_str());
  }

  void aFamilyIsKnownByItsArchitectureToo() {
    json object = llama2();
    object.erase("model_type");
    object["architectures"] = {"MistralForCausalLM"};
    object["num_key_value_heads"] = 8;
    const auto config = hfConfigFromJson(object);
    QVERIFY(config.has_value());
    QCOMPARE(config->modelType, std::string("mistral"));
  }

  void endsOfTheGenerationFileCountToo() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    QVERIFY(writeFileAtomically(folder / "config.json", llama2().dump()));
    QVERIFY(writeFileAtomically(folder / "generation_config.json", R"({"eos_token_id":[2,7]})"));
    const auto config = readHfConfig(folder);
    QVERIFY(config.has_value());
    QCOMPARE(config->endTokens, (std::vector<TokenId>{TokenId{2}, TokenId{7}}));
    QVERIFY(writeFileAtomically(folder / "config.json", "[]"));
    QVERIFY(!readHfConfig(folder).has_value());
    QVERIFY(!readHfConfig(folder / "absent").has_value());
  }
};

QTEST_APPLESS_MAIN(HfConfigTest)
#include "hf_config_test.moc"
