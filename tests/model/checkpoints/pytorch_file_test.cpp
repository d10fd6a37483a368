#include "model/checkpoints/pytorch_file.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>

#include "model/base/atomic_file.h"
#include "model/base/half_numbers.h"
#include "pickle_bytes.h"
#include "test_archive.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
using namespace pickle_bytes;
namespace fs = std::filesystem;

namespace {

fs::path fixture(const char* name) { return fs::path(MOLLOQUY_TEST_DATA) / "checkpoints" / name; }

/// Numbers of a tensor as floats, whatever their type.
std::vector<float> numbers(const std::vector<std::byte>& bytes, TensorType type) {
  std::vector<float> values;
  const std::size_t width = bytesPerNumber(type);
  for (std::size_t i = 0; i < bytes.size(); i += width) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &bytes[i], width);
    if (type == TensorType::BF16) {
      values.push_back(floatFromBfloat16(static_cast<std::uint16_t>(bits)));
    } else if (type == TensorType::F16) {
      values.push_back(floatFromHalf(static_cast<std::uint16_t>(bits)));
    } else if (type == TensorType::F32) {
      values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    } else {
      values.push_back(static_cast<float>(bits));
    }
  }
  return values;
}

const std::vector<float> kQuarters{0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2.0F, 2.25, 2.5, 2.75};

}  // namespace

class PytorchFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tensorsAreRead_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVector<float>>("expected");
    const auto row = [](const char* name, const std::vector<float>& expected) {
      QTest::addRow("%s", name) << name << QVector<float>(expected.begin(), expected.end());
    };
    row("flat.first", {0, 1, 2, 3, 4, 5});
    row("flat.second", {6, 7, 8, 9});
    row("flat.turned", {10, 13, 11, 14, 12, 15});
    row("flat.column", {33, 41, 49, 57});
    row("decoder.weight", kQuarters);
    row("embedding.weight", kQuarters);
    row("half", {0.5F, -2});
    row("position_ids", {0, 1, 2});
    row("flag", {1});
    row("repeated", {7, 7, 7, 7});
    row("nothing", {});
  }
  void tensorsAreRead() {
    QFETCH(QString, name);
    QFETCH(QVector<float>, expected);
    for (const char* file : {"lightning.ckpt", "lightning_protocol5.ckpt", "packed.pt"}) {
      auto opened = PytorchFile::open(fixture(file));
      QVERIFY2(opened.has_value(), opened ? "" : opened.error().message.c_str());
      const PytorchEntry* entry = opened->find("blip2opt." + name.toStdString());
      QVERIFY(entry != nullptr);
      const auto bytes = opened->read(*entry);
      QVERIFY2(bytes.has_value(), bytes ? "" : bytes.error().message.c_str());
      const std::vector<float> values = numbers(*bytes, entry->type);
      QCOMPARE(QVector<float>(values.begin(), values.end()), expected);
    }
  }

  void onlyTheStateIsListed() {
    const auto file = PytorchFile::open(fixture("lightning.ckpt"));
    QVERIFY(file.has_value());
    QCOMPARE(file->entries().size(), std::size_t(11));
    QCOMPARE(file->entries().front().name, std::string("blip2opt.flat.first"));
    QCOMPARE(file->metadata().at("epoch"), std::string("3"));
    QCOMPARE(file->metadata().at("pytorch-lightning_version"), std::string("2.0.7"));
  }

  void tiedTensorsNameTheSameStorage() {
    const auto file = PytorchFile::open(fixture("lightning.ckpt"));
    QVERIFY(file.has_value());
    QCOMPARE(file->find("blip2opt.embedding.weight")->storage,
             file->find("blip2opt.decoder.weight")->storage);
    QVERIFY(file->find("blip2opt.half")->storage != file->find("blip2opt.flag")->storage);
  }

  void aFileThatEndsEarlyIsRefused_data() {
    QTest::addColumn<int>("eighths");
    for (int i = 0; i < 8; ++i) QTest::addRow("%d of 8 parts", i) << i;
  }
  void aFileThatEndsEarlyIsRefused() {
    QFETCH(int, eighths);
    const auto whole = readFile(fixture("lightning.ckpt"));
    QVERIFY(whole.has_value());
    const fs::path path = folder() / "short.ckpt";
    writePlain(path, std::string_view(*whole).substr(0, whole->size() * eighths / 8));
    const auto file = PytorchFile::open(path);
    QVERIFY(!file.has_value());
    QVERIFY(file.error().message.find(path.string()) != std::string::npos);
  }

  void everyFlippedByteIsNoticedOrHarmless() {
    const auto whole = readFile(fixture("lightning.ckpt"));
    QVERIFY(whole.has_value());
    const fs::path path = folder() / "flipped.ckpt";
    for (std::size_t i = 0; i < whole->size(); i += 7) {
      std::string bytes = *whole;
      bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
      writePlain(path, bytes);
      auto file = PytorchFile::open(path);
      if (!file) continue;
      for (const PytorchEntry& entry : file->entries()) {
        if (const auto read = file->read(entry); !read) break;
      }
    }
  }

  void damagedNumbersAreNoticed() {
    const auto whole = readFile(fixture("lightning.ckpt"));
    QVERIFY(whole.has_value());
    std::string bytes = *whole;
    const std::size_t place = bytes.find(std::string("\x80\x3f\0\x40", 4));  // 1.0, 2.0 of `flat`
    QVERIFY(place != std::string::npos);
    bytes[place + 1] = 0x3e;
    const fs::path path = folder() / "damaged.ckpt";
    writePlain(path, bytes);
    auto file = PytorchFile::open(path);
    QVERIFY(file.has_value());
    for (const char* name : {"blip2opt.flat.first", "blip2opt.flat.turned"}) {
      const auto read = file->read(*file->find(name));
      QVERIFY(!read.has_value());
      QVERIFY2(read.error().message.find("archive/data/0") != std::string::npos,
               read.error().message.c_str());
    }
    QVERIFY(file->read(*file->find("blip2opt.half")).has_value());
  }

  void badViewsAreRefused_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& value, const char* reason) {
      QTest::addRow("%s", name) << QByteArray::fromStdString(program(value)) << reason;
    };
    const auto view = [](std::int64_t offset, const std::string& shape,
                         const std::string& strides) {
      return dict("w", tensor(storage("FloatStorage", "0", 4), offset, shape, strides));
    };
    row("negative strides", view(3, number(4), number(-1)), "tensor w has negative strides, [-1]");
    row("a negative size", view(0, number(-4), number(1)), "tensor w has the shape [-4]");
    row("a negative beginning", view(-1, number(4), number(1)), "tensor w begins at -1");
    row("more sizes than strides", view(0, number(2) + number(2), number(1)),
        "tensor w has 2 sizes and 1 strides");
    row("more numbers than the storage says", view(1, number(4), number(1)),
        "tensor w reads number 5 of a storage of 4");
    row("strides that lead out", view(0, number(2) + number(2), number(3) + number(1)),
        "tensor w reads number 5 of a storage of 4");
    row("an offset that wraps around", view(0x7FFFFFFFFFFFFFFF, number(4), number(1)),
        "tensor w reaches further than any storage");
    row("strides that wrap around", view(0, longNumber((1LL << 61) + 1), number(8)),
        "tensor w reaches further than any storage");
    row("a shape that wraps around",
        view(0, longNumber(1LL << 32) + longNumber(1LL << 32), number(0) + number(0)),
        "tensor w has a shape too large");
    row("an empty shape that wraps around",
        view(0, longNumber(1LL << 62) + longNumber(1LL << 62) + number(0),
             number(1) + number(1) + number(1)),
        "tensor w has a shape too large");
    row("one number repeated beyond memory", view(0, longNumber(1LL << 40), number(0)),
        "tensor w repeats 4 numbers to 1099511627776");
    row("a storage shorter than it says",
        dict("w", tensor(storage("FloatStorage", "0", 100), 0, number(100), number(1))),
        "tensor w needs 100 numbers of a storage that holds 4; the file is cut off");
    row("a storage that is not there",
        dict("w", tensor(storage("FloatStorage", "9", 4), 0, number(4), number(1))),
        "the numbers of tensor w are not in it");
    row("a storage outside the archive",
        dict("w", tensor(storage("FloatStorage", "../../etc/passwd", 4), 0, number(4), number(1))),
        "the numbers of tensor w are not in it");
    row("a name twice",
        "}(" + text("a.b") + tensor(storage("FloatStorage", "0", 4), 0, number(4), number(1)) +
            text("a") +
            dict("b", tensor(storage("FloatStorage", "0", 4), 0, number(4), number(1))) + "u",
        "it names tensor a.b twice");
    row("a name that is not text",
        dict("\xff\xfe", tensor(storage("FloatStorage", "0", 4), 0, number(4), number(1))),
        "a tensor whose name is not text");
    row("a circle", "}q\x01" + text("a") + "h\x01s", "nested more than 32 deep");
    row("code", dict("w", global("posix", "system") + tuple(text("true")) + "R"),
        "it asks to run posix.system");
  }
  void badViewsAreRefused() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, reason);
    const fs::path path = folder() / "bad.pt";
    writeArchive(path, {{"archive/data.pkl", pickle.toStdString()},
                        {"archive/data/0", std::string(16, '\1')},
                        {"archive/version", "3\n"}});
    const auto file = PytorchFile::open(path);
    QVERIFY(!file.has_value());
    QVERIFY2(file.error().message.find(reason.toStdString()) != std::string::npos,
             file.error().message.c_str());
  }

  void sharingCannotMultiplyTheWalk() {
    // each of 30 lists holds the one before it ten times
    std::string pickle = "]q\x01";
    for (int level = 0; level < 30; ++level) {
      pickle += "](";
      for (int i = 0; i < 10; ++i) pickle += "h\x01";
      pickle += "eq\x01";
    }
    const fs::path path = folder() / "laughs.pt";
    writeArchive(path, {{"a/data.pkl", program(pickle)}});
    const auto file = PytorchFile::open(path);
    QVERIFY(!file.has_value());
  }

  void bombsAreRefused() {
    const fs::path path = folder() / "bomb.pt";
    writeArchive(path, {{"a/data.pkl", std::string(1 << 20, '\0')}}, Packing::Deflated);
    const auto file = PytorchFile::open(path);
    QVERIFY(!file.has_value());
    QVERIFY2(file.error().message.find("a/data.pkl claims to unpack from") != std::string::npos,
             file.error().message.c_str());
  }

  void otherFilesAreNamedForWhatTheyAre_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    QTest::addRow("an old file") << QByteArray(
                                        "\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.")
                                 << "written by a PyTorch before 1.6";
    QTest::addRow("a pointer of git-lfs")
        << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:00\n")
        << "only a pointer of git-lfs";
    QTest::addRow("safetensors") << QByteArray("\x02\0\0\0\0\0\0\0{}", 10) << "holds safetensors";
    QTest::addRow("a web page") << QByteArray("<!DOCTYPE html>") << "is neither a safetensors file";
    QTest::addRow("nothing") << QByteArray() << "is empty";
  }
  void otherFilesAreNamedForWhatTheyAre() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const fs::path path = folder() / "other.pt";
    writePlain(path, bytes.toStdString());
    const auto file = PytorchFile::open(path);
    QVERIFY(!file.has_value());
    QVERIFY2(file.error().message.find(reason.toStdString()) != std::string::npos,
             file.error().message.c_str());
  }

  void anotherArchiveIsRefused() {
    const fs::path path = folder() / "photos.zip";
    writeArchive(path, {{"photos/one.png", "x"}});
    const auto file = PytorchFile::open(path);
    QVERIFY(!file.has_value());
    QVERIFY(file.error().message.find("it has no data.pkl") != std::string::npos);
  }

  void bigEndianNumbersAreRefused() {
    const fs::path path = folder() / "big.pt";
    writeArchive(path, {{"a/data.pkl", program("}")}, {"a/byteorder", "big"}});
    const auto file = PytorchFile::open(path);
    QVERIFY(!file.has_value());
    QVERIFY(file.error().message.find("high byte first") != std::string::npos);
  }

 private:
  fs::path folder() const { return m_dir.path().toStdString(); }
  QTemporaryDir m_dir;
};

QTEST_APPLESS_MAIN(PytorchFileTest)
#include "pytorch_file_test.moc"
