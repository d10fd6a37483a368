#include "model/checkpoints/expected_tensors.h"

#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <numeric>

using namespace molloquy;
using namespace molloquy::checkpoints;
namespace fs = std::filesystem;

namespace {

std::int64_t parameters(const ExpectedTensors& tensors) {
  std::int64_t total = 0;
  for (const ExpectedTensor& tensor : tensors) {
    if (tensor.presence == ExpectedTensor::Presence::Tied) continue;
    total += std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1},
                             std::multiplies<>());
  }
  return total;
}

qformer::Config withText() {
  qformer::Config config;
  config.textPath = true;
  return config;
}

llama::Config adapted() {
  llama::Config config;
  config.lora = llama::LoraConfig{};
  return config;
}

}  // namespace

class ExpectedTensorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Totals of the published files, 3D-MoLM.
  void publishedTotals_data() {
    QTest::addColumn<int>("tensors");
    QTest::addColumn<qint64>("expected");
    QTest::addColumn<int>("tensorsExpected");
    QTest::addColumn<qint64>("found");
    const auto row = [](const char* name, const ExpectedTensors& list, int count, qint64 total) {
      QTest::addRow("%s", name) << int(list.size()) << total << count << qint64(parameters(list));
    };
    row("Uni-Mol", unimolTensors(unimol::Config()), 193, 47'330'626);
    row("stage 1", stage1Tensors(withText(), 256), 344, 178'864'501);
    row("stages 2 and 3", stage2Tensors(qformer::Config(), adapted()), 707, 120'025'600);
    llama::Config language;
    language.vocab = 32000;
    row("Llama-2-7B", languageModelTensors(language), 291, 6'738'415'616);
  }
  void publishedTotals() {
    QFETCH(int, tensors);
    QFETCH(int, tensorsExpected);
    QFETCH(qint64, expected);
    QFETCH(qint64, found);
    QCOMPARE(tensors, tensorsExpected);
    QCOMPARE(found, expected);
  }

  void familiesDiffer() {
    llama::Config config;
    config.layers = 1;
    config.kvHeads = 8;
    config.qkvBias = true;
    config.tieWordEmbeddings = true;
    const ExpectedTensors tensors = languageModelTensors(config);
    const auto shapeOf = [&](const char* name) {
      for (const ExpectedTensor& tensor : tensors) {
        if (tensor.name == name) return tensor.shape;
      }
      return std::vector<std::int64_t>{-1};
    };
    using Shape = std::vector<std::int64_t>;
    QCOMPARE(shapeOf("model.layers.0.self_attn.k_proj.weight"), (Shape{1024, 4096}));
    QCOMPARE(shapeOf("model.layers.0.self_attn.k_proj.bias"), (Shape{1024}));
    QCOMPARE(shapeOf("model.layers.0.self_attn.o_proj.bias"), (Shape{-1}));
    QCOMPARE(int(tensors.back().presence), int(ExpectedTensor::Presence::Tied));
  }

  void differencesAreNamed_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<qint64>("rows");
    QTest::addColumn<QString>("reason");
    QTest::addRow("a missing tensor")
        << "other" << qint64(2) << "The folder lacks the tensor w of shape [2, 3]";
    QTest::addRow("a misshapen tensor") << "w" << qint64(4)
                                        << "has the tensor w of shape [4, 3] where [2, 3] is "
                                           "expected";
    QTest::addRow("a fitting tensor") << "w" << qint64(2) << "";
  }
  void differencesAreNamed() {
    QFETCH(QString, name);
    QFETCH(qint64, rows);
    QFETCH(QString, reason);
    QTemporaryDir dir;
    const fs::path path = fs::path(dir.path().toStdString()) / "w.safetensors";
    const std::vector<float> values(static_cast<std::size_t>(rows * 3));
    QVERIFY(writeSafetensors(
        path, {{name.toStdString(), TensorType::F32, {rows, 3}, std::as_bytes(std::span(values))}},
        {}));
    const auto source = TensorSource::open(path);
    QVERIFY(source.has_value());
    const ExpectedTensors expected{{"w", {2, 3}}, {"tied", {1}, ExpectedTensor::Presence::Tied}};
    const auto checked = checkTensors(expected, **source, "The folder");
    QCOMPARE(checked.has_value(), reason.isEmpty());
    if (!checked) {
      QVERIFY2(checked.error().message.find(reason.toStdString()) != std::string::npos,
               checked.error().message.c_str());
    }
  }

  void furtherDifferencesAreCounted() {
    QTemporaryDir dir;
    const fs::path path = fs::path(dir.path().toStdString()) / "w.safetensors";
    QVERIFY(writeSafetensors(path, {}, {}));
    const auto source = TensorSource::open(path);
    QVERIFY(source.has_value());
    const auto checked = checkTensors({{"a", {1}}, {"b", {1}}, {"c", {1}}}, **source, "It");
    QVERIFY(checked.error().message.find("and 2 more tensors do not fit") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(ExpectedTensorsTest)
#include "expected_tensors_test.moc"
