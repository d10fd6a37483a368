#include <QTest>
#include <algorithm>
#include <cmath>

#include "model/chem/atom_properties.h"
#include "model/chem/conformers.h"
#include "model/chem/depiction.h"
#include "model/chem/inchi.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"
#include "tests/model/chem/sample_peptides.h"

using namespace molloquy;
using chem::FileFormat;
using chem::Fold;

namespace {

const char* const kSmiles = "N[C@@H](C)C(=O)N[C@@H](Cc1ccccc1)C(=O)NCC(=O)O";
/// Heavy atoms of kSmiles in order: residue number and atom name.
struct Named {
  int residue;
  const char* name;
};
const Named kAtoms[] = {{1, "N"},   {1, "CA"},  {1, "CB"}, {1, "C"},   {1, "O"},   {2, "N"},
                        {2, "CA"},  {2, "CB"},  {2, "CG"}, {2, "CD1"}, {2, "CE1"}, {2, "CZ"},
                        {2, "CE2"}, {2, "CD2"}, {2, "C"},  {2, "O"},   {3, "N"},   {3, "CA"},
                        {3, "C"},   {3, "O"},   {3, "OXT"}};
const char* const kResidueNames[] = {"", "ALA", "PHE", "GLY"};

/// Alanyl-phenylalanyl-glycine in one shape.
const std::vector<chem::Point3>& peptidePositions() {
  static const std::vector<chem::Point3> positions = [] {
    const auto molecule = chem::parseSmiles(kSmiles)->molecule;
    return chem::embedConformers(*molecule, {.seed = 7, .count = 1})->front().positions;
  }();
  return positions;
}

QByteArray pdbLine(const char* record, int serial, const QByteArray& name, char alternative,
                   const char* residue, char chain, int number, char insertion,
                   const chem::Point3& at, const char* element) {
  return QByteArray::fromStdString(
      QString::asprintf("%-6s%5d  %-3s%c%3s %c%4d%c   %8.3f%8.3f%8.3f  1.00  0.00          %2s\n",
                        record, serial, name.constData(), alternative, residue, chain, number,
                        insertion, at[0], at[1], at[2], element)
          .toStdString());
}

/// The peptide, a disordered atom, two waters of one number, an ion and a ligand with CONECT lines.
QByteArray peptidePdb() {
  QByteArray text =
      "TITLE     a peptide\n"
      "HELIX    1   1 ALA A    1  PHE A    2  1                                   2\n"
      "SHEET    1   A 1 GLY A   3A GLY A   3A 0\n";
  int serial = 0;
  for (const Named& atom : kAtoms) {
    const chem::Point3& at = peptidePositions()[static_cast<std::size_t>(serial)];
    const bool disordered = QByteArray(atom.name) == "CB" && atom.residue == 1;
    const char element[] = {atom.name[0], '\0'};
    text +=
        pdbLine("ATOM", ++serial, atom.name, disordered ? 'A' : ' ', kResidueNames[atom.residue],
                'A', atom.residue, atom.residue == 3 ? 'A' : ' ', at, element);
    if (disordered) {
      text += pdbLine("ATOM", 900, atom.name, 'B', "ALA", 'A', 1, ' ', {at[0] + 0.5, at[1], at[2]},
                      element);
    }
  }
  text += pdbLine("HETATM", 101, "O", ' ', "HOH", 'A', 201, ' ', {40, 0, 0}, "O");
  text += pdbLine("HETATM", 102, "O", ' ', "HOH", 'A', 201, ' ', {44, 0, 0}, "O");
  text += pdbLine("HETATM", 103, "ZN", ' ', "ZN", 'B', 1, ' ', {40, 9, 0}, "ZN");
  text += pdbLine("HETATM", 104, "C1", ' ', "LIG", 'B', 2, ' ', {50, 0, 0}, "C");
  text += pdbLine("HETATM", 105, "O1", ' ', "LIG", 'B', 2, ' ', {51.2, 0, 0}, "O");
  return text + "CONECT  104  105  105\nEND\n";
}

QByteArray peptideMmCif() {
  QByteArray text =
      "# own sample\ndata_pep\n_struct.title\n;a peptide\n;\n"
      "loop_\n_struct_conf.conf_type_id\n_struct_conf.beg_auth_asym_id\n"
      "_struct_conf.beg_auth_seq_id\n_struct_conf.end_auth_asym_id\n_struct_conf.end_auth_seq_id\n"
      "HELX_P A 1 A 2\n"
      "_struct_sheet_range.beg_auth_asym_id A\n_struct_sheet_range.beg_auth_seq_id 3\n"
      "_struct_sheet_range.pdbx_beg_PDB_ins_code A\n_struct_sheet_range.end_auth_asym_id A\n"
      "_struct_sheet_range.end_auth_seq_id 3\n_struct_sheet_range.pdbx_end_PDB_ins_code A\n"
      "loop_\n_chem_comp_bond.comp_id\n_chem_comp_bond.atom_id_1\n_chem_comp_bond.atom_id_2\n"
      "_chem_comp_bond.value_order\nLIG C1 \"O1'\" DOUB\n"
      "loop_\n_atom_site.group_PDB\n_atom_site.type_symbol\n_atom_site.label_atom_id\n"
      "_atom_site.label_alt_id\n_atom_site.auth_comp_id\n_atom_site.auth_asym_id\n"
      "_atom_site.auth_seq_id\n_atom_site.pdbx_PDB_ins_code\n_atom_site.Cartn_x\n"
      "_atom_site.Cartn_y\n_atom_site.Cartn_z\n_atom_site.pdbx_formal_charge\n";
  int serial = 0;
  const auto row = [&text](const char* group, const char* element, const QByteArray& name,
                           char alternative, const char* residue, const char* number,
                           const chem::Point3& at, int charge) {
    text += QByteArray(group) + ' ' + element + ' ' + name + ' ' + alternative + ' ' + residue +
            ' ' + number + ' ' +
            QString::asprintf("%.3f %.3f %.3f %d\n", at[0], at[1], at[2], charge).toLatin1();
  };
  for (const Named& atom : kAtoms) {
    const chem::Point3& at = peptidePositions()[static_cast<std::size_t>(serial++)];
    const char element[] = {atom.name[0], '\0'};
    const char* numbers[] = {"", "A 1 ?", "A 2 .", "A 3 A"};
    const bool disordered = QByteArray(atom.name) == "CB" && atom.residue == 1;
    row("ATOM", element, atom.name, disordered ? 'A' : '.', kResidueNames[atom.residue],
        numbers[atom.residue], at, 0);
    if (disordered) row("ATOM", element, atom.name, 'B', "ALA", "A 1 ?", at, 0);
  }
  row("HETATM", "O", "O", '.', "HOH", "A 201 ?", {40, 0, 0}, 0);
  row("HETATM", "O", "O", '.', "HOH", "A 201 ?", {44, 0, 0}, 0);
  row("HETATM", "ZN", "ZN", '.', "ZN", "B 1 ?", {40, 9, 0}, 2);
  row("HETATM", "C", "C1", '.', "LIG", "B 2 ?", {50, 0, 0}, 0);
  row("HETATM", "O", "\"O1'\"", '.', "LIG", "B 2 ?", {51.2, 0, 0}, 0);
  return text;
}

QString sentence(const Error& error) { return QString::fromStdString(error.toString()); }

/// Waters on a lattice, as XYZ.
QByteArray manyWaters(int molecules) {
  QByteArray text = QByteArray::number(3 * molecules) + "\nlake\n";
  for (int i = 0; i < molecules; ++i) {
    const double x = 5.0 * (i % 20);
    const double y = 5.0 * (i / 20 % 20);
    const double z = 5.0 * (i / 400);
    text += QString::asprintf("O %.3f %.3f %.3f\nH %.3f %.3f %.3f\nH %.3f %.3f %.3f\n", x, y, z,
                              x + 0.757, y + 0.586, z, x - 0.757, y + 0.586, z)
                .toLatin1();
  }
  return text;
}

}  // namespace

