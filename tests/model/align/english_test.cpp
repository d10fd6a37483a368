#include <QTest>

#include "model/chem/describer/element_names.h"
#include "model/chem/describer/english.h"

using namespace molloquy;
using namespace molloquy::describer;

/// Articles, numbers and lists.
class EnglishTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void articles_data();
  void articles();
  void numbers_data();
  void numbers();
  void listsEndWithAnd_data();
  void listsEndWithAnd();
  void spansFollowTheText();
  void choicesRepeat();
  void elementNames();
};

void EnglishTest::articles_data() {
  QTest::addColumn<QString>("article");
  for (const char* noun : {"acetate ester", "amino group", "N-oxide", "8-membered ring",
                           "11-membered ring", "18-membered ring", "organic compound",
                           "1,3-oxazole"})
    QTest::newRow(noun) << (QString(noun).startsWith("1,3") ? "a" : "an");
  for (const char* noun : {"benzene ring", "urea group", "C-nitro compound", "14-membered ring",
                           "hydroxy group", "1,2,4-triazole ring"})
    QTest::newRow(noun) << "a";
}

void EnglishTest::articles() {
  QFETCH(QString, article);
  const std::string_view written = articleFor(QTest::currentDataTag());
  QCOMPARE(QString::fromUtf8(written.data(), static_cast<int>(written.size())), article);
}

void EnglishTest::numbers_data() {
  QTest::addColumn<int>("number");
  QTest::addColumn<QString>("word");
  QTest::newRow("one") << 1 << "one";
  QTest::newRow("twelve is the last word") << 12 << "twelve";
  QTest::newRow("then digits") << 13 << "13";
}

void EnglishTest::numbers() {
  QFETCH(int, number);
  QFETCH(QString, word);
  QCOMPARE(QString::fromStdString(numberWord(number)), word);
}

void EnglishTest::listsEndWithAnd_data() {
  QTest::addColumn<QStringList>("items");
  QTest::addColumn<QString>("list");
  QTest::newRow("nothing") << QStringList{} << "";
  QTest::newRow("one") << QStringList{"a"} << "a";
  QTest::newRow("two") << QStringList{"a", "b"} << "a and b";
  QTest::newRow("three") << QStringList{"a", "b", "c"} << "a, b and c";
}

void EnglishTest::listsEndWithAnd() {
  QFETCH(QStringList, items);
  QFETCH(QString, list);
  std::vector<Phrase> phrases;
  for (const QString& item : items) phrases.push_back(plain(item.toStdString()));
  QCOMPARE(QString::fromStdString(textOf(joinWithAnd(phrases))), list);
}

void EnglishTest::spansFollowTheText() {
  DescriptionBuilder builder;
  builder.addSentence("it has " + counted(1, "ring", "rings", {AtomIndex(4), AtomIndex(1)}, "ring_any"));
  builder.addSentence("it has " + counted(2, "ring", "rings", {AtomIndex(0)}, ""));
  const Description description = builder.take();
  QCOMPARE(description.text, std::string("It has a ring. It has two rings."));
  QCOMPARE(description.phrases.size(), std::size_t{2});
  QCOMPARE(std::string(textAt(description.text, description.phrases[0].span)), std::string("ring"));
  QCOMPARE(std::string(textAt(description.text, description.phrases[1].span)), std::string("rings"));
  QCOMPARE(description.phrases[0].atoms.front(), AtomIndex(1));
}

void EnglishTest::choicesRepeat() {
  Choice first(7), second(7), other(8);
  bool differs = false;
  for (int draw = 0; draw < 20; ++draw) {
    const std::size_t value = first.below(10);
    QVERIFY(value < 10);
    QCOMPARE(second.below(10), value);
    differs = differs || other.below(10) != value;
  }
  QVERIFY(differs);
  QCOMPARE(Choice(1).below(0), std::size_t{0});
}

void EnglishTest::elementNames() {
  QCOMPARE(elementName(6), std::string("carbon"));
  QCOMPARE(elementName(118), std::string("oganesson"));
  QCOMPARE(elementName(0), std::string("dummy"));
  QCOMPARE(elementName(300), std::string("dummy"));
  QCOMPARE(anionName(17), std::string("chloride"));
}

QTEST_GUILESS_MAIN(EnglishTest)
#include "english_test.moc"
