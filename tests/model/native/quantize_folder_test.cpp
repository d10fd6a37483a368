#include "decoder_pair.h"

#include <QtTest/QTest>

#include <fstream>

#include "model/native/quantize_folder.h"

using namespace molloquy;
using testing::DecoderPair;
using testing::difference;
using testing::smallConfig;
using testing::someIds;

namespace fs = std::filesystem;

namespace {

void writeText(const fs::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

fs::path pathOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }

llama::Config tiledConfig() {
  llama::Config config = smallConfig();
  config.vocab = 96;  // whole tiles, so that the head is quantised too
  return config;
}

}  // namespace

/// A folder and its copy in codes.
class QuantizeFolderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theCopyWritesNearlyTheSame_data();
  void theCopyWritesNearlyTheSame();
  void refusals_data();
  void refusals();
  void aStopLeavesNoModel();
};

void QuantizeFolderTest::theCopyWritesNearlyTheSame_data() {
  QTest::addColumn<int>("storage");
  QTest::addColumn<double>("tolerance");
  QTest::addColumn<double>("weightError");
  QTest::newRow("int8") << static_cast<int>(native::Storage::Int8) << 0.06 << 0.01;
  QTest::newRow("int4") << static_cast<int>(native::Storage::Int4) << 0.6 << 0.1;
}

void QuantizeFolderTest::theCopyWritesNearlyTheSame() {
  QFETCH(int, storage);
  QFETCH(double, tolerance);
  QFETCH(double, weightError);
  DecoderPair pair(tiledConfig());
  writeText(pathOf(pair.folder) / "config.json", R"({"name": "small"})");
  writeText(pathOf(pair.folder) / "tokenizer.model", "pieces");
  const QTemporaryDir target;
  const fs::path copy = pathOf(target) / "copy";
  std::uintmax_t last = 0;
  const auto report = native::quantizeFolder(
      pathOf(pair.folder), copy, static_cast<native::Storage>(storage),
      [&](std::uintmax_t read, std::uintmax_t) { last = read; });
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->quantized, 15);  // seven a layer, and the head
  QCOMPARE(last, report->bytesBefore);
  QVERIFY(report->bytesAfter < report->bytesBefore);
  QVERIFY2(report->relativeError < weightError, qPrintable(QString::number(report->relativeError)));
  QVERIFY(fs::exists(copy / "tokenizer.model"));
  QVERIFY(fs::exists(copy / "config.json"));

  const auto files = checkpoints::WeightFiles::open(copy);
  QVERIFY(files.has_value());
  const auto weights = native::loadLlamaWeights(*files, pair.config);
  QVERIFY2(weights.has_value(), weights ? "" : weights.error().message.c_str());
  native::LlamaDecoder decoder(pair.config, *weights, {2});
  const std::vector<int> ids = someIds(20);
  const at::Tensor expected = pair.expected(ids);
  std::vector<float> logits(96);
  QVERIFY(decoder.extendPrompt(0, pair.embedded({ids.begin(), ids.end() - 1}), logits, {}));
  QVERIFY2(difference(logits.data(), expected[18]) < tolerance,
           qPrintable(QString::number(difference(logits.data(), expected[18]))));
  decoder.beginSequences(std::vector<int>{0}, 1);
  decoder.step(std::vector<TokenId>{TokenId(ids.back())}, std::vector<int>{0}, logits);
  QVERIFY2(difference(logits.data(), expected[19]) < tolerance,
           qPrintable(QString::number(difference(logits.data(), expected[19]))));
}

void QuantizeFolderTest::refusals_data() {
  QTest::addColumn<QString>("situation");
  QTest::addColumn<QString>("part");  // of the message
  QTest::newRow("a target with files") << "full" << "already has files";
  QTest::newRow("a model in codes") << "codes" << "already quantised";
  QTest::newRow("no weights") << "empty" << "";
  QTest::newRow("bf16 as the type") << "bf16" << "int8 or int4";
}

void QuantizeFolderTest::refusals() {
  QFETCH(QString, situation);
  QFETCH(QString, part);
  DecoderPair pair(tiledConfig());
  writeText(pathOf(pair.folder) / "config.json", "{}");
  const QTemporaryDir target;
  fs::path from = pathOf(pair.folder);
  native::Storage storage = native::Storage::Int4;
  if (situation == "full") writeText(pathOf(target) / "something", "here");
  if (situation == "bf16") storage = native::Storage::Bfloat16;
  if (situation == "empty") from = pathOf(target);
  const QTemporaryDir codes;
  if (situation == "codes") {
    QVERIFY(native::quantizeFolder(from, pathOf(codes), storage).has_value());
    from = pathOf(codes);
  }
  const auto report = native::quantizeFolder(from, pathOf(target), storage);
  QVERIFY(!report.has_value());
  QVERIFY2(QString::fromStdString(report.error().message).contains(part),
           report.error().message.c_str());
}

void QuantizeFolderTest::aStopLeavesNoModel() {
  DecoderPair pair(tiledConfig());
  writeText(pathOf(pair.folder) / "config.json", "{}");
  const QTemporaryDir target;
  std::stop_source stop;
  stop.request_stop();
  const auto report = native::quantizeFolder(pathOf(pair.folder), pathOf(target),
                                             native::Storage::Int8, {}, stop.get_token());
  QVERIFY(!report.has_value());
  QVERIFY(fs::is_empty(pathOf(target)));
}

QTEST_APPLESS_MAIN(QuantizeFolderTest)
#include "quantize_folder_test.moc"
