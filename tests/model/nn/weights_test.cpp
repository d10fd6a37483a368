#include "model/nn/weights.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/shard_index.h"
#include "model/molm/model_folder.h"
#include "model/molm/stage1_model.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
namespace fs = std::filesystem;

namespace {

/// A network of two linear layers, "first" and "second".
torch::nn::Module smallNetwork() {
  torch::nn::Module root;
  root.register_module("first", torch::nn::Linear(3, 2));
  root.register_module("second", torch::nn::Linear(2, 2));
  return root;
}

nn::StoredTensor stored(const std::string& name, const at::Tensor& tensor) {
  return {name, tensor.sizes().vec(), tensor.nbytes(), [tensor] { return tensor; }};
}

nn::StoredTensors wholeNetwork() {
  return {stored("first.weight", torch::full({2, 3}, 1.5F)),
          stored("first.bias", torch::full({2}, 2.0F)),
          stored("second.weight", torch::full({2, 2}, 3.0F).to(torch::kBFloat16)),
          stored("second.bias", torch::full({2}, 4.0, torch::kFloat64))};
}

std::string messageOf(const Result<std::size_t>& result) {
  return result ? "no error" : result.error().message;
}

}  // namespace

class WeightsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void numberTypesAreConverted() {
    torch::nn::Module network = smallNetwork();
    const auto filled = nn::loadWeights(network, wholeNetwork());
    QVERIFY2(filled.has_value(), messageOf(filled).c_str());
    QCOMPARE(*filled, std::size_t{4});
    for (const auto& parameter : network.named_parameters()) {
      QVERIFY(parameter.value().scalar_type() == torch::kFloat);
    }
    QCOMPARE(network.named_parameters()["second.bias"][1].item<double>(), 4.0);
  }

  void parametersAreMadeInTheirPlace() {
    torch::nn::Module network = smallNetwork();
    nn::LoadOptions options;
    options.placement = {at::kCPU, at::kBFloat16};
    QVERIFY(nn::loadWeights(network, wholeNetwork(), options).has_value());
    for (const auto& parameter : network.named_parameters()) {
      QVERIFY(parameter.value().scalar_type() == torch::kBFloat16);
    }
    // The layers hold the same tensors, not their former ones.
    const auto layer = std::dynamic_pointer_cast<torch::nn::LinearImpl>(network.children()[0]);
    QCOMPARE(layer->weight[1][2].item<double>(), 1.5);
  }

  void theLaterTensorWins() {
    torch::nn::Module network = smallNetwork();
    nn::StoredTensors tensors = wholeNetwork();
    tensors.push_back(stored("first.bias", torch::full({2}, 9.0F)));
    QVERIFY(nn::loadWeights(network, tensors).has_value());
    QCOMPARE(network.named_parameters()["first.bias"][0].item<double>(), 9.0);
  }

  void mistakesAreNamed_data() {
    QTest::addColumn<int>("left");
    QTest::addColumn<bool>("misshapen");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("one is missing") << 3 << false << QStringList{"second.bias", "[2]"};
    QTest::newRow("all are missing")
        << 0 << false << QStringList{"first.weight", "[2, 3]", "1 more"};
    QTest::newRow("one has another shape") << 4 << true << QStringList{"second.bias", "[5]", "[2]"};
  }

  void mistakesAreNamed() {
    QFETCH(int, left);
    QFETCH(bool, misshapen);
    QFETCH(QStringList, words);
    torch::nn::Module network = smallNetwork();
    nn::StoredTensors tensors = wholeNetwork();
    tensors.resize(static_cast<std::size_t>(left));
    if (misshapen) tensors.back() = stored("second.bias", torch::zeros({5}));
    const auto loaded = nn::loadWeights(network, tensors);
    QVERIFY(!loaded.has_value());
    QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
    for (const QString& word : words) {
      QVERIFY2(messageOf(loaded).find(word.toStdString()) != std::string::npos,
               messageOf(loaded).c_str());
    }
  }

  void missingTensorsMayBeAllowed() {
    torch::nn::Module network = smallNetwork();
    nn::LoadOptions options;
    options.missing = nn::LoadOptions::Missing::Allow;
    const nn::StoredTensors one = {wholeNetwork().front()};
    QCOMPARE(nn::loadWeights(network, one, options).value(), std::size_t{1});
  }

  void anUnreadableTensorEndsTheLoading() {
    torch::nn::Module network = smallNetwork();
    nn::StoredTensors tensors = wholeNetwork();
    tensors[1].read = []() -> Result<at::Tensor> {
      return fail(ErrorCode::Corrupt, "first.bias is damaged.");
    };
    QCOMPARE(messageOf(nn::loadWeights(network, tensors)), std::string("first.bias is damaged."));
  }

  void aStopRequestIsSeen() {
    torch::nn::Module network = smallNetwork();
    std::stop_source source;
    nn::LoadOptions options;
    options.stop = source.get_token();
    int copied = 0;
    options.progress = [&](std::uintmax_t, std::uintmax_t) {
      ++copied;
      source.request_stop();
    };
    QCOMPARE(nn::loadWeights(network, wholeNetwork(), options).value(), std::size_t{0});
    QCOMPARE(copied, 1);
  }

  void publishedNamesFindTheirParameter_data() {
    QTest::addColumn<QString>("published");
    QTest::addColumn<QString>("name");
    QTest::newRow("a head of stage 1") << "blip2qformer.gtm_head.bias"
                                       << "gtm_head.bias";
    QTest::newRow("the caption head") << "blip2qformer.Qformer.cls.predictions.transform.dense.bias"
                                      << "Qformer.cls.predictions.transform.dense.bias";
    QTest::newRow("the decoder's weight is the word embeddings")
        << "blip2qformer.Qformer.cls.predictions.decoder.weight"
        << "Qformer.bert.embeddings.word_embeddings.weight";
    QTest::newRow("the decoder's bias is the head's")
        << "blip2qformer.Qformer.cls.predictions.decoder.bias"
        << "Qformer.cls.predictions.bias";
    QTest::newRow("an adapter")
        << "blip2opt.llm_model.base_model.model.model.layers.0.mlp.up_proj.lora_A.default.weight"
        << "llm_model.model.layers.0.mlp.up_proj.lora_A.weight";
    QTest::newRow("numbers of positions") << "blip2opt.Qformer.bert.embeddings.position_ids"
                                          << "";
  }

  void publishedNamesFindTheirParameter() {
    QFETCH(QString, published);
    QFETCH(QString, name);
    const auto found = nn::parameterName(published.toStdString());
    QCOMPARE(QString::fromStdString(found.value_or("")), name);
  }

  void aCheckpointFillsTheHeads() {
    const fs::path file =
        fs::path(MOLLOQUY_TEST_DATA) / "golden/stage1_init.safetensors.index.json";
    const auto json = nlohmann::json::parse(
        readFile(fs::path(MOLLOQUY_TEST_DATA) / "golden/config.json").value());
    auto source = checkpoints::TensorSource::open(file);
    QVERIFY2(source.has_value(), source ? "" : source.error().message.c_str());
    molm::Stage1Model model(molm::stage1ConfigFromJson(json).value());
    const auto filled = nn::loadWeights(*model, nn::storedTensors(*std::move(source)));
    QVERIFY2(filled.has_value(), messageOf(filled).c_str());
    QCOMPARE(*filled, model->named_parameters().size());
  }

  void aPyTorchFileIsRead() {
    const fs::path file = fs::path(MOLLOQUY_TEST_DATA) / "checkpoints/lightning.ckpt";
    auto source = checkpoints::TensorSource::open(file);
    QVERIFY2(source.has_value(), source ? "" : source.error().message.c_str());
    const nn::StoredTensors tensors = nn::storedTensors(*std::move(source));
    QVERIFY(!tensors.empty());
    for (const nn::StoredTensor& tensor : tensors) {
      const Result<at::Tensor> read = tensor.read();
      QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
      QVERIFY(read->sizes() == at::IntArrayRef(tensor.shape));
    }
  }

  void shardedFoldersLoad() {
    const QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    auto model = tests::tinyModel();
    QVERIFY(molm::saveModel(model, path, nn::SavedType::Float32));
    const auto whole = checkpoints::SafetensorsFile::open(path / molm::kWeightsFile).value();
    std::map<std::string, std::string> weightMap;
    std::vector<checkpoints::TensorToWrite> shards[2];
    const std::string names[2] = {"model-00001-of-00002.safetensors",
                                  "model-00002-of-00002.safetensors"};
    for (std::size_t i = 0; i < whole.entries().size(); ++i) {
      const checkpoints::TensorEntry& entry = whole.entries()[i];
      shards[i % 2].push_back({entry.name, entry.type, entry.shape, whole.bytes(entry)});
      weightMap[entry.name] = names[i % 2];
    }
    for (int i : {0, 1}) QVERIFY(checkpoints::writeSafetensors(path / names[i], shards[i], {}));
    fs::remove(path / molm::kWeightsFile);
    QVERIFY(writeFileAtomically(path / "model.safetensors.index.json",
                                checkpoints::shardIndexText(weightMap, 0)));
    molm::ModelLoadOptions options;
    options.placement.type = at::kBFloat16;
    const auto loaded = molm::loadModel(path, options);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    const auto wanted = model->named_parameters();
    for (const auto& parameter : (*loaded)->named_parameters()) {
      QVERIFY(at::equal(parameter.value(), wanted[parameter.key()].to(at::kBFloat16)));
    }
  }
};

QTEST_APPLESS_MAIN(WeightsTest)
#include "weights_test.moc"