Q_DECLARE_METATYPE(molloquy::chem::FileFormat)

/// Residues, folds and huge structures.
class PolymerReaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void foldsAreFoundWhereTheFileNamesNone();
  void readsAPeptide_data();
  void readsAPeptide();
  void residuesSurviveWriting_data();
  void residuesSurviveWriting();
  void hydrogensBelongToTheirResidue();
  void hugeStructuresAreReadWithoutChemistry_data();
  void hugeStructuresAreReadWithoutChemistry();
  void nothingIsComputedForHugeStructures();
  void tooManyAtomsAreRefused_data();
  void tooManyAtomsAreRefused();
  void progressTellsRecordsAsTheyCome();
};

void PolymerReaderTest::readsAPeptide_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<FileFormat>("format");
  QTest::newRow("PDB") << peptidePdb() << FileFormat::Pdb;
  QTest::newRow("mmCIF") << peptideMmCif() << FileFormat::MmCif;
}

void PolymerReaderTest::readsAPeptide() {
  QFETCH(QByteArray, text);
  QFETCH(FileFormat, format);
  QVERIFY(chem::sniffFormat(text.toStdString()) == format);
  const auto file = chem::readStructureText(text.toStdString(), format, "test");
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  QCOMPARE(file->records.size(), std::size_t{1});
  const chem::Molecule& molecule = *file->records[0].molecule;
  QCOMPARE(molecule.name(), std::string("a peptide"));
  const auto expected = chem::parseSmiles(std::string(kSmiles) + ".O.O.[Zn+2].C=O");
  QCOMPARE(QString::fromStdString(*chem::canonicalSmiles(molecule)),
           QString::fromStdString(*chem::canonicalSmiles(*expected->molecule)));
  QVERIFY(molecule.biopolymer());
  const auto& residues = molecule.biopolymer()->residues;
  QCOMPARE(residues.size(), std::size_t{7});
  QCOMPARE(residues[1].name, std::string("PHE"));
  QCOMPARE(residues[1].number, 2);
  QCOMPARE(residues[1].chain, std::string("A"));
  QCOMPARE(residues[2].insertionCode, 'A');
  QVERIFY(!residues[2].hetero && residues[3].hetero);
  QVERIFY(residues[0].fold == Fold::Helix && residues[1].fold == Fold::Helix);
  QVERIFY(residues[2].fold == Fold::Strand && residues[3].fold == Fold::Coil);
  QCOMPARE(residues[4].name, std::string("HOH"));
  QCOMPARE(molecule.biopolymer()->atomNames[1], std::string("CA"));
  QCOMPARE(molecule.biopolymer()->residueOf[8], 1U);
  const std::string& note = file->records[0].conformer->note;
  QVERIFY2(note.find("1 further place of disordered atoms was left out") != std::string::npos,
           note.c_str());
  QVERIFY(std::abs(file->records[0].conformer->positions[2][0] - peptidePositions()[2][0]) < 0.001);
}

