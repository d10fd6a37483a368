#include "tests/model/edit/edited.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

Q_DECLARE_METATYPE(molloquy::chem::edit::Operation)

namespace {

AtomIndex at(std::uint32_t index) { return AtomIndex(index); }

}  // namespace

/// One operation on a structure: what comes out, what it is called, what is refused.
class ApplyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anOperationMakesTheStructure_data();
  void anOperationMakesTheStructure();
  void impossibleOperationsAreRefusedInWords_data();
  void impossibleOperationsAreRefusedInWords();
  void oddValencesAreWarningsNotRefusals();
  void residuesAreCarriedAlong();
  void largeStructuresAreEditedOnTheirValues();
  void aFragmentIsPasted();
};

void ApplyTest::anOperationMakesTheStructure_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<Operation>("operation");
  QTest::addColumn<QString>("expected");
  QTest::addColumn<QString>("title");
  const auto row = [](const char* name, const char* smiles, const Operation& operation,
                      const char* expected, const char* title) {
    QTest::addRow("%s", name) << smiles << operation << expected << title;
  };
  row("a carbon in empty space is methane", "", AddAtom{.position = {1, 2, 3}}, "C", "Add carbon");
  row("an iron gets no hydrogens", "", AddAtom{.atomicNumber = 26}, "[Fe]", "Add iron");
  row("a carbon without hydrogens stays bare", "", AddAtom{.hydrogens = Hydrogens::Keep}, "[C]",
      "Add carbon");
  row("growing takes a hydrogen's place", "C", GrowAtom{.from = at(0), .position = {2, 0, 0}}, "CC",
      "Add carbon to C1");
  row("a double bond takes two", "C",
      GrowAtom{.from = at(0), .atomicNumber = 8, .order = BondOrder::Double, .position = {2, 0, 0}},
      "C=O", "Add oxygen to C1");
  row("a pyridine from benzene", "c1ccccc1", SetElement{{at(0)}, 7}, "c1ccncc1",
      "Change C1 to nitrogen");
  row("a hydrogen becomes a methyl", "C", SetElement{{at(1)}, 6}, "CC", "Change H2 to carbon");
  row("a single bond becomes double", "CC", SetBond{at(0), at(1), BondOrder::Double}, "C=C",
      "Make C1–C2 a double bond");
  row("a double bond becomes single", "C=C", SetBond{at(0), at(1), BondOrder::Single}, "CC",
      "Make C1–C2 a single bond");
  row("a ring is closed", "CCC", SetBond{at(0), at(2), BondOrder::Single}, "C1CC1",
      "Add single bond C1–C3");
  row("an aromatic bond made single is hydrogenated", "c1ccccc1",
      SetBond{at(0), at(1), BondOrder::Single}, "C1=CCCC=C1", "Make C1–C2 a single bond");
  row("either Kekule bond can be made single", "c1ccccc1", SetBond{at(1), at(2), BondOrder::Single},
      "C1=CCCC=C1", "Make C2–C3 a single bond");
  row("an aromatic bond made double stays aromatic", "c1ccccc1",
      SetBond{at(1), at(2), BondOrder::Double}, "c1ccccc1", "Make C2–C3 a double bond");
  row("a deleted bond leaves two molecules", "CC", RemoveBonds{{BondIndex(0)}}, "C.C",
      "Delete bond C1–C2");
  row("a deleted atom takes its hydrogens", "CCO", RemoveAtoms{{at(2)}}, "CC", "Delete O3");
  row("a deleted hydrogen is gone", "C", RemoveAtoms{{at(1)}}, "[CH3]", "Delete H2");
  row("ammonium", "N", SetCharge{{at(0)}, 1}, "[NH4+]", "Set charge of N1 to +1");
  row("alkoxide", "CO", ChangeCharge{{at(1)}, -1}, "C[O-]", "Set charge of O2 to −1");
  row("deuterium", "C", SetIsotope{{at(1)}, 2}, "[2H]C", "Set mass number of H2 to 2");
  row("methyl radical", "C", SetRadical{{at(0)}, 1}, "[CH3]", "Set radical electrons of C1 to 1");
  row("no hydrogens", "CCO", RemoveHydrogens{}, "[C][C][O]", "Remove hydrogens");
  row("only polar hydrogens", "CO", RemoveHydrogens{RemoveHydrogens::Which::NonPolar}, "[C]O",
      "Remove non-polar hydrogens");
  row("bonds from distances", "CC(=O)[O-]", PerceiveBonds{}, "CC(=O)[O-]", "Perceive bonds");
  row("no bonds", "C=O", RemoveAllBonds{}, "[C].[H].[H].[O]", "Delete all bonds");
  row("R becomes S", "N[C@@H](C)C(=O)O", InvertCentre{at(1)}, "C[C@@H](N)C(=O)O",
      "Invert C2 from S to R");
  row("E becomes Z", "C/C=C/C", FlipDoubleBond{BondIndex(1)}, "C/C=C\\C", "Flip C2=C3 from E to Z");
  row("two molecules are joined", "C.O", Join{at(0), at(1)}, "CO", "Join C1 and O2");
  row("everything mirrored", "N[C@@H](C)C(=O)O", MirrorAll{}, "C[C@@H](N)C(=O)O",
      "Mirror the structure");
  row("a fragment by its SMILES", "C", AddFragment{.id = "smiles:[*:1]C(=O)O", .at = at(1)},
      "CC(=O)O", "Add [*:1]C(=O)O to C1");
}

