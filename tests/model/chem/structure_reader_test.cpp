#include "model/chem/structure_reader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "model/chem/structure_writer.h"

using namespace molloquy;
using chem::FileFormat;

namespace {

/// Water in every format. Each text is whole and valid.
const char* const kSdf =
    "water\n  test\n\n"
    "  3  2  0  0  0  0  0  0  0  0999 V2000\n"
    "    0.0000    0.0000    0.1173 O   0  0\n"
    "    0.0000    0.7572   -0.4692 H   0  0\n"
    "    0.0000   -0.7572   -0.4692 H   0  0\n"
    "  1  2  1  0\n"
    "  1  3  1  0\n"
    "M  END\n"
    ">  <melting point>\n0 C\n\n>  <remark>\ntwo\nlines\n\n"
    "$$$$\n";
const char* const kV3000 =
    "water\n  test\n\n"
    "  0  0  0  0  0  0            999 V3000\n"
    "M  V30 BEGIN CTAB\n"
    "M  V30 COUNTS 3 2 0 0 0\n"
    "M  V30 BEGIN ATOM\n"
    "M  V30 1 O 0 0 0.1173 0\n"
    "M  V30 2 H 0 0.7572 -0.4692 0\n"
    "M  V30 3 H 0 -0.7572 -0.4692 0\n"
    "M  V30 END ATOM\n"
    "M  V30 BEGIN BOND\n"
    "M  V30 1 1 1 2\n"
    "M  V30 2 1 1 3\n"
    "M  V30 END BOND\n"
    "M  V30 END CTAB\n"
    "M  END\n";
const char* const kMol2 =
    "@<TRIPOS>MOLECULE\nwater\n 3 2 0 0 0\nSMALL\nNO_CHARGES\n\n"
    "@<TRIPOS>ATOM\n"
    "1 O1 0.0000 0.0000 0.1173 O.3 1 LIG 0.0\n"
    "2 H1 0.0000 0.7572 -0.4692 H 1 LIG 0.0\n"
    "3 H2 0.0000 -0.7572 -0.4692 H 1 LIG 0.0\n"
    "@<TRIPOS>BOND\n1 1 2 1\n2 1 3 1\n";
const char* const kPdb =
    "COMPND    water\n"
    "HETATM    1  O   HOH A   1       0.000   0.000   0.117  1.00  0.00           O\n"
    "HETATM    2  H1  HOH A   1       0.000   0.757  -0.469  1.00  0.00           H\n"
    "HETATM    3  H2  HOH A   1       0.000  -0.757  -0.469  1.00  0.00           H\n"
    "CONECT    1    2    3\n"
    "END\n";
const char* const kXyz =
    "3\nwater\nO 0.0 0.0 0.1173\nH 0.0 0.7572 -0.4692\nH 0.0 -0.7572 -0.4692\n";

QString sentence(const Error& error) { return QString::fromStdString(error.toString()); }

Result<chem::StructureFile> read(const QByteArray& text, FileFormat format) {
  return chem::readStructureText(text.toStdString(), format, "test");
}

}  // namespace

Q_DECLARE_METATYPE(molloquy::chem::FileFormat)

/// Files of every format, whole and broken.
class StructureReaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsWater_data();
  void readsWater();
  void refusesWithLineAndRemedy_data();
  void refusesWithLineAndRemedy();
  void badRecordsDoNotHideGoodOnes();
  void drawingsHaveNoConformer();
  void missingHydrogensAreAddedAndTold();
  void dataFieldsKeepTheirOrder();
  void framesOfOneMoleculeAreConformers();
  void modelsOfOneMoleculeAreConformers();
  void smilesTableSkipsRemarksAndNamesLines();
  void neverCrashesOnDamagedText_data();
  void neverCrashesOnDamagedText();
  void stopEndsReading();
  void filesAreReadByTheirExtension_data();
  void filesAreReadByTheirExtension();
  void missingAndForeignFilesAreRefused();
};