void PolymerReaderTest::residuesSurviveWriting_data() {
  QTest::addColumn<FileFormat>("format");
  QTest::newRow("PDB") << FileFormat::Pdb;
  QTest::newRow("mmCIF") << FileFormat::MmCif;
  QTest::newRow("MOL2") << FileFormat::Mol2;
  QTest::newRow("CJSON") << FileFormat::Cjson;
}

void PolymerReaderTest::residuesSurviveWriting() {
  QFETCH(FileFormat, format);
  const auto read = chem::readStructureText(peptidePdb().toStdString(), FileFormat::Pdb, "test");
  const chem::StructureRecord& record = read->records[0];
  const auto text =
      chem::writeStructure({{record.molecule, chem::conformersOf(record), "", {}, ""}}, format);
  QVERIFY2(text, text ? "" : qPrintable(sentence(text.error())));
  const auto file = chem::readStructureText(*text, format, "test");
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  const chem::Molecule& again = *file->records[0].molecule;
  QCOMPARE(QString::fromStdString(*chem::canonicalSmiles(again)),
           QString::fromStdString(*chem::canonicalSmiles(*record.molecule)));
  QVERIFY(again.biopolymer());
  const auto& before = record.molecule->biopolymer()->residues;
  if (format == FileFormat::Mol2) return;  // hydrogens stay at the end, and part its residues
  const auto& after = again.biopolymer()->residues;
  QCOMPARE(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    QCOMPARE(after[i].name, before[i].name);
    QCOMPARE(after[i].number, before[i].number);
    QCOMPARE(after[i].chain, before[i].chain);
    QCOMPARE(after[i].insertionCode, before[i].insertionCode);
    QCOMPARE(after[i].hetero, before[i].hetero);
    QVERIFY(after[i].fold == before[i].fold);
  }
}

