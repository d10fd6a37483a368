#include <zlib.h>

#include <QTest>

#include "model/chem/structure_reader.h"

using namespace molloquy;
using chem::FileFormat;

namespace {

/// What a row is made of.
struct Case {
  const char* name;
  FileFormat format;
  QByteArray text;
  const char* word;  ///< of the reason.
};

const char* const kPdbAtom =
    "HETATM    1  C1  LIG A   1       0.000   0.000   0.000  1.00  0.00           C\n";
const char* const kCifHead =
    "data_x\nloop_\n_atom_site.type_symbol\n_atom_site.label_atom_id\n_atom_site.Cartn_x\n"
    "_atom_site.Cartn_y\n_atom_site.Cartn_z\n";
const char* const kCmlHead = "<cml><molecule id=\"m\"><atomArray>";
const char* const kMolHead = "x\n\n\n";

QByteArray packed(const QByteArray& text) {
  QByteArray out(static_cast<qsizetype>(compressBound(static_cast<uLong>(text.size()))) + 64, '\0');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.constData()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.truncate(static_cast<qsizetype>(stream.total_out));
  deflateEnd(&stream);
  return out;
}

/// 600 MB of blanks in 600 kB: gzip members one after the other.
QByteArray gzipBomb() {
  const QByteArray member = packed(QByteArray(50 << 20, ' '));
  return member.repeated(12);
}

QByteArray xmlBomb() {
  QByteArray text = "<?xml version=\"1.0\"?>\n<!DOCTYPE cml [\n<!ENTITY a0 \"boom\">\n";
  for (int i = 1; i < 12; ++i) {
    text += QStringLiteral("<!ENTITY a%1 \"%2\">\n")
                .arg(i)
                .arg(QStringLiteral("&a%1;").arg(i - 1).repeated(10))
                .toLatin1();
  }
  return text + "]>\n<cml><molecule title=\"&a11;\"/></cml>\n";
}

std::vector<Case> cases() {
  const QByteArray mol = kMolHead;
  const QByteArray cif = kCifHead;
  const QByteArray cml = kCmlHead;
  return {
      {"SDF: 999,999,999 atoms", FileFormat::MolSdf,
       mol + "  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\n"
             "M  V30 COUNTS 999999999 999999999 0 0 0\nM  V30 BEGIN ATOM\n",
       "999999999 atoms"},
      {"SDF: more bonds than numbers go", FileFormat::MolSdf,
       mol + "  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\n"
             "M  V30 COUNTS 1 9223372036854775807 0 0 0\nM  V30 BEGIN ATOM\nM  V30 1 C 0 0 0 0\n",
       "line"},
      {"SDF: negative counts", FileFormat::MolSdf,
       mol + " -1 -1  0     0  0            999 V2000\n", "Line 4"},
      {"SDF: coordinates of 1e400", FileFormat::MolSdf,
       mol + "  1  0  0     0  0            999 V2000\n"
             "     1e400    0.0000    0.0000 C   0  0\nM  END\n",
       "line"},
      {"SDF: a large record with an element that is none", FileFormat::MolSdf,
       mol +
           "  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\n"
           "M  V30 COUNTS 20001 0 0 0 0\nM  V30 BEGIN ATOM\n" +
           QByteArray("M  V30 1 Qq 0 0 0 0\n").repeated(20'001),
       "Line 8"},
      {"SDF: a large record that repeats an atom's number", FileFormat::MolSdf,
       mol +
           "  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\n"
           "M  V30 COUNTS 20001 0 0 0 0\nM  V30 BEGIN ATOM\n" +
           QByteArray("M  V30 1 C 0 0 0 0\n").repeated(20'001),
       "Line 9"},
      {"XYZ: coordinates of 1e400", FileFormat::Xyz, "1\n\nC 1e400 0 0\n", "Line 3"},
      {"XYZ: infinity", FileFormat::Xyz, "1\n\nC inf 0 0\n", "Line 3"},
      {"XYZ: beyond any molecule", FileFormat::Xyz, "1\n\nC 1e7 0 0\n", "Line 3"},
      {"XYZ: a count of twenty digits", FileFormat::Xyz, "99999999999999999999\n\n", "Line 1"},
      {"PDB: not a number", FileFormat::Pdb,
       QByteArray(kPdbAtom).replace("   0.000   0.000   0.000", "     nan     inf   1e400"),
       "Line 1"},
      {"PDB: no element anywhere", FileFormat::Pdb,
       QByteArray(kPdbAtom).replace("C1  LIG", "11  LIG").replace("           C\n", "\n"),
       "Line 1"},
      {"PDB: a residue number of letters", FileFormat::Pdb,
       QByteArray(kPdbAtom).replace("A   1 ", "A ?:; "), "Line 1"},
      {"mmCIF: a quote that does not end", FileFormat::MmCif, cif + "C 'C1 0 0 0\n", "Line 8"},
      {"mmCIF: a text field that does not end", FileFormat::MmCif, cif + "C\n;C1\n0 0 0\n",
       "line 9"},
      {"mmCIF: a row that is cut off", FileFormat::MmCif, cif + "C C1 0 0 0\nC C2 0 0\n",
       "cut off"},
      {"mmCIF: not a number", FileFormat::MmCif, cif + "C C1 nan 0 0\n", "line 8"},
      {"mmCIF: no element", FileFormat::MmCif, cif + "Qq C1 0 0 0\n", "line 8"},
      {"mmCIF: a loop without columns", FileFormat::MmCif, "data_x\nloop_\n1 2 3\n", "_atom_site"},
      {"mmCIF: 10,000 columns", FileFormat::MmCif,
       "data_x\nloop_\n" + QByteArray("_atom_site.x\n").repeated(10'000), "columns"},
      {"mmCIF: a crystal in fractions", FileFormat::MmCif,
       "data_x\nloop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n"
       "_atom_site_fract_z\nC1 0.1 0.1 0.1\n",
       "unit cell"},
      {"CML: an XML bomb", FileFormat::Cml, xmlBomb(), "Line 2 declares a document type"},
      {"CML: an external entity", FileFormat::Cml,
       "<!DOCTYPE cml SYSTEM \"file:///etc/passwd\"><cml/>", "document type"},
      {"CML: an element that does not end", FileFormat::Cml, cml + "<atom", "no XML"},
      {"CML: 100,000 elements deep", FileFormat::Cml, QByteArray("<cml>").repeated(100'000),
       "deeper"},
      {"CML: no element", FileFormat::Cml,
       cml + "\n<atom id=\"a\" elementType=\"Qq\"/></atomArray></molecule></cml>", "Line 2"},
      {"CML: coordinates of 1e400", FileFormat::Cml,
       cml + "\n<atom id=\"a\" elementType=\"C\" x3=\"1e400\" y3=\"0\" z3=\"0\"/>"
             "</atomArray></molecule></cml>",
       "Line 2"},
      {"CML: a bond to nowhere", FileFormat::Cml,
       cml + "<atom id=\"a\" elementType=\"C\"/></atomArray>\n<bondArray>"
             "<bond atomRefs2=\"a b\"/></bondArray></molecule></cml>",
       "Line 2"},
      {"CML: two atoms of one name", FileFormat::Cml,
       cml + "<atom id=\"a\" elementType=\"C\"/>\n<atom id=\"a\" elementType=\"C\"/>"
             "</atomArray></molecule></cml>",
       "Line 2"},
      {"CML: a web page", FileFormat::Cml, "<html><body>404</body></html>", "no <molecule>"},
      {"CJSON: 100,000 brackets deep", FileFormat::Cjson,
       R"({"a":)" + QByteArray("[").repeated(100'000), "deeper"},
      {"CJSON: cut off", FileFormat::Cjson, R"({"atoms":{"elements":{"number":[6,)", "no JSON"},
      {"CJSON: a list instead of an object", FileFormat::Cjson, "[1,2,3]", "elements.number"},
      {"CJSON: element 999,999,999", FileFormat::Cjson,
       R"({"atoms":{"elements":{"number":[999999999]}}})", "Atom 1"},
      {"CJSON: element 6.5", FileFormat::Cjson, R"({"atoms":{"elements":{"number":[6.5]}}})",
       "Atom 1"},
      {"CJSON: coordinates of 1e400", FileFormat::Cjson,
       R"({"atoms":{"elements":{"number":[6]},"coords":{"3d":[1e400,0,0]}}})", "no JSON"},
      {"CJSON: a coordinate missing", FileFormat::Cjson,
       R"({"atoms":{"elements":{"number":[6]},"coords":{"3d":[0,0]}}})", "three numbers"},
      {"CJSON: a bond to atom -1", FileFormat::Cjson,
       R"({"atoms":{"elements":{"number":[6,6]}},"bonds":{"connections":{"index":[0,-1]}}})",
       "Bond 1"},
      {"CJSON: no atoms", FileFormat::Cjson, R"({"atoms":{"elements":{"number":[]}}})", "no atoms"},
      {"MOL2: 999,999,999 atoms", FileFormat::Mol2,
       "@<TRIPOS>MOLECULE\nx\n999999999 0\n@<TRIPOS>ATOM\n", "999999999 atoms"},
      {"MOL2: negative counts", FileFormat::Mol2, "@<TRIPOS>MOLECULE\nx\n-4 0\n", "Line 3"},
      {"MOL2: not a number", FileFormat::Mol2,
       "@<TRIPOS>MOLECULE\nx\n1 0\n@<TRIPOS>ATOM\n1 C1 nan 0 0 C.3\n", "Line 5"},
      {"MOL2: a type of no element", FileFormat::Mol2,
       "@<TRIPOS>MOLECULE\nx\n1 0\n@<TRIPOS>ATOM\n1 C1 0 0 0 Qq.3\n", "Line 5"},
      {"MOL2: a bond to nowhere", FileFormat::Mol2,
       "@<TRIPOS>MOLECULE\nx\n1 1\n@<TRIPOS>ATOM\n1 C1 0 0 0 C.3\n@<TRIPOS>BOND\n1 1 2 1\n",
       "Line 7"},
      {"InChI: no InChI", FileFormat::Inchi, "InChI=2X/CH4", "column 1"},
      {"InChI: no formula", FileFormat::Inchi, "InChI=1S//", "column"},
      {"InChI: 99,999 carbons", FileFormat::Inchi, "InChI=1S/C99999H4", "column"},
      {"InChI: an atom that is not there", FileFormat::Inchi, "InChI=1S/C2H6/c1-9/h1-2H3", "InChI"},
      {"InChI: brackets that do not close", FileFormat::Inchi, "InChI=1S/C4H10/c1-3(((2)4/h1-2H3",
       "brackets"},
      {"InChI: 200,000 characters", FileFormat::Inchi,
       "InChI=1S/" + QByteArray("C").repeated(200'000), "longer"},
      {"SMILES: ten million characters", FileFormat::Smiles, QByteArray(10'000'000, 'C'),
       "10000000 characters"},
      {"SMILES: 100,000 brackets deep", FileFormat::Smiles, QByteArray("C(").repeated(100'000),
       "SMILES"},
      {"a table whose rows lack the cell", FileFormat::Smiles, "name,smiles\nx\n", "column 2"},
      {"gzip: a bomb", FileFormat::Xyz, gzipBomb(), "512 MB"},
      {"gzip: cut off", FileFormat::Xyz, packed("3\nwater\nO 0 0 0\n").chopped(12), "cut off"},
      {"gzip: within gzip", FileFormat::Xyz, packed(packed("1\n\nC 0 0 0\n")), "binary"},
      {"gzip: UTF-16", FileFormat::Xyz, packed(QByteArray("\xFF\xFEO\0", 4)), "UTF-16"},
      {"a picture", FileFormat::Pdb, QByteArray("\x89PNG\r\n\x1A\n\0\0\0", 11), "binary"},
  };
}

}  // namespace

/// Files that were made to do harm, or came to it: a named reason each, soon.
class HostileFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void endsInAReason_data();
  void endsInAReason();
  void atomsOnTopOfOneAnotherAreSurvived_data();
  void atomsOnTopOfOneAnotherAreSurvived();
  void compressedFilesAreRead();
};

void HostileFilesTest::endsInAReason_data() {
  QTest::addColumn<int>("index");
  int index = 0;
  for (const Case& row : cases()) QTest::newRow(row.name) << index++;
}

void HostileFilesTest::endsInAReason() {
  static const std::vector<Case> all = cases();
  QFETCH(int, index);
  const Case& row = all[static_cast<std::size_t>(index)];
  const auto file = chem::readStructureText(row.text.toStdString(), row.format, "test");
  QVERIFY(!file);
  const QString told = QString::fromStdString(file.error().toString());
  QVERIFY2(told.contains(QLatin1String(row.word)), qPrintable(told));
  QVERIFY2(told.size() < 500, qPrintable(told));
}

void HostileFilesTest::atomsOnTopOfOneAnotherAreSurvived_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<FileFormat>("format");
  QTest::newRow("20,000 in one place, XYZ")
      << "20000\n\n" + QByteArray("C 0 0 0\n").repeated(20'000) << FileFormat::Xyz;
  QTest::newRow("100,000 in one place, XYZ")
      << "100000\n\n" + QByteArray("C 0 0 0\n").repeated(100'000) << FileFormat::Xyz;
  QTest::newRow("30,000 in one place, PDB")
      << QByteArray(kPdbAtom).repeated(30'000) << FileFormat::Pdb;
}

void HostileFilesTest::atomsOnTopOfOneAnotherAreSurvived() {
  QFETCH(QByteArray, text);
  QFETCH(FileFormat, format);
  const auto file = chem::readStructureText(text.toStdString(), format, "test");
  QVERIFY(file || !file.error().message.empty());
  if (file) QVERIFY(file->records[0].molecule->bonds().size() < 100'000);
}

void HostileFilesTest::compressedFilesAreRead() {
  const QByteArray two = packed("3\nwater\nO 0 0 0\n") + packed("H 0.76 0.59 0\nH -0.76 0.59 0\n");
  const auto file = chem::readStructureText(two.toStdString(), FileFormat::Xyz, "test");
  QVERIFY(file);
  QCOMPARE(file->records[0].molecule->atoms().size(), std::size_t{3});
}

QTEST_GUILESS_MAIN(HostileFilesTest)
#include "hostile_files_test.moc"
