#include <QtTest/QTest>

#include <QTemporaryDir>
#include <cstring>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "model/vectors/column_file.h"
#include "model/vectors/column_format.h"

using namespace molloquy;
using namespace molloquy::vectors;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kRowBytes = 12;

/// Rows of which every byte says which row, and which writing, it is of.
std::vector<std::byte> rowsOf(std::uint64_t first, std::size_t count, int writing) {
  std::vector<std::byte> bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes.insert(bytes.end(), kRowBytes, static_cast<std::byte>(first + i + 60 * writing));
  }
  return bytes;
}

/// "row:writing" of every row of a column, in the order of the runs.
std::string contents(const ColumnFile& file, std::string_view column) {
  std::string text;
  for (const RowRun& run : file.runs(column)) {
    for (std::size_t i = 0; i < run.rows; ++i) {
      const std::uint64_t row = run.firstRow + i;
      const auto first = std::to_integer<std::uint64_t>(run.bytes[i * kRowBytes]);
      const auto last = std::to_integer<std::uint64_t>(run.bytes[i * kRowBytes + kRowBytes - 1]);
      const std::uint64_t writing = (first - row) / 60;
      text += first == last ? " " + std::to_string(row) + ":" + std::to_string(writing) : " torn";
    }
  }
  return text.empty() ? text : text.substr(1);
}

}  // namespace

#define VERIFY_RESULT(result)                                                      \
  {                                                                                \
    const auto& result_ = (result);                                                \
    QVERIFY2(result_.has_value(), result_ ? "" : result_.error().message.c_str()); \
  }

/// Rows come back as they were written, whatever happened in between.
class ColumnFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(m_folder.isValid()); }
  void cleanup() { fs::remove(path()); }
  void laterRowsReplaceEarlierOnes_data();
  void laterRowsReplaceEarlierOnes();
  void whatWasNotCommittedIsCutOff();
  void anOpeningFollowsWhatAnotherAppends();
  void aTransactionThatIsTakenBackLeavesNothing();
  void compactingKeepsTheColumnsThatAreNamed();
  void theOldNumberOpensACompactedFile();
  void openingsFollowACompaction();
  void wrongRowsAreRefused_data();
  void wrongRowsAreRefused();
  void aFileOpenForReadingTakesNoRows();
  void damagedFilesAreNamed_data();
  void damagedFilesAreNamed();
  void anyDamagedByteOfAHeaderIsFound();
  void missingFilesAreNotFound();
  void anInterruptedCreationOpensEmpty();

 private:
  fs::path path() const { return fs::path(m_folder.filePath("columns").toStdString()); }
  QTemporaryDir m_folder;
};

void ColumnFileTest::laterRowsReplaceEarlierOnes_data() {
  QTest::addColumn<QList<int>>("parts");
  QTest::addColumn<QString>("expected");
  QTest::newRow("one after the other") << QList<int>{0, 2, 2, 1} << "0:0 1:0 2:1";
  QTest::newRow("backwards") << QList<int>{3, 1, 0, 2} << "0:1 1:1 3:0";
  QTest::newRow("the same rows again") << QList<int>{0, 2, 0, 2} << "0:1 1:1";
  QTest::newRow("the middle of a block") << QList<int>{0, 5, 1, 2} << "0:0 1:1 2:1 3:0 4:0";
  QTest::newRow("the end of one, the start of another")
      << QList<int>{0, 3, 3, 3, 2, 2} << "0:0 1:0 2:2 3:2 4:1 5:1";
  QTest::newRow("several blocks at once")
      << QList<int>{0, 2, 2, 2, 4, 2, 1, 4} << "0:0 1:3 2:3 3:3 4:3 5:2";
  QTest::newRow("a gap stays a gap") << QList<int>{0, 1, 5, 1, 3, 1} << "0:0 3:2 5:1";
}

void ColumnFileTest::laterRowsReplaceEarlierOnes() {
  QFETCH(QList<int>, parts);
  QFETCH(QString, expected);
  auto file = ColumnFile::create(path());
  VERIFY_RESULT(file);
  for (int i = 0; i < parts.size() / 2; ++i) {
    const auto first = static_cast<std::uint64_t>(parts[2 * i]);
    const auto rows = rowsOf(first, static_cast<std::size_t>(parts[2 * i + 1]), i);
    VERIFY_RESULT(file->append("a", kRowBytes, first, rows));
  }
  QCOMPARE(QString::fromStdString(contents(*file, "a")), expected);
  const auto bytes = file->sync();
  VERIFY_RESULT(bytes);
  const auto again = ColumnFile::open(path(), *bytes, Opening::Read);
  VERIFY_RESULT(again);
  QCOMPARE(QString::fromStdString(contents(*again, "a")), expected);
}

