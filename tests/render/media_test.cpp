#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QImageReader>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <cmath>
#include <cstring>
#include <set>

#include "render/media/animation.h"
#include "render/media/mesh_files.h"
#include "render/media/palette.h"
#include "render/media/picture_parts.h"
#include "tests/render/mesh_checks.h"
#include "tests/render/sample_structures.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

/// A picture with a square that moves to the right, `step` by `step`.
Picture square(int width, int height, int step) {
  Picture picture{width, height, std::vector<std::uint8_t>(std::size_t(4) * width * height, 255)};
  for (int y = height / 4; y < height / 2; ++y) {
    for (int x = step; x < std::min(width, step + width / 4); ++x) {
      std::uint8_t* pixel = &picture.rgba[std::size_t(4) * (std::size_t(y) * width + x)];
      pixel[0] = 200;
      pixel[1] = 30;
      pixel[2] = 40;
    }
  }
  return picture;
}

QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::vector<MeshPart> aspirinParts() {
  const test::Sample sample = test::aspirin();
  return pictureParts(sample.molecule, sample.conformer->positions, {}, {}, test::testColours(),
                      nullptr);
}

}  // namespace

/// Films and meshes: what is written can be read, and nothing is left of what was not finished.
class MediaTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void gifShowsItsPictures();
  void mp4HasItsPictures();
  void unfinishedFilmsLeaveNothing();
  void refusesFilms_data();
  void refusesFilms();
  void stopsBetweenPictures();
  void turntableComesRound();
  void playbackShowsEveryConformer();
  void paletteKeepsFewColoursExactly();
  void ballsAndSticksAreClosed();
  void glbIsWellFormed();
  void plyIsWellFormed();
  void refusesEmptyMeshes();
  void pictureLeavesOutWhatIsHidden();

 private:
  [[nodiscard]] std::filesystem::path at(const QString& name) const {
    return QDir(m_folder.path()).filePath(name).toStdString();
  }
  [[nodiscard]] int files() const {
    return int(QDir(m_folder.path()).entryList(QDir::Files).size());
  }
  QTemporaryDir m_folder;
};

void MediaTest::gifShowsItsPictures() {
  const auto path = at("film.GIF");
  QCOMPARE(*videoFormatOf(path), VideoFormat::Gif);
  auto writer = VideoWriter::open(
      path, {.format = VideoFormat::Gif, .width = 65, .height = 40, .framesPerSecond = 25});
  QVERIFY2(writer, writer ? "" : writer.error().message.c_str());
  for (int i = 0; i < 12; ++i) QVERIFY(writer->add(square(65, 40, 3 * i)));
  QVERIFY(writer->finish());
  QImageReader reader(QString::fromStdString(path.string()));
  QCOMPARE(reader.imageCount(), 12);
  QCOMPARE(reader.loopCount(), -1);  // for ever
  for (int i = 0; i < 12; ++i) {
    const QImage image = reader.read();
    QCOMPARE(image.size(), QSize(65, 40));
    QCOMPARE(reader.nextImageDelay(), 40);
    QCOMPARE(image.pixelColor(3 * i + 8, 15), QColor(200, 30, 40));
    QCOMPARE(image.pixelColor(64, 39), QColor(Qt::white));
  }
}

void MediaTest::mp4HasItsPictures() {
  const auto path = at("film.mp4");
  auto writer = VideoWriter::open(path, {.width = 64, .height = 48, .framesPerSecond = 30});
  QVERIFY2(writer, writer ? "" : writer.error().message.c_str());
  QVERIFY(writer->encoding() == "H.264" || writer->encoding() == "MPEG-4 part 2");
  for (int i = 0; i < 10; ++i) QVERIFY(writer->add(square(64, 48, 2 * i)));
  QVERIFY(writer->finish());
  const QByteArray film = contents(QString::fromStdString(path.string()));
  QCOMPARE(film.mid(4, 4), QByteArray("ftyp"));
  // The table of sample sizes counts the pictures.
  const qsizetype table = film.indexOf("stsz");
  QVERIFY(table > 0 && film.indexOf("moov") < film.indexOf("mdat"));
  QCOMPARE(qFromBigEndian<quint32>(film.constData() + table + 12), 10U);
}

void MediaTest::unfinishedFilmsLeaveNothing() {
  const int before = files();
  for (const char* name : {"gone.mp4", "gone.gif"}) {
    auto writer = VideoWriter::open(
        at(name), {.format = *videoFormatOf(at(name)), .width = 64, .height = 48});
    QVERIFY(writer);
    QVERIFY(!writer->finish());  // no picture
    QVERIFY(!writer->add(square(32, 48, 1)));
    QVERIFY(writer->add(square(64, 48, 1)));
  }
  QCOMPARE(files(), before);
}

