#include "model/text/tokenizer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "model/text/sentencepiece_model.h"
#include "tests/model/text/golden_tokenizer.h"

using molloquy::ErrorCode;
using molloquy::TokenId;
using molloquy::text::SpecialTokens;
using molloquy::text::SpecialTokensInText;
using molloquy::text::Tokenizer;
using molloquy::text::TokenNames;
using nlohmann::json;

namespace {

QString shown(const std::string& text) { return QString::fromStdString(text); }

Tokenizer published() {
  return Tokenizer::load(golden::vocabularyFile(), golden::publishedTokens()).value();
}

void writeText(const QString& path, const std::string& text) {
  QVERIFY(molloquy::writeFileAtomically(path.toStdString(), text).has_value());
}

Tokenizer plainLlama() {
  static const Tokenizer tokenizer = [] {
    QTemporaryDir folder;
    QFile::copy(shown(golden::vocabularyFile().string()), folder.filePath("tokenizer.model"));
    writeText(folder.filePath("config.json"),
              R"({"model_type":"llama","bos_token_id":1,"eos_token_id":2})");
    return Tokenizer::loadFromModelFolder(folder.path().toStdString()).value();
  }();
  return tokenizer;
}

}  // namespace

class TokenizerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void matchesTransformers_data() {
    QTest::addColumn<int>("row");
    const json& rows = golden::llama().at("single");
    for (std::size_t i = 0; i < rows.size(); ++i)
      QTest::addRow("%s", golden::rowName(rows[i], i).constData()) << int(i);
  }

  void matchesTransformers() {
    QFETCH(int, row);
    const json& want = golden::llama().at("single").at(std::size_t(row));
    const Tokenizer tokenizer = published();
    const auto text = want.at("text").get<std::string>();
    const auto ids = tokenizer.encode(text);
    QCOMPARE(golden::numbers(ids), want.at("ids").get<std::vector<int>>());
    QCOMPARE(golden::numbers(tokenizer.encodeWithBegin(text)),
             want.at("ids_with_special").get<std::vector<int>>());
    std::vector<std::string> names;
    for (const TokenId id : ids) names.emplace_back(tokenizer.name(id));
    QCOMPARE(names, want.at("tokens").get<std::vector<std::string>>());
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Keep)),
             shown(want.at("decoded").get<std::string>()));
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Skip)),
             shown(want.at("decoded_skip_special").get<std::string>()));
  }

  void matchesPlainLlamaWithItsOwnSpecialTokens() {
    const Tokenizer tokenizer =
        Tokenizer::load(golden::vocabularyFile(), golden::ownTokens()).value();
    int compared = 0;
    for (const json& want : golden::llama().at("plain_llama_single")) {
      const auto text = want.at("text").get<std::string>();
      if (text.find("<mol>") != std::string::npos || text.find("[PAD]") != std::string::npos) {
        continue;  // plain Llama does not know the added tokens
      }
      ++compared;
      const auto ids = tokenizer.encodeWithBegin(text);
      QCOMPARE(golden::numbers(ids), want.at("ids_with_special").get<std::vector<int>>());
      const auto content = tokenizer.encode(text);
      QCOMPARE(shown(tokenizer.decode(content, SpecialTokensInText::Keep)),
               shown(want.at("decoded").get<std::string>()));
      QCOMPARE(shown(tokenizer.decode(content, SpecialTokensInText::Skip)),
               shown(want.at("decoded_skip_special").get<std::string>()));
    }
    QVERIFY(compared > 30);
  }

  void theVocabularyAloneMatchesTheLibrary_data() {
    QTest::addColumn<int>("row");
    const json& rows = golden::llama().at("raw_sentencepiece");
    for (std::size_t i = 0; i < rows.size(); ++i)
      QTest::addRow("%s", golden::rowName(rows[i], i).constData()) << int(i);
  }

  void theVocabularyAloneMatchesTheLibrary() {
    QFETCH(int, row);
    const json& want = golden::llama().at("raw_sentencepiece").at(std::size_t(row));
    const Tokenizer tokenizer = published();
    const auto ids = tokenizer.pieces()->encode(want.at("text").get<std::string>());
    QCOMPARE(std::vector<int>(ids.begin(), ids.end()), want.at("ids").get<std::vector<int>>());
    std::vector<std::string_view> names;
    for (const std::int32_t id : ids) names.push_back(tokenizer.pieces()->piece(id));
    QCOMPARE(shown(tokenizer.pieces()->decode(names)),
             shown(want.at("decoded").get<std::string>()));
  }

  /// A folder of the transformers library, without [PAD] and <mol>.
  void matchesAPlainLlamaFolder_data() {
    QTest::addColumn<int>("row");
    const json& rows = golden::llama().at("plain_llama_single");
    for (std::size_t i = 0; i < rows.size(); ++i)
      QTest::addRow("%s", golden::rowName(rows[i], i).constData()) << int(i);
  }

  void matchesAPlainLlamaFolder() {
    QFETCH(int, row);
    const json& want = golden::llama().at("plain_llama_single").at(std::size_t(row));
    const Tokenizer tokenizer = plainLlama();
    const auto text = want.at("text").get<std::string>();
    QCOMPARE(golden::numbers(tokenizer.encodeWithBegin(text)),
             want.at("ids_with_special").get<std::vector<int>>());
    const auto ids = tokenizer.encode(text);
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Keep)),
             shown(want.at("decoded").get<std::string>()));
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Skip)),
             shown(want.at("decoded_skip_special").get<std::string>()));
  }

  void aPlainFolderTakesAddedTokensFromItsLists() {
    QTemporaryDir folder;
    QVERIFY(
        QFile::copy(shown(golden::vocabularyFile().string()), folder.filePath("tokenizer.model")));
    writeText(folder.filePath("config.json"), R"({"model_type":"llama","eos_token_id":[2,601]})");
    writeText(folder.filePath("added_tokens.json"), R"({"<pad>":600})");
    writeText(folder.filePath("tokenizer_config.json"),
              R"({"add_bos_token":false,"added_tokens_decoder":{"601":{"content":"<|end|>"}}})");
    const auto tokenizer = Tokenizer::loadFromModelFolder(folder.path().toStdString()).value();
    QCOMPARE(tokenizer.size(), 602);
    QCOMPARE(tokenizer.find("<pad>")->value, 600);
    QCOMPARE(golden::numbers(tokenizer.endTokens()), (std::vector<int>{2, 601}));
    QVERIFY(!tokenizer.writesBegin());
    QCOMPARE(tokenizer.encode("<|end|>").front().value, 601);
    QVERIFY(tokenizer.encode("<|end|>", TokenNames::AreText).size() > 1);
  }

  void decodesIdLists_data() {
    QTest::addColumn<int>("row");
    const json& rows = golden::llama().at("decode");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      QTest::addRow("%s", rows[i].at("ids").dump().c_str()) << int(i);
    }
  }

  void decodesIdLists() {
    QFETCH(int, row);
    const json& want = golden::llama().at("decode").at(std::size_t(row));
    const Tokenizer tokenizer = published();
    const auto ids = golden::tokenIds(want.at("ids"));
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Keep)),
             shown(want.at("decoded").get<std::string>()));
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Skip)),
             shown(want.at("decoded_skip_special").get<std::string>()));
  }

  void idsOutsideTheVocabularyDecodeToTheReplacementCharacter() {
    const Tokenizer tokenizer = published();
    const std::vector<TokenId> ids{TokenId(300), TokenId(602), TokenId(-1)};
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Skip)), QString("an\uFFFD\uFFFD"));
  }

  void textThatIsNotUtf8EncodesAsTheReplacementCharacter() {
    const Tokenizer tokenizer = published();
    const auto ids = tokenizer.encode("a\xFFz");
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Skip)), QString("a\uFFFDz"));
  }

  void wrongSpecialTokensAreRefusedByName_data() {
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("pad");
    QTest::addColumn<int>("molecule");
    QTest::addColumn<QString>("named");
    QTest::newRow("a begin token past the pieces") << 700 << 2 << 600 << 601 << "begin = 700";
    QTest::newRow("a negative end token") << 1 << -2 << 600 << 601 << "end = -2";
    QTest::newRow("a pad token inside the pieces") << 1 << 2 << 599 << 601 << "pad = 599";
    QTest::newRow("a molecule token that leaves a hole")
        << 1 << 2 << 600 << 602 << "molecule = 602";
  }

  void wrongSpecialTokensAreRefusedByName() {
    QFETCH(int, begin);
    QFETCH(int, end);
    QFETCH(int, pad);
    QFETCH(int, molecule);
    QFETCH(QString, named);
    const SpecialTokens special{TokenId(begin), TokenId(end), TokenId(pad), TokenId(molecule), {}};
    const auto tokenizer = Tokenizer::load(golden::vocabularyFile(), special);
    QVERIFY(!tokenizer);
    QCOMPARE(tokenizer.error().code, ErrorCode::InvalidInput);
    QVERIFY2(shown(tokenizer.error().message).contains(named), tokenizer.error().message.c_str());
  }

  void modelFolderGivesTheTokens() {
    QTemporaryDir folder;
    QVERIFY(
        QFile::copy(shown(golden::vocabularyFile().string()), folder.filePath("tokenizer.model")));
    writeText(folder.filePath("config.json"),
              R"({"special_tokens": {"begin": 1, "end": 2, "pad": 600, "molecule": 601}})");
    const auto tokenizer = Tokenizer::loadFromModelFolder(folder.path().toStdString());
    QVERIFY(tokenizer.has_value());
    QCOMPARE(tokenizer->size(), 602);
    QCOMPARE(tokenizer->special().unknown->value, 0);
    QCOMPARE(tokenizer->encodeWithBegin("a").front().value, 1);
  }

  void brokenModelFoldersAreNamed_data() {
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("vocabulary");
    QTest::addColumn<QString>("named");
    const QByteArray ids =
        R"({"special_tokens": {"begin": 1, "end": 2, "pad": 600, "molecule": 601}})";
    QTest::newRow("config.json is missing") << QByteArray() << QByteArray("x") << "config.json";
    QTest::newRow("config.json is not JSON") << QByteArray("{") << QByteArray("x") << "config.json";
    QTest::newRow("no special tokens") << QByteArray("{}") << QByteArray("x") << "special_tokens";
    QTest::newRow("the end token is text")
        << QByteArray(
               R"({"special_tokens": {"begin": 1, "end": "two", "pad": 600, "molecule": 601}})")
        << QByteArray("x") << "special_tokens.end";
    QTest::newRow("a token id beyond 32 bits")
        << QByteArray(
               R"({"special_tokens": {"begin": 1, "end": 2, "pad": 4294967296, "molecule": 601}})")
        << QByteArray("x") << "special_tokens.pad";
    QTest::newRow("tokenizer.model is missing") << ids << QByteArray() << "tokenizer.model";
    QTest::newRow("tokenizer.model is something else")
        << ids << QByteArray("hello") << "SentencePiece";
  }

  void brokenModelFoldersAreNamed() {
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, vocabulary);
    QFETCH(QString, named);
    QTemporaryDir folder;
    if (!config.isEmpty()) writeText(folder.filePath("config.json"), config.toStdString());
    if (!vocabulary.isEmpty()) {
      writeText(folder.filePath("tokenizer.model"), vocabulary.toStdString());
    }
    const auto tokenizer = Tokenizer::loadFromModelFolder(folder.path().toStdString());
    QVERIFY(!tokenizer);
    QVERIFY2(shown(tokenizer.error().toString()).contains(named),
             tokenizer.error().toString().c_str());
  }

  void missingPluginIsNamed() {
    QTemporaryDir empty;
    const QByteArray before = qgetenv("MOLLOQUY_PLUGIN_DIR");
    qputenv("MOLLOQUY_PLUGIN_DIR", empty.path().toUtf8());
    const auto tokenizer = Tokenizer::load(golden::vocabularyFile(), golden::ownTokens());
    qputenv("MOLLOQUY_PLUGIN_DIR", before);
    QVERIFY(!tokenizer);
    QCOMPARE(tokenizer.error().code, ErrorCode::NotFound);
    QVERIFY(shown(tokenizer.error().message).contains("libmolloquy_sentencepiece.so"));
  }
};

QTEST_APPLESS_MAIN(TokenizerTest)
#include "tokenizer_test.moc"
