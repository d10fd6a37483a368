#include "model/text/streaming_decoder.h"

#include <random>

#include <QStringDecoder>
#include <QTest>

#include "tests/model/text/golden_tokenizer.h"

using molloquy::TokenId;
using molloquy::text::SpecialTokensInText;
using molloquy::text::StreamingDecoder;
using molloquy::text::Tokenizer;

namespace {

Tokenizer published() {
  return Tokenizer::load(golden::vocabularyFile(), golden::publishedTokens()).value();
}

bool isWholeUtf8(const std::string& text) {
  QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
  const QString decoded = decoder(QByteArray::fromStdString(text));
  return !decoder.hasError() && decoded.toUtf8().toStdString() == text;
}

/// Pieces as they came, checked to be whole characters, and their concatenation.
std::string stream(const Tokenizer& tokenizer, const std::vector<TokenId>& ids,
                   bool* whole = nullptr) {
  StreamingDecoder decoder(tokenizer);
  std::string all;
  bool good = true;
  for (const TokenId id : ids) {
    const std::string text = decoder.push(id);
    good = good && isWholeUtf8(text);
    all += text;
  }
  all += decoder.finish();
  if (whole != nullptr) *whole = good && isWholeUtf8(all);
  return all;
}

}  // namespace

class StreamingDecoderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void goldenTextsComeOutTheSame_data() {
    QTest::addColumn<QString>("list");
    QTest::addColumn<int>("row");
    for (const char* list : {"single", "decode"}) {
      const auto count = golden::llama().at(list).size();
      for (std::size_t i = 0; i < count; ++i) {
        QTest::addRow("%s %zu", list, i) << QString(list) << int(i);
      }
    }
  }

  void goldenTextsComeOutTheSame() {
    QFETCH(QString, list);
    QFETCH(int, row);
    const auto& want = golden::llama().at(list.toStdString()).at(std::size_t(row));
    bool whole = false;
    const std::string text = stream(published(), golden::tokenIds(want.at("ids")), &whole);
    QCOMPARE(QString::fromStdString(text),
             QString::fromStdString(want.at("decoded_skip_special").get<std::string>()));
    QVERIFY(whole);
  }

  void anyTokensComeOutAsDecodedAtOnce_data() {
    QTest::addColumn<int>("lowest");
    QTest::addColumn<int>("highest");
    QTest::newRow("any token") << 0 << 603;
    QTest::newRow("bytes only, most of them not UTF-8") << 3 << 258;
    QTest::newRow("high bytes, often half a character") << 3 + 0xC0 << 3 + 0xFF;
    QTest::newRow("special tokens and the blank") << 0 << 2;
    QTest::newRow("tokens set apart among words") << 590 << 602;
  }

  void anyTokensComeOutAsDecodedAtOnce() {
    QFETCH(int, lowest);
    QFETCH(int, highest);
    const Tokenizer tokenizer = published();
    std::mt19937 random(7);
    std::uniform_int_distribution<int> pick(lowest, highest);
    std::uniform_int_distribution<int> length(0, 12);
    const std::int32_t blank = tokenizer.encode(" ").front().value;
    for (int trial = 0; trial < 1500; ++trial) {
      std::vector<TokenId> ids;
      for (int i = length(random); i > 0; --i) {
        ids.emplace_back(pick(random) % 5 == 0 ? blank : pick(random));
      }
      bool whole = false;
      const std::string text = stream(tokenizer, ids, &whole);
      QCOMPARE(QString::fromStdString(text),
               QString::fromStdString(tokenizer.decode(ids, SpecialTokensInText::Skip)));
      QVERIFY(whole);
    }
  }

  void aCharacterOfFourBytesAppearsWithItsLastByte() {
    const Tokenizer tokenizer = published();
    StreamingDecoder decoder(tokenizer);
    QCOMPARE(decoder.push(TokenId(3 + 0xF0)), std::string());
    QCOMPARE(decoder.push(TokenId(3 + 0x9F)), std::string());
    QCOMPARE(decoder.push(TokenId(3 + 0x98)), std::string());
    QCOMPARE(decoder.push(TokenId(3 + 0x80)), std::string("\U0001F600"));
  }

  void aBrokenCharacterAppearsOnceItIsCertain() {
    const Tokenizer tokenizer = published();
    StreamingDecoder decoder(tokenizer);
    QCOMPARE(decoder.push(TokenId(3 + 0xE2)), std::string());
    QCOMPARE(decoder.push(TokenId(300)), std::string("\uFFFDan"));
  }

  void finishingStartsOver() {
    const Tokenizer tokenizer = published();
    StreamingDecoder decoder(tokenizer);
    decoder.push(TokenId(3 + 0xE2));
    QCOMPARE(decoder.finish(), std::string("\uFFFD"));
    QCOMPARE(decoder.push(TokenId(259)), std::string("a"));
    QCOMPARE(decoder.push(TokenId(259)), std::string(" a"));
  }
};

QTEST_APPLESS_MAIN(StreamingDecoderTest)
#include "streaming_decoder_test.moc"
