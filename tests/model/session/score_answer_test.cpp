#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "model/base/atomic_file.h"
#include "model/session/fake_chat_session.h"
#include "model/session/language_session.h"
#include "tests/model/session/chat_session_contract.h"
#include "tests/model/session/scripted_decoder.h"

using namespace molloquy;
using namespace molloquy::session;

namespace {

constexpr int kVocabulary = 602;
constexpr int kContext = 512;

std::filesystem::path vocabularyFile() {
  return std::filesystem::path(MOLLOQUY_TEST_DATA) / "golden" / "tokenizer" / "sp_bpe600.model";
}

text::Tokenizer plainTokenizer() {
  const QTemporaryDir directory;
  const std::filesystem::path folder = directory.path().toStdString();
  const auto written = writeFileAtomically(
      folder / "config.json", R"({"model_type":"llama","bos_token_id":1,"eos_token_id":2})");
  if (!written) qFatal("the configuration cannot be written");
  std::filesystem::copy_file(vocabularyFile(), folder / "tokenizer.model");
  return text::Tokenizer::loadFromModelFolder(folder).value();
}

std::unique_ptr<LanguageSession> openPlain(ScriptedDecoder** inside = nullptr) {
  LanguageParts parts(plainTokenizer());
  auto decoder = std::make_unique<ScriptedDecoder>(kVocabulary, kContext);
  if (inside != nullptr) *inside = decoder.get();
  parts.decoder = std::move(decoder);
  parts.format = text::ChatFormat::Zephyr;
  parts.defaults = {24, 8, 1.0};
  return std::make_unique<LanguageSession>(std::move(parts));
}

GenerateRequest question(std::string words) {
  GenerateRequest request;
  request.instruction = std::move(words);
  return request;
}

/// The scores; ends the test function's row with a failure when there are none.
AnswerScores scored(ChatSession& session, const GenerateRequest& request, std::string_view answer) {
  const auto scores = session.scoreAnswer(request, answer, {});
  if (!scores) QTest::qFail(scores.error().toString().c_str(), __FILE__, __LINE__);
  if (!scores || !*scores) return {};
  return **scores;
}

}  // namespace

/// How likely a session finds a given answer.
class ScoreAnswerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tokensStandWhereTheirTextIs_data();
  void tokensStandWhereTheirTextIs();
  void perplexityIsTheMeanSurprise();
  void theSharedPromptIsNotReadAgain();
  void askingInBetweenChangesNothing();
  void aSystemTextOfTheCallerIsRead();
  void badAnswersAreRefused_data();
  void badAnswersAreRefused();
  void aStopGivesNothing();
  void aFailureIsForgotten();
  void aScriptCannotTell();
};

void ScoreAnswerTest::tokensStandWhereTheirTextIs_data() {
  QTest::addColumn<QString>("answer");
  QTest::newRow("a sentence") << "The molecule is an acetate ester.";
  QTest::newRow("one word") << "acid";
  QTest::newRow("blanks at the end") << "acid  and base ";
  QTest::newRow("letters of several bytes") << "β-D-glucose is “sweet” 糖";
}

void ScoreAnswerTest::tokensStandWhereTheirTextIs() {
  QFETCH(QString, answer);
  const auto session = openPlain();
  const std::string text = answer.toStdString();
  const AnswerScores scores = scored(*session, question("What is it?"), text);
  QCOMPARE(QString::fromStdString(scores.text), answer);
  std::size_t at = 0;
  for (const TokenScore& token : scores.tokens) {
    QCOMPARE(token.span.begin, at);
    QVERIFY(token.span.end >= at);
    at = token.span.end;
    QVERIFY(token.logProbability < 0.0 && std::isfinite(token.logProbability));
  }
  QCOMPARE(at, codePointCount(text));
}

void ScoreAnswerTest::perplexityIsTheMeanSurprise() {
  AnswerScores scores;
  QCOMPARE(scores.perplexity(), 0.0);
  scores.tokens = {{{0, 1}, std::log(0.5)}, {{1, 2}, std::log(0.125)}};
  QVERIFY(std::abs(scores.perplexity() - 4.0) < 1e-12);
}

