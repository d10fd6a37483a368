#include "widgets/neighbours/movement_words.h"

#include <QTest>

using namespace molloquy::widgets;

class MovementWordsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void movementIsTold_data();
  void movementIsTold();
  void oneCardMoves_data();
  void oneCardMoves();
};

namespace {

/// Cards named by their place in the list, with the places they had before.
std::vector<NeighbourCard> movedCards(const QList<int>& before) {
  const QStringList names{QStringLiteral("caffeine"), QStringLiteral("aspirin"),
                          QStringLiteral("urea"), QStringLiteral("glycine")};
  std::vector<NeighbourCard> cards;
  for (const int place : before) {
    NeighbourCard card;
    card.key = card.name = names[static_cast<qsizetype>(cards.size()) % names.size()];
    card.rankBefore = place;
    cards.push_back(card);
  }
  return cards;
}

}  // namespace

void MovementWordsTest::movementIsTold_data() {
  QTest::addColumn<QList<int>>("before");
  QTest::addColumn<QString>("words");
  QTest::newRow("no cards") << QList<int>{} << QString();
  QTest::newRow("the first list has nothing to be compared with")
      << QList<int>{-1, -1, -1} << QString();
  QTest::newRow("nothing moved") << QList<int>{0, 1, 2} << QStringLiteral("order unchanged");
  QTest::newRow("one rose") << QList<int>{3, 1, 2} << QStringLiteral("caffeine up 3");
  QTest::newRow("two came and one rose")
      << QList<int>{3, -1, -1, 3} << QStringLiteral("2 new, caffeine up 3");
  QTest::newRow("of several that rose the one that rose the most is named")
      << QList<int>{2, 5, 2} << QStringLiteral("aspirin up 4");
  QTest::newRow("rise and fall are both told")
      << QList<int>{1, 0} << QStringLiteral("caffeine up 1, aspirin down 1");
}

void MovementWordsTest::movementIsTold() {
  QFETCH(QList<int>, before);
  QTEST(movementWords(movedCards(before)), "words");
}

void MovementWordsTest::oneCardMoves_data() {
  QTest::addColumn<QList<int>>("before");
  QTest::addColumn<int>("row");
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("places");
  const auto add = [](const char* name, const QList<int>& before, int row, Movement moved) {
    QTest::newRow(name) << before << row << static_cast<int>(moved.kind) << moved.places;
  };
  add("a new card", {0, -1}, 1, {Movement::Kind::New, 0});
  add("the only card of a first list is not new", {-1}, 0, {});
  add("a card that rose", {4, 0}, 0, {Movement::Kind::Up, 4});
  add("a card that fell", {1, 0}, 1, {Movement::Kind::Down, 1});
  add("a card that stayed", {0, 1}, 1, {});
  add("a row that does not exist", {0, 1}, 7, {});
  add("a negative row", {0, 1}, -1, {});
}

void MovementWordsTest::oneCardMoves() {
  QFETCH(QList<int>, before);
  QFETCH(int, row);
  const Movement moved = movementOf(movedCards(before), row);
  QTEST(static_cast<int>(moved.kind), "kind");
  QTEST(moved.places, "places");
}

QTEST_APPLESS_MAIN(MovementWordsTest)
#include "movement_words_test.moc"
