#include <QTemporaryDir>
#include <QTest>
#include <optional>

#include "model/checkpoints/safetensors_stream_writer.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
namespace fs = std::filesystem;

namespace {

std::vector<std::byte> bytesFrom(std::size_t count) {
  std::vector<std::byte> bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::byte>(i * 7);
  return bytes;
}

}  // namespace

class SafetensorsStreamTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_dir.emplace(); }

  void piecesOfAnySizeMakeTheSameFile_data() {
    QTest::addColumn<int>("pieceBytes");
    QTest::addRow("one byte at a time") << 1;
    QTest::addRow("pieces that end inside tensors") << 100;
    QTest::addRow("everything at once") << 1000;
  }
  void piecesOfAnySizeMakeTheSameFile() {
    QFETCH(int, pieceBytes);
    const fs::path path = folder() / "big.safetensors";
    auto writer = SafetensorsStreamWriter::create(
        path, {{"first", TensorType::BF16, {32, 4}}, {"second", TensorType::I8, {64}}},
        {{"origin", "test"}});
    QVERIFY(writer.has_value());
    const auto bytes = bytesFrom(256 + 64);
    const auto step = static_cast<std::size_t>(pieceBytes);
    for (std::size_t i = 0; i < bytes.size(); i += step) {
      QVERIFY(writer->write(std::span(bytes).subspan(i, std::min(step, bytes.size() - i))));
    }
    QCOMPARE(writer->missingBytes(), std::uintmax_t(0));
    QVERIFY(!fs::exists(path));
    QVERIFY(writer->finish().has_value());
    const auto file = SafetensorsFile::open(path);
    QVERIFY(file.has_value());
    QCOMPARE(file->metadata().at("origin"), std::string("test"));
    const auto second = file->bytes(*file->find("second"));
    QVERIFY(std::equal(second.begin(), second.end(), bytes.begin() + 256));
    QCOMPARE(reinterpret_cast<std::uintptr_t>(second.data()) % 64, std::uintptr_t(0));
    QCOMPARE(fileCount(), 1);
  }

  void anUnfinishedFileLeavesNothing() {
    {
      auto writer = SafetensorsStreamWriter::create(folder() / "half.safetensors",
                                                    {{"a", TensorType::F32, {4}}}, {});
      QVERIFY(writer.has_value());
      QVERIFY(writer->write(bytesFrom(8)).has_value());
      QCOMPARE(fileCount(), 1);
      const auto finished = writer->finish();
      QVERIFY(!finished.has_value());
      QVERIFY(finished.error().message.find("lacks 8 of its planned bytes") != std::string::npos);
    }
    QCOMPARE(fileCount(), 0);
  }

  void anUnfinishedFileKeepsTheOldOne() {
    const fs::path path = folder() / "kept.safetensors";
    const auto old = bytesFrom(4);
    QVERIFY(writeSafetensors(path, {{"old", TensorType::F32, {1}, old}}, {}).has_value());
    {
      auto writer = SafetensorsStreamWriter::create(path, {{"new", TensorType::F32, {1}}}, {});
      QVERIFY(writer.has_value());
    }
    const auto file = SafetensorsFile::open(path);
    QVERIFY(file.has_value());
    QVERIFY(file->find("old") != nullptr);
    QCOMPARE(fileCount(), 1);
  }

  void moreBytesThanPlannedAreRefused() {
    auto writer = SafetensorsStreamWriter::create(folder() / "a.safetensors",
                                                  {{"a", TensorType::U8, {3}}}, {});
    QVERIFY(writer.has_value());
    QVERIFY(!writer->write(bytesFrom(4)).has_value());
  }

  void badPlansAreRefused_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<QString>("reason");
    QTest::addRow("a name twice") << "a"
                                  << "a" << qint64(1) << "the tensor name a is taken";
    QTest::addRow("the metadata's name")
        << "__metadata__"
        << "b" << qint64(1) << "the tensor name __metadata__ is taken";
    QTest::addRow("a negative size") << "a"
                                     << "b" << qint64(-1) << "tensor a has a shape too large";
    QTest::addRow("sizes that overflow together")
        << "a"
        << "b" << qint64(0x3FFFFFFFFFFFFFFF) << "tensor b has a shape too large";
  }
  void badPlansAreRefused() {
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(qint64, size);
    QFETCH(QString, reason);
    const auto writer =
        SafetensorsStreamWriter::create(folder() / "bad.safetensors",
                                        {{first.toStdString(), TensorType::F32, {size}},
                                         {second.toStdString(), TensorType::F32, {size}}},
                                        {});
    QVERIFY(!writer.has_value());
    QVERIFY2(writer.error().message.find(reason.toStdString()) != std::string::npos,
             writer.error().message.c_str());
    QCOMPARE(fileCount(), 0);
  }

  void aMissingFolderIsNamed() {
    const auto writer =
        SafetensorsStreamWriter::create(folder() / "absent" / "a.safetensors", {}, {});
    QVERIFY(!writer.has_value());
    QCOMPARE(int(writer.error().code), int(ErrorCode::NotFound));
  }

  void sizesThatKeepAlignmentComeFirst() {
    std::vector<PlannedTensor> plan{{"flag", TensorType::Bool, {1}},
                                    {"row", TensorType::F32, {7}},
                                    {"block", TensorType::BF16, {64}},
                                    {"wide", TensorType::F64, {1}},
                                    {"nothing", TensorType::F32, {0}}};
    sortForAlignment(plan);
    QStringList order;
    for (const PlannedTensor& tensor : plan) order << QString::fromStdString(tensor.name);
    QCOMPARE(order, (QStringList{"block", "nothing", "wide", "row", "flag"}));
  }

 private:
  fs::path folder() const { return m_dir->path().toStdString(); }
  int fileCount() const {
    return int(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()));
  }
  std::optional<QTemporaryDir> m_dir;
};

QTEST_APPLESS_MAIN(SafetensorsStreamTest)
#include "safetensors_stream_test.moc"
