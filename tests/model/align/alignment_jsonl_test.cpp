#include <QTest>

#include "model/align/alignment_jsonl.h"
#include "model/align/phrase_aligner.h"
#include "tests/model/align/align_fixture.h"

using namespace molloquy;

/// The exchange format of alignments.
class AlignmentJsonlTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void roundTripKeepsEveryByte();
  void badFilesAreRefusedWithTheirLine_data();
  void badFilesAreRefusedWithTheirLine();
};

namespace {

const QByteArray kHeader =
    R"({"type":"header","schema":"molalign","version":1,"lexicon":"fg-2","rdkit":"2022.09"})" "\n";
const QByteArray kMolecule =
    R"({"type":"mol","mol_id":"m1","smiles":"CO","n_atoms":2,"caption_id":"c1","caption":"An alcohol.","caption_source":{"kind":"user","name":null}})" "\n";

QByteArray record(const QByteArray& phrase, const QByteArray& span, const QByteArray& atoms,
                  const QByteArray& clause = "class") {
  return R"({"type":"align","mol_id":"m1","caption_id":"c1","id":"a1","phrase":")" + phrase +
         R"(","span":)" + span + R"(,"clause":")" + clause + R"(","smarts":"[OX2H]","atoms":)" +
         atoms + R"(,"chosen":0,"source":"lexicon","source_detail":"alcohol","status":"verified",)"
                 R"("score":0.5,"stage":"zero","note":null})" "\n";
}

}  // namespace

void AlignmentJsonlTest::roundTripKeepsEveryByte() {
  const auto lexicon = test::shippedLexicon();
  const auto molecule = test::moleculeOf("CC(=O)Oc1ccccc1C(=O)O");
  QVERIFY(lexicon && molecule);
  align::AlignedText text;
  text.moleculeId = "m1";
  text.smiles = "CC(=O)Oc1ccccc1C(=O)O";
  text.atomCount = molecule->atoms().size();
  text.captionId = "c1";
  text.caption = "The β-form is an acetate ester with three hydroxy groups and a nitro group.";
  text.sourceKind = "model";
  text.sourceName = "starter";
  text.records = align::alignText(*molecule, text.caption, *lexicon);
  QVERIFY(text.records.size() >= 3);
  const std::string written = align::writeAlignments({"fg-2", "2022.09", {text}});
  const auto read = align::readAlignments(written);
  QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
  QCOMPARE(align::writeAlignments(*read), written);
  QCOMPARE(read->texts.front().records.size(), text.records.size());
}

void AlignmentJsonlTest::badFilesAreRefusedWithTheirLine_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<QString>("line");
  QTest::newRow("an empty file") << QByteArray() << "header";
  QTest::newRow("no header") << kMolecule << "Line 1";
  QTest::newRow("another schema")
      << QByteArray(R"({"type":"header","schema":"other","version":1})") << "Line 1";
  QTest::newRow("a newer version")
      << QByteArray(R"({"type":"header","schema":"molalign","version":2})") << "Line 1";
  QTest::newRow("half a line") << kHeader + kMolecule.left(30) << "Line 2";
  QTest::newRow("a record before its molecule") << kHeader + record("alcohol", "[3,10]", "[[1]]")
                                                << "Line 2";
  QTest::newRow("a span that reads otherwise")
      << kHeader + kMolecule + record("alcohol", "[2,9]", "[[1]]") << "Line 3";
  QTest::newRow("a span beyond the text")
      << kHeader + kMolecule + record("alcohol", "[30,37]", "[[1]]") << "Line 3";
  QTest::newRow("an atom that does not exist")
      << kHeader + kMolecule + record("alcohol", "[3,10]", "[[2]]") << "Line 3";
  QTest::newRow("an unknown clause")
      << kHeader + kMolecule + record("alcohol", "[3,10]", "[[1]]", "mood") << "Line 3";
}

void AlignmentJsonlTest::badFilesAreRefusedWithTheirLine() {
  QFETCH(QByteArray, file);
  QFETCH(QString, line);
  const auto read = align::readAlignments(file.toStdString());
  QVERIFY(!read);
  QCOMPARE(read.error().code, ErrorCode::Corrupt);
  QVERIFY2(read.error().message.find(line.toStdString()) != std::string::npos,
           read.error().message.c_str());
}

QTEST_GUILESS_MAIN(AlignmentJsonlTest)
#include "alignment_jsonl_test.moc"
