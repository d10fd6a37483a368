#include "model/chem/structure_writer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <map>

#include "model/chem/conformers.h"
#include "model/chem/inchi.h"
#include "model/chem/structure_reader.h"

using namespace molloquy;
using chem::FileFormat;

namespace {

const FileFormat kFormats[] = {FileFormat::Smiles, FileFormat::MolSdf, FileFormat::Mol2,
                               FileFormat::Pdb,    FileFormat::Xyz,    FileFormat::MmCif,
                               FileFormat::Cml,    FileFormat::Cjson,  FileFormat::Inchi};

struct Example {
  const char* name;
  const char* smiles;
};
const Example kExamples[] = {
    {"water", "O"},
    {"an acid's anion", "CC(=O)[O-]"},
    {"a zwitterion with a stereocentre", "[NH3+][C@@H](C)C(=O)[O-]"},
    {"its mirror image", "[NH3+][C@H](C)C(=O)[O-]"},
    {"a trans double bond", "C/C=C/C"},
    {"a cis double bond", "C/C=C\\C"},
    {"a stereocentre without hydrogens", "C[C@](F)(Cl)Br"},
    {"a heavy carbon", "[13CH3]O"},
    {"heavy water", "[2H]O[2H]"},
    {"a radical", "[CH3]"},
    {"benzene", "c1ccccc1"},
    {"pyrrole", "c1cc[nH]c1"},
    {"imidazolium", "c1c[nH]c[nH+]1"},
    {"purine bases", "Cn1cnc2c1c(=O)[nH]c(=O)n2C"},
    {"a nitro group", "C[N+](=O)[O-]"},
    {"an amine oxide", "C[N+](C)(C)[O-]"},
    {"a sulfone", "CS(=O)(=O)C"},
    {"a sulfoxide with a stereocentre", "C[S@](=O)CC"},
    {"a nitrile", "CC#N"},
    {"an azide", "CN=[N+]=[N-]"},
    {"a phosphate", "COP(=O)([O-])[O-]"},
    {"two molecules", "O.CO"},
    {"halogens", "FC(F)(Cl)Br"},
    {"an amide", "CC(=O)NC"},
};

QString sentence(const Error& error) { return QString::fromStdString(error.toString()); }

chem::WrittenRecord recordOf(const char* smiles, int conformers) {
  chem::WrittenRecord record;
  const auto parsed = chem::parseSmiles(smiles);
  if (!parsed) qFatal("%s", parsed.error().message.c_str());
  record.molecule = parsed->molecule;
  // Embedding is slow beside what is tested.
  static std::map<std::pair<std::string, int>, std::vector<chem::Conformer>> embedded;
  auto& known = embedded[{smiles, conformers}];
  if (conformers > 0 && known.empty()) {
    auto made = chem::embedConformers(*record.molecule, {.seed = 7, .count = conformers});
    if (!made || made->empty()) qFatal("no conformer of %s", smiles);
    known = *std::move(made);
  }
  record.conformers = known;
  return record;
}

Result<chem::StructureFile> readBack(const std::string& text, FileFormat format) {
  return chem::readStructureText(text, format, "test");
}

bool loses(const std::vector<std::string>& losses, const char* what) {
  return std::any_of(losses.begin(), losses.end(), [what](const std::string& sentence) {
    return sentence.find(what) != std::string::npos;
  });
}

/// InChI leaves mobile hydrogens open, so there the InChI is what has to come back.
void compareGraphs(const chem::Molecule& read, const chem::Molecule& written, FileFormat format) {
  const auto nameOf = [format](const chem::Molecule& molecule) {
    return QString::fromStdString(format == FileFormat::Inchi ? chem::inchiOf(molecule)->inchi
                                                              : *chem::canonicalSmiles(molecule));
  };
  QCOMPARE(nameOf(read), nameOf(written));
}

}  // namespace

Q_DECLARE_METATYPE(molloquy::chem::FileFormat)

/// Every format written and read again.
class StructureWriterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsTheGraph_data();
  void keepsTheGraph();
  void keepsStereoOfDrawings_data();
  void keepsStereoOfDrawings();
  void keepsPositionsAndConformers_data();
  void keepsPositionsAndConformers();
  void keepsTitlesAndFields_data();
  void keepsTitlesAndFields();
  void inchiPrefersAmides_data();
  void inchiPrefersAmides();
  void keepsDativeBonds_data();
  void keepsDativeBonds();
  void cjsonKeepsTheView();
  void saysWhatIsLost_data();
  void saysWhatIsLost();
  void refusesWithARemedy_data();
  void refusesWithARemedy();
  void writesFilesByTheirEnding_data();
  void writesFilesByTheirEnding();
  void everyWritableEndingCanBeRead();
};

