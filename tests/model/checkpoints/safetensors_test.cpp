#include "model/checkpoints/safetensors.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>

#include "model/base/atomic_file.h"

using namespace molloquy;
using namespace molloquy::checkpoints;

namespace {

/// A file made of a header and as many zero bytes of data.
std::string fileWith(const std::string& header, std::size_t dataBytes) {
  const std::uint64_t length = header.size();
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes + header + std::string(dataBytes, '\0');
}

std::span<const std::byte> bytesOf(const std::vector<float>& values) {
  return std::as_bytes(std::span(values));
}

}  // namespace

class SafetensorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsWrittenIsRead() {
    const std::vector<float> weights{1, 2, 3, 4, 5, 6};
    const std::vector<std::uint8_t> flags{7, 8, 9};
    const std::vector<std::uint16_t> halves{0x3F80};
    const auto file = path("model.safetensors");
    QVERIFY(writeSafetensors(file,
                             {{"flags", TensorType::U8, {3}, std::as_bytes(std::span(flags))},
                              {"scalar", TensorType::BF16, {}, std::as_bytes(std::span(halves))},
                              {"weights", TensorType::F32, {2, 3}, bytesOf(weights)},
                              {"none", TensorType::F32, {0, 5}, {}}},
                             {{"origin", "caf\u00E9"}})
                .has_value());
    const auto read = SafetensorsFile::open(file);
    QVERIFY(read.has_value());
    QCOMPARE(read->entries().size(), std::size_t(4));
    QCOMPARE(read->metadata().at("origin"), std::string("caf\u00E9"));
    const TensorEntry* entry = read->find("weights");
    QVERIFY(entry != nullptr);
    QCOMPARE(int(entry->type), int(TensorType::F32));
    QCOMPARE(entry->shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(std::memcmp(read->bytes(*entry).data(), weights.data(), 24), 0);
    QCOMPARE(read->bytes(*read->find("flags")).size(), std::size_t(3));
    QVERIFY(read->find("scalar")->shape.empty());
    QVERIFY(read->bytes(*read->find("none")).empty());
    QVERIFY(read->find("absent") == nullptr);
  }

  void dataIsAlignedForItsType() {
    const std::vector<std::uint8_t> flags{1};
    const std::vector<float> weights{1, 2};
    const auto file = path("aligned.safetensors");
    QVERIFY(writeSafetensors(file,
                             {{"a flag", TensorType::U8, {1}, std::as_bytes(std::span(flags))},
                              {"weights", TensorType::F32, {2}, bytesOf(weights)}},
                             {})
                .has_value());
    const auto read = SafetensorsFile::open(file);
    QVERIFY(read.has_value());
    const auto address = [&](const char* name) {
      return reinterpret_cast<std::uintptr_t>(read->bytes(*read->find(name)).data());
    };
    QCOMPARE(address("weights") % 64, std::uintptr_t(0));
    QCOMPARE(address("a flag"), address("weights") + 8);
  }

  void copiesKeepTheMapping() {
    const std::vector<float> weights{4.5F};
    const auto file = path("kept.safetensors");
    QVERIFY(
        writeSafetensors(file, {{"w", TensorType::F32, {1}, bytesOf(weights)}}, {}).has_value());
    auto first = SafetensorsFile::open(file);
    QVERIFY(first.has_value());
    const SafetensorsFile copy = *first;
    first = fail(ErrorCode::NotFound, "gone");
    float value = 0;
    std::memcpy(&value, copy.bytes(*copy.find("w")).data(), sizeof value);
    QCOMPARE(value, 4.5F);
  }

