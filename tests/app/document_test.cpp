// The bench's history: every step undone gives back what was there, to the last value; structures
// that were changed stay as they were left.
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>
#include <random>

#include "app/controllers/edit_controller.h"
#include "app/document/molecule_document.h"
#include "model/chem/conformers.h"
#include "model/chem/edit/apply.h"

using namespace molloquy;
using namespace molloquy::app;
namespace edit = chem::edit;

namespace {

std::shared_ptr<const chem::StructureFile> fileOf(const std::vector<std::string>& smiles) {
  auto file = std::make_shared<chem::StructureFile>();
  file->displayName = "test.smi";
  for (const std::string& one : smiles) {
    auto record = chem::parseSmiles(one);
    if (!record) qFatal("%s", record.error().toString().c_str());
    file->records.push_back(std::move(*record));
  }
  return file;
}

std::vector<std::shared_ptr<const chem::Conformer>> embedded(const chem::Molecule& molecule,
                                                             int count = 1) {
  auto conformers = chem::embedConformers(molecule, {7, count, 200});
  if (!conformers) qFatal("%s", conformers.error().toString().c_str());
  std::vector<std::shared_ptr<const chem::Conformer>> shared;
  for (chem::Conformer& conformer : *conformers) {
    shared.push_back(std::make_shared<const chem::Conformer>(std::move(conformer)));
  }
  return shared;
}

void open(MoleculeDocument& document, const std::shared_ptr<const chem::StructureFile>& file,
          int record, int conformers = 1) {
  const auto& molecule = *file->records[static_cast<std::size_t>(record)].molecule;
  document.open(file, record, embedded(molecule, conformers), "X");
}

/// Everything of a state in plain values, for comparing what an undo gave back.
std::string bytesOf(const DocumentState& state) {
  std::string bytes;
  const auto put = [&bytes](const auto& value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  for (const chem::Atom& atom : state.molecule->atoms()) {
    put(atom.atomicNumber), put(atom.formalCharge), put(atom.isotope), put(atom.radicalElectrons);
  }
  for (const chem::Bond& bond : state.molecule->bonds()) {
    put(bond.begin.value), put(bond.end.value), put(bond.order), put(bond.kekuleOrder);
  }
  for (const auto& conformer : state.conformers) {
    for (const chem::Point3& point : conformer->positions) put(point);
  }
  put(state.conformer);
  for (const chem::Measurement& measurement : state.measurements) {
    for (const AtomIndex atom : measurement.atoms) put(atom.value);
    put(measurement.shown);
  }
  for (const AtomIndex atom : state.fixedAtoms) put(atom.value);
  for (const AtomIndex atom : state.style.hidden) put(atom.value);
  put(state.style.representation), put(state.style.colourBy), put(state.style.labels);
  return bytes + state.smiles.toStdString();
}

/// A step of any kind on a state, chosen by chance.
void changeByChance(MoleculeDocument& document, std::mt19937& chance) {
  const DocumentState& state = document.state();
  const auto atomCount = static_cast<std::uint32_t>(state.molecule->atoms().size());
  const auto anyAtom = [&] { return AtomIndex(static_cast<std::uint32_t>(chance() % atomCount)); };
  DocumentState next = state;
  switch (chance() % 6) {
    case 0:
      next.style.hidden.insert(anyAtom());
      break;
    case 1:
      next.measurements.push_back({{AtomIndex(0), AtomIndex(1)}, chance() % 2 == 0});
      break;
    case 2:
      next.style.representation = static_cast<render::Representation>(chance() % 4);
      break;
    case 3: {
      auto moved = std::make_shared<chem::Conformer>(*state.shown());
      moved->positions[anyAtom().value][0] += 0.25;
      next.conformers[static_cast<std::size_t>(next.conformer)] = std::move(moved);
      break;
    }
    default: {
      const edit::Operation operations[] = {
          edit::SetElement{{anyAtom()}, static_cast<int>(6 + chance() % 3)},
          edit::ChangeCharge{{anyAtom()}, chance() % 2 == 0 ? 1 : -1},
          edit::GrowAtom{anyAtom(), 6, chem::BondOrder::Single, {1.5, 0.2, 0.1}},
          edit::RemoveAtoms{{anyAtom()}}};
      const auto outcome = edit::apply(*state.molecule, *state.shown(), operations[chance() % 4]);
      if (!outcome || (outcome->molecule && outcome->molecule->atoms().size() < 2)) return;
      edit::Outcome done = *outcome;
      if (!done.molecule) done.molecule = state.molecule;
      next = afterEdit(state, done, "changed");
    }
  }
  document.change(std::move(next), "step");
}

}  // namespace

class DocumentTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void undoGivesBackEveryValueAndRedoTheLastOnes_data() {
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<unsigned>("seed");
    QTest::newRow("an aromatic ester") << "CC(=O)Oc1ccccc1C(=O)O" << 1U;
    QTest::newRow("a zwitterion") << "[NH3+]CC(=O)[O-]" << 2U;
    QTest::newRow("stereocentres") << "C[C@H](O)[C@@H](N)C" << 3U;
    QTest::newRow("two fragments") << "CCO.c1ccncc1" << 4U;
  }
  void undoGivesBackEveryValueAndRedoTheLastOnes() {
    QFETCH(QString, smiles);
    QFETCH(unsigned, seed);
    const auto file = fileOf({smiles.toStdString()});
    MoleculeDocument document;
    open(document, file, 0);
    const std::string first = bytesOf(document.state());
    std::mt19937 chance(seed);
    std::vector<std::string> states{first};
    for (int i = 0; i < 60; ++i) {
      changeByChance(document, chance);
      const auto done = static_cast<std::size_t>(document.history().activeStack()->index());
      states.resize(done + 1);
      states[done] = bytesOf(document.state());
    }
    QUndoStack* stack = document.history().activeStack();
    QVERIFY(stack->count() > 40);
    while (stack->canUndo()) {
      stack->undo();
      QCOMPARE(bytesOf(document.state()), states[static_cast<std::size_t>(stack->index())]);
    }
    QCOMPARE(bytesOf(document.state()), first);
    QVERIFY(!document.isEdited());
    while (stack->canRedo()) stack->redo();
    QCOMPARE(bytesOf(document.state()), states.back());
  }

