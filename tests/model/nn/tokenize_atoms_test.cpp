#include "model/unimol/tokenize_atoms.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace molloquy;
using namespace molloquy::unimol;

namespace {

using Symbols = std::vector<std::string>;
using Ids = std::vector<std::int64_t>;

/// Points that no two atoms share.
std::vector<std::array<float, 3>> spread(std::size_t count) {
  std::vector<std::array<float, 3>> points;
  for (std::size_t i = 0; i < count; ++i) {
    const auto t = static_cast<float>(i);
    points.push_back({1.1F * t, std::sin(t), 0.3F * t * t});
  }
  return points;
}

}  // namespace

Q_DECLARE_METATYPE(Symbols)
Q_DECLARE_METATYPE(Ids)

class TokenizeAtomsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void symbolsBecomeDictionaryIds_data() {
    QTest::addColumn<Symbols>("symbols");
    QTest::addColumn<Ids>("ids");
    // PubChem CID 1 in file order: four O, one N, nine C, then 17 H.
    Symbols acetylcarnitine = {"O", "O", "O", "O", "N"};
    acetylcarnitine.insert(acetylcarnitine.end(), 9, "C");
    acetylcarnitine.insert(acetylcarnitine.end(), 17, "H");
    QTest::newRow("acetylcarnitine keeps 14 heavy atoms")
        << acetylcarnitine << Ids{1, 6, 6, 6, 6, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 2};
    QTest::newRow("hydrogen alone is kept") << Symbols{"H", "H"} << Ids{1, 8, 8, 2};
    QTest::newRow("an element outside the dictionary is unknown")
        << Symbols{"Xe", "C"} << Ids{1, 3, 4, 2};
    QTest::newRow("two-letter symbols are read whole")
        << Symbols{"Cl", "Br", "Si"} << Ids{1, 9, 11, 13, 2};
  }

  void symbolsBecomeDictionaryIds() {
    QFETCH(Symbols, symbols);
    QFETCH(Ids, ids);
    const auto molecule = tokenizeAtoms(symbols, spread(symbols.size()), Config{});
    QVERIFY(molecule.has_value());
    QCOMPARE(molecule->tokens, ids);
    QCOMPARE(molecule->coordinates.size(), ids.size());
  }

  void keptAtomsAreCentredAndMarksStandAtTheOrigin() {
    const Symbols symbols = {"C", "O", "N", "H"};
    const auto molecule = tokenizeAtoms(symbols, spread(4), Config{});
    QVERIFY(molecule.has_value());
    for (const std::size_t axis : {0U, 1U, 2U}) {
      double sum = 0.0;
      for (std::size_t i = 1; i + 1 < molecule->coordinates.size(); ++i) {
        sum += molecule->coordinates[i][axis];
      }
      QVERIFY(std::abs(sum) < 1e-5);
      QCOMPARE(molecule->coordinates.front()[axis], 0.0);
      QCOMPARE(molecule->coordinates.back()[axis], 0.0);
    }
  }

  void tooManyAtomsGiveTheSameSubsetEachTime() {
    Config config;
    config.maxAtoms = 10;
    const Symbols symbols(40, "C");
    const auto first = tokenizeAtoms(symbols, spread(40), config);
    const auto second = tokenizeAtoms(symbols, spread(40), config);
    QVERIFY(first.has_value() && second.has_value());
    QCOMPARE(first->tokens.size(), std::size_t{12});
    QVERIFY(first->coordinates == second->coordinates);
  }

  void badInputIsNamed_data() {
    QTest::addColumn<int>("atoms");
    QTest::addColumn<int>("positions");
    QTest::addColumn<float>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("no atoms") << 0 << 0 << 0.0F << "no atoms";
    QTest::newRow("fewer positions than atoms") << 3 << 2 << 0.0F << "3 atoms but 2 positions";
    QTest::newRow("a coordinate that is not a number")
        << 2 << 2 << std::numeric_limits<float>::quiet_NaN() << "Atom 1 (C)";
  }

  void badInputIsNamed() {
    QFETCH(int, atoms);
    QFETCH(int, positions);
    QFETCH(float, value);
    QFETCH(QString, named);
    const Symbols symbols(static_cast<std::size_t>(atoms), "C");
    const std::vector<std::array<float, 3>> points(static_cast<std::size_t>(positions),
                                                   {value, 0.0F, 0.0F});
    const auto molecule = tokenizeAtoms(symbols, points, Config{});
    QVERIFY(!molecule.has_value());
    QCOMPARE(molecule.error().code, ErrorCode::InvalidInput);
    QVERIFY2(QString::fromStdString(molecule.error().message).contains(named),
             molecule.error().message.c_str());
  }
};

QTEST_APPLESS_MAIN(TokenizeAtomsTest)
#include "tokenize_atoms_test.moc"