void ColumnFileTest::whatWasNotCommittedIsCutOff() {
  auto file = ColumnFile::create(path());
  VERIFY_RESULT(file);
  VERIFY_RESULT(file->append("a", kRowBytes, 0, rowsOf(0, 2, 0)));
  const std::uint64_t committed = *file->sync();
  VERIFY_RESULT(file->append("a", kRowBytes, 2, rowsOf(2, 50, 0)));
  const std::uint64_t lost = *file->sync();
  auto again = ColumnFile::open(path(), committed);
  VERIFY_RESULT(again);
  QCOMPARE(contents(*again, "a"), std::string("0:0 1:0"));
  QCOMPARE(fs::file_size(path()), lost);  // opening alone cuts nothing off
  VERIFY_RESULT(again->append("a", kRowBytes, 2, rowsOf(2, 1, 1)));
  QCOMPARE(contents(*again, "a"), std::string("0:0 1:0 2:1"));
  QCOMPARE(fs::file_size(path()), again->bytes());
}

void ColumnFileTest::anOpeningFollowsWhatAnotherAppends() {
  auto writer = ColumnFile::create(path());
  VERIFY_RESULT(writer);
  auto reader = ColumnFile::open(path(), writer->bytes(), Opening::Read);
  VERIFY_RESULT(reader);
  VERIFY_RESULT(writer->append("a", kRowBytes, 0, rowsOf(0, 2, 0)));
  const std::uint64_t committed = *writer->sync();
  VERIFY_RESULT(writer->append("a", kRowBytes, 0, rowsOf(0, 1, 1)));
  QCOMPARE(contents(*reader, "a"), std::string());
  VERIFY_RESULT(reader->follow(committed));
  QCOMPARE(contents(*reader, "a"), std::string("0:0 1:0"));
  VERIFY_RESULT(reader->follow(*writer->sync()));
  QCOMPARE(contents(*reader, "a"), std::string("0:1 1:0"));
  const auto tooMuch = reader->follow(writer->bytes() + 64);
  QVERIFY(!tooMuch);
  QCOMPARE(tooMuch.error().code, ErrorCode::Corrupt);
  QCOMPARE(contents(*reader, "a"), std::string("0:1 1:0"));
}

void ColumnFileTest::aTransactionThatIsTakenBackLeavesNothing() {
  auto file = ColumnFile::create(path());
  VERIFY_RESULT(file);
  VERIFY_RESULT(file->append("a", kRowBytes, 0, rowsOf(0, 3, 0)));
  const std::uint64_t committed = *file->sync();
  VERIFY_RESULT(file->append("a", kRowBytes, 1, rowsOf(1, 1, 1)));
  VERIFY_RESULT(file->append("b", kRowBytes, 0, rowsOf(0, 1, 0)));
  VERIFY_RESULT(file->follow(committed));
  QCOMPARE(contents(*file, "a"), std::string("0:0 1:0 2:0"));
  QCOMPARE(file->columns(), std::vector<std::string>{"a"});
}

void ColumnFileTest::compactingKeepsTheColumnsThatAreNamed() {
  auto file = ColumnFile::create(path());
  VERIFY_RESULT(file);
  for (int i = 0; i < 4; ++i) {
    VERIFY_RESULT(file->append("a", kRowBytes, i, rowsOf(i, 2, i % 2)));
    VERIFY_RESULT(file->append("old", kRowBytes, i, rowsOf(i, 1, 0)));
  }
  VERIFY_RESULT(file->append("a", kRowBytes, 9, rowsOf(9, 1, 0)));
  const std::string before = contents(*file, "a");
  const std::uint64_t bytes = file->bytes();
  VERIFY_RESULT(file->compact(std::vector<std::string>{"a", "never seen"}));
  QCOMPARE(contents(*file, "a"), before);
  QCOMPARE(file->runs("a").size(), std::size_t{2});  // 0 .. 4 and 9
  QCOMPARE(file->columns(), std::vector<std::string>{"a"});
  QVERIFY(file->bytes() < bytes);
  QCOMPARE(fs::file_size(path()), file->bytes());
  VERIFY_RESULT(file->append("a", kRowBytes, 5, rowsOf(5, 1, 0)));
  QCOMPARE(contents(*file, "a"), std::string("0:0 1:1 2:0 3:1 4:1 5:0 9:0"));
}

