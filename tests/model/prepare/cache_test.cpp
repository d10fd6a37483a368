#include <QTest>
#include <future>

#include "model/prepare/cached_data.h"
#include "model/prepare/conformer_store.h"
#include "model/prepare/data_cache.h"
#include "model/prepare/geometry.h"
#include "tests/model/prepare/prepare_fixture.h"

using namespace molloquy;
using namespace molloquy::prepare;
namespace fs = std::filesystem;

namespace {

using Origin = CachedData::Origin;
using Change = std::function<void(Plan&)>;

std::size_t filesIn(const fs::path& folder) {
  return std::size_t(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

Q_DECLARE_METATYPE(Change)

class CacheTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_cache = std::make_unique<QTemporaryDir>();
    m_plan = golden::ownPlan();
    m_plan.settings.data = {m_fixture.write(
        "corpus.jsonl", {PrepareFixture::line("CCO"), PrepareFixture::line("CC(C)O")})};
  }

  void theSecondTimeComesFromTheCache() {
    const auto first = data(m_plan);
    QCOMPARE(first.origin, Origin::Prepared);
    const auto second = data(m_plan);
    QCOMPARE(second.origin, Origin::Cache);
    QCOMPARE(second.file, first.file);
    QCOMPARE(second.summary.training, std::size_t(2));
    QVERIFY(fs::exists(second.leftOut));
  }

  void whatChangesTheDataIsPreparedAnew_data() {
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, Change change) { QTest::newRow(name) << change; };
    row("most tokens", [](Plan& p) { p.settings.maxTokens = 300; });
    row("characters of a SMILES", [](Plan& p) { p.settings.smilesCharacters = 96; });
    row("characters of a description", [](Plan& p) { p.settings.descriptionCharacters = 64; });
    row("number of conformers", [](Plan& p) { p.settings.conformers = 2; });
    row("seed of the conformers", [](Plan& p) { p.settings.conformerSeed = 8; });
    row("held-out structures", [](Plan& p) { p.settings.heldOutStructures = 1; });
    row("objective", [](Plan& p) { p.objective = recipes::Objective::Denoising; });
    row("places of the molecule", [](Plan& p) { p.places = 5; });
    row("end of answers", [](Plan& p) { p.endsAnswers = false; });
    row("chat format", [](Plan& p) { p.chat = text::ChatFormat::Zephyr; });
    row("special tokens", [](Plan& p) { p.vocabulary.begin = TokenId(2); });
  }

  void whatChangesTheDataIsPreparedAnew() {
    QFETCH(Change, change);
    const std::string before = dataKey(m_plan).value();
    change(m_plan);
    QVERIFY(dataKey(m_plan).value() != before);
  }

  void theSeedCountsWhereStructuresAreDrawn() {
    Plan other = m_plan;
    other.seed = 5;
    QCOMPARE(dataKey(other).value(), dataKey(m_plan).value());
    m_plan.settings.heldOutStructures = other.settings.heldOutStructures = 1;
    QVERIFY(dataKey(other).value() != dataKey(m_plan).value());
  }

  void contentCountsAndNotTheName() {
    Plan copy = m_plan;
    copy.settings.data = {m_fixture.write(
        "copy.jsonl", {PrepareFixture::line("CCO"), PrepareFixture::line("CC(C)O")})};
    QCOMPARE(dataKey(copy).value(), dataKey(m_plan).value());
    m_fixture.write("copy.jsonl", {PrepareFixture::line("CCO"), PrepareFixture::line("CCC")});
    QVERIFY(dataKey(copy).value() != dataKey(m_plan).value());
    Plan other = m_plan;
    other.tokenFiles = {golden::folder() / "wordpiece300_vocab.txt"};
    QVERIFY(dataKey(other).value() != dataKey(m_plan).value());
  }

  void aChangedPromptEmbedsNothingAgain() {
    QCOMPARE(data(m_plan).summary.embedded, std::size_t(2));
    m_plan.settings.maxTokens = 300;
    const auto changed = data(m_plan);
    QCOMPARE(changed.origin, Origin::Prepared);
    QCOMPARE(changed.summary.embedded, std::size_t(0));
    QCOMPARE(changed.summary.stored, std::size_t(2));
  }

  void storedConformersAreTheEmbeddedOnes() {
    const auto before = recipes::PreparedDataset::read(data(m_plan).file).value();
    m_plan.settings.maxTokens = 300;
    const auto after = recipes::PreparedDataset::read(data(m_plan).file).value();
    for (std::size_t i = 0; i < before.structureCount(); ++i) {
      const auto a = before.conformer(i, 0);
      const auto b = after.conformer(i, 0);
      QVERIFY(std::equal(a.begin(), a.end(), b.begin(), b.end()));
    }
  }

