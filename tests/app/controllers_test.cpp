#include <QSignalSpy>
#include <QTest>

#include "app/controllers/chat_controller.h"
#include "app/controllers/link_controller.h"
#include "app/controllers/structure_controller.h"

using namespace molloquy;
using namespace molloquy::app;

namespace {

std::shared_ptr<const chem::Molecule> ethanolSkeleton() {
  std::vector<chem::Atom> atoms(3);
  atoms[0].atomicNumber = 6;
  atoms[1].atomicNumber = 6;
  atoms[2].atomicNumber = 8;
  std::vector<chem::Bond> bonds{{AtomIndex{0}, AtomIndex{1}}, {AtomIndex{1}, AtomIndex{2}}};
  return std::make_shared<const chem::Molecule>(atoms, bonds, "ethanol", nullptr);
}

std::shared_ptr<const chem::StructureFile> fileWith(int records) {
  auto file = std::make_shared<chem::StructureFile>();
  file->displayName = "alcohols.sdf";
  for (int i = 0; i < records; ++i) file->records.push_back({ethanolSkeleton(), {}, {}, {}});
  return file;
}

std::vector<std::shared_ptr<const chem::Conformer>> conformers(int count) {
  std::vector<std::shared_ptr<const chem::Conformer>> made;
  for (int i = 0; i < count; ++i) {
    chem::Conformer conformer;
    conformer.positions = {{0, 0, 0}, {1.5, 0, 0}, {2, 1.3, 0.1 * i}};
    made.push_back(std::make_shared<const chem::Conformer>(conformer));
  }
  return made;
}

align::AlignmentRecord record(const char* phrase, std::size_t begin, std::uint32_t atom) {
  align::AlignmentRecord made;
  made.phrase = phrase;
  made.span = {begin, begin + std::string_view(phrase).size()};
  made.status = align::AlignmentStatus::Verified;
  made.atoms = {{AtomIndex{atom}}};
  return made;
}

}  // namespace

class ControllersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_document = std::make_unique<MoleculeDocument>();
    m_chatModel = std::make_unique<widgets::ChatModel>();
    m_chat = std::make_unique<ChatController>(*m_document, *m_chatModel, m_ids);
  }

  void aLateStructureIsDropped() {
    StructureController structures(*m_document, m_ids);
    std::vector<ReadRequest> reads;
    connect(&structures, &StructureController::readRequested, this,
            [&](const ReadRequest& request) { reads.push_back(request); });
    std::vector<PrepareRequest> preparations;
    connect(&structures, &StructureController::prepareRequested, this,
            [&](const PrepareRequest& request) { preparations.push_back(request); });
    structures.openText("CCO");
    structures.openText("CCN");
    QCOMPARE(reads.size(), std::size_t{2});
    QVERIFY(reads[0].stop.stop_requested());
    QVERIFY(!reads[1].stop.stop_requested());
    const auto file = fileWith(1);
    structures.onStructuresRead({reads[0].id, file, {{}}});
    QVERIFY(preparations.empty());
    structures.onStructuresRead({reads[1].id, file, {{}}});
    QCOMPARE(preparations.size(), std::size_t{1});
    structures.onStructurePrepared({reads[0].id, file, 0, conformers(1), "CCO"});
    QVERIFY(m_document->isEmpty());
    structures.onStructurePrepared({preparations[0].id, file, 0, conformers(1), "CCO"});
    QCOMPARE(m_document->snapshot().smiles, QString("CCO"));
    QVERIFY(!structures.isBusy());
  }

  void aFailedReadLeavesWhatWasOpen() {
    StructureController structures(*m_document, m_ids);
    m_document->open(fileWith(1), 0, conformers(1), "CCO");
    ReadRequest read;
    connect(&structures, &StructureController::readRequested, this,
            [&](const ReadRequest& request) { read = request; });
    QSignalSpy failures(&structures, &StructureController::failed);
    structures.openText("C1CC", OpenedFrom::ListEntry);
    structures.onFailed({read.id, Error(ErrorCode::InvalidInput, "Ring 1 is not closed.")});
    QCOMPARE(failures.size(), 1);
    QCOMPARE(m_document->snapshot().smiles, QString("CCO"));
    structures.onFailed({read.id, Error(ErrorCode::InvalidInput, "again")});
    QCOMPARE(failures.size(), 1);
  }

  void aTextBeingTypedIsCheckedAndNotOpened() {
    StructureController structures(*m_document, m_ids);
    ReadRequest read;
    connect(&structures, &StructureController::readRequested, this,
            [&](const ReadRequest& request) { read = request; });
    QSignalSpy opened(&structures, &StructureController::fileRead);
    QSignalSpy checks(&structures, &StructureController::checked);
    structures.check("CCO", OpenedFrom::ListEntry);
    structures.onStructuresRead({read.id, fileWith(1), {{}}});
    QCOMPARE(opened.size(), 0);
    QCOMPARE(checks.size(), 1);
  }

  void anAnswerCollectsItsTextAndItsLinks() {
    GenerateRequest request;
    AlignmentRequest alignment;
    askAndCatch(request, alignment);
    m_chat->onTextArrived({request.id, "An alcohol. It"});
    QCOMPARE(alignment.text, std::string("An alcohol."));
    m_chat->onTextArrived({RequestId{request.id.value + 1000}, "of another request"});
    m_chat->onTextArrived({request.id, " is small."});
    const quint64 turn = m_chatModel->turnAt(1).id;
    m_chat->onFinished({request.id, {}});
    QCOMPARE(alignment.text, std::string("An alcohol. It is small."));
    QCOMPARE(m_chatModel->turnAt(1).text, QString("An alcohol. It is small."));
    QVERIFY(!m_chat->isGenerating());
    m_chat->onAlignmentReady({alignment.id, {record("alcohol", 3, 2)}});
    QCOMPARE(m_chatModel->turn(turn)->links.size(), std::size_t{1});
    QCOMPARE(m_chat->answer(turn)->records.size(), std::size_t{1});
    QCOMPARE(request.request.instruction, std::string("Describe the input molecule."));
    QCOMPARE(request.request.structure.symbols.size(), std::size_t{3});
    QCOMPARE(request.request.structure.smiles, std::string("CCO"));
  }

  void stoppingAsksTheWorkerAndKeepsTheText() {
    GenerateRequest request;
    AlignmentRequest alignment;
    askAndCatch(request, alignment);
    m_chat->onTextArrived({request.id, "An alco"});
    m_chat->stop();
    QVERIFY(request.stop.stop_requested());
    QVERIFY(m_chat->isGenerating());  // ends when the worker says so
    session::GenerationEnd end;
    end.reason = session::FinishReason::Stopped;
    m_chat->onFinished({request.id, end});
    QCOMPARE(m_chatModel->turnAt(1).state, widgets::TurnState::Stopped);
    QCOMPARE(m_chatModel->turnAt(1).text, QString("An alco"));
  }

  void aModelThatSeesNothingIsToldFactsAndHistory() {
    session::ModelInfo info;
    info.hasMolecule = false;
    info.canConverse = true;
    loadModel(info);
    m_document->open(fileWith(1), 0, conformers(1), "CCO");
    std::vector<GenerateRequest> requests;
    connect(m_chat.get(), &ChatController::generateRequested, this,
            [&](const GenerateRequest& asked) { requests.push_back(asked); });
    FactsRequest facts;
    connect(m_chat.get(), &ChatController::factsRequested, this,
            [&](const FactsRequest& asked) { facts = asked; });
    m_chat->ask("Is it polar?", widgets::PromptTemplate::Ask);
    QVERIFY(requests.empty());  // the facts come first
    m_chat->onFactsReady({facts.id, {tpsa(), smilesFact()}});
    QCOMPARE(requests.size(), std::size_t{1});
    QCOMPARE(requests[0].request.facts, std::vector<std::string>{"TPSA: 20.23 A2"});
    QCOMPARE(requests[0].request.structure.name, std::string("ethanol"));
    QVERIFY(requests[0].request.history.empty());
    QVERIFY(m_chatModel->turnAt(1).seen.contains("SMILES"));
    m_chat->onTextArrived({requests[0].id, "Yes."});
    m_chat->onFinished({requests[0].id, {}});
    m_chat->ask("Why?", widgets::PromptTemplate::Ask);
    m_chat->onFactsReady({facts.id, {tpsa()}});
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests[1].request.history.size(), std::size_t{1});
    QCOMPARE(requests[1].request.history[0].question, std::string("Is it polar?"));
    QCOMPARE(requests[1].request.history[0].answer, std::string("Yes."));
    m_chat->onFinished({requests[1].id, {}});
    m_document->open(fileWith(1), 0, conformers(1), "CCN");  // another structure, another talk
    m_chat->ask("And this?", widgets::PromptTemplate::Ask);
    m_chat->onFailed({facts.id, Error(ErrorCode::Unsupported, "No RDKit.")});
    QCOMPARE(requests.size(), std::size_t{3});  // asked without them
    QVERIFY(requests[2].request.history.empty());
    QVERIFY(requests[2].request.facts.empty());
  }

  void aFailureEndsTheTurnOnce() {
    GenerateRequest request;
    AlignmentRequest alignment;
    askAndCatch(request, alignment);
    m_chat->onFailed({request.id, Error(ErrorCode::OutOfMemory, "Not enough memory.")});
    QCOMPARE(m_chatModel->turnAt(1).state, widgets::TurnState::Failed);
    QCOMPARE(m_chatModel->turnAt(1).error, QString("Not enough memory."));
    m_chat->onFinished({request.id, {}});
    QCOMPARE(m_chatModel->turnAt(1).state, widgets::TurnState::Failed);
  }

  void nothingIsAskedWithoutAModelOrAStructure() {
    QSignalSpy requests(m_chat.get(), &ChatController::generateRequested);
    m_chat->ask("Why?", widgets::PromptTemplate::Ask);
    loadModel();
    m_chat->ask("Why?", widgets::PromptTemplate::Ask);
    QCOMPARE(requests.size(), 0);
    QCOMPARE(m_chatModel->rowCount(), 0);
  }

  void anotherAnswerUsesAnotherSeedAndTheSameStructure() {
    GenerateRequest request;
    AlignmentRequest alignment;
    askAndCatch(request, alignment);
    const GenerateRequest first = request;
    m_chat->onFinished({request.id, {}});
    const quint64 turn = m_chatModel->turnAt(1).id;
    m_document->open(fileWith(1), 0, conformers(1), "CCN");
    m_chat->regenerate(turn);
    QCOMPARE(request.request.structure.smiles, std::string("CCO"));
    QVERIFY(request.request.options.seed != first.request.options.seed);
    QVERIFY(request.request.options.temperature > 0);
    m_chat->regenerate(turn);  // one answer at a time
    QCOMPARE(m_chatModel->rowCount(), 4);
  }

  void clickingAPhrasePinsItsAtomsAndClickingAgainLetsGo() {
    GenerateRequest request;
    AlignmentRequest alignment;
    askAndCatch(request, alignment);
    m_chat->onTextArrived({request.id, "An alcohol."});
    m_chat->onFinished({request.id, {}});
    m_chat->onAlignmentReady({alignment.id, {record("alcohol", 3, 2)}});
    const quint64 turn = m_chatModel->turnAt(1).id;
    widgets::AtomSelectionModel selection;
    widgets::PinModel pins;
    LinkController links(*m_document, *m_chat, selection, pins);
    links.activatePhrase(turn, 0, Qt::NoModifier);
    QCOMPARE(pins.pins().size(), std::size_t{1});
    QCOMPARE(pins.pins()[0].atoms, (std::vector<AtomIndex>{AtomIndex{2}}));
    QVERIFY(links.focusedRecord() != nullptr);
    links.activatePhrase(turn, 0, Qt::NoModifier);
    QVERIFY(pins.pins().empty());
    QVERIFY(links.focusedRecord() == nullptr);
    links.activatePhrase(turn, 0, Qt::ShiftModifier);
    QCOMPARE(selection.atoms(), (std::vector<AtomIndex>{AtomIndex{2}}));
    links.activatePhrase(turn, 5, Qt::NoModifier);  // no such phrase
    links.activatePhrase(turn + 99, 0, Qt::NoModifier);
    QVERIFY(pins.pins().empty());
  }

  void aPhraseOfAnEarlierStructureBringsThatStructureBack() {
    GenerateRequest request;
    AlignmentRequest alignment;
    askAndCatch(request, alignment);
    m_chat->onTextArrived({request.id, "An alcohol."});
    m_chat->onFinished({request.id, {}});
    m_chat->onAlignmentReady({alignment.id, {record("alcohol", 3, 2)}});
    widgets::AtomSelectionModel selection;
    widgets::PinModel pins;
    LinkController links(*m_document, *m_chat, selection, pins);
    m_document->open(fileWith(2), 1, conformers(1), "CCN");
    links.activatePhrase(m_chatModel->turnAt(1).id, 0, Qt::NoModifier);
    QCOMPARE(m_document->snapshot().smiles, QString("CCO"));
    QCOMPARE(pins.pins().size(), std::size_t{1});
  }

  void conformersAreStepped() {
    m_document->open(fileWith(1), 0, conformers(3), "CCO");
    QSignalSpy changes(m_document.get(), &MoleculeDocument::conformerChanged);
    m_document->showConformer(2);
    QCOMPARE(m_document->snapshot().conformerNumber, 3);
    m_document->showConformer(3);
    m_document->showConformer(-1);
    QCOMPARE(changes.size(), 1);
  }

 private:
  static facts::Fact tpsa() { return {"tpsa", "TPSA", "20.23", "A2", "", ""}; }
  static facts::Fact smilesFact() {
    return {"canonical_smiles", "Canonical SMILES", "CCO", "", "", ""};
  }

  void loadModel(session::ModelInfo info = {}) {
    RequestId id;
    connect(m_chat.get(), &ChatController::loadRequested, this,
            [&](const LoadModelRequest& request) { id = request.id; });
    m_chat->loadModel("model");
    info.name = "test model";
    m_chat->onLoaded({id, info, 0.1});
    disconnect(m_chat.get(), &ChatController::loadRequested, this, nullptr);
  }

  void askAndCatch(GenerateRequest& request, AlignmentRequest& alignment) {
    loadModel();
    m_document->open(fileWith(1), 0, conformers(1), "CCO");
    connect(m_chat.get(), &ChatController::generateRequested, this,
            [&request](const GenerateRequest& asked) { request = asked; });
    connect(m_chat.get(), &ChatController::alignmentRequested, this,
            [&alignment](const AlignmentRequest& asked) { alignment = asked; });
    m_chat->ask({}, widgets::PromptTemplate::Describe);
  }

  RequestIds m_ids;
  std::unique_ptr<MoleculeDocument> m_document;
  std::unique_ptr<widgets::ChatModel> m_chatModel;
  std::unique_ptr<ChatController> m_chat;
};

QTEST_GUILESS_MAIN(ControllersTest)
#include "controllers_test.moc"
