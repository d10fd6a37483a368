#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include "model/generation/generate.h"
#include "model/llama/torch_inference_decoder.h"
#include "model/molm/model_folder.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using namespace molloquy::molm;

namespace {

/// Ten tokens about the first of the two molecules, behind a prompt of begin, two words, the two
/// molecule places, one word.
std::vector<TokenId> answerOf(MoleculeLanguageModel& model) {
  const c10::InferenceMode inference;
  const unimol::Config& config = model->config().unimol;
  const auto two = tests::twoMolecules(config);
  const unimol::GraphBatch graph =
      unimol::collateGraphs(std::span(two).first(1), config, unimol::GraphPadding::Tight);
  const at::Tensor prompt = torch::tensor({1, 5, 6, 23, 23, 7}, torch::kInt64).unsqueeze(0);
  const at::Tensor rows =
      model
          ->embedPrompt(prompt, torch::tensor({3, 4}, torch::kInt64), model->encodeMolecules(graph))
          .contiguous();
  generation::GenerateOptions options;
  options.maxNewTokens = 10;
  llama::TorchInferenceDecoder decoder(model->decoder());
  const auto written = generation::generate(
      decoder, 0, {rows.data_ptr<float>(), static_cast<std::size_t>(rows.numel())}, options, {},
      {});
  return written ? written->tokens : std::vector<TokenId>();
}

}  // namespace

class SavedModelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aSavedModelAnswersTheSame() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    MoleculeLanguageModel model = tests::tinyModel();
    QVERIFY(saveModel(model, path, nn::SavedType::Float32).has_value());
    std::uintmax_t read = 0;
    std::uintmax_t total = 0;
    ModelLoadOptions options;
    options.progress = [&](std::uintmax_t r, std::uintmax_t t) {
      read = r;
      total = t;
    };
    auto loaded = loadModel(path, options);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    QVERIFY(read == total && total > 0);
    const auto saved = model->named_parameters();
    for (const auto& parameter : (*loaded)->named_parameters()) {
      QVERIFY(at::equal(parameter.value(), saved[parameter.key()]));
    }
    const auto first = answerOf(model);
    QCOMPARE(first.size(), std::size_t{10});
    QVERIFY(first == answerOf(*loaded));
  }

  void aBrokenModelFolderIsNamed_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("one layer too many") << "\"layers\": 2"
                                        << "\"layers\": 3"
                                        << "lack the tensor";
    QTest::newRow("another width") << "\"ffn_dim\": 32"
                                   << "\"ffn_dim\": 48"
                                   << "has the shape";
    QTest::newRow("no JSON") << "{"
                             << ""
                             << "is not JSON";
  }

  void aBrokenModelFolderIsNamed() {
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, named);
    const QTemporaryDir folder;
    QVERIFY(saveModel(tests::tinyModel(), folder.path().toStdString(), nn::SavedType::Bfloat16));
    QFile file(folder.filePath(kConfigFile));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll()).replace(field, value);
    file.close();
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.toUtf8());
    file.close();
    const auto loaded = loadModel(folder.path().toStdString());
    QVERIFY(!loaded.has_value());
    QVERIFY2(QString::fromStdString(loaded.error().message).contains(named),
             loaded.error().message.c_str());
  }

  void anAbsentFolderIsNotFound() {
    const auto loaded = loadModel("/nowhere/at/all");
    QVERIFY(!loaded.has_value());
    QCOMPARE(loaded.error().code, ErrorCode::NotFound);
  }
};

QTEST_APPLESS_MAIN(SavedModelTest)
#include "saved_model_test.moc"