  void failedEmbeddingsAreStoredToo() {
    const auto store = ConformerStore::open(folder() / "store").value();
    store->put("key", {{}, "No conformer was found."});
    QCOMPARE(store->find("key")->problem, std::string("No conformer was found."));
    QVERIFY(store->flush().has_value());
    QCOMPARE(store->find("key")->problem, std::string("No conformer was found."));
    QVERIFY(!store->find("other").has_value());
  }

  void storesOutliveTheProgram() {
    const Embedding embedding{{{"C", "O"}, {{{0, 0, 0}, {1.25F, -2, 3}}}}, {}};
    { ConformerStore::open(folder() / "store").value()->put("key", embedding); }
    const auto store = ConformerStore::open(folder() / "store").value();
    const auto found = store->find("key");
    QVERIFY(found.has_value());
    QCOMPARE(found->geometry.symbols, embedding.geometry.symbols);
    QCOMPARE(found->geometry.conformers, embedding.geometry.conformers);
  }

  void brokenFilesOfTheCacheAreMadeAgain_data() {
    QTest::addColumn<QString>("content");
    QTest::newRow("an empty file") << "";
    QTest::newRow("another kind of file") << "not a safetensors file";
  }

  void brokenFilesOfTheCacheAreMadeAgain() {
    QFETCH(QString, content);
    const auto first = data(m_plan);
    std::ofstream(first.file, std::ios::trunc) << content.toStdString();
    QCOMPARE(data(m_plan).origin, Origin::Prepared);
    QVERIFY(recipes::PreparedDataset::read(first.file).has_value());
  }

  void interruptedWorkLeavesNoData() {
    std::stop_source source;
    CacheOptions options = cacheOptions();
    options.preparation.onProgress = [&](const Progress&) { source.request_stop(); };
    QVERIFY(!cachedData(m_plan, options, source.get_token()).has_value());
    for (const auto& entry : fs::directory_iterator(folder())) {
      const std::string name = entry.path().filename().string();
      QVERIFY2(name == "conformers" || name.ends_with(".lock"), name.c_str());
    }
    QCOMPARE(data(m_plan).origin, Origin::Prepared);
  }

  void twoProgramsPrepareOnce() {
    auto lock = std::make_optional(
        PreparationLock::tryLock(folder() / (dataKey(m_plan).value() + ".lock")).value());
    QVERIFY(lock->isHeld());
    std::promise<void> waits;
    CacheOptions options = cacheOptions();
    options.onMessage = [&](const std::string&) { waits.set_value(); };
    auto other = std::async(std::launch::async, [&] { return cachedData(m_plan, options); });
    waits.get_future().wait();
    QCOMPARE(filesIn(folder()), std::size_t(1));  // the lock alone
    lock.reset();
    QCOMPARE(other.get().value().origin, Origin::Prepared);
  }

  void waitingCanBeStopped() {
    const auto lock =
        PreparationLock::tryLock(folder() / (dataKey(m_plan).value() + ".lock")).value();
    std::stop_source source;
    CacheOptions options = cacheOptions();
    options.onMessage = [&](const std::string&) { source.request_stop(); };
    const auto made = cachedData(m_plan, options, source.get_token());
    QCOMPARE(made.error().message, std::string("Preparation was stopped."));
  }

  void leftOutRowsAreInTheReport() {
    m_plan.settings.data = {
        m_fixture.write("bad.jsonl", {PrepareFixture::line("CCO"), PrepareFixture::line("C1CC")})};
    const auto made = data(m_plan);
    QCOMPARE(made.summary.lostRows(), std::size_t(1));
    std::ifstream report(made.leftOut);
    nlohmann::json row;
    report >> row;
    QCOMPARE(row.at("line").get<int>(), 2);
    QCOMPARE(row.at("what").get<std::string>(), std::string("C1CC"));
    QCOMPARE(data(m_plan).summary.lostRows(), std::size_t(1));
  }

  void aFolderThatCannotBeWrittenIsNamed() {
    CacheOptions options = cacheOptions();
    options.folder = "/proc/no_cache_here";
    const auto made = cachedData(m_plan, options);
    QVERIFY(made.error().message.find("/proc/no_cache_here") != std::string::npos);
    QVERIFY(made.error().message.find("--cache") != std::string::npos);
  }

 private:
  fs::path folder() const { return m_cache->path().toStdString(); }
  CacheOptions cacheOptions() const {
    CacheOptions options;
    options.folder = folder();
    return options;
  }
  CachedData data(const Plan& plan) const {
    const auto made = cachedData(plan, cacheOptions());
    if (!made) qFatal("%s", made.error().toString().c_str());
    return *made;
  }

  PrepareFixture m_fixture;
  std::unique_ptr<QTemporaryDir> m_cache;
  Plan m_plan;
};

QTEST_GUILESS_MAIN(CacheTest)
#include "cache_test.moc"
