#include "model/chem/layout.h"

#include <QTest>
#include <cmath>
#include <limits>

#include "model/chem/structure_reader.h"

using namespace molloquy;
using chem::Layout2D;
using chem::Point2;

namespace {

std::shared_ptr<const chem::Molecule> molecule(const char* smiles) {
  auto record = chem::parseSmiles(smiles);
  return record ? record->molecule : nullptr;
}

double distance(const Point2& a, const Point2& b) { return std::hypot(a[0] - b[0], a[1] - b[1]); }

std::vector<std::optional<AtomIndex>> mapping(std::initializer_list<int> to) {
  std::vector<std::optional<AtomIndex>> map;
  for (const int atom : to)
    map.push_back(atom < 0 ? std::nullopt : std::optional(AtomIndex(static_cast<unsigned>(atom))));
  return map;
}

/// The shortest distance between two drawn atoms.
double tightest(const Layout2D& layout) {
  double least = std::numeric_limits<double>::max();
  for (std::size_t a = 0; a < layout.places.size(); ++a)
    for (std::size_t b = a + 1; b < layout.places.size(); ++b)
      if (layout.places[a] && layout.places[b])
        least = std::min(least, distance(*layout.places[a], *layout.places[b]));
  return least;
}

Layout2D turned(Layout2D layout) {
  for (auto& place : layout.places)
    if (place)
      place = Point2{0.6 * (*place)[0] - 0.8 * (*place)[1] + 7,
                     0.8 * (*place)[0] + 0.6 * (*place)[1] - 3};
  return layout;
}

}  // namespace

/// Layouts: complete, with bonds of one length, and steady while the structure is edited.
class LayoutTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void laysOutAnyStructure_data();
  void laysOutAnyStructure();
  void placesAreKeptAcrossAnEdit_data();
  void placesAreKeptAcrossAnEdit();
  void expectedAtomsComeWhereTheyWereDrawn();
  void partsLieBesideOneAnother();
  void stereoIsMarkedAndNamed();
  void wedgesTurnWithTheDrawing();
  void secondLinesLieInTheRing();
  void cleaningUpStaysNearTheDrawing();
  void cleaningUpAFewLeavesTheOthers();
  void tooManyAtomsAreRefused();
  void placeInSpaceIsBesideTheAtom();
};

void LayoutTest::laysOutAnyStructure_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("drawn");
  QTest::newRow("aspirin without its hydrogens") << QByteArray("CC(=O)Oc1ccccc1C(=O)O") << 13;
  QTest::newRow("molecular hydrogen") << QByteArray("[H][H]") << 2;
  QTest::newRow("one atom") << QByteArray("O") << 1;
  QTest::newRow("deuterium is drawn") << QByteArray("[2H]C(Cl)(Cl)Cl") << 5;
  QTest::newRow("hydrogens at centres shared by rings")
      << QByteArray("C1CC[C@H]2CCCC[C@@H]2C1") << 12;
  QTest::newRow("a cage") << QByteArray("C12C3C4C1C5C2C3C45") << 8;
}

void LayoutTest::laysOutAnyStructure() {
  QFETCH(QByteArray, smiles);
  const auto subject = molecule(smiles.constData());
  const auto layout = chem::layout(*subject);
  QVERIFY2(layout, layout ? "" : layout.error().message.c_str());
  QCOMPARE(layout->places.size(), subject->atoms().size());
  QCOMPARE(layout->ringSide.size(), subject->bonds().size());
  int drawn = 0, written = 0;
  for (std::size_t atom = 0; atom < layout->places.size(); ++atom) {
    drawn += layout->places[atom].has_value();
    written += layout->hydrogens[atom];
  }
  QTEST(drawn, "drawn");
  QCOMPARE(drawn + written, static_cast<int>(subject->atoms().size()));
  if (drawn > 1) QVERIFY(tightest(*layout) > 0.5);
}

