#include "model/molm/generate.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include "model/molm/model_folder.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using namespace molloquy::molm;

namespace {

/// Begin, two words, the two molecule places, one word.
std::vector<TokenId> prompt() {
  return {TokenId(1), TokenId(5), TokenId(6), TokenId(23), TokenId(23), TokenId(7)};
}

unimol::GraphBatch graph(const MoleculeLanguageModel& model) {
  const unimol::Config& config = model->config().unimol;
  const auto two = tests::twoMolecules(config);
  return unimol::collateGraphs(std::span(two).first(1), config, unimol::GraphPadding::Tight);
}

/// Never ends by itself.
GenerateOptions endless(int tokens) {
  GenerateOptions options;
  options.maxNewTokens = tokens;
  options.minNewTokens = tokens;
  return options;
}

}  // namespace

class GenerateTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTokenIsReportedOnce() {
    MoleculeLanguageModel model = tests::tinyModel();
    std::vector<TokenId> heard;
    const auto result = generate(model, graph(model), prompt(), endless(9),
                                 [&](TokenId token) { heard.push_back(token); }, {});
    QVERIFY(result.has_value());
    QCOMPARE(result->tokens.size(), std::size_t{9});
    QVERIFY(heard == result->tokens);
    QVERIFY(result->finish == GenerationFinish::MaxTokens);
    QCOMPARE(result->promptTokens, 6);
  }

  void theSameQuestionGetsTheSameAnswer() {
    MoleculeLanguageModel model = tests::tinyModel();
    GenerateOptions options = endless(12);
    options.sampling.temperature = 1.0;
    const auto first = generate(model, graph(model), prompt(), options, {}, {});
    const auto second = generate(model, graph(model), prompt(), options, {}, {});
    QVERIFY(first->tokens == second->tokens);
  }

  void paddingAndMoleculeTokensNeverCome() {
    MoleculeLanguageModel model = tests::tinyModel();
    GenerateOptions options = endless(40);
    options.sampling.temperature = 5.0;
    const auto result = generate(model, graph(model), prompt(), options, {}, {});
    for (const TokenId token : result->tokens) {
      QVERIFY(token != model->config().special.pad);
      QVERIFY(token != model->config().special.molecule);
    }
  }

  void theEndTokenEndsTheAnswerUnlessTooEarly() {
    MoleculeLanguageModel model = tests::tinyModel();
    GenerateOptions options;
    for (int id = 0; id < model->config().llama.vocab; ++id) {
      if (id != 2 && id != 9) options.banned.emplace_back(id);
    }
    options.maxNewTokens = 8;
    options.minNewTokens = 3;
    options.penalised = {TokenId(9)};
    options.sampling.repetitionPenalty = 1e6;  // anything but token 9, once allowed
    const auto result = generate(model, graph(model), prompt(), options, {}, {});
    QVERIFY(result->finish == GenerationFinish::EndOfText || result->tokens.size() == 8);
    QVERIFY(result->tokens.size() >= 3);
    for (const TokenId token : result->tokens) QCOMPARE(token.value, 9);
  }

  void aStopIsObeyedBeforeTheNextToken_data() {
    QTest::addColumn<int>("stopAfter");
    QTest::newRow("before the first token") << 0;
    QTest::newRow("after one token") << 1;
    QTest::newRow("after five tokens") << 5;
  }

  void aStopIsObeyedBeforeTheNextToken() {
    QFETCH(int, stopAfter);
    MoleculeLanguageModel model = tests::tinyModel();
    std::stop_source stop;
    if (stopAfter == 0) stop.request_stop();
    int heard = 0;
    const auto result = generate(
        model, graph(model), prompt(), endless(30),
        [&](TokenId) {
          if (++heard == stopAfter) stop.request_stop();
        },
        stop.get_token());
    QVERIFY(result.has_value());
    QVERIFY(result->finish == GenerationFinish::Stopped);
    QCOMPARE(heard, stopAfter);
  }

  void theContextLimitsTheAnswer() {
    MoleculeLanguageModel model = tests::tinyModel();
    const auto result = generate(model, graph(model), prompt(), endless(1000), {}, {});
    QVERIFY(result.has_value());
    QCOMPARE(result->tokens.size(), std::size_t{64 - 6});
  }

  void aBadPromptIsNamed_data() {
    QTest::addColumn<int>("words");
    QTest::addColumn<int>("marks");
    QTest::addColumn<int>("word");
    QTest::addColumn<QString>("named");
    QTest::newRow("no tokens") << 0 << 0 << 5 << "empty";
    QTest::newRow("too long") << 70 << 2 << 5 << "72 tokens";
    QTest::newRow("one place for the structure too many") << 3 << 3 << 5 << "3 places";
    QTest::newRow("a token outside the vocabulary") << 3 << 2 << 99 << "Token 99";
  }

  void aBadPromptIsNamed() {
    QFETCH(int, words);
    QFETCH(int, marks);
    QFETCH(int, word);
    QFETCH(QString, named);
    MoleculeLanguageModel model = tests::tinyModel();
    std::vector<TokenId> tokens(static_cast<std::size_t>(words), TokenId(word));
    tokens.insert(tokens.end(), static_cast<std::size_t>(marks), TokenId(23));
    const auto result = generate(model, graph(model), tokens, {}, {}, {});
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::InvalidInput);
    QVERIFY2(QString::fromStdString(result.error().message).contains(named),
             result.error().message.c_str());
  }

  void aSavedModelAnswersTheSame() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    MoleculeLanguageModel model = tests::tinyModel();
    QVERIFY(saveModel(model, path, nn::SavedType::Float32).has_value());
    std::uintmax_t read = 0;
    std::uintmax_t total = 0;
    ModelLoadOptions options;
    options.progress = [&](std::uintmax_t r, std::uintmax_t t) {
      read = r;
      total = t;
    };
    auto loaded = loadModel(path, options);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    QVERIFY(read == total && total > 0);
    const auto saved = model->named_parameters();
    for (const auto& parameter : (*loaded)->named_parameters()) {
      QVERIFY(at::equal(parameter.value(), saved[parameter.key()]));
    }
    const auto first = generate(model, graph(model), prompt(), endless(10), {}, {});
    const auto second = generate(*loaded, graph(*loaded), prompt(), endless(10), {}, {});
    QVERIFY(first->tokens == second->tokens);
  }

  void aBrokenModelFolderIsNamed_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("one layer too many") << "\"layers\": 2"
                                        << "\"layers\": 3"
                                        << "lack the tensor";
    QTest::newRow("another width") << "\"ffn_dim\": 32"
                                   << "\"ffn_dim\": 48"
                                   << "has the shape";
    QTest::newRow("no JSON") << "{"
                             << ""
                             << "is not JSON";
  }

  void aBrokenModelFolderIsNamed() {
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, named);
    const QTemporaryDir folder;
    QVERIFY(saveModel(tests::tinyModel(), folder.path().toStdString(), nn::SavedType::Bfloat16));
    QFile file(folder.filePath(kConfigFile));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll()).replace(field, value);
    file.close();
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.toUtf8());
    file.close();
    const auto loaded = loadModel(folder.path().toStdString());
    QVERIFY(!loaded.has_value());
    QVERIFY2(QString::fromStdString(loaded.error().message).contains(named),
             loaded.error().message.c_str());
  }

  void anAbsentFolderIsNotFound() {
    const auto loaded = loadModel("/nowhere/at/all");
    QVERIFY(!loaded.has_value());
    QCOMPARE(loaded.error().code, ErrorCode::NotFound);
  }
};

QTEST_APPLESS_MAIN(GenerateTest)
#include "generate_test.moc"
