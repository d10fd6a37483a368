#include <QtTest/QTest>

#include <QTemporaryDir>
#include <cmath>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "model/vectors/approximate_index.h"

using namespace molloquy;
using namespace molloquy::vectors;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kWidth = 16;

std::vector<float> someVectors(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> vectors(count * kWidth);
  for (std::size_t i = 0; i < count; ++i) {
    float square = 0;
    for (std::size_t k = 0; k < kWidth; ++k) {
      float& value = vectors[i * kWidth + k] = normal(random);
      square += value * value;
    }
    for (std::size_t k = 0; k < kWidth; ++k) vectors[i * kWidth + k] /= std::sqrt(square);
  }
  return vectors;
}

std::string contentsOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

#define VERIFY_RESULT(result)                                                      \
  {                                                                                \
    const auto& result_ = (result);                                                \
    QVERIFY2(result_.has_value(), result_ ? "" : result_.error().message.c_str()); \
  }

/// The graph finds nearly what reading every row finds, and reads nothing that is damaged.
class ApproximateIndexTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void mostOfTheNearestAreFound_data();
  void mostOfTheNearestAreFound();
  void rowsThatCameLaterAreAdded();
  void aSavedIndexFindsTheSame();
  void masksLetThrough();
  void aStoppedAdditionIsWhole();
  void wrongInputsAreRefused();
  void damagedFilesAreNamed_data();
  void damagedFilesAreNamed();

 private:
  fs::path path(const char* name) const { return fs::path(m_folder->filePath(name).toStdString()); }
  ColumnFile fileOf(const EmbeddingColumns& columns, std::size_t rows) {
    auto file = ColumnFile::create(path("columns"));
    const auto numbers = someVectors(rows * columns.vectors, 1);
    if (!file || !appendEmbeddings(*file, columns, 0, numbers)) qFatal("no file");
    return std::move(*file);
  }
  const EmbeddingColumns m_columns{"codes", "halves", 1, kWidth};
  std::unique_ptr<QTemporaryDir> m_folder;
};

void ApproximateIndexTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  QVERIFY(m_folder->isValid());
}

void ApproximateIndexTest::mostOfTheNearestAreFound_data() {
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("vectors");
  QTest::addColumn<int>("threads");
  QTest::newRow("one row") << 1 << 1 << 1;
  QTest::newRow("more rows than there was room for") << 1500 << 1 << 2;
  QTest::newRow("four vectors a row") << 250 << 4 << 1;
}

void ApproximateIndexTest::mostOfTheNearestAreFound() {
  QFETCH(int, rows);
  QFETCH(int, vectors);
  QFETCH(int, threads);
  EmbeddingColumns columns = m_columns;
  columns.vectors = static_cast<std::size_t>(vectors);
  const ColumnFile file = fileOf(columns, static_cast<std::size_t>(rows));
  auto index = ApproximateIndex::make(columns);
  VERIFY_RESULT(index);
  std::size_t last = 0;
  VERIFY_RESULT(index->add(file, threads, [&](std::size_t done, std::size_t) { last = done; }));
  QCOMPARE(last, static_cast<std::size_t>(rows));
  QCOMPARE(index->endRow(), static_cast<std::uint64_t>(rows));
  QCOMPARE(index->vectors(), static_cast<std::size_t>(rows * vectors));
  const auto queries = someVectors(20, 2);
  QVERIFY(index->recall(file, queries, 10, 200) > 0.95);
  const std::span first = std::span(queries).first(kWidth);
  const auto found = index->nearest(file, first, 5, 200);
  QCOMPARE(found.front(), nearestEmbeddings(file, columns, first, {5, 1}).front());
}

void ApproximateIndexTest::rowsThatCameLaterAreAdded() {
  ColumnFile file = fileOf(m_columns, 100);
  auto index = ApproximateIndex::make(m_columns);
  VERIFY_RESULT(index);
  VERIFY_RESULT(index->add(file, 1));
  const auto later = someVectors(1, 50);
  VERIFY_RESULT(appendEmbeddings(file, m_columns, 300, later));
  QVERIFY(index->nearest(file, later, 1, 50).front().row != 300);
  VERIFY_RESULT(index->add(file, 1));
  QCOMPARE(index->endRow(), std::uint64_t{301});
  QCOMPARE(index->vectors(), std::size_t{101});
  QCOMPARE(index->nearest(file, later, 1, 50).front().row, std::uint64_t{300});
}

