#include "transfer_fixture.h"

using namespace molloquy;
using library::ExportFormat;

namespace {

/// A library of two molecules with everything there is to write.
std::unique_ptr<library::MoleculeLibrary> filled(test::Folder& folder) {
  auto library = folder.library();
  const auto xyz = folder.write("water.xyz", "3\nwater\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n");
  const auto table =
      folder.write("table.tsv",
                   "smiles\tname\tsynonyms\tdescription\tcid\tclass\tlogP\n"
                   "CCO\tethanol\talcohol; spirit\tIt burns. It mixes with water.\t702\tsolvent\t"
                   "-0.1\n");
  if (!library::importInto(*library, table, {}, {}, {})) qFatal("table");
  if (!library::importInto(*library, xyz, {}, {}, {})) qFatal("xyz");
  return library;
}

}  // namespace

/// What leaves a library, and comes back.
class LibraryExportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsWrittenCanBeReadAgain_data();
  void whatIsWrittenCanBeReadAgain();
  void onlyTheChosenAreWritten();
  void nothingAppearsWhenItFails();
};

void LibraryExportTest::whatIsWrittenCanBeReadAgain_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<int>("format");
  QTest::addColumn<bool>("texts");
  QTest::addColumn<bool>("shapes");
  QTest::newRow("SDF") << QByteArray("o.sdf") << static_cast<int>(ExportFormat::Sdf) << true
                       << true;
  QTest::newRow("SMILES") << QByteArray("o.smi") << static_cast<int>(ExportFormat::Smiles) << false
                          << false;
  QTest::newRow("a table") << QByteArray("o.tsv") << static_cast<int>(ExportFormat::Tsv) << true
                           << false;
  QTest::newRow("JSON lines") << QByteArray("o.jsonl") << static_cast<int>(ExportFormat::JsonLines)
                              << true << false;
}

void LibraryExportTest::whatIsWrittenCanBeReadAgain() {
  QFETCH(QByteArray, file);
  QFETCH(int, format);
  QFETCH(bool, texts);
  QFETCH(bool, shapes);
  test::Folder folder;
  const auto library = filled(folder);
  const auto out = folder.path(file.constData());
  const auto count =
      library::exportFrom(*library, {}, out, static_cast<ExportFormat>(format), {}, {});
  QVERIFY2(count.has_value(), count ? "" : count.error().message.c_str());
  QCOMPARE(*count, std::uint64_t{2});
  const auto back = folder.library("back.mollib");
  const auto report = library::importInto(*back, out, {}, {}, {});
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->added, std::uint64_t{2});
  QVERIFY(report->problems.empty());
  const auto ethanol = test::moleculeOf(*back, "CCO");
  QCOMPARE(ethanol.title, std::string("ethanol"));
  QCOMPARE(!ethanol.texts.empty(), texts);
  QCOMPARE(!test::moleculeOf(*back, "O").conformers.empty(), shapes);
}

void LibraryExportTest::onlyTheChosenAreWritten() {
  test::Folder folder;
  const auto library = filled(folder);
  const std::vector chosen = {library::MoleculeId(1)};
  const auto out = folder.path("o.smi");
  QCOMPARE(*library::exportFrom(*library, chosen, out, ExportFormat::Smiles, {}, {}),
           std::uint64_t{1});
  QVERIFY(readFile(out)->starts_with("O"));
}

void LibraryExportTest::nothingAppearsWhenItFails() {
  test::Folder folder;
  const auto library = filled(folder);
  const std::vector missing = {library::MoleculeId(0), library::MoleculeId(99)};
  const auto out = folder.path("o.sdf");
  QVERIFY(!library::exportFrom(*library, missing, out, ExportFormat::Sdf, {}, {}));
  QVERIFY(!std::filesystem::exists(out));
  std::stop_source stop;
  stop.request_stop();
  QVERIFY(!library::exportFrom(*library, {}, out, ExportFormat::Sdf, {}, stop.get_token()));
  QVERIFY(!std::filesystem::exists(out));
  const auto nowhere =
      library::exportFrom(*library, {}, folder.path("no/folder/o.sdf"), ExportFormat::Sdf, {}, {});
  QVERIFY(!nowhere);
  QCOMPARE(nowhere.error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(LibraryExportTest)
#include "library_export_test.moc"
