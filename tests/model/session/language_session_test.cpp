#include "model/session/language_session.h"

#include <QTemporaryDir>
#include <QTest>

#include "model/base/atomic_file.h"
#include "tests/model/session/chat_session_contract.h"
#include "tests/model/session/scripted_decoder.h"

using namespace molloquy;
using namespace molloquy::session;

namespace {

constexpr int kVocabulary = 602;
constexpr int kContext = 512;

std::filesystem::path vocabularyFile() {
  return std::filesystem::path(MOLLOQUY_TEST_DATA) / "golden" / "tokenizer" / "sp_bpe600.model";
}

text::Tokenizer moleculeTokenizer() {
  return text::Tokenizer::load(vocabularyFile(),
                               {TokenId(1), TokenId(2), TokenId(600), TokenId(601), {}})
      .value();
}

text::Tokenizer plainTokenizer() {
  static const text::Tokenizer tokenizer = [] {
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    const auto written = writeFileAtomically(
        folder / "config.json", R"({"model_type":"llama","bos_token_id":1,"eos_token_id":2})");
    if (!written) qFatal("the configuration cannot be written");
    std::filesystem::copy_file(vocabularyFile(), folder / "tokenizer.model");
    return text::Tokenizer::loadFromModelFolder(folder).value();
  }();
  return tokenizer;
}

/// A session together with what is inside it.
struct Opened {
  std::unique_ptr<LanguageSession> session;
  ScriptedDecoder* decoder = nullptr;
  std::shared_ptr<int> encoded = std::make_shared<int>(0);
};

enum class Kind { Molecule, Plain };

Opened open(Kind kind, AnswerEnding ending = AnswerEnding::Taught) {
  Opened opened;
  LanguageParts parts(kind == Kind::Molecule ? moleculeTokenizer() : plainTokenizer());
  auto decoder = std::make_unique<ScriptedDecoder>(kVocabulary, kContext);
  opened.decoder = decoder.get();
  parts.decoder = std::move(decoder);
  if (kind == Kind::Molecule) parts.encoder = std::make_unique<CountingEncoder>(*opened.encoded);
  parts.format = text::ChatFormat::Zephyr;
  parts.defaults = {24, 8, 1.0};
  parts.ending = ending;
  parts.info.name = "scripted";
  parts.info.device = "CPU";
  parts.info.numberType = "none";
  opened.session = std::make_unique<LanguageSession>(std::move(parts));
  return opened;
}

GenerateRequest question(const char* words) {
  GenerateRequest request = contract::requestAboutWater();
  request.instruction = words;
  return request;
}

struct Answer {
  std::string text;
  GenerationStats stats;
};

Answer ask(ChatSession& session, const GenerateRequest& request) {
  Answer answer;
  const auto end =
      session.generate(request, [&](std::string_view part) { answer.text += part; }, {});
  if (!end) {
    QTest::qFail(end.error().toString().c_str(), __FILE__, __LINE__);
    return answer;
  }
  answer.stats = end->stats;
  return answer;
}

}  // namespace