void ApproximateIndexTest::aSavedIndexFindsTheSame() {
  ColumnFile file = fileOf(m_columns, 600);
  auto index = ApproximateIndex::make(m_columns);
  VERIFY_RESULT(index);
  VERIFY_RESULT(index->save(path("empty")));
  VERIFY_RESULT(ApproximateIndex::load(path("empty"), m_columns));
  VERIFY_RESULT(index->add(file, 1));
  VERIFY_RESULT(index->save(path("graph")));
  auto loaded = ApproximateIndex::load(path("graph"), m_columns);
  VERIFY_RESULT(loaded);
  const auto query = someVectors(1, 3);
  QCOMPARE(loaded->nearest(file, query, 10, 50), index->nearest(file, query, 10, 50));
  VERIFY_RESULT(appendEmbeddings(file, m_columns, 600, someVectors(700, 4)));
  VERIFY_RESULT(loaded->add(file, 1));
  QCOMPARE(loaded->vectors(), std::size_t{1300});
}

void ApproximateIndexTest::masksLetThrough() {
  const ColumnFile file = fileOf(m_columns, 300);
  auto index = ApproximateIndex::make(m_columns);
  VERIFY_RESULT(index);
  VERIFY_RESULT(index->add(file, 1));
  const std::vector<std::uint64_t> words(5, 0x00FF00FF00FF00FFU);
  const auto found = index->nearest(file, someVectors(1, 3), 10, 100, {words});
  QCOMPARE(found.size(), std::size_t{10});
  for (const Nearest& row : found) QVERIFY(RowMask{words}.allows(row.row));
}

void ApproximateIndexTest::aStoppedAdditionIsWhole() {
  const ColumnFile file = fileOf(m_columns, 5000);
  auto index = ApproximateIndex::make(m_columns, {4, 8});
  VERIFY_RESULT(index);
  std::stop_source stop;
  const auto stopAtOnce = [&stop](std::size_t, std::size_t) { stop.request_stop(); };
  VERIFY_RESULT(index->add(file, 2, stopAtOnce, stop.get_token()));
  QVERIFY(index->endRow() < 5000);
  QCOMPARE(index->vectors(), static_cast<std::size_t>(index->endRow()));
  VERIFY_RESULT(index->add(file, 2));
  QCOMPARE(index->vectors(), std::size_t{5000});
}

void ApproximateIndexTest::wrongInputsAreRefused() {
  QVERIFY(!ApproximateIndex::make({"codes", "halves", 0, 8}));
  QVERIFY(!ApproximateIndex::make(m_columns, {1, 10}));
  const ColumnFile file = fileOf(m_columns, 10);
  auto other = ApproximateIndex::make({"codes", "halves", 1, 8});
  VERIFY_RESULT(other);
  QVERIFY(!other->add(file, 1));
  QVERIFY(other->nearest(file, someVectors(1, 1), 1, 10).empty());
}

void ApproximateIndexTest::damagedFilesAreNamed_data() {
  QTest::addColumn<int>("place");
  QTest::addColumn<int>("size");
  QTest::newRow("empty") << -1 << 0;
  QTest::newRow("cut off in the head") << -1 << 20;
  QTest::newRow("cut off in the links") << -1 << 5000;
  QTest::newRow("something behind the end") << -1 << -1;
  QTest::newRow("another magic") << 0 << 0;
  QTest::newRow("other vectors") << 16 << 0;
  QTest::newRow("an absurd number of links") << 35 << 0;
  QTest::newRow("an absurd count") << 55 << 0;
  QTest::newRow("an entry that is not there") << 60 << 0;
  QTest::newRow("a list with too many links") << 73 << 0;
  QTest::newRow("a link to nowhere") << 79 << 0;
}

void ApproximateIndexTest::damagedFilesAreNamed() {
  QFETCH(int, place);
  QFETCH(int, size);
  const ColumnFile file = fileOf(m_columns, 200);
  auto index = ApproximateIndex::make(m_columns);
  VERIFY_RESULT(index);
  VERIFY_RESULT(index->add(file, 1));
  VERIFY_RESULT(index->save(path("graph")));
  std::string bytes = contentsOf(path("graph"));
  if (place >= 0) {
    bytes[static_cast<std::size_t>(place)] = '\x7F';
  } else if (size >= 0) {
    bytes.resize(static_cast<std::size_t>(size));
  } else {
    bytes += "more";
  }
  std::ofstream(path("graph"), std::ios::binary) << bytes;
  const auto loaded = ApproximateIndex::load(path("graph"), m_columns);
  QVERIFY(!loaded);
  QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
  const auto missing = ApproximateIndex::load(path("none"), m_columns);
  QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(ApproximateIndexTest)
#include "approximate_index_test.moc"
