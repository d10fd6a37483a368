#include "render/contacts.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>

#include "tests/model/chem/sample_peptides.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

struct Sample {
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<chem::Point3> positions;
};

/// Collects atoms by hand.
class Scene {
 public:
  std::uint32_t atom(int element, const chem::Point3& place, int charge = 0) {
    m_atoms.push_back({.atomicNumber = element, .formalCharge = charge});
    m_positions.push_back(place);
    return static_cast<std::uint32_t>(m_atoms.size() - 1);
  }
  void bond(std::uint32_t a, std::uint32_t b, chem::BondOrder order = chem::BondOrder::Single) {
    m_bonds.push_back({AtomIndex(a), AtomIndex(b), order, order});
  }
  [[nodiscard]] std::vector<Contact> contacts() const {
    const chem::Molecule molecule(m_atoms, m_bonds, "", nullptr);
    return findContacts(molecule, m_positions);
  }

 private:
  std::vector<chem::Atom> m_atoms;
  std::vector<chem::Bond> m_bonds;
  std::vector<chem::Point3> m_positions;
};

/// Two waters: the first gives a hydrogen to the second's oxygen, `distance` from the hydrogen and
/// `bend` degrees off the straight line.
std::vector<Contact> waters(double distance, double bend) {
  Scene scene;
  const auto donor = scene.atom(8, {0, 0, 0});
  const auto given = scene.atom(1, {0.96, 0, 0});
  const auto other = scene.atom(1, {-0.24, 0.93, 0});
  scene.bond(donor, given);
  scene.bond(donor, other);
  const double angle = bend * 3.14159265358979 / 180;
  const chem::Point3 o{0.96 + distance * std::cos(angle), -distance * std::sin(angle), 0};
  const auto acceptor = scene.atom(8, o);
  scene.bond(acceptor, scene.atom(1, {o[0] + 0.6, o[1], 0.75}));
  scene.bond(acceptor, scene.atom(1, {o[0] + 0.6, o[1], -0.75}));
  return scene.contacts();
}

}  // namespace

/// Hydrogen bonds and close contacts of structures whose answer is known.
class ContactsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void waterDimer_data();
  void waterDimer();
  void acceptors_data();
  void acceptors();
  void closeContacts_data();
  void closeContacts();
  void helixHasItsHydrogenBonds();
  void withoutHydrogens();
  void dashesFillTheLine();
  void isQuickAtAnySize();
};

void ContactsTest::waterDimer_data() {
  QTest::addColumn<double>("distance");
  QTest::addColumn<double>("bend");
  QTest::addColumn<int>("bonds");
  QTest::newRow("straight at 1.95 angstrom") << 1.95 << 0.0 << 1;
  QTest::newRow("bent by 50 degrees") << 1.95 << 50.0 << 1;
  QTest::newRow("bent too far") << 1.95 << 65.0 << 0;
  QTest::newRow("just near enough") << 2.49 << 0.0 << 1;
  QTest::newRow("too far away") << 2.55 << 0.0 << 0;
}

void ContactsTest::waterDimer() {
  QFETCH(double, distance);
  QFETCH(double, bend);
  QFETCH(int, bonds);
  const auto contacts = waters(distance, bend);
  const auto found = std::count_if(contacts.begin(), contacts.end(), [](const Contact& c) {
    return c.kind == ContactKind::HydrogenBond;
  });
  QCOMPARE(int(found), bonds);
  if (bonds == 0) return;
  QCOMPARE(contacts.size(), std::size_t(1));
  QCOMPARE(contacts[0].from, AtomIndex(1));
  QCOMPARE(contacts[0].to, AtomIndex(3));
  QVERIFY(std::abs(contacts[0].distance - distance) < 1e-9);
}

void ContactsTest::acceptors_data() {
  QTest::addColumn<int>("element");
  QTest::addColumn<int>("charge");
  QTest::addColumn<int>("bonds");
  QTest::addColumn<bool>("accepts");
  QTest::newRow("an oxygen") << 8 << 0 << 1 << true;
  QTest::newRow("an amine's nitrogen") << 7 << 0 << 3 << true;
  QTest::newRow("an ammonium's nitrogen") << 7 << 1 << 4 << false;
  QTest::newRow("fluorine") << 9 << 0 << 1 << true;
  QTest::newRow("carbon") << 6 << 0 << 3 << false;
  QTest::newRow("chlorine") << 17 << 0 << 1 << false;
}

void ContactsTest::acceptors() {
  QFETCH(int, element);
  QFETCH(int, charge);
  QFETCH(int, bonds);
  QFETCH(bool, accepts);
  Scene scene;
  const auto donor = scene.atom(8, {0, 0, 0});
  const auto given = scene.atom(1, {0.96, 0, 0});
  scene.bond(donor, given);
  const auto acceptor = scene.atom(element, {2.9, 0, 0}, charge);
  const std::vector<chem::Point3> ends{
      {3.6, 1.2, 0}, {3.6, -0.6, 1.1}, {3.6, -0.6, -1.1}, {4.4, 0, 0}};
  for (int i = 0; i < bonds; ++i) scene.bond(acceptor, scene.atom(6, ends[std::size_t(i)]));
  const auto contacts = scene.contacts();
  const bool found = std::any_of(contacts.begin(), contacts.end(), [](const Contact& c) {
    return c.kind == ContactKind::HydrogenBond;
  });
  QCOMPARE(found, accepts);
}

