#include "model/molm/stage1_folder.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/molm/model_folder.h"
#include "tests/model/nn/tiny_stage1.h"

using namespace molloquy;
namespace fs = std::filesystem;

namespace {

std::string stage1Json() {
  const molm::Stage1Config config = tests::tinyStage1Config();
  nlohmann::json qformer = qformer::toJson(config.qformer);
  qformer.update(qformer::toJson(config.pretraining));
  return nlohmann::json{
      {"unimol", unimol::toJson(config.unimol)}, {"qformer", qformer}, {"graph_mask", "all_tokens"}}
      .dump();
}

/// A tiny model and its stage-1 network, which share the encoder; `left` parameters of the latter.
void writeFolder(const fs::path& folder, molm::Stage1Model& stage1, std::size_t left = 10'000) {
  auto model = tests::tinyModel();
  const torch::NoGradGuard noGrad;
  const auto encoder = model->named_parameters();
  std::vector<checkpoints::TensorToWrite> tensors;
  for (auto& parameter : stage1->named_parameters()) {
    if (parameter.key().starts_with("graph_encoder.")) {
      parameter.value().copy_(encoder[parameter.key()]);
    } else if (tensors.size() < left) {
      const at::Tensor& value = parameter.value();
      tensors.push_back({parameter.key(),
                         checkpoints::TensorType::F32,
                         value.sizes().vec(),
                         {static_cast<const std::byte*>(value.data_ptr()), value.nbytes()}});
    }
  }
  QVERIFY(molm::saveModel(model, folder, nn::SavedType::Float32));
  QVERIFY(checkpoints::writeSafetensors(folder / molm::kStage1WeightsFile, tensors, {}));
  QVERIFY(writeFileAtomically(folder / molm::kStage1ConfigFile, stage1Json()));
}

}  // namespace

class Stage1FolderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->path().toStdString();
  }

  void aFolderGivesItsNetworkBack() {
    auto saved = tests::tinyStage1();
    writeFolder(m_path, saved);
    QVERIFY(molm::hasStage1(m_path));
    auto loaded = molm::loadStage1(m_path);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    const torch::NoGradGuard noGrad;
    QVERIFY(at::equal(
        (*loaded)->matchLogits((*loaded)->readGraphs(tests::twoGraphs()), tests::twoTexts()),
        saved->matchLogits(saved->readGraphs(tests::twoGraphs()), tests::twoTexts())));
    for (const at::Tensor& parameter : (*loaded)->parameters()) {
      QVERIFY(!parameter.requires_grad());
    }
  }

  void missingThingsAreNamed_data() {
    QTest::addColumn<QString>("removed");
    QTest::newRow("no sizes") << "stage1.json";
    QTest::newRow("no heads") << "stage1.safetensors";
    QTest::newRow("no encoder") << "model.safetensors";
  }

  void missingThingsAreNamed() {
    QFETCH(QString, removed);
    auto saved = tests::tinyStage1();
    writeFolder(m_path, saved);
    fs::remove(m_path / removed.toStdString());
    QCOMPARE(molm::hasStage1(m_path), removed == "model.safetensors");
    const auto loaded = molm::loadStage1(m_path);
    QVERIFY(!loaded.has_value());
  }

  void aMissingHeadIsNamed() {
    auto saved = tests::tinyStage1();
    writeFolder(m_path, saved, 3);
    const auto loaded = molm::loadStage1(m_path);
    QVERIFY(!loaded.has_value());
    QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
    QVERIFY2(loaded.error().message.find("Qformer.") != std::string::npos,
             loaded.error().message.c_str());
  }

  void brokenSizesAreNamed() {
    auto saved = tests::tinyStage1();
    writeFolder(m_path, saved);
    QVERIFY(writeFileAtomically(m_path / molm::kStage1ConfigFile, "[1, 2"));
    const auto loaded = molm::loadStage1(m_path);
    QVERIFY(!loaded.has_value());
    QVERIFY(loaded.error().message.find("stage1.json") != std::string::npos);
  }

  void aStopRequestEndsTheLoading() {
    auto saved = tests::tinyStage1();
    writeFolder(m_path, saved);
    std::stop_source source;
    source.request_stop();
    const auto loaded = molm::loadStage1(m_path, {}, {}, source.get_token());
    QVERIFY(!loaded.has_value());
    QCOMPARE(loaded.error().message, std::string("Loading was stopped."));
  }

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path m_path;
};

QTEST_APPLESS_MAIN(Stage1FolderTest)
#include "stage1_folder_test.moc"
