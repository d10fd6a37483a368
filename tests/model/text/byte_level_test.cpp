#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <map>

#include "model/text/streaming_decoder.h"
#include "model/text/tokenizer.h"
#include "tests/model/text/golden_tokenizer.h"

using molloquy::ErrorCode;
using molloquy::Result;
using molloquy::TokenId;
using molloquy::text::SpecialTokensInText;
using molloquy::text::StreamingDecoder;
using molloquy::text::Tokenizer;
using molloquy::text::TokenNames;
using nlohmann::json;

namespace {

json readJson(const char* name) {
  const auto path = std::filesystem::path(MOLLOQUY_TEST_DATA) / "tokenizer" / name;
  return json::parse(molloquy::readFile(path).value());
}

const json& values() {
  static const json read = readJson("byte_level_golden.json");
  return read;
}

const json& llama3() {
  static const json read = readJson("tokenizer.json");
  return read;
}

/// The file with the pattern and the rules of another family.
json fileOf(const QString& family) {
  json file = llama3();
  json& steps = file["pre_tokenizer"]["pretokenizers"];
  if (family == "qwen2") {
    steps[0]["pattern"]["Regex"] = values().at("patterns").at("qwen2");
    file["normalizer"] = {{"type", "NFC"}};
    file["model"]["ignore_merges"] = false;
    file["post_processor"] = {{"type", "ByteLevel"}};
    for (json& merge : file["model"]["merges"]) {
      const auto both = merge.get<std::string>();
      const auto blank = both.find(' ');
      merge = json::array({both.substr(0, blank), both.substr(blank + 1)});
    }
  } else if (family == "gpt2") {
    file["pre_tokenizer"] = {{"type", "ByteLevel"}, {"add_prefix_space", false}};
    file["model"].erase("ignore_merges");
    file.erase("post_processor");
  }
  return file;
}

struct Folder {
  QTemporaryDir directory;
  void write(const char* name, const json& content) const {
    std::ofstream(std::filesystem::path(directory.path().toStdString()) / name) << content.dump();
  }
  [[nodiscard]] Result<Tokenizer> load() const {
    return Tokenizer::loadFromModelFolder(directory.path().toStdString());
  }
};

constexpr int kBegin = 677;  // <|begin_of_text|>; the ids follow the vocabulary of 677 pieces.
constexpr int kEnd = 678;    // <|end_of_text|>
constexpr int kEndOfTurn = 681;
constexpr int kSize = 683;

Result<Tokenizer> open(const json& file,
                       const json& config = {{"model_type", "llama"},
                                             {"eos_token_id", {kEnd, kEndOfTurn}}}) {
  const Folder folder;
  folder.write("config.json", config);
  folder.write("tokenizer.json", file);
  return folder.load();
}

const Tokenizer& tokenizerOf(const QString& family) {
  static std::map<QString, Tokenizer> loaded;
  auto found = loaded.find(family);
  if (found == loaded.end()) found = loaded.emplace(family, open(fileOf(family)).value()).first;
  return found->second;
}

QString shown(const std::string& text) { return QString::fromStdString(text); }

}  // namespace

class ByteLevelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void matchesThePlainImplementation_data() {
    QTest::addColumn<QString>("family");
    QTest::addColumn<int>("row");
    const json& rows = values().at("rows");
    for (const char* family : {"llama3", "qwen2", "gpt2"}) {
      for (std::size_t i = 0; i < rows.size(); ++i) {
        QTest::addRow("%s %s", family, golden::rowName(rows[i], i).constData())
            << QString(family) << int(i);
      }
    }
  }

  void matchesThePlainImplementation() {
    QFETCH(QString, family);
    QFETCH(int, row);
    const json& want = values().at("rows").at(std::size_t(row));
    const Tokenizer& tokenizer = tokenizerOf(family);
    const auto text = want.at("text").get<std::string>();
    const auto ids = tokenizer.encode(text);
    QCOMPARE(golden::numbers(ids), want.at(family.toStdString()).get<std::vector<int>>());
    if (family != "qwen2")
      QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Keep)), shown(text));
    StreamingDecoder decoder(tokenizer);
    std::string streamed;
    for (const TokenId id : ids) streamed += decoder.push(id);
    streamed += decoder.finish();
    QCOMPARE(shown(streamed), shown(tokenizer.decode(ids, SpecialTokensInText::Skip)));
  }

  void namesOfTokensInAPersonsWordsAreWords() {
    const Tokenizer& tokenizer = tokenizerOf("llama3");
    for (const json& row : values().at("rows")) {
      QCOMPARE(
          golden::numbers(tokenizer.encode(row.at("text").get<std::string>(), TokenNames::AreText)),
          row.at("as_text").get<std::vector<int>>());
    }
  }

  void bytesThatAreNotUtf8BecomeTheReplacementCharacter_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("a byte that begins nothing") << QByteArray("a\xFFz") << u"a\uFFFDz"_qs;
    QTest::newRow("a character cut off") << QByteArray("a\xE2\x82") << u"a\uFFFD"_qs;
    QTest::newRow("a character cut off by a letter")
        << QByteArray("\xF0\x9F\x98z") << u"\uFFFDz"_qs;
    QTest::newRow("half of a surrogate pair")
        << QByteArray("\xED\xA0\x80") << u"\uFFFD\uFFFD\uFFFD"_qs;
    QTest::newRow("an overlong slash") << QByteArray("\xC0\xAF") << u"\uFFFD\uFFFD"_qs;
  }

  void bytesThatAreNotUtf8BecomeTheReplacementCharacter() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    const Tokenizer& tokenizer = tokenizerOf("llama3");
    const auto ids = tokenizer.encode(bytes.toStdString());
    QCOMPARE(shown(tokenizer.decode(ids, SpecialTokensInText::Skip)), text);
    // The same bytes as tokens of their own, as a model may write them.
    std::vector<TokenId> single;
    StreamingDecoder decoder(tokenizer);
    std::string streamed;
    for (const char byte : bytes.toStdString()) {
      for (int id = 0; id < 256; ++id) {
        if (tokenizer.bytesOf(TokenId(id)) == std::string(1, byte)) single.emplace_back(id);
      }
      streamed += decoder.push(single.back());
    }
    QCOMPARE(shown(tokenizer.decode(single, SpecialTokensInText::Skip)), text);
    QCOMPARE(shown(streamed + decoder.finish()), text);
  }

  void aCharacterOfFourBytesAppearsWithItsLastByte() {
    const Tokenizer& tokenizer = tokenizerOf("llama3");
    StreamingDecoder decoder(tokenizer);
    QStringList parts;
    for (const TokenId id : tokenizer.encode("\U0001F9EA")) parts << shown(decoder.push(id));
    QVERIFY(parts.size() > 1);
    QCOMPARE(parts.takeLast(), u"\U0001F9EA"_qs);
    QCOMPARE(parts.join(QString()), QString());
  }

  void longTextsWithoutBlanksAreWrittenInTime_data() {
    QTest::addColumn<QString>("unit");
    QTest::addColumn<int>("bytes");
    QTest::newRow("letters that merge, a million") << "theandthe" << 1'000'000;
    QTest::newRow("one letter") << "a" << 200'000;
    QTest::newRow("blanks") << " " << 200'000;
    QTest::newRow("blanks and a line end") << "    \n" << 200'000;
    QTest::newRow("digits") << "0123456789" << 200'000;
  }

  void longTextsWithoutBlanksAreWrittenInTime() {
    QFETCH(QString, unit);
    QFETCH(int, bytes);
    const Tokenizer& tokenizer = tokenizerOf("llama3");
    const std::string text = unit.repeated(bytes / unit.size()).toStdString();
    QElapsedTimer timer;
    timer.start();
    const auto ids = tokenizer.encode(text);
    QVERIFY2(timer.elapsed() < 20'000, "the time grows faster than the text");
    QCOMPARE(tokenizer.decode(ids, SpecialTokensInText::Skip).size(), text.size());
  }

  void aPatternThatNeverEndsLeavesTheTextWhole() {
    json file = llama3();
    file["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "(a+)+[bc]";
    const Tokenizer tokenizer = open(file).value();
    const std::string text(40, 'a');
    QCOMPARE(tokenizer.decode(tokenizer.encode(text), SpecialTokensInText::Skip), text);
  }

  void specialTokensComeFromTheFolder_data() {
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("generation");
    QTest::addColumn<QByteArray>("tokenizerConfig");
    QTest::addColumn<QString>("family");
    QTest::addColumn<QList<int>>("ends");
    QTest::addColumn<bool>("begins");
    const QByteArray config = R"({"model_type":"llama","bos_token_id":677,"eos_token_id":678})";
    QTest::newRow("one end, a template with a begin")
        << config << QByteArray("{}") << QByteArray("{}") << "llama3" << QList<int>{kEnd} << true;
    QTest::newRow("the ends of generation_config.json come first")
        << config << QByteArray(R"({"eos_token_id":[681,678]})") << QByteArray("{}") << "llama3"
        << QList<int>{kEndOfTurn, kEnd} << true;
    QTest::newRow("no template, so no begin")
        << config << QByteArray("{}") << QByteArray("{}") << "qwen2" << QList<int>{kEnd} << false;
    QTest::newRow("tokenizer_config.json asks for a begin")
        << config << QByteArray("{}") << QByteArray(R"({"add_bos_token":true})") << "qwen2"
        << QList<int>{kEnd} << true;
    QTest::newRow("tokenizer_config.json wants none")
        << config << QByteArray("{}") << QByteArray(R"({"add_bos_token":false})") << "llama3"
        << QList<int>{kEnd} << false;
  }

  void specialTokensComeFromTheFolder() {
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, generation);
    QFETCH(QByteArray, tokenizerConfig);
    QFETCH(QString, family);
    QFETCH(QList<int>, ends);
    QFETCH(bool, begins);
    const Folder folder;
    folder.write("config.json", json::parse(config.toStdString()));
    folder.write("generation_config.json", json::parse(generation.toStdString()));
    folder.write("tokenizer_config.json", json::parse(tokenizerConfig.toStdString()));
    folder.write("tokenizer.json", fileOf(family));
    const Tokenizer tokenizer = folder.load().value();
    QCOMPARE(golden::numbers(tokenizer.endTokens()), std::vector<int>(ends.begin(), ends.end()));
    QCOMPARE(tokenizer.special().end, tokenizer.endTokens().front());
    QCOMPARE(tokenizer.writesBegin(), begins);
    QCOMPARE(tokenizer.encodeWithBegin("a").size(), std::size_t(begins ? 2 : 1));
    QCOMPARE(tokenizer.find("<|eot_id|>")->value, kEndOfTurn);
    QVERIFY(!tokenizer.find("<mol>"));
    QCOMPARE(tokenizer.size(), kSize);
  }

  void aMoleculeModelAddsItsTwoTokens() {
    const json config = {
        {"special_tokens",
         {{"begin", kBegin}, {"end", kEnd}, {"pad", kSize}, {"molecule", kSize + 1}}}};
    const Tokenizer tokenizer = open(llama3(), config).value();
    QCOMPARE(tokenizer.size(), kSize + 2);
    QCOMPARE(golden::numbers(tokenizer.encodeWithBegin("<mol>[PAD]")),
             (std::vector<int>{kBegin, kSize + 1, kSize}));
    QCOMPARE(
        tokenizer.decode(std::vector{TokenId(kSize + 1), TokenId(64)}, SpecialTokensInText::Skip),
        std::string("a"));
  }

  void unknownIdsAreTheReplacementCharacter() {
    const Tokenizer& tokenizer = tokenizerOf("llama3");
    QCOMPARE(
        shown(tokenizer.decode(std::vector{TokenId(700), TokenId(-1)}, SpecialTokensInText::Skip)),
        u"\uFFFD\uFFFD"_qs);
  }

  void whatIsNotUnderstoodIsNamed_data();
  void whatIsNotUnderstoodIsNamed();
};

