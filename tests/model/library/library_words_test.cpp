#include <QTest>
#include <limits>

#include "library_fixture.h"
#include "model/library/name_forms.h"

using namespace molloquy;
using namespace molloquy::library;

namespace {

QStringList sorted(QStringList list) {
  list.sort();
  return list;
}

}  // namespace

class LibraryWordsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    auto molecules = wellKnown();
    molecules[9].notes = "Keep away from the espresso machine.";
    m_fixture.add(molecules);
  }

  void namesAreCompared_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("normal");
    QTest::newRow("case and diacritics") << "Acétone"
                                         << "acetone";
    QTest::newRow("blanks") << "  grain \t alcohol "
                            << "grain alcohol";
    QTest::newRow("letters of other scripts stay") << "α-Pinene"
                                                   << "α-pinene";
    QTest::newRow("forms of the same letter") << "ﬂuorene"
                                              << "fluorene";
    QTest::newRow("nothing") << " "
                             << "";
  }

  void namesAreCompared() {
    QFETCH(QString, name);
    QFETCH(QString, normal);
    QCOMPARE(QString::fromStdString(normalName(name.toStdString())), normal);
  }

  void bytesThatAreNoTextDoNoHarm() {
    LibraryFixture fixture;
    const std::string bytes = "caf\xE9\xFFine";
    fixture.add({moleculeOf("C", {bytes}, {bytes})});
    QCOMPARE(normalName(bytes), std::string("cafine"));
    QVERIFY(fixture.library->search(byName(bytes), {}, {}));
    QVERIFY(fixture.library->search(byWords(bytes), {}, {}));
    QVERIFY(fixture.library->suggest(bytes, 3));
    // A server keeps UTF-8 only.
    const std::string kept = fixture.isOnServer() ? "caf\xEF\xBF\xBD\xEF\xBF\xBDine" : bytes;
    QCOMPARE(fixture.library->molecule(MoleculeId(0))->title, kept);
  }

  void namesAreFound_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("titles");
    QTest::newRow("the whole name first, then names that begin so, then words")
        << "ethan" << QStringList{"Acetic acid", "Ethanol"};
    QTest::newRow("the whole name") << "phenol" << QStringList{"Phenol"};
    QTest::newRow("a synonym") << "grain alc" << QStringList{"Ethanol"};
    QTest::newRow("a word within a name") << "alcohol" << QStringList{"Ethanol", "Methanol"};
    QTest::newRow("no matter the case and diacritics") << "ACETONE" << QStringList{"Acétone"};
    QTest::newRow("typed with diacritics") << "acétone" << QStringList{"Acétone"};
    QTest::newRow("a locant") << "2-acetyl" << QStringList{"Aspirin"};
    QTest::newRow("a formula") << "C2H6O" << QStringList{"Ethanol"};
    QTest::newRow("the beginning of a formula")
        << "C7H" << QStringList{"Salicylic acid", "Toluene"};
    QTest::newRow("an InChIKey") << "BSYNRYMUTXBXSQ-UHFFFAOYSA-N" << QStringList{"Aspirin"};
    QTest::newRow("the beginning of an InChIKey") << "BSYNRYM" << QStringList{"Aspirin"};
    QTest::newRow("a SMILES in another order") << "OC(=O)C" << QStringList{"Acetic acid"};
    QTest::newRow("a SMILES with its hand") << "N[C@@H](C)C(=O)O" << QStringList{"L-Alanine"};
    QTest::newRow("nothing like it") << "zzz" << QStringList{};
    QTest::newRow("signs only") << "!?" << QStringList{};
    QTest::newRow("words of the index's own language") << "ethanol OR benzene" << QStringList{};
    QTest::newRow("a quote") << "\"" << QStringList{};
  }

  void namesAreFound() {
    QFETCH(QString, name);
    QFETCH(QStringList, titles);
    QCOMPARE(sorted(m_fixture.titles(byName(name.toStdString()))), sorted(titles));
  }

  void theNearestNameComesFirst() {
    LibraryFixture fixture;
    fixture.add({moleculeOf("C", {"green iron"}), moleculeOf("CC", {"ironwood"}),
                 moleculeOf("CCC", {"iron"})});
    QCOMPARE(fixture.titles(byName("iron")), (QStringList{"iron", "ironwood", "green iron"}));
  }

  void wordsAreFound_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("titles");
    QTest::newRow("one word") << "vinegar" << QStringList{"Acetic acid"};
    QTest::newRow("all words") << "aromatic liquid" << QStringList{"Benzene"};
    QTest::newRow("words kept together") << "\"amino acid\"" << QStringList{"Glycine", "L-Alanine"};
    QTest::newRow("words kept together in another order") << "\"acid amino\"" << QStringList{};
    QTest::newRow("a beginning") << "salicyl*" << QStringList{"Aspirin", "Salicylic acid"};
    QTest::newRow("notes") << "espresso" << QStringList{"Caffeine"};
    QTest::newRow("a word and a beginning") << "liquid flam*" << QStringList{"Ethanol"};
    QTest::newRow("no such word") << "kryptonite" << QStringList{};
  }

  void wordsAreFound() {
    QFETCH(QString, words);
    QFETCH(QStringList, titles);
    const auto found = m_fixture.library->search(byWords(words.toStdString()), {}, {});
    QVERIFY(found);
    QCOMPARE(sorted(m_fixture.titlesOf(found->hits)), sorted(titles));
    QCOMPARE(found->total, std::optional<std::size_t>(titles.size()));
    double last = std::numeric_limits<double>::infinity();
    for (const SearchHit& hit : found->hits) {
      QCOMPARE(hit.scores.size(), std::size_t(1));
      QVERIFY(hit.scores[0].kind == ScoreKind::Words);
      QVERIFY(hit.scores[0].value > 0 && hit.scores[0].value <= last);
      last = hit.scores[0].value;
      QCOMPARE(hit.text.has_value(), words != "espresso");
    }
  }

  void suggestions_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("first");
    QTest::newRow("a beginning") << "aspi"
                                 << "Aspirin";
    QTest::newRow("the whole name before longer ones") << "ethanol"
                                                       << "Ethanol";
    QTest::newRow("a title before a synonym") << "meth"
                                              << "Methanol";
    QTest::newRow("no matter the diacritics") << "acetone"
                                              << "Acétone";
    QTest::newRow("what much is told of before the rest") << "phe"
                                                          << "Phenol";
    QTest::newRow("nothing typed") << " "
                                   << "";
    QTest::newRow("no such name") << "xyz"
                                  << "";
  }

  void suggestions() {
    QFETCH(QString, text);
    QFETCH(QString, first);
    const auto rows = m_fixture.library->suggest(text.toStdString(), 3);
    QVERIFY(rows);
    QCOMPARE(rows->empty() ? QString() : QString::fromStdString(rows->front().title), first);
    QVERIFY(rows->size() <= 3);
  }

 private:
  LibraryFixture m_fixture;
};

QTEST_GUILESS_MAIN(LibraryWordsTest)
#include "library_words_test.moc"
