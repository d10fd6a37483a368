#include "tests/model/session/chat_session_contract.h"

#include <QStringDecoder>
#include <QTest>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

using namespace molloquy;
using namespace molloquy::session;

namespace contract {
namespace {

/// What one call of generate did.
struct Run {
  std::vector<std::string> texts;
  std::optional<Result<GenerationEnd>> result;

  [[nodiscard]] std::string text() const {
    std::string all;
    for (const std::string& part : texts) all += part;
    return all;
  }
  [[nodiscard]] const GenerationEnd& end() const { return result->value(); }
};

Run run(ChatSession& session, const GenerateRequest& request, std::stop_token stop = {},
        const std::function<void(std::size_t)>& afterText = {}) {
  Run done;
  done.result = session.generate(
      request,
      [&](std::string_view text) {
        QVERIFY2(!done.result.has_value(), "text came after the end");
        done.texts.emplace_back(text);
        if (afterText) afterText(done.texts.size());
      },
      stop);
  return done;
}

void verifyEnded(const Run& done) {
  QVERIFY2(done.result->has_value(),
           done.result->has_value() ? "" : done.result->error().toString().c_str());
}

void saysWhatItIs(const Subject& subject) {
  const auto session = subject.open();
  const ModelInfo& info = session->info();
  QVERIFY(!info.name.empty());
  QVERIFY(!info.device.empty());
  QVERIFY(!info.numberType.empty());
  QVERIFY(info.contextLength > 0);
}

void endsOnceWithFigures(const Subject& subject) {
  const auto session = subject.open();
  const Run done = run(*session, subject.request);
  verifyEnded(done);
  QVERIFY(!done.text().empty());
  const GenerationStats& stats = done.end().stats;
  QVERIFY(stats.promptTokens > 0);
  QVERIFY(stats.newTokens >= 8);
  QVERIFY(stats.firstTokenSeconds >= 0);
  QVERIFY(stats.tokensPerSecond > 0);
  QCOMPARE(stats.seed, subject.request.options.seed);
}

void givesWholeCharactersOnly(const Subject& subject) {
  const auto session = subject.open();
  const Run done = run(*session, subject.request);
  verifyEnded(done);
  for (const std::string& text : done.texts) {
    QVERIFY2(!text.empty(), "an empty text was handed over");
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(QByteArray::fromStdString(text));
    QVERIFY(!decoder.hasError());
    QCOMPARE(decoded.toUtf8().toStdString(), text);
  }
}

void obeysTheLimitOfTokens(const Subject& subject) {
  const auto session = subject.open();
  GenerateRequest request = subject.request;
  request.options.maxNewTokens = 3;
  request.options.minNewTokens = 0;
  const Run done = run(*session, request);
  verifyEnded(done);
  QCOMPARE(done.end().stats.newTokens, 3);
  QCOMPARE(done.end().reason, FinishReason::MaxTokens);
}

void stoppedBeforeItBeginsItSaysNothing(const Subject& subject) {
  const auto session = subject.open();
  std::stop_source stop;
  stop.request_stop();
  const Run done = run(*session, subject.request, stop.get_token());
  verifyEnded(done);
  QCOMPARE(done.end().reason, FinishReason::Stopped);
  QCOMPARE(done.end().stats.newTokens, 0);
  QVERIFY(done.texts.empty());
}

void stopsBeforeTheNextToken(const Subject& subject) {
  const auto session = subject.open();
  std::stop_source stop;
  const Run done = run(*session, subject.request, stop.get_token(), [&](std::size_t texts) {
    if (texts == 2) stop.request_stop();
  });
  verifyEnded(done);
  QCOMPARE(done.end().reason, FinishReason::Stopped);
  QCOMPARE(done.texts.size(), std::size_t(2));
  QVERIFY(done.end().stats.newTokens >= 2);
}

void answersAgainAfterAStop(const Subject& subject) {
  const auto session = subject.open();
  const std::string whole = run(*session, subject.request).text();
  std::stop_source stop;
  run(*session, subject.request, stop.get_token(), [&](std::size_t) { stop.request_stop(); });
  const Run again = run(*session, subject.request);
  verifyEnded(again);
  QCOMPARE(again.text(), whole);
}

void repeatsItselfWithTheSameSeed(const Subject& subject) {
  GenerateRequest request = subject.request;
  request.options.temperature = 1.0;
  request.options.seed = 42;
  const auto first = subject.open();
  const auto second = subject.open();
  const std::string text = run(*first, request).text();
  QVERIFY(!text.empty());
  QCOMPARE(run(*first, request).text(), text);
  QCOMPARE(run(*second, request).text(), text);
}

void answersAnyQuestion(const Subject& subject) {
  const auto session = subject.open();
  GenerateRequest request = subject.request;
  for (const char* question :
       {"", "?", "Wie hei\u00DFt das? \u5206\u5B50 \U0001F9EA", "\xFF\xFE"}) {
    request.instruction = question;
    verifyEnded(run(*session, request));
  }
}

/// Expects a refusal with InvalidInput, before any text, that contains all the words.
void verifyRefused(const Subject& subject, const GenerateRequest& request,
                   const QStringList& words) {
  const auto session = subject.open();
  const Run done = run(*session, request);
  QVERIFY2(!done.result->has_value(), "the request was not refused");
  const Error& error = done.result->error();
  QCOMPARE(error.code, ErrorCode::InvalidInput);
  QVERIFY(done.texts.empty());
  for (const QString& word : words) {
    QVERIFY2(QString::fromStdString(error.message).contains(word), error.message.c_str());
  }
  verifyEnded(run(*session, subject.request));  // and it goes on afterwards
}

void refusesAnEmptyStructure(const Subject& subject) {
  GenerateRequest request = subject.request;
  request.structure = {};
  verifyRefused(subject, request, {"no structure"});
}

void refusesAtomsWithoutPositions(const Subject& subject) {
  GenerateRequest request = subject.request;
  request.structure.positions.pop_back();
  verifyRefused(subject, request, {"3 atoms", "2 positions"});
}

void refusesAPositionThatIsNoNumber(const Subject& subject) {
  GenerateRequest request = subject.request;
  request.structure.positions[1][2] = std::numeric_limits<float>::quiet_NaN();
  verifyRefused(subject, request, {"Atom H2"});
}

void refusesAPromptBeyondTheContext(const Subject& subject) {
  GenerateRequest request = subject.request;
  for (int i = 0; i < 5000; ++i) request.instruction += " why";
  const int context = subject.open()->info().contextLength;
  verifyRefused(subject, request, {QString::number(context), "question"});
}

void refusesMarksInTheQuestion(const Subject& subject) {
  GenerateRequest request = subject.request;
  request.instruction = "What is <mol>?";
  verifyRefused(subject, request, {"<mol>"});
}

void refusesOptionsOutOfRange(const Subject& subject) {
  GenerateRequest request = subject.request;
  request.options.temperature = -1;
  verifyRefused(subject, request, {"temperature", "-1"});
  request = subject.request;
  request.options.topP = 0;
  verifyRefused(subject, request, {"Top p"});
}

struct Clause {
  const char* name;
  void (*check)(const Subject&);
  Reads reads = Reads::Words;  ///< Structures: it does not hold for words alone.
};

constexpr Clause kClauses[] = {
    {"says what it is", saysWhatItIs},
    {"ends once, with figures", endsOnceWithFigures},
    {"gives whole characters only", givesWholeCharactersOnly},
    {"obeys the limit of tokens", obeysTheLimitOfTokens},
    {"stopped before it begins, it says nothing", stoppedBeforeItBeginsItSaysNothing},
    {"stops before the next token", stopsBeforeTheNextToken},
    {"answers again after a stop", answersAgainAfterAStop},
    {"repeats itself with the same seed", repeatsItselfWithTheSameSeed},
    {"answers any question", answersAnyQuestion},
    {"refuses an empty structure", refusesAnEmptyStructure, Reads::Structures},
    {"refuses atoms without positions", refusesAtomsWithoutPositions, Reads::Structures},
    {"refuses a position that is no number", refusesAPositionThatIsNoNumber, Reads::Structures},
    {"refuses a prompt beyond the context, naming sizes", refusesAPromptBeyondTheContext},
    {"refuses marks in the question", refusesMarksInTheQuestion, Reads::Structures},
    {"refuses options out of range", refusesOptionsOutOfRange},
};

}  // namespace

void addClauses(Reads reads) {
  QTest::addColumn<QString>("clause");
  for (const Clause& clause : kClauses) {
    if (reads == Reads::Structures || clause.reads == Reads::Words) {
      QTest::newRow(clause.name) << QString(clause.name);
    }
  }
}

void runClause(const QString& name, const Subject& subject) {
  for (const Clause& clause : kClauses) {
    if (name == QLatin1String(clause.name)) return clause.check(subject);
  }
  QFAIL("there is no such clause");
}

GenerateRequest requestAboutWater() {
  GenerateRequest request;
  request.structure.smiles = std::string("O");
  request.structure.symbols = {"O", "H", "H"};
  request.structure.positions = {
      {{0.0F, 0.0F, 0.0F}}, {{0.96F, 0.0F, 0.0F}}, {{-0.24F, 0.93F, 0.0F}}};
  request.instruction = "Describe the input molecule.";
  return request;
}

}  // namespace contract
