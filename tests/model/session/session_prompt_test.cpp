#include "model/session/session_prompt.h"

#include <QTest>

#include "model/session/context_text.h"

using namespace molloquy;
using namespace molloquy::session;

namespace {

text::Tokenizer tokenizer() {
  return text::Tokenizer::load(
             std::filesystem::path(MOLLOQUY_TEST_DATA) / "golden" / "tokenizer" / "sp_bpe600.model",
             {TokenId(1), TokenId(2), TokenId(600), TokenId(601), {}})
      .value();
}

ContextExample example(const char* name, double similarity, const char* text = "It is an acid.") {
  return {name, "CC(=O)O", text, similarity, "Morgan Tanimoto"};
}

GenerateRequest asked(std::vector<ContextExample> examples, std::size_t exchanges = 0) {
  GenerateRequest request;
  request.structure.smiles = "CCC(=O)O";
  request.instruction = "What is it used for?";
  request.context = std::move(examples);
  for (std::size_t i = 0; i < exchanges; ++i) request.history.push_back({"Why?", "It is so."});
  return request;
}

std::string conversation(const GenerateRequest& request, const PromptLimits& limits,
                         SessionPrompt* prompt = nullptr) {
  const text::Tokenizer words = tokenizer();
  const SessionPrompt made =
      conversationPrompt(words, text::ChatFormat::Completion, request, limits);
  if (prompt != nullptr) *prompt = made;
  return words.decode(made.ids, text::SpecialTokensInText::Keep);
}

std::size_t count(const std::string& text, std::string_view words) {
  std::size_t found = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

/// Retrieved examples in what a model reads.
class SessionPromptTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theNearestExampleStandsNextToTheQuestion() {
    const std::string text = conversation(
        asked({example("far", 0.2), example("near", 0.9), example("between", 0.5)}), {2000, 10});
    const auto far = text.find("far");
    const auto between = text.find("between");
    const auto near = text.find("near");
    const auto question = text.find("What is it used for?");
    QVERIFY(far < between && between < near && near < question);
    QVERIFY(question != std::string::npos);
    QVERIFY(text.find("(Morgan Tanimoto 0.90)") != std::string::npos);
    QVERIFY(text.find("Text: It is an acid.") != std::string::npos);
    QVERIFY(text.find("SMILES: CC(=O)O") != std::string::npos);
  }

  void whatIsTold_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("examples");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("told");
    QTest::newRow("no examples, no words about them") << "It is an acid." << 0 << 10 << 0;
    QTest::newRow("one example") << "It is an acid." << 1 << 10 << 1;
    QTest::newRow("more than are read") << "It is an acid." << 5 << 3 << 3;
    QTest::newRow("a model that reads none") << "It is an acid." << 5 << 0 << 0;
    QTest::newRow("examples without a text") << "" << 5 << 10 << 0;
  }

  void whatIsTold() {
    QFETCH(QString, text);
    QFETCH(int, examples);
    QFETCH(int, limit);
    QFETCH(int, told);
    const QByteArray bytes = text.toUtf8();
    const std::vector<ContextExample> context(std::size_t(examples),
                                              example("acetic acid", 0.5, bytes.constData()));
    SessionPrompt prompt;
    const std::string written =
        conversation(asked(context), {4000, static_cast<std::size_t>(limit)}, &prompt);
    QCOMPARE(prompt.examples, told);
    QCOMPARE(count(written, "Name: acetic acid"), std::size_t(told));
    QCOMPARE(written.find("found by likeness") != std::string::npos, told > 0);
  }

  void withoutExamplesThePromptIsWhatItWas() {
    SessionPrompt with;
    SessionPrompt without;
    conversation(asked({}), {2000, 10}, &with);
    conversation(asked({}), {2000, 0}, &without);
    QVERIFY(with.ids == without.ids);
  }

  void theLeastSimilarAreLeftOutFirst() {
    std::vector<ContextExample> examples;
    for (int i = 0; i < 8; ++i) {
      const std::string name = "molecule " + std::to_string(i);
      examples.push_back(example(name.c_str(), 0.1 * i));
    }
    SessionPrompt prompt;
    const std::string written = conversation(asked(examples), {500, 10}, &prompt);
    QVERIFY(prompt.ids.size() <= 500);
    QVERIFY(prompt.examples > 0 && prompt.examples < 8);
    QVERIFY(written.find("molecule 7") != std::string::npos);
    QVERIFY(written.find("molecule 0") == std::string::npos);
    QVERIFY(written.find("What is it used for?") != std::string::npos);
  }

  void examplesLeaveHalfOfTheRoomToTheConversation() {
    const std::vector<ContextExample> examples(10, example("acetic acid", 0.5));
    SessionPrompt prompt;
    const std::string written = conversation(asked(examples, 60), {700, 10}, &prompt);
    QVERIFY(prompt.ids.size() <= 700);
    QVERIFY(prompt.examples > 0 && prompt.examples < 10);
    QVERIFY(count(written, "Why?") > 0);
  }

  void aLongTextIsCutAtAWord() {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "acid ";
    const std::vector<ContextExample> examples{example("x", 0.5, text.c_str())};
    const std::string written = contextText(examples);
    QVERIFY(written.size() < kExampleCharacters + 600);
    QVERIFY(written.find("acid ...") != std::string::npos);
  }

  void aMoleculeModelReadsExamplesOnlyIfItWasTrainedWithThem_data() {
    QTest::addColumn<int>("limit");
    QTest::newRow("3D-MoLM's template") << 0;
    QTest::newRow("trained with two examples") << 2;
  }

  void aMoleculeModelReadsExamplesOnlyIfItWasTrainedWithThem() {
    QFETCH(int, limit);
    const text::Tokenizer words = tokenizer();
    const std::vector<ContextExample> examples(5, example("<mol>", 0.5));
    const SessionPrompt prompt =
        moleculePrompt(words, asked(examples), 4, {2000, static_cast<std::size_t>(limit)});
    QCOMPARE(prompt.examples, limit);
    const std::string written = words.decode(prompt.ids, text::SpecialTokensInText::Keep);
    QCOMPARE(count(written, "Text: It is an acid."), std::size_t(limit));
    QCOMPARE(std::count(prompt.ids.begin(), prompt.ids.end(), TokenId(601)), 4);
    const SessionPrompt tight = moleculePrompt(words, asked(examples), 4, {60, 5});
    QCOMPARE(tight.examples, 0);
  }
};

QTEST_GUILESS_MAIN(SessionPromptTest)
#include "session_prompt_test.moc"