  void whatWasChangedIsThereWhenItComesBack() {
    const auto file = fileOf({"CCO", "CCN"});
    MoleculeDocument document;
    open(document, file, 0);
    DocumentState state = document.state();
    state.style.representation = render::Representation::Licorice;
    document.change(state, "Change the representation");
    QVERIFY2(!document.isEdited(), "how it is looked at is no edit");
    auto moved = std::make_shared<chem::Conformer>(*document.state().shown());
    moved->positions[0][0] += 0.5;
    state.conformers = {moved};
    document.change(state, "Move 1 atom");
    QVERIFY(document.isEdited());
    open(document, file, 1);
    QVERIFY(!document.isEdited());
    QCOMPARE(document.recordIndex(), 1);
    QCOMPARE(document.editedTitles(), QStringList("CCO"));
    open(document, file, 0);
    QVERIFY(document.isEdited());
    QCOMPARE(document.state().style.representation, render::Representation::Licorice);
    document.history().undo();
    QVERIFY(document.editedTitles().isEmpty());
    document.history().undo();
    QCOMPARE(document.state().style.representation, render::Representation::BallAndStick);
  }

  void anEmptySheetIsFoundAgain() {
    const auto file = fileOf({"CCO"});
    MoleculeDocument document;
    document.openEmpty("New molecule");
    const auto sheet = document.file();
    open(document, file, 0);
    QVERIFY(document.showOpen(sheet, 0));
    QCOMPARE(document.snapshot().title, QString("New molecule"));
    QVERIFY2(!document.showOpen(file, 0), "an unchanged structure is read again");
    QVERIFY(!document.showOpen(nullptr, 3));
  }

  void lookingAtAnotherConformerIsNoStep() {
    const auto file = fileOf({"CCCCO"});
    MoleculeDocument document;
    open(document, file, 0, 4);
    const QSignalSpy moved(&document, &MoleculeDocument::conformerChanged);
    document.showConformer(1);
    QCOMPARE(moved.count(), 1);
    QCOMPARE(document.snapshot().conformerNumber, 2);
    QCOMPARE(document.history().activeStack()->count(), 0);
    document.showConformer(99);
    QCOMPARE(document.conformerIndex(), 1);
  }

