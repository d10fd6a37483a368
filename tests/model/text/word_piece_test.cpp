#include "model/text/word_piece.h"

#include <QTemporaryDir>
#include <QTest>

#include "tests/model/text/golden_tokenizer.h"

using molloquy::ErrorCode;
using molloquy::TokenId;
using molloquy::text::WordPiece;
using nlohmann::json;

namespace {

const json& values() {
  static const json read = golden::read("bert_wordpiece_golden.json");
  return read;
}

WordPiece vocabulary() {
  return WordPiece::load(golden::folder() / "wordpiece300_vocab.txt").value();
}

std::vector<int> numbersOf(const std::vector<std::int8_t>& mask) {
  return {mask.begin(), mask.end()};
}

}  // namespace

/// Expected ids: transformers 4.35.0, BertTokenizer.
class WordPieceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void matchesTransformers_data() {
    QTest::addColumn<int>("row");
    const json& rows = values().at("single");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      QTest::addRow("%s", golden::rowName(rows[i], i).constData()) << int(i);
    }
  }

  void matchesTransformers() {
    QFETCH(int, row);
    const json& want = values().at("single").at(std::size_t(row));
    const WordPiece pieces = vocabulary();
    const auto text = want.at("text").get<std::string>();
    QCOMPARE(golden::numbers(pieces.encodeFramed(text, 512)),
             want.at("ids").get<std::vector<int>>());
    std::vector<std::string> names;
    for (const TokenId id : pieces.encode(text)) names.emplace_back(pieces.name(id));
    QCOMPARE(names, want.at("tokens").get<std::vector<std::string>>());
  }

  void rowsAreCutAndFilled() {
    const json& batch = values().at("batch");
    const auto length = batch.at("max_length").get<std::size_t>();
    const auto texts = batch.at("texts").get<std::vector<std::string>>();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto row = vocabulary().encodeRow(texts[i], length);
      QCOMPARE(golden::numbers(row.ids), batch.at("input_ids")[i].get<std::vector<int>>());
      QCOMPARE(numbersOf(row.mask), batch.at("attention_mask")[i].get<std::vector<int>>());
    }
  }

  void specialTokensAreWhereTheReferenceHasThem() {
    const json& info = values().at("info");
    const WordPiece pieces = vocabulary();
    QCOMPARE(pieces.size(), info.at("len").get<int>());
    QCOMPARE(pieces.special().decoder.value, info.at("dec_id").get<int>());
    QCOMPARE(pieces.special().pad.value, info.at("pad_id").get<int>());
    QCOMPARE(pieces.special().begin.value, info.at("cls_id").get<int>());
    QCOMPARE(pieces.special().end.value, info.at("sep_id").get<int>());
    QCOMPARE(pieces.special().unknown.value, info.at("unk_id").get<int>());
  }

  void longWordsAreUnknown_data() {
    QTest::addColumn<int>("letters");
    QTest::addColumn<int>("tokens");
    QTest::newRow("a word of 100 letters is written out") << 100 << 100;
    QTest::newRow("a word of 101 letters is one unknown token") << 101 << 1;
    QTest::newRow("a word of a million letters is one unknown token") << 1'000'000 << 1;
  }

  void longWordsAreUnknown() {
    QFETCH(int, letters);
    QFETCH(int, tokens);
    const WordPiece pieces = vocabulary();
    // "x" is followed by no longer piece of the vocabulary.
    const auto ids = pieces.encode(std::string(std::size_t(letters), 'x'));
    QCOMPARE(int(ids.size()), tokens);
    QCOMPARE(ids.front() == pieces.special().unknown, tokens == 1);
  }

  void oddTextsAreWrittenSomehow_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("sameAs");
    QTest::newRow("bytes that are not UTF-8 are left out")
        << QByteArray("ac\xFFid") << QByteArray("acid");
    QTest::newRow("a Greek word ends with its own sigma")
        << QByteArray("\u0391\u03A3") << QByteArray("\u03B1\u03C2");
    QTest::newRow("a line separator is a blank")
        << QByteArray("an\u2028acid") << QByteArray("an acid");
    QTest::newRow("marks alone are nothing") << QByteArray("\u0301\u0308") << QByteArray();
  }

  void oddTextsAreWrittenSomehow() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, sameAs);
    const WordPiece pieces = vocabulary();
    QCOMPARE(golden::numbers(pieces.encode(text.toStdString())),
             golden::numbers(pieces.encode(sameAs.toStdString())));
  }

  void brokenVocabulariesAreNamed_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    QTest::newRow("no file") << QByteArray() << int(ErrorCode::NotFound) << "vocab.txt";
    QTest::newRow("no separator") << QByteArray("[PAD]\n[UNK]\n[CLS]\n[MASK]\na\n")
                                  << int(ErrorCode::Corrupt) << "[SEP]";
    QTest::newRow("something else")
        << QByteArray("\x01\x02\x03") << int(ErrorCode::Corrupt) << "[PAD]";
  }

  void brokenVocabulariesAreNamed() {
    QFETCH(QByteArray, file);
    QFETCH(int, code);
    QFETCH(QString, named);
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "vocab.txt";
    if (!file.isEmpty()) {
      QVERIFY(molloquy::writeFileAtomically(path, file.toStdString()).has_value());
    }
    const auto loaded = WordPiece::load(path);
    QVERIFY(!loaded);
    QCOMPARE(int(loaded.error().code), code);
    QVERIFY2(QString::fromStdString(loaded.error().message).contains(named),
             loaded.error().message.c_str());
  }
};

QTEST_APPLESS_MAIN(WordPieceTest)
#include "word_piece_test.moc"
