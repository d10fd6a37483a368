#include "model/metrics/wordnet.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "model/metrics/porter_stemmer.h"
#include "model/metrics/wordnet_index.h"
#include "tests/model/metrics/golden_rows.h"

using namespace molloquy;

namespace {

void write(const QTemporaryDir& folder, const QString& name, const QByteArray& content) {
  QFile file(folder.filePath(name));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(content);
}

/// A dictionary of two nouns, "chalk" and "marl", in one meaning with "soft_rock".
void writeDictionary(const QTemporaryDir& folder) {
  const QByteArray head = "  1 A licence of the dictionary stands here.\n";
  const QByteArray offset = QByteArray::number(head.size()).rightJustified(8, '0');
  write(folder, "index.noun",
        head + "chalk n 1 1 @ 1 0 " + offset + "\nmarl n 1 0 1 0 " + offset + "  \n");
  write(folder, "data.noun",
        head + offset + " 27 n 03 Chalk 0 soft_rock 0 marl(p) 0 000 | a pale stone\n");
  for (const char* part : {"verb", "adj", "adv"}) {
    write(folder, QString("index.") + part, head);
    write(folder, QString("data.") + part, head);
    write(folder, QString(part) + ".exc", "");
  }
  write(folder, "noun.exc", "kalk chalk\nmarlz marl nothing\n");
}

}  // namespace

class WordNetTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void stemsEqualTheReference_data();
  void stemsEqualTheReference();
  void synonymsEqualTheReference_data();
  void synonymsEqualTheReference();
  void synonymsOfASmallDictionary_data();
  void synonymsOfASmallDictionary();
  void aMissingFileIsToldWithThePackage();
  void damagedLinesHaveNoMeaning_data();
  void damagedLinesHaveNoMeaning();
  void threadsMayAskTogether();
};

void WordNetTest::stemsEqualTheReference_data() {
  QTest::addColumn<std::string>("word");
  QTest::addColumn<std::string>("stem");
  for (const auto& row : golden::tableOf("stems.tsv")) {
    QTest::newRow(row[0].c_str()) << row[0] << row[1];
  }
}

void WordNetTest::stemsEqualTheReference() {
  QFETCH(const std::string, word);
  QFETCH(const std::string, stem);
  QCOMPARE(metrics::porterStem(word), stem);
}

void WordNetTest::synonymsEqualTheReference_data() {
  QTest::addColumn<std::string>("word");
  QTest::addColumn<std::string>("synonyms");
  for (const auto& row : golden::tableOf("synonyms.tsv")) {
    QTest::newRow(row[0].c_str()) << row[0] << row[1];
  }
}

void WordNetTest::synonymsEqualTheReference() {
  QFETCH(const std::string, word);
  QFETCH(const std::string, synonyms);
  const auto wordNet = metrics::WordNet::open(metrics::WordNet::usualFolder());
  QVERIFY2(wordNet.has_value(), wordNet ? "" : wordNet.error().toString().c_str());
  std::string found;
  for (const std::string& synonym : (*wordNet)->synonyms(word)) {
    found += (found.empty() ? "" : " ") + synonym;
  }
  QCOMPARE(found, synonyms);
}

void WordNetTest::synonymsOfASmallDictionary_data() {
  QTest::addColumn<std::string>("word");
  QTest::addColumn<bool>("known");
  QTest::newRow("a word") << std::string("marl") << true;
  QTest::newRow("its plural") << std::string("marls") << true;
  QTest::newRow("an irregular form") << std::string("kalk") << true;
  QTest::newRow("an irregular form with a word that is none") << std::string("marlz") << true;
  QTest::newRow("two endings at once") << std::string("chalkses") << true;
  QTest::newRow("a word that is part of another") << std::string("mar") << false;
  QTest::newRow("a word in front of all") << std::string("aa") << false;
  QTest::newRow("a word behind all") << std::string("zz") << false;
  QTest::newRow("a word of the licence") << std::string("1") << false;
  QTest::newRow("the empty word") << std::string() << false;
  QTest::newRow("a blank") << std::string(" ") << false;
  QTest::newRow("many endings") << std::string(200, 's') << false;
  QTest::newRow("a very long word") << std::string(100000, 's') << false;
}

