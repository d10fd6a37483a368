#include "model/text/prompt.h"

#include <QTest>

#include "tests/model/text/golden_tokenizer.h"

using namespace molloquy::text;
using molloquy::ErrorCode;

class PromptTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isTheTextOfThePublishedNotebook() {
    const auto published = golden::read("llama2_real_prompt_ids.json");
    const std::string prompt = buildPrompt(
        "I need to know the LogP of this molecule, could you please provide it? If uncertain, "
        "provide an estimate. Respond with the numerical value only.",
        "CC(=O)OC(CC(=O)[O-])C[N+](C)(C)C");
    QCOMPARE(prompt, published.at("text").get<std::string>());
  }

  void isTheTextOfTheTrainingCollater() {
    const auto& pair = golden::llama().at("batches").at(0).at("pairs").at(0);
    QCOMPARE(buildPrompt(kDescribeInstruction, "CCO"), pair.at(0).get<std::string>());
  }

  void longSmilesIsCut_data() {
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("kept");
    QTest::newRow("95 characters stay") << 95 << 95;
    QTest::newRow("96 characters stay") << 96 << 96;
    QTest::newRow("97 characters lose one") << 97 << 96;
    QTest::newRow("2000 characters keep 96") << 2000 << 96;
  }

  void longSmilesIsCut() {
    QFETCH(int, length);
    QFETCH(int, kept);
    const std::string prompt = buildPrompt("Describe", std::string(std::size_t(length), 'C'));
    const std::string want = "molecule: " + std::string(std::size_t(kept), 'C') + " <mol>";
    QVERIFY2(prompt.find(want) != std::string::npos, prompt.c_str());
  }

  void cuttingKeepsCharactersWhole() {
    PromptOptions options;
    options.smilesMaxCharacters = 2;
    const std::string prompt = buildPrompt("Describe", "\u00C5\u00C5\u00C5", options);
    QVERIFY(prompt.find("molecule: \u00C5\u00C5 <mol>") != std::string::npos);
  }

  void placesFollowTheModel() {
    PromptOptions options;
    options.moleculeTokens = 3;
    const std::string prompt = buildPrompt("Describe", "C", options);
    QVERIFY(prompt.find(" C <mol><mol><mol>.\n") != std::string::npos);
  }

  void marksInAQuestionAreRefusedByName_data() {
    QTest::addColumn<QString>("question");
    QTest::addColumn<QString>("named");
    QTest::newRow("the molecule's place") << "What is <mol>?"
                                          << "<mol>";
    QTest::newRow("the end mark") << "Stop</s>"
                                  << "</s>";
    QTest::newRow("padding") << "[PAD]"
                             << "[PAD]";
    QTest::newRow("an ordinary question") << "Is it < 5 or > 7?"
                                          << "";
    QTest::newRow("nothing at all") << ""
                                    << "";
  }

  void marksInAQuestionAreRefusedByName() {
    QFETCH(QString, question);
    QFETCH(QString, named);
    const auto checked = checkInstruction(question.toStdString());
    QCOMPARE(checked.has_value(), named.isEmpty());
    if (!checked) {
      QCOMPARE(checked.error().code, ErrorCode::InvalidInput);
      QVERIFY(QString::fromStdString(checked.error().message).contains(named));
    }
  }
};

QTEST_APPLESS_MAIN(PromptTest)
#include "prompt_test.moc"