  void aSliderIsOneStep() {
    const auto file = fileOf({"CCO"});
    MoleculeDocument document;
    open(document, file, 0);
    for (const double opacity : {0.3, 0.4, 0.5}) {
      DocumentState state = document.state();
      state.style.surface.opacity = opacity;
      document.change(state, "Change the surface", "opacity");
    }
    QCOMPARE(document.history().activeStack()->count(), 1);
    document.history().undo();
    QCOMPARE(document.state().style.surface.opacity, render::SurfaceChoice().opacity);
  }

  void anUndoneStepSelectsWhatWasSelectedBefore() {
    const auto file = fileOf({"CCO"});
    MoleculeDocument document;
    open(document, file, 0);
    std::vector<AtomIndex> selected{AtomIndex(2)};
    document.setSelectionSource([&selected] { return selected; });
    QSignalSpy wanted(&document, &MoleculeDocument::selectionWanted);
    DocumentState state = document.state();
    state.fixedAtoms = selected;
    document.change(state, "Fix 1 atom");
    selected.clear();
    document.history().undo();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].value<std::vector<AtomIndex>>(), std::vector<AtomIndex>{AtomIndex(2)});
  }

  void anEarlierStructureComesBackAsAStep() {
    const auto file = fileOf({"CCO"});
    MoleculeDocument document;
    open(document, file, 0);
    const StructureSnapshot asked = document.snapshot();
    const auto outcome = edit::apply(*document.state().molecule, *document.state().shown(),
                                     edit::SetElement{{AtomIndex(2)}, 16});
    QVERIFY(outcome);
    document.change(afterEdit(document.state(), *outcome, "CCS"), "Change O3 to sulfur");
    QVERIFY(document.snapshot().molecule != asked.molecule);
    document.restore(asked);
    QCOMPARE(document.snapshot().molecule, asked.molecule);
    document.history().undo();
    QCOMPARE(document.snapshot().smiles, QString("CCS"));
  }

  void measurementsFollowTheirAtoms() {
    const auto file = fileOf({"CCO"});
    MoleculeDocument document;
    open(document, file, 0);
    DocumentState state = document.state();
    state.measurements = {{{AtomIndex(1), AtomIndex(2)}, true},
                          {{AtomIndex(0), AtomIndex(1)}, true}};
    document.change(state, "Measure");
    const auto outcome = edit::apply(*document.state().molecule, *document.state().shown(),
                                     edit::RemoveAtoms{{AtomIndex(0)}});
    QVERIFY(outcome);
    const DocumentState after = afterEdit(document.state(), *outcome, "CO");
    QCOMPARE(after.measurements.size(), std::size_t{1});
    const auto& atoms = after.measurements[0].atoms;
    QCOMPARE(after.molecule->atoms()[atoms[0].value].atomicNumber, 6);
    QCOMPARE(after.molecule->atoms()[atoms[1].value].atomicNumber, 8);
  }

  void waitingEditsAreCarriedOver_data() {
    QTest::addColumn<edit::Operation>("operation");
    QTest::addColumn<bool>("kept");
    const AtomIndex gone{0};
    const AtomIndex stays{2};
    QTest::newRow("a charge of an atom that stays")
        << edit::Operation(edit::ChangeCharge{{stays}, 1}) << true;
    QTest::newRow("a charge of an atom that is gone")
        << edit::Operation(edit::ChangeCharge{{gone}, 1}) << false;
    QTest::newRow("a bond to an atom that is gone")
        << edit::Operation(edit::SetBond{gone, stays}) << false;
    QTest::newRow("positions of all atoms") << edit::Operation(edit::SetPositions{}) << false;
    QTest::newRow("a torsion that lost an atom")
        << edit::Operation(edit::SetInternal{{gone, AtomIndex(1), stays}, 100}) << false;
    QTest::newRow("an atom in empty space") << edit::Operation(edit::AddAtom{}) << true;
  }
  void waitingEditsAreCarriedOver() {
    QFETCH(edit::Operation, operation);
    QFETCH(bool, kept);
    const std::vector<std::optional<AtomIndex>> map{std::nullopt, AtomIndex(0), AtomIndex(1)};
    const auto carried = carriedOver(operation, map);
    QCOMPARE(carried.has_value(), kept);
    if (const auto* charge = carried ? std::get_if<edit::ChangeCharge>(&*carried) : nullptr) {
      QCOMPARE(charge->atoms, std::vector<AtomIndex>{AtomIndex(1)});
    }
  }
};

Q_DECLARE_METATYPE(molloquy::chem::edit::Operation)
QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