void MediaTest::refusesFilms_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("width");
  QTest::addColumn<int>("rate");
  QTest::addColumn<QString>("words");
  QTest::newRow("an odd width of an MP4") << "a.mp4" << 101 << 30 << "even";
  QTest::newRow("too small") << "a.gif" << 4 << 30 << "16 to 4096";
  QTest::newRow("too large") << "a.mp4" << 8000 << 30 << "16 to 4096";
  QTest::newRow("a GIF quicker than its clock") << "a.gif" << 100 << 60 << "1 to 50";
  QTest::newRow("no pictures a second") << "a.mp4" << 100 << 0 << "1 to 60";
  QTest::newRow("a folder that is not there") << "no/a.mp4" << 100 << 30 << "folder";
}

void MediaTest::refusesFilms() {
  QFETCH(QString, name);
  QFETCH(int, width);
  QFETCH(int, rate);
  QFETCH(QString, words);
  const int before = files();
  const auto writer = VideoWriter::open(
      at(name),
      {.format = *videoFormatOf(at(name)), .width = width, .height = 100, .framesPerSecond = rate});
  QVERIFY(!writer);
  QVERIFY2(QString::fromStdString(writer.error().message).contains(words),
           writer.error().message.c_str());
  QCOMPARE(files(), before);
}

void MediaTest::stopsBetweenPictures() {
  const int before = files();
  std::stop_source source;
  std::size_t drawn = 0;
  const auto written = writeAnimation(
      at("stopped.mp4"), {.width = 64, .height = 48}, turntable({}, 20),
      [&](const AnimationFrame&) -> Result<Picture> {
        if (++drawn == 3) source.request_stop();
        return square(64, 48, 1);
      },
      {}, source.get_token());
  QVERIFY(!written);
  QVERIFY(written.error().message.find("stopped") != std::string::npos);
  QCOMPARE(drawn, std::size_t(3));
  QCOMPARE(files(), before);
  QVERIFY(!writeAnimation(at("none.mp4"), {}, {}, {}, {}, {}));
}

void MediaTest::turntableComesRound() {
  CameraPose pose;
  pose.orientation = turn(normalized(Vec3{1, 2, 3}), 0.5);
  const auto frames = turntable(pose, 8);
  QCOMPARE(frames.size(), std::size_t(8));
  const auto angle = [](const CameraPose& a, const CameraPose& b) {
    return 2 * std::acos(std::min(1.0, std::abs(dot(a.orientation, b.orientation))));
  };
  for (std::size_t i = 0; i < 8; ++i) {
    const CameraPose& next = frames[(i + 1) % 8].pose;
    QVERIFY(std::abs(angle(frames[i].pose, next) - 2 * M_PI / 8) < 1e-6);
    QVERIFY(length(frames[i].pose.up() - pose.up()) < 1e-9);
  }
}

void MediaTest::playbackShowsEveryConformer() {
  const auto frames = playback({}, 3, 2);
  QCOMPARE(frames.size(), std::size_t(6));
  QCOMPARE(frames[3].conformer, std::size_t(1));
  QCOMPARE(frames.back().conformer, std::size_t(2));
}

void MediaTest::paletteKeepsFewColoursExactly() {
  const std::vector<Picture> pictures{square(60, 40, 3)};
  const Palette palette = paletteOf(pictures);
  QCOMPARE(palette.count, 2);
  std::set<std::uint32_t> colours(palette.colours.begin(), palette.colours.begin() + 2);
  QVERIFY(colours.contains(0xFFFFFFFF) && colours.contains(0xFFC81E28));
  QCOMPARE(palette.colours[255], 0U);
  QCOMPARE(paletteOf({}).count, 0);
  // Every colour of a ramp stays near.
  Picture ramp{256, 16, {}};
  for (int i = 0; i < 256 * 16; ++i) {
    const auto grey = static_cast<std::uint8_t>(i % 256);
    ramp.rgba.insert(ramp.rgba.end(), {grey, static_cast<std::uint8_t>(255 - grey), grey, 255});
  }
  const Palette many = paletteOf(std::span(&ramp, 1));
  const auto indices = PaletteIndex(many).indicesOf(ramp);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const std::uint32_t colour = many.colours[indices[i]];
    QVERIFY(std::abs(int(colour >> 16 & 0xFF) - int(ramp.rgba[4 * i])) <= 8);
  }
  const std::uint8_t half[4] = {0, 0, 0, 128};
  QCOMPARE(overWhite(half)[0], std::uint8_t(127));
}

void MediaTest::ballsAndSticksAreClosed() {
  const Mesh ball = ballMesh({{1, 2, 3}, 1.7}, 3, {1, 2, 3}, AtomIndex(7));
  QCOMPARE(ball.triangles.size(), std::size_t(20 * 64));
  QCOMPARE(test::openEdges(ball), 0);
  QVERIFY(std::abs(areaOf(ball) / (4 * M_PI * 1.7 * 1.7) - 1) < 0.01);
  QVERIFY(volumeOf(ball) > 0 && test::shareLitFromOutside(ball) > 0.999);
  const Mesh stick = stickMesh({0, 0, 0}, {1, 1, 2}, 0.1, 20, {}, AtomIndex(0));
  QCOMPARE(test::openEdges(stick), 0);
  QVERIFY(volumeOf(stick) > 0 && test::shareLitFromOutside(stick) > 0.999);
  QVERIFY(stickMesh({1, 1, 1}, {1, 1, 1}, 0.1, 20, {}, AtomIndex(0)).isEmpty());
}

