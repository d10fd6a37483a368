#include "model/generation/beam_search.h"

#include <QTest>

#include "tests/model/generation/scripted_decoder.h"

using namespace molloquy;
using namespace molloquy::generation;
using tests::Text;

namespace {

constexpr int kEnd = 0;
constexpr int kA = 1;
constexpr int kB = 2;
constexpr double kClose = 1e-5;

/// What comes behind the last token of a text: rows for none, A and B; columns end, A, B.
using Table = std::array<std::array<double, 3>, 3>;

/// The text B and its end are likely, once B has come; A goes on.
constexpr Table kShortOrLong{{{.1, .5, .4}, {.2, .3, .5}, {.9, .05, .05}}};

/// Writes out the logits for all open texts of a search.
std::vector<float> logitsFor(const Table& table, const std::vector<Text>& texts) {
  std::vector<float> logits;
  for (const Text& text : texts) {
    for (const double p : table[text.empty() ? 0 : static_cast<std::size_t>(text.back())]) {
      logits.push_back(static_cast<float>(std::log(p)));
    }
  }
  return logits;
}

/// A search run to its end over a table.
struct Run {
  std::vector<Hypothesis> best;
  int steps = 0;
  std::vector<Text> agreed;  ///< after each step.
};

Run run(const Table& table, const GenerateOptions& options, int limit) {
  BeamSearch search(options, 3, limit);
  std::vector<Text> texts{{}};
  Run result;
  while (!search.isDone()) {
    std::vector<float> logits = logitsFor(table, texts);
    search.advance(logits);
    ++result.steps;
    result.agreed.push_back(tests::textOf(search.agreed()));
    std::vector<Text> next;
    for (std::size_t i = 0; i < search.tokens().size(); ++i) {
      next.push_back(texts.at(static_cast<std::size_t>(search.parents()[i])));
      next.back().push_back(search.tokens()[i].value);
    }
    texts = next;
  }
  result.best = search.finish();
  return result;
}

GenerateOptions twoBeams() {
  GenerateOptions options;
  options.beams = 2;
  options.ends = {TokenId(kEnd)};
  return options;
}

}  // namespace

class BeamSearchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Step 1 leaves A (.5) and B (.4). Step 2: B end .36, A B .25, A A .15, A end .10, ...; so the
  // hypotheses are "B" and the two open texts, of which two are kept.
  void lengthsDecideBetweenShortAndLong_data() {
    QTest::addColumn<double>("penalty");
    QTest::addColumn<bool>("countsEnd");
    QTest::addColumn<int>("leading");
    QTest::addColumn<Text>("best");
    QTest::addColumn<double>("score");
    QTest::addColumn<double>("second");
    const double b = std::log(.36);
    const double ab = std::log(.25);
    const double aa = std::log(.15);
    QTest::newRow("each by its length, the end counted")
        << 1.0 << true << 0 << Text{kB} << b / 2 << ab / 2;
    QTest::newRow("the end not counted: the long text wins")
        << 1.0 << false << 0 << Text{kA, kB} << ab / 2 << aa / 2;
    QTest::newRow("a leading token, the end not counted")
        << 1.0 << false << 1 << Text{kA, kB} << ab / 3 << b / 2;
    QTest::newRow("no length at all") << 0.0 << true << 0 << Text{kB} << b << ab;
    QTest::newRow("longer is worse") << -1.0 << false << 0 << Text{kB} << b << ab * 2;
    QTest::newRow("longer is much better") << 2.0 << false << 0 << Text{kA, kB} << ab / 4 << aa / 4;
  }

  void lengthsDecideBetweenShortAndLong() {
    QFETCH(double, penalty);
    QFETCH(bool, countsEnd);
    QFETCH(int, leading);
    QFETCH(Text, best);
    QFETCH(double, score);
    QFETCH(double, second);
    GenerateOptions options = twoBeams();
    options.lengthPenalty = penalty;
    options.lengthCount = countsEnd ? LengthCount::WithEnd : LengthCount::WithoutEnd;
    options.leadingTokens = leading;
    const Run result = run(kShortOrLong, options, 2);
    QCOMPARE(result.best.size(), std::size_t{2});
    QCOMPARE(tests::textOf(result.best[0].tokens), best);
    QVERIFY(std::abs(result.best[0].score - score) < kClose);
    QVERIFY(std::abs(result.best[1].score - second) < kClose);
    const bool ended = best.size() == 1;
    QVERIFY(result.best[0].finish == (ended ? Finish::EndOfText : Finish::MaxTokens));
  }

  // At the first step the end (.1) ranks third of three: not among the first two.
  void anEndBehindTheBeamsIsDropped() {
    const Run result = run(kShortOrLong, twoBeams(), 1);
    QCOMPARE(tests::textOf(result.best[0].tokens), Text{kA});
    QCOMPARE(tests::textOf(result.best[1].tokens), Text{kB});
  }

  // Both texts end at step 2 (.54 and .36), but .54 itself could still beat the second: not done.
  // At step 3 the best candidate is .054, which at three tokens is worse than either.
  void itIsDoneWhenNothingCanGetBetter() {
    const Table table{{{.0, .6, .4}, {.9, .0, .1}, {.9, .1, .0}}};
    const Run result = run(table, twoBeams(), 30);
    QCOMPARE(result.steps, 3);
    QCOMPARE(tests::textOf(result.best[0].tokens), Text{kA});
    QCOMPARE(tests::textOf(result.best[1].tokens), Text{kB});
    QVERIFY(std::abs(result.best[0].score - std::log(.54) / 2) < kClose);
  }

  void openTextsDoNotCountOnceItIsDone() {
    const Table table{{{.0, .6, .4}, {.9, .0, .1}, {.9, .1, .0}}};
    GenerateOptions options = twoBeams();
    for (const Hypothesis& best : run(table, options, 30).best) {
      QVERIFY(best.finish == Finish::EndOfText);
    }
  }

  // Log-probabilities of used tokens are multiplied: ln .65 four times makes A A worse than B A.
  void usedTokensArePenalised_data() {
    QTest::addColumn<double>("penalty");
    QTest::addColumn<Text>("usedBefore");
    QTest::addColumn<Text>("best");
    QTest::addColumn<double>("sum");
    const double a = std::log(.65);
    const double b = std::log(.35);
    QTest::newRow("no penalty") << 1.0 << Text{} << Text{kA, kA} << 2 * a;
    QTest::newRow("a penalty of four") << 4.0 << Text{} << Text{kB, kA} << b + std::log(.7);
    QTest::newRow("a token used before the answer")
        << 4.0 << Text{kA} << Text{kB, kA} << b + 4 * std::log(.7);
  }

  void usedTokensArePenalised() {
    QFETCH(double, penalty);
    QFETCH(Text, usedBefore);
    QFETCH(Text, best);
    QFETCH(double, sum);
    const Table table{{{.0, .65, .35}, {.0, .65, .35}, {.0, .7, .3}}};
    GenerateOptions options = twoBeams();
    options.sampling.repetitionPenalty = penalty;
    options.penalised = tests::ids(usedBefore);
    options.lengthPenalty = 0.0;
    const Run result = run(table, options, 2);
    QCOMPARE(tests::textOf(result.best[0].tokens), best);
    QVERIFY(std::abs(result.best[0].score - sum) < kClose);
  }

  void theEndWaitsForTheShortestAnswer() {
    const Table table{{{.9, .06, .04}, {.9, .06, .04}, {.9, .06, .04}}};
    GenerateOptions options = twoBeams();
    options.minNewTokens = 3;
    const Run result = run(table, options, 10);
    QCOMPARE(result.best[0].tokens.size(), std::size_t{3});
    QVERIFY(result.best[0].finish == Finish::EndOfText);
  }

  void fewerTextsThanBeamsArePossible() {
    const Table table{{{.0, 1.0, .0}, {.0, 1.0, .0}, {.0, .0, 1.0}}};
    GenerateOptions options = twoBeams();
    options.beams = 4;
    const Run result = run(table, options, 3);
    QCOMPARE(result.best.size(), std::size_t{1});
    QCOMPARE(tests::textOf(result.best[0].tokens), (Text{kA, kA, kA}));
  }

  // A first, then either: both open texts begin with A; afterwards they differ.
  void whatAllTextsAgreeOnIsSettled() {
    const Table table{{{.0, .999, .001}, {.0, .5, .4}, {.0, .5, .4}}};
    const Run result = run(table, twoBeams(), 3);
    QCOMPARE(result.agreed.at(0), Text{});
    QCOMPARE(result.agreed.at(1), Text{kA});
    for (const Hypothesis& best : result.best) QCOMPARE(best.tokens.front().value, kA);
  }

  void aStopRuleEndsATextLikeAnEnd() {
    const Table table{{{.0, .6, .4}, {.0, .5, .5}, {.0, .5, .5}}};
    GenerateOptions options = twoBeams();
    options.rules.lineEnds = {TokenId(kB)};
    const Run result = run(table, options, 20);
    QVERIFY(result.best[0].finish == Finish::EndOfText);
    for (const TokenId token : result.best[0].tokens) QCOMPARE(token.value, kA);
  }
};

QTEST_APPLESS_MAIN(BeamSearchTest)
#include "beam_search_test.moc"