namespace {

struct BadFile {
  const char* name;
  const char* at;       ///< JSON pointer.
  const char* content;  ///< JSON that is put there; empty removes the member.
  ErrorCode code;
  const char* named;
};

constexpr BadFile kBadFiles[] = {
    {"a Unigram model", "/model/type", "\"Unigram\"", ErrorCode::Unsupported, "Unigram"},
    {"a WordPiece model", "/model/type", "\"WordPiece\"", ErrorCode::Unsupported, "WordPiece"},
    {"byte fallback", "/model/byte_fallback", "true", ErrorCode::Unsupported, "byte_fallback"},
    {"ends of words", "/model/end_of_word_suffix", "\"</w>\"", ErrorCode::Unsupported,
     "end_of_word_suffix"},
    {"Metaspace", "/pre_tokenizer/pretokenizers/1/type", "\"Metaspace\"", ErrorCode::Unsupported,
     "Metaspace"},
    {"no pre-tokenizer", "/pre_tokenizer", "null", ErrorCode::Unsupported, "ByteLevel"},
    {"another cutting behaviour", "/pre_tokenizer/pretokenizers/0/behavior", "\"Removed\"",
     ErrorCode::Unsupported, "Removed"},
    {"a pattern that is none", "/pre_tokenizer/pretokenizers/0/pattern/Regex", "\"(a\"",
     ErrorCode::Unsupported, "(a"},
    {"another normaliser", "/normalizer", R"({"type":"Prepend","prepend":"_"})",
     ErrorCode::Unsupported, "tokenizer.model"},
    {"another decoder", "/decoder", R"({"type":"Metaspace"})", ErrorCode::Unsupported, "Metaspace"},
    {"an added token that eats blanks", "/added_tokens/0/lstrip", "true", ErrorCode::Unsupported,
     "<|begin_of_text|>"},
    {"an added token without an id", "/added_tokens/0/id", "null", ErrorCode::Corrupt,
     "added_tokens"},
    {"an added token far away", "/added_tokens/0/id", "9999999", ErrorCode::InvalidInput,
     "9999999"},
    {"no vocabulary", "/model/vocab", "", ErrorCode::Corrupt, "model.vocab"},
    {"an id far beyond the others", "/model/vocab/Ġthe", "16000000", ErrorCode::Corrupt, "Ġthe"},
    {"a negative id", "/model/vocab/Ġthe", "-5", ErrorCode::Corrupt, "Ġthe"},
    {"a byte without a piece", "/model/vocab/!", "", ErrorCode::Corrupt, "0x21"},
    {"no merges", "/model/merges", "", ErrorCode::Corrupt, "model.merges"},
    {"a merge of one piece", "/model/merges/0", "\"a\"", ErrorCode::Corrupt, "merge 1"},
    {"a merge into an unknown piece", "/model/merges/0", "\"z q\"", ErrorCode::Corrupt, "zq"},
    {"not an object", "", "[]", ErrorCode::Corrupt, "JSON object"},
};

}  // namespace

void ByteLevelTest::whatIsNotUnderstoodIsNamed_data() {
  QTest::addColumn<int>("row");
  int row = 0;
  for (const BadFile& bad : kBadFiles) QTest::newRow(bad.name) << row++;
}

void ByteLevelTest::whatIsNotUnderstoodIsNamed() {
  QFETCH(int, row);
  const BadFile& bad = kBadFiles[row];
  json file = llama3();
  const json::json_pointer at(bad.at);
  if (*bad.content == '\0') {
    file[at.parent_pointer()].erase(at.back());
  } else {
    file[at] = json::parse(bad.content);
  }
  const auto tokenizer = open(file);
  QVERIFY(!tokenizer);
  QCOMPARE(int(tokenizer.error().code), int(bad.code));
  QVERIFY2(tokenizer.error().toString().find(bad.named) != std::string::npos,
           tokenizer.error().toString().c_str());
}

QTEST_APPLESS_MAIN(ByteLevelTest)
#include "byte_level_test.moc"
