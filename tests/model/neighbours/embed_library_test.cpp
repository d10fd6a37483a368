#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "model/base/atomic_file.h"
#include "model/base/program_paths.h"
#include "model/library/neighbours/neighbours.h"
#include "tests/model/library/library_fixture.h"
#include "tests/model/neighbours/element_session.h"

using namespace molloquy;
using namespace molloquy::library;
namespace fs = std::filesystem;

namespace {

constexpr const char* kStamp = "stamp";

/// 70 alkanes and amines with a text each.
std::vector<NewMolecule> many() {
  std::vector<NewMolecule> molecules;
  for (std::size_t i = 1; i <= 35; ++i) {
    const std::string chain(i, 'C');
    molecules.push_back(moleculeOf(chain, {"Alkane " + std::to_string(i)}, {"All carbon."}));
    molecules.push_back(moleculeOf(chain + "N", {"Amine " + std::to_string(i)}, {"nitrogen"}));
    // Positions by hand spare the test the embedding.
    for (std::size_t last = molecules.size() - 2; last < molecules.size(); ++last) {
      chem::Conformer conformer;
      const std::size_t atoms = molecules[last].molecule->atoms().size();
      for (std::size_t atom = 0; atom < atoms; ++atom) {
        conformer.positions.push_back({1.2 * double(atom), double(atom % 3), double(atom % 2)});
      }
      molecules[last].conformers.push_back({conformer, {}});
    }
  }
  return molecules;
}

}  // namespace

/// Embeddings of a library, the stamp of a network, and the map.
class EmbedLibraryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everythingIsEmbeddedOnce() {
    LibraryFixture library;
    library.add(many());
    ElementSession session;
    std::vector<EmbedProgress> told;
    const auto progress = [&](const EmbedProgress& one) { told.push_back(one); };
    QCOMPARE(embedLibrary(*library.library, session, kStamp, progress, {}).value(),
             std::size_t(140));
    QCOMPARE(session.calls, std::size_t(2));  // 64 and 6 molecules
    QCOMPARE(told.back().done, std::size_t(140));
    QCOMPARE(told.back().all, std::size_t(140));
    QVERIFY(told.back().perSecond > 0);
    QCOMPARE(embedLibrary(*library.library, session, kStamp, {}, {}).value(), std::size_t(0));
    QCOMPARE(embedLibrary(*library.library, session, "another", {}, {}).value(), std::size_t(140));
  }

  void aStoppedRunGoesOnWhereItWas() {
    LibraryFixture library;
    library.add(many());
    ElementSession session;
    std::stop_source stop;
    const auto some = embedLibrary(
        *library.library, session, kStamp, [&](const EmbedProgress&) { stop.request_stop(); },
        stop.get_token());
    QVERIFY(some.has_value());
    QCOMPARE(*some, std::size_t(64));
    EmbedProgress last;
    const auto rest = embedLibrary(*library.library, session, kStamp,
                                   [&](const EmbedProgress& one) { last = one; }, {});
    QCOMPARE(*rest, std::size_t(76));
    QCOMPARE(last.all, std::size_t(76));
    QCOMPARE(session.structuresRead, std::size_t(70));
  }

  void whatCannotBeReadIsToldAndLeftOut() {
    LibraryFixture library;
    library.add({moleculeOf("CO", {"Methanol"}), moleculeOf("[Na+].[Cl-]", {"Salt"}),
                 moleculeOf("CN", {"Methylamine"})});
    ElementSession session;
    EmbedProgress last;
    const auto done = embedLibrary(*library.library, session, kStamp,
                                   [&](const EmbedProgress& one) { last = one; }, {});
    QCOMPARE(*done, std::size_t(2));
    QCOMPARE(last.refused, std::size_t(1));
    QCOMPARE(last.remark, std::string("Salt: It has sodium."));
    QCOMPARE(last.done, std::size_t(3));
  }

  void theMapSpreadsWhatDiffers() {
    LibraryFixture library;
    library.add({moleculeOf("CCCC", {"Butane"}), moleculeOf("CCC", {"Propane"}),
                 moleculeOf("NN", {"Hydrazine"}), moleculeOf("OO", {"Peroxide"})});
    ElementSession session;
    embedLibrary(*library.library, session, kStamp, {}, {}).value();
    const auto map = embeddingMap(*library.library, kStamp, 100, {}).value();
    QCOMPARE(map.ids.size(), std::size_t(4));
    // Three different points lie in a plane.
    QVERIFY(std::abs(map.explained - 1.0) < 1e-4);
    const auto distance = [&](std::size_t a, std::size_t b) {
      return std::hypot(map.places[a][0] - map.places[b][0], map.places[a][1] - map.places[b][1]);
    };
    QVERIFY(distance(0, 1) < 1e-3F);
    QVERIFY(std::abs(distance(0, 2) - std::sqrt(2.0F)) < 2e-3F);
    QVERIFY(map.method.find("100 %") != std::string::npos);
    const auto butane = chem::parseSmiles("CCCC").value().molecule;
    const auto place = placeOnMap(map, pooledVector(session, *butane, nullptr, {}).value());
    QVERIFY(std::abs(place[0] - map.places[0][0]) < 2e-3F);
    QVERIFY(std::abs(place[1] - map.places[0][1]) < 2e-3F);
    const std::vector<float> other(7, 1.0F);
    QCOMPARE(placeOnMap(map, other)[0], 0.0F);
  }

  void aMapOfTooLittleSaysSo() {
    LibraryFixture library;
    library.add({moleculeOf("CCCC", {"Butane"})});
    QVERIFY(!embeddingMap(*library.library, kStamp, 100, {}).has_value());
    ElementSession session;
    embedLibrary(*library.library, session, kStamp, {}, {}).value();
    const auto map = embeddingMap(*library.library, kStamp, 100, {});
    QVERIFY(!map.has_value());
    QVERIFY(map.error().message.find("three molecules") != std::string::npos);
  }

  void theStampTellsNetworksApart() {
    const fs::path starter = resourceFolder().value() / "models" / "starter";
    const QTemporaryDir directory;
    const fs::path copy = directory.path().toStdString();
    for (const char* file :
         {"stage1.json", "stage1.safetensors", "vocab.txt", "model.safetensors", "config.json"}) {
      fs::copy_file(starter / file, copy / file);
    }
    const std::string stamp = modelStamp(starter).value();
    QCOMPARE(stamp.size(), std::size_t(64));
    QCOMPARE(modelStamp(copy).value(), stamp);
    QVERIFY(writeFileAtomically(copy / "config.json", "{}").has_value());
    QCOMPARE(modelStamp(copy).value(), stamp);
    QVERIFY(writeFileAtomically(copy / "vocab.txt", "[PAD]\n").has_value());
    QVERIFY(modelStamp(copy).value() != stamp);
    fs::remove(copy / "stage1.safetensors");
    const auto none = modelStamp(copy);
    QVERIFY(!none.has_value());
    QCOMPARE(none.error().code, ErrorCode::NotFound);
    QVERIFY(none.error().message.find("stage1.safetensors") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(EmbedLibraryTest)
#include "embed_library_test.moc"
