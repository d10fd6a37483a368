#include "model/session/model_catalog.h"

#include <QTemporaryDir>
#include <QTest>

#include "model/base/atomic_file.h"
#include "model/session/memory_estimate.h"
#include "tests/model/session/tiny_model_folder.h"

using namespace molloquy;
using namespace molloquy::session;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMebibyte = 1 << 20;

fs::path pathOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }

}  // namespace

/// What is told of model folders before anything is loaded.
class ModelCatalogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(tiny_model::write(pathOf(m_molecule)).has_value());
    QVERIFY(tiny_model::writePlain(pathOf(m_plain)).has_value());
  }

  void modelsOfAFolderAreListed() {
    const QTemporaryDir home;
    const fs::path root = pathOf(home);
    for (const char* name : {"beta", "alpha", "notes", "broken"}) fs::create_directory(root / name);
    QVERIFY(tiny_model::write(root / "beta").has_value());
    QVERIFY(tiny_model::writePlain(root / "alpha").has_value());
    QVERIFY(writeFileAtomically(root / "notes" / "todo.txt", "buy milk").has_value());
    QVERIFY(writeFileAtomically(root / "broken" / "config.json", "{}").has_value());
    const std::vector<fs::path> folders{root, root / "beta", root / "nowhere"};
    const auto models = listModels(folders);
    QCOMPARE(models.size(), std::size_t(3));
    QCOMPARE(models[0].name, std::string("alpha"));
    QCOMPARE(models[0].family, std::string("Llama"));
    QVERIFY2(!models[0].problem, models[0].problem ? models[0].problem->message.c_str() : "");
    QCOMPARE(models[1].name, std::string("broken"));
    QVERIFY(models[1].problem.has_value());
    QCOMPARE(models[2].name, std::string("tiny"));
    QCOMPARE(models[2].family, std::string("3D-MoLM"));
    QCOMPARE(models[2].numberTypes, std::string("F32"));
    QVERIFY(models[2].parameters > 50'000);
    QVERIFY(models[2].bytesOnDisk > 200'000);
    QVERIFY(!models[2].quantised);
  }

  void memoryFollowsTheNumbersChosen_data() {
    QTest::addColumn<int>("precision");
    QTest::addColumn<double>("bytesPerNumber");
    QTest::newRow("f32") << int(Precision::Float32) << 4.0;
    QTest::newRow("bf16") << int(Precision::Bfloat16) << 2.0;
    QTest::newRow("int8") << int(Precision::Int8) << 1.0;
    QTest::newRow("int4") << int(Precision::Int4) << 0.5;
  }

  void memoryFollowsTheNumbersChosen() {
    QFETCH(int, precision);
    QFETCH(double, bytesPerNumber);
    OpenOptions options;
    options.precision = Precision(precision);
    const auto estimate = estimateMemory(pathOf(m_molecule), options);
    QVERIFY(estimate.has_value());
    // Two blocks of four 32 x 32 and three 32 x 48 matrices, and an output table of 602 rows.
    const double matrices = 2.0 * (4 * 32 * 32 + 3 * 32 * 48) + 602 * 32;
    QVERIFY(double(estimate->weights) >= matrices * bytesPerNumber);
    QVERIFY(double(estimate->weights) < matrices * bytesPerNumber * 1.1 + 602 * 32 * 4.0 + 2000);
    // Two blocks, keys and values of 32 numbers, 256 positions.
    const std::uint64_t width = options.precision == Precision::Float32 ? 4 : 2;
    QCOMPARE(estimate->cache, 2 * 2 * 32 * 256 * width);
    QVERIFY(estimate->encoder > 50'000);
    QVERIFY(estimate->workspace > kMebibyte);
    QCOMPARE(estimate->total(),
             estimate->weights + estimate->cache + estimate->encoder + estimate->workspace);
    QCOMPARE(int(estimate->precision), precision);
  }

  void aShorterContextTakesLess() {
    OpenOptions options;
    options.contextLength = 64;
    const auto estimate = estimateMemory(pathOf(m_molecule), options);
    QCOMPARE(estimate.value().cache, std::uint64_t(2 * 2 * 32 * 64 * 4));
    QVERIFY(estimate->available > kMebibyte);
  }

  void aContextBeyondTheModelsIsRefused() {
    OpenOptions options;
    options.contextLength = 257;
    const auto estimate = estimateMemory(pathOf(m_molecule), options);
    QVERIFY(!estimate);
    QCOMPARE(estimate.error().code, ErrorCode::InvalidInput);
    QVERIFY(estimate.error().message.find("257") != std::string::npos);
    QVERIFY(estimate.error().message.find("256") != std::string::npos);
  }

  void aPlainModelHasNoEncoder() {
    const auto estimate = estimateMemory(pathOf(m_plain));
    QVERIFY2(estimate.has_value(), estimate ? "" : estimate.error().toString().c_str());
    QCOMPARE(estimate->encoder, std::uint64_t(0));
  }

  void tooLittleMemoryIsToldInNumbers_data() {
    QTest::addColumn<std::uint64_t>("limit");
    QTest::addColumn<QString>("remedy");
    const auto needs = [this](Precision precision) {
      OpenOptions options;
      options.precision = precision;
      return estimateMemory(pathOf(m_molecule), options).value().total();
    };
    QTest::newRow("bf16 would fit") << needs(Precision::Bfloat16) << "choose bf16";
    QTest::newRow("int4 would fit") << needs(Precision::Int4) << "choose int4";
    QTest::newRow("nothing would") << std::uint64_t(kMebibyte) << "choose a smaller model";
  }

  void tooLittleMemoryIsToldInNumbers() {
    QFETCH(std::uint64_t, limit);
    QFETCH(QString, remedy);
    OpenOptions options;
    options.memoryLimit = limit;
    const auto fits = checkMemory(pathOf(m_molecule), options);
    QVERIFY(!fits);
    QCOMPARE(fits.error().code, ErrorCode::OutOfMemory);
    const QString told = QString::fromStdString(fits.error().message);
    QVERIFY2(told.contains(remedy), qPrintable(told));
    QVERIFY2(told.contains("needs ") && told.contains("MiB") && told.contains("are free"),
             qPrintable(told));
  }

  void sizesAreWrittenForPeople_data() {
    QTest::addColumn<std::uint64_t>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << std::uint64_t(0) << "0 MiB";
    QTest::newRow("megabytes") << 96 * kMebibyte << "96 MiB";
    QTest::newRow("gigabytes") << 14541 * kMebibyte << "14.2 GiB";
  }

  void sizesAreWrittenForPeople() {
    QFETCH(std::uint64_t, bytes);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(sizeText(bytes)), text);
  }

 private:
  QTemporaryDir m_molecule;
  QTemporaryDir m_plain;
};

QTEST_APPLESS_MAIN(ModelCatalogTest)
#include "model_catalog_test.moc"
