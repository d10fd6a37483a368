#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <random>

#include "library_fixture.h"

using namespace molloquy;
using namespace molloquy::library;

namespace {

constexpr std::size_t kBatch = 40;
constexpr const char* kSource = "the importing process";

/// A molecule of its own for every number: a chain between two ends that differ.
NewMolecule numbered(std::uint64_t number) {
  std::string chain;
  for (std::uint64_t left = number + 1; left > 0; left /= 3) chain += "CON"[left % 3];
  const std::string name = "number " + std::to_string(number);
  NewMolecule molecule = moleculeOf("FC" + chain + "CCl", {name, name + " again"},
                                    {"This is the text of " + name + "."});
  molecule.tags = {"numbered"};
  return molecule;
}

/// The process that is killed: goes on behind its mark, batch after batch, for ever.
int importForEver(const char* file) {
  auto library = openLibrary(file);
  if (!library) return 1;
  for (;;) {
    auto mark = (*library)->importMark(kSource);
    if (!mark) return 2;
    const std::uint64_t from = mark->value_or(ImportMark{}).records;
    std::vector<NewMolecule> batch;
    for (std::uint64_t number = from; number < from + kBatch; ++number) {
      batch.push_back(numbered(number));
    }
    if (!(*library)->add(batch, ImportMark{kSource, from, from + kBatch})) return 3;
    puts("batch");
    fflush(stdout);
  }
}

}  // namespace

class LibraryCrashTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingIsHalfThereAfterAKill() {
    LibraryFixture fixture;
    fixture.library.reset();
    std::mt19937 random(6);
    std::uint64_t before = 0;
    std::uint64_t grown = 0;
    for (int turn = 0; turn < 25; ++turn) {
      killAfter(fixture, int(random() % 3), int(random() % 60));
      const auto library = openLibrary(fixture.file().string());
      QVERIFY2(library, library ? "" : library.error().message.c_str());
      const std::uint64_t records = checkWhole(**library);
      QVERIFY(records >= before);
      if (records > before) ++grown;
      before = records;
    }
    QVERIFY(grown > 10);
  }

 private:
  /// Lets the process write some batches, and kills it some milliseconds later, wherever it is.
  void killAfter(const LibraryFixture& fixture, int batches, int milliseconds) {
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {"--import", QString::fromStdString(fixture.file().string())});
    QVERIFY(process.waitForStarted());
    for (int seen = 0; seen < batches; seen += int(process.readAll().count('\n'))) {
      QVERIFY(process.waitForReadyRead());
    }
    QVERIFY(!process.waitForFinished(milliseconds));
    process.kill();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
  }

  /// returns how many molecules there are, all whole.
  std::uint64_t checkWhole(MoleculeLibrary& library) {
    const auto info = library.info();
    const auto mark = library.importMark(kSource);
    const std::uint64_t records = mark->value_or(ImportMark{}).records;
    const auto fail = [&](const char* what) {
      QTest::qFail(what, __FILE__, __LINE__);
      return records;
    };
    if (!info->note.empty()) return fail(info->note.c_str());
    if (info->molecules != records || info->texts != records) return fail("other counts");
    if (records == 0) return records;
    SearchQuery everything = byWords("text");
    everything.substructure = "CF";
    everything.tags = {"numbered"};
    everything.ranges = {{Computed::AverageMass, {}, 1}};
    everything.limit = records + 1;
    if (library.search(everything, {}, {})->total != records) return fail("some are not found");
    const NewMolecule last = numbered(records - 1);
    for (const Likeness by : {Likeness::Morgan, Likeness::Path, Likeness::Maccs}) {
      SearchQuery query;
      query.similar = SimilarTo{last.molecule, nullptr, by, 0.999};
      query.limit = records;
      bool found = false;
      const auto nearest = library.search(query, {}, {});
      for (const SearchHit& hit : nearest->hits) {
        found = found || hit.id.value == std::int64_t(records - 1);
      }
      if (!found) return fail("the last one's fingerprint is not there");
    }
    const auto whole = library.molecule(MoleculeId(std::int64_t(records - 1)));
    if (!whole || whole->names.size() != 2) return fail("the last one is not whole");
    const auto again = library.suggest("number " + std::to_string(records), 1);
    if (!again->empty()) return fail("a name without a molecule");
    return records;
  }
};

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--import") return importForEver(argv[2]);
  QCoreApplication application(argc, argv);
  LibraryCrashTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "library_crash_test.moc"