void MediaTest::glbIsWellFormed() {
  std::vector<MeshPart> parts = aspirinParts();
  parts.push_back({"surface", ballMesh({{0, 0, 0}, 5}, 2, {0, 255, 128}, AtomIndex(0)), 0.5});
  const auto path = at("aspirin.glb");
  QVERIFY(writeGlb(parts, path));
  const QByteArray file = contents(QString::fromStdString(path.string()));
  const auto word = [&](qsizetype place) {
    return qFromLittleEndian<quint32>(file.constData() + place);
  };
  QCOMPARE(file.left(4), QByteArray("glTF"));
  QCOMPARE(word(4), 2U);
  QCOMPARE(qsizetype(word(8)), file.size());
  const auto jsonSize = qsizetype(word(12));
  const QJsonObject json = QJsonDocument::fromJson(file.mid(20, jsonSize)).object();
  QCOMPARE(file.mid(20 + jsonSize + 4, 3), QByteArray("BIN"));
  const auto binary = qsizetype(word(20 + jsonSize));
  QCOMPARE(20 + jsonSize + 8 + binary, file.size());
  QCOMPARE(json["buffers"][0]["byteLength"].toInteger(), qint64(binary));
  QCOMPARE(json["nodes"].toArray().size(), 2);
  for (const QJsonValue view : json["bufferViews"].toArray()) {
    QCOMPARE(view["byteOffset"].toInteger() % 4, 0);
    QVERIFY(view["byteOffset"].toInteger() + view["byteLength"].toInteger() <= binary);
  }
  // Every index names a vertex.
  const QJsonArray accessors = json["accessors"].toArray();
  const QJsonObject primitive = json["meshes"][0]["primitives"][0].toObject();
  const QJsonObject indices = accessors[primitive["indices"].toInt()].toObject();
  const auto vertices = accessors[primitive["attributes"]["POSITION"].toInt()]["count"].toInteger();
  const auto begin = 20 + jsonSize + 8 +
                     json["bufferViews"][indices["bufferView"].toInt()]["byteOffset"].toInteger();
  QCOMPARE(indices["count"].toInteger(), qint64(3 * parts[0].mesh.triangles.size()));
  for (qint64 i = 0; i < indices["count"].toInteger(); ++i) {
    QVERIFY(qint64(word(qsizetype(begin + 4 * i))) < vertices);
  }
  QCOMPARE(json["materials"][1]["alphaMode"].toString(), QString("BLEND"));
}

void MediaTest::plyIsWellFormed() {
  const std::vector<MeshPart> parts = aspirinParts();
  const auto path = at("aspirin.ply");
  QVERIFY(writePly(parts, path));
  const QByteArray file = contents(QString::fromStdString(path.string()));
  const qsizetype end = file.indexOf("end_header\n") + 11;
  const auto vertices = qsizetype(parts[0].mesh.positions.size());
  const auto faces = qsizetype(parts[0].mesh.triangles.size());
  QVERIFY(file.startsWith("ply\nformat binary_little_endian 1.0\n"));
  QVERIFY(file.left(end).contains("element vertex " + QByteArray::number(vertices)));
  QVERIFY(file.left(end).contains("element face " + QByteArray::number(faces)));
  QCOMPARE(file.size(), end + 28 * vertices + 13 * faces);
  QCOMPARE(file[end + 28 * vertices], char(3));
}

void MediaTest::refusesEmptyMeshes() {
  QVERIFY(!writeGlb({}, at("none.glb")));
  QVERIFY(!writePly({{"empty", {}, 1}}, at("none.ply")));
  QVERIFY(!QFileInfo::exists(QString::fromStdString(at("none.glb").string())));
  QVERIFY(!writeGlb(aspirinParts(), "/nowhere/at/all.glb"));
}

void MediaTest::pictureLeavesOutWhatIsHidden() {
  const test::Sample sample = test::aspirin();
  ViewStyle style;
  style.hydrogens = HydrogenDisplay::None;
  const auto without = pictureParts(sample.molecule, sample.conformer->positions, style, {},
                                    test::testColours(), nullptr);
  QVERIFY(without[0].mesh.triangles.size() < aspirinParts()[0].mesh.triangles.size());
  style.representation = Representation::Wireframe;
  QVERIFY(!pictureParts(sample.molecule, sample.conformer->positions, style, {},
                        test::testColours(), nullptr)
               .empty());
}

QTEST_GUILESS_MAIN(MediaTest)
#include "media_test.moc"