void ScoreAnswerTest::theSharedPromptIsNotReadAgain() {
  ScriptedDecoder* decoder = nullptr;
  const auto session = openPlain(&decoder);
  const AnswerScores first = scored(*session, question("What is it?"), "an acid");
  const int read = decoder->rowsRead;
  const AnswerScores second = scored(*session, question("What is it?"), "an acid");
  QCOMPARE(second.cachedPromptTokens, first.promptTokens - 1);
  // The prompt's last token, and the answer but for its last.
  QCOMPARE(decoder->rowsRead - read, static_cast<int>(second.tokens.size()));
  QCOMPARE(second.tokens.size(), first.tokens.size());
  for (std::size_t i = 0; i < first.tokens.size(); ++i) {
    QCOMPARE(second.tokens[i].logProbability, first.tokens[i].logProbability);
  }
}

void ScoreAnswerTest::askingInBetweenChangesNothing() {
  const auto session = openPlain();
  const GenerateRequest request = question("What is it?");
  const AnswerScores before = scored(*session, request, "an acid");
  std::string answer;
  const auto append = [&](std::string_view text) { answer += text; };
  QVERIFY(session->generate(request, append, {}));
  std::string fresh;
  const auto appendFresh = [&](std::string_view text) { fresh += text; };
  QVERIFY(openPlain()->generate(request, appendFresh, {}));
  QCOMPARE(answer, fresh);
  const AnswerScores after = scored(*session, request, "an acid");
  QCOMPARE(after.perplexity(), before.perplexity());
}

void ScoreAnswerTest::aSystemTextOfTheCallerIsRead() {
  const auto session = openPlain();
  GenerateRequest request = question("What is it?");
  const double usual = scored(*session, request, "an acid").perplexity();
  request.system = "You draw molecules.";
  QVERIFY(scored(*session, request, "an acid").perplexity() != usual);
}

void ScoreAnswerTest::badAnswersAreRefused_data() {
  QTest::addColumn<QString>("answer");
  QTest::addColumn<QString>("words");
  QTest::newRow("nothing") << ""
                           << "empty";
  QTest::newRow("more than the model reads") << QString("acid ").repeated(600) << "512";
}

void ScoreAnswerTest::badAnswersAreRefused() {
  QFETCH(QString, answer);
  QFETCH(QString, words);
  const auto session = openPlain();
  const auto scores = session->scoreAnswer(question("What is it?"), answer.toStdString(), {});
  QVERIFY(!scores);
  QCOMPARE(scores.error().code, ErrorCode::InvalidInput);
  QVERIFY(QString::fromStdString(scores.error().message).contains(words));
  QVERIFY(scored(*session, question("What is it?"), "an acid").perplexity() > 1.0);
}

void ScoreAnswerTest::aStopGivesNothing() {
  const auto session = openPlain();
  std::stop_source source;
  source.request_stop();
  const auto scores = session->scoreAnswer(question("What is it?"), "acid", source.get_token());
  QVERIFY(scores && !scores->has_value());
  QVERIFY(scored(*session, question("What is it?"), "acid").perplexity() > 1.0);
}

void ScoreAnswerTest::aFailureIsForgotten() {
  ScriptedDecoder* decoder = nullptr;
  const auto session = openPlain(&decoder);
  const double usual = scored(*session, question("What is it?"), "acid").perplexity();
  GenerateRequest request = question("What is it?");
  decoder->failsNext = true;
  const auto end = session->generate(request, [](std::string_view) {}, {});
  QVERIFY(!end);
  QCOMPARE(scored(*session, request, "acid").perplexity(), usual);
}

void ScoreAnswerTest::aScriptCannotTell() {
  FakeChatSession session(scriptFromText("an acid"));
  const auto scores = session.scoreAnswer(contract::requestAboutWater(), "an acid", {});
  QVERIFY(!scores);
  QCOMPARE(scores.error().code, ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(ScoreAnswerTest)
#include "score_answer_test.moc"
