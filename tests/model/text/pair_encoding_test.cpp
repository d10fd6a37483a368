#include "model/text/pair_encoding.h"

#include <QTest>

#include "tests/model/text/golden_tokenizer.h"

using namespace molloquy::text;
using nlohmann::json;

namespace {

void compareRow(const EncodedPair& row, const json& batch, std::size_t index) {
  QCOMPARE(golden::numbers(row.ids), batch.at("input_ids").at(index).get<std::vector<int>>());
  const std::vector<int> mask(row.mask.begin(), row.mask.end());
  QCOMPARE(mask, batch.at("attention_mask").at(index).get<std::vector<int>>());
  if (!batch.contains("token_type_ids")) return;
  const std::vector<int> types(row.types.begin(), row.types.end());
  QCOMPARE(types, batch.at("token_type_ids").at(index).get<std::vector<int>>());
}

}  // namespace

class PairEncodingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void trainingBatchesMatchTransformers_data() {
    QTest::addColumn<int>("batch");
    QTest::newRow("wide enough for all") << 0;
    QTest::newRow("cut to 160 tokens") << 1;
    QTest::newRow("cut to 120 tokens") << 2;
  }

  void trainingBatchesMatchTransformers() {
    QFETCH(int, batch);
    const json& want = golden::llama().at("batches").at(std::size_t(batch));
    const auto width = want.at("max_length").get<std::size_t>();
    const auto tokenizer =
        Tokenizer::load(golden::vocabularyFile(), golden::publishedTokens()).value();
    std::vector<EncodedPair> rows;
    for (const json& pair : want.at("pairs")) {
      rows.push_back(encodePair(tokenizer, pair.at(0).get<std::string>(),
                                pair.at(1).get<std::string>(), width));
    }
    padRows(rows, tokenizer.special().pad, PaddingSide::Left, width);
    for (std::size_t i = 0; i < rows.size(); ++i) compareRow(rows[i], want, i);
  }

  void inferenceBatchMatchesTransformers() {
    const json& want = golden::llama().at("batches").at(3);
    const auto tokenizer =
        Tokenizer::load(golden::vocabularyFile(), golden::publishedTokens()).value();
    std::vector<EncodedPair> rows;
    for (const json& prompt : want.at("prompts")) {
      rows.push_back(encodeSingle(tokenizer, prompt.get<std::string>()));
    }
    padRows(rows, tokenizer.special().pad, PaddingSide::Right);
    for (std::size_t i = 0; i < rows.size(); ++i) compareRow(rows[i], want, i);
  }

  void noRoomLeavesOnlyTheMarks() {
    const auto tokenizer =
        Tokenizer::load(golden::vocabularyFile(), golden::publishedTokens()).value();
    const EncodedPair row = encodePair(tokenizer, "Describe", "an acid", 2);
    QCOMPARE(golden::numbers(row.ids), (std::vector<int>{2, 2}));
  }
};

QTEST_APPLESS_MAIN(PairEncodingTest)
#include "pair_encoding_test.moc"
