#include "model/session/retrieval_session.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "model/base/atomic_file.h"
#include "model/checkpoints/weight_files.h"
#include "model/session/session_loader.h"

using namespace molloquy;
using namespace molloquy::session;
namespace fs = std::filesystem;

namespace {

/// Tolerance of features and of the matching head against the reference's numbers.
constexpr float kHidden = 2e-5F;
constexpr const char* kPrefix = "blip2qformer.";
const fs::path kGolden = fs::path(MOLLOQUY_TEST_DATA) / "golden";

nlohmann::json jsonOf(const char* name) {
  return nlohmann::json::parse(readFile(kGolden / name).value());
}

/// A tensor of the reference, as float32.
std::vector<float> golden(const std::string& name) {
  const auto files =
      checkpoints::WeightFiles::open(kGolden / "qformer_io.safetensors.index.json").value();
  const auto bytes = files.find(name)->bytes();
  std::vector<float> numbers(bytes.size() / sizeof(float));
  std::memcpy(numbers.data(), bytes.data(), bytes.size());
  return numbers;
}

/// The reference's stage-1 network as a model folder: encoder and heads in files of their own.
Result<void> writeFolder(const fs::path& folder) {
  const auto files = checkpoints::WeightFiles::open(kGolden / "stage1_init.safetensors.index.json");
  if (!files) return tl::unexpected(files.error());
  std::vector<checkpoints::TensorToWrite> encoder;
  std::vector<checkpoints::TensorToWrite> heads;
  for (const checkpoints::WeightView& tensor : files->tensors()) {
    std::string name = tensor.entry().name.substr(std::strlen(kPrefix));
    auto& target = name.starts_with("graph_encoder.") ? encoder : heads;
    target.push_back({std::move(name), tensor.entry().type, tensor.entry().shape, tensor.bytes()});
  }
  nlohmann::json config = jsonOf("config.json");
  config["graph_mask"] = "reference_batch";
  for (const auto& written :
       {checkpoints::writeSafetensors(folder / "model.safetensors", encoder, {}),
        checkpoints::writeSafetensors(folder / "stage1.safetensors", heads, {}),
        writeFileAtomically(folder / "stage1.json", config.dump())}) {
    if (!written) return written;
  }
  std::error_code problem;
  fs::copy_file(kGolden / "tokenizer/wordpiece300_vocab.txt", folder / "vocab.txt", problem);
  if (problem) return fail(ErrorCode::NotFound, problem.message());
  return {};
}

float largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
  if (a.size() != b.size()) return INFINITY;
  float largest = 0.0F;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

}  // namespace

/// Fails with the error's sentence when there is no value.
#define VERIFY_VALUE(result) \
  QVERIFY2((result).has_value(), (result) ? "" : (result).error().toString().c_str())

