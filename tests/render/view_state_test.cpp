#include <QTest>

#include "render/camera_bookmarks.h"
#include "render/view_state_json.h"
#include "render/view_style_json.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

/// Everything is something else than its default.
ViewState fullState() {
  ViewState state;
  ViewStyle& style = state.style;
  style.representation = Representation::Licorice;
  style.exceptions = {{AtomIndex(0), Representation::VanDerWaals}};
  style.hidden = {AtomIndex(2), AtomIndex(4)};
  style.customColours = {{AtomIndex(1), {1, 128, 255}}};
  style.hydrogens = HydrogenDisplay::Polar;
  style.colourBy = ColourBy::Residue;
  style.palette = ElementPalette::ColourBlind;
  style.ribbons = style.contacts = style.dipole = true;
  style.surface = {SurfaceKind::SolventExcluded, SurfaceColour::Electrostatic, 0.4};
  style.labels = LabelKind::Cip;
  style.customLabels = {{AtomIndex(3), "catalytic \"water\" ü"}};
  style.ground = Ground::Gradient;
  style.quality = {true, true, true, true, false};
  state.measurements = {{{AtomIndex(0), AtomIndex(1)}, true},
                        {{AtomIndex(3), AtomIndex(2), AtomIndex(1), AtomIndex(0)}, false}};
  CameraPose pose;
  pose.centre = {1.0 / 3, -2, 1e-7};
  pose.pivot = {0.1, 0.2, 0.3};
  pose.orientation = turn(normalized(Vec3{1, 2, 3}), 0.7);
  pose.distance = 12.345678901234567;
  pose.projection = Projection::Orthographic;
  state.camera = pose;
  state.bookmarks.keep("From above", pose);
  state.bookmarks.keep("", CameraPose{});
  return state;
}

}  // namespace

/// Views as JSON, and the list of named views.
class ViewStateTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsBackWhatItWrote();
  void keepsDefaultsOfMissingKeys();
  void toleratesStrangeValues_data();
  void toleratesStrangeValues();
  void refuses_data();
  void refuses();
  void leavesOutAtomsThatAreNotThere();
  void idsAreUnique();
  void bookmarksHaveUniqueNames();
  void bookmarksCanBeRenamedMovedAndRemoved();
};

void ViewStateTest::readsBackWhatItWrote() {
  const ViewState state = fullState();
  const std::string json = toJson(state);
  const auto read = viewStateFromJson(json, 5);
  QVERIFY(read);
  QVERIFY2(read->remarks.empty(), read->remarks.empty() ? "" : read->remarks[0].c_str());
  QVERIFY(read->state.style == state.style);
  QVERIFY(read->state.measurements == state.measurements);
  QVERIFY(read->state.bookmarks == state.bookmarks);
  QCOMPARE(read->state.camera->distance, state.camera->distance);
  QVERIFY(read->state.camera->centre == state.camera->centre);
  QVERIFY(read->state.camera->pivot == state.camera->pivot);
  QCOMPARE(toJson(read->state), json);
}

void ViewStateTest::keepsDefaultsOfMissingKeys() {
  const auto read = viewStateFromJson("{}", 5);
  QVERIFY(read && read->remarks.empty());
  QVERIFY(read->state.style == ViewStyle{});
  QVERIFY(!read->state.camera && read->state.bookmarks.isEmpty());
  QVERIFY(read->state.measurements.empty());
}

