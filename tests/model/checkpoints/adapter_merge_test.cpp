#include "model/checkpoints/adapter_merge.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <nlohmann/json.hpp>

#include "adapter_folders.h"
#include "model/base/atomic_file.h"
#include "model/base/half_numbers.h"
#include "model/checkpoints/adapter.h"
#include "published_files.h"
#include "test_archive.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
namespace fs = std::filesystem;
using adapter_folders::Form;
using nlohmann::json;

Q_DECLARE_METATYPE(MergedType)
Q_DECLARE_METATYPE(Form)
Q_DECLARE_METATYPE(TensorType)

namespace {

constexpr const char* kQuery = "model.layers.1.self_attn.q_proj";
constexpr const char* kDown = "model.layers.0.mlp.down_proj";

std::vector<float> numbersOf(TensorSource& source, const std::string& name) {
  const SourceTensor* tensor = source.find(name);
  if (tensor == nullptr) return {};
  return Adapter::floatsOf(source, *tensor).value_or(std::vector<float>());
}

json readJson(const fs::path& path) {
  const auto text = readFile(path);
  return text ? json::parse(*text, nullptr, false) : json();
}

/// W + (alpha / r) B A as the type keeps it.
std::vector<float> expected(const std::string& module, std::int64_t columns, TensorType type,
                            const std::string& prefix = "") {
  std::vector<float> numbers;
  for (std::int64_t row = 0; row < adapter_folders::kHidden; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      const auto value = static_cast<float>(
          prefix.empty() ? adapter_folders::merged(module + ".weight", module, columns, row, column)
                         : adapter_folders::merged(prefix + module + ".weight", module, columns,
                                                   row, column, prefix));
      numbers.push_back(type == TensorType::BF16 ? floatFromBfloat16(bfloat16FromFloat(value))
                                                 : value);
    }
  }
  return numbers;
}

}  // namespace

class AdapterMergeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
    m_input = {m_root / "base", m_root / "adapter", m_root / "out"};
  }

  void matricesGetTheirProduct_data() {
    QTest::addColumn<TensorType>("stored");
    QTest::addColumn<MergedType>("wanted");
    QTest::addColumn<TensorType>("written");
    QTest::addColumn<Form>("form");
    QTest::newRow("float32 stays float32")
        << TensorType::F32 << MergedType::AsStored << TensorType::F32 << Form::Safetensors;
    QTest::newRow("bfloat16 stays bfloat16")
        << TensorType::BF16 << MergedType::AsStored << TensorType::BF16 << Form::Safetensors;
    QTest::newRow("half becomes bfloat16")
        << TensorType::F16 << MergedType::AsStored << TensorType::BF16 << Form::Safetensors;
    QTest::newRow("bfloat16 as float32")
        << TensorType::BF16 << MergedType::Float32 << TensorType::F32 << Form::Safetensors;
    QTest::newRow("float32 as bfloat16")
        << TensorType::F32 << MergedType::Bfloat16 << TensorType::BF16 << Form::Safetensors;
    QTest::newRow("an adapter saved by torch")
        << TensorType::F32 << MergedType::AsStored << TensorType::F32 << Form::PytorchBin;
  }

  void matricesGetTheirProduct() {
    QFETCH(TensorType, stored);
    QFETCH(MergedType, wanted);
    QFETCH(TensorType, written);
    QFETCH(Form, form);
    adapter_folders::writeLanguageModel(m_input.base, stored);
    adapter_folders::writeAdapterFolder(m_input.adapter, adapter_folders::adapterJson(),
                                        adapter_folders::adapterTensors(), form);
    m_input.type = wanted;
    const auto report = mergeAdapter(m_input);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(report->merged, 4);
    const auto source = TensorSource::open(m_input.output);
    QVERIFY(source.has_value());
    QCOMPARE((*source)->tensors().size(), adapter_folders::languageTensors().size());
    for (const SourceTensor& tensor : (*source)->tensors()) QVERIFY(tensor.type == written);
    QVERIFY(numbersOf(**source, kQuery + std::string(".weight")) == expected(kQuery, 8, written));
    QVERIFY(numbersOf(**source, kDown + std::string(".weight")) == expected(kDown, 12, written));
    for (const char* kept : {"model.layers.0.self_attn.v_proj.weight", "model.norm.weight"}) {
      const std::vector<float> numbers = numbersOf(**source, kept);
      QVERIFY(!numbers.empty());
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        QCOMPARE(numbers[i], published_files::number(kept, i));
      }
    }
    const char* type = written == TensorType::F32 ? "float32" : "bfloat16";
    QCOMPARE(readJson(m_input.output / "config.json").value("torch_dtype", ""), type);
  }

  void otherFilesComeAlong() {
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    writePlain(m_input.base / "pytorch_model.bin", "the same weights once more");
    writeAdapter();
    const auto report = mergeAdapter(m_input);
    QVERIFY(report.has_value());
    QVERIFY(fs::exists(m_input.output / "tokenizer.json"));
    QVERIFY(!fs::exists(m_input.output / "pytorch_model.bin"));
    QVERIFY(!fs::exists(m_root / "out.partial"));
    const QString card = QString::fromStdString(*readFile(m_input.output / "README.md"));
    QVERIFY(card.contains("rank 2, alpha 8") && card.contains("a/base"));
  }

  void largeModelsBecomeShards() {
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    writeAdapter();
    m_input.shardBytes = 500;
    const auto report = mergeAdapter(m_input);
    QVERIFY(report.has_value());
    QVERIFY(report->files.size() > 2);
    const auto source = TensorSource::open(m_input.output);
    QVERIFY(source.has_value());
    QVERIFY(numbersOf(**source, kQuery + std::string(".weight")) ==
            expected(kQuery, 8, TensorType::F32));
  }

  void whatDoesNotFitIsNamed_data() {
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("says");
    QTest::newRow("another rank") << R"({"r": 3})"
                                  << "has the shape [2, 8], but the adapter's rank \"r\" is 3";
    QTest::newRow("a target that is not named")
        << R"({"target_modules": ["q_proj"]})"
        << "adapt model.layers.0.mlp.down_proj, which \"target_modules\" (q_proj) does not name";
    QTest::newRow("a target without weights")
        << R"({"target_modules": ["q_proj", "down_proj", "v_proj"]})"
        << "name model.layers.0.self_attn.v_proj, but its weights have no A and B for it";
    QTest::newRow("another kind") << R"({"peft_type": "IA3"})"
                                  << "of the kind \"IA3\"";
    QTest::newRow("biases") << R"({"bias": "all"})"
                            << "\"bias\" is \"all\"";
    QTest::newRow("DoRA") << R"({"use_dora": true})"
                          << "\"use_dora\" is true";
    QTest::newRow("ranks of their own") << R"({"rank_pattern": {"q_proj": 4}})"
                                        << "\"rank_pattern\" is {\"q_proj\":4}";
    QTest::newRow("whole modules saved") << R"({"modules_to_save": ["lm_head"]})"
                                         << "\"modules_to_save\" is [\"lm_head\"]";
    QTest::newRow("a changed base") << R"({"init_lora_weights": "pissa"})"
                                    << "\"init_lora_weights\" is \"pissa\"";
    QTest::newRow("no rank") << R"({"r": null})"
                             << "\"adapter_config.r\"";
    QTest::newRow("a text for a number") << R"({"r": "8"})"
                                         << "wrong kind of value: \"8\"";
    QTest::newRow("infinitely large") << R"({"r": 4294967296})"
                                      << "wrong kind of value";
    QTest::newRow("targets that are no names") << R"({"target_modules": [1]})"
                                               << "\"target_modules\"";
    QTest::newRow("layers that are none") << R"({"layers_to_transform": [-1]})"
                                          << "\"layers_to_transform\"";
  }

  void whatDoesNotFitIsNamed() {
    QFETCH(QString, change);
    QFETCH(QString, says);
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    json config = adapter_folders::adapterJson();
    config.update(json::parse(change.toStdString()));
    adapter_folders::writeAdapterFolder(m_input.adapter, config, adapter_folders::adapterTensors());
    expectRefusal(says);
  }

  void hostileConfigurationsAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    const QByteArray open(300'000, '[');
    const QByteArray close(300'000, ']');
    QTest::newRow("no JSON") << QByteArray("r = 8");
    QTest::newRow("cut off") << QByteArray(R"({"peft_type": "LORA", "r": )");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("nested without end") << QByteArray(R"({"peft_type": )") + open + close + "}";
    QTest::newRow("a nested field")
        << QByteArray(R"({"peft_type": "LORA", "modules_to_save": )") + open + close + "}";
    QTest::newRow("a nested number")
        << QByteArray(R"({"peft_type": "LORA", "r": )") + open + close + "}";
    QTest::newRow("larger than any") << QByteArray(2 << 20, ' ');
  }

  void hostileConfigurationsAreRefused() {
    QFETCH(QByteArray, text);
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    writeAdapter();
    writePlain(m_input.adapter / "adapter_config.json", text.toStdString());
    expectRefusal("");
  }

  void fieldsOfLaterVersionsThatChangeNothingPass() {
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    json config = adapter_folders::adapterJson();
    config.update({{"use_dora", false},
                   {"rank_pattern", json::object()},
                   {"exclude_modules", nullptr},
                   {"eva_config", nullptr},
                   {"target_modules", R"(.*\.(q_proj|down_proj))"}});
    adapter_folders::writeAdapterFolder(m_input.adapter, config, adapter_folders::adapterTensors());
    const auto report = mergeAdapter(m_input);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(report->merged, 4);
  }

  void rankStabilisedAdaptersAreScaledByTheRoot() {
    json config = adapter_folders::adapterJson();
    config["use_rslora"] = true;
    const auto read = adapterConfigFromJson(config);
    QVERIFY(read.has_value());
    QVERIFY(std::abs(read->lora.scale() - 8.0 / std::sqrt(2.0)) < 1e-12);
  }

  void foreignTensorsAreNamed_data() {
    QTest::addColumn<QString>("tensor");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("says");
    const QString layer = "base_model.model.model.layers.";
    QTest::newRow("an A without B") << layer + "0.self_attn.v_proj.lora_A.weight" << 2
                                    << "model.layers.0.self_attn.v_proj has no lora_B";
    QTest::newRow("an embedding's adapter")
        << "base_model.model.model.embed_tokens.lora_embedding_A" << 2
        << "embed_tokens.lora_embedding_A is not the A or B of a linear layer";
    QTest::newRow("another network")
        << "transformer.h.0.attn.lora_A.weight" << 2 << "is not the A or B of a linear layer below";
  }

  void foreignTensorsAreNamed() {
    QFETCH(QString, tensor);
    QFETCH(int, rows);
    QFETCH(QString, says);
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    json config = adapter_folders::adapterJson();
    config["target_modules"] = {"q_proj", "down_proj", "v_proj"};
    auto tensors = adapter_folders::adapterTensors();
    tensors.push_back({tensor.toStdString(), {rows, 8}});
    adapter_folders::writeAdapterFolder(m_input.adapter, config, tensors);
    expectRefusal(says);
  }

  void anAdapterOfAnotherBaseIsNamed() {
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    auto tensors = adapter_folders::adapterTensors();
    for (auto& tensor : tensors) {
      if (tensor.shape[1] == 12) tensor.shape[1] = 16;
    }
    adapter_folders::writeAdapterFolder(m_input.adapter, adapter_folders::adapterJson(), tensors);
    expectRefusal("belongs to another base: a/base");
    for (auto& tensor : tensors) {
      const std::size_t at = tensor.name.find("layers.1");
      if (tensor.shape[1] == 16) tensor.shape[1] = 12;
      if (at != std::string::npos) tensor.name.replace(at, 8, "layers.7");
    }
    json config = adapter_folders::adapterJson();
    config["layers_to_transform"] = {0, 7};
    adapter_folders::writeAdapterFolder(m_input.adapter, config, tensors);
    expectRefusal("model.layers.7.mlp.down_proj, which the model in");
  }

  void quantisedBasesAreRefused() {
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    auto tensors = adapter_folders::languageTensors();
    tensors.front().name = "model.layers.0.self_attn.q_proj.weight.int8";
    adapter_folders::writeWeights(m_input.base / "model.safetensors", tensors, TensorType::F32);
    writeAdapter();
    expectRefusal("is quantised");
  }

  void anExistingFolderIsKept() {
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    writeAdapter();
    fs::create_directories(m_input.output);
    writePlain(m_input.output / "mine.txt", "text");
    expectRefusal("already has files in it");
    QCOMPARE(*readFile(m_input.output / "mine.txt"), std::string("text"));
  }

  void stoppingLeavesNothing() {
    adapter_folders::writeLanguageModel(m_input.base, TensorType::F32);
    writeAdapter();
    std::stop_source stop;
    const auto report = mergeAdapter(
        m_input, [&](std::uintmax_t, std::uintmax_t) { stop.request_stop(); }, stop.get_token());
    QVERIFY(!report.has_value());
    QCOMPARE(report.error().message, std::string("Merging was stopped."));
    QVERIFY(!fs::exists(m_input.output) && !fs::exists(m_root / "out.partial"));
  }

  void aMoleculeModelShedsItsOwnAdapters() {
    const std::string prefix = "llm_model.";
    writeMoleculeModel(prefix);
    m_input.adapter = m_input.base;
    const auto report = mergeAdapter(m_input);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    const auto source = TensorSource::open(m_input.output);
    QVERIFY(source.has_value());
    QCOMPARE((*source)->tensors().size(), adapter_folders::languageTensors().size());
    QVERIFY(numbersOf(**source, prefix + kDown + ".weight") ==
            expected(kDown, 12, TensorType::F32, prefix));
    const json config = readJson(m_input.output / "config.json");
    QVERIFY(config.contains("llama") && !config["llama"].contains("lora"));
    QVERIFY(readJson(m_input.base / "config.json")["llama"].contains("lora"));
  }

  void aSecondAdapterWaitsForTheFirst() {
    writeMoleculeModel("llm_model.");
    writeAdapter();
    expectRefusal("has adapters of its own; merge those first");
  }

 private:
  void writeAdapter() {
    adapter_folders::writeAdapterFolder(m_input.adapter, adapter_folders::adapterJson(),
                                        adapter_folders::adapterTensors());
  }

  /// Only the language model's tensors; merging reads no others.
  void writeMoleculeModel(const std::string& prefix) {
    fs::create_directories(m_input.base);
    auto tensors = adapter_folders::languageTensors();
    for (auto& tensor : tensors) tensor.name.insert(0, prefix);
    for (auto& tensor : adapter_folders::adapterTensors(prefix)) tensors.push_back(tensor);
    adapter_folders::writeWeights(m_input.base / "model.safetensors", tensors, TensorType::F32);
    writePlain(m_input.base / "config.json",
               molm::toJson(adapter_folders::moleculeConfig()).dump());
    writePlain(m_input.base / "tokenizer.model", "pieces");
  }

  void expectRefusal(const QString& says) {
    const auto report = mergeAdapter(m_input);
    QVERIFY(!report.has_value());
    const QString message = QString::fromStdString(report.error().message);
    QVERIFY2(message.contains(says), qPrintable(message));
    QVERIFY(!fs::exists(m_root / "out.partial"));
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path m_root;
  MergeInput m_input;
};

QTEST_APPLESS_MAIN(AdapterMergeTest)
#include "adapter_merge_test.moc"