/// Retrieval through the library that programs open, against the reference's numbers.
class RetrievalSessionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    const auto written = writeFolder(path());
    VERIFY_VALUE(written);
    auto session = openRetrievalSession(path(), cpu());
    VERIFY_VALUE(session);
    m_session = *std::move(session);
    const nlohmann::json molecules = jsonOf("molecules.json");
    const nlohmann::json config = jsonOf("config.json");
    std::map<std::string, nlohmann::json> byName;
    for (const nlohmann::json& molecule : molecules["molecules"]) {
      byName[molecule["name"].get<std::string>()] = molecule;
    }
    for (const nlohmann::json& name : config["molecules_in_dataset_order"]) {
      const nlohmann::json& molecule = byName.at(name.get<std::string>());
      SeenStructure structure;
      structure.symbols = molecule["atoms"].get<std::vector<std::string>>();
      structure.positions = molecule["coordinates_f32"].get<std::vector<std::array<float, 3>>>();
      m_structures.push_back(std::move(structure));
      m_texts.push_back(molecule["description"].get<std::string>());
    }
  }

  void saysItsSizes() {
    const RetrievalInfo& info = m_session->info();
    QCOMPARE(info.queries, std::size_t{8});
    QCOMPARE(info.width, std::size_t{32});
    QCOMPARE(info.textTokens, std::size_t{40});
    QCOMPARE(info.device, std::string("CPU"));
    QVERIFY(info.parameters > 100'000);
  }

  void featuresAreTheReferences() {
    std::size_t told = 0;
    const auto count = [&told](std::size_t done, std::size_t all) {
      told = done;
      QCOMPARE(all, std::size_t{3});
    };
    const auto structures = m_session->structureFeatures(m_structures, count, {});
    VERIFY_VALUE(structures);
    QCOMPARE(told, std::size_t{3});
    QVERIFY(largestDifference(*structures, golden("b.graph_feats")) < kHidden);
    const auto texts = m_session->textFeatures(m_texts, count, {});
    VERIFY_VALUE(texts);
    QVERIFY(largestDifference(*texts, golden("b.text_feats")) < kHidden);
  }

  void matchScoresAreTheReferences() {
    std::vector<StructureTextPair> pairs;
    for (std::size_t s = 0; s < 3; ++s) {
      for (std::size_t t = 0; t < 3; ++t) pairs.push_back({s, t});
    }
    const auto scores = m_session->matchScores(m_structures, m_texts, pairs, {}, {});
    VERIFY_VALUE(scores);
    QVERIFY(largestDifference(*scores, golden("c.compute_gtm_3x3")) < kHidden);
    // Any order of the pairs, and pairs that come twice.
    std::vector<StructureTextPair> others = {pairs[7], pairs[1], pairs[7], pairs[3]};
    const auto again = m_session->matchScores(m_structures, m_texts, others, {}, {});
    VERIFY_VALUE(again);
    const std::vector<float> expected = {(*scores)[7], (*scores)[1], (*scores)[7], (*scores)[3]};
    QVERIFY(largestDifference(*again, expected) < kHidden);
  }

  void textsDoNotDependOnTheirNeighbours() {
    const auto together = m_session->textFeatures(m_texts, {}, {}).value();
    const auto alone = m_session->textFeatures(std::span(m_texts).subspan(1, 1), {}, {}).value();
    const std::size_t P = m_session->info().width;
    const std::vector<float> second(together.begin() + static_cast<std::ptrdiff_t>(P),
                                    together.begin() + static_cast<std::ptrdiff_t>(2 * P));
    QVERIFY(largestDifference(alone, second) < kHidden);
  }

  void nothingGivesNothing() {
    QVERIFY(m_session->structureFeatures({}, {}, {}).value().empty());
    QVERIFY(m_session->textFeatures({}, {}, {}).value().empty());
    QVERIFY(m_session->matchScores(m_structures, m_texts, {}, {}, {}).value().empty());
  }

  void badInputIsRefused() {
    SeenStructure bad = m_structures[0];
    bad.positions.pop_back();
    QVERIFY(m_session->check(m_structures[0]).has_value());
    QVERIFY(!m_session->check(bad).has_value());
    const std::vector<SeenStructure> structures = {m_structures[0], bad};
    const auto features = m_session->structureFeatures(structures, {}, {});
    QVERIFY(!features.has_value());
    QVERIFY(features.error().toString().find("structure 2") != std::string::npos);
    const std::vector<StructureTextPair> outside = {{0, 3}};
    const auto scores = m_session->matchScores(m_structures, m_texts, outside, {}, {});
    QVERIFY(!scores.has_value());
    QVERIFY(scores.error().message.find("text 3 of 3") != std::string::npos);
  }

  void aStopEndsEveryCall() {
    std::stop_source source;
    source.request_stop();
    const std::vector<StructureTextPair> pairs = {{0, 0}};
    const auto token = source.get_token();
    const std::string message = "Measuring was stopped.";
    QCOMPARE(m_session->structureFeatures(m_structures, {}, token).error().message, message);
    QCOMPARE(m_session->textFeatures(m_texts, {}, token).error().message, message);
    QCOMPARE(m_session->matchScores(m_structures, m_texts, pairs, {}, token).error().message,
             message);
  }

  void foldersThatLackSomethingAreNamed_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("content");  // empty: the file is removed.
    QTest::addColumn<QString>("said");
    QTest::newRow("no heads") << "stage1.safetensors"
                              << ""
                              << "no stage-1 network";
    QTest::newRow("no words") << "vocab.txt"
                              << ""
                              << "vocab.txt";
    QTest::newRow("another vocabulary") << "vocab.txt"
                                        << "[PAD]\n[CLS]\n[SEP]\n[UNK]\n[MASK]\n"
                                        << "does not fit";
    QTest::newRow("no sizes") << "stage1.json"
                              << "{}"
                              << "unimol";
  }
  void foldersThatLackSomethingAreNamed() {
    QFETCH(QString, file);
    QFETCH(QString, content);
    QFETCH(QString, said);
    QTemporaryDir folder;
    const fs::path other = folder.path().toStdString();
    QVERIFY(writeFolder(other).has_value());
    if (content.isEmpty()) {
      fs::remove(other / file.toStdString());
    } else {
      QVERIFY(writeFileAtomically(other / file.toStdString(), content.toStdString()).has_value());
    }
    const auto session = openRetrievalSession(other, cpu());
    QVERIFY(!session.has_value());
    QVERIFY2(session.error().toString().find(said.toStdString()) != std::string::npos,
             session.error().toString().c_str());
  }

 private:
  static OpenOptions cpu() {
    OpenOptions options;
    options.device = DeviceChoice::Cpu;
    options.threads = 1;
    return options;
  }
  [[nodiscard]] fs::path path() const { return m_folder.path().toStdString(); }

  QTemporaryDir m_folder;
  std::unique_ptr<RetrievalSession> m_session;
  std::vector<SeenStructure> m_structures;
  std::vector<std::string> m_texts;
};

QTEST_APPLESS_MAIN(RetrievalSessionTest)
#include "retrieval_session_test.moc"