void PolymerReaderTest::hydrogensBelongToTheirResidue() {
  const auto read = chem::readStructureText(peptidePdb().toStdString(), FileFormat::Pdb, "test");
  const chem::Molecule& molecule = *read->records[0].molecule;
  const chem::Biopolymer& biopolymer = *molecule.biopolymer();
  QStringList alanine;
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    QVERIFY(biopolymer.residueOf[i] != chem::Biopolymer::kNoResidue);
    if (molecule.atoms()[i].atomicNumber == 1 && biopolymer.residueOf[i] == 0) {
      alanine << QString::fromStdString(biopolymer.atomNames[i]);
    }
  }
  alanine.sort();
  QCOMPARE(alanine, QStringList({"H2", "H3", "HA", "HB1", "HB2", "HB3"}));
}

void PolymerReaderTest::hugeStructuresAreReadWithoutChemistry_data() {
  QTest::addColumn<FileFormat>("format");
  for (const FileFormat format :
       {FileFormat::Xyz, FileFormat::MolSdf, FileFormat::Pdb, FileFormat::MmCif, FileFormat::Mol2,
        FileFormat::Cml, FileFormat::Cjson}) {
    QTest::newRow(chem::formatName(format).c_str()) << format;
  }
}

void PolymerReaderTest::hugeStructuresAreReadWithoutChemistry() {
  QFETCH(FileFormat, format);
  const auto lake =
      chem::readStructureText(manyWaters(7000).toStdString(), FileFormat::Xyz, "test");
  QVERIFY2(lake, lake ? "" : qPrintable(sentence(lake.error())));
  const chem::StructureRecord& record = lake->records[0];
  const auto text =
      chem::writeStructure({{record.molecule, chem::conformersOf(record), "", {}, ""}}, format);
  QVERIFY2(text, text ? "" : qPrintable(sentence(text.error())));
  const auto file = chem::readStructureText(*text, format, "test");
  QVERIFY2(file, file ? "" : qPrintable(sentence(file.error())));
  const chem::Molecule& again = *file->records[0].molecule;
  QVERIFY(!again.rdkit());
  QCOMPARE(again.atoms().size(), std::size_t{21000});
  QCOMPARE(again.bonds().size(), std::size_t{14000});
  QCOMPARE(again.bondsOf(AtomIndex(20997)).size(), std::size_t{2});
  QCOMPARE(again.neighbours(AtomIndex(20997))[1].value, 20999U);
  QVERIFY(std::abs(file->records[0].conformer->positions[20998][0] -
                   record.conformer->positions[20998][0]) < 0.001);
  QVERIFY(file->records[0].conformer->note.find("20000") != std::string::npos);
}

