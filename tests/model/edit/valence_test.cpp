#include "model/chem/edit/valence.h"

#include <QTest>

#include "tests/model/edit/edited.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

/// The table of valences, and hydrogens that come from it.
class ValenceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void atomsTakeTheirNormalValences_data();
  void atomsTakeTheirNormalValences();
  void hydrogensThatWereTakenAwayComeBack_data();
  void hydrogensThatWereTakenAwayComeBack();
  void aWarningNamesTheAtomAndWhatItTakes_data();
  void aWarningNamesTheAtomAndWhatItTakes();
  void bondLengthsAreNearMeasuredOnes_data();
  void bondLengthsAreNearMeasuredOnes();
};

void ValenceTest::atomsTakeTheirNormalValences_data() {
  QTest::addColumn<QString>("symbol");
  QTest::addColumn<int>("charge");
  QTest::addColumn<int>("radicals");
  QTest::addColumn<int>("bonds");
  QTest::addColumn<int>("hydrogens");
  QTest::addColumn<ValenceState>("state");
  const auto row = [](const char* name, const char* symbol, int charge, int radicals, int bonds,
                      int hydrogens, ValenceState state) {
    QTest::addRow("%s", name) << symbol << charge << radicals << bonds << hydrogens << state;
  };
  using enum ValenceState;
  row("bare carbon takes four", "C", 0, 0, 0, 4, Open);
  row("full carbon", "C", 0, 0, 4, 0, Normal);
  row("pentavalent carbon", "C", 0, 0, 5, 0, Exceeded);
  row("methyl radical", "C", 0, 1, 3, 0, Normal);
  row("carbene of an NHC", "C", 0, 2, 2, 0, Normal);
  row("carbocation", "C", 1, 0, 3, 0, Normal);
  row("carbanion", "C", -1, 0, 3, 0, Normal);
  row("pyrrole nitrogen", "N", 0, 0, 2, 1, Open);
  row("ammonium", "N", 1, 0, 1, 3, Open);
  row("nitro nitrogen, with charges", "N", 1, 0, 4, 0, Normal);
  row("nitro nitrogen, without", "N", 0, 0, 5, 0, Exceeded);
  row("N-oxide's oxygen", "O", -1, 0, 1, 0, Normal);
  row("amide anion", "N", -1, 0, 2, 0, Normal);
  row("oxonium", "O", 1, 0, 2, 1, Open);
  row("boronic acid's boron", "B", 0, 0, 3, 0, Normal);
  row("borate", "B", -1, 0, 4, 0, Normal);
  row("sulfide", "S", 0, 0, 1, 1, Open);
  row("sulfoxide", "S", 0, 0, 4, 0, Normal);
  row("sulfone", "S", 0, 0, 6, 0, Normal);
  row("phosphine", "P", 0, 0, 2, 1, Open);
  row("phosphate", "P", 0, 0, 5, 0, Normal);
  row("hexafluorophosphate", "P", -1, 0, 6, 0, Normal);
  row("phosphonium", "P", 1, 0, 4, 0, Normal);
  row("bare chlorine", "Cl", 0, 0, 0, 1, Open);
  row("chloride", "Cl", -1, 0, 0, 0, Normal);
  row("perchlorate", "Cl", 0, 0, 7, 0, Normal);
  row("chlorine with two bonds gets no hydrogen", "Cl", 0, 0, 2, 0, Open);
  row("fluorine with two bonds", "F", 0, 0, 2, 0, Exceeded);
  row("hydrogen with two bonds", "H", 0, 0, 2, 0, Exceeded);
  row("iron takes what it likes", "Fe", 0, 0, 6, 0, Unknown);
  row("a dummy takes what it likes", "*", 0, 0, 3, 0, Unknown);
  row("noble gas", "Ne", 0, 0, 0, 0, Normal);
  row("xenon difluoride", "Xe", 0, 0, 2, 0, Normal);
}

