#include <QTest>
#include <limits>

#include "model/generation/generate.h"
#include "tests/model/generation/scripted_decoder.h"

using namespace molloquy;
using namespace molloquy::generation;
using tests::ScriptedDecoder;
using tests::Text;

namespace {

constexpr int kEnd = 0;
constexpr int kVocabulary = 10;

/// Counts on: behind n comes n + 1 most likely, behind 8 the end; other tokens are unlikely.
std::vector<double> countOn(const Text& text) {
  std::vector<double> probabilities(kVocabulary, 0.01);
  const int next = text.back() >= 8 ? kEnd : text.back() + 1;
  probabilities[static_cast<std::size_t>(next)] = 0.91;
  return probabilities;
}

/// Never ends; all tokens but the end are alike, the last one a little less.
std::vector<double> endless(const Text& text) {
  std::vector<double> probabilities(kVocabulary,
                                    0.1 + 0.001 * static_cast<double>(text.size() % 3));
  probabilities[kEnd] = 1e-9;
  probabilities[static_cast<std::size_t>(1 + text.size() % 9)] = 0.11;
  return probabilities;
}

GenerateOptions options(int most = 20) {
  GenerateOptions result;
  result.maxNewTokens = most;
  result.ends = {TokenId(kEnd)};
  return result;
}

struct Heard {
  Text tokens;
  OnToken listener() {
    return [this](TokenId token) { tokens.push_back(token.value); };
  }
};

}  // namespace

class GenerationLoopTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theAnswerIsToldTokenByToken_data() {
    QTest::addColumn<int>("beams");
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("least");
    QTest::addColumn<Text>("answer");
    QTest::addColumn<int>("finish");
    const int ended = static_cast<int>(Finish::EndOfText);
    const int full = static_cast<int>(Finish::MaxTokens);
    QTest::newRow("to its end") << 1 << 20 << 0 << Text{5, 6, 7, 8} << ended;
    QTest::newRow("to the limit") << 1 << 2 << 0 << Text{5, 6} << full;
    QTest::newRow("nothing asked for") << 1 << 0 << 0 << Text{} << full;
    QTest::newRow("beams, to the end") << 3 << 20 << 0 << Text{5, 6, 7, 8} << ended;
    QTest::newRow("beams, to the limit") << 3 << 2 << 0 << Text{5, 6} << full;
    QTest::newRow("beams, one token") << 3 << 1 << 0 << Text{5} << full;
    QTest::newRow("beams, nothing asked for") << 3 << 0 << 0 << Text{} << full;
    QTest::newRow("not before the shortest answer")
        << 1 << 20 << 5 << Text{5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8} << ended;
  }

  void theAnswerIsToldTokenByToken() {
    QFETCH(int, beams);
    QFETCH(int, most);
    QFETCH(int, least);
    QFETCH(Text, answer);
    QFETCH(int, finish);
    ScriptedDecoder decoder(kVocabulary, countOn);
    GenerateOptions asked = options(most);
    asked.beams = beams;
    asked.minNewTokens = least;
    Heard heard;
    const std::vector<float> prompt = {3, 4};
    const auto written = generate(decoder, 0, prompt, asked, heard.listener(), {});
    QVERIFY(written.has_value());
    QCOMPARE(tests::textOf(written->tokens), answer);
    QCOMPARE(heard.tokens, answer);
    QCOMPARE(static_cast<int>(written->finish), finish);
    QCOMPARE(written->promptTokens, 2);
    QCOMPARE(written->cachedTokens, 0);
    QCOMPARE(decoder.promptLength(0), 2);
    QVERIFY(decoder.fits);
    QVERIFY(written->firstTokenSeconds <= written->seconds);
  }

  void beamsSettleTokensBeforeTheEnd() {
    ScriptedDecoder decoder(kVocabulary, countOn);
    GenerateOptions asked = options();
    asked.beams = 2;
    std::size_t stepsAtFirst = 0;
    const std::vector<float> prompt = {1};
    const auto written = generate(decoder, 0, prompt, asked,
                                  [&](TokenId) {
                                    if (stepsAtFirst == 0) stepsAtFirst = decoder.widths.size();
                                  },
                                  {});
    QVERIFY(written.has_value());
    QVERIFY(stepsAtFirst > 0 && stepsAtFirst < decoder.widths.size());
    QCOMPARE(written->hypotheses.size(), std::size_t{2});
    for (const int width : decoder.widths) QCOMPARE(width, 2);
  }

  void aStopIsObeyedBeforeTheNextToken_data() {
    QTest::addColumn<int>("beams");
    QTest::addColumn<int>("stopAfter");
    for (const int beams : {1, 3}) {
      for (const int after : {0, 1, 3}) {
        QTest::addRow("%d beams, after %d tokens", beams, after) << beams << after;
      }
    }
  }

  void aStopIsObeyedBeforeTheNextToken() {
    QFETCH(int, beams);
    QFETCH(int, stopAfter);
    ScriptedDecoder decoder(kVocabulary, countOn);
    GenerateOptions asked = options();
    asked.beams = beams;
    std::stop_source stop;
    if (stopAfter == 0) stop.request_stop();
    Text heard;
    const std::vector<float> prompt = {1};
    const auto written = generate(
        decoder, 0, prompt, asked,
        [&](TokenId token) {
          heard.push_back(token.value);
          if (static_cast<int>(heard.size()) == stopAfter) stop.request_stop();
        },
        stop.get_token());
    QVERIFY(written.has_value());
    QVERIFY(written->finish == Finish::Stopped);
    QVERIFY(static_cast<int>(heard.size()) == stopAfter || beams > 1);
    QCOMPARE(tests::textOf(written->tokens), heard);
  }

  void aNextTurnReadsItsNewTokensOnly_data() {
    QTest::addColumn<int>("beams");
    QTest::addColumn<int>("kept");
    QTest::addColumn<int>("most");
    // The last token of an answer to the limit was never read; an end token is not kept.
    QTest::newRow("greedy, to the end") << 1 << 4 << 20;
    QTest::newRow("greedy, to the limit") << 1 << 1 << 2;
    QTest::newRow("greedy, one token") << 1 << 0 << 1;
    QTest::newRow("beams, to the limit") << 3 << 2 << 3;
    QTest::newRow("beams, one token") << 3 << 0 << 1;
  }

  void aNextTurnReadsItsNewTokensOnly() {
    QFETCH(int, beams);
    QFETCH(int, kept);
    QFETCH(int, most);
    ScriptedDecoder decoder(kVocabulary, countOn);
    GenerateOptions asked = options(most);
    asked.beams = beams;
    asked.keep = KeepAnswer::Yes;
    const std::vector<float> prompt = {3, 4};
    const auto first = generate(decoder, 7, prompt, asked, {}, {});
    QCOMPARE(first->keptTokens, kept);
    Text want = {3, 4};
    for (int i = 0; i < kept; ++i) want.push_back(5 + i);
    QCOMPARE(decoder.prompts[7], want);
    const auto second = generate(decoder, 7, prompt, asked, {}, {});
    QCOMPARE(second->cachedTokens, 2 + kept);
    QCOMPARE(second->promptTokens, 4 + kept);
  }

  void aStoppedAnswerIsKeptAsFarAsItWasTold() {
    for (const int beams : {1, 3}) {
      ScriptedDecoder decoder(kVocabulary, countOn);
      GenerateOptions asked = options();
      asked.beams = beams;
      asked.keep = KeepAnswer::Yes;
      std::stop_source stop;
      const std::vector<float> prompt = {1};
      const auto written = generate(
          decoder, 0, prompt, asked,
          [&](TokenId token) {
            if (token.value == 4) stop.request_stop();
          },
          stop.get_token());
      QVERIFY(written->finish == Finish::Stopped);
      QVERIFY(written->keptTokens > 0);
      Text want = {1};
      for (int i = 0; i < written->keptTokens; ++i) want.push_back(2 + i);
      QCOMPARE(decoder.prompts[0], want);
    }
  }

  void aCutAnswerIsKeptWithoutWhatWasCut() {
    ScriptedDecoder decoder(kVocabulary, countOn);
    GenerateOptions asked = options();
    asked.keep = KeepAnswer::Yes;
    asked.rules.lineEnds = {TokenId(7)};
    const std::vector<float> prompt = {3};
    const auto written = generate(decoder, 0, prompt, asked, {}, {});
    QCOMPARE(tests::textOf(written->tokens), (Text{4, 5, 6}));
    QCOMPARE(decoder.prompts[0], (Text{3, 4, 5, 6}));
  }

  void severalPromptsAreAnsweredAsEachAlone_data() {
    QTest::addColumn<int>("beams");
    QTest::addColumn<double>("temperature");
    QTest::newRow("greedy") << 1 << 0.0;
    QTest::newRow("drawn") << 1 << 1.5;
    QTest::newRow("beams") << 2 << 0.0;
  }

  void severalPromptsAreAnsweredAsEachAlone() {
    QFETCH(int, beams);
    QFETCH(double, temperature);
    GenerateOptions asked = options(12);
    asked.beams = beams;
    asked.sampling.temperature = temperature;
    const std::vector<std::vector<float>> rows = {{2}, {3, 6}, {1, 1, 4}};
    std::vector<BatchPrompt> prompts;
    for (std::size_t i = 0; i < rows.size(); ++i) prompts.push_back({static_cast<int>(i), rows[i]});
    ScriptedDecoder together(kVocabulary, countOn);
    std::map<std::size_t, Text> heard;
    const auto all = generateBatch(
        together, prompts, asked,
        [&](std::size_t row, TokenId token) { heard[row].push_back(token.value); }, {});
    QVERIFY(all.has_value());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ScriptedDecoder alone(kVocabulary, countOn);
      const auto one = generate(alone, 0, rows[i], asked, {}, {});
      QVERIFY((*all)[i].tokens == one->tokens);
      QVERIFY((*all)[i].finish == one->finish);
      QCOMPARE(heard[i], tests::textOf(one->tokens));
    }
  }

  // Answers of 6, 2 and 4 tokens; the end is read off the step of the last token.
  void endedAnswersLeaveTheBatch() {
    const std::vector<std::vector<float>> rows = {{2}, {6}, {4}};
    std::vector<BatchPrompt> prompts;
    for (std::size_t i = 0; i < rows.size(); ++i) prompts.push_back({static_cast<int>(i), rows[i]});
    ScriptedDecoder decoder(kVocabulary, countOn);
    QVERIFY(generateBatch(decoder, prompts, options(), {}, {}).has_value());
    QCOMPARE(decoder.widths, (std::vector<int>{3, 3, 2, 2, 1, 1}));
  }

  void aStoppedBatchKeepsWhatWasWritten() {
    const std::vector<float> a = {1};
    const std::vector<float> b = {2};
    const std::vector<BatchPrompt> prompts = {{0, a}, {1, b}};
    ScriptedDecoder decoder(kVocabulary, endless);
    std::stop_source stop;
    int heard = 0;
    const auto written = generateBatch(
        decoder, prompts, options(50),
        [&](std::size_t, TokenId) {
          if (++heard == 6) stop.request_stop();
        },
        stop.get_token());
    QCOMPARE((*written)[0].tokens.size() + (*written)[1].tokens.size(), std::size_t{6});
    QVERIFY((*written)[0].finish == Finish::Stopped);
  }

  void seedsDecideWhatIsDrawn() {
    const std::vector<float> prompt = {1};
    GenerateOptions asked = options(30);
    asked.sampling.temperature = 1.0;
    const auto draw = [&](std::uint64_t seed) {
      ScriptedDecoder decoder(kVocabulary, endless);
      asked.sampling.seed = seed;
      return tests::textOf(generate(decoder, 0, prompt, asked, {}, {})->tokens);
    };
    QCOMPARE(draw(3), draw(3));
    QVERIFY(draw(3) != draw(4));
  }

  void theContextLimitsTheAnswer() {
    for (const int beams : {1, 2}) {
      ScriptedDecoder decoder(kVocabulary, endless);
      decoder.setMaxPosition(12);
      GenerateOptions asked = options(100);
      asked.beams = beams;
      const std::vector<float> prompt = {1, 2, 3};
      const auto written = generate(decoder, 0, prompt, asked, {}, {});
      QCOMPARE(written->tokens.size(), std::size_t{9});
      QVERIFY(written->finish == Finish::MaxTokens);
    }
  }

  void whatCannotBeDoneIsNamed_data() {
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("beams");
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("banned");
    QTest::addColumn<double>("penalty");
    QTest::addColumn<QString>("named");
    QTest::newRow("no prompt") << 0 << 1 << 5 << 0 << 1.0 << "empty";
    QTest::newRow("no room behind it") << 64 << 1 << 5 << 0 << 1.0 << "64 tokens";
    QTest::newRow("no beams") << 1 << 0 << 5 << 0 << 1.0 << "0 beams";
    QTest::newRow("too many beams") << 1 << 1000 << 5 << 0 << 1.0 << "1000 beams";
    QTest::newRow("less than no tokens") << 1 << 1 << -1 << 0 << 1.0 << "-1 tokens";
    QTest::newRow("everything banned") << 1 << 1 << 5 << kVocabulary << 1.0 << "banned";
    QTest::newRow("no penalty can be 0") << 1 << 1 << 5 << 0 << 0.0 << "repetition penalty";
  }

  void whatCannotBeDoneIsNamed() {
    QFETCH(int, tokens);
    QFETCH(int, beams);
    QFETCH(int, most);
    QFETCH(int, banned);
    QFETCH(double, penalty);
    QFETCH(QString, named);
    ScriptedDecoder decoder(kVocabulary, countOn);
    GenerateOptions asked = options(most);
    asked.beams = beams;
    asked.sampling.repetitionPenalty = penalty;
    for (int id = 0; id < banned; ++id) asked.banned.emplace_back(id);
    const std::vector<float> prompt(static_cast<std::size_t>(tokens), 1.0F);
    const auto written = generate(decoder, 0, prompt, asked, {}, {});
    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::InvalidInput);
    QVERIFY2(QString::fromStdString(written.error().message).contains(named),
             written.error().message.c_str());
  }

  void logitsThatAreNoNumbersAreAnError() {
    ScriptedDecoder decoder(kVocabulary, [](const Text&) {
      return std::vector<double>(kVocabulary, std::numeric_limits<double>::quiet_NaN());
    });
    const std::vector<float> prompt = {1};
    const auto written = generate(decoder, 0, prompt, options(), {}, {});
    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::Internal);
  }

  void twoPromptsCannotShareASlot() {
    ScriptedDecoder decoder(kVocabulary, countOn);
    const std::vector<float> rows = {1};
    const std::vector<BatchPrompt> prompts = {{4, rows}, {4, rows}};
    const auto written = generateBatch(decoder, prompts, options(), {}, {});
    QVERIFY(!written.has_value());
    QVERIFY(QString::fromStdString(written.error().message).contains("slot 4"));
  }
};

QTEST_APPLESS_MAIN(GenerationLoopTest)
#include "generation_loop_test.moc"
