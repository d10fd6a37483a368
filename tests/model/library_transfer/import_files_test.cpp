#include <algorithm>

#include "transfer_fixture.h"

using namespace molloquy;
using library::ImportReport;

namespace {

Result<ImportReport> import(library::MoleculeLibrary& library, const std::filesystem::path& path,
                            library::ImportOptions options = {}) {
  return library::importInto(library, path, options, {}, {});
}

bool hasName(const library::LibraryMolecule& molecule, const std::string& text,
             library::NameKind kind) {
  return std::any_of(molecule.names.begin(), molecule.names.end(),
                     [&](const auto& name) { return name.text == text && name.kind == kind; });
}

std::string told(const ImportReport& report) {
  std::string all;
  for (const auto& problem : report.problems) all += problem.place + ": " + problem.sentence + "\n";
  return all;
}

const std::string kMethanolPdb =
    "HETATM    1  C   MOH A   1       0.000   0.000   0.000  1.00  0.00           C\n"
    "HETATM    2  O   MOH A   1       1.400   0.000   0.000  1.00  0.00           O\n"
    "CONECT    1    2\nEND\n";

}  // namespace

/// What becomes of files that are put into a library.
class ImportFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyKindOfFileArrives_data();
  void everyKindOfFileArrives();
  void pubChemFieldsAreUnderstood();
  void toldKeysAreTakenWhileTheyAreRight();
  void wrongToldKeysEndTheTrust();
  void duplicatesAreMergedVisibly();
  void badRecordsAreToldAndTheOthersKept();
  void aFileThatBreaksOffKeepsWhatCameBefore();
  void aFolderIsReadInOrder();
  void tagsAreGivenToAll();
  void whatCannotBeReadIsTold_data();
  void whatCannotBeReadIsTold();
  void shapesArriveWithTheirRecords();
};

void ImportFilesTest::everyKindOfFileArrives_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<int>("added");
  const std::string sdf =
      test::pubChemRecord(702, "CCO", "ethanol") + test::pubChemRecord(887, "CO", "methanol");
  const auto row = [](const char* title, const char* name, const std::string& content, int added) {
    QTest::newRow(title) << QByteArray(name) << QByteArray::fromStdString(content) << added;
  };
  row("an SDF", "two.sdf", sdf, 2);
  row("a packed SDF", "two.sdf.gz", *chem::gzip(sdf), 2);
  row("an SDF without an ending", "two", sdf, 2);
  row("a list of SMILES", "list.smi", "CCO ethanol\n\n# remark\nCO methanol\n", 2);
  row("a list of SMILES with a title line", "list.smi", "SMILES Name\nCCO ethanol\n", 1);
  row("a table behind .smi", "list.smi", "smiles\tname\nCCO\tethanol\nCO\tmethanol\n", 2);
  row("a table of tabs", "table.tsv", "cid\tsmiles\tdescription\n702\tCCO\tIt burns.\n", 1);
  row("a table of commas and quotes", "table.csv",
      "name,smiles,note\n\"ethanol, pure\",CCO,\"says \"\"so\"\"\"\nmethanol,CO,\n", 2);
  row("a table of semicolons", "table.csv", "name;smiles\nethanol;CCO\n", 1);
  row("a table of InChI", "table.csv",
      "name,inchi\nethanol,\"InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3\"\n", 1);
  row("a table without a header", "table.tsv", "ethanol\tCCO\nmethanol\tCO\n", 2);
  row("a packed table", "table.tsv.gz", *chem::gzip("smiles\tname\nCCO\tethanol\n"), 1);
  row("doubled backslashes", "table.tsv", "smiles\tname\nC/C=C\\\\C\tbutene\n", 1);
  row("a corpus", "corpus.jsonl",
      "{\"id\":\"702\",\"source\":\"own\",\"smiles\":\"CCO\",\"pairs\":[{\"task\":\"Caption\","
      "\"instruction\":\"Describe.\",\"answer\":\"It burns.\"}]}\n",
      1);
  row("a PDB file", "methanol.pdb", kMethanolPdb, 1);
  row("an XYZ file", "water.xyz", "3\nwater\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n", 1);
  row("InChI lines", "list.inchi", "InChI=1S/CH4O/c1-2/h2H,1H3 methanol\n", 1);
}