void StructureReaderTest::readsWater_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<FileFormat>("format");
  const QByteArray bom = "\xEF\xBB\xBF";
  QTest::newRow("SDF, V2000") << QByteArray(kSdf) << FileFormat::MolSdf;
  QTest::newRow("MOL, V3000") << QByteArray(kV3000) << FileFormat::MolSdf;
  QTest::newRow("MOL2") << QByteArray(kMol2) << FileFormat::Mol2;
  QTest::newRow("PDB") << QByteArray(kPdb) << FileFormat::Pdb;
  QTest::newRow("XYZ") << QByteArray(kXyz) << FileFormat::Xyz;
  QTest::newRow("SDF with Windows line ends")
      << QByteArray(kSdf).replace("\n", "\r\n") << FileFormat::MolSdf;
  QTest::newRow("SDF with old Mac line ends")
      << QByteArray(kSdf).replace("\n", "\r") << FileFormat::MolSdf;
  QTest::newRow("XYZ with Windows line ends")
      << QByteArray(kXyz).replace("\n", "\r\n") << FileFormat::Xyz;
  QTest::newRow("MOL2 with a byte order mark") << bom + kMol2 << FileFormat::Mol2;
  QTest::newRow("XYZ with a byte order mark") << bom + kXyz << FileFormat::Xyz;
  QTest::newRow("XYZ with atomic numbers")
      << QByteArray(kXyz).replace("\nO ", "\n8 ").replace("\nH ", "\n1 ") << FileFormat::Xyz;
}

void StructureReaderTest::readsWater() {
  QFETCH(QByteArray, text);
  QFETCH(FileFormat, format);
  const auto file = read(text, format);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QVERIFY(chem::sniffFormat(text.toStdString()) == format);
  QCOMPARE(file->records.size(), std::size_t{1});
  QVERIFY(file->rejected.empty());
  const chem::StructureRecord& record = file->records.front();
  QCOMPARE(record.molecule->name(), std::string("water"));
  QCOMPARE(record.molecule->atoms().size(), std::size_t{3});
  QCOMPARE(record.molecule->atoms()[0].atomicNumber, 8);
  QCOMPARE(record.molecule->bonds().size(), std::size_t{2});
  QVERIFY(record.conformer);
  QVERIFY(record.conformer->source == chem::GeometrySource::File);
  QVERIFY(std::abs(record.conformer->positions[1][1] - 0.757) < 0.001);
  QCOMPARE(*chem::canonicalSmiles(*record.molecule), std::string("O"));
}