void ColumnFileTest::theOldNumberOpensACompactedFile() {
  auto file = ColumnFile::create(path());
  VERIFY_RESULT(file);
  for (int i = 0; i < 4; ++i) VERIFY_RESULT(file->append("a", kRowBytes, 0, rowsOf(0, 1, i % 2)));
  const std::uint64_t old = *file->sync();
  VERIFY_RESULT(file->compact(std::vector<std::string>{"a"}));
  {
    const auto interrupted = ColumnFile::open(path(), old, Opening::Read);
    VERIFY_RESULT(interrupted);
    QCOMPARE(contents(*interrupted, "a"), std::string("0:1"));
  }
  // A file that grew again to the old size would be taken for that of the compaction.
  for (int i = 0; i < 4; ++i) {
    VERIFY_RESULT(file->append("a", kRowBytes, i, rowsOf(i, 1, 0)));
    QVERIFY(file->bytes() != old);
    const auto again = ColumnFile::open(path(), *file->sync(), Opening::Read);
    VERIFY_RESULT(again);
    QCOMPARE(contents(*again, "a"), contents(*file, "a"));
  }
}

void ColumnFileTest::openingsFollowACompaction() {
  auto writer = ColumnFile::create(path());
  VERIFY_RESULT(writer);
  VERIFY_RESULT(writer->append("a", kRowBytes, 0, rowsOf(0, 2, 0)));
  VERIFY_RESULT(writer->append("a", kRowBytes, 0, rowsOf(0, 1, 1)));
  auto reader = ColumnFile::open(path(), *writer->sync(), Opening::Read);
  VERIFY_RESULT(reader);
  VERIFY_RESULT(writer->compact(std::vector<std::string>{"a"}));
  QCOMPARE(contents(*reader, "a"), std::string("0:1 1:0"));  // still the old file
  VERIFY_RESULT(writer->append("a", kRowBytes, 2, rowsOf(2, 1, 0)));
  VERIFY_RESULT(reader->follow(*writer->sync()));
  QCOMPARE(contents(*reader, "a"), std::string("0:1 1:0 2:0"));
}

void ColumnFileTest::wrongRowsAreRefused_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<int>("bytesPerRow");
  QTest::addColumn<quint64>("firstRow");
  QTest::newRow("no name") << QByteArray() << 12 << quint64{0};
  QTest::newRow("a name that is too long") << QByteArray(49, 'x') << 12 << quint64{0};
  QTest::newRow("a zero in the name") << QByteArray("a\0b", 3) << 12 << quint64{0};
  QTest::newRow("rows of nothing") << QByteArray("b") << 0 << quint64{0};
  QTest::newRow("half a row") << QByteArray("b") << 13 << quint64{0};
  QTest::newRow("another size than before") << QByteArray("a") << 6 << quint64{0};
  QTest::newRow("a row beyond all numbers") << QByteArray("b") << 12 << quint64{1} * UINT64_MAX;
}

void ColumnFileTest::wrongRowsAreRefused() {
  QFETCH(QByteArray, name);
  QFETCH(int, bytesPerRow);
  QFETCH(quint64, firstRow);
  auto file = ColumnFile::create(path());
  VERIFY_RESULT(file);
  VERIFY_RESULT(file->append("a", kRowBytes, 0, rowsOf(0, 1, 0)));
  const std::uint64_t bytes = file->bytes();
  const auto refused = file->append(name.toStdString(), static_cast<std::size_t>(bytesPerRow),
                                    firstRow, rowsOf(0, 2, 0));
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
  QCOMPARE(file->bytes(), bytes);
}

void ColumnFileTest::aFileOpenForReadingTakesNoRows() {
  VERIFY_RESULT(ColumnFile::create(path()));
  auto file = ColumnFile::open(path(), 0, Opening::Read);
  VERIFY_RESULT(file);
  const auto refused = file->append("a", kRowBytes, 0, rowsOf(0, 1, 0));
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
}