void ImportFilesTest::everyKindOfFileArrives() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, content);
  QFETCH(int, added);
  test::Folder folder;
  const auto library = folder.library();
  const auto report = import(*library, folder.write(name.constData(), content.toStdString()));
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QVERIFY2(report->problems.empty(), told(*report).c_str());
  QCOMPARE(static_cast<int>(report->added), added);
  QCOMPARE(static_cast<int>(library->info()->molecules), added);
  QVERIFY(report->finished);
  const auto first = library->molecule(library::MoleculeId(0));
  QVERIFY(first.has_value());
  QVERIFY(!first->sources.empty() && !first->sources.front().name.empty());
}

void ImportFilesTest::pubChemFieldsAreUnderstood() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("a.sdf", test::pubChemRecord(702, "CCO", "ethanol"));
  QVERIFY(import(*library, file).has_value());
  const auto ethanol = test::moleculeOf(*library, "CCO");
  QCOMPARE(ethanol.title, std::string("ethanol"));
  QVERIFY(hasName(ethanol, "CID 702", library::NameKind::Identifier));
  QCOMPARE(ethanol.sources.front().name, std::string("PubChem"));
  QCOMPARE(ethanol.sources.front().reference, std::string("CID 702"));
  QVERIFY(ethanol.sources.front().url.ends_with("/702"));
  QCOMPARE(ethanol.properties, (std::vector<library::NamedValue>{{"XLogP3", "1.2"}}));
}

void ImportFilesTest::toldKeysAreTakenWhileTheyAreRight() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file =
      folder.write("a.sdf", test::pubChemRecord(702, "CCO", "ethanol", test::keyOf("CCO")) +
                                test::pubChemRecord(887, "CO", "methanol", test::keyOf("CO")));
  const auto report = import(*library, file);
  QVERIFY(report.has_value());
  QVERIFY2(report->problems.empty(), told(*report).c_str());
  QCOMPARE(test::moleculeOf(*library, "CO").title, std::string("methanol"));
}

void ImportFilesTest::wrongToldKeysEndTheTrust() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file =
      folder.write("a.sdf", test::pubChemRecord(702, "CCO", "ethanol", test::keyOf("CCO")) +
                                test::pubChemRecord(887, "CO", "methanol", test::keyOf("CCCCCC")));
  const auto report = import(*library, file);
  QVERIFY(report.has_value());
  QVERIFY2(told(*report).find("is not that of its structure") != std::string::npos,
           told(*report).c_str());
  QCOMPARE(test::moleculeOf(*library, "CO").title, std::string("methanol"));
  QVERIFY(!library->byInchiKey(test::keyOf("CCCCCC"))->has_value());
}

void ImportFilesTest::duplicatesAreMergedVisibly() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("list.smi", "CCO ethanol\nOCC spirit\nCCO ethanol\n");
  const auto report = import(*library, file);
  QVERIFY(report.has_value());
  QCOMPARE(report->records, std::uint64_t{3});
  QCOMPARE(report->added, std::uint64_t{1});
  QCOMPARE(report->merged + report->unchanged, std::uint64_t{2});
  QVERIFY(!report->mergedInto.empty());
  QVERIFY2(report->mergedInto.front().find("ethanol") != std::string::npos,
           report->mergedInto.front().c_str());
  QVERIFY(hasName(test::moleculeOf(*library, "CCO"), "spirit", library::NameKind::Title) ||
          hasName(test::moleculeOf(*library, "CCO"), "spirit", library::NameKind::Synonym));
}

void ImportFilesTest::badRecordsAreToldAndTheOthersKept() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file =
      folder.write("list.smi", "CCO ethanol\nC1CC open\nCN(C)(C)(C)C five\nCO methanol\n");
  const auto report = import(*library, file);
  QVERIFY(report.has_value());
  QCOMPARE(report->added, std::uint64_t{2});
  QCOMPARE(report->refused, std::uint64_t{2});
  QCOMPARE(report->problems.front().place, std::string("list.smi, line 2"));
  QVERIFY(report->problems.front().sentence.find("ring") != std::string::npos);
}

