#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "model/base/atomic_file.h"
#include "model/session/session_loader.h"
#include "tests/model/session/chat_session_contract.h"
#include "tests/model/session/tiny_model_folder.h"

using namespace molloquy;
using namespace molloquy::session;

/// The real session, through the library that programs open, on a model of random numbers.
class TorchChatSessionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(tiny_model::write(m_folder.path().toStdString()).has_value());
    QVERIFY(tiny_model::writePlain(m_plain.path().toStdString()).has_value());
    QElapsedTimer timer;
    timer.start();
    QVERIFY2(open().has_value(), open().has_value() ? "" : open().error().toString().c_str());
    qInfo("library and model opened in %lld ms", timer.restart());
    QVERIFY(open().has_value());
    qInfo("model alone opened in %lld ms", timer.elapsed());
  }

  void contract_data() { contract::addClauses(); }

  void contract() {
    QFETCH(QString, clause);
    const contract::Subject subject{[this] { return std::move(open().value()); },
                                    contract::requestAboutWater()};
    contract::runClause(clause, subject);
  }

  void contractWithWordsAlone_data() { contract::addClauses(contract::Reads::Words); }

  void contractWithWordsAlone() {
    QFETCH(QString, clause);
    GenerateRequest request = contract::requestAboutWater();
    request.options.maxNewTokens = 24;
    request.options.minNewTokens = 12;
    const contract::Subject subject{[this] { return std::move(openPlain().value()); }, request};
    contract::runClause(clause, subject);
  }

  void saysTheSizesOfItsFolder() {
    const auto session = open();
    QVERIFY(session.has_value());
    const ModelInfo& info = (*session)->info();
    QCOMPARE(info.name, std::string("tiny"));
    QCOMPARE(info.contextLength, 256);
    QVERIFY(info.parameters > 50'000);
    QCOMPARE(QString::fromStdString(info.folder.string()), m_folder.path());
    std::uintmax_t bytes = 0;
    for (const char* name : {"config.json", "model.safetensors", "tokenizer.model"}) {
      bytes += std::filesystem::file_size(info.folder / name);
    }
    QCOMPARE(info.bytesOnDisk, bytes);
  }

  void presetsOfTheFolderHoldUnlessAsked() {
    const auto session = open();
    QVERIFY(session.has_value());
    GenerateRequest request = contract::requestAboutWater();
    auto end = (*session)->generate(request, [](std::string_view) {}, {});
    QVERIFY(end.has_value());
    QVERIFY(end->stats.newTokens >= 8 && end->stats.newTokens <= 24);
    request.options.maxNewTokens = 30;
    request.options.minNewTokens = 30;
    end = (*session)->generate(request, [](std::string_view) {}, {});
    QVERIFY(end.has_value());
    QCOMPARE(end->stats.newTokens, 30);
  }

  void theStructureChangesTheAnswer() {
    const auto session = open();
    QVERIFY(session.has_value());
    GenerateRequest request = contract::requestAboutWater();
    const auto textAbout = [&](const char* symbol) {
      std::string text;
      request.structure.symbols[0] = symbol;
      const auto end =
          (*session)->generate(request, [&](std::string_view part) { text += part; }, {});
      return end ? text : end.error().message;
    };
    QVERIFY(textAbout("O") != textAbout("S"));
  }

  void numbersAreThoseOfTheFolderUnlessAsked_data() {
    QTest::addColumn<bool>("plain");
    QTest::addColumn<int>("asked");
    QTest::addColumn<QString>("type");
    QTest::newRow("a molecule model of f32") << false << int(Precision::Automatic) << "f32";
    QTest::newRow("the same in bf16") << false << int(Precision::Bfloat16) << "bf16";
    QTest::newRow("a plain model of bf16") << true << int(Precision::Automatic) << "bf16";
    QTest::newRow("the same in f32") << true << int(Precision::Float32) << "f32";
  }

  void numbersAreThoseOfTheFolderUnlessAsked() {
    QFETCH(bool, plain);
    QFETCH(int, asked);
    QFETCH(QString, type);
    OpenOptions options;
    options.precision = Precision(asked);
    options.device = DeviceChoice::Cpu;
    const auto session =
        openChatSession((plain ? m_plain : m_folder).path().toStdString(), options);
    QVERIFY2(session.has_value(), session ? "" : session.error().toString().c_str());
    const ModelInfo& info = (*session)->info();
    QCOMPARE(QString::fromStdString(info.numberType), type);
    QCOMPARE(info.hasMolecule, !plain);
    QCOMPARE(info.canConverse, plain);
    QCOMPARE(info.family, std::string(plain ? "Llama" : "3D-MoLM"));
    QVERIFY(!info.deviceNote.empty());
    QVERIFY(info.memoryBytes > 100'000);
    std::string text;
    const auto end = (*session)->generate(contract::requestAboutWater(),
                                          [&](std::string_view part) { text += part; }, {});
    QVERIFY(end.has_value());
    QVERIFY(!text.empty());
  }

  void whatIsSharedIsReadOnce_data() {
    QTest::addColumn<int>("precision");
    QTest::newRow("by libtorch") << int(Precision::Float32);
    QTest::newRow("by our own kernels") << int(Precision::Bfloat16);
  }

  void whatIsSharedIsReadOnce() {
    QFETCH(int, precision);
    const auto used = openPlain(Precision(precision)).value();
    const auto fresh = openPlain(Precision(precision)).value();
    GenerateRequest request = contract::requestAboutWater();
    request.options.maxNewTokens = 8;
    const auto ask = [](ChatSession& session, const GenerateRequest& about, std::string& text) {
      return session.generate(about, [&](std::string_view part) { text += part; }, {}).value();
    };
    std::string first;
    const auto begun = ask(*used, request, first);
    request.history.push_back({request.instruction, first});
    request.instruction = "Why?";
    std::string again;
    std::string wanted;
    const auto continued = ask(*used, request, again);
    ask(*fresh, request, wanted);
    QCOMPARE(again, wanted);
    QVERIFY(continued.stats.cachedPromptTokens >= begun.stats.promptTokens - 1);
  }

  void aBatchAnswersEveryStructure() {
    const auto session = open().value();
    std::vector<GenerateRequest> requests(5, contract::requestAboutWater());
    for (std::size_t i = 0; i < requests.size(); ++i) {
      requests[i].structure.positions[1][0] = 0.9F + 0.05F * static_cast<float>(i);
    }
    const auto answers = session->generateBatch(requests, {}, {}).value();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      std::string alone;
      QVERIFY(session->generate(requests[i], [&](std::string_view part) { alone += part; }, {})
                  .has_value());
      QVERIFY(answers[i].end.has_value());
      QCOMPARE(answers[i].text, alone);
    }
  }

  void aShorterContextIsKept() {
    OpenOptions options;
    options.contextLength = 160;
    const auto session = openChatSession(m_folder.path().toStdString(), options).value();
    QCOMPARE(session->info().contextLength, 160);
    GenerateRequest request = contract::requestAboutWater();
    request.options.maxNewTokens = 1000;
    request.options.minNewTokens = 1000;
    const auto end = session->generate(request, [](std::string_view) {}, {}).value();
    QCOMPARE(end.stats.promptTokens + end.stats.newTokens, 160);
    QCOMPARE(end.reason, FinishReason::MaxTokens);
  }

  void tooLittleMemoryIsRefusedBeforeLoading() {
    OpenOptions options;
    options.memoryLimit = 1;
    const auto session = openChatSession(m_folder.path().toStdString(), options,
                                         [](auto, auto) { QFAIL("weights were read"); });
    QVERIFY(!session);
    QCOMPARE(session.error().code, ErrorCode::OutOfMemory);
  }

  void aDeviceThatIsMissingIsTold() {
    OpenOptions options;
    options.device = DeviceChoice::Cuda;
    const auto session = openChatSession(m_folder.path().toStdString(), options);
    if (session) {
      QCOMPARE((*session)->info().device, std::string("CUDA 0"));
      QVERIFY((*session)->info().deviceNote.empty());
      return;
    }
    QCOMPARE(session.error().code, ErrorCode::Unsupported);
    QVERIFY(session.error().message.find("No GPU is used: ") != std::string::npos);
    QVERIFY(open().value()->info().deviceNote.starts_with("No GPU is used: "));
  }

  void packedNumbersNeedAPackedFolder() {
    OpenOptions options;
    options.precision = Precision::Int4;
    const auto session = openChatSession(m_folder.path().toStdString(), options);
    QVERIFY(!session);
    QCOMPARE(session.error().code, ErrorCode::Unsupported);
    QVERIFY(session.error().message.find("quantize") != std::string::npos);
  }

  void loadingReportsItsProgress_data() {
    QTest::addColumn<int>("precision");
    QTest::newRow("by libtorch") << int(Precision::Float32);
    QTest::newRow("by libtorch and our own kernels") << int(Precision::Bfloat16);
  }

  void loadingReportsItsProgress() {
    QFETCH(int, precision);
    OpenOptions options;
    options.precision = Precision(precision);
    std::vector<std::uintmax_t> read;
    std::uintmax_t total = 0;
    const auto session = openChatSession(m_folder.path().toStdString(), options,
                                         [&](std::uintmax_t bytes, std::uintmax_t all) {
                                           read.push_back(bytes);
                                           total = all;
                                         });
    QVERIFY(session.has_value());
    QVERIFY(!read.empty());
    QVERIFY(std::is_sorted(read.begin(), read.end()));
    QCOMPARE(read.back(), total);
  }

  void loadingCanBeStopped() {
    std::stop_source stop;
    stop.request_stop();
    const auto session = openChatSession(m_folder.path().toStdString(), {}, {}, stop.get_token());
    QVERIFY(!session);
    QVERIFY(session.error().message.find("stopped") != std::string::npos);
  }

  void faultsOfAFolderAreNamed_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");  // null: the file is removed
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    const auto corrupt = int(ErrorCode::Corrupt);
    nlohmann::json wide = tiny_model::config();
    wide["llama"]["hidden"] = 64;
    nlohmann::json small = tiny_model::config();
    small["llama"]["vocab"] = 600;
    small["special_tokens"]["pad"] = 598;
    small["special_tokens"]["molecule"] = 599;
    nlohmann::json narrow = tiny_model::config();
    narrow["llama"]["heads"] = 5;
    const auto bytes = [](const nlohmann::json& json) {
      return QByteArray::fromStdString(json.dump());
    };
    QTest::newRow("no weights") << "model.safetensors" << QByteArray() << int(ErrorCode::NotFound)
                                << "model.safetensors";
    QTest::newRow("no tokenizer") << "tokenizer.model" << QByteArray() << int(ErrorCode::NotFound)
                                  << "tokenizer.model";
    QTest::newRow("no configuration")
        << "config.json" << QByteArray() << int(ErrorCode::NotFound) << "config.json";
    QTest::newRow("weights that are text")
        << "model.safetensors" << QByteArray("not weights at all") << corrupt
        << "model.safetensors";
    QTest::newRow("empty weights")
        << "model.safetensors" << QByteArray("") << corrupt << "model.safetensors";
    QTest::newRow("a tokenizer that is text")
        << "tokenizer.model" << QByteArray("hello") << corrupt << "tokenizer.model";
    QTest::newRow("a configuration that is no JSON")
        << "config.json" << QByteArray("{\"llama\": ") << corrupt << "config.json";
    QTest::newRow("weights of another width") << "config.json" << bytes(wide) << corrupt << "shape";
    QTest::newRow("token ids of another vocabulary")
        << "config.json" << bytes(small) << int(ErrorCode::InvalidInput) << "600 pieces";
    QTest::newRow("heads that do not divide the width")
        << "config.json" << bytes(narrow) << corrupt << "llama.heads";
  }

  void faultsOfAFolderAreNamed() {
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(int, code);
    QFETCH(QString, named);
    QTemporaryDir folder;
    QVERIFY(tiny_model::write(folder.path().toStdString()).has_value());
    QVERIFY(QFile::remove(folder.filePath(file)));
    if (!content.isNull()) {
      QVERIFY(writeFileAtomically(folder.filePath(file).toStdString(), content.toStdString())
                  .has_value());
    }
    const auto session = openChatSession(folder.path().toStdString());
    QVERIFY(!session);
    QCOMPARE(int(session.error().code), code);
    QVERIFY2(QString::fromStdString(session.error().toString()).contains(named),
             session.error().toString().c_str());
  }

  void weightsThatAreCutOffAreNamed() {
    QTemporaryDir folder;
    QVERIFY(tiny_model::write(folder.path().toStdString()).has_value());
    QFile weights(folder.filePath("model.safetensors"));
    QVERIFY(weights.resize(weights.size() - 100));
    const auto session = openChatSession(folder.path().toStdString());
    QVERIFY(!session);
    QCOMPARE(session.error().code, ErrorCode::Corrupt);
    QVERIFY2(session.error().message.find("cut off") != std::string::npos,
             session.error().message.c_str());
  }

  void noFolderIsNamed() {
    const auto session = openChatSession("/nowhere/model");
    QVERIFY(!session);
    QCOMPARE(session.error().code, ErrorCode::NotFound);
    QVERIFY(session.error().message.find("/nowhere/model") != std::string::npos);
  }

 private:
  Result<std::unique_ptr<ChatSession>> open() const {
    return openChatSession(m_folder.path().toStdString());
  }

  Result<std::unique_ptr<ChatSession>> openPlain(Precision precision = Precision::Automatic) const {
    OpenOptions options;
    options.precision = precision;
    return openChatSession(m_plain.path().toStdString(), options);
  }

  QTemporaryDir m_folder;
  QTemporaryDir m_plain;
};

QTEST_APPLESS_MAIN(TorchChatSessionTest)
#include "torch_chat_session_test.moc"
