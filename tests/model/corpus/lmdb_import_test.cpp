#include <QDir>
#include <QTest>
#include <algorithm>
#include <random>

#include "corpus_fixture.h"
#include "model/corpus/lmdb/lmdb_file.h"
#include "model/corpus/lmdb/molecule_record.h"

using namespace molloquy;
using namespace molloquy::corpus;
using test::Imported;

/// Databases of pickles, as 3D-MoLM publishes them; the files are made by make_lmdb.py.
class LmdbImportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyProtocolIsRead_data();
  void everyProtocolIsRead();
  void severalConformersAreKept();
  void theEnrichedTextIsAChoice();
  void quantumRecordsAreNamedByTheirKey();
  void hostileRecordsAreRefusedByName_data();
  void hostileRecordsAreRefusedByName();
  void nothingOfAPickleIsRun();
  void cutOffFilesAreRefused();
  void damagedPagesNeverCrash();
  void aMissingKeyIsNoError();
};

namespace {

QByteArray bytesOf(const std::filesystem::path& file) {
  QFile opened(QString::fromStdString(file.string()));
  return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

const Entry* entryNamed(const Imported& imported, const std::string& id) {
  for (const Line& line : imported.lines) {
    const auto* entry = std::get_if<Entry>(&line);
    if (entry != nullptr && entry->id == id) return entry;
  }
  return nullptr;
}

}  // namespace

void LmdbImportTest::everyProtocolIsRead_data() {
  QTest::addColumn<QByteArray>("id");
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QByteArray>("answer");
  QTest::addColumn<int>("atoms");
  QTest::newRow("protocol 2") << QByteArray("962") << QByteArray("O")
                              << QByteArray("A bent molecule of one oxygen.\n") << 3;
  QTest::newRow("protocol 3, another field")
      << QByteArray("963") << QByteArray("O") << QByteArray("The same, in two shapes.\n") << 3;
  QTest::newRow("protocol 4, a single atom")
      << QByteArray("964") << QByteArray("[He]") << QByteArray("A noble gas.\n") << 1;
  QTest::newRow("protocol 5, doubles")
      << QByteArray("965") << QByteArray("F/C=C\\F")
      << QByteArray("A haloalkene written with two backslashes.\n") << 4;
  QTest::newRow("pages of its own, columns first")
      << QByteArray("966") << QByteArray(120, 'C') << QByteArray("A long chain.\n") << 120;
  QTest::newRow("plain lists") << QByteArray("967") << QByteArray("O")
                               << QByteArray("Plain lists.\n") << 3;
  QTest::newRow("numpy 2") << QByteArray("968") << QByteArray("O")
                           << QByteArray("Written by numpy 2.\n") << 3;
}

void LmdbImportTest::everyProtocolIsRead() {
  QFETCH(QByteArray, id);
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArray, answer);
  QFETCH(int, atoms);
  const Imported imported = test::importFile(test::dataFile("pubchem.lmdb"));
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.lines.size(), std::size_t(7));
  const Entry* entry = entryNamed(imported, id.toStdString());
  QVERIFY(entry != nullptr);
  QCOMPARE(entry->structure.smiles, smiles.toStdString());
  QCOMPARE(entry->pairs.at(0).answer, answer.toStdString());
  QCOMPARE(entry->structure.symbols.size(), std::size_t(atoms));
  const auto& points = entry->structure.conformers.at(0);
  QCOMPARE(points.size(), std::size_t(atoms));
  if (atoms == 3) QCOMPARE(points[1][1], 0.757F);
  if (atoms > 3) QCOMPARE(points[3], (std::array<float, 3>{3.75F, 0.7F, 0}));
}

void LmdbImportTest::severalConformersAreKept() {
  const Imported imported = test::importFile(test::dataFile("pubchem.lmdb"));
  const Entry* entry = entryNamed(imported, "963");
  QVERIFY(entry != nullptr);
  QCOMPARE(entry->structure.conformers.size(), std::size_t(2));
  QCOMPARE(entry->structure.conformers[1][0][0], 0.1F);
  QCOMPARE(imported.report->backslashesUndone, std::size_t(1));
}

void LmdbImportTest::theEnrichedTextIsAChoice() {
  ImportOptions options;
  options.text = TextChoice::Enriched;
  const Imported imported = test::importFile(test::dataFile("pubchem.lmdb"), options);
  const Entry* entry = entryNamed(imported, "964");
  QVERIFY(entry != nullptr);
  QCOMPARE(entry->pairs.at(0).answer, std::string("In other words: A noble gas.\n"));
}

void LmdbImportTest::quantumRecordsAreNamedByTheirKey() {
  const Imported imported = test::importFile(test::dataFile("pubchemqc.lmdb"));
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.lines.size(), std::size_t(2));
  QCOMPARE(imported.entry(0).id, std::string("0"));
  QCOMPARE(imported.entry(0).structure.smiles, std::string("C"));
  QCOMPARE(imported.entry(1).structure.symbols, (std::vector<std::string>{"H", "H"}));
  QCOMPARE(imported.entry(1).structure.conformers.at(0).at(1)[2], 0.74F);
  QVERIFY(imported.entry(1).pairs.empty());
}

