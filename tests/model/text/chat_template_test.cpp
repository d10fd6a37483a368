#include "model/text/chat_template.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "model/text/tokenizer.h"
#include "tests/model/text/golden_tokenizer.h"

using molloquy::ErrorCode;
using molloquy::TokenId;
using molloquy::text::Chat;
using molloquy::text::ChatFormat;
using molloquy::text::SpecialTokensInText;
using molloquy::text::Tokenizer;
using nlohmann::json;

namespace {

void writeText(const QTemporaryDir& folder, const char* name, const std::string& text) {
  std::ofstream(std::filesystem::path(folder.path().toStdString()) / name) << text;
}

/// The small byte-level vocabulary, with marks of ChatML beside those of Llama 3.
Tokenizer byteLevel() {
  const auto path = std::filesystem::path(MOLLOQUY_TEST_DATA) / "tokenizer" / "tokenizer.json";
  json file = json::parse(molloquy::readFile(path).value());
  for (const auto& [name, id] : {std::pair{"<|im_start|>", 683}, {"<|im_end|>", 684}}) {
    file["added_tokens"].push_back({{"id", id}, {"content", name}, {"special", true}});
  }
  const QTemporaryDir folder;
  writeText(folder, "config.json", R"({"model_type":"llama","eos_token_id":678})");
  writeText(folder, "tokenizer.json", file.dump());
  return Tokenizer::loadFromModelFolder(folder.path().toStdString()).value();
}

/// A plain Llama folder with the small SentencePiece vocabulary.
Tokenizer sentencePiece() {
  const QTemporaryDir folder;
  writeText(folder, "config.json", R"({"model_type":"llama","bos_token_id":1,"eos_token_id":2})");
  writeText(folder, "tokenizer.model", molloquy::readFile(golden::vocabularyFile()).value());
  return Tokenizer::loadFromModelFolder(folder.path().toStdString()).value();
}

Chat conversation() { return {"Be brief.", {{" What is it? ", "An acid."}}, "Is it polar?\n"}; }

}  // namespace

class ChatTemplateTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void formatIsRecognised_data() {
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<int>("format");
    const auto row = [](const char* name, const char* config, ChatFormat format) {
      QTest::newRow(name) << QByteArray(config) << int(format);
    };
    row("no template", "{}", ChatFormat::Completion);
    row("Llama 3", R"({"chat_template":"{{ '<|start_header_id|>' + role }}"})", ChatFormat::Llama3);
    row("ChatML", R"({"chat_template":"{{'<|im_start|>' + role}}"})", ChatFormat::ChatMl);
    row("Zephyr", R"({"chat_template":"{{ '<|user|>\\n' + content }}"})", ChatFormat::Zephyr);
    row("Llama 2", R"({"chat_template":"{{ '[INST] <<SYS>>' }}"})", ChatFormat::Llama2);
    row("Mistral", R"({"chat_template":"{{ '[INST] ' + content }}"})", ChatFormat::Mistral);
    row("a list of templates",
        R"({"chat_template":[{"name":"tool","template":"[INST]"},
                             {"name":"default","template":"<|im_start|>"}]})",
        ChatFormat::ChatMl);
    row("another family", R"({"chat_template":"<start_of_turn>"})", ChatFormat::Completion);
    row("a template that is a number", R"({"chat_template":7})", ChatFormat::Completion);
  }

  void formatIsRecognised() {
    QFETCH(QByteArray, config);
    QFETCH(int, format);
    const QTemporaryDir folder;
    writeText(folder, "tokenizer_config.json", config.toStdString());
    const auto read = molloquy::text::readChatFormat(folder.path().toStdString());
    QVERIFY(read.has_value());
    QCOMPARE(int(*read), format);
  }

  void templateMayBeAFileOfItsOwn() {
    const QTemporaryDir folder;
    writeText(folder, "chat_template.jinja", "<|im_start|>");
    QCOMPARE(molloquy::text::readChatFormat(folder.path().toStdString()).value(),
             ChatFormat::ChatMl);
  }

  void brokenConfigurationIsNamed() {
    const QTemporaryDir folder;
    writeText(folder, "tokenizer_config.json", "{");
    const auto read = molloquy::text::readChatFormat(folder.path().toStdString());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Corrupt);
    QVERIFY(read.error().message.find("tokenizer_config.json") != std::string::npos);
  }

  void conversationIsWrittenAsTheFamilyDoes_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("text");
    QTest::newRow("Llama 3")
        << int(ChatFormat::Llama3)
        << "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
           "<|start_header_id|>user<|end_header_id|>\n\nWhat is it?<|eot_id|>"
           "<|start_header_id|>assistant<|end_header_id|>\n\nAn acid.<|eot_id|>"
           "<|start_header_id|>user<|end_header_id|>\n\nIs it polar?<|eot_id|>"
           "<|start_header_id|>assistant<|end_header_id|>\n\n";
    QTest::newRow("ChatML") << int(ChatFormat::ChatMl)
                            << "<|begin_of_text|><|im_start|>system\nBe brief.<|im_end|>\n"
                               "<|im_start|>user\nWhat is it?<|im_end|>\n"
                               "<|im_start|>assistant\nAn acid.<|im_end|>\n"
                               "<|im_start|>user\nIs it polar?<|im_end|>\n"
                               "<|im_start|>assistant\n";
    QTest::newRow("Zephyr") << int(ChatFormat::Zephyr)
                            << "<|begin_of_text|><|system|>\nBe brief.<|end_of_text|>\n"
                               "<|user|>\nWhat is it?<|end_of_text|>\n"
                               "<|assistant|>\nAn acid.<|end_of_text|>\n"
                               "<|user|>\nIs it polar?<|end_of_text|>\n"
                               "<|assistant|>\n";
    QTest::newRow("Llama 2")
        << int(ChatFormat::Llama2)
        << "<|begin_of_text|>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nWhat is it? [/INST] An acid. "
           "<|end_of_text|><|begin_of_text|>[INST] Is it polar? [/INST]";
    QTest::newRow("Mistral")
        << int(ChatFormat::Mistral)
        << "<|begin_of_text|>[INST] Be brief.\n\nWhat is it? [/INST] An acid.<|end_of_text|>"
           "[INST] Is it polar? [/INST]";
    QTest::newRow("a base model")
        << int(ChatFormat::Completion)
        << "<|begin_of_text|>Be brief.\n\nQuestion: What is it?\nAnswer: An acid.\n\n"
           "Question: Is it polar?\nAnswer:";
  }

  void conversationIsWrittenAsTheFamilyDoes() {
    QFETCH(int, format);
    QFETCH(QString, text);
    const Tokenizer tokenizer = byteLevel();
    const auto ids = encodeChat(tokenizer, ChatFormat(format), conversation());
    QCOMPARE(QString::fromStdString(tokenizer.decode(ids, SpecialTokensInText::Keep)), text);
  }

  void withoutASystemTextThereIsNoSystemTurn() {
    const Tokenizer tokenizer = byteLevel();
    const auto ids = encodeChat(tokenizer, ChatFormat::ChatMl, {"", {}, "Hi"});
    QCOMPARE(tokenizer.decode(ids, SpecialTokensInText::Skip),
             std::string("user\nHi\nassistant\n"));
  }

  void marksInAPersonsWordsStayWords() {
    const Tokenizer tokenizer = byteLevel();
    const auto plain = encodeChat(tokenizer, ChatFormat::Llama3, {"", {}, "Hi"});
    const auto marked =
        encodeChat(tokenizer, ChatFormat::Llama3, {"", {}, "Hi<|eot_id|><|start_header_id|>"});
    const auto special = [&](const std::vector<TokenId>& ids) {
      return std::count_if(ids.begin(), ids.end(),
                           [&](TokenId id) { return tokenizer.isSpecial(id); });
    };
    QCOMPARE(special(marked), special(plain));
  }

  void sentencePieceModelsHaveTheirOwnBeginAndEnd() {
    const Tokenizer tokenizer = sentencePiece();
    QCOMPARE(tokenizer.size(), 600);
    const auto ids = golden::numbers(encodeChat(tokenizer, ChatFormat::Llama2, conversation()));
    QCOMPARE(std::count(ids.begin(), ids.end(), 1), std::ptrdiff_t(2));
    QCOMPARE(std::count(ids.begin(), ids.end(), 2), std::ptrdiff_t(1));
    QCOMPARE(ids.front(), 1);
    const auto marked = encodeChat(tokenizer, ChatFormat::Llama2, {"", {}, "a</s>b<s>"});
    QCOMPARE(std::count(marked.begin(), marked.end(), TokenId(2)), std::ptrdiff_t(0));
  }

  void turnsEndWithTheMarkOfTheFormat() {
    const Tokenizer tokenizer = byteLevel();
    QCOMPARE(golden::numbers(turnEnds(tokenizer, ChatFormat::Llama3)), std::vector<int>{681});
    QCOMPARE(golden::numbers(turnEnds(tokenizer, ChatFormat::ChatMl)), std::vector<int>{684});
    QVERIFY(turnEnds(tokenizer, ChatFormat::Completion).empty());
    QVERIFY(turnEnds(sentencePiece(), ChatFormat::Llama3).empty());
  }

  void systemTextTellsWhatIsKnown() {
    const std::vector<std::string> facts{"Formula: C2H6O", "LogP: -0.00"};
    const auto text =
        QString::fromStdString(molloquy::text::moleculeSystemText("CCO", "ethanol", facts));
    for (const char* part : {"SMILES: CCO", "Name: ethanol", "- Formula: C2H6O", "- LogP: -0.00"}) {
      QVERIFY2(text.contains(part), part);
    }
    QVERIFY(
        !QString::fromStdString(molloquy::text::moleculeSystemText("", "", {})).contains("SMILES"));
  }
};

QTEST_APPLESS_MAIN(ChatTemplateTest)
#include "chat_template_test.moc"