void ApplyTest::anOperationMakesTheStructure() {
  QFETCH(QString, smiles);
  QFETCH(Operation, operation);
  QFETCH(QString, expected);
  QFETCH(QString, title);
  Edited edited = smiles.isEmpty() ? Edited() : fromSmiles(smiles.toStdString());
  QCOMPARE(edited.error, std::string());
  QVERIFY2(edited.make(operation), edited.error.c_str());
  QCOMPARE(QString::fromStdString(edited.smiles()), expected);
  QCOMPARE(QString::fromStdString(edited.last.title), title);
  QCOMPARE(edited.last.conformer->positions.size(), edited.molecule->atoms().size());
}

void ApplyTest::impossibleOperationsAreRefusedInWords_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<Operation>("operation");
  QTest::addColumn<QString>("words");
  const auto row = [](const char* name, const char* smiles, const Operation& operation,
                      const char* words) {
    QTest::addRow("%s", name) << smiles << operation << words;
  };
  row("an atom that is not there", "C", SetElement{{at(99)}, 7}, "There is no atom 100");
  row("a bond that is not there", "C", RemoveBonds{{BondIndex(44)}}, "There is no bond 45");
  row("an element that is not there", "C", SetElement{{at(0)}, 119}, "There is no element 119");
  row("a bond to itself", "C", SetBond{at(0), at(0)}, "C1 cannot be bonded to itself");
  row("no four substituents", "CC", InvertCentre{at(0)}, "C1 has no four different substituents");
  row("no double bond", "CC", FlipDoubleBond{BondIndex(0)}, "C1–C2 is no double bond");
  row("equal ends", "C=C", FlipDoubleBond{BondIndex(0)}, "two equal substituents");
  row("a place at infinity", "C", AddAtom{.position = {0, INFINITY, 0}}, "not a number");
  row("an impossible charge", "C", SetCharge{{at(0)}, 99}, "A charge of 99");
  row("a mass below the protons", "C", SetIsotope{{at(0)}, 3}, "has 6 protons");
  row("too few positions", "C", SetPositions{.positions = {{0, 0, 0}}}, "1 positions");
  row("an unknown fragment", "C", AddFragment{.id = "no/such"}, "no fragment \"no/such\"");
  row("a fragment of nonsense", "C", AddFragment{.id = "smiles:C("}, "cannot be read");
  row("nothing to paste", "C", Insert{}, "nothing to paste");
  row("a distance below zero", "CC", SetInternal{{at(0), at(1)}, -1}, "A distance of -1");
  row("one atom's value", "CC", SetInternal{{at(0)}, 1}, "choose as many");
  row("no symmetry", "C(F)(Cl)Br", Symmetrise{0.01}, "No symmetry");
}

void ApplyTest::impossibleOperationsAreRefusedInWords() {
  QFETCH(QString, smiles);
  QFETCH(Operation, operation);
  QFETCH(QString, words);
  Edited edited = fromSmiles(smiles.toStdString());
  QVERIFY(!edited.make(operation));
  QVERIFY2(QString::fromStdString(edited.error).contains(words), edited.error.c_str());
}

