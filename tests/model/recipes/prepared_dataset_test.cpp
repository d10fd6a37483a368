#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "model/base/atomic_file.h"
#include "tests/model/recipes/chains.h"

using namespace molloquy;
using namespace molloquy::recipes;

class PreparedDatasetTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  [[nodiscard]] std::filesystem::path at(const char* name) const {
    return m_folder.filePath(name).toStdString();
  }

 private Q_SLOTS:
  void everythingComesBackFromTheFile() {
    const PreparedDataset data = tests::chains(m_folder.path().toStdString());
    QCOMPARE(data.structureCount(), std::size_t{6});
    QCOMPARE(data.exampleCount(), std::size_t{12});
    QCOMPARE(data.vocabulary().size, 24);
    QCOMPARE(data.key(), std::string("chains"));
    QVERIFY(data.prompt(3) == tests::ids({1, 6, 7, 23, 23, 4}));
    QVERIFY(data.answer(3) == tests::ids({11, 3, 11}));
    QCOMPARE(data.length(3), std::size_t{9});
    QVERIFY(data.symbols(1) == std::vector<std::string>({"C", "O", "C"}));
    QCOMPARE(data.conformerCount(1), std::size_t{2});
    QCOMPARE(data.conformer(1, 0)[1][1], -0.4F);
    QCOMPARE(data.conformer(1, 1)[2][0], 2.8F);
    QCOMPARE(data.sources()[data.sourceOf(3)], std::string("long"));
    QCOMPARE(data.tasks()[data.taskOf(2)], std::string("Caption"));
    QVERIFY(data.splitOf(10) == PreparedSplit::HeldOut);
    QVERIFY(data.splitOf(9) == PreparedSplit::Training);
  }

  void badStructuresAreRefused_data() {
    QTest::addColumn<int>("symbols");
    QTest::addColumn<int>("points");
    QTest::addColumn<float>("value");
    QTest::newRow("no atoms") << 0 << 0 << 0.0F;
    QTest::newRow("more points than atoms") << 2 << 3 << 0.0F;
    QTest::newRow("a coordinate that is no number") << 2 << 2 << std::nanf("");
    QTest::newRow("a coordinate without end") << 2 << 2 << INFINITY;
  }

  void badStructuresAreRefused() {
    QFETCH(int, symbols);
    QFETCH(int, points);
    QFETCH(float, value);
    PreparedDatasetBuilder builder({8, TokenId(1), TokenId(2), TokenId(3), TokenId(4)});
    const std::vector<std::string> atoms(static_cast<std::size_t>(symbols), "C");
    std::vector<std::vector<std::array<float, 3>>> conformers = {tests::chainPoints(points, 0.1F)};
    if (points > 0) conformers[0][0][1] = value;
    const auto added = builder.addStructure(atoms, conformers);
    QVERIFY(!added.has_value());
    QCOMPARE(added.error().code, ErrorCode::InvalidInput);
  }

  void examplesOutsideTheirListsAreRefused_data() {
    QTest::addColumn<int>("structure");
    QTest::addColumn<int>("token");
    QTest::newRow("a structure that is not there") << 0 << 5;
    QTest::newRow("a negative structure") << -2 << 5;
    QTest::newRow("a token beyond the vocabulary") << -1 << 8;
    QTest::newRow("a negative token") << -1 << -1;
  }

  void examplesOutsideTheirListsAreRefused() {
    QFETCH(int, structure);
    QFETCH(int, token);
    PreparedDatasetBuilder builder({8, TokenId(1), TokenId(2), TokenId(3), TokenId(4)});
    PreparedDatasetBuilder::Example example;
    example.structure = structure;
    example.answer = tests::ids({token});
    QVERIFY(!builder.addExample(example).has_value());
    QCOMPARE(builder.exampleCount(), std::size_t{0});
  }

  void damagedFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("another version")
        << QByteArray("\\\"version\\\":2") << QByteArray("\\\"version\\\":9");
    QTest::newRow("no vocabulary") << QByteArray("vocabulary") << QByteArray("vokabulary");
    QTest::newRow("a list of another name") << QByteArray("\"points\"") << QByteArray("\"pionts\"");
    QTest::newRow("a vocabulary too small for the tokens")
        << QByteArray("\\\"vocabulary\\\":24") << QByteArray("\\\"vocabulary\\\":10");
  }

  void damagedFilesAreRefused() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QVERIFY(tests::chainBuilder().write(at("good.safetensors"), "k").has_value());
    QFile file(m_folder.filePath("good.safetensors"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray bytes = file.readAll();
    QVERIFY2(bytes.contains(from), "the row looks for something that is not in the file");
    bytes.replace(from, to);
    QVERIFY(writeFileAtomically(at("bad.safetensors"),
                                {bytes.constData(), static_cast<std::size_t>(bytes.size())}));
    const auto read = PreparedDataset::read(at("bad.safetensors"));
    QVERIFY(!read.has_value());
    QVERIFY(!read.error().message.empty());
  }

  void aMissingFileIsNotFound() {
    const auto read = PreparedDataset::read(at("nothing.safetensors"));
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::NotFound);
  }
};

QTEST_APPLESS_MAIN(PreparedDatasetTest)
#include "prepared_dataset_test.moc"
