#include <QTest>

#include "render/colour_maps.h"
#include "render/structure_style.h"
#include "tests/render/sample_structures.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

Rgb colourOf(const ViewStyle& style, const AtomValues& values, std::size_t atom) {
  return resolveStyle(*test::aspirin().molecule, style, values, test::testColours())[atom].colour;
}

int shownAtoms(const chem::Molecule& molecule, const ViewStyle& style) {
  int shown = 0;
  for (const AtomLook& look : resolveStyle(molecule, style, {}, test::testColours())) {
    shown += look.shown;
  }
  return shown;
}

/// Two residues in two chains, one atom each and one outside.
chem::Molecule twoChains() {
  chem::Atom carbon;
  carbon.atomicNumber = 6;
  auto polymer = std::make_shared<chem::Biopolymer>();
  chem::Residue first, second;
  first.chain = "A";
  first.fold = chem::Fold::Helix;
  second.chain = "B";
  polymer->residues = {first, second};
  polymer->residueOf = {0, 1, chem::Biopolymer::kNoResidue};
  polymer->atomNames.resize(3);
  return {std::vector<chem::Atom>(3, carbon), {}, "", nullptr, polymer};
}

}  // namespace

class ViewStyleTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyLookIsRecognised() {
    for (const Look look : {Look::Work, Look::Print, Look::Presentation}) {
      ViewStyle style;
      style.representation = Representation::Licorice;
      style = withLook(style, look);
      QVERIFY(lookOf(style) == look);
      QVERIFY(style.representation == Representation::Licorice);
      style.quality.depthOfField = !style.quality.depthOfField;
      QVERIFY(!lookOf(style));
    }
    QVERIFY(lookOf(ViewStyle{}) == Look::Work);
  }

  void representationsHaveNames() {
    for (const Representation each : {Representation::BallAndStick, Representation::Licorice,
                                      Representation::VanDerWaals, Representation::Wireframe}) {
      QVERIFY(representationOf(representationId(each)) == each);
    }
    QVERIFY(!representationOf("Licorice") && !representationOf(""));
  }

  void choicesOfAtomsFollowAnEdit() {
    ViewStyle style;
    for (std::uint32_t i = 0; i < 3; ++i) {
      style.exceptions[AtomIndex(i)] = Representation::Licorice;
      style.customColours[AtomIndex(i)] = {std::uint8_t(i), 0, 0};
      style.customLabels[AtomIndex(i)] = std::to_string(i);
      style.hidden.insert(AtomIndex(i));
    }
    // Atom 1 is gone, atom 2 is the first now; atom 0 lies outside the table.
    const ViewStyle kept = carriedOver(style, {AtomIndex(4), std::nullopt, AtomIndex(0)});
    QCOMPARE(kept.exceptions.size(), std::size_t(2));
    QCOMPARE(kept.customColours.at(AtomIndex(0)).red, std::uint8_t(2));
    QCOMPARE(kept.customLabels.at(AtomIndex(4)), std::string("0"));
    QVERIFY(kept.hidden == (std::set<AtomIndex>{AtomIndex(0), AtomIndex(4)}));
    QVERIFY(carriedOver(style, {}).hidden.empty());
  }

  void hydrogens_data() {
    QTest::addColumn<int>("display");
    QTest::addColumn<int>("shown");
    QTest::newRow("all") << int(HydrogenDisplay::All) << 21;
    QTest::newRow("polar: the acid's") << int(HydrogenDisplay::Polar) << 14;
    QTest::newRow("none") << int(HydrogenDisplay::None) << 13;
  }
  void hydrogens() {
    QFETCH(int, display);
    QFETCH(int, shown);
    ViewStyle style;
    style.hydrogens = HydrogenDisplay(display);
    QCOMPARE(shownAtoms(*test::aspirin().molecule, style), shown);
  }

  void coloursByElementComeFromTheChosenSet() {
    ViewStyle style;
    QVERIFY(colourOf(style, {}, 2) == (Rgb{219, 51, 46}));
    style.palette = ElementPalette::ColourBlind;
    QVERIFY(colourOf(style, {}, 2) == (Rgb{187, 76, 5}));
    style.customColours[AtomIndex(2)] = {1, 2, 3};
    QVERIFY(colourOf(style, {}, 2) == (Rgb{1, 2, 3}));
  }

  void chargesAreRedAndBlue() {
    ViewStyle style;
    style.colourBy = ColourBy::PartialCharge;
    QVERIFY(colourOf(style, {}, 2) == (Rgb{219, 51, 46}));  // unknown charges: by element
    AtomValues values;
    values.partialCharge = {-0.4, 0.4, 0, std::nan("")};
    const Rgb negative = colourOf(style, values, 0), positive = colourOf(style, values, 1);
    QVERIFY(negative.red > negative.blue && positive.blue > positive.red);
    const Rgb neutral = colourOf(style, values, 2);
    QVERIFY(neutral.red == neutral.blue && neutral.red > 200);
    QVERIFY(colourOf(style, values, 3) == (Rgb{219, 51, 46}));
    QVERIFY(colourOf(style, values, 20) == test::testColours().elements[1]);
  }

  void numbersRunFromLowToHigh_data() {
    QTest::addColumn<int>("colourBy");
    QTest::newRow("custom") << int(ColourBy::Custom);
    QTest::newRow("attention") << int(ColourBy::Attention);
  }
  void numbersRunFromLowToHigh() {
    QFETCH(int, colourBy);
    ViewStyle style;
    style.colourBy = ColourBy(colourBy);
    AtomValues values;
    (style.colourBy == ColourBy::Custom ? values.custom : values.attention) = {3, 5, 4};
    QVERIFY(colourOf(style, values, 0) == viridis(0));
    QVERIFY(colourOf(style, values, 1) == viridis(1));
    QVERIFY(colourOf(style, values, 2) == viridis(0.5));
  }

  void chainsAndFoldsHaveColours() {
    const chem::Molecule molecule = twoChains();
    const SceneColours colours = test::testColours();
    ViewStyle style;
    style.colourBy = ColourBy::Chain;
    StructureStyle looks = resolveStyle(molecule, style, {}, colours);
    QVERIFY(looks[0].colour == colours.pins[0] && looks[1].colour == colours.pins[1]);
    QVERIFY(looks[2].colour == colours.elements[6]);
    style.colourBy = ColourBy::Fold;
    looks = resolveStyle(molecule, style, {}, colours);
    QVERIFY(!(looks[0].colour == looks[1].colour));
  }

  void choicesOutsideTheStructureChangeNothing() {
    ViewStyle style;
    style.exceptions[AtomIndex(99)] = Representation::Wireframe;
    style.hidden.insert(AtomIndex(500));
    style.customColours[AtomIndex(1000)] = {};
    QCOMPARE(shownAtoms(*test::aspirin().molecule, style), 21);
    QVERIFY(resolveStyle(chem::Molecule({}, {}, "", nullptr), style, {}, {}).empty());
  }

  void groundsTakeTheColoursOfTheirScheme() {
    SceneColours theme = test::testColours();
    SceneColours dark = theme;
    dark.background = {10, 10, 10};
    theme.onDark = std::make_shared<const SceneColours>(dark);
    QVERIFY(groundColours(theme, Ground::Theme).top == theme.background);
    QVERIFY(groundColours(theme, Ground::Dark).top == dark.background);
    QVERIFY(groundColours(theme, Ground::Light).bottom == theme.background);
    QVERIFY(groundColours(theme, Ground::Black).top == (Rgb{0, 0, 0}));
    QVERIFY(groundColours(theme, Ground::White).top == (Rgb{255, 255, 255}));
    const GroundColours gradient = groundColours(theme, Ground::Gradient);
    QVERIFY(!(gradient.top == gradient.bottom));
  }

  void numbersBecomeColoursWithinTheirRange() {
    QVERIFY(viridis(-5) == viridis(0) && viridis(7) == viridis(1));
    double last = -1;
    for (int i = 0; i <= 16; ++i) {
      const double now = luminance(viridis(i / 16.0));
      QVERIFY(now > last);
      last = now;
    }
    QVERIFY(redWhiteBlue(-9) == redWhiteBlue(-1) && redWhiteBlue(9) == redWhiteBlue(1));
  }
};

QTEST_GUILESS_MAIN(ViewStyleTest)
#include "view_style_test.moc"