void StructureWriterTest::keepsTheGraph_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<FileFormat>("format");
  for (const Example& example : kExamples) {
    for (const FileFormat format : kFormats) {
      QTest::addRow("%s as %s", example.name, chem::formatName(format).c_str())
          << QByteArray(example.smiles) << format;
    }
  }
}

/// Whatever the format does not say it loses comes back; XYZ and the bonds it leaves to a reader
/// included.
void StructureWriterTest::keepsTheGraph() {
  QFETCH(QByteArray, smiles);
  QFETCH(FileFormat, format);
  const chem::WrittenRecord record = recordOf(smiles.constData(), 1);
  const auto text = chem::writeStructure({record}, format);
  QVERIFY2(text, text ? "" : qPrintable(sentence(text.error())));
  QVERIFY(chem::sniffFormat(*text) == format);
  const auto file = readBack(*text, format);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error()) + QString::fromStdString(*text)));
  QCOMPARE(file->records.size(), std::size_t{1});
  QVERIFY(file->rejected.empty());
  const auto losses = chem::lossesOf({record}, format);
  if (loses(losses, "isotopes") || loses(losses, "radicals")) return;
  QCOMPARE(file->records[0].molecule->atoms().size(), record.molecule->atoms().size());
  compareGraphs(*file->records[0].molecule, *record.molecule, format);
}

void StructureWriterTest::keepsStereoOfDrawings_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<FileFormat>("format");
  for (const Example& example : kExamples) {
    for (const FileFormat format :
         {FileFormat::MolSdf, FileFormat::Cml, FileFormat::Inchi, FileFormat::Smiles}) {
      QTest::addRow("%s as %s", example.name, chem::formatName(format).c_str())
          << QByteArray(example.smiles) << format;
    }
  }
}

void StructureWriterTest::keepsStereoOfDrawings() {
  QFETCH(QByteArray, smiles);
  QFETCH(FileFormat, format);
  const chem::WrittenRecord record = recordOf(smiles.constData(), 0);
  const auto text = chem::writeStructure({record}, format);
  QVERIFY2(text, text ? "" : qPrintable(sentence(text.error())));
  const auto file = readBack(*text, format);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QVERIFY(!file->records[0].conformer);
  if (loses(chem::lossesOf({record}, format), "radicals")) return;
  compareGraphs(*file->records[0].molecule, *record.molecule, format);
}

void StructureWriterTest::keepsPositionsAndConformers_data() {
  QTest::addColumn<FileFormat>("format");
  QTest::addColumn<int>("records");
  QTest::newRow("SDF") << FileFormat::MolSdf << 1;
  QTest::newRow("MOL2, one molecule each") << FileFormat::Mol2 << 3;
  QTest::newRow("PDB") << FileFormat::Pdb << 1;
  QTest::newRow("XYZ") << FileFormat::Xyz << 1;
  QTest::newRow("mmCIF") << FileFormat::MmCif << 1;
  QTest::newRow("CML") << FileFormat::Cml << 1;
  QTest::newRow("CJSON") << FileFormat::Cjson << 1;
}

void StructureWriterTest::keepsPositionsAndConformers() {
  QFETCH(FileFormat, format);
  QFETCH(int, records);
  const chem::WrittenRecord record = recordOf("OCCO", 3);
  const auto file = readBack(*chem::writeStructure({record}, format), format);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QCOMPARE(file->records.size(), static_cast<std::size_t>(records));
  std::vector<chem::Conformer> conformers;
  for (const chem::StructureRecord& again : file->records) {
    for (chem::Conformer& conformer : chem::conformersOf(again)) conformers.push_back(conformer);
  }
  QCOMPARE(conformers.size(), record.conformers.size());
  for (std::size_t i = 0; i < conformers.size(); ++i) {
    for (std::size_t a = 0; a < conformers[i].positions.size(); ++a) {
      for (std::size_t axis = 0; axis < 3; ++axis) {
        QVERIFY(std::abs(conformers[i].positions[a][axis] -
                         record.conformers[i].positions[a][axis]) < 0.0006);
      }
    }
    if (format == FileFormat::Xyz || format == FileFormat::Cjson) {
      QVERIFY(std::abs(*conformers[i].energyKcalPerMol - *record.conformers[i].energyKcalPerMol) <
              0.001);
    }
  }
}