void LayoutTest::placesAreKeptAcrossAnEdit_data() {
  using Map = std::vector<std::optional<AtomIndex>>;
  QTest::addColumn<QByteArray>("before");
  QTest::addColumn<QByteArray>("after");
  QTest::addColumn<Map>("map");
  const auto row = [](const char* name, const char* before, const char* after, const Map& map) {
    QTest::newRow(name) << QByteArray(before) << QByteArray(after) << map;
  };
  row("a substituent is added", "c1ccccc1", "c1ccccc1C(C)C", mapping({0, 1, 2, 3, 4, 5}));
  row("a ring is fused", "c1ccccc1", "c1ccc2ccccc2c1", mapping({0, 1, 2, 3, 8, 9}));
  row("an atom is erased", "CC(=O)Oc1ccccc1", "CC(=O)O",
      mapping({0, 1, 2, 3, -1, -1, -1, -1, -1, -1}));
  row("atoms are renumbered", "CCO", "OCC", mapping({2, 1, 0}));
  row("a chain is closed", "CCCCCC", "C1CCCCC1", mapping({0, 1, 2, 3, 4, 5}));
}

void LayoutTest::placesAreKeptAcrossAnEdit() {
  QFETCH(QByteArray, before);
  QFETCH(QByteArray, after);
  QFETCH(std::vector<std::optional<AtomIndex>>, map);
  const Layout2D old = turned(*chem::layout(*molecule(before.constData())));
  const auto now = molecule(after.constData());
  map.resize(old.places.size());
  const auto layout = chem::layout(*now, &old, map);
  QVERIFY2(layout, layout ? "" : layout.error().message.c_str());
  for (std::size_t atom = 0; atom < map.size(); ++atom)
    if (map[atom] && old.places[atom])
      QVERIFY(distance(*layout->places[map[atom]->value], *old.places[atom]) < 1e-9);
  QVERIFY2(tightest(*layout) > 0.5, "new atoms find room");
}

void LayoutTest::expectedAtomsComeWhereTheyWereDrawn() {
  Layout2D old = *chem::layout(*molecule("c1ccccc1"));
  old.expected = {{AtomIndex(5), Point2{11, -4}}};
  auto map = mapping({0, 1, 2, 3, 4, 5});
  map.resize(old.places.size());
  const auto grown = chem::layout(*molecule("c1ccccc1C"), &old, map);
  QVERIFY(grown);
  QVERIFY(distance(*grown->places[6], Point2{11, -4}) < 1e-9);
  old.expected = {{std::nullopt, Point2{-20, 5}}, {AtomIndex(77), Point2{1, 1}}};
  const auto added = chem::layout(*molecule("c1ccccc1.O"), &old, map);
  QVERIFY(added);
  QVERIFY(distance(*added->places[6], Point2{-20, 5}) < 1e-9);
}

void LayoutTest::partsLieBesideOneAnother() {
  const auto salt = chem::layout(*molecule("[NH4+].[Cl-].O.O"));
  QVERIFY(salt);
  QVERIFY(tightest(*salt) > chem::kLayoutBond);
}

void LayoutTest::stereoIsMarkedAndNamed() {
  const auto alanine = molecule("C[C@H](N)C(=O)O");
  const auto layout = chem::layout(*alanine);
  QVERIFY(layout);
  QCOMPARE(layout->marks.size(), std::size_t(1));
  QCOMPARE(layout->marks.front().narrowEnd, AtomIndex(1));
  QVERIFY(layout->atomLabels[1] == "R" || layout->atomLabels[1] == "S");
  const auto mirrored = chem::layout(*molecule("C[C@@H](N)C(=O)O"));
  QVERIFY(mirrored->atomLabels[1] != layout->atomLabels[1]);
  QVERIFY(mirrored->marks.front().mark != layout->marks.front().mark);
  const auto butene = chem::layout(*molecule("C/C=C/C"));
  QCOMPARE(butene->bondLabels[1], std::string("E"));
}

void LayoutTest::wedgesTurnWithTheDrawing() {
  const auto alanine = molecule("C[C@H](N)C(=O)O");
  const Layout2D old = *chem::layout(*alanine);
  Layout2D flipped = old;
  for (auto& place : flipped.places)
    if (place) (*place)[0] = -(*place)[0];
  const auto layout = chem::layout(*alanine, &flipped);
  QVERIFY(layout);
  QCOMPARE(layout->marks.size(), std::size_t(1));
  QVERIFY2(layout->marks.front().mark != old.marks.front().mark,
           "seen from behind, a wedge is a hash");
}