void ValenceTest::atomsTakeTheirNormalValences() {
  QFETCH(QString, symbol);
  QFETCH(int, charge);
  QFETCH(int, radicals);
  QFETCH(int, bonds);
  QFETCH(int, hydrogens);
  QFETCH(ValenceState, state);
  const int number = atomicNumberOf(symbol.toStdString()).value_or(-1);
  QCOMPARE(missingHydrogens(number, charge, radicals, bonds), hydrogens);
  QCOMPARE(valenceState(number, charge, radicals, bonds), state);
}

void ValenceTest::hydrogensThatWereTakenAwayComeBack_data() {
  QTest::addColumn<QString>("smiles");
  const auto row = [](const char* name, const char* smiles) {
    QTest::addRow("%s", name) << smiles;
  };
  row("nitro", "C[N+](=O)[O-]");
  row("N-oxide", "c1cc[n+]([O-])cc1");
  row("amine N-oxide", "C[N+](C)(C)[O-]");
  row("ammonium", "C[NH3+]");
  row("tetramethylammonium", "C[N+](C)(C)C");
  row("N-heterocyclic carbene", "CN1C=CN(C)[C]1");
  row("pyrrole", "c1cc[nH]c1");
  row("imidazole", "c1c[nH]cn1");
  row("boronic acid", "OB(O)c1ccccc1");
  row("sulfone", "CS(C)(=O)=O");
  row("sulfonamide", "CS(N)(=O)=O");
  row("phosphate", "COP(=O)(O)O");
  row("azide", "CN=[N+]=[N-]");
  row("isocyanide", "[C-]#[N+]C");
  row("carboxylate", "CC(=O)[O-]");
  row("zwitterion", "C[C@H]([NH3+])C(=O)[O-]");
  row("indole", "c1ccc2[nH]ccc2c1");
  row("alkyne", "C#CC");
  row("allene", "C=C=C");
  row("water", "O");
  row("thiol and disulfide", "CSSCCS");
  row("silane", "C[SiH3]");
  row("cyclopropane", "C1CC1");
  row("diazonium", "N#[N+]c1ccccc1");
  row("caffeine", "Cn1c(=O)c2c(ncn2C)n(C)c1=O");
}

void ValenceTest::hydrogensThatWereTakenAwayComeBack() {
  QFETCH(QString, smiles);
  Edited edited = fromSmiles(smiles.toStdString());
  QCOMPARE(edited.error, std::string());
  const std::string before = edited.smiles();
  const std::size_t count = edited.molecule->atoms().size();
  QVERIFY2(edited.make(RemoveHydrogens{}), edited.error.c_str());
  QVERIFY2(edited.make(AdjustHydrogens{}), edited.error.c_str());
  QCOMPARE(edited.molecule->atoms().size(), count);
  QCOMPARE(QString::fromStdString(edited.smiles()), QString::fromStdString(before));
  QVERIFY(edited.last.warnings.empty());
  // Where they stand: at bond length, and never beside another bond of the same atom.
  for (const Bond& bond : edited.molecule->bonds()) {
    const std::array ends{bond.begin, bond.end};
    const Atom& a = edited.molecule->atoms()[bond.begin.value];
    const Atom& b = edited.molecule->atoms()[bond.end.value];
    if (a.atomicNumber != 1 && b.atomicNumber != 1) continue;
    const double length = measured(edited.conformer.positions, ends).value_or(0);
    QVERIFY2(
        std::abs(length - bondLength(a.atomicNumber, b.atomicNumber, BondOrder::Single)) < 1e-6,
        qPrintable(QString::number(length)));
    const AtomIndex heavy = a.atomicNumber == 1 ? bond.end : bond.begin;
    const AtomIndex hydrogen = a.atomicNumber == 1 ? bond.begin : bond.end;
    for (const AtomIndex other : edited.molecule->neighbours(heavy)) {
      if (other == hydrogen) continue;
      const std::array angle{hydrogen, heavy, other};
      const double degrees = measured(edited.conformer.positions, angle).value_or(0);
      QVERIFY2(degrees > 99, qPrintable(QString("%1 degrees").arg(degrees)));
    }
  }
}