void StructureReaderTest::refusesWithLineAndRemedy_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<FileFormat>("format");
  QTest::addColumn<QString>("word");
  const QByteArray sdf = kSdf;
  QTest::newRow("an empty text") << QByteArray() << FileFormat::MolSdf << "empty";
  QTest::newRow("blanks only") << QByteArray(" \n\t\r\n") << FileFormat::Xyz << "empty";
  QTest::newRow("binary data") << QByteArray(
                                      "\x7F"
                                      "ELF\0\0\x01",
                                      7)
                               << FileFormat::MolSdf << "binary";
  QTest::newRow("a text in UTF-16")
      << QByteArray("\xFF\xFEO\0", 4) << FileFormat::Smiles << "UTF-16";
  QTest::newRow("a compressed file")
      << QByteArray("\x1F\x8B\x08zz") << FileFormat::MolSdf << "gzip";
  QTest::newRow("a header alone") << QByteArray("water\n\n") << FileFormat::MolSdf << "line 2";
  QTest::newRow("counts that are no numbers")
      << QByteArray(sdf).replace("  3  2  0", "  x  2  0") << FileFormat::MolSdf << "Line 4";
  QTest::newRow("no atoms") << QByteArray("\n\n\n  0  0  0     0  0            999 V2000\nM  END\n")
                            << FileFormat::MolSdf << "no atoms";
  QTest::newRow("a file cut off in its atoms") << sdf.left(150) << FileFormat::MolSdf << "cut off";
  QTest::newRow("a file cut off in its bonds")
      << sdf.left(sdf.indexOf("  1  3  1")) << FileFormat::MolSdf << "cut off";
  QTest::newRow("a coordinate that is no number")
      << QByteArray(sdf).replace("0.7572", "0.7x72") << FileFormat::MolSdf << "line 6";
  QTest::newRow("an element that does not exist")
      << QByteArray(sdf).replace(" O   0", " Xx  0") << FileFormat::MolSdf << "Xx";
  QTest::newRow("a bond to an atom that is not there")
      << QByteArray(sdf).replace("  1  3  1", "  1  9  1") << FileFormat::MolSdf << "line";
  QTest::newRow("too many bonds at an atom")
      << QByteArray(sdf).replace("  1  3  1", "  1  3  3") << FileFormat::MolSdf << "at line";
  QTest::newRow("a V3000 record without its block")
      << QByteArray(kV3000).left(120) << FileFormat::MolSdf << "cut off";
  QTest::newRow("a huge count") << QByteArray(kV3000).replace("COUNTS 3 2", "COUNTS 99999999 2")
                                << FileFormat::MolSdf << "99999999 atoms";
  QTest::newRow("no MOL2 section") << QByteArray("hello\n") << FileFormat::Mol2 << "MOL2";
  QTest::newRow("a MOL2 file cut off")
      << QByteArray(kMol2).left(120) << FileFormat::Mol2 << "cut off";
  QTest::newRow("PDB atoms out of their columns")
      << QByteArray("ATOM 1 C 0.0 0.0 0.0\nATOM  2\n") << FileFormat::Pdb << "Line 2";
  QTest::newRow("PDB without atoms")
      << QByteArray("HEADER    nothing\n") << FileFormat::Pdb << "no atoms";
  QTest::newRow("XYZ without a count") << QByteArray("C 0 0 0\n") << FileFormat::Xyz << "Line 1";
  QTest::newRow("XYZ with a negative count") << QByteArray("-4\n\n") << FileFormat::Xyz << "Line 1";
  QTest::newRow("XYZ with a huge count")
      << QByteArray("999999999\n\n") << FileFormat::Xyz << "999999999 atoms";
  QTest::newRow("XYZ cut off") << QByteArray("3\nwater\nO 0 0 0\n") << FileFormat::Xyz << "cut off";
  QTest::newRow("XYZ with a wrong element")
      << QByteArray(kXyz).replace("O 0.0", "Oo 0.0") << FileFormat::Xyz << "Line 3";
  QTest::newRow("XYZ with a coordinate that is not finite")
      << QByteArray(kXyz).replace("O 0.0", "O nan") << FileFormat::Xyz << "Line 3";
  QTest::newRow("a SMILES table of one wrong line")
      << QByteArray("# remark\nC1CC\n") << FileFormat::Smiles << "line 2";
}

void StructureReaderTest::refusesWithLineAndRemedy() {
  QFETCH(QByteArray, text);
  QFETCH(FileFormat, format);
  QFETCH(QString, word);
  const auto file = read(text, format);
  QVERIFY(!file);
  const QString told = sentence(file.error());
  QVERIFY2(told.contains(word), qPrintable(told));
  QVERIFY2(told.contains("reading test"), qPrintable(told));
}

void StructureReaderTest::badRecordsDoNotHideGoodOnes() {
  const QByteArray bad = QByteArray(kSdf).replace("  1  3  1", "  1  9  1");
  const auto file = read(QByteArray(kSdf) + bad + kSdf, FileFormat::MolSdf);
  QVERIFY(file);
  QCOMPARE(file->records.size(), std::size_t{2});
  QCOMPARE(file->rejected.size(), std::size_t{1});
  QVERIFY2(sentence(file->rejected.front()).contains("record 2, from line 19"),
           qPrintable(sentence(file->rejected.front())));
}