void LayoutTest::secondLinesLieInTheRing() {
  const auto toluene = molecule("Cc1ccccc1");
  const auto layout = chem::layout(*toluene);
  for (std::size_t bond = 0; bond < toluene->bonds().size(); ++bond) {
    const bool ring = toluene->bonds()[bond].order == chem::BondOrder::Aromatic;
    QCOMPARE(layout->ringSide[bond].has_value(), ring);
    if (ring) QVERIFY(layout->ringSide[bond]->value >= 1 && layout->ringSide[bond]->value <= 6);
  }
}

void LayoutTest::cleaningUpStaysNearTheDrawing() {
  const auto aspirin = molecule("CC(=O)Oc1ccccc1C(=O)O");
  const Layout2D tidy = turned(*chem::layout(*aspirin));
  Layout2D crooked = tidy;
  for (std::size_t atom = 0; atom < crooked.places.size(); ++atom)
    if (crooked.places[atom]) (*crooked.places[atom])[0] += 0.2 * std::sin(double(atom) * 2);
  const auto clean = chem::cleanedUp(*aspirin, crooked);
  QVERIFY(clean);
  for (std::size_t atom = 0; atom < tidy.places.size(); ++atom)
    if (tidy.places[atom]) QVERIFY(distance(*clean->places[atom], *tidy.places[atom]) < 0.3);
  for (const chem::Bond& bond : aspirin->bonds()) {
    if (!clean->places[bond.begin.value] || !clean->places[bond.end.value]) continue;
    QVERIFY(std::abs(distance(*clean->places[bond.begin.value], *clean->places[bond.end.value]) -
                     chem::kLayoutBond) < 0.1);
  }
}

void LayoutTest::cleaningUpAFewLeavesTheOthers() {
  const auto aspirin = molecule("CC(=O)Oc1ccccc1C(=O)O");
  Layout2D crooked = *chem::layout(*aspirin);
  (*crooked.places[0])[0] += 0.8;
  const auto clean = chem::cleanedUp(*aspirin, crooked, {AtomIndex(0)});
  QVERIFY(clean);
  for (std::size_t atom = 1; atom < crooked.places.size(); ++atom)
    if (crooked.places[atom]) QVERIFY(distance(*clean->places[atom], *crooked.places[atom]) < 1e-9);
  QVERIFY(std::abs(distance(*clean->places[0], *clean->places[1]) - chem::kLayoutBond) < 0.1);
}

void LayoutTest::tooManyAtomsAreRefused() {
  const auto chain = molecule(QByteArray(chem::kDrawnAtoms + 1, 'C').constData());
  QVERIFY(chain != nullptr);
  const auto layout = chem::layout(*chain);
  QVERIFY(!layout);
  QCOMPARE(layout.error().code, ErrorCode::Unsupported);
  QVERIFY(layout.error().message.find("501") != std::string::npos);
  const chem::Molecule unread({chem::Atom{.atomicNumber = 6}}, {}, "", nullptr);
  QCOMPARE(chem::layout(unread).error().code, ErrorCode::Unsupported);
  QVERIFY(chem::layout(chem::Molecule({}, {}, "", nullptr))->places.empty());
}

void LayoutTest::placeInSpaceIsBesideTheAtom() {
  const auto methane = molecule("C");
  const Layout2D paper = *chem::layout(*methane);
  const double h = 0.63;
  const std::vector<chem::Point3> space{
      {0, 0, 0}, {h, h, h}, {h, -h, -h}, {-h, h, -h}, {-h, -h, h}};
  const Point2 right{(*paper.places[0])[0] + chem::kLayoutBond, (*paper.places[0])[1]};
  const chem::Point3 place = chem::positionBeside(*methane, space, paper, AtomIndex(0), right);
  QVERIFY(std::abs(std::sqrt(place[0] * place[0] + place[1] * place[1] + place[2] * place[2]) -
                   1.5) < 1e-9);
  QVERIFY2(place[0] > 0 && std::abs(std::abs(place[1]) - place[0]) < 1e-9,
           "it takes the direction of a hydrogen on that side");
  // Positions that belong to another structure do no harm.
  (void)chem::positionBeside(*methane, {}, paper, AtomIndex(9), right);
}

QTEST_GUILESS_MAIN(LayoutTest)
#include "layout_test.moc"