void ViewStateTest::toleratesStrangeValues_data() {
  QTest::addColumn<QByteArray>("json");
  QTest::addColumn<int>("remarks");
  QTest::newRow("a key of a later version") << QByteArray(R"({"style":{"glow":3},"x":[]})") << 0;
  QTest::newRow("a word that is not known")
      << QByteArray(R"({"style":{"representation":"clay","ribbons":"yes"}})") << 2;
  QTest::newRow("an opacity beyond one")
      << QByteArray(R"({"style":{"surface":{"opacity":7}}})") << 1;
  QTest::newRow("a style that is a list") << QByteArray(R"({"style":[1]})") << 1;
  QTest::newRow("a surface that is a number") << QByteArray(R"({"style":{"surface":1}})") << 1;
  QTest::newRow("a colour that is none")
      << QByteArray(R"({"style":{"custom_colours":{"1":"#12345G","2":"red","x":"#000000"}}})") << 1;
  QTest::newRow("hidden atoms that are no list") << QByteArray(R"({"style":{"hidden":{}}})") << 1;
  QTest::newRow("measurements of one atom, of twice the same, of none")
      << QByteArray(R"({"measurements":[{"atoms":[1]},{"atoms":[1,1]},{"atoms":["a","b"]},4,{}]})")
      << 1;
  QTest::newRow("a camera without a place") << QByteArray(R"({"camera":{"distance":3}})") << 1;
  QTest::newRow("a camera turned by nothing")
      << QByteArray(R"({"camera":{"centre":[0,0,0],"orientation":[0,0,0,0],"distance":3}})") << 1;
  QTest::newRow("a camera behind infinity")
      << QByteArray(R"({"camera":{"centre":[0,0,1e300],"orientation":[1,0,0,0],"distance":3}})")
      << 1;
  QTest::newRow("bookmarks without a name")
      << QByteArray(R"({"bookmarks":[{"camera":{}},7,{"name":3}]})") << 1;
  QTest::newRow("bookmarks that are a word") << QByteArray(R"({"bookmarks":"none"})") << 1;
}

void ViewStateTest::toleratesStrangeValues() {
  QFETCH(QByteArray, json);
  QFETCH(int, remarks);
  const auto read = viewStateFromJson(json.toStdString(), 5);
  QVERIFY(read);
  QCOMPARE(int(read->remarks.size()), remarks);
  QVERIFY(read->state.style == ViewStyle{});
  QVERIFY(!read->state.camera && read->state.measurements.empty());
  QVERIFY(read->state.bookmarks.isEmpty());
}

void ViewStateTest::refuses_data() {
  QTest::addColumn<QByteArray>("json");
  QTest::addColumn<QString>("words");
  QTest::newRow("nothing") << QByteArray() << "byte";
  QTest::newRow("half an object") << QByteArray(R"({"style":)") << "byte 10";
  QTest::newRow("a list") << QByteArray("[]") << "no JSON object";
  QTest::newRow("bytes that are no text") << QByteArray("\xff\xfe\x00\x01", 4) << "byte 1";
  QTest::newRow("lists in lists without end") << QByteArray(100'000, '[') << "byte";
}

void ViewStateTest::refuses() {
  QFETCH(QByteArray, json);
  QFETCH(QString, words);
  const auto read = viewStateFromJson(json.toStdString(), 5);
  QVERIFY(!read);
  QCOMPARE(read.error().code, ErrorCode::InvalidInput);
  QVERIFY2(QString::fromStdString(read.error().message).contains(words),
           read.error().message.c_str());
}

void ViewStateTest::leavesOutAtomsThatAreNotThere() {
  const auto read = viewStateFromJson(toJson(fullState()), 1);
  QVERIFY(read);
  const ViewStyle& style = read->state.style;
  QCOMPARE(style.exceptions.size(), std::size_t(1));
  QVERIFY(style.hidden.empty() && style.customColours.empty() && style.customLabels.empty());
  QVERIFY(read->state.measurements.empty());
  QVERIFY(read->remarks.size() >= 2);
}

void ViewStateTest::idsAreUnique() {
  const auto check = [](const std::vector<std::string>& ids) {
    return std::set<std::string>(ids.begin(), ids.end()).size() == ids.size() && !ids.empty();
  };
  QVERIFY(check(idsOf<ColourBy>()) && check(idsOf<LabelKind>()) && check(idsOf<Ground>()));
  for (const std::string& id : idsOf<Representation>()) {
    QCOMPARE(representationId(*enumOf<Representation>(id)), id);
  }
  QVERIFY(!enumOf<SurfaceKind>("Van der Waals"));
}

void ViewStateTest::bookmarksHaveUniqueNames() {
  CameraBookmarks bookmarks;
  CameraPose far;
  far.distance = 99;
  QCOMPARE(bookmarks.keep("  top ", {}), std::string("top"));
  QCOMPARE(bookmarks.keep("top", far), std::string("top"));
  QCOMPARE(bookmarks.all().size(), std::size_t(1));
  QCOMPARE(bookmarks.pose("top")->distance, 99.0);
  QCOMPARE(bookmarks.keep(" \t", far), std::string("View 1"));
  QCOMPARE(bookmarks.keep("", far), std::string("View 2"));
  QVERIFY(!bookmarks.pose("bottom"));
}

void ViewStateTest::bookmarksCanBeRenamedMovedAndRemoved() {
  CameraBookmarks bookmarks;
  for (const char* name : {"a", "b", "c"}) bookmarks.keep(name, {});
  QVERIFY(bookmarks.rename("a", "z") && !bookmarks.rename("z", "b") && !bookmarks.rename("q", "r"));
  QVERIFY(!bookmarks.rename("z", "  ") && bookmarks.rename("z", "z"));
  QVERIFY(bookmarks.move("z", 99));
  QCOMPARE(bookmarks.all().back().name, std::string("z"));
  QVERIFY(bookmarks.move("z", 0) && !bookmarks.move("q", 0));
  QCOMPARE(bookmarks.all().front().name, std::string("z"));
  QVERIFY(bookmarks.remove("b") && !bookmarks.remove("b"));
  QCOMPARE(bookmarks.all().size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(ViewStateTest)
#include "view_state_test.moc"
