#include "model/checkpoints/adapter_export.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "adapter_folders.h"
#include "model/base/atomic_file.h"
#include "published_files.h"
#include "test_archive.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

json readJson(const fs::path& path) {
  const auto text = readFile(path);
  return text ? json::parse(*text, nullptr, false) : json();
}

}  // namespace

class AdapterExportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
    writeModel();
  }

  void namesAndFieldsAreThoseOfPeft() {
    QVERIFY(exportAdapter(m_root / "model", m_root / "out", "a/base", {}).has_value());
    QCOMPARE(QString::fromStdString(readJson(m_root / "out" / "adapter_config.json").dump()),
             QString::fromStdString(adapter_folders::adapterJson().dump()));
    const auto file = SafetensorsFile::open(m_root / "out" / "adapter_model.safetensors");
    QVERIFY(file.has_value());
    QCOMPARE(file->entries().size(), std::size_t{8});
    QCOMPARE(file->metadata().at("format"), std::string("pt"));
    for (const auto& tensor : adapter_folders::adapterTensors()) {
      const TensorEntry* entry = file->find(tensor.name);
      QVERIFY2(entry != nullptr, tensor.name.c_str());
      QVERIFY(entry->shape == tensor.shape);
    }
  }

  void whatWasWrittenIsReadBack() {
    QVERIFY(exportAdapter(m_root / "model", m_root / "out", "a/base", {}).has_value());
    auto adapter = Adapter::open(m_root / "out");
    QVERIFY2(adapter.has_value(), adapter ? "" : adapter.error().message.c_str());
    QCOMPARE(adapter->config().lora.rank, adapter_folders::kRank);
    QCOMPARE(adapter->config().lora.alpha, adapter_folders::kAlpha);
    QCOMPARE(adapter->config().lora.dropout, 0.1);
    QCOMPARE(adapter->config().baseModel, std::string("a/base"));
    QCOMPARE(adapter->parameters(), std::int64_t{2 * (2 * 8 + 8 * 2 + 2 * 12 + 8 * 2)});
    const AdapterPair* pair = adapter->find("model.layers.1.mlp.down_proj");
    QVERIFY(pair != nullptr);
    const auto numbers = adapter->numbers(*pair->down);
    QVERIFY(numbers.has_value());
    const std::string name = "llm_model.model.layers.1.mlp.down_proj.lora_A.weight";
    for (std::size_t i = 0; i < numbers->size(); ++i) {
      QCOMPARE((*numbers)[i], published_files::number(name, i));
    }
  }

  void theCardSaysWhereItComesFrom() {
    writePlain(m_root / "train.jsonl",
               R"({"event":"start","recipe":"r","training_examples":40,"trained_parameters":144})"
               "\n"
               R"({"event":"step","step":1,"loss":3.5})"
               "\nnot a line of ours\n"
               R"({"event":"step","step":2,"loss":2.25})"
               "\n"
               R"({"event":"end","reason":"finished","steps":2,"best_loss":2.125,"seconds":1.5})"
               "\n");
    AdapterCard card{"Phrases", "answers-small", "0f3a", "",
                     trainingFigures(m_root / "train.jsonl")};
    QCOMPARE(card.figures.size(), std::size_t{6});
    QVERIFY(exportAdapter(m_root / "model", m_root / "out", "a/base", card).has_value());
    const QString text = QString::fromStdString(*readFile(m_root / "out" / "README.md"));
    for (const char* part :
         {"library_name: peft\nbase_model: \"a/base\"\n", "# Phrases",
          "rank 2, alpha 8, 144 numbers", "q_proj, down_proj", "Recipe: answers-small",
          "Training data (hash): 0f3a", "| last training loss | 2.25 |",
          "| best held-out loss | 2.125 |", "Licence: not stated"}) {
      QVERIFY2(text.contains(part), part);
    }
  }

  void noLogNoFigures() { QVERIFY(trainingFigures(m_root / "no.jsonl").empty()); }

  void modelsAreNotWrittenOver() {
    const auto written = exportAdapter(m_root / "model", m_root / "model", "", {});
    QVERIFY(!written.has_value());
    QVERIFY(written.error().message.find("holds a model") != std::string::npos);
  }

  void aModelWithoutAdaptersHasNone_data() {
    QTest::addColumn<QString>("config");
    molm::Config config = adapter_folders::moleculeConfig();
    config.llama.lora.reset();
    QTest::newRow("a molecule model") << QString::fromStdString(molm::toJson(config).dump());
    QTest::newRow("a language model") << R"({"model_type": "llama"})";
  }

  void aModelWithoutAdaptersHasNone() {
    QFETCH(QString, config);
    writePlain(m_root / "model" / "config.json", config.toStdString());
    const auto written = exportAdapter(m_root / "model", m_root / "out", "", {});
    QVERIFY(!written.has_value());
    QVERIFY(written.error().message.find("carries no adapters") != std::string::npos);
    QVERIFY(!fs::exists(m_root / "out"));
  }

  void anAdapterFolderIsWrittenAnew() {
    QVERIFY(exportAdapter(m_root / "model", m_root / "out", "", {}).has_value());
    QVERIFY(exportAdapter(m_root / "out", m_root / "again", "a/base", {}).has_value());
    const auto first = readFile(m_root / "out" / "adapter_model.safetensors");
    const auto second = readFile(m_root / "again" / "adapter_model.safetensors");
    QVERIFY(first.has_value() && second.has_value() && *first == *second);
    QCOMPARE(readJson(m_root / "again" / "adapter_config.json")
                 .value("base_model_name_or_path", std::string()),
             std::string("a/base"));
  }

 private:
  void writeModel() {
    fs::create_directories(m_root / "model");
    auto tensors = adapter_folders::adapterTensors("llm_model.");
    tensors.push_back({"llm_model.lm_head.weight", {5, 8}});
    adapter_folders::writeWeights(m_root / "model" / "model.safetensors", tensors, TensorType::F32);
    writePlain(m_root / "model" / "config.json",
               molm::toJson(adapter_folders::moleculeConfig()).dump());
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path m_root;
};

QTEST_APPLESS_MAIN(AdapterExportTest)
#include "adapter_export_test.moc"