void StructureReaderTest::drawingsHaveNoConformer() {
  const QByteArray drawing =
      "ethanol\n  test  2D\n\n"
      "  3  2  0  0  0  0  0  0  0  0999 V2000\n"
      "    0.0000    0.0000    0.0000 C   0  0\n"
      "    1.2990    0.7500    0.0000 C   0  0\n"
      "    2.5981    0.0000    0.0000 O   0  0\n"
      "  1  2  1  0\n  2  3  1  0\nM  END\n";
  const auto file = read(drawing, FileFormat::MolSdf);
  QVERIFY(file);
  QVERIFY(!file->records.front().conformer);
  QCOMPARE(file->records.front().molecule->atoms().size(), std::size_t{9});
}

void StructureReaderTest::missingHydrogensAreAddedAndTold() {
  const QByteArray heavy =
      "methanol\n  test  3D\n\n"
      "  2  1  0  0  0  0  0  0  0  0999 V2000\n"
      "    0.0000    0.0000    0.1000 C   0  0\n"
      "    1.4000    0.1000   -0.2000 O   0  0\n"
      "  1  2  1  0\nM  END\n";
  const auto file = read(heavy, FileFormat::MolSdf);
  QVERIFY(file);
  const chem::StructureRecord& record = file->records.front();
  QVERIFY(record.conformer);
  QCOMPARE(record.conformer->positions.size(), std::size_t{6});
  QVERIFY2(record.conformer->note.find("4 hydrogens") != std::string::npos,
           record.conformer->note.c_str());
  const chem::Point3& hydrogen = record.conformer->positions.back();
  QVERIFY(std::hypot(hydrogen[0], hydrogen[1], hydrogen[2]) > 0.5);
}

void StructureReaderTest::dataFieldsKeepTheirOrder() {
  const auto file = read(kSdf, FileFormat::MolSdf);
  QVERIFY(file);
  const auto& fields = file->records.front().properties;
  QCOMPARE(fields.size(), std::size_t{2});
  QCOMPARE(fields[0].first, std::string("melting point"));
  QCOMPARE(fields[0].second, std::string("0 C"));
  QCOMPARE(fields[1].second, std::string("two\nlines"));
}

void StructureReaderTest::framesOfOneMoleculeAreConformers() {
  const QByteArray hydroxide = "2\n -75.5 \nO 0 0 0\nH 0 0 0.97\n";
  const QByteArray second =
      QByteArray(kXyz).replace("water", "energy: -5.07 gnorm: 0.0").replace("0.1173", "0.2000");
  const auto file = read(QByteArray(kXyz) + "\n" + second + hydroxide + kXyz, FileFormat::Xyz);
  QVERIFY(file);
  QCOMPARE(file->records.size(), std::size_t{3});
  const chem::StructureRecord& water = file->records.front();
  QVERIFY(water.conformer->note.find("bond") != std::string::npos);
  QVERIFY(!water.conformer->energyKcalPerMol);
  QCOMPARE(water.furtherConformers.size(), std::size_t{1});
  QCOMPARE(water.furtherConformers[0].positions[0][2], 0.2);
  QVERIFY(std::abs(*water.furtherConformers[0].energyKcalPerMol + 3181.47) < 0.01);
  QCOMPARE(chem::conformersOf(water).size(), std::size_t{2});
  QVERIFY(file->records[1].furtherConformers.empty());
  QVERIFY(file->records[1].conformer->energyKcalPerMol);
  QVERIFY(file->records[1].molecule->name().empty());
}

void StructureReaderTest::modelsOfOneMoleculeAreConformers() {
  const QByteArray atoms = QByteArray(kPdb).mid(16).chopped(26);
  const QByteArray moved = QByteArray(atoms).replace("   0.117", "   0.217");
  const auto file =
      read("MODEL        1\n" + atoms + "ENDMDL\nMODEL        2\n" + moved + "ENDMDL\n",
           FileFormat::Pdb);
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QCOMPARE(file->records.size(), std::size_t{1});
  QCOMPARE(file->records[0].furtherConformers.size(), std::size_t{1});
  QCOMPARE(file->records[0].furtherConformers[0].positions[0][2], 0.217);
}