  void hostileFilesAreRefusedWithASentence_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const std::string& bytes, const char* named,
                        ErrorCode code = ErrorCode::Corrupt) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << int(code) << QString(named);
    };
    const auto one = [](const std::string& fields, std::size_t data) {
      return fileWith("{\"w\":{" + fields + "}}", data);
    };
    row("nothing at all", "", "shorter than");
    row("seven bytes", "1234567", "shorter than");
    row("a header longer than the file", std::string("\xFF\0\0\0\0\0\0\0{}", 10), "header of 255");
    row("a header longer than memory", std::string(8, '\xFF') + "{}",
        "header of 18446744073709551615");
    row("a header that is no JSON", fileWith("{\"w\":", 0), "not JSON");
    row("a header that is a list", fileWith("[]", 0), "not a JSON object");
    row("a header nested a million deep", fileWith(std::string(1'000'000, '['), 0), "not JSON");
    row("a tensor without fields", fileWith("{\"w\":3}", 0), "tensor w has no description");
    row("no type", one(R"("shape":[1],"data_offsets":[0,4])", 4), "no number type");
    row("no shape", one(R"("dtype":"F32","data_offsets":[0,4])", 4), "no shape");
    row("no place", one(R"("dtype":"F32","shape":[1])", 4), "no place");
    row("a type from elsewhere", one(R"("dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1])", 1),
        "F8_E4M3", ErrorCode::Unsupported);
    row("a negative size", one(R"("dtype":"F32","shape":[-1],"data_offsets":[0,4])", 4),
        "not a list of whole numbers");
    row("half a size", one(R"("dtype":"F32","shape":[0.5],"data_offsets":[0,4])", 4),
        "not a list of whole numbers");
    row("sizes whose product overflows",
        one(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0])", 0),
        "too large");
    row("a size beyond 63 bits",
        one(R"("dtype":"U8","shape":[18446744073709551615],"data_offsets":[0,0])", 0), "too large");
    row("bytes that do not fit the shape",
        one(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])", 4),
        "4 bytes where its shape needs 8");
    row("a place that runs backwards", one(R"("dtype":"F32","shape":[1],"data_offsets":[4,0])", 4),
        "not a range");
    row("a place with three ends", one(R"("dtype":"F32","shape":[1],"data_offsets":[0,4,8])", 8),
        "not a range");
    row("a place beyond the file", one(R"("dtype":"F32","shape":[2],"data_offsets":[0,8])", 4),
        "cut off");
    row("two tensors in one place",
        fileWith(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
                 R"("b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})",
                 6),
        "overlaps");
    row("a gap between tensors",
        fileWith(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                 R"("b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}})",
                 6),
        "gap before tensor b");
    row("bytes behind the last tensor", one(R"("dtype":"U8","shape":[2],"data_offsets":[0,2])", 5),
        "3 bytes after");
    row("a name twice",
        fileWith(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                 R"("a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}})",
                 4),
        "names tensor a twice");
    row("metadata that is a number", fileWith(R"({"__metadata__":3})", 0), "metadata");
    row("a metadata field that is a list", fileWith(R"({"__metadata__":{"origin":[]}})", 0),
        "metadata field origin");
  }

  void hostileFilesAreRefusedWithASentence() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    QFETCH(QString, named);
    const auto file = path("hostile.safetensors");
    QVERIFY(writeFileAtomically(file, bytes.toStdString()).has_value());
    const auto read = SafetensorsFile::open(file);
    QVERIFY(!read);
    QCOMPARE(int(read.error().code), code);
    const QString message = QString::fromStdString(read.error().message);
    QVERIFY2(message.contains(named), qPrintable(message));
    QVERIFY2(message.contains("hostile.safetensors"), qPrintable(message));
  }

  void aFileWithoutTensorsIsEmpty() {
    const auto file = path("empty.safetensors");
    QVERIFY(writeFileAtomically(file, fileWith("{}", 0)).has_value());
    const auto read = SafetensorsFile::open(file);
    QVERIFY(read.has_value());
    QVERIFY(read->entries().empty());
  }

  void placesThatAreNoFilesAreNamed_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("code");
    QTest::newRow("a file that is not there") << "missing.safetensors" << int(ErrorCode::NotFound);
    QTest::newRow("a folder") << "" << int(ErrorCode::InvalidInput);
  }

  void placesThatAreNoFilesAreNamed() {
    QFETCH(QString, place);
    QFETCH(int, code);
    const auto read = SafetensorsFile::open(path(qPrintable(place)));
    QVERIFY(!read);
    QCOMPARE(int(read.error().code), code);
  }

  void whatCannotBeWrittenIsRefused_data() {
    QTest::addColumn<QString>("firstName");
    QTest::addColumn<QString>("secondName");
    QTest::addColumn<qlonglong>("size");
    QTest::addColumn<QString>("named");
    QTest::newRow("a name twice") << "w"
                                  << "w" << qlonglong(1) << "the tensor name w is taken";
    QTest::newRow("the name of the metadata") << "__metadata__"
                                              << "w" << qlonglong(1) << "is taken";
    QTest::newRow("more numbers than bytes") << "v"
                                             << "w" << qlonglong(2) << "tensor v has 4 bytes";
    QTest::newRow("a negative size") << "v"
                                     << "w" << qlonglong(-1) << "tensor v has 4 bytes";
  }

  void whatCannotBeWrittenIsRefused() {
    QFETCH(QString, firstName);
    QFETCH(QString, secondName);
    QFETCH(qlonglong, size);
    QFETCH(QString, named);
    const std::vector<float> weights{1};
    const auto file = path("refused.safetensors");
    const auto written =
        writeSafetensors(file,
                         {{firstName.toStdString(), TensorType::F32, {size}, bytesOf(weights)},
                          {secondName.toStdString(), TensorType::F32, {1}, bytesOf(weights)}},
                         {});
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::InvalidInput);
    QVERIFY2(QString::fromStdString(written.error().message).contains(named),
             written.error().message.c_str());
    QVERIFY(!std::filesystem::exists(file));
  }

  void namesHaveToBeText() {
    const std::vector<float> weights{1};
    const auto written = writeSafetensors(path("names.safetensors"),
                                          {{"\xFF", TensorType::F32, {1}, bytesOf(weights)}}, {});
    QVERIFY(!written);
    QVERIFY(written.error().message.find("UTF-8") != std::string::npos);
  }

 private:
  [[nodiscard]] std::filesystem::path path(const char* name) const {
    return m_folder.filePath(name).toStdString();
  }

  QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