void ApplyTest::oddValencesAreWarningsNotRefusals() {
  Edited edited = fromSmiles("C");
  QVERIFY(
      edited.make(GrowAtom{.from = at(0), .position = {0, 0, 2}, .hydrogens = Hydrogens::Keep}));
  QCOMPARE(QString::fromStdString(edited.last.warnings.front()),
           QString("C1 has 5 bonds; carbon takes 4."));
  // The same again on what is odd already, and back to normal by adjusting.
  QVERIFY(edited.make(SetElement{{at(0)}, 26}));
  QVERIFY(edited.last.warnings.empty());
  QVERIFY(edited.make(SetElement{{at(0)}, 6}));
  QVERIFY(edited.make(AdjustHydrogens{}));
  QCOMPARE(edited.smiles(), std::string("CC"));
}

void ApplyTest::residuesAreCarriedAlong() {
  Edited edited = fromSmiles("CCO");
  auto residues = std::make_shared<Biopolymer>();
  residues->residues = {{.name = "EOH", .number = 5, .chain = "A"}};
  residues->residueOf.assign(edited.molecule->atoms().size(), 0);
  residues->atomNames.assign(edited.molecule->atoms().size(), "");
  residues->atomNames[1] = "C2";
  residues->atomNames[2] = "O";
  edited.molecule =
      std::make_shared<const Molecule>(edited.molecule->atoms(), edited.molecule->bonds(),
                                       "ethanol", edited.molecule->rdkit(), residues);
  QVERIFY(edited.make(RemoveAtoms{{at(0)}}));
  QVERIFY(edited.make(SetElement{{at(1)}, 16}));
  const Biopolymer& now = *edited.molecule->biopolymer();
  QCOMPARE(now.residueOf.size(), edited.molecule->atoms().size());
  // Hydrogens that came are of the residue; a name that says oxygen does not fit sulfur.
  for (const std::uint32_t residue : now.residueOf) QCOMPARE(residue, 0U);
  QCOMPARE(now.atomNames[0], std::string("C2"));
  QCOMPARE(now.atomNames[1], std::string());
  QCOMPARE(edited.molecule->name(), std::string("ethanol"));
}

void ApplyTest::largeStructuresAreEditedOnTheirValues() {
  constexpr std::uint32_t kCount = 30'000;
  std::vector<Bond> bonds;
  Edited edited;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    edited.conformer.positions.push_back({1.5 * i, 0, 0});
    if (i > 0) bonds.push_back({.begin = at(i - 1), .end = at(i)});
  }
  edited.molecule = std::make_shared<const Molecule>(
      std::vector<Atom>(kCount, Atom{.atomicNumber = 6}), bonds, "", nullptr);
  QVERIFY2(edited.make(SetElement{{at(5)}, 7, Hydrogens::Keep}), edited.error.c_str());
  QVERIFY2(edited.make(SetCharge{{at(5)}, 1, Hydrogens::Keep}), edited.error.c_str());
  QVERIFY2(edited.make(RemoveAtoms{{at(0)}, Hydrogens::Keep}), edited.error.c_str());
  QCOMPARE(edited.molecule->atoms().size(), std::size_t{kCount - 1});
  QCOMPARE(edited.molecule->atoms()[4].formalCharge, 1);
  Positions moved = edited.conformer.positions;
  moved[7][2] = 4;
  QVERIFY2(edited.make(SetPositions{.positions = moved}), edited.error.c_str());
  QVERIFY(!edited.make(PerceiveBonds{}));
  QVERIFY2(QString::fromStdString(edited.error).contains("at most 20000 atoms"),
           edited.error.c_str());
}

void ApplyTest::aFragmentIsPasted() {
  Edited edited = fromSmiles("CO");
  const Edited pasted = fromSmiles("c1ccccc1");
  QVERIFY(edited.make(Insert{pasted.molecule, pasted.conformer.positions}));
  QCOMPARE(edited.smiles(), std::string("CO.c1ccccc1"));
  QCOMPARE(edited.last.added.size(), std::size_t{6});
  QCOMPARE(edited.conformer.positions.back(), pasted.conformer.positions.back());
}

QTEST_APPLESS_MAIN(ApplyTest)
#include "apply_test.moc"
