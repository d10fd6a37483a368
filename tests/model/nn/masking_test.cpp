#include <QTest>
#include <algorithm>
#include <cmath>

#include "model/unimol/masking.h"

using namespace molloquy;
using namespace molloquy::unimol;

namespace {

/// A chain of carbon and oxygen with its two marks.
TokenizedMolecule chain(std::size_t atoms, const Config& config) {
  std::vector<std::string> symbols;
  std::vector<std::array<float, 3>> points;
  for (std::size_t i = 0; i < atoms; ++i) {
    symbols.emplace_back(i % 3 == 0 ? "O" : "C");
    points.push_back({1.4F * static_cast<float>(i), 0.3F, -0.2F});
  }
  return *tokenizeAtoms(symbols, points, config);
}

struct Shares {
  double masked = 0.0;
  double kept = 0.0;    ///< of the masked: element and place unchanged.
  double random = 0.0;  ///< of the masked: another element than [MASK].
};

Shares sharesOver(std::size_t atoms, const Masking& masking, int draws) {
  const Config config;
  const int mask = *maskId(config);
  const TokenizedMolecule molecule = chain(atoms, config);
  Shares sums;
  for (int seed = 0; seed < draws; ++seed) {
    const MaskedMolecule spoilt =
        maskAtoms(molecule, config, mask, masking, static_cast<std::uint64_t>(seed));
    for (const std::size_t place : spoilt.masked) {
      const bool moved = spoilt.spoilt.coordinates[place] != molecule.coordinates[place];
      sums.masked += 1.0;
      if (!moved) {
        sums.kept += 1.0;
      } else if (spoilt.spoilt.tokens[place] != mask) {
        sums.random += 1.0;
      }
    }
  }
  sums.kept /= std::max(sums.masked, 1.0);
  sums.random /= std::max(sums.masked, 1.0);
  sums.masked /= static_cast<double>(atoms) * draws;
  return sums;
}

}  // namespace

class MaskingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sharesAreThoseAskedFor_data() {
    QTest::addColumn<int>("atoms");
    QTest::addColumn<double>("masked");
    QTest::addColumn<double>("kept");
    QTest::addColumn<double>("random");
    QTest::newRow("the published shares on a drug") << 30 << 0.15 << 0.05 << 0.05;
    QTest::newRow("the published shares on three atoms") << 3 << 0.15 << 0.05 << 0.05;
    QTest::newRow("every atom masked") << 10 << 1.0 << 0.1 << 0.1;
    QTest::newRow("nothing kept, nothing random") << 20 << 0.3 << 0.0 << 0.0;
    QTest::newRow("everything kept") << 20 << 0.3 << 1.0 << 0.0;
  }

  void sharesAreThoseAskedFor() {
    QFETCH(int, atoms);
    QFETCH(double, masked);
    QFETCH(double, kept);
    QFETCH(double, random);
    const Shares shares =
        sharesOver(static_cast<std::size_t>(atoms), {masked, kept, random, 1.0}, 4000);
    QVERIFY2(std::abs(shares.masked - masked) < 0.02, qPrintable(QString::number(shares.masked)));
    QVERIFY2(std::abs(shares.kept - kept) < 0.02, qPrintable(QString::number(shares.kept)));
    QVERIFY2(std::abs(shares.random - random) < 0.02, qPrintable(QString::number(shares.random)));
  }

  void onlyMaskedPlacesChangeAndTheirElementsAreRemembered() {
    const Config config;
    const TokenizedMolecule molecule = chain(25, config);
    const Masking masking{0.4, 0.2, 0.2, 0.5};
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const MaskedMolecule spoilt = maskAtoms(molecule, config, *maskId(config), masking, seed);
      QCOMPARE(spoilt.elements.size(), spoilt.masked.size());
      QVERIFY(std::is_sorted(spoilt.masked.begin(), spoilt.masked.end()));
      std::size_t next = 0;
      for (std::size_t place = 0; place < molecule.tokens.size(); ++place) {
        const bool masked = next < spoilt.masked.size() && spoilt.masked[next] == place;
        if (!masked) {
          QCOMPARE(spoilt.spoilt.tokens[place], molecule.tokens[place]);
          QVERIFY(spoilt.spoilt.coordinates[place] == molecule.coordinates[place]);
          continue;
        }
        QVERIFY(place > 0 && place + 1 < molecule.tokens.size());
        QCOMPARE(spoilt.elements[next], molecule.tokens[place]);
        QVERIFY(spoilt.spoilt.tokens[place] > Config::kUnknown);
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const double moved =
              spoilt.spoilt.coordinates[place][axis] - molecule.coordinates[place][axis];
          QVERIFY(std::abs(moved) <= masking.noise);
        }
        ++next;
      }
      QCOMPARE(next, spoilt.masked.size());
    }
  }

  void theSeedDecidesEverything() {
    const Config config;
    const TokenizedMolecule molecule = chain(40, config);
    const auto draw = [&](std::uint64_t seed) {
      return maskAtoms(molecule, config, *maskId(config), {}, seed);
    };
    QVERIFY(draw(7).masked == draw(7).masked);
    QVERIFY(draw(7).spoilt.coordinates == draw(7).spoilt.coordinates);
    QVERIFY(draw(7).masked != draw(8).masked);
  }

  void aDictionaryThatCannotMaskIsRefused_data() {
    QTest::addColumn<QStringList>("dictionary");
    QTest::addColumn<QString>("names");
    const QStringList marks = {"[PAD]", "[CLS]", "[SEP]", "[UNK]"};
    QTest::newRow("no [MASK]") << marks + QStringList{"C", "O"} << "[MASK]";
    QTest::newRow("no element") << marks + QStringList{"[MASK]"} << "no element";
  }

  void aDictionaryThatCannotMaskIsRefused() {
    QFETCH(QStringList, dictionary);
    QFETCH(QString, names);
    Config config;
    config.dictionary.clear();
    for (const QString& entry : dictionary) config.dictionary.push_back(entry.toStdString());
    const Result<int> mask = maskId(config);
    QVERIFY(!mask.has_value());
    QCOMPARE(mask.error().code, ErrorCode::InvalidInput);
    QVERIFY(QString::fromStdString(mask.error().message).contains(names));
  }
};

QTEST_APPLESS_MAIN(MaskingTest)
#include "masking_test.moc"