void ImportFilesTest::aFileThatBreaksOffKeepsWhatCameBefore() {
  test::Folder folder;
  const auto library = folder.library();
  std::string sdf;
  for (int i = 1; i <= 200; ++i) {
    sdf += test::pubChemRecord(i, std::string(static_cast<std::size_t>(1 + i % 40), 'C') + "O",
                               "alcohol " + std::to_string(i));
  }
  const std::string packed = *chem::gzip(sdf);
  const auto file = folder.write("half.sdf.gz", packed.substr(0, packed.size() / 2));
  const auto report = import(*library, file);
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QVERIFY(report->added > 0);
  QCOMPARE(report->refused, std::uint64_t{0});  // half a record is not taken for a bad one
  QCOMPARE(report->problems.size(), std::size_t{1});
  QVERIFY2(told(*report).find("cannot be read to its end") != std::string::npos,
           told(*report).c_str());
}

void ImportFilesTest::aFolderIsReadInOrder() {
  test::Folder folder;
  const auto library = folder.library();
  folder.write("all/b/two.smi", "CO methanol\n");
  folder.write("all/a.smi", "CCO ethanol\n");
  folder.write("all/picture.png", "no structure");
  folder.write("all/broken.sdf", std::string("\0\1\2", 3));
  const auto report = import(*library, folder.path("all"));
  QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
  QCOMPARE(report->added, std::uint64_t{2});
  QCOMPARE(library->molecule(library::MoleculeId(0))->title, std::string("ethanol"));
  QCOMPARE(library->molecule(library::MoleculeId(1))->title, std::string("methanol"));
  const std::string all = told(*report);
  QVERIFY2(all.find("broken.sdf") != std::string::npos, all.c_str());
  QVERIFY2(all.find("picture.png: 1 file of the folder was passed over") != std::string::npos,
           all.c_str());
}

void ImportFilesTest::tagsAreGivenToAll() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("table.csv", "smiles,class\nCCO,alcohol\n");
  library::ImportOptions options;
  options.tags = {"mine"};
  QVERIFY(import(*library, file, options).has_value());
  auto tags = test::moleculeOf(*library, "CCO").tags;
  std::sort(tags.begin(), tags.end());
  QCOMPARE(tags, (std::vector<std::string>{"alcohol", "mine"}));
}

void ImportFilesTest::whatCannotBeReadIsTold_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QByteArray>("words");
  const auto row = [](const char* title, const char* name, const QByteArray& content,
                      const char* words) {
    QTest::newRow(title) << QByteArray(name) << content << QByteArray(words);
  };
  row("an empty file", "a.sdf", "", "empty");
  row("binary data", "a.smi", QByteArray("\0\1\2\3", 4), "binary");
  row("nothing but bad lines", "a.smi", "xyz\nC1CC\n", "Nothing of");
  row("a table without structures", "a.csv", "name,colour\nethanol,none\n", "No column");
  row("a damaged packed file", "a.sdf.gz", QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\3garbage", 17),
      "cannot be read");
  row("an unknown file", "a.xyz3", "some words of no kind at all\n", "no format");
}

void ImportFilesTest::whatCannotBeReadIsTold() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, content);
  QFETCH(QByteArray, words);
  test::Folder folder;
  const auto library = folder.library();
  const auto report = import(*library, folder.write(name.constData(), content.toStdString()));
  QVERIFY(!report);
  QVERIFY2(QByteArray::fromStdString(report.error().message).contains(words),
           report.error().message.c_str());
  QCOMPARE(library->info()->molecules, std::size_t{0});
  const auto missing = import(*library, folder.path("missing.sdf"));
  QVERIFY(!missing);
  QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void ImportFilesTest::shapesArriveWithTheirRecords() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("water.xyz", "3\nwater\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n");
  QVERIFY(import(*library, file).has_value());
  const auto water = test::moleculeOf(*library, "O");
  QCOMPARE(water.conformers.size(), std::size_t{1});
  QCOMPARE(water.conformers.front().conformer.positions.size(), std::size_t{3});
  QCOMPARE(library->info()->conformers, std::size_t{1});
}

QTEST_GUILESS_MAIN(ImportFilesTest)
#include "import_files_test.moc"
