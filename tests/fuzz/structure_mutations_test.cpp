// The kept structure files, and thousands of damaged copies of them, always the same ones: none may
// crash, hang or come out inconsistent.
#include <QDir>
#include <QFile>
#include <QTest>
#include <random>

#include "structure_input.h"

using molloquy::chem::FileFormat;

namespace {

/// An InChI is read in a process of its own, which takes longer.
int mutantsOf(FileFormat format) { return format == FileFormat::Inchi ? 200 : 4'000; }

struct Corpus {
  const char* folder;
  FileFormat format;
};
const Corpus kCorpora[] = {
    {"smiles", FileFormat::Smiles}, {"sdf", FileFormat::MolSdf},  {"mol2", FileFormat::Mol2},
    {"pdb", FileFormat::Pdb},       {"xyz", FileFormat::Xyz},     {"mmcif", FileFormat::MmCif},
    {"cml", FileFormat::Cml},       {"cjson", FileFormat::Cjson}, {"inchi", FileFormat::Inchi}};

/// Words that readers stumble over.
const char* const kWords[] = {
    "999999999", "-1",        "nan",   "inf", "1e400", "1e-400",   "0",     "2147483648",
    "\n",        " ",         "\t",    "'",   "\"",    "<",        ">",     "&",
    "[",         "{",         "]",     "}",   ";",     "_",        "loop_", "$$$$",
    "M  END",    "@<TRIPOS>", "data_", "END", "MODEL", "\xC3\xA9", "\xFF",  ".",
    "?",         "/",         "(",     ")",   "-",     "+"};

QList<QByteArray> filesIn(const char* folder) {
  QList<QByteArray> files;
  const QDir dir(QStringLiteral(MOLLOQUY_TEST_DATA "/fuzz/") + QLatin1String(folder));
  for (const QString& name : dir.entryList(QDir::Files, QDir::Name)) {
    QFile file(dir.filePath(name));
    if (file.open(QIODevice::ReadOnly)) files << file.readAll();
  }
  return files;
}

/// One to four injuries.
QByteArray mutant(const QList<QByteArray>& files, std::mt19937& random) {
  const auto below = [&random](qsizetype bound) {
    return bound <= 0 ? 0 : static_cast<qsizetype>(random() % static_cast<std::uint32_t>(bound));
  };
  QByteArray text = files[below(files.size())];
  for (qsizetype injuries = 1 + below(4); injuries > 0; --injuries) {
    const qsizetype at = below(text.size());
    const qsizetype length = 1 + below(40);
    switch (below(7)) {
      case 0:
        text.remove(at, length);
        break;
      case 1:
        text.insert(at, text.mid(below(text.size()), length));
        break;
      case 2:
        text.insert(at, kWords[below(static_cast<qsizetype>(std::size(kWords)))]);
        break;
      case 3:
        text.replace(at, length, kWords[below(static_cast<qsizetype>(std::size(kWords)))]);
        break;
      case 4:
        text.truncate(at);
        break;
      case 5: {
        const QByteArray& other = files[below(files.size())];
        text.insert(at, other.mid(below(other.size()), 4 * length));
        break;
      }
      default:
        if (!text.isEmpty()) text[at] = static_cast<char>(random() % 256);
    }
  }
  return text;
}

}  // namespace

class StructureMutationsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyReaderSurvives_data() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const Corpus& corpus : kCorpora) QTest::newRow(corpus.folder) << index++;
  }
  void everyReaderSurvives() {
    QFETCH(int, index);
    const Corpus& corpus = kCorpora[index];
    const QList<QByteArray> files = filesIn(corpus.folder);
    QVERIFY2(!files.isEmpty(), "the corpus is missing");
    for (const QByteArray& file : files) readAndCheck(file.toStdString(), corpus.format);
    std::mt19937 random(20'240'607);
    for (int i = 0; i < mutantsOf(corpus.format); ++i) {
      readAndCheck(mutant(files, random).toStdString(), corpus.format);
    }
  }
};

QTEST_APPLESS_MAIN(StructureMutationsTest)
#include "structure_mutations_test.moc"
