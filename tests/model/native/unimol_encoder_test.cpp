#include <torch/torch.h>

#include <QtTest/QTest>

#include <random>

#include "model/native/unimol_encoder.h"
#include "model/unimol/encoder.h"

using namespace molloquy;

namespace {

unimol::Config smallConfig() {
  unimol::Config config;
  config.layers = 3;
  config.embedDim = 64;
  config.ffnDim = 96;
  config.heads = 8;
  config.gaussianKernels = 32;
  return config;
}

unimol::TokenizedMolecule someStructure(int atoms, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> place(0.0, 2.0);
  unimol::TokenizedMolecule molecule;
  molecule.tokens.push_back(unimol::Config::kBegin);
  molecule.coordinates.push_back({0, 0, 0});
  for (int i = 0; i < atoms; ++i) {
    molecule.tokens.push_back(4 + i % 5);
    molecule.coordinates.push_back({place(random), place(random), place(random)});
  }
  molecule.tokens.push_back(unimol::Config::kEnd);
  molecule.coordinates.push_back({0, 0, 0});
  return molecule;
}

unimol::Encoder randomEncoder(const unimol::Config& config) {
  torch::manual_seed(4);
  unimol::Encoder encoder(config);
  const torch::NoGradGuard noGrad;
  for (const auto& parameter : encoder->named_parameters()) {
    const bool norm = parameter.key().find("norm.weight") != std::string::npos;
    parameter.value().copy_(torch::randn_like(parameter.value()) * 0.2 + (norm ? 1.0 : 0.0));
  }
  encoder->eval();
  return encoder;
}

native::EncoderTensors tensorsOf(const unimol::Encoder& encoder) {
  return [parameters = encoder->named_parameters()](
             const std::string& name,
             std::span<const std::int64_t> shape) -> Result<std::vector<float>> {
    const at::Tensor* found = parameters.find(name);
    if (found == nullptr || found->sizes() != at::IntArrayRef(shape.data(), shape.size())) {
      return fail(ErrorCode::Corrupt, "no tensor " + name);
    }
    const at::Tensor flat = found->detach().contiguous().view({-1});
    return std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  };
}

double difference(const native::EncodedStructure& ours, const at::Tensor& expected) {
  const at::Tensor rows = torch::from_blob(const_cast<float*>(ours.values.data()),
                                           {ours.rows, expected.size(1)}, torch::kFloat);
  return (rows - expected.narrow(0, 0, ours.rows)).abs().max().item<double>();
}

}  // namespace

/// The native 3D encoder against the libtorch one.
class UnimolEncoderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rowsEqualLibtorch_data();
  void rowsEqualLibtorch();
  void aMissingTensorIsNamed();
  void sizesThatDoNotFitAreRefused();
};

void UnimolEncoderTest::rowsEqualLibtorch_data() {
  QTest::addColumn<bool>("padded");
  QTest::addColumn<int>("precision");
  QTest::addColumn<int>("threads");
  QTest::addColumn<double>("tolerance");
  const int single = static_cast<int>(native::EncoderPrecision::Float32);
  const int half = static_cast<int>(native::EncoderPrecision::Bfloat16);
  QTest::newRow("float32, atoms only") << false << single << 1 << 2e-5;
  QTest::newRow("float32, with the padding row, two threads") << true << single << 2 << 2e-5;
  QTest::newRow("bfloat16") << true << half << 1 << 0.1;
}

void UnimolEncoderTest::rowsEqualLibtorch() {
  QFETCH(bool, padded);
  QFETCH(int, precision);
  QFETCH(int, threads);
  QFETCH(double, tolerance);
  const unimol::Config config = smallConfig();
  unimol::Encoder reference = randomEncoder(config);
  auto encoder = native::UnimolEncoder::create(
      config, tensorsOf(reference), {threads, static_cast<native::EncoderPrecision>(precision)});
  QVERIFY2(encoder.has_value(), encoder ? "" : encoder.error().message.c_str());
  // More rows than go through together, of many lengths; one structure of a single atom.
  std::vector<unimol::TokenizedMolecule> structures;
  for (int i = 0; i < 30; ++i) structures.push_back(someStructure(1 + (i * 7) % 40, 10U + i));
  std::vector<unimol::GraphBatch> batches;
  std::vector<native::EncoderGraph> graphs;
  for (const unimol::TokenizedMolecule& structure : structures) {
    batches.push_back(unimol::collateGraphs({&structure, 1}, config, unimol::GraphPadding::Tight));
    graphs.push_back({structure.tokens, batches.back().distances.data_ptr<float>(),
                      static_cast<std::ptrdiff_t>(structure.tokens.size())});
  }
  const auto rows = (*encoder)->encode(
      graphs, padded ? native::PaddingRow::One : native::PaddingRow::None);
  QCOMPARE(rows.size(), structures.size());
  const torch::NoGradGuard noGrad;
  for (std::size_t i = 0; i < structures.size(); ++i) {
    const at::Tensor expected = reference->forward(unimol::collateGraphs(
        {&structures[i], 1}, config,
        padded ? unimol::GraphPadding::AtLeastOnePad : unimol::GraphPadding::Tight))[0];
    QCOMPARE(rows[i].rows, static_cast<int>(structures[i].tokens.size()) + (padded ? 1 : 0));
    QVERIFY2(difference(rows[i], expected) < tolerance,
             qPrintable(QString::number(difference(rows[i], expected))));
  }
}

void UnimolEncoderTest::aMissingTensorIsNamed() {
  const unimol::Encoder reference = randomEncoder(smallConfig());
  unimol::Config config = smallConfig();
  config.layers = 4;
  const auto encoder = native::UnimolEncoder::create(config, tensorsOf(reference), {});
  QVERIFY(!encoder.has_value());
  QCOMPARE(QString::fromStdString(encoder.error().message),
           "no tensor encoder.layers.3.self_attn_layer_norm.weight");
}

void UnimolEncoderTest::sizesThatDoNotFitAreRefused() {
  unimol::Config config = smallConfig();
  config.ffnDim = 100;
  const auto encoder = native::UnimolEncoder::create(
      config, [](const std::string&, std::span<const std::int64_t>) -> Result<std::vector<float>> {
        return std::vector<float>();
      }, {});
  QVERIFY(!encoder.has_value());
  QVERIFY(encoder.error().code == ErrorCode::Unsupported);
}

QTEST_APPLESS_MAIN(UnimolEncoderTest)
#include "unimol_encoder_test.moc"