void ColumnFileTest::damagedFilesAreNamed_data() {
  QTest::addColumn<quint64>("place");
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<int>("code");
  const auto put = [](const char* row, std::size_t place, QByteArray bytes, ErrorCode code) {
    QTest::newRow(row) << quint64{place} << bytes << static_cast<int>(code);
  };
  const std::size_t block = sizeof(FileHead);
  put("another kind of file", 0, "SQLite f", ErrorCode::Corrupt);
  put("a newer version", offsetof(FileHead, version), QByteArray("\2\0\0\0", 4),
      ErrorCode::Unsupported);
  put("a wrong size of the head", offsetof(FileHead, headBytes), "\1", ErrorCode::Corrupt);
  put("a block's magic", block, "x", ErrorCode::Corrupt);
  put("an absurd number of rows", block + offsetof(BlockHead, rows), QByteArray(8, '\xff'),
      ErrorCode::Corrupt);
  put("an absurd size of rows", block + offsetof(BlockHead, bytesPerRow), QByteArray(8, '\x7f'),
      ErrorCode::Corrupt);
}

void ColumnFileTest::damagedFilesAreNamed() {
  QFETCH(quint64, place);
  QFETCH(QByteArray, bytes);
  QFETCH(int, code);
  std::uint64_t committed = 0;
  {
    auto file = ColumnFile::create(path());
    VERIFY_RESULT(file);
    VERIFY_RESULT(file->append("a", kRowBytes, 0, rowsOf(0, 3, 0)));
    committed = *file->sync();
  }
  std::fstream(path(), std::ios::in | std::ios::out | std::ios::binary)
      .seekp(static_cast<std::streamoff>(place))
      .write(bytes.constData(), bytes.size());
  const auto opened = ColumnFile::open(path(), committed);
  QVERIFY(!opened);
  QCOMPARE(static_cast<int>(opened.error().code), code);
  QVERIFY(opened.error().message.find(path().string()) != std::string::npos);
}

void ColumnFileTest::anyDamagedByteOfAHeaderIsFound() {
  const BlockHead good = makeBlockHead("a", kRowBytes, 7, 3);
  QVERIFY(isGood(good, good.blockBytes));
  QVERIFY(!isGood(good, good.blockBytes - 1));
  for (std::size_t i = 0; i < sizeof good; ++i) {
    BlockHead damaged = good;
    reinterpret_cast<unsigned char*>(&damaged)[i] ^= 0x10U;
    QVERIFY2(!isGood(damaged, good.blockBytes), std::to_string(i).c_str());
  }
  // Absurd numbers with a right checksum, as only malice makes them.
  QVERIFY(!isGood(makeBlockHead("a", std::uint64_t{1} << 40, 0, 1), UINT64_MAX));
  QVERIFY(!isGood(makeBlockHead("a", 1 << 20, 0, std::uint64_t{1} << 50), UINT64_MAX));
  QVERIFY(!isGood(makeBlockHead("a", 1 << 20, 0, std::uint64_t{1} << 45), 1 << 30));
  QVERIFY(!isGood(makeBlockHead("a", 1, UINT64_MAX, 1), 1 << 30));
  QVERIFY(!isGood(makeBlockHead("", 1, 0, 1), 1 << 30));
}

void ColumnFileTest::missingFilesAreNotFound() {
  const auto opened = ColumnFile::open(path(), 64);
  QVERIFY(!opened);
  QCOMPARE(opened.error().code, ErrorCode::NotFound);
  const auto created = ColumnFile::create(path() / "deeper");
  QVERIFY(!created);
  QCOMPARE(created.error().code, ErrorCode::NotFound);
  VERIFY_RESULT(ColumnFile::create(path()));
  const auto twice = ColumnFile::create(path());
  QVERIFY(!twice);
  QCOMPARE(twice.error().code, ErrorCode::InvalidInput);
}

void ColumnFileTest::anInterruptedCreationOpensEmpty() {
  std::ofstream(path()).write("MQ", 2);
  QVERIFY(!ColumnFile::open(path(), 64));
  auto file = ColumnFile::open(path(), 0);
  VERIFY_RESULT(file);
  VERIFY_RESULT(file->append("a", kRowBytes, 0, rowsOf(0, 1, 0)));
  const auto again = ColumnFile::open(path(), *file->sync());
  VERIFY_RESULT(again);
  QCOMPARE(contents(*again, "a"), std::string("0:0"));
}

QTEST_APPLESS_MAIN(ColumnFileTest)
#include "column_file_test.moc"
