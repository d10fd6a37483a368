#include "model/generation/stop_rules.h"

#include <QTest>

#include "model/generation/presets.h"
#include "tests/model/generation/scripted_decoder.h"

using namespace molloquy;
using namespace molloquy::generation;
using tests::Text;

namespace {

constexpr int kNewline = 13;
constexpr int kBegin = 1;
constexpr int kPeriod = 50;

StopRules allRules() {
  return forUntaughtModel({TokenId(kNewline)}, {TokenId(kBegin)}, {TokenId(kPeriod)});
}

/// What an answer of these tokens becomes, and what was settled on the way.
struct Told {
  Text answer;
  bool ended = false;
  bool tookBack = false;  ///< something settled was taken back.
};

Told tell(const StopRules& rules, const Text& text) {
  Told told;
  std::size_t settled = 0;
  for (std::size_t n = 1; n <= text.size(); ++n) {
    const std::vector<TokenId> tokens = tests::ids(Text(text.begin(), text.begin() + n));
    const RuleVerdict verdict = judge(rules, tokens);
    told.tookBack = told.tookBack || verdict.length < settled;
    settled = verdict.length;
    if (verdict.ended) {
      told.ended = true;
      told.answer = Text(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(settled));
      return told;
    }
  }
  told.answer = text;
  return told;
}

Text repeated(const Text& unit, int times) {
  Text text;
  for (int i = 0; i < times; ++i) text.insert(text.end(), unit.begin(), unit.end());
  return text;
}

}  // namespace

class StopRulesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anAnswerEndsWhereARuleSays_data() {
    QTest::addColumn<Text>("text");
    QTest::addColumn<Text>("answer");
    QTest::addColumn<bool>("ended");
    const Text sentence = {7, 8, 9, kPeriod};
    const Text other = {7, 8, 10, kPeriod};
    const auto joined = [](Text a, const Text& b) {
      a.insert(a.end(), b.begin(), b.end());
      return a;
    };
    QTest::newRow("a plain text goes on") << Text{4, 5, 6} << Text{4, 5, 6} << false;
    QTest::newRow("a newline ends it") << Text{4, 5, kNewline, 6} << Text{4, 5} << true;
    QTest::newRow("a begin mark ends it") << Text{4, kBegin, 5} << Text{4} << true;
    QTest::newRow("a sentence for the second time is left out")
        << joined(sentence, sentence) << sentence << true;
    QTest::newRow("after another sentence too")
        << joined(joined(sentence, other), sentence) << joined(sentence, other) << true;
    QTest::newRow("a sentence that only begins alike stays")
        << joined(sentence, other) << joined(sentence, other) << false;
    QTest::newRow("a number with a period may come again")
        << Text{4, kPeriod, 5, kPeriod, 4, kPeriod} << Text{4, kPeriod, 5, kPeriod, 4, kPeriod}
        << false;
    QTest::newRow("a loop of five keeps two turns")
        << repeated({4, 5, 6, 7, 8}, 4) << repeated({4, 5, 6, 7, 8}, 2) << true;
    QTest::newRow("one token sixteen times keeps two") << Text(16, 4) << Text(2, 4) << true;
    QTest::newRow("a chain of carbons is no loop") << Text(12, 4) << Text(12, 4) << false;
    QTest::newRow("three turns are no loop yet")
        << repeated({4, 5, 6, 7, 8}, 3) << repeated({4, 5, 6, 7, 8}, 3) << false;
    QTest::newRow("a loop after a beginning")
        << joined({2, 3}, repeated({4, 5, 6, 7}, 4)) << Text{2, 3, 4, 5, 6, 7, 4, 5, 6, 7} << true;
  }

  void anAnswerEndsWhereARuleSays() {
    QFETCH(Text, text);
    QFETCH(Text, answer);
    QFETCH(bool, ended);
    const Told told = tell(allRules(), text);
    QCOMPARE(told.answer, answer);
    QCOMPARE(told.ended, ended);
    QVERIFY(!told.tookBack);
  }

  void aRuleThatIsOffDoesNothing_data() {
    QTest::addColumn<int>("rule");
    QTest::addColumn<Text>("text");
    QTest::newRow("newline") << 0 << Text{4, kNewline, 5};
    QTest::newRow("begin mark") << 1 << Text{4, kBegin, 5};
    QTest::newRow("repeated sentence") << 2 << Text{7, 8, 9, kPeriod, 7, 8, 9, kPeriod};
    QTest::newRow("loop") << 3 << Text(40, 4);
  }

  void aRuleThatIsOffDoesNothing() {
    QFETCH(int, rule);
    QFETCH(Text, text);
    StopRules rules = allRules();
    QVERIFY(tell(rules, text).ended);
    if (rule == 0) rules.lineEnds.clear();
    if (rule == 1) rules.beginMarks.clear();
    if (rule == 2) rules.sentenceEnds.clear();
    if (rule == 3) rules.loopTurns = 0;
    QVERIFY(!tell(rules, text).ended);
    QVERIFY(!rules.isOff());
    QVERIFY(StopRules{}.isOff());
  }

  void presetsHoldThePublishedSettings_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::addColumn<double>("lengthPenalty");
    QTest::newRow("stage 2") << "caption" << 32 << 128 << 0.8;
    QTest::newRow("stage 3, caption") << "stage3-caption" << 16 << 128 << 0.8;
    QTest::newRow("stage 3, description") << "description" << 16 << 64 << 0.8;
    QTest::newRow("stage 3, property") << "property" << 16 << 64 << 0.8;
    QTest::newRow("notebook") << "notebook" << 32 << 128 << 1.0;
  }

  void presetsHoldThePublishedSettings() {
    QFETCH(QString, name);
    QFETCH(int, least);
    QFETCH(int, most);
    QFETCH(double, lengthPenalty);
    const auto preset = presetNamed(name.toStdString());
    QVERIFY(preset.has_value());
    const GenerateOptions options = optionsOf(*preset);
    QCOMPARE(options.beams, 5);
    QCOMPARE(options.minNewTokens, least);
    QCOMPARE(options.maxNewTokens, most);
    QCOMPARE(options.lengthPenalty, lengthPenalty);
    QCOMPARE(options.sampling.repetitionPenalty, 1.2);
    QCOMPARE(presets().size(), std::size_t{5});
  }

  void anUnknownPresetIsNone() { QVERIFY(!presetNamed("essay").has_value()); }
};

QTEST_APPLESS_MAIN(StopRulesTest)
#include "stop_rules_test.moc"