void StructureReaderTest::smilesTableSkipsRemarksAndNamesLines() {
  const auto file = read("SMILES name\n# remark\n\nCCO ethanol\nC1C\nc1ccccc1\tbenzene ring\r\n",
                         FileFormat::Smiles);
  QVERIFY(file);
  QCOMPARE(file->records.size(), std::size_t{2});
  QCOMPARE(file->records[0].molecule->name(), std::string("ethanol"));
  QCOMPARE(file->records[1].molecule->name(), std::string("benzene ring"));
  QCOMPARE(file->rejected.size(), std::size_t{1});
  QVERIFY(sentence(file->rejected.front()).contains("line 5"));
}

void StructureReaderTest::neverCrashesOnDamagedText_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<FileFormat>("format");
  QTest::newRow("SDF") << QByteArray(kSdf) << FileFormat::MolSdf;
  QTest::newRow("V3000") << QByteArray(kV3000) << FileFormat::MolSdf;
  QTest::newRow("MOL2") << QByteArray(kMol2) << FileFormat::Mol2;
  QTest::newRow("PDB") << QByteArray(kPdb) << FileFormat::Pdb;
  QTest::newRow("XYZ") << QByteArray(kXyz) << FileFormat::Xyz;
}

/// Every cut, and one wrong character at every place: each either reads or is refused.
void StructureReaderTest::neverCrashesOnDamagedText() {
  QFETCH(QByteArray, text);
  QFETCH(FileFormat, format);
  for (qsizetype at = 0; at < text.size(); ++at) {
    const auto cut = read(text.left(at), format);
    QVERIFY(cut || !cut.error().message.empty());
    for (const char wrong : {'9', '-', '\n', '\xFF'}) {
      QByteArray damaged = text;
      damaged[at] = wrong;
      const auto result = read(damaged, format);
      QVERIFY(result || !result.error().message.empty());
    }
  }
}

void StructureReaderTest::stopEndsReading() {
  std::stop_source source;
  source.request_stop();
  const auto file = chem::readStructureText(std::string(kSdf) + kSdf, FileFormat::MolSdf, "test",
                                            source.get_token());
  QVERIFY(file);
  QVERIFY(file->records.empty());
}

void StructureReaderTest::filesAreReadByTheirExtension_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("sdf") << "water.sdf" << QByteArray(kSdf);
  QTest::newRow("capital letters") << "WATER.SDF" << QByteArray(kSdf);
  QTest::newRow("mol2") << "water.mol2" << QByteArray(kMol2);
  QTest::newRow("pdb") << "water.pdb" << QByteArray(kPdb);
  QTest::newRow("xyz") << "water.xyz" << QByteArray(kXyz);
  QTest::newRow("smi") << "water.smi" << QByteArray("O water\n");
  QTest::newRow("no extension, told by its content") << "water" << QByteArray(kMol2);
  QTest::newRow("an unknown extension, told by its content") << "water.txt" << QByteArray(kXyz);
  QTest::newRow("a name with blanks and accents") << "été, eau.sdf" << QByteArray(kSdf);
}

void StructureReaderTest::filesAreReadByTheirExtension() {
  QFETCH(QString, name);
  QFETCH(QByteArray, text);
  const QTemporaryDir folder;
  QFile file(folder.filePath(name));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(text);
  file.close();
  const auto read = chem::readStructureFile(file.fileName().toStdString());
  QVERIFY2(read, read ? "" : qPrintable(sentence(read.error())));
  QCOMPARE(QString::fromStdString(read->displayName), name);
  QCOMPARE(*chem::canonicalSmiles(*read->records.front().molecule), std::string("O"));
}

void StructureReaderTest::missingAndForeignFilesAreRefused() {
  const QTemporaryDir folder;
  const auto missing = chem::readStructureFile(folder.filePath("none.sdf").toStdString());
  QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
  const auto foreign = chem::readStructureFile(folder.filePath("paper.pdf").toStdString());
  QVERIFY(!foreign && foreign.error().code == ErrorCode::Unsupported);
  const auto directory = chem::readStructureFile(folder.path().toStdString());
  QVERIFY(!directory && directory.error().code == ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(StructureReaderTest)
#include "structure_reader_test.moc"
