#include <atomic>

#include "transfer_fixture.h"

using namespace molloquy;

namespace {

/// Chains of different lengths, so all of them differ.
std::string chains(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) {
    text += std::string(static_cast<std::size_t>(1 + i % 30), 'C') + "N" +
            std::string(static_cast<std::size_t>(1 + i / 30), 'C') + " chain " + std::to_string(i) +
            "\n";
  }
  return text;
}

}  // namespace

/// Imports that are stopped and go on.
class ImportResumeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aStoppedImportGoesOn();
  void aFolderGoesOnInItsSecondFile();
  void anewReadsAll();
  void aFinishedImportIsReadAnew();
  void anotherFileOfTheNameIsReadFromItsBeginning();
  void progressRises();
};

void ImportResumeTest::aStoppedImportGoesOn() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("list.smi", chains(60));
  library::ImportOptions options;
  options.batch = 10;
  std::stop_source stop;
  const auto first = library::importInto(
      *library, file, options,
      [&](const library::ImportProgress& progress) {
        if (progress.records >= 20) stop.request_stop();
      },
      stop.get_token());
  QVERIFY(first.has_value());
  QVERIFY(!first->finished);
  QCOMPARE(first->records, std::uint64_t{20});
  QCOMPARE(library->info()->molecules, std::size_t{20});
  const auto second = library::importInto(*library, file, options, {}, {});
  QVERIFY(second.has_value());
  QVERIFY(second->finished && second->resumed);
  QCOMPARE(second->records, std::uint64_t{40});
  QCOMPARE(second->added + second->merged, std::uint64_t{40});
  const auto whole = folder.library("whole.mollib");
  QVERIFY(library::importInto(*whole, file, options, {}, {}).has_value());
  QCOMPARE(library->info()->molecules, whole->info()->molecules);
}

void ImportResumeTest::aFolderGoesOnInItsSecondFile() {
  test::Folder folder;
  const auto library = folder.library();
  folder.write("all/a.smi", "CCO ethanol\nCO methanol\n");
  folder.write("all/b.smi", chains(20));
  library::ImportOptions options;
  options.batch = 5;
  std::stop_source stop;
  const auto first = library::importInto(
      *library, folder.path("all"), options,
      [&](const library::ImportProgress& progress) {
        if (progress.records >= 7) stop.request_stop();
      },
      stop.get_token());
  QVERIFY(first.has_value() && !first->finished);
  const auto second = library::importInto(*library, folder.path("all"), options, {}, {});
  QVERIFY(second.has_value() && second->finished && second->resumed);
  QCOMPARE(first->records + second->records, std::uint64_t{22});
}

void ImportResumeTest::anewReadsAll() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("list.smi", chains(20));
  library::ImportOptions options;
  options.batch = 5;
  std::stop_source stop;
  QVERIFY(library::importInto(
              *library, file, options, [&](const library::ImportProgress&) { stop.request_stop(); },
              stop.get_token())
              .has_value());
  options.resume = library::ImportOptions::Resume::Anew;
  const auto again = library::importInto(*library, file, options, {}, {});
  QVERIFY(again.has_value() && !again->resumed);
  QCOMPARE(again->records, std::uint64_t{20});
}

void ImportResumeTest::aFinishedImportIsReadAnew() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("list.smi", "CCO ethanol\n");
  QVERIFY(library::importInto(*library, file, {}, {}, {}).has_value());
  const auto again = library::importInto(*library, file, {}, {}, {});
  QVERIFY(again.has_value() && !again->resumed);
  QCOMPARE(again->unchanged, std::uint64_t{1});
}

void ImportResumeTest::anotherFileOfTheNameIsReadFromItsBeginning() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("list.smi", chains(20));
  library::ImportOptions options;
  options.batch = 5;
  std::stop_source stop;
  QVERIFY(library::importInto(
              *library, file, options, [&](const library::ImportProgress&) { stop.request_stop(); },
              stop.get_token())
              .has_value());
  folder.write("list.smi", chains(20) + "CCO ethanol\n");
  const auto again = library::importInto(*library, file, options, {}, {});
  QVERIFY(again.has_value() && !again->resumed);
  QCOMPARE(again->records, std::uint64_t{21});
}

void ImportResumeTest::progressRises() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("list.smi", chains(60));
  library::ImportOptions options;
  options.batch = 10;
  double share = 0;
  std::uint64_t records = 0;
  int calls = 0;
  QVERIFY(library::importInto(*library, file, options,
                              [&](const library::ImportProgress& progress) {
                                ++calls;
                                QVERIFY(progress.share >= share && progress.records >= records);
                                QCOMPARE(progress.file, std::string("list.smi"));
                                share = progress.share;
                                records = progress.records;
                              },
                              {})
              .has_value());
  QVERIFY(calls >= 6);
  QCOMPARE(share, 1.0);
  QCOMPARE(records, std::uint64_t{60});
}

QTEST_GUILESS_MAIN(ImportResumeTest)
#include "import_resume_test.moc"
