// Edits in a row, through the real worker: order, refusal, undo while one runs.
#include <QTest>
#include <QUndoStack>

#include "app/controllers/edit_controller.h"
#include "app/workers/edit_worker.h"

using namespace molloquy;
using namespace molloquy::app;
namespace edit = chem::edit;

namespace {

constexpr AtomIndex kFirst{0};

}  // namespace

class EditControllerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_document = std::make_unique<MoleculeDocument>();
    m_ids = std::make_unique<RequestIds>();
    m_edits = std::make_unique<EditController>(*m_document, *m_ids);
    m_worker = std::make_unique<EditWorker>();
    connect(m_edits.get(), &EditController::editRequested, m_worker.get(), &EditWorker::edit,
            Qt::QueuedConnection);
    connect(m_edits.get(), &EditController::queryRequested, m_worker.get(), &EditWorker::query,
            Qt::QueuedConnection);
    connect(m_worker.get(), &EditWorker::edited, m_edits.get(), &EditController::onEdited,
            Qt::QueuedConnection);
    connect(m_worker.get(), &EditWorker::queried, m_edits.get(), &EditController::onQueried,
            Qt::QueuedConnection);
    connect(m_worker.get(), &EditWorker::failed, m_edits.get(), &EditController::onFailed,
            Qt::QueuedConnection);
  }

  void drawingStartsAStructure() {
    QVERIFY(m_document->isEmpty());
    m_edits->perform(edit::AddAtom{});
    QTRY_COMPARE(m_document->snapshot().smiles, QString("C"));
    QCOMPARE(m_document->snapshot().molecule->atoms().size(), std::size_t{5});
    QVERIFY(m_document->isEdited());
    QCOMPARE(m_document->snapshot().conformer->positions.size(), std::size_t{5});
  }

  void editsInARowAreAllDone() {
    m_edits->perform(edit::AddAtom{});
    QTRY_COMPARE(m_document->snapshot().smiles, QString("C"));
    m_edits->perform(edit::SetElement{{kFirst}, 7});
    m_edits->perform(edit::GrowAtom{kFirst, 6, chem::BondOrder::Single, {1.5, 0, 0}});
    m_edits->perform(edit::ChangeCharge{{kFirst}, 1});
    QTRY_COMPARE(m_document->snapshot().smiles, QString("C[NH3+]"));
    QCOMPARE(m_document->history().activeStack()->count(), 4);
    m_document->history().undo();
    QCOMPARE(m_document->snapshot().smiles, QString("CN"));
  }

  void aRefusedEditChangesNothing() {
    m_edits->perform(edit::AddAtom{});
    QTRY_COMPARE(m_document->snapshot().smiles, QString("C"));
    std::string sentence;
    connect(m_edits.get(), &EditController::refused, this,
            [&sentence](const Error& error) { sentence = error.message; });
    m_edits->perform(edit::InvertCentre{AtomIndex(99)});
    QTRY_VERIFY(!sentence.empty());
    QCOMPARE(m_document->snapshot().smiles, QString("C"));
    QCOMPARE(m_document->history().activeStack()->count(), 1);
  }

  void anUndoWhileAnEditRunsWins() {
    m_edits->perform(edit::AddAtom{});
    QTRY_COMPARE(m_document->snapshot().smiles, QString("C"));
    m_edits->perform(edit::SetElement{{kFirst}, 8});
    m_document->history().undo();
    QTRY_VERIFY(!m_edits->isBusy());
    QVERIFY(m_document->state().molecule->atoms().empty());
  }

  void anOddValenceIsDoneAndSaid() {
    QStringList warnings;
    connect(m_edits.get(), &EditController::edited, this,
            [&warnings](const QStringList& said, const std::vector<AtomIndex>&,
                        const std::vector<std::optional<AtomIndex>>&) { warnings = said; });
    m_edits->perform(edit::AddAtom{});
    QTRY_COMPARE(m_document->snapshot().smiles, QString("C"));
    m_edits->perform(
        edit::GrowAtom{kFirst, 6, chem::BondOrder::Double, {1.4, 0, 0}, edit::Hydrogens::Keep});
    QTRY_VERIFY(!m_edits->isBusy());
    QCOMPARE(m_document->snapshot().molecule->atoms().size(), std::size_t{6});
    QVERIFY2(warnings.join(' ').contains("C1"), qPrintable(warnings.join(' ')));
  }

  void measurementsAreSteps() {
    m_edits->perform(edit::AddAtom{});
    QTRY_COMPARE(m_document->snapshot().smiles, QString("C"));
    m_edits->addMeasurement({{kFirst, AtomIndex(1)}, true});
    m_edits->addMeasurement({{AtomIndex(1), kFirst}, true});
    QCOMPARE(m_document->state().measurements.size(), std::size_t{1});
    m_edits->removeMeasurement(7);
    QCOMPARE(m_document->state().measurements.size(), std::size_t{1});
    m_document->history().undo();
    QVERIFY(m_document->state().measurements.empty());
  }

  void atomsAreFoundByPattern_data() {
    QTest::addColumn<QString>("smarts");
    QTest::addColumn<int>("found");
    QTest::newRow("hydrogens of methane") << "[#1]" << 4;
    QTest::newRow("nothing that matches") << "[#8]" << 0;
    QTest::newRow("a pattern that is none") << "[#6" << -1;
  }
  void atomsAreFoundByPattern() {
    QFETCH(QString, smarts);
    QFETCH(int, found);
    m_edits->perform(edit::AddAtom{});
    QTRY_COMPARE(m_document->snapshot().smiles, QString("C"));
    std::optional<int> answer;
    m_edits->find(SmartsQuery{smarts.toStdString()},
                  [&](const auto& atoms, const std::optional<Error>& error) {
                    QCOMPARE(atoms.has_value(), !error.has_value());
                    answer = atoms ? static_cast<int>(atoms->size()) : -1;
                  });
    QTRY_VERIFY(answer);
    QCOMPARE(*answer, found);
  }

 private:
  std::unique_ptr<MoleculeDocument> m_document;
  std::unique_ptr<RequestIds> m_ids;
  std::unique_ptr<EditController> m_edits;
  std::unique_ptr<EditWorker> m_worker;
};

QTEST_GUILESS_MAIN(EditControllerTest)
#include "edit_controller_test.moc"