void ContactsTest::closeContacts_data() {
  QTest::addColumn<int>("bondsBetween");
  QTest::addColumn<double>("distance");
  QTest::addColumn<bool>("close");
  QTest::newRow("apart and nearer than 3.0") << 0 << 2.9 << true;
  QTest::newRow("apart and farther than 3.0") << 0 << 3.1 << false;
  QTest::newRow("bonded") << 1 << 1.5 << false;
  QTest::newRow("through two bonds") << 2 << 2.5 << false;
  QTest::newRow("through three bonds") << 3 << 2.9 << false;
  QTest::newRow("through four bonds") << 4 << 2.9 << true;
}

void ContactsTest::closeContacts() {
  QFETCH(int, bondsBetween);
  QFETCH(double, distance);
  QFETCH(bool, close);
  Scene scene;
  const auto from = scene.atom(6, {0, 0, 0});
  auto last = from;
  // The atoms between are out of the way.
  for (int i = 1; i < bondsBetween; ++i) {
    const auto next = scene.atom(6, {50.0 * i, 50, 0});
    scene.bond(last, next);
    last = next;
  }
  const auto to = scene.atom(6, {distance, 0, 0});
  if (bondsBetween > 0) scene.bond(last, to);
  const auto contacts = scene.contacts();
  QCOMPARE(!contacts.empty(), close);
  if (close) {
    QCOMPARE(contacts[0].kind, ContactKind::CloseContact);
    QCOMPARE(contacts[0].from, AtomIndex(from));
    QCOMPARE(contacts[0].to, AtomIndex(to));
  }
}

void ContactsTest::helixHasItsHydrogenBonds() {
  // Of n residues in an alpha helix, n - 4 give the N-H to the C=O of the fourth before.
  const test::Peptide peptide = test::alanines({.residues = 12});
  const auto contacts = findContacts(*peptide.molecule, peptide.positions);
  const auto& polymer = *peptide.molecule->biopolymer();
  int bonds = 0;
  for (const Contact& contact : contacts) {
    if (contact.kind != ContactKind::HydrogenBond) continue;
    const auto donor = polymer.residueOf[contact.from.value];
    const auto acceptor = polymer.residueOf[contact.to.value];
    QCOMPARE(donor - acceptor, 4U);
    ++bonds;
  }
  QCOMPARE(bonds, 8);
}

void ContactsTest::withoutHydrogens() {
  Scene scene;
  const auto amine = scene.atom(7, {0, 0, 0});
  scene.bond(amine, scene.atom(6, {-1.46, 0, 0}));
  const auto carbonyl = scene.atom(8, {2.9, 0.3, 0});
  scene.bond(carbonyl, scene.atom(6, {3.9, 0.9, 0}), chem::BondOrder::Double);
  const auto second = scene.atom(8, {6.4, 1.4, 0});
  scene.bond(second, scene.atom(6, {7.4, 1.4, 0}), chem::BondOrder::Double);
  const auto contacts = scene.contacts();
  const auto bond = std::find_if(contacts.begin(), contacts.end(), [](const Contact& c) {
    return c.kind == ContactKind::HydrogenBond;
  });
  QVERIFY(bond != contacts.end());
  QCOMPARE(bond->from, AtomIndex(amine));
  QCOMPARE(bond->to, AtomIndex(carbonyl));
}

void ContactsTest::dashesFillTheLine() {
  const std::vector<chem::Point3> positions{{0, 0, 0}, {2, 0, 0}};
  const auto dashes =
      dashesOf({{ContactKind::CloseContact, AtomIndex(0), AtomIndex(1), 2}}, positions);
  QVERIFY(dashes.size() >= 3);
  for (std::size_t i = 0; i < dashes.size(); ++i) {
    QVERIFY(dashes[i].from[0] < dashes[i].to[0]);
    if (i > 0) QVERIFY(dashes[i - 1].to[0] < dashes[i].from[0]);
  }
  QVERIFY(std::abs(dashes.front().from[0] - 0.3) < 1e-9);
  QVERIFY(std::abs(dashes.back().to[0] - 1.7) < 1e-9);
  // Places that are not there, and two atoms in one place.
  QVERIFY(
      dashesOf({{ContactKind::CloseContact, AtomIndex(0), AtomIndex(9), 2}}, positions).empty());
  QVERIFY(
      dashesOf({{ContactKind::CloseContact, AtomIndex(0), AtomIndex(0), 0}}, positions).empty());
}

void ContactsTest::isQuickAtAnySize() {
  const test::Peptide crowd = test::helixCrowd(100'000);
  QElapsedTimer timer;
  timer.start();
  const auto contacts = findContacts(*crowd.molecule, crowd.positions);
  qInfo("contacts of %zu atoms: %lld ms, %zu found", crowd.positions.size(), timer.elapsed(),
        contacts.size());
  QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
  QVERIFY(contacts.size() > 10'000);
}

QTEST_GUILESS_MAIN(ContactsTest)
#include "contacts_test.moc"
