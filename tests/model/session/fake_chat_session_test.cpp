#include "model/session/fake_chat_session.h"

#include <QTest>

#include "tests/model/session/chat_session_contract.h"

using namespace molloquy;
using namespace molloquy::session;

class FakeChatSessionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void contract_data() { contract::addClauses(); }

  void contract() {
    QFETCH(QString, clause);
    const contract::Subject subject{
        [] {
          return std::make_unique<FakeChatSession>(scriptFromText(
              "The molecule is caf\u00E9 coloured water, an inorganic hydroxy compound."));
        },
        contract::requestAboutWater()};
    contract::runClause(clause, subject);
  }

  void scriptKeepsTheText_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("tokens");
    QTest::newRow("no text") << "" << 0;
    QTest::newRow("one word") << "water" << 1;
    QTest::newRow("three words") << "an acid ester" << 3;
    QTest::newRow("blanks at both ends") << " a " << 2;
  }

  void scriptKeepsTheText() {
    QFETCH(QString, text);
    QFETCH(int, tokens);
    const FakeScript script = scriptFromText(text.toStdString());
    QCOMPARE(int(script.tokens.size()), tokens);
    std::string joined;
    for (const std::string& token : script.tokens) joined += token;
    QCOMPARE(QString::fromStdString(joined), text);
  }

  void failsAfterTheGivenTokens() {
    FakeScript script = scriptFromText("one two three");
    script.failure = Error(ErrorCode::OutOfMemory, "The model needs more memory.");
    script.failAfter = 2;
    FakeChatSession session(script);
    std::string text;
    const auto end = session.generate(contract::requestAboutWater(),
                                      [&](std::string_view part) { text += part; }, {});
    QVERIFY(!end);
    QCOMPARE(end.error().code, ErrorCode::OutOfMemory);
    QCOMPARE(text, std::string("one two"));
  }

  void endlessAnswerGoesOnUntilItIsStopped() {
    FakeScript script = scriptFromText("round and");
    script.endless = true;
    std::stop_source stop;
    FakeChatSession session(script, [&](std::size_t index) {
      if (index == 100) stop.request_stop();
    });
    const auto end = session.generate(
        contract::requestAboutWater(), [](std::string_view) {}, stop.get_token());
    QVERIFY(end.has_value());
    QCOMPARE(end->reason, FinishReason::Stopped);
    QCOMPARE(end->stats.newTokens, 100);
  }

  void remembersWhatItWasAsked() {
    FakeChatSession session(scriptFromText("yes"));
    GenerateRequest request = contract::requestAboutWater();
    request.instruction = "Is it polar?";
    QVERIFY(session.generate(request, [](std::string_view) {}, {}).has_value());
    QCOMPARE(session.requests().size(), std::size_t(1));
    QCOMPARE(session.requests().front().instruction, std::string("Is it polar?"));
    QCOMPARE(session.requests().front().structure.positions, request.structure.positions);
  }
};

QTEST_APPLESS_MAIN(FakeChatSessionTest)
#include "fake_chat_session_test.moc"
