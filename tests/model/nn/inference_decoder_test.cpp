#include "model/llama/torch_inference_decoder.h"

#include <torch/torch.h>

#include <QTest>

#include "model/generation/generate.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;

namespace {

constexpr double kClose = 2e-5;
constexpr int kVocabulary = 24;

using Ids = std::vector<int>;
using Logits = std::vector<float>;

llama::Decoder tinyDecoder(int window = 0) {
  molm::Config config = tests::tinyConfig();
  config.llama.slidingWindow = window;
  return tests::tinyModel(config)->decoder();
}

std::vector<TokenId> tokens(const Ids& ids) {
  std::vector<TokenId> list;
  for (const int id : ids) list.emplace_back(id);
  return list;
}

std::vector<float> rowsOf(llama::TorchInferenceDecoder& decoder, const Ids& ids) {
  std::vector<float> rows(ids.size() * static_cast<std::size_t>(decoder.config().hidden));
  decoder.embed(tokens(ids), rows);
  return rows;
}

/// Logits behind a whole text read in one pass without any cache.
Logits plainLogits(llama::Decoder decoder, const Ids& ids) {
  const torch::NoGradGuard noGrad;
  llama::DecoderInput input;
  input.embeddings =
      decoder->embed(torch::tensor(std::vector<int64_t>(ids.begin(), ids.end())).unsqueeze(0));
  const at::Tensor hidden = decoder->forward(input);
  const at::Tensor logits =
      decoder->logits(hidden.select(1, hidden.size(1) - 1)).contiguous().view({-1});
  return {logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel()};
}

double difference(std::span<const float> a, std::span<const float> b) {
  double largest = a.size() == b.size() ? 0.0 : 1e9;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
  }
  return largest;
}

Ids joined(Ids a, const Ids& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Ids someTokens(int count, int seed) {
  Ids ids;
  for (int i = 0; i < count; ++i) ids.push_back((i * i * 7 + i * seed + seed) % kVocabulary);
  return ids;
}

Logits extend(llama::TorchInferenceDecoder& decoder, int slot, const Ids& ids) {
  Logits logits(kVocabulary);
  decoder.extendPrompt(slot, rowsOf(decoder, ids), logits, {});
  return logits;
}

}  // namespace

Q_DECLARE_METATYPE(Ids)

class InferenceDecoderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPromptInPiecesReadsLikeOne_data() {
    QTest::addColumn<Ids>("pieces");
    QTest::addColumn<int>("window");
    QTest::newRow("in one") << Ids{40} << 0;
    QTest::newRow("token by token") << Ids{1, 1, 1, 1} << 0;
    QTest::newRow("a long piece behind a short one") << Ids{3, 37} << 0;
    QTest::newRow("in one, through a window") << Ids{40} << 9;
    QTest::newRow("in three, through a window") << Ids{5, 20, 15} << 9;
  }

  void aPromptInPiecesReadsLikeOne() {
    QFETCH(Ids, pieces);
    QFETCH(int, window);
    llama::TorchInferenceDecoder decoder(tinyDecoder(window));
    Ids text;
    Logits logits;
    for (const int piece : pieces) {
      const Ids ids = someTokens(piece, static_cast<int>(text.size()) + 3);
      logits = extend(decoder, 2, ids);
      text = joined(text, ids);
    }
    QCOMPARE(decoder.promptLength(2), static_cast<int>(text.size()));
    QVERIFY(difference(logits, plainLogits(tinyDecoder(window), text)) < kClose);
  }

  void everyRowCanBeReadOut() {
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    const Ids first = someTokens(5, 3);
    const Ids more = someTokens(40, 5);
    extend(decoder, 0, first);
    std::size_t told = 0;
    const auto compare = [&](std::size_t row, std::span<const float> logits) {
      QCOMPARE(row, told++);
      const auto end = more.begin() + static_cast<std::ptrdiff_t>(row) + 1;
      const Logits expected = plainLogits(tinyDecoder(), joined(first, Ids(more.begin(), end)));
      QVERIFY(difference(logits, expected) < kClose);
    };
    QVERIFY(decoder.readPrompt(0, rowsOf(decoder, more), compare, {}));
    QCOMPARE(told, more.size());
    QCOMPARE(decoder.promptLength(0), 45);
  }

  void aPromptCutBackAndExtendedReadsLikeAFreshOne() {
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    const Ids first = someTokens(20, 3);
    const Ids second = someTokens(11, 5);
    extend(decoder, 0, first);
    decoder.truncatePrompt(0, 7);
    QCOMPARE(decoder.promptLength(0), 7);
    const Logits logits = extend(decoder, 0, second);
    const Ids text = joined(Ids(first.begin(), first.begin() + 7), second);
    QVERIFY(difference(logits, plainLogits(tinyDecoder(), text)) < kClose);
    decoder.truncatePrompt(0, 0);
    QCOMPARE(decoder.promptLength(0), 0);
    QCOMPARE(decoder.cacheBytes(), std::size_t{0});
  }

  void aStopEndsAPromptBetweenItsChunks() {
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    std::stop_source stop;
    stop.request_stop();
    Logits logits(kVocabulary);
    QVERIFY(!decoder.extendPrompt(0, rowsOf(decoder, {1, 2, 3}), logits, stop.get_token()));
    QCOMPARE(decoder.promptLength(0), 0);
  }

  /// Three sequences behind one prompt that reorder at every step.
  void sharedSequencesReadLikeEachAlone_data() {
    QTest::addColumn<int>("window");
    QTest::addColumn<bool>("repeated");
    for (const bool repeated : {false, true}) {
      const char* how = repeated ? "in tensors at fixed places" : "in new tensors";
      QTest::addRow("%s, over everything", how) << 0 << repeated;
      QTest::addRow("%s, through a window longer than the answer", how) << 12 << repeated;
      QTest::addRow("%s, through a window shorter than the answer", how) << 2 << repeated;
    }
  }

  void sharedSequencesReadLikeEachAlone() {
    QFETCH(int, window);
    QFETCH(bool, repeated);
    const auto steps = repeated ? llama::Steps::Repeated : llama::Steps::Fresh;
    llama::TorchInferenceDecoder decoder(tinyDecoder(window), steps);
    const Ids prompt = someTokens(10, 3);
    extend(decoder, 0, prompt);
    const std::vector<int> slots(3, 0);
    decoder.beginSequences(slots, 6);
    const std::vector<Ids> parents = {{0, 1, 2}, {0, 0, 1}, {2, 1, 0}, {1, 1, 1}, {0, 2}, {1}};
    std::vector<Ids> texts(3);
    Logits logits(3 * kVocabulary);
    for (std::size_t step = 0; step < parents.size(); ++step) {
      std::vector<Ids> next;
      std::vector<TokenId> chosen;
      for (std::size_t i = 0; i < parents[step].size(); ++i) {
        const int token = static_cast<int>((5 * step + 3 * i + 1) % kVocabulary);
        chosen.emplace_back(token);
        next.push_back(joined(texts[static_cast<std::size_t>(parents[step][i])], {token}));
      }
      texts = next;
      decoder.step(chosen, parents[step], logits);
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto ours = std::span(logits).subspan(i * kVocabulary, kVocabulary);
        const Logits want = plainLogits(tinyDecoder(window), joined(prompt, texts[i]));
        QVERIFY(difference(ours, want) < kClose);
      }
    }
  }

  void sequencesOfSeveralPromptsStepTogether() {
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    const std::vector<Ids> prompts = {someTokens(4, 3), someTokens(9, 5), someTokens(6, 11)};
    for (int slot = 0; slot < 3; ++slot) {
      extend(decoder, slot, prompts[static_cast<std::size_t>(slot)]);
    }
    const std::vector<int> slots = {0, 1, 2};
    decoder.beginSequences(slots, 2);
    Logits logits(3 * kVocabulary);
    decoder.step(tokens({1, 2, 3}), Ids{0, 1, 2}, logits);
    // The middle one has ended.
    decoder.step(tokens({4, 6}), Ids{0, 2}, logits);
    const Logits first = plainLogits(tinyDecoder(), joined(prompts[0], {1, 4}));
    const Logits third = plainLogits(tinyDecoder(), joined(prompts[2], {3, 6}));
    QVERIFY(difference(std::span(logits).first(kVocabulary), first) < kClose);
    QVERIFY(difference(std::span(logits).subspan(kVocabulary, kVocabulary), third) < kClose);
  }

  void aKeptSequenceBelongsToThePrompt() {
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    const Ids prompt = someTokens(8, 3);
    extend(decoder, 1, prompt);
    const std::vector<int> slots(2, 1);
    decoder.beginSequences(slots, 4);
    Logits logits(2 * kVocabulary);
    decoder.step(tokens({1, 2}), Ids{0, 0}, logits);
    decoder.step(tokens({3, 4}), Ids{1, 0}, logits);
    decoder.step(tokens({5, 6}), Ids{0, 0}, logits);  // 2 3 5 and 2 3 6
    decoder.keepSequence(1);
    QCOMPARE(decoder.promptLength(1), 11);
    const Logits after = extend(decoder, 1, {7});
    const Logits want = plainLogits(tinyDecoder(), joined(prompt, {2, 3, 6, 7}));
    QVERIFY(difference(after, want) < kClose);
  }

  void aLongAnswerFindsRoomAsItGrows_data() {
    QTest::addColumn<bool>("repeated");
    QTest::newRow("in new tensors") << false;
    QTest::newRow("in tensors at fixed places") << true;
  }

  void aLongAnswerFindsRoomAsItGrows() {
    QFETCH(bool, repeated);
    const auto steps = repeated ? llama::Steps::Repeated : llama::Steps::Fresh;
    llama::TorchInferenceDecoder decoder(tinyDecoder(), steps);
    const Ids prompt = someTokens(5, 3);
    extend(decoder, 0, prompt);
    decoder.beginSequences(std::vector<int>(2, 0), 150);
    Logits logits(2 * kVocabulary);
    std::vector<Ids> texts(2, prompt);
    for (int step = 0; step < 140; ++step) {
      const int turned = step % 3 == 0 ? 1 : 0;  // every third step the two change places
      texts = {joined(texts[static_cast<std::size_t>(turned)], {(step + 1) % kVocabulary}),
               joined(texts[static_cast<std::size_t>(1 - turned)], {(step + 9) % kVocabulary})};
      decoder.step(tokens({texts[0].back(), texts[1].back()}), Ids{turned, 1 - turned}, logits);
    }
    for (std::size_t i = 0; i < 2; ++i) {
      const auto ours = std::span(logits).subspan(i * kVocabulary, kVocabulary);
      QVERIFY(difference(ours, plainLogits(tinyDecoder(), texts[i])) < kClose);
    }
  }

  void moreSequencesStoreThePromptOnce() {
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    extend(decoder, 0, someTokens(60, 3));
    const std::size_t alone = decoder.cacheBytes();
    decoder.beginSequences(std::vector<int>(5, 0), 4);
    // 20 more columns, rounded up; five copies would be four times the prompt more.
    QVERIFY(decoder.cacheBytes() <= 2 * alone);
  }

  void anUnseenRowReadsThePromptOnly() {
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    const Ids prompt = someTokens(6, 3);
    extend(decoder, 0, prompt);
    Logits logits(kVocabulary);
    decoder.readUnseenRow(0, rowsOf(decoder, {22}), 1, logits);
    QCOMPARE(decoder.promptLength(0), 6);
    // The same with a mask: the last column is read by nobody, and stands at position 1.
    const torch::NoGradGuard noGrad;
    llama::Decoder plain = tinyDecoder();
    llama::DecoderInput input;
    Ids padded = joined(prompt, {22});
    input.embeddings = plain->embed(
        torch::tensor(std::vector<int64_t>(padded.begin(), padded.end())).unsqueeze(0));
    input.attend = torch::tensor({1, 1, 1, 1, 1, 1, 0}).unsqueeze(0);
    input.positions = torch::tensor(
        {int64_t{0}, int64_t{1}, int64_t{2}, int64_t{3}, int64_t{4}, int64_t{5}, int64_t{1}});
    const at::Tensor want = plain->logits(plain->forward(input).select(1, 6)).view({-1});
    QVERIFY(difference(logits, {want.data_ptr<float>(), kVocabulary}) < kClose);
  }

  void beamsBehindAPromptFindWhatASearchAloneFinds() {
    generation::GenerateOptions options;
    options.maxNewTokens = 8;
    options.beams = 4;
    options.ends = {TokenId(2)};
    llama::TorchInferenceDecoder shared(tinyDecoder());
    const auto found = generation::generate(shared, 0, rowsOf(shared, {1, 5, 6}), options, {}, {});
    QVERIFY(found.has_value());
    // Each hypothesis' score is what the network gives its text read alone.
    for (const generation::Hypothesis& hypothesis : found->hypotheses) {
      Ids text = {1, 5, 6};
      double sum = 0;
      Ids answer;
      for (const TokenId token : hypothesis.tokens) answer.push_back(token.value);
      if (hypothesis.finish == generation::Finish::EndOfText) answer.push_back(2);
      for (const int token : answer) {
        const Logits logits = plainLogits(tinyDecoder(), text);
        const at::Tensor logs = at::log_softmax(torch::tensor(logits), 0);
        sum += logs[token].item<double>();
        text.push_back(token);
      }
      QVERIFY(std::abs(sum / static_cast<double>(answer.size()) - hypothesis.score) < 1e-4);
    }
  }

  void wrongStepsAreRefused_data() {
    QTest::addColumn<Ids>("parents");
    QTest::newRow("a parent that is not there") << Ids{0, 2};
    QTest::newRow("a negative parent") << Ids{0, -1};
    QTest::newRow("more than began") << Ids{0, 1, 1};
  }

  void wrongStepsAreRefused() {
    QFETCH(Ids, parents);
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    extend(decoder, 0, {1, 2});
    decoder.beginSequences(std::vector<int>(2, 0), 3);
    Logits logits(parents.size() * kVocabulary);
    QVERIFY_EXCEPTION_THROWN(decoder.step(tokens(Ids(parents.size(), 3)), parents, logits),
                             c10::Error);
  }

  void sequencesDoNotOutgrowTheirCapacity() {
    llama::TorchInferenceDecoder decoder(tinyDecoder());
    extend(decoder, 0, {1, 2});
    decoder.beginSequences(Ids{0}, 1);
    Logits logits(kVocabulary);
    decoder.step(tokens({3}), Ids{0}, logits);
    QVERIFY_EXCEPTION_THROWN(decoder.step(tokens({3}), Ids{0}, logits), c10::Error);
  }
};

QTEST_APPLESS_MAIN(InferenceDecoderTest)
#include "inference_decoder_test.moc"