void WordNetTest::synonymsOfASmallDictionary() {
  QFETCH(const std::string, word);
  QFETCH(const bool, known);
  const QTemporaryDir folder;
  writeDictionary(folder);
  const auto wordNet = metrics::WordNet::open(folder.path().toStdString());
  QVERIFY2(wordNet.has_value(), wordNet ? "" : wordNet.error().toString().c_str());
  const std::vector<std::string> expected{"Chalk", "marl"};
  QCOMPARE((*wordNet)->synonyms(word), known ? expected : std::vector<std::string>());
}

void WordNetTest::aMissingFileIsToldWithThePackage() {
  const QTemporaryDir folder;
  writeDictionary(folder);
  QVERIFY(QFile::remove(folder.filePath("data.verb")));
  const auto wordNet = metrics::WordNet::open(folder.path().toStdString());
  QVERIFY(!wordNet.has_value());
  QVERIFY(wordNet.error().code == ErrorCode::NotFound);
  const auto& message = wordNet.error().message;
  QVERIFY2(message.find("data.verb") != message.npos, message.c_str());
  QVERIFY2(message.find("wordnet-base") != message.npos, message.c_str());
  QVERIFY2(message.find("WNSEARCHDIR") != message.npos, message.c_str());
}

void WordNetTest::damagedLinesHaveNoMeaning_data() {
  QTest::addColumn<std::string>("index");
  QTest::addColumn<std::size_t>("offsets");
  const std::size_t none = 0;
  QTest::newRow("whole") << std::string("chalk n 2 1 @ 2 0 00000010 00000020\n") << std::size_t{2};
  QTest::newRow("without its line end") << std::string("chalk n 1 0 1 0 7") << std::size_t{1};
  QTest::newRow("the word alone") << std::string("chalk\n") << none;
  QTest::newRow("a number that is none") << std::string("chalk n x 0 1 0 7\n") << none;
  QTest::newRow("a negative number") << std::string("chalk n -1 0 1 0 7\n") << none;
  QTest::newRow("more pointers than fields")
      << std::string("chalk n 1 99999999999 1 0 7\n") << none;
  QTest::newRow("more meanings than fields")
      << std::string("chalk n 99999999999 0 1 0 7 8\n") << std::size_t{2};
  QTest::newRow("an offset that is none") << std::string("chalk n 2 0 2 0 7 x\n") << std::size_t{1};
  QTest::newRow("nothing") << std::string() << none;
  QTest::newRow("line ends alone") << std::string("\n\n\n\n") << none;
}

void WordNetTest::damagedLinesHaveNoMeaning() {
  QFETCH(const std::string, index);
  QFETCH(const std::size_t, offsets);
  QCOMPARE(metrics::meaningOffsets(index, "chalk").size(), offsets);
  // An offset past the end, inside a meaning, or to a line that promises too many words.
  const std::string data = "00000000 03 n ff chalk 0 marl";
  QCOMPARE(metrics::wordsOfMeaning(data, 0).size(), 2U);
  QVERIFY(metrics::wordsOfMeaning(data, 3).empty());
  QVERIFY(metrics::wordsOfMeaning(data, 1U << 30U).empty());
}

void WordNetTest::threadsMayAskTogether() {
  const QTemporaryDir folder;
  writeDictionary(folder);
  const auto wordNet = metrics::WordNet::open(folder.path().toStdString());
  QVERIFY(wordNet.has_value());
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 500; ++i) {
          const auto& found = (*wordNet)->synonyms(i % 3 == 0 ? "chalk" : "w" + std::to_string(i));
          if (found.size() != (i % 3 == 0 ? 2U : 0U)) ++wrong;
        }
      });
    }
  }
  QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(WordNetTest)
#include "wordnet_test.moc"
