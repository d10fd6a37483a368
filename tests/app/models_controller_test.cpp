// The model manager's controllers with the real workers on one thread and scripted sessions: load,
// fail, the previous model stays, make room, cancel, eject, list, long work.
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <deque>

#include "app/controllers/model_words.h"
#include "app/controllers/models_controller.h"
#include "app/workers/model_files_worker.h"
#include "app/workers/model_jobs_worker.h"
#include "app/workers/model_worker.h"
#include "model/base/program_paths.h"
#include "tests/app/model_session_double.h"

using namespace molloquy;
using namespace molloquy::app;
namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> outOfMemory() {
  return fail(ErrorCode::OutOfMemory, "The model big needs 14.0 GiB, 9.0 GiB are free.");
}

/// Everything but the window; requests are worked off where they are made.
struct Desk {
  using Opened = Result<std::unique_ptr<session::ChatSession>>;
  using Step = std::function<Opened(const fs::path&, const session::OpenOptions&)>;

  Desk()
      : chat(document, chatModel, ids),
        jobs(ids),
        models(settings, chat, jobs, ids),
        worker([this](const fs::path& folder, const session::OpenOptions& options,
                      const session::LoadProgress& progress, std::stop_token) {
          progress(1, 2);
          if (steps.empty()) return opened(folder, options);
          const Step step = std::move(steps.front());
          steps.pop_front();
          return step(folder, options);
        }) {
    using C = ChatController;
    QObject::connect(&chat, &C::loadRequested, &worker, &ModelWorker::load);
    QObject::connect(&chat, &C::ejectRequested, &worker, &ModelWorker::eject);
    QObject::connect(&worker, &ModelWorker::loadProgressed, &chat, &C::onLoadProgressed);
    QObject::connect(&worker, &ModelWorker::madeRoom, &chat, &C::onMadeRoom);
    QObject::connect(&worker, &ModelWorker::loaded, &chat, &C::onLoaded);
    QObject::connect(&worker, &ModelWorker::loadFailed, &chat, &C::onLoadFailed);
    using M = ModelsController;
    using F = ModelFilesWorker;
    QObject::connect(&models, &M::listRequested, &files, &F::list);
    QObject::connect(&models, &M::describeRequested, &files, &F::describe);
    QObject::connect(&files, &F::listed, &models, &M::onListed);
    QObject::connect(&files, &F::described, &models, &M::onDescribed);
    using J = ModelJobsController;
    using W = ModelJobsWorker;
    QObject::connect(&jobs, &J::checkRequested, &files, &F::check);
    QObject::connect(&files, &F::checked, &jobs, &J::onChecked);
    QObject::connect(&jobs, &J::assembleRequested, &work, &W::assemble);
    QObject::connect(&jobs, &J::quantizeRequested, &work, &W::quantize);
    QObject::connect(&jobs, &J::checksumRequested, &work, &W::computeChecksum);
    QObject::connect(&work, &W::progressed, &jobs, &J::onProgressed);
    QObject::connect(&work, &W::finished, &jobs, &J::onFinished);
    QObject::connect(&work, &W::failed, &jobs, &J::onFailed);
  }

  static Opened opened(const fs::path& folder, const session::OpenOptions& options) {
    return std::make_unique<ModelSessionDouble>(infoOf(folder, options),
                                                session::scriptFromText("An acid."));
  }

  Settings settings;
  RequestIds ids;
  MoleculeDocument document;
  widgets::ChatModel chatModel;
  ChatController chat;
  ModelJobsController jobs;
  ModelsController models;
  std::deque<Step> steps;  ///< what the next openings do; then they succeed.
  ModelWorker worker;
  ModelFilesWorker files;
  ModelJobsWorker work;
};

}  // namespace

class ModelsControllerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    QStandardPaths::setTestModeEnabled(true);
    m_home = std::make_unique<QTemporaryDir>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->filePath("settings"));
    Settings().setModelsHome(m_home->filePath("models").toStdString());
    QSettings(QStringLiteral("molloquy"), QStringLiteral("molloquy")).sync();
    m_starter = *resourceFolder() / "models" / "starter";
  }

  void theListHoldsShippedOwnAndAddedModels() {
    const fs::path own = copyOfStarter("models/own");
    const fs::path added = copyOfStarter("elsewhere/added");
    Desk desk;
    desk.models.refresh();
    QCOMPARE(desk.models.rows().size(), std::size_t{2});
    desk.models.addFolders({added});
    const auto rows = desk.models.rows();
    QCOMPARE(rows.size(), std::size_t{3});
    for (const widgets::ModelRow& row : rows) {
      QCOMPARE(row.state, widgets::ModelRowState::NotLoaded);
      QVERIFY2(row.summary.contains("3D-MoLM"), qPrintable(row.summary));
    }
    QCOMPARE(desk.models.selected(), added);
    QVERIFY(desk.models.memory().needed > 0);
    QVERIFY(desk.models.detail().facts.size() > 5);
  }

  void aModelTakenOffTheListStaysAwayUntilItIsAddedAgain() {
    const fs::path own = copyOfStarter("models/own");
    Desk desk;
    desk.models.refresh();
    desk.models.removeFromList(own);
    QCOMPARE(desk.models.rows().size(), std::size_t{1});
    desk.models.addFolders({own});
    QCOMPARE(desk.models.rows().size(), std::size_t{2});
  }

  void aBrokenModelSaysWhyAndCannotBeLoaded() {
    const fs::path broken = copyOfStarter("models/broken");
    QFile weights(QString::fromStdString((broken / "model.safetensors").string()));
    QVERIFY(weights.resize(weights.size() / 2));
    Desk desk;
    desk.models.refresh();
    desk.models.select(broken);
    QCOMPARE(rowOfFolder(desk, broken).state, widgets::ModelRowState::Broken);
    QCOMPARE(desk.models.notice().kind, widgets::ModelNotice::Kind::Failure);
    QVERIFY(desk.models.notice().sentence.contains("model.safetensors"));
    QVERIFY(!desk.models.detail().whyNoLoad.isEmpty());
    desk.models.load();
    QCOMPARE(desk.chat.modelState(), ModelState::None);
  }

  void loadingIsRememberedWithItsChoices() {
    {
      Desk desk;
      desk.models.refresh();
      desk.models.select(m_starter);
      widgets::ModelChoices choices;
      choices.precision = widgets::ModelChoices::Precision::Int8;
      choices.contextLength = 256;
      desk.models.setChoices(choices);
      desk.models.load();
      QCOMPARE(desk.chat.modelState(), ModelState::Ready);
      QCOMPARE(desk.chat.modelInfo().numberType, std::string("int8"));
      QCOMPARE(rowOfFolder(desk, m_starter).state, widgets::ModelRowState::Loaded);
      QVERIFY(desk.models.detail().reload);
      QCOMPARE(desk.models.notice().kind, widgets::ModelNotice::Kind::Notice);
      QVERIFY(desk.models.notice().sentence.contains("CUDA"));
    }
    const Settings settings;
    QCOMPARE(settings.modelFolder().value(), m_starter);
    QCOMPARE(settings.openOptions(m_starter).precision, session::Precision::Int8);
    QCOMPARE(settings.openOptions(m_starter).contextLength, 256);
  }

  void aFailedLoadKeepsThePreviousModel() {
    const fs::path other = copyOfStarter("models/other");
    Desk desk;
    loadStarter(desk);
    desk.steps.push_back([](const fs::path&, const session::OpenOptions&) -> Desk::Opened {
      return fail(ErrorCode::Corrupt, "The tensor llm_proj.weight is missing.");
    });
    desk.models.select(other);
    desk.models.load();
    QCOMPARE(desk.chat.modelState(), ModelState::Ready);
    QCOMPARE(desk.chat.modelInfo().name, std::string("starter"));
    QVERIFY(desk.models.notice().sentence.contains("llm_proj.weight"));
    QVERIFY(desk.models.notice().sentence.contains("starter is still loaded"));
    QCOMPARE(rowOfFolder(desk, m_starter).state, widgets::ModelRowState::Loaded);
    desk.models.load();
    QCOMPARE(desk.chat.modelInfo().name, std::string("other"));
  }

  void theOldModelMakesRoomWhenBothDoNotFit() {
    const fs::path other = copyOfStarter("models/other");
    Desk desk;
    loadStarter(desk);
    bool wasEjected = false;
    desk.steps.push_back(
        [](const fs::path&, const session::OpenOptions&) -> Desk::Opened { return outOfMemory(); });
    desk.steps.push_back([&](const fs::path& folder, const session::OpenOptions& options) {
      wasEjected = !desk.chat.hasModel() && desk.models.job()->words.contains("make room");
      return Desk::opened(folder, options);
    });
    desk.models.select(other);
    desk.models.load();
    QVERIFY(wasEjected);
    QCOMPARE(desk.chat.modelInfo().name, std::string("other"));
    QVERIFY(!desk.chat.failedLoad());
  }

  void theOldModelComesBackWhenTheNewOneFailsAfterall_data() {
    QTest::addColumn<bool>("comesBack");
    QTest::newRow("and it is told so") << true;
    QTest::newRow("or it is offered when it cannot") << false;
  }
  void theOldModelComesBackWhenTheNewOneFailsAfterall() {
    QFETCH(bool, comesBack);
    const fs::path other = copyOfStarter("models/other");
    Desk desk;
    loadStarter(desk);
    const auto noRoom = [](const fs::path&, const session::OpenOptions&) -> Desk::Opened {
      return outOfMemory();
    };
    desk.steps = {noRoom, noRoom};
    if (!comesBack) desk.steps.push_back(noRoom);
    desk.models.select(other);
    desk.models.load();
    QCOMPARE(desk.chat.modelState(), comesBack ? ModelState::Ready : ModelState::Failed);
    QCOMPARE(desk.chat.hasModel(), comesBack);
    QVERIFY(desk.models.notice().sentence.contains(comesBack ? "loaded again" : "not loaded"));
    if (comesBack) return;
    QCOMPARE(desk.models.notice().action, QString("Load it again"));
    desk.models.followNotice();
    QCOMPARE(desk.chat.modelInfo().name, std::string("starter"));
    QCOMPARE(desk.chat.modelState(), ModelState::Ready);
  }

  void cancellingALoadIsNoFailure() {
    const fs::path other = copyOfStarter("models/other");
    Desk desk;
    loadStarter(desk);
    desk.steps.push_back([&](const fs::path&, const session::OpenOptions&) -> Desk::Opened {
      desk.models.cancel();
      return fail(ErrorCode::InvalidInput, "Loading was stopped.");
    });
    desk.models.select(other);
    desk.models.load();
    QCOMPARE(desk.chat.modelState(), ModelState::Ready);
    QCOMPARE(desk.chat.modelInfo().name, std::string("starter"));
    QVERIFY(!desk.chat.failedLoad());
    QVERIFY(desk.models.notice().sentence.isEmpty());
  }

  void ejectingLeavesNoModel() {
    Desk desk;
    loadStarter(desk);
    desk.models.select(m_starter);
    QVERIFY(desk.models.detail().whyNoEject.isEmpty());
    desk.models.eject();
    QCOMPARE(desk.chat.modelState(), ModelState::Ejected);
    QCOMPARE(rowOfFolder(desk, m_starter).state, widgets::ModelRowState::NotLoaded);
    QVERIFY(!desk.models.detail().whyNoEject.isEmpty());
    desk.models.eject();
    QCOMPARE(desk.chat.modelState(), ModelState::Ejected);
    desk.models.load();
    QCOMPARE(desk.chat.modelState(), ModelState::Ready);
  }

  void loadingWhileAnAnswerIsWrittenAsksFirst() {
    const fs::path other = copyOfStarter("models/other");
    Desk desk;
    loadStarter(desk);
    GenerateRequest asked;
    connect(&desk.chat, &ChatController::generateRequested, this,
            [&](const GenerateRequest& request) { asked = request; });
    openEthanol(desk);
    desk.chat.ask({}, widgets::PromptTemplate::Describe);
    QVERIFY(desk.chat.isGenerating());
    desk.models.select(other);
    desk.models.load();
    QCOMPARE(desk.chat.modelInfo().name, std::string("starter"));
    QCOMPARE(desk.models.notice().action, QString("Stop and load"));
    QVERIFY(!asked.stop.stop_requested());
    desk.models.followNotice();
    QVERIFY(asked.stop.stop_requested());
    QCOMPARE(desk.chat.modelInfo().name, std::string("other"));
  }

  void theQuestionGoesAwayWithTheAnswer() {
    const fs::path other = copyOfStarter("models/other");
    Desk desk;
    loadStarter(desk);
    GenerateRequest asked;
    connect(&desk.chat, &ChatController::generateRequested, this,
            [&](const GenerateRequest& request) { asked = request; });
    openEthanol(desk);
    desk.chat.ask({}, widgets::PromptTemplate::Describe);
    desk.models.select(other);
    desk.models.load();
    desk.chat.onFinished({asked.id, {}});
    QVERIFY(desk.models.notice().action.isEmpty());
  }

  void aSmallerCopyAppearsInTheList() {
    Desk desk;
    desk.models.refresh();
    desk.models.select(m_starter);
    QVERIFY(desk.models.detail().whyNoQuantize.isEmpty());
    const fs::path copy = home() / "models" / "starter-int8";
    QSignalSpy jobs(&desk.models, &ModelsController::jobChanged);
    desk.models.quantize(widgets::ModelChoices::Precision::Int8, copy);
    QVERIFY(jobs.count() > 1);
    QVERIFY(!desk.models.job());
    QCOMPARE(desk.models.selected(), copy);
    QVERIFY2(desk.models.notice().sentence.contains("instead of"),
             qPrintable(desk.models.notice().sentence));
    QVERIFY(!desk.models.detail().whyNoQuantize.isEmpty());
  }

  void workIsCancelledInWords() {
    Desk desk;
    desk.models.refresh();
    desk.models.select(m_starter);
    connect(&desk.jobs, &ModelJobsController::jobChanged, this, [&] { desk.models.cancel(); });
    const fs::path copy = home() / "models" / "starter-int4";
    desk.models.quantize(widgets::ModelChoices::Precision::Int4, copy);
    QCOMPARE(desk.models.notice().kind, widgets::ModelNotice::Kind::Notice);
    QVERIFY2(desk.models.notice().sentence.contains("stopped"),
             qPrintable(desk.models.notice().sentence));
    QVERIFY(!desk.jobs.isRunning());
    QVERIFY(!fs::exists(copy / "config.json"));
  }

  void theChecksumIsTold() {
    Desk desk;
    desk.models.refresh();
    desk.models.select(m_starter);
    desk.models.computeChecksum();
    QVERIFY2(desk.models.notice().sentence.startsWith("SHA-256: model.safetensors "),
             qPrintable(desk.models.notice().sentence));
  }

  void choicesOfTheAssemblyAreLookedAt_data() {
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("good");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, AssembleField field, const char* path, bool good,
                        const char* word) {
      QTest::newRow(name) << static_cast<int>(field) << QString(path) << good << QString(word);
    };
    row("a file that is missing", AssembleField::UniMol, "/nowhere/a.pt", false, "/nowhere/a.pt");
    row("a file in place of a folder", AssembleField::LanguageModel, "/etc/hostname", false,
        "no folder");
    row("a vocabulary that is missing", AssembleField::Vocabulary, "/nowhere/vocab.txt", false,
        "SciBERT");
    row("a text that is no vocabulary", AssembleField::Vocabulary, "/etc/hostname", false, "[CLS]");
    row("a new folder", AssembleField::Output, "/tmp/molloquy-new-folder", true, "free there");
    row("a file as new folder", AssembleField::Output, "/etc/hostname", false, "no folder");
  }
  void choicesOfTheAssemblyAreLookedAt() {
    QFETCH(int, field);
    QFETCH(QString, path);
    Desk desk;
    QSignalSpy checks(&desk.jobs, &ModelJobsController::pathChecked);
    desk.jobs.check(static_cast<AssembleField>(field), path.toStdString());
    QCOMPARE(checks.count(), 1);
    QCOMPARE(checks.first().at(1).toString(), path);
    QTEST(checks.first().at(2).toBool(), "good");
    QFETCH(QString, word);
    QVERIFY2(checks.first().at(3).toString().contains(word),
             qPrintable(checks.first().at(3).toString()));
  }

  void aFolderThatHoldsAModelIsNoOutput() {
    Desk desk;
    QSignalSpy checks(&desk.jobs, &ModelJobsController::pathChecked);
    desk.jobs.check(AssembleField::Output, m_starter);
    QVERIFY(!checks.first().at(2).toBool());
  }

  void aFailedAssemblyCanBeTriedAgain() {
    Desk desk;
    desk.models.refresh();
    QSignalSpy again(&desk.models, &ModelsController::assembleAgainRequested);
    widgets::AssembleChoices choices;
    choices.uniMol = "/nowhere/a.pt";
    choices.languageModel = "/nowhere";
    choices.checkpoint = "/nowhere/b.ckpt";
    choices.output = QString::fromStdString((home() / "new").string());
    desk.jobs.assemble(choices);
    QCOMPARE(desk.models.notice().kind, widgets::ModelNotice::Kind::Failure);
    QVERIFY(desk.models.notice().sentence.contains("/nowhere"));
    desk.models.followNotice();
    QCOMPARE(again.count(), 1);
    QCOMPARE(desk.jobs.lastAssembly().uniMol, choices.uniMol);
  }

 private:
  [[nodiscard]] fs::path home() const { return m_home->path().toStdString(); }

  fs::path copyOfStarter(const char* name) {
    const fs::path folder = home() / name;
    fs::create_directories(folder.parent_path());
    fs::copy(m_starter, folder, fs::copy_options::recursive);
    return folder;
  }

  void loadStarter(Desk& desk) {
    desk.models.refresh();
    desk.models.select(m_starter);
    desk.models.load();
    QCOMPARE(desk.chat.modelState(), ModelState::Ready);
  }

  static widgets::ModelRow rowOfFolder(const Desk& desk, const fs::path& folder) {
    for (const widgets::ModelRow& row : desk.models.rows()) {
      if (row.folder == shownPath(folder)) return row;
    }
    return {};
  }

  static void openEthanol(Desk& desk) {
    std::vector<chem::Atom> atoms(3);
    atoms[0].atomicNumber = 6;
    atoms[1].atomicNumber = 6;
    atoms[2].atomicNumber = 8;
    std::vector<chem::Bond> bonds{{AtomIndex{0}, AtomIndex{1}}, {AtomIndex{1}, AtomIndex{2}}};
    auto file = std::make_shared<chem::StructureFile>();
    file->records.push_back(
        {std::make_shared<const chem::Molecule>(atoms, bonds, "ethanol", nullptr), {}, {}, {}});
    chem::Conformer conformer;
    conformer.positions = {{0, 0, 0}, {1.5, 0, 0}, {2, 1.3, 0}};
    desk.document.open(file, 0, {std::make_shared<const chem::Conformer>(conformer)}, "CCO");
  }

  std::unique_ptr<QTemporaryDir> m_home;
  fs::path m_starter;
};

QTEST_GUILESS_MAIN(ModelsControllerTest)
#include "models_controller_test.moc"