void ValenceTest::aWarningNamesTheAtomAndWhatItTakes_data() {
  QTest::addColumn<Atom>("atom");
  QTest::addColumn<int>("neighbours");
  QTest::addColumn<QString>("warning");
  QTest::addRow("five bonds of carbon")
      << Atom{.atomicNumber = 6} << 5 << "C1 has 5 bonds; carbon takes 4.";
  QTest::addRow("one bond of sulfur")
      << Atom{.atomicNumber = 16} << 1 << "S1 has 1 bond; sulfur takes 2, 4 or 6.";
  QTest::addRow("a charge is named") << Atom{.atomicNumber = 7, .formalCharge = 1} << 5
                                     << "N1 has 5 bonds; nitrogen with charge +1 takes 4.";
  QTest::addRow("a radical is named") << Atom{.atomicNumber = 6, .radicalElectrons = 1} << 4
                                      << "C1 has 4 bonds; carbon with 1 radical electron takes 3.";
  QTest::addRow("nothing is wrong with methane") << Atom{.atomicNumber = 6} << 4 << "";
  QTest::addRow("nothing is known of iron") << Atom{.atomicNumber = 26} << 7 << "";
}

void ValenceTest::aWarningNamesTheAtomAndWhatItTakes() {
  QFETCH(Atom, atom);
  QFETCH(int, neighbours);
  QFETCH(QString, warning);
  std::vector<Atom> atoms{atom};
  std::vector<Bond> bonds;
  for (int i = 1; i <= neighbours; ++i) {
    atoms.push_back({.atomicNumber = 1});
    bonds.push_back({.begin = AtomIndex(0), .end = AtomIndex(static_cast<std::uint32_t>(i))});
  }
  const Molecule molecule(atoms, bonds, "", nullptr);
  QCOMPARE(bondOrderSum(molecule, AtomIndex(0)), neighbours);
  QCOMPARE(QString::fromStdString(valenceWarning(molecule, AtomIndex(0)).value_or("")), warning);
  QVERIFY(!valenceWarning(molecule, AtomIndex(999)));
}

void ValenceTest::bondLengthsAreNearMeasuredOnes_data() {
  QTest::addColumn<int>("a");
  QTest::addColumn<int>("b");
  QTest::addColumn<BondOrder>("order");
  QTest::addColumn<double>("angstrom");
  // Mean lengths in organic crystals: Allen et al., J. Chem. Soc. Perkin Trans. 2 (1987) S1.
  QTest::addRow("C-C") << 6 << 6 << BondOrder::Single << 1.53;
  QTest::addRow("C=C") << 6 << 6 << BondOrder::Double << 1.33;
  QTest::addRow("C#C") << 6 << 6 << BondOrder::Triple << 1.19;
  QTest::addRow("aromatic C-C") << 6 << 6 << BondOrder::Aromatic << 1.39;
  QTest::addRow("C-H") << 6 << 1 << BondOrder::Single << 1.09;
  QTest::addRow("O-H") << 8 << 1 << BondOrder::Single << 0.97;
  QTest::addRow("C-N") << 6 << 7 << BondOrder::Single << 1.47;
  QTest::addRow("C=O") << 6 << 8 << BondOrder::Double << 1.22;
  QTest::addRow("C#N") << 6 << 7 << BondOrder::Triple << 1.14;
  QTest::addRow("C-Cl") << 6 << 17 << BondOrder::Single << 1.79;
  QTest::addRow("H-H") << 1 << 1 << BondOrder::Single << 0.74;
}

void ValenceTest::bondLengthsAreNearMeasuredOnes() {
  QFETCH(int, a);
  QFETCH(int, b);
  QFETCH(BondOrder, order);
  QFETCH(double, angstrom);
  QVERIFY2(std::abs(bondLength(a, b, order) - angstrom) < 0.04,
           qPrintable(QString::number(bondLength(a, b, order))));
  QCOMPARE(bondLength(a, b, order), bondLength(b, a, order));
}

Q_DECLARE_METATYPE(molloquy::chem::Atom)
QTEST_APPLESS_MAIN(ValenceTest)
#include "valence_test.moc"
