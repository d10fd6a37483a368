#include <QTest>

#include "model/retrieval/caption_index.h"
#include "model/retrieval/caption_words.h"

using namespace molloquy;
using retrieval::CaptionIndex;
using retrieval::Neighbour;

namespace {

const std::vector<std::string> kCaptions = {
    "The molecule is an acetate ester. It has a role as a plant metabolite.",
    "The molecule is a benzoic acid (2-hydroxy), a plant metabolite.",
    "The molecule is a long-chain fatty acid, a fatty acid that is saturated.",
    "It is an acetate ester of phenol.", "The molecule is water."};

std::vector<std::size_t> rowsOf(const std::vector<Neighbour>& neighbours) {
  std::vector<std::size_t> rows;
  for (const Neighbour& neighbour : neighbours) rows.push_back(neighbour.row);
  return rows;
}

}  // namespace

/// Captions by the words they share.
class CaptionIndexTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void captionsBecomeWords_data();
  void captionsBecomeWords();
  void scoresEqualAnIndependentComputation_data();
  void scoresEqualAnIndependentComputation();
  void theFilterKeepsRowsOut();
  void fewerRowsThanAskedForAreAllOfThem();
  void anEmptyIndexFindsNothing();
  void aHugeCaptionIsFound();
  void examplesArePickedFromTheList_data();
  void examplesArePickedFromTheList();
};

void CaptionIndexTest::captionsBecomeWords_data() {
  QTest::addColumn<QString>("caption");
  QTest::addColumn<QStringList>("words");
  QTest::newRow("signs part words")
      << "a (2-hydroxy),ester" << QStringList{"a", "2", "hydroxy", "ester"};
  QTest::newRow("full stops vanish") << "is 1.5 water." << QStringList{"is", "15", "water"};
  QTest::newRow("case stays") << "The THE the" << QStringList{"The", "THE", "the"};
  QTest::newRow("other signs stay") << "5'-AMP;x" << QStringList{"5'", "AMP;x"};
  QTest::newRow("nothing but signs") << " -(.), " << QStringList{};
  QTest::newRow("letters of other scripts") << "β-D" << QStringList{"β", "D"};
}

void CaptionIndexTest::captionsBecomeWords() {
  QFETCH(QString, caption);
  QStringList words;
  for (const std::string& word : retrieval::captionWords(caption.toStdString())) {
    words << QString::fromStdString(word);
  }
  QTEST(words, "words");
}

void CaptionIndexTest::scoresEqualAnIndependentComputation_data() {
  // Made by twenty lines of Python after the definition of BM25Okapi in rank_bm25.
  QTest::addColumn<QString>("query");
  QTest::addColumn<QList<double>>("scores");
  QTest::newRow("common words weigh little")
      << "The molecule is a fatty acid."
      << QList<double>{0.487612, 0.866792, 2.357744, 0.148026, 0.526204};
  QTest::newRow("a hyphen parts words")
      << "acetate ester, plant-metabolite" << QList<double>{1.140584, 0.643966, 0.0, 0.77797, 0.0};
  QTest::newRow("case matters") << "The the THE"
                                << QList<double>{0.108511, 0.122529, 0.108511, 0.0, 0.175401};
  QTest::newRow("an unknown word") << "zzz" << QList<double>{0.0, 0.0, 0.0, 0.0, 0.0};
  QTest::newRow("a repeated word counts twice")
      << "acid acid" << QList<double>{0.0, 0.643966, 0.851828, 0.0, 0.0};
}

void CaptionIndexTest::scoresEqualAnIndependentComputation() {
  QFETCH(QString, query);
  QFETCH(QList<double>, scores);
  const std::vector<double> found = CaptionIndex(kCaptions).scores(query.toStdString());
  QCOMPARE(found.size(), static_cast<std::size_t>(scores.size()));
  for (std::size_t i = 0; i < found.size(); ++i) {
    QVERIFY2(std::abs(found[i] - scores[static_cast<qsizetype>(i)]) < 1e-6,
             qPrintable(QString("caption %1: %2").arg(i).arg(found[i], 0, 'f', 6)));
  }
}

void CaptionIndexTest::theFilterKeepsRowsOut() {
  const CaptionIndex index(kCaptions);
  const auto all = index.nearest(kCaptions[2], 2, [](std::size_t) { return true; });
  QCOMPARE(rowsOf(all).front(), std::size_t{2});
  const auto others = index.nearest(kCaptions[2], 2, [](std::size_t row) { return row != 2; });
  QCOMPARE(rowsOf(others), (std::vector<std::size_t>{1, 0}));
}

void CaptionIndexTest::fewerRowsThanAskedForAreAllOfThem() {
  const CaptionIndex index(kCaptions);
  QCOMPARE(index.nearest("water", 50, [](std::size_t) { return true; }).size(), std::size_t{5});
  QVERIFY(index.nearest("water", 50, [](std::size_t) { return false; }).empty());
}

void CaptionIndexTest::anEmptyIndexFindsNothing() {
  const CaptionIndex index(std::vector<std::string>{});
  QVERIFY(index.nearest("water", 2, [](std::size_t) { return true; }).empty());
  const CaptionIndex blank(std::vector<std::string>{"", ""});
  QCOMPARE(blank.scores("water"), (std::vector<double>{0.0, 0.0}));
}

void CaptionIndexTest::aHugeCaptionIsFound() {
  std::vector<std::string> captions = kCaptions;
  std::string huge;
  for (int i = 0; i < 10000; ++i) huge += "word" + std::to_string(i) + " ";
  captions.push_back(huge);
  const auto found = CaptionIndex(captions).nearest(huge, 1, [](std::size_t) { return true; });
  QCOMPARE(found.front().row, std::size_t{5});
}

void CaptionIndexTest::examplesArePickedFromTheList_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<bool>("buckets");
  QTest::addColumn<bool>("last");
  QTest::addColumn<QList<int>>("rows");
  QTest::newRow("the nearest stands last") << 2 << false << true << QList<int>{1, 0};
  QTest::newRow("the nearest stands first") << 2 << false << false << QList<int>{0, 1};
  QTest::newRow("two of the buckets") << 2 << true << false << QList<int>{0, 5};
  QTest::newRow("three of the buckets") << 3 << true << true << QList<int>{6, 3, 0};
  QTest::newRow("four of the buckets") << 4 << true << false << QList<int>{0, 2, 4, 6};
  QTest::newRow("none") << 0 << true << true << QList<int>{};
}

void CaptionIndexTest::examplesArePickedFromTheList() {
  QFETCH(int, count);
  QFETCH(bool, buckets);
  QFETCH(bool, last);
  std::vector<Neighbour> list;
  for (std::size_t i = 0; i < 10; ++i) list.push_back({i, 1.0 - 0.1 * static_cast<double>(i)});
  retrieval::NeighbourOptions options;
  options.count = static_cast<std::size_t>(count);
  options.spread = buckets ? retrieval::Spread::Buckets : retrieval::Spread::Nearest;
  options.order = last ? retrieval::Order::MostSimilarLast : retrieval::Order::MostSimilarFirst;
  QVERIFY(retrieval::ranksNeeded(options) <= 10);
  QList<int> rows;
  for (const Neighbour& picked : retrieval::pickNeighbours(list, options)) {
    rows << static_cast<int>(picked.row);
  }
  QTEST(rows, "rows");
}

QTEST_GUILESS_MAIN(CaptionIndexTest)
#include "caption_index_test.moc"
