#include "model/generation/score_tokens.h"

#include <QtTest/QTest>

#include "scripted_decoder.h"

using namespace molloquy;
using tests::ids;
using tests::ScriptedDecoder;
using tests::Text;

namespace {

/// The token behind a text is most likely the sum of the text modulo 5.
std::vector<double> sumOf(const Text& text) {
  int sum = 0;
  for (const int token : text) sum += token;
  std::vector<double> probabilities(5, 0.1);
  probabilities[static_cast<std::size_t>(sum % 5)] = 0.6;
  return probabilities;
}

std::vector<float> rowsOf(const Text& text) { return {text.begin(), text.end()}; }

}  // namespace

/// How likely a decoder finds given tokens.
class ScoreTokensTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void probabilitiesAreThoseOfTheTokens();
  void theSlotKeepsThePromptAlone();
  void wrongQuestionsAreRefused_data();
  void wrongQuestionsAreRefused();
  void aStopEndsIt();
  void noNumberIsAnError();
};

void ScoreTokensTest::probabilitiesAreThoseOfTheTokens() {
  ScriptedDecoder decoder(5, sumOf);
  // Behind 1 2 comes 3 (0.6), then 1 (1 + 2 + 3, 0.6), then 4 (sum 7: 2 is likely, 4 is 0.1).
  const auto scores = generation::scoreTokens(decoder, 0, rowsOf({1, 2}), ids({3, 1, 4}), {});
  QVERIFY2(scores.has_value(), scores ? "" : scores.error().message.c_str());
  QVERIFY(scores->has_value());
  QCOMPARE((*scores)->size(), std::size_t{3});
  const double expected[] = {0.6, 0.6, 0.1};
  for (std::size_t i = 0; i < 3; ++i) {
    QVERIFY(std::abs((**scores)[i] - std::log(expected[i])) < 1e-6);
  }
}

void ScoreTokensTest::theSlotKeepsThePromptAlone() {
  ScriptedDecoder decoder(5, sumOf);
  const auto first = generation::scoreTokens(decoder, 3, rowsOf({1, 2}), ids({3, 1}), {});
  QCOMPARE(decoder.prompts[3], (Text{1, 2}));
  // The rest of a longer prompt is read behind it.
  decoder.truncatePrompt(3, 1);
  const auto second = generation::scoreTokens(decoder, 3, rowsOf({2}), ids({3, 1}), {});
  QVERIFY(first && second);
  QVERIFY(**first == **second);
  const auto one = generation::scoreTokens(decoder, 3, rowsOf({0}), ids({3}), {});
  QVERIFY(one && (*one)->size() == 1);
}

void ScoreTokensTest::wrongQuestionsAreRefused_data() {
  QTest::addColumn<int>("promptTokens");
  QTest::addColumn<int>("tokens");
  QTest::addColumn<int>("token");
  QTest::addColumn<QString>("named");
  QTest::newRow("no prompt") << 0 << 3 << 1 << "in front";
  QTest::newRow("no tokens") << 3 << 0 << 1 << "empty";
  QTest::newRow("more than the model reads") << 60 << 5 << 1 << "65 tokens";
  QTest::newRow("a token that does not exist") << 3 << 3 << 5 << "Token 5";
  QTest::newRow("a negative token") << 3 << 3 << -1 << "Token -1";
}

void ScoreTokensTest::wrongQuestionsAreRefused() {
  QFETCH(int, promptTokens);
  QFETCH(int, tokens);
  QFETCH(int, token);
  QFETCH(QString, named);
  ScriptedDecoder decoder(5, sumOf);
  const auto scores =
      generation::scoreTokens(decoder, 0, rowsOf(Text(static_cast<std::size_t>(promptTokens), 1)),
                              ids(Text(static_cast<std::size_t>(tokens), token)), {});
  QVERIFY(!scores);
  QCOMPARE(scores.error().code, ErrorCode::InvalidInput);
  QVERIFY2(scores.error().message.find(named.toStdString()) != std::string::npos,
           scores.error().message.c_str());
}

void ScoreTokensTest::aStopEndsIt() {
  ScriptedDecoder decoder(5, sumOf);
  std::stop_source source;
  source.request_stop();
  const auto scores =
      generation::scoreTokens(decoder, 0, rowsOf({1}), ids({3, 1}), source.get_token());
  QVERIFY(scores);
  QVERIFY(!scores->has_value());
}

void ScoreTokensTest::noNumberIsAnError() {
  ScriptedDecoder decoder(5, [](const Text&) { return std::vector<double>(5, -1.0); });
  const auto scores = generation::scoreTokens(decoder, 0, rowsOf({1}), ids({3, 1}), {});
  QVERIFY(!scores);
  QCOMPARE(scores.error().code, ErrorCode::Internal);
}

QTEST_GUILESS_MAIN(ScoreTokensTest)
#include "score_tokens_test.moc"