void LmdbImportTest::hostileRecordsAreRefusedByName_data() {
  QTest::addColumn<QString>("record");
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("sentence");
  const auto row = [](const char* what, const char* record, RejectionKind kind,
                      const char* sentence) {
    QTest::addRow("%s", what) << record << int(kind) << sentence;
  };
  row("a command in a field", "runs-a-command", RejectionKind::NotPlainData, "system");
  row("a command instead of a record", "runs-a-command-2", RejectionKind::NotPlainData, "system");
  row("another class of Python's", "another-class", RejectionKind::NotPlainData,
      "datetime.datetime");
  row("a record that is cut off", "cut-off", RejectionKind::BrokenRecord, "cut off");
  row("a text of 2^62 bytes", "huge-text", RejectionKind::BrokenRecord, "cut off");
  row("an array of 2^30 points", "huge-shape", RejectionKind::BrokenRecord, "incomplete");
  row("a list", "no-dictionary", RejectionKind::BrokenRecord, "dictionary");
  row("a position that is no number", "nan-position", RejectionKind::BadPositions, "Atom 1");
  row("two positions of three atoms", "two-positions", RejectionKind::BadPositions,
      "2 positions for 3 atoms");
  row("no structure", "no-smiles", RejectionKind::MissingField, "smiles");
  row("a SMILES with an open ring", "bad-smiles", RejectionKind::BadSmiles, "ring 1");
  row("an array of objects", "objects", RejectionKind::NotPlainData, "number type");
  row("numbers with the high byte first", "big-endian", RejectionKind::NotPlainData, "number type");
  row("an empty text", "empty-text", RejectionKind::EmptyText, "empty");
  row("a list as SMILES", "not-text", RejectionKind::MissingField, "smiles");
  row("markup as an element", "symbol", RejectionKind::BadPositions, "Atom 3");
}

void LmdbImportTest::hostileRecordsAreRefusedByName() {
  QFETCH(QString, record);
  QFETCH(int, kind);
  QFETCH(QString, sentence);
  // The first record decides where the text is; a good one comes first.
  ImportOptions options;
  options.columns = {{"smiles", "smiles"}, {"answer", "description"}};
  const Imported imported = test::importFile(test::dataFile("hostile.lmdb"), options);
  QVERIFY2(imported.report.has_value(), qPrintable(imported.failure()));
  QCOMPARE(imported.report->taken, std::size_t(1));
  QCOMPARE(imported.report->rejected, std::size_t(16));
  const auto found =
      std::find_if(imported.rejections.begin(), imported.rejections.end(),
                   [&](const ImportRejection& r) { return r.row.what == record.toStdString(); });
  QVERIFY(found != imported.rejections.end());
  QCOMPARE(int(found->kind), kind);
  QVERIFY2(QString::fromStdString(found->row.reason).contains(sentence), found->row.reason.c_str());
}

void LmdbImportTest::nothingOfAPickleIsRun() {
  QFile::remove("/tmp/molloquy_was_run");
  test::importFile(test::dataFile("hostile.lmdb"));
  QVERIFY(!QFile::exists("/tmp/molloquy_was_run"));
}

void LmdbImportTest::cutOffFilesAreRefused() {
  const QByteArray whole = bytesOf(test::dataFile("pubchem.lmdb"));
  QVERIFY(whole.size() > 8192);
  test::Scratch scratch;
  for (const qsizetype size : {20, 4096, 8191, 8192, 12288}) {
    const Imported imported = test::importFile(scratch.write("cut.lmdb", whole.first(size)));
    QVERIFY2(!imported.report, qPrintable(QString::number(size)));
    QVERIFY2(imported.failure().contains("cut.lmdb"), qPrintable(imported.failure()));
  }
}

void LmdbImportTest::damagedPagesNeverCrash() {
  const QByteArray whole = bytesOf(test::dataFile("hostile.lmdb"));
  test::Scratch scratch;
  std::mt19937 random(7);
  std::size_t refused = 0;
  for (int round = 0; round < 150; ++round) {
    QByteArray damaged = whole;
    for (int i = 0; i < 1 + round % 8; ++i) {
      // Half of the damage goes to the heads of pages, which say where everything is.
      const auto place =
          round % 2 == 0
              ? random() % static_cast<unsigned>(whole.size())
              : 4096 * (random() % static_cast<unsigned>(whole.size() / 4096)) + random() % 160;
      damaged[static_cast<qsizetype>(place)] = static_cast<char>(random());
    }
    const Imported imported = test::importFile(scratch.write("damaged.lmdb", damaged));
    if (!imported.report) ++refused;
  }
  QVERIFY(refused > 0);
}

void LmdbImportTest::aMissingKeyIsNoError() {
  const auto database = LmdbFile::open(test::dataFile("pubchem.lmdb"));
  QVERIFY2(database.has_value(), database ? "" : database.error().message.c_str());
  QCOMPARE(database->count(), std::uint64_t(7));
  const auto present = database->find("964");
  QVERIFY(present && present->has_value());
  const auto record = readMoleculeRecord(**present);
  QVERIFY(record.has_value());
  QCOMPARE(record->structure.smiles, std::string("[He]"));
  for (const std::string& key : {std::string("9"), std::string(), std::string(600, 'x')}) {
    const auto absent = database->find(key);
    QVERIFY(absent && !absent->has_value());
  }
}

QTEST_GUILESS_MAIN(LmdbImportTest)
#include "lmdb_import_test.moc"
