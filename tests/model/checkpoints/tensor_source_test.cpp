#include "model/checkpoints/tensor_source.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <optional>

#include "model/base/atomic_file.h"
#include "model/checkpoints/shard_index.h"
#include "pickle_bytes.h"
#include "test_archive.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
using namespace pickle_bytes;
namespace fs = std::filesystem;

namespace {

const std::vector<float> kNumbers{1, 2, 3, 4};

}  // namespace

class TensorSourceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_dir.emplace(); }

  void everyFormGivesTheSameNumbers_data() {
    QTest::addColumn<QString>("form");
    for (const char* form :
         {"a safetensors file", "a folder with safetensors", "safetensors shards", "a PyTorch file",
          "a folder with a PyTorch file", "PyTorch shards", "a PyTorch file named safetensors",
          "a safetensors file named pt"}) {
      QTest::addRow("%s", form) << form;
    }
  }
  void everyFormGivesTheSameNumbers() {
    QFETCH(QString, form);
    const auto source = TensorSource::open(make(form));
    QVERIFY2(source.has_value(), source ? "" : source.error().message.c_str());
    QCOMPARE((*source)->tensors().size(), std::size_t(1));
    const SourceTensor* tensor = (*source)->find("w");
    QVERIFY(tensor != nullptr);
    QCOMPARE(tensor->count(), std::int64_t(4));
    QVERIFY((*source)->find("v") == nullptr);
    auto read = (*source)->read(*tensor);
    QVERIFY(read.has_value());
    TensorBytes bytes = *std::move(read);
    QCOMPARE(bytes.bytes.size(), std::size_t(16));
    QCOMPARE(std::memcmp(bytes.bytes.data(), kNumbers.data(), 16), 0);
    QCOMPARE((*source)->files().size(), std::size_t(1));
  }

  void bytesOutliveTheSource() {
    TensorBytes bytes;
    {
      const auto source = TensorSource::open(make("a PyTorch file"));
      bytes = *(*source)->read(*(*source)->find("w"));
    }
    QCOMPARE(std::memcmp(bytes.bytes.data(), kNumbers.data(), 16), 0);
  }

  void whatCannotBeReadIsNamed_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    QTest::addRow("a web page") << "model.bin" << QByteArray("<html>")
                                << "is neither a safetensors file nor a PyTorch archive";
    QTest::addRow("a web page named safetensors")
        << "model.safetensors" << QByteArray("<html></html>") << "claims a header of";
    QTest::addRow("a short file named safetensors")
        << "model.safetensors" << QByteArray("abc") << "shorter than the 8 bytes";
    QTest::addRow("an old PyTorch file")
        << "old.pt" << QByteArray("\x80\x02\x8a\x0al\xfc") << "before 1.6";
    QTest::addRow("a pointer of git-lfs")
        << "model.safetensors" << QByteArray("version https://git-lfs.github.com/spec/v1\n")
        << "git lfs pull";
    QTest::addRow("an empty file") << "model.safetensors" << QByteArray("") << "is empty";
  }
  void whatCannotBeReadIsNamed() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const fs::path path = folder() / name.toStdString();
    writePlain(path, bytes.toStdString());
    const auto source = TensorSource::open(path);
    QVERIFY(!source.has_value());
    QVERIFY2(source.error().message.find(reason.toStdString()) != std::string::npos,
             source.error().message.c_str());
  }

  void aShardWithoutItsTensorIsNamed() {
    writePytorch("1.bin");
    const std::string index = shardIndexText({{"w", "1.bin"}, {"v", "1.bin"}}, 32);
    writePlain(folder() / "pytorch_model.bin.index.json", index);
    const auto source = TensorSource::open(folder());
    QVERIFY(!source.has_value());
    QVERIFY(source.error().message.find("puts tensor v into 1.bin") != std::string::npos);
  }

  void aTensorInTwoShardsIsNamed() {
    writePytorch("1.bin");
    writePytorch("2.bin");
    const std::string index = shardIndexText({{"w", "1.bin"}, {"v", "2.bin"}}, 32);
    writePlain(folder() / "pytorch_model.bin.index.json", index);
    const auto source = TensorSource::open(folder());
    QVERIFY(!source.has_value());
    QVERIFY(source.error().message.find("holds tensor w, which another file") != std::string::npos);
  }

 private:
  fs::path folder() const { return m_dir->path().toStdString(); }

  void writeSafe(const char* name) {
    const auto bytes = std::as_bytes(std::span(kNumbers));
    QVERIFY(writeSafetensors(folder() / name, {{"w", TensorType::F32, {2, 2}, bytes}}, {}));
  }
  void writePytorch(const char* name) {
    const std::string bytes(reinterpret_cast<const char*>(kNumbers.data()), 16);
    const std::string view =
        tensor(storage("FloatStorage", "0", 4), 0, number(2) + number(2), number(2) + number(1));
    writeArchive(folder() / name, {{"a/data.pkl", program(dict("w", view))}, {"a/data/0", bytes}});
  }

  fs::path make(const QString& form) {
    if (form == "a safetensors file" || form == "a safetensors file named pt") {
      const char* name = form.endsWith("pt") ? "w.pt" : "w.safetensors";
      writeSafe(name);
      return folder() / name;
    }
    if (form == "a folder with safetensors") {
      writeSafe("model.safetensors");
      writePytorch("pytorch_model.bin");
      return folder();
    }
    if (form == "a folder with a PyTorch file") {
      writePytorch("pytorch_model.bin");
      return folder();
    }
    if (form.endsWith("shards")) {
      const bool safe = form.startsWith("safetensors");
      const char* shard = safe ? "model-1.safetensors" : "pytorch_model-1.bin";
      safe ? writeSafe(shard) : writePytorch(shard);
      const std::string index = shardIndexText({{"w", shard}}, 16);
      const char* name = safe ? "model.safetensors.index.json" : "pytorch_model.bin.index.json";
      writePlain(folder() / name, index);
      return folder();
    }
    const char* name = form.endsWith("safetensors") ? "w.safetensors" : "w.ckpt";
    writePytorch(name);
    return folder() / name;
  }
  std::optional<QTemporaryDir> m_dir;
};

QTEST_APPLESS_MAIN(TensorSourceTest)
#include "tensor_source_test.moc"
