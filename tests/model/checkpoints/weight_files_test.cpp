#include "model/checkpoints/weight_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <optional>

#include "model/base/atomic_file.h"
#include "model/checkpoints/shard_index.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
namespace fs = std::filesystem;

namespace {

const std::vector<float> kFirst{1, 2, 3};
const std::vector<float> kSecond{4, 5};

TensorToWrite tensor(const char* name, const std::vector<float>& values) {
  return {name,
          TensorType::F32,
          {static_cast<std::int64_t>(values.size())},
          std::as_bytes(std::span(values))};
}

}  // namespace

class WeightFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_dir.emplace(); }

  void oneFileIsOpened() {
    write("model.safetensors", {tensor("a", kFirst)}, {{"origin", "here"}});
    for (const fs::path& path : {folder(), folder() / "model.safetensors"}) {
      const auto files = WeightFiles::open(path);
      QVERIFY2(files.has_value(), files ? "" : files.error().message.c_str());
      QCOMPARE(files->tensors().size(), std::size_t(1));
      QCOMPARE(files->totalBytes(), std::uintmax_t(12));
      QCOMPARE(files->metadata().at("origin"), std::string("here"));
    }
  }

  void shardsAreJoined() {
    writeShards();
    const auto files = WeightFiles::open(folder());
    QVERIFY2(files.has_value(), files ? "" : files.error().message.c_str());
    QCOMPARE(files->files().size(), std::size_t(2));
    QCOMPARE(files->tensors().size(), std::size_t(2));
    QCOMPARE(files->totalBytes(), std::uintmax_t(20));
    QCOMPARE(files->metadata().at("part"), std::string("1"));
    const WeightView* second = files->find("b");
    QVERIFY(second != nullptr);
    QCOMPARE(second->entry().shape, (std::vector<std::int64_t>{2}));
    QCOMPARE(reinterpret_cast<const float*>(second->bytes().data())[1], 5.0F);
    QVERIFY(files->find("extra") == nullptr);
    QVERIFY(files->find("c") == nullptr);
  }

  void aViewOutlivesTheFiles() {
    write("model.safetensors", {tensor("a", kFirst)}, {});
    std::optional<WeightView> view;
    {
      const auto files = WeightFiles::open(folder());
      QVERIFY(files.has_value());
      view = *files->find("a");
    }
    QCOMPARE(reinterpret_cast<const float*>(view->bytes().data())[2], 3.0F);
    QCOMPARE(view->entry().name, std::string("a"));
  }

  void aSingleFileOfAnotherNameIsFound() {
    write("weights.safetensors", {tensor("a", kFirst)}, {});
    QVERIFY(WeightFiles::open(folder()).has_value());
  }

  void severalFilesWithoutAnIndexAreRefused() {
    write("one.safetensors", {tensor("a", kFirst)}, {});
    write("two.safetensors", {tensor("b", kSecond)}, {});
    const auto files = WeightFiles::open(folder());
    QVERIFY(!files.has_value());
    QVERIFY(files.error().message.find("one.safetensors, two.safetensors") != std::string::npos);
  }

  void badIndexesAreRefused_data() {
    QTest::addColumn<QString>("index");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const char* index, const char* reason) {
      QTest::addRow("%s", name) << index << reason;
    };
    row("not JSON", "{", "has no \"weight_map\"");
    row("a list", "[]", "has no \"weight_map\"");
    row("no map", "{}", "has no \"weight_map\"");
    row("an empty map", R"({"weight_map":{}})", "has no \"weight_map\"");
    row("a map that is a list", R"({"weight_map":[1]})", "has no \"weight_map\"");
    row("a file that is a number", R"({"weight_map":{"a":1}})", "names no file for tensor a");
    row("a file outside the folder", R"({"weight_map":{"a":"../1.safetensors"}})",
        "\"../1.safetensors\", which is not a file of the same folder");
    row("a file by its full path", R"({"weight_map":{"a":"/etc/passwd"}})",
        "\"/etc/passwd\", which is not a file of the same folder");
    row("the folder above", R"({"weight_map":{"a":".."}})", "\"..\", which is not a file");
    row("no name", R"({"weight_map":{"a":""}})", "\"\", which is not a file");
    row("missing files", R"({"weight_map":{"a":"3.safetensors","b":"4.safetensors"}})",
        "3.safetensors, 4.safetensors");
    row("a tensor that its file lacks", R"({"weight_map":{"z":"1.safetensors"}})",
        "puts tensor z into 1.safetensors, but it is not there");
  }
  void badIndexesAreRefused() {
    QFETCH(QString, index);
    QFETCH(QString, reason);
    writeShards();
    QVERIFY(writeFileAtomically(folder() / "model.safetensors.index.json", index.toStdString())
                .has_value());
    const auto files = WeightFiles::open(folder());
    QVERIFY(!files.has_value());
    QVERIFY2(files.error().message.find(reason.toStdString()) != std::string::npos,
             files.error().message.c_str());
  }

  void nothingThereIsSaid() {
    QVERIFY(!WeightFiles::open(folder()).has_value());
    const auto files = WeightFiles::open(folder() / "absent.safetensors");
    QVERIFY(!files.has_value());
    QCOMPARE(int(files.error().code), int(ErrorCode::NotFound));
  }

 private:
  fs::path folder() const { return m_dir->path().toStdString(); }
  void write(const char* name, const std::vector<TensorToWrite>& tensors,
             const std::map<std::string, std::string>& metadata) {
    QVERIFY(writeSafetensors(folder() / name, tensors, metadata).has_value());
  }
  void writeShards() {
    write("1.safetensors", {tensor("a", kFirst)}, {{"part", "1"}});
    write("2.safetensors", {tensor("b", kSecond), tensor("extra", kSecond)}, {{"part", "2"}});
    const std::string index = shardIndexText({{"a", "1.safetensors"}, {"b", "2.safetensors"}}, 20);
    QVERIFY(writeFileAtomically(folder() / "model.safetensors.index.json", index).has_value());
  }
  std::optional<QTemporaryDir> m_dir;
};

QTEST_APPLESS_MAIN(WeightFilesTest)
#include "weight_files_test.moc"
