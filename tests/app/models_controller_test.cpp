// The list and loading, with the real workers on one thread and scripted sessions: load, fail, the
// previous model stays, make room, cancel, eject.
#include "tests/app/models_desk.h"

using namespace molloquy;
using namespace molloquy::app;

namespace {

tl::unexpected<Error> outOfMemory() {
  return fail(ErrorCode::OutOfMemory, "The model big needs 14.0 GiB, 9.0 GiB are free.");
}

}  // namespace

class ModelsControllerTest : public QObject, private DeskHome {
  Q_OBJECT

 private Q_SLOTS:
  void init() { makeHome(); }

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

 private:
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
};

QTEST_GUILESS_MAIN(ModelsControllerTest)
#include "models_controller_test.moc"