void PolymerReaderTest::nothingIsComputedForHugeStructures() {
  const auto lake =
      chem::readStructureText(manyWaters(7000).toStdString(), FileFormat::Xyz, "test");
  const chem::Molecule& molecule = *lake->records[0].molecule;
  std::vector<Error> refusals;
  const auto take = [&refusals](const auto& result) {
    QVERIFY(!result);
    refusals.push_back(result.error());
  };
  take(chem::canonicalSmiles(molecule));
  take(chem::depict(molecule, {}));
  take(chem::embedConformers(molecule, {}));
  take(chem::inchiOf(molecule));
  take(chem::atomProperties(molecule));
  for (const Error& refusal : refusals) {
    QVERIFY2(refusal.code != ErrorCode::Internal, refusal.message.c_str());
    QVERIFY2(refusal.message.find("21000") != std::string::npos, refusal.message.c_str());
  }
}

void PolymerReaderTest::tooManyAtomsAreRefused_data() {
  QTest::addColumn<QByteArray>("head");
  QTest::addColumn<QByteArray>("row");
  QTest::addColumn<FileFormat>("format");
  QTest::newRow("XYZ") << QByteArray("1000001\n\n") << QByteArray("C 0 0 0\n") << FileFormat::Xyz;
  QTest::newRow("PDB") << QByteArray()
                       << pdbLine("ATOM", 1, "C", ' ', "UNK", 'A', 1, ' ', {1, 2, 3}, "C")
                       << FileFormat::Pdb;
  QTest::newRow("mmCIF") << QByteArray(
                                "data_x\nloop_\n_atom_site.type_symbol\n_atom_site.Cartn_x\n"
                                "_atom_site.Cartn_y\n_atom_site.Cartn_z\n")
                         << QByteArray("C 1 2 3\n") << FileFormat::MmCif;
}

void PolymerReaderTest::tooManyAtomsAreRefused() {
  QFETCH(QByteArray, head);
  QFETCH(QByteArray, row);
  QFETCH(FileFormat, format);
  const auto file =
      chem::readStructureText((head + row.repeated(1'000'001)).toStdString(), format, "test");
  QVERIFY(!file);
  QVERIFY2(sentence(file.error()).contains("1000001 atoms, more than the 1000000"),
           qPrintable(sentence(file.error())));
}

void PolymerReaderTest::progressTellsRecordsAsTheyCome() {
  QByteArray text;
  for (int i = 0; i < 600; ++i) text += "CC(=O)Oc1ccccc1C(=O)O m" + QByteArray::number(i) + '\n';
  std::vector<std::string> names;
  double last = 0;
  const auto file = chem::readStructureText(text.toStdString(), FileFormat::Smiles, "test", {},
                                            [&](const chem::ReadProgress& progress) {
                                              QVERIFY(progress.share >= last);
                                              last = progress.share;
                                              QCOMPARE(progress.firstFresh, names.size());
                                              for (const auto& record : progress.fresh)
                                                names.push_back(record.molecule->name());
                                            });
  QVERIFY(file);
  QCOMPARE(last, 1.0);
  QCOMPARE(names.size(), std::size_t{600});
  QCOMPARE(names[599], std::string("m599"));
}

void PolymerReaderTest::foldsAreFoundWhereTheFileNamesNone() {
  const std::string text = test::toPdb(test::alanines({.residues = 14}));
  const auto file = chem::readStructureText(text, FileFormat::Pdb, "helix.pdb");
  QVERIFY2(file, file ? "" : file.error().toString().c_str());
  const auto& residues = file->records[0].molecule->biopolymer()->residues;
  const auto helical = std::count_if(residues.begin(), residues.end(), [](const auto& residue) {
    return residue.fold == Fold::Helix;
  });
  QVERIFY2(helical >= 10, qPrintable(QString::number(helical)));
}

QTEST_GUILESS_MAIN(PolymerReaderTest)
#include "polymer_reader_test.moc"