void StructureWriterTest::keepsTitlesAndFields_data() {
  QTest::addColumn<FileFormat>("format");
  QTest::addColumn<bool>("fields");
  for (const FileFormat format : kFormats) {
    const bool fields =
        format == FileFormat::MolSdf || format == FileFormat::Cml || format == FileFormat::Cjson;
    QTest::newRow(chem::formatName(format).c_str()) << format << fields;
  }
}

void StructureWriterTest::keepsTitlesAndFields() {
  QFETCH(FileFormat, format);
  QFETCH(bool, fields);
  chem::WrittenRecord record = recordOf("CCO", 1);
  record.title = "spirit <of> \"wine\" & 'more'\nµ";
  record.properties = {{"boiling point", "78 °C"}, {"note", "two\nlines & <marks>"}};
  const auto file = readBack(*chem::writeStructure({record}, format), format);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QCOMPARE(QString::fromStdString(file->records[0].molecule->name()),
           QStringLiteral("spirit <of> \"wine\" & 'more' µ"));
  const auto& again = file->records[0].properties;
  for (const auto& field : record.properties) {
    QCOMPARE(std::find(again.begin(), again.end(), field) != again.end(), fields);
  }
  QCOMPARE(loses(chem::lossesOf({record}, format), "data fields"), !fields);
}

void StructureWriterTest::inchiPrefersAmides_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::newRow("an amide") << QByteArray("CNC(C)=O");
  QTest::newRow("a lactam") << QByteArray("O=C1CCCN1");
  QTest::newRow("urea") << QByteArray("NC(N)=O");
  QTest::newRow("theobromine") << QByteArray("Cn1cnc2c1c(=O)[nH]c(=O)n2C");
  QTest::newRow("a dipeptide") << QByteArray("C[C@H](N)C(=O)NCC(=O)O");
  QTest::newRow("an acid") << QByteArray("CC(=O)O");
  QTest::newRow("an oxime") << QByteArray("CC(C)=NO");
}

/// The library may put a mobile hydrogen on the oxygen of an amide; people expect it on the
/// nitrogen.
void StructureWriterTest::inchiPrefersAmides() {
  QFETCH(QByteArray, smiles);
  const chem::WrittenRecord record = recordOf(smiles.constData(), 0);
  const auto file = readBack(*chem::writeStructure({record}, FileFormat::Inchi), FileFormat::Inchi);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QCOMPARE(QString::fromStdString(*chem::canonicalSmiles(*file->records[0].molecule)),
           QString::fromLatin1(smiles));
}

void StructureWriterTest::keepsDativeBonds_data() {
  QTest::addColumn<FileFormat>("format");
  for (const FileFormat format : {FileFormat::MolSdf, FileFormat::Cml, FileFormat::Smiles}) {
    QTest::newRow(chem::formatName(format).c_str()) << format;
  }
}

void StructureWriterTest::keepsDativeBonds() {
  QFETCH(FileFormat, format);
  const chem::WrittenRecord record = recordOf("[NH3]->[Pt](Cl)(Cl)<-[NH3]", 0);
  const auto text = chem::writeStructure({record}, format);
  QVERIFY2(text, text ? "" : qPrintable(sentence(text.error())));
  const auto file = readBack(*text, format);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QCOMPARE(QString::fromStdString(*chem::canonicalSmiles(*file->records[0].molecule)),
           QString::fromStdString(*chem::canonicalSmiles(*record.molecule)));
}

void StructureWriterTest::cjsonKeepsTheView() {
  chem::WrittenRecord record = recordOf("CCO", 1);
  record.viewJson = R"({"style":"licorice","hidden":[1,2]})";
  const auto file = readBack(*chem::writeStructure({record}, FileFormat::Cjson), FileFormat::Cjson);
  QVERIFY(file);
  QCOMPARE(QByteArray::fromStdString(file->records[0].viewJson),
           QByteArray(R"({"hidden":[1,2],"style":"licorice"})"));
}

void StructureWriterTest::saysWhatIsLost_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("conformers");
  QTest::addColumn<FileFormat>("format");
  QTest::addColumn<QString>("word");
  QTest::newRow("XYZ: bonds") << QByteArray("CCO") << 1 << FileFormat::Xyz << "bonds";
  QTest::newRow("XYZ: charges") << QByteArray("C[NH3+]") << 1 << FileFormat::Xyz << "charges";
  QTest::newRow("PDB: isotopes") << QByteArray("[13CH4]") << 1 << FileFormat::Pdb << "isotopes";
  QTest::newRow("MOL2: radicals") << QByteArray("[CH3]") << 1 << FileFormat::Mol2 << "radicals";
  QTest::newRow("SMILES: positions") << QByteArray("CCO") << 2 << FileFormat::Smiles << "positions";
  QTest::newRow("InChI: tautomers") << QByteArray("CCO") << 0 << FileFormat::Inchi << "tautomer";
  QTest::newRow("CJSON: stereo of drawings")
      << QByteArray("C[C@H](O)F") << 0 << FileFormat::Cjson << "stereo";
  QTest::newRow("SDF: nothing") << QByteArray("[13CH3][C@H](O)F") << 2 << FileFormat::MolSdf << "";
  QTest::newRow("CML: nothing") << QByteArray("[13CH3][C@H](O)F") << 2 << FileFormat::Cml << "";
}

