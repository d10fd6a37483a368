#include "model/prepare/examples.h"

#include <QTest>

#include "model/prepare/answer_examples.h"
#include "model/text/pair_encoding.h"
#include "model/text/prompt.h"
#include "tests/model/prepare/golden_plan.h"

using namespace molloquy;
using namespace molloquy::prepare;
using nlohmann::json;

namespace {

/// The parts that a prompt of the golden data was made of.
corpus::Entry entryOf(const json& pair) {
  const auto prompt = pair.at(0).get<std::string>();
  const auto between = [&](std::string_view begin, std::string_view end) {
    const std::size_t from = prompt.find(begin) + begin.size();
    return prompt.substr(from, prompt.find(end, from) - from);
  };
  corpus::Entry entry;
  entry.structure.smiles = between("Input molecule: ", " <mol>");
  entry.pairs.push_back(
      {"Caption", between("Instruction: ", "\nInput molecule"), pair.at(1).get<std::string>()});
  return entry;
}

corpus::Entry entry(std::string smiles, std::string task, std::string instruction,
                    std::string answer) {
  corpus::Entry entry;
  entry.structure.smiles = std::move(smiles);
  entry.pairs.push_back({std::move(task), std::move(instruction), std::move(answer)});
  return entry;
}

std::string textOf(const Plan& plan, const std::vector<TokenId>& ids) {
  return plan.tokenizer->decode(ids, text::SpecialTokensInText::Keep);
}

corpus::Dialogue dialogue(std::vector<corpus::Message> messages, std::string smiles = {}) {
  corpus::Dialogue line;
  line.task = "mol2cap";
  line.structure.smiles = std::move(smiles);
  line.messages = std::move(messages);
  return line;
}

}  // namespace

class ExamplesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void answersAreTheReferenceCollatersTokens_data() {
    QTest::addColumn<int>("batch");
    QTest::newRow("320 tokens: nothing is cut") << 0;
    QTest::newRow("160 tokens: rows without room for the molecule are lost") << 1;
    QTest::newRow("120 tokens: rows without room for the molecule are lost") << 2;
  }

  void answersAreTheReferenceCollatersTokens() {
    QFETCH(int, batch);
    const json& want = golden::llama().at("batches").at(std::size_t(batch));
    Plan plan = golden::publishedPlan();
    plan.settings.maxTokens = want.at("max_length").get<int>();
    for (std::size_t i = 0; i < want.at("pairs").size(); ++i) {
      const LineExamples made = examplesOf(plan, entryOf(want.at("pairs").at(i)));
      if (want.at("n_mol").at(i).get<int>() != 8) {
        QCOMPARE(made.examples.size(), std::size_t(0));
        QCOMPARE(made.lost.size(), std::size_t(1));
        QCOMPARE(made.lost[0].loss, Loss::TooLong);
        continue;
      }
      QCOMPARE(made.examples.size(), std::size_t(1));
      std::vector<int> tokens = golden::numbers(made.examples[0].prompt);
      tokens.push_back(plan.vocabulary.begin.value);
      for (const int id : golden::numbers(made.examples[0].answer)) tokens.push_back(id);
      const auto row = want.at("input_ids").at(i).get<std::vector<int>>();
      QVERIFY(tokens.size() <= row.size());
      tokens.insert(tokens.begin(), row.size() - tokens.size(), plan.vocabulary.pad.value);
      QCOMPARE(tokens, row);
    }
  }

  void labelsAreTheAnswersTokens() {
    const json& want = golden::llama().at("batches").at(0);
    const Plan plan = golden::publishedPlan();
    for (std::size_t i = 0; i < want.at("pairs").size(); ++i) {
      const LineExamples made = examplesOf(plan, entryOf(want.at("pairs").at(i)));
      const auto types = want.at("token_type_ids").at(i).get<std::vector<int>>();
      // The second begin token is learnt, too; the trainer puts it there.
      QCOMPARE(std::count(types.begin(), types.end(), 1),
               std::ptrdiff_t(made.examples[0].answer.size()) + 1);
    }
  }

  void textsAreCutAsTheRecipeSays_data() {
    QTest::addColumn<QString>("task");
    QTest::addColumn<int>("smilesCharacters");
    QTest::addColumn<int>("descriptionCharacters");
    QTest::addColumn<QString>("instruction");
    QTest::addColumn<QString>("smiles");
    QTest::newRow("nothing is cut without settings") << "Description" << 0 << 0 << "Tell me all."
                                                     << "CCOCC";
    QTest::newRow("the SMILES is cut") << "Caption" << 3 << 0 << "Tell me all."
                                       << "CCO";
    QTest::newRow("a description's instruction is cut") << "Description" << 0 << 4 << "Tell"
                                                        << "CCOCC";
    QTest::newRow("other instructions are not cut") << "LogP" << 0 << 4 << "Tell me all."
                                                    << "CCOCC";
  }

  void textsAreCutAsTheRecipeSays() {
    QFETCH(QString, task);
    QFETCH(int, smilesCharacters);
    QFETCH(int, descriptionCharacters);
    QFETCH(QString, instruction);
    QFETCH(QString, smiles);
    Plan plan = golden::ownPlan();
    if (smilesCharacters > 0) plan.settings.smilesCharacters = smilesCharacters;
    if (descriptionCharacters > 0) plan.settings.descriptionCharacters = descriptionCharacters;
    const auto made =
        examplesOf(plan, entry("CCOCC", task.toStdString(), "Tell me all.", "It is one."));
    QCOMPARE(made.examples.size(), std::size_t(1));
    text::PromptOptions options;
    options.moleculeTokens = 4;
    const std::string prompt =
        text::buildPrompt(instruction.toStdString(), smiles.toStdString(), options);
    QCOMPARE(golden::numbers(made.examples[0].prompt),
             golden::numbers(plan.tokenizer->encodeWithBegin(prompt)));
    QCOMPARE(golden::numbers(made.examples[0].answer),
             golden::numbers(plan.tokenizer->encode("It is one.")));
  }

  void rowsThatCannotBeLearntAreLost_data() {
    QTest::addColumn<QString>("instruction");
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<int>("maxTokens");
    QTest::addColumn<int>("loss");
    const QString asked = "What is it?";
    QTest::newRow("an empty answer") << asked << "CCO"
                                     << "" << 400 << int(Loss::EmptyText);
    QTest::newRow("a molecule token in the question") << "Is <mol> one?"
                                                      << "CCO"
                                                      << "Yes." << 400 << int(Loss::MarkInText);
    QTest::newRow("an end token in the answer") << asked << "CCO"
                                                << "Yes.</s>" << 400 << int(Loss::MarkInText);
    QTest::newRow("padding in the SMILES") << asked << "C[PAD]"
                                           << "Yes." << 400 << int(Loss::MarkInText);
    QTest::newRow("an answer that would be cut before its end token")
        << asked << "CCO" << QString("It is long. ").repeated(40) << 200 << int(Loss::TooLong);
    QTest::newRow("a prompt that would be cut")
        << asked << QString("C").repeated(500) << "Yes." << 200 << int(Loss::TooLong);
  }

  void rowsThatCannotBeLearntAreLost() {
    QFETCH(QString, instruction);
    QFETCH(QString, smiles);
    QFETCH(QString, answer);
    QFETCH(int, maxTokens);
    QFETCH(int, loss);
    Plan plan = golden::ownPlan();
    plan.settings.maxTokens = maxTokens;
    const auto made = examplesOf(plan, entry(smiles.toStdString(), "Caption",
                                             instruction.toStdString(), answer.toStdString()));
    QCOMPARE(made.examples.size(), std::size_t(0));
    QCOMPARE(made.lost.size(), std::size_t(1));
    QCOMPARE(int(made.lost[0].loss), loss);
    QVERIFY(!made.lost[0].reason.empty());
  }

  void captionsWithoutAQuestionGetTheUsualOne() {
    const Plan plan = golden::ownPlan();
    const auto made = examplesOf(plan, entry("CCO", "Caption", "", "It is one."));
    QVERIFY(textOf(plan, made.examples.at(0).prompt).find(text::kDescribeInstruction) !=
            std::string::npos);
  }

  void conversationsBecomeInstructions_data() {
    QTest::addColumn<QStringList>("messages");
    QTest::addColumn<QString>("instruction");
    QTest::newRow("a question") << QStringList{"user: What is it?"} << "What is it?";
    QTest::newRow("a system text and a question")
        << QStringList{"system: Be brief.", "user: What is it?"} << "Be brief.\nWhat is it?";
    QTest::newRow("an exchange before the question")
        << QStringList{"user: Is it big?", "assistant: No.", "user: Why?"}
        << "Question: Is it big?\nAnswer: No.\nQuestion: Why?";
  }

  void conversationsBecomeInstructions() {
    QFETCH(QStringList, messages);
    QFETCH(QString, instruction);
    corpus::Dialogue line;
    for (const QString& message : messages) {
      line.messages.push_back(
          {message.section(": ", 0, 0).toStdString(), message.section(": ", 1).toStdString()});
    }
    line.messages.push_back({"assistant", "Because."});
    QCOMPARE(QString::fromStdString(instructionOf(line)), instruction);
  }

  void linesThatAnObjectiveDoesNotUseAreLost_data() {
    QTest::addColumn<int>("plan");
    QTest::addColumn<int>("line");
    QTest::newRow("plain texts have no structure to answer about") << 0 << 0;
    QTest::newRow("conversations without a structure") << 0 << 1;
    QTest::newRow("plain texts teach no representation") << 1 << 0;
    QTest::newRow("conversations teach no representation") << 1 << 1;
    QTest::newRow("computed properties teach no representation") << 1 << 2;
    QTest::newRow("the encoder reads no plain texts") << 2 << 0;
    QTest::newRow("answers that do not follow a question") << 3 << 3;
  }

  void linesThatAnObjectiveDoesNotUseAreLost() {
    QFETCH(int, plan);
    QFETCH(int, line);
    Plan denoising;
    denoising.objective = recipes::Objective::Denoising;
    const std::vector<Plan> plans = {golden::ownPlan(), golden::representationPlan(), denoising,
                                     golden::textPlan()};
    const std::vector<corpus::Line> lines = {
        corpus::PlainText{"", "A text."},
        dialogue({{"user", "What is it?"}, {"assistant", "A text."}}),
        entry("CCO", "LogP", "What is it?", "It is 1.20."),
        dialogue({{"assistant", "Hello."}, {"assistant", "A text."}})};
    const auto made = examplesOf(plans.at(std::size_t(plan)), lines.at(std::size_t(line)));
    QCOMPARE(made.examples.size(), std::size_t(0));
    QCOMPARE(made.lost.size(), std::size_t(1));
    QCOMPARE(made.lost[0].loss, Loss::WrongKind);
  }

  void conversationsAreWrittenInTheModelsFormat() {
    Plan plan = golden::textPlan();
    plan.chat = text::ChatFormat::Zephyr;
    const auto made = examplesOf(plan, dialogue({{"system", "Be brief."},
                                                 {"user", "Is it big?"},
                                                 {"assistant", "No."},
                                                 {"user", "Why?"},
                                                 {"assistant", " It is ethanol.\n"}}));
    text::Chat chat{"Be brief.", {{"Is it big?", "No."}}, "Why?"};
    QCOMPARE(golden::numbers(made.examples.at(0).prompt),
             golden::numbers(text::encodeChat(*plan.tokenizer, plan.chat, chat)));
    QCOMPARE(golden::numbers(made.examples.at(0).answer),
             golden::numbers(plan.tokenizer->encode("It is ethanol.")));
  }

  void longTextsAreDividedAtLineEnds() {
    Plan plan = golden::textPlan();
    plan.settings.maxTokens = 40;
    std::string all;
    for (int i = 0; i < 12; ++i) all += "Ethanol is an alcohol.\n";
    const auto made = examplesOf(plan, corpus::PlainText{"", all});
    QVERIFY(made.examples.size() > 1);
    std::string joined;
    for (const TokenExample& example : made.examples) {
      QCOMPARE(golden::numbers(example.prompt), std::vector<int>{1});
      QVERIFY(example.answer.size() + 2 <= 40);
      const std::string piece = textOf(plan, example.answer);
      QVERIFY(piece.ends_with("alcohol.\n"));
      joined += piece;
    }
    QCOMPARE(joined, all);
  }

  void aLineThatIsTooLongIsDividedAnywhere() {
    Plan plan = golden::textPlan();
    plan.settings.maxTokens = 20;
    const auto made = examplesOf(plan, corpus::PlainText{"", std::string(100, 'q') + "\n\n  \n"});
    QVERIFY(made.examples.size() > 4);
    for (const TokenExample& example : made.examples) QVERIFY(example.answer.size() <= 18);
  }

  void representationIsTheReferencesWordPieces() {
    const Plan plan = golden::representationPlan();
    const json values = golden::read("bert_wordpiece_golden.json");
    int compared = 0;
    for (const json& row : values.at("single")) {
      const auto text = row.at("text").get<std::string>();
      const auto made = examplesOf(plan, entry("CCO", "Caption", "", text));
      const auto want = row.at("ids").get<std::vector<int>>();
      if (want.size() <= 2) {
        QCOMPARE(made.lost.at(0).loss, Loss::EmptyText);
        continue;
      }
      QCOMPARE(golden::numbers(made.examples.at(0).answer), want);
      QVERIFY(made.examples[0].prompt.empty());
      ++compared;
    }
    QVERIFY(compared > 10);
  }

  void representationIsCutWithItsMarks() {
    Plan plan = golden::representationPlan();
    plan.settings.maxTokens = 5;
    const auto made =
        examplesOf(plan, entry("CCO", "Description", "", "Ethanol is an alcohol and a solvent."));
    QCOMPARE(golden::numbers(made.examples.at(0).answer), (std::vector<int>{6, 228, 125, 129, 7}));
  }
};

QTEST_GUILESS_MAIN(ExamplesTest)
#include "examples_test.moc"