/// The session itself, on a decoder and an encoder without weights.
class LanguageSessionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void contractWithStructures_data() { contract::addClauses(); }

  void contractWithStructures() {
    QFETCH(QString, clause);
    std::vector<std::shared_ptr<int>> counters;
    const contract::Subject subject{[&]() -> std::unique_ptr<ChatSession> {
                                      Opened opened = open(Kind::Molecule);
                                      counters.push_back(opened.encoded);
                                      return std::move(opened.session);
                                    },
                                    contract::requestAboutWater()};
    contract::runClause(clause, subject);
  }

  void contractWithWordsAlone_data() { contract::addClauses(contract::Reads::Words); }

  void contractWithWordsAlone() {
    QFETCH(QString, clause);
    const contract::Subject subject{
        []() -> std::unique_ptr<ChatSession> { return std::move(open(Kind::Plain).session); },
        contract::requestAboutWater()};
    contract::runClause(clause, subject);
  }

  void whatIsSharedIsReadOnce_data() {
    QTest::addColumn<bool>("molecule");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("shares");
    QTest::newRow("the same question again") << true << "What is it?"
                                             << "What is it?" << true;
    QTest::newRow("another question, of which the template's beginning is shared")
        << true << "What is it?"
        << "Why?" << true;
    QTest::newRow("a longer question") << true << "What is"
                                       << "What is it made of?" << true;
    QTest::newRow("words alone, the same question") << false << "What is it?"
                                                    << "What is it?" << true;
    QTest::newRow("words alone, another question") << false << "What is it?"
                                                   << "Why?" << true;
  }

  void whatIsSharedIsReadOnce() {
    QFETCH(bool, molecule);
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(bool, shares);
    const Kind kind = molecule ? Kind::Molecule : Kind::Plain;
    const Opened used = open(kind);
    const Opened fresh = open(kind);
    ask(*used.session, question(qPrintable(first)));
    used.decoder->rowsRead = 0;
    const Answer again = ask(*used.session, question(qPrintable(second)));
    const Answer wanted = ask(*fresh.session, question(qPrintable(second)));
    QCOMPARE(again.text, wanted.text);
    QCOMPARE(again.stats.promptTokens, wanted.stats.promptTokens);
    QCOMPARE(wanted.stats.cachedPromptTokens, 0);
    QCOMPARE(again.stats.cachedPromptTokens > 0, shares);
    QCOMPARE(used.decoder->rowsRead, again.stats.promptTokens - again.stats.cachedPromptTokens);
    QVERIFY(used.decoder->rowsRead >= 1);
  }

  void anotherStructureIsReadFromItsPlaceOn() {
    const Opened used = open(Kind::Molecule);
    const Opened fresh = open(Kind::Molecule);
    const GenerateRequest water = question("What is it?");
    GenerateRequest bent = water;
    bent.structure.positions[1][0] = 0.5F;
    ask(*used.session, water);
    const Answer again = ask(*used.session, bent);
    QCOMPARE(again.text, ask(*fresh.session, bent).text);
    QVERIFY(again.stats.cachedPromptTokens > 0);
    QVERIFY(again.stats.cachedPromptTokens < again.stats.promptTokens - 4);
    QCOMPARE(*used.encoded, 2);
  }

  void questionsAboutOneStructureEncodeItOnce() {
    const Opened opened = open(Kind::Molecule);
    ask(*opened.session, question("What is it?"));
    ask(*opened.session, question("Why?"));
    GenerateRequest renamed = question("Why?");
    renamed.structure.smiles = "[OH2]";
    ask(*opened.session, renamed);
    QCOMPARE(*opened.encoded, 1);
  }

  void aConversationPaysForItsNewTurn() {
    const Opened opened = open(Kind::Plain);
    GenerateRequest request = question("What is it?");
    const Answer first = ask(*opened.session, request);
    request.history.push_back({request.instruction, first.text});
    request.instruction = "Why?";
    const Answer second = ask(*opened.session, request);
    QVERIFY(second.stats.cachedPromptTokens >= first.stats.promptTokens - 1);
    QCOMPARE(second.text, ask(*open(Kind::Plain).session, request).text);
  }

  void historyAndFactsAreRead_data() {
    QTest::addColumn<bool>("molecule");
    QTest::newRow("by a plain language model") << false;
    QTest::newRow("not by a molecule model") << true;
  }

  void historyAndFactsAreRead() {
    QFETCH(bool, molecule);
    const Opened opened = open(molecule ? Kind::Molecule : Kind::Plain);
    QCOMPARE(opened.session->info().canConverse, !molecule);
    QCOMPARE(opened.session->info().hasMolecule, molecule);
    const GenerateRequest bare = question("Why?");
    GenerateRequest told = bare;
    told.facts = {"Formula: H2O"};
    GenerateRequest continued = bare;
    continued.history = {{"What is it?", "Water."}};
    const int tokens = ask(*opened.session, bare).stats.promptTokens;
    QCOMPARE(ask(*opened.session, told).stats.promptTokens > tokens, !molecule);
    QCOMPARE(ask(*opened.session, continued).stats.promptTokens > tokens, !molecule);
  }

  void aLongConversationDropsItsBeginning() {
    const Opened opened = open(Kind::Plain);
    GenerateRequest request = question("Why?");
    for (int i = 0; i < 60; ++i) request.history.push_back({"What is it?", "It is water."});
    const Answer answer = ask(*opened.session, request);
    QVERIFY(answer.stats.promptTokens <= kContext - 128);
    QVERIFY(answer.stats.promptTokens > kContext / 2);
    QVERIFY(answer.stats.newTokens >= 8);
  }

  void aPlainModelNeedsNoStructure() {
    const Opened opened = open(Kind::Plain);
    GenerateRequest request;
    request.instruction = "What is </s> in \"[INST]\"?";
    QVERIFY(!ask(*opened.session, request).text.empty());
  }

  void lackOfMemoryEndsTheRequestOnly() {
    const Opened opened = open(Kind::Molecule);
    const std::string wanted = ask(*opened.session, question("Why?")).text;
    opened.decoder->failsNext = true;
    const auto failed = opened.session->generate(question("What?"), {}, {});
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ErrorCode::OutOfMemory);
    QVERIFY(failed.error().message.find("memory") != std::string::npos);
    const Answer again = ask(*opened.session, question("Why?"));
    QCOMPARE(again.text, wanted);
    QCOMPARE(again.stats.cachedPromptTokens, 0);
  }

  void aStopInsideThePromptKeepsWhatWasRead() {
    const Opened opened = open(Kind::Plain);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = opened.session->generate(question("Why?"), {}, stop.get_token());
    QVERIFY(stopped.has_value());
    QCOMPARE(stopped->reason, FinishReason::Stopped);
    QCOMPARE(ask(*opened.session, question("Why?")).text,
             ask(*open(Kind::Plain).session, question("Why?")).text);
  }

  void aBatchAnswersAsOneByOne_data() {
    QTest::addColumn<bool>("molecule");
    QTest::addColumn<int>("beams");
    QTest::newRow("structures, greedy") << true << 1;
    QTest::newRow("structures, three beams") << true << 3;
    QTest::newRow("words alone") << false << 1;
  }

  void aBatchAnswersAsOneByOne() {
    QFETCH(bool, molecule);
    QFETCH(int, beams);
    const Kind kind = molecule ? Kind::Molecule : Kind::Plain;
    std::vector<GenerateRequest> requests;
    for (int i = 0; i < 11; ++i) {
      requests.push_back(question("Describe the input molecule."));
      requests.back().structure.positions[1][0] = 0.1F * static_cast<float>(i);
      requests.back().structure.smiles = std::string(std::size_t(i % 3 + 1), 'O');
      requests.back().options.beams = beams;
    }
    requests[4].options.maxNewTokens = 5;
    requests[7].options.temperature = -1;
    const Opened opened = open(kind);
    std::vector<std::size_t> order;
    const auto answers = opened.session->generateBatch(
        requests, [&](std::size_t index, const BatchAnswer&) { order.push_back(index); }, {});
    QVERIFY(answers.has_value());
    QCOMPARE(answers->size(), requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
      if (i == 7) {
        QCOMPARE((*answers)[i].end.error().code, ErrorCode::InvalidInput);
        continue;
      }
      const Answer alone = ask(*open(kind).session, requests[i]);
      QCOMPARE((*answers)[i].text, alone.text);
      QCOMPARE((*answers)[i].end->stats.newTokens, alone.stats.newTokens);
    }
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i) QCOMPARE(order[i], i);
    QCOMPARE(order.size(), requests.size());
    if (beams == 1) QVERIFY(opened.decoder->widestStep > 3);
    QVERIFY(opened.decoder->slotsInUse() <= 1);
  }

  void aBadStructureInABatchFailsAlone() {
    const Opened opened = open(Kind::Molecule);
    std::vector<GenerateRequest> requests(3, question("Why?"));
    requests[1].structure.symbols[0] = "Xx";
    const auto answers = opened.session->generateBatch(requests, {}, {}).value();
    QVERIFY(answers[0].end.has_value());
    QVERIFY(!answers[1].end.has_value());
    QVERIFY(answers[2].end.has_value());
    QCOMPARE(answers[0].text, answers[2].text);
  }

  void aStoppedBatchSaysNothing() {
    const Opened opened = open(Kind::Molecule);
    const std::vector<GenerateRequest> requests(3, question("Why?"));
    std::stop_source stop;
    stop.request_stop();
    const auto answers = opened.session->generateBatch(requests, {}, stop.get_token()).value();
    for (const BatchAnswer& answer : answers) {
      QCOMPARE(answer.end->reason, FinishReason::Stopped);
      QVERIFY(answer.text.empty());
    }
  }

  void publishedModelsTakeThePresetOfTheTask_data() {
    QTest::addColumn<QString>("instruction");
    QTest::addColumn<int>("limit");
    QTest::newRow("a caption") << "Describe the input molecule." << 128;
    QTest::newRow("a property")
        << "What is the LogP of this molecule? Respond with the numerical value only." << 64;
    QTest::newRow("any other question") << "Is it polar?" << 64;
  }

  void publishedModelsTakeThePresetOfTheTask() {
    QFETCH(QString, instruction);
    QFETCH(int, limit);
    const AnswerSettings settings(moleculeTokenizer(), kVocabulary, {24, 8, 1.0},
                                  AnswerEnding::Published, {});
    GenerateRequest request = question(qPrintable(instruction));
    auto options = settings.forRequest(request);
    QCOMPARE(options.maxNewTokens, limit);
    QCOMPARE(options.minNewTokens, 16);
    QCOMPARE(options.sampling.repetitionPenalty, 1.2);
    QCOMPARE(options.beams, 1);
    QVERIFY(!options.rules.isOff());
    QCOMPARE(options.rules.lineEnds, std::vector{TokenId(13)});
    request.options.beams = 0;
    options = settings.forRequest(request);
    QCOMPARE(options.beams, 5);
    QCOMPARE(options.lengthPenalty, 0.8);
    request.options.maxNewTokens = 7;
    QCOMPARE(settings.forRequest(request).maxNewTokens, 7);
    QCOMPARE(settings.forRequest(request).minNewTokens, 7);
  }

  void ownModelsTakeWhatTheirFolderPrefers() {
    const AnswerSettings settings(moleculeTokenizer(), 610, {24, 8, 1.1}, AnswerEnding::Taught, {});
    const auto options = settings.forRequest(question("Describe the input molecule."));
    QCOMPARE(options.maxNewTokens, 24);
    QCOMPARE(options.minNewTokens, 8);
    QCOMPARE(options.sampling.repetitionPenalty, 1.1);
    QVERIFY(options.rules.isOff());
    QCOMPARE(options.ends, std::vector{TokenId(2)});
    // [PAD], <mol> and the rows behind the tokenizer's never come.
    QCOMPARE(options.banned.size(), std::size_t(10));
  }

  void keptStructuresAreLimited() {
    StructureMemory memory(2);
    memory.keep("a", {1});
    memory.keep("b", {2});
    QVERIFY(memory.find("a") != nullptr);
    memory.keep("c", {3});
    QVERIFY(memory.find("b") == nullptr);
    QCOMPARE(memory.find("a")->front(), 1.0F);
    QCOMPARE(memory.size(), std::size_t(2));
  }
};

QTEST_APPLESS_MAIN(LanguageSessionTest)
#include "language_session_test.moc"