void StructureWriterTest::saysWhatIsLost() {
  QFETCH(QByteArray, smiles);
  QFETCH(int, conformers);
  QFETCH(FileFormat, format);
  QFETCH(QString, word);
  const auto losses = chem::lossesOf({recordOf(smiles.constData(), conformers)}, format);
  if (word.isEmpty()) {
    QVERIFY2(losses.empty(), losses.empty() ? "" : losses[0].c_str());
  } else {
    QVERIFY(loses(losses, qPrintable(word)));
  }
}

void StructureWriterTest::refusesWithARemedy_data() {
  QTest::addColumn<int>("records");
  QTest::addColumn<int>("conformers");
  QTest::addColumn<FileFormat>("format");
  QTest::addColumn<QString>("word");
  QTest::newRow("nothing to write") << 0 << 0 << FileFormat::MolSdf << "no structure";
  QTest::newRow("XYZ without positions") << 1 << 0 << FileFormat::Xyz << "Make a 3D shape";
  QTest::newRow("PDB without positions") << 1 << 0 << FileFormat::Pdb << "Make a 3D shape";
  QTest::newRow("mmCIF without positions") << 1 << 0 << FileFormat::MmCif << "Make a 3D shape";
  QTest::newRow("two structures in a PDB file") << 2 << 1 << FileFormat::Pdb << "Save as mmCIF";
  QTest::newRow("two structures in CJSON") << 2 << 1 << FileFormat::Cjson << "Save as SDF";
  QTest::newRow("a conformer that does not fit") << 1 << -1 << FileFormat::Xyz << "does not fit";
}

void StructureWriterTest::refusesWithARemedy() {
  QFETCH(int, records);
  QFETCH(int, conformers);
  QFETCH(FileFormat, format);
  QFETCH(QString, word);
  chem::WrittenRecord record = recordOf("CCO", std::max(0, conformers));
  if (conformers < 0) record.conformers.emplace_back();
  const auto text = chem::writeStructure({static_cast<std::size_t>(records), record}, format);
  QVERIFY(!text);
  QVERIFY2(sentence(text.error()).contains(word), qPrintable(sentence(text.error())));
}

void StructureWriterTest::writesFilesByTheirEnding_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("refusal");
  for (const std::string& pattern : chem::writableExtensions()) {
    const QString name = QStringLiteral("wine") + QString::fromStdString(pattern.substr(1));
    QTest::newRow(qPrintable(name)) << name << QString();
  }
  QTest::newRow("capital letters") << "WINE.SDF.GZ" << QString();
  QTest::newRow("an ending of nobody") << "wine.doc"
                                       << "names no format";
  QTest::newRow("a folder that is not there") << "none/wine.sdf"
                                              << "none";
}

void StructureWriterTest::writesFilesByTheirEnding() {
  QFETCH(QString, name);
  QFETCH(QString, refusal);
  const QTemporaryDir folder;
  const std::string path = folder.filePath(name).toStdString();
  const auto written = chem::writeStructureFile(path, {recordOf("CCO", 1)});
  if (!refusal.isEmpty()) {
    QVERIFY(!written);
    QVERIFY2(sentence(written.error()).contains(refusal), qPrintable(sentence(written.error())));
    return;
  }
  QVERIFY2(written, written ? "" : qPrintable(sentence(written.error())));
  const auto file = chem::readStructureFile(path);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QCOMPARE(*chem::canonicalSmiles(*file->records[0].molecule), std::string("CCO"));
}

void StructureWriterTest::everyWritableEndingCanBeRead() {
  const auto& readable = chem::readableExtensions();
  for (const std::string& pattern : chem::writableExtensions()) {
    QVERIFY(std::find(readable.begin(), readable.end(), pattern) != readable.end());
  }
  QVERIFY(chem::formatOfPath("a/b.MMCIF.gz") == FileFormat::MmCif);
  QVERIFY(!chem::formatOfPath("a/b.gz"));
}

QTEST_GUILESS_MAIN(StructureWriterTest)
#include "structure_writer_test.moc"
