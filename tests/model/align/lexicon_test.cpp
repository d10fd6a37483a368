#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <set>

#include "model/align/compiled_lexicon.h"
#include "tests/model/align/align_fixture.h"

using namespace molloquy;

/// The phrase table: every pattern against a molecule that has it and one that has not; bad tables.
class LexiconTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void everyPatternHasExamples();
  void patternsTellTheirExamplesApart_data();
  void patternsTellTheirExamplesApart();
  void everyNameIsFoundByItsOwnPhrase();
  void badTablesAreRefusedWithTheirPlace_data();
  void badTablesAreRefusedWithTheirPlace();
  void missingFileIsNotFound();

 private:
  std::shared_ptr<const align::Lexicon> m_lexicon;
};

namespace {

/// Rows of tests/data/lexicon_examples.tsv below the header.
QList<QStringList> exampleRows() {
  QFile file(QStringLiteral(MOLLOQUY_TEST_DATA "/lexicon_examples.tsv"));
  QList<QStringList> rows;
  if (!file.open(QIODevice::ReadOnly)) return rows;
  file.readLine();
  while (!file.atEnd()) rows << QString::fromUtf8(file.readLine().trimmed()).split('\t');
  return rows;
}

const char* kHeader =
    "id\tname\tplural\tcategory\tuse\tprior\tbase_rate\tphrase\tsmarts\tstrict_smarts\n";

}  // namespace

void LexiconTest::initTestCase() {
  m_lexicon = test::shippedLexicon();
  QVERIFY(m_lexicon);
  QVERIFY(m_lexicon->entries().size() >= 150);
}

void LexiconTest::everyPatternHasExamples() {
  std::set<std::string> covered;
  for (const QStringList& row : exampleRows()) covered.insert(row.at(0).toStdString());
  for (const align::LexiconEntry& entry : m_lexicon->entries())
    if (entry.category != "feature")
      QVERIFY2(covered.count(entry.id), ("no example for " + entry.id).c_str());
}

void LexiconTest::patternsTellTheirExamplesApart_data() {
  QTest::addColumn<QString>("positive");
  QTest::addColumn<QString>("negative");
  for (const QStringList& row : exampleRows())
    QTest::newRow(qPrintable(row.at(0))) << row.at(1) << row.at(2);
}

void LexiconTest::patternsTellTheirExamplesApart() {
  QFETCH(QString, positive);
  QFETCH(QString, negative);
  const auto& compiled = m_lexicon->compiled();
  const auto at = compiled.byId.find(QTest::currentDataTag());
  QVERIFY(at != compiled.byId.end());
  const align::CompiledEntry& entry = compiled.compiled[at->second];
  const auto has = test::moleculeOf(positive.toStdString());
  const auto hasNot = test::moleculeOf(negative.toStdString());
  QVERIFY(has && hasNot);
  QVERIFY(!align::findMatches(*has, entry, align::PatternSet::Phrase).empty());
  QVERIFY(!align::findMatches(*has, entry, align::PatternSet::Strict).empty());
  QVERIFY(align::findMatches(*hasNot, entry, align::PatternSet::Phrase).empty());
}

void LexiconTest::everyNameIsFoundByItsOwnPhrase() {
  const auto& compiled = m_lexicon->compiled();
  for (std::size_t entry = 0; entry < compiled.entries.size(); ++entry) {
    const align::LexiconEntry& row = compiled.entries[entry];
    if (row.use == "-" || row.use == "special") continue;
    for (const std::string& name : {row.name, row.plural})
      QVERIFY2(std::regex_search(name, compiled.compiled[entry].phrase),
               (row.id + " does not find \"" + name + "\"").c_str());
  }
}

void LexiconTest::badTablesAreRefusedWithTheirPlace_data() {
  QTest::addColumn<QByteArray>("table");
  QTest::addColumn<QString>("place");
  const QByteArray header(kHeader);
  const QByteArray good = "a\tb\tc\tgroup\t-\t0.5\t0\tb\t[CX4]\t\n";
  QTest::newRow("an empty file") << QByteArray() << "line 1, column 1";
  QTest::newRow("another header") << QByteArray("id\tname\n") << "line 1, column 1";
  QTest::newRow("a missing column") << header + "a\tb\tc\n" << "line 2, column 3";
  QTest::newRow("an empty phrase")
      << header + good + "d\tb\tc\tgroup\t-\t0.5\t0\t\t[CX4]\t\n" << "line 3, column 8";
  QTest::newRow("a share above one")
      << header + "a\tb\tc\tgroup\t-\t1.5\t0\tb\t[CX4]\t\n" << "line 2, column 6";
  QTest::newRow("an unclosed expression")
      << header + "a\tb\tc\tgroup\t-\t0.5\t0\t(b\t[CX4]\t\n" << "line 2, column 8";
  QTest::newRow("a pattern that is no SMARTS")
      << header + "a\tb\tc\tgroup\t-\t0.5\t0\tb\t[CX4\t\n" << "line 2, column 9";
  QTest::newRow("an unknown feature")
      << header + "a\tb\tc\tfeature\t-\t0.5\t0\tb\tfeature:mood\t\n" << "line 2, column 9";
  QTest::newRow("an id used twice") << header + good + good << "line 3, column 1";
}

void LexiconTest::badTablesAreRefusedWithTheirPlace() {
  QFETCH(QByteArray, table);
  QFETCH(QString, place);
  QTemporaryDir folder;
  QFile file(folder.filePath("fg.tsv"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(table);
  file.close();
  const auto lexicon = align::Lexicon::load(file.fileName().toStdString());
  QVERIFY(!lexicon);
  QCOMPARE(lexicon.error().code, ErrorCode::InvalidInput);
  QVERIFY2(lexicon.error().message.find(place.toStdString()) != std::string::npos,
           lexicon.error().message.c_str());
}

void LexiconTest::missingFileIsNotFound() {
  QTemporaryDir folder;
  const auto lexicon = align::Lexicon::load(folder.filePath("none.tsv").toStdString());
  QVERIFY(!lexicon);
  QCOMPARE(lexicon.error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(LexiconTest)
#include "lexicon_test.moc"
