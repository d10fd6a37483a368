#include <QDir>
#include <QImage>
#include <QRegularExpression>
#include <QTest>

#include <cstdlib>

#include "render/atom_picker.h"
#include "render/image_export.h"
#include "render/molecule_scene.h"
#include "tests/render/sample_structures.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

QImage imageOf(const Picture& picture) {
  return QImage(picture.rgba.data(), picture.width, picture.height, picture.width * 4,
                QImage::Format_RGBA8888)
      .copy();
}

PictureOptions smallPicture() {
  PictureOptions options;
  const bool large = qEnvironmentVariableIsSet("MOLLOQUY_SCREENSHOTS");
  options.width = options.height = large ? 800 : 160;
  options.colours = test::testColours();
  return options;
}

/// Draws and, where MOLLOQUY_SCREENSHOTS names a folder, keeps the picture there.
QImage draw(const test::Sample& sample, const PictureOptions& options) {
  const Result<Picture> picture = renderPicture(*sample.molecule, *sample.conformer, options);
  if (!picture) {
    qWarning("%s", picture.error().toString().c_str());
    return {};
  }
  const QImage image = imageOf(*picture);
  const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  if (!folder.isEmpty()) {
    QString name = QString("%1-%2").arg(QTest::currentTestFunction(), QTest::currentDataTag());
    image.save(QDir(folder).filePath(name.replace(QRegularExpression("[^a-zA-Z]+"), "-") + ".png"));
  }
  return image;
}

/// Share of pixels that differ visibly from a colour.
double covered(const QImage& image, const Rgb& ground) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QRgb pixel = image.pixel(x, y);
      count += std::abs(qRed(pixel) - ground.red) + std::abs(qGreen(pixel) - ground.green) +
                   std::abs(qBlue(pixel) - ground.blue) >
               24;
    }
  }
  return double(count) / (double(image.width()) * image.height());
}

/// Mean lightness, 0..255, of the pixels that are covered.
double lightness(const QImage& image, const Rgb& ground) {
  double sum = 0;
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QRgb pixel = image.pixel(x, y);
      if (std::abs(qGreen(pixel) - ground.green) <= 8) continue;
      sum += qGray(pixel);
      ++count;
    }
  }
  return count > 0 ? sum / count : 0;
}

bool differ(const QImage& a, const QImage& b) { return a != b; }

}  // namespace

class MoleculeSceneTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void representationsCoverWhatTheyShould_data() {
    QTest::addColumn<int>("representation");
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");
    QTest::newRow("ball and stick") << int(Representation::BallAndStick) << 0.05 << 0.25;
    QTest::newRow("licorice") << int(Representation::Licorice) << 0.05 << 0.25;
    QTest::newRow("van der Waals") << int(Representation::VanDerWaals) << 0.2 << 0.7;
    QTest::newRow("wireframe") << int(Representation::Wireframe) << 0.005 << 0.08;
  }
  void representationsCoverWhatTheyShould() {
    QFETCH(int, representation);
    QFETCH(double, least);
    QFETCH(double, most);
    PictureOptions options = smallPicture();
    options.style.representation = Representation(representation);
    const QImage image = draw(test::aspirin(), options);
    const double share = covered(image, options.colours.background);
    QVERIFY2(share > least && share < most, qPrintable(QString::number(share)));
  }

  void qualitiesChangeThePicture_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<bool>("orthographic");
    const char* names[] = {"ambient occlusion", "silhouettes", "fog", "depth of field"};
    for (int which = 0; which < 4; ++which) {
      QTest::addRow("%s, perspective", names[which]) << which << false;
      QTest::addRow("%s, orthographic", names[which]) << which << true;
    }
  }
  void qualitiesChangeThePicture() {
    QFETCH(int, which);
    QFETCH(bool, orthographic);
    PictureOptions options = smallPicture();
    options.projection = orthographic ? Projection::Orthographic : Projection::Perspective;
    options.style.representation = Representation::VanDerWaals;
    const test::Sample sample = test::aspirin();
    const QImage plain = draw(sample, options);
    Quality& quality = options.style.quality;
    (which == 0   ? quality.ambientOcclusion
     : which == 1 ? quality.silhouette
     : which == 2 ? quality.fog
                  : quality.depthOfField) = true;
    const QImage improved = draw(sample, options);
    QVERIFY(differ(plain, improved));
    // Occlusion and silhouettes darken, fog lightens towards the white ground.
    const Rgb& ground = options.colours.background;
    const double change = lightness(improved, ground) - lightness(plain, ground);
    if (which < 2) QVERIFY2(change < -0.3, qPrintable(QString::number(change)));
    if (which == 2) QVERIFY2(change > 5, qPrintable(QString::number(change)));
    // Nothing but the structure changes.
    QCOMPARE(improved.pixel(0, 0), plain.pixel(0, 0));
    const double shares = covered(improved, ground) / covered(plain, ground);
    QVERIFY2(shares > 0.8 && shares < 1.3, qPrintable(QString::number(shares)));
  }

  void looksHaveTheirGrounds_data() {
    QTest::addColumn<int>("look");
    QTest::newRow("Work") << int(Look::Work);
    QTest::newRow("Print") << int(Look::Print);
    QTest::newRow("Presentation") << int(Look::Presentation);
  }
  void looksHaveTheirGrounds() {
    QFETCH(int, look);
    PictureOptions options = smallPicture();
    options.colours.background = {240, 230, 220};
    options.style = withLook({}, Look(look));
    const QImage image = draw(test::aspirin(), options);
    const QColor top = image.pixelColor(0, 0), bottom = image.pixelColor(0, image.height() - 1);
    if (Look(look) == Look::Work) QCOMPARE(top, QColor(240, 230, 220));
    if (Look(look) == Look::Print) QCOMPARE(top, QColor(Qt::white));
    QCOMPARE(top == bottom, Look(look) != Look::Presentation);
  }

  void fogAndTransparencyGoTogether() {
    PictureOptions options = smallPicture();
    options.background = Background::Transparent;
    options.style = withLook({}, Look::Presentation);
    options.style.representation = Representation::VanDerWaals;
    const QImage image = draw(test::aspirin(), options);
    QCOMPARE(qAlpha(image.pixel(0, 0)), 0);
    int solid = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) solid += qAlpha(image.pixel(x, y)) > 200;
    }
    QVERIFY(solid > image.width() * image.height() / 20);
  }

  void whatIsSeenIsWhatIsPicked() {
    // Every pixel of the picture that shows something is found by a click, and no other.
    PictureOptions options = smallPicture();
    options.colours.elements[1] = {120, 120, 120};  // so that no highlight is as white as nothing
    const test::Sample sample = test::aspirin();
    MoleculeScene scene;
    scene.setStructure(*sample.molecule, *sample.conformer);
    const ViewSize size{double(options.width), double(options.height)};
    options.pose = homePose(scene.shape().balls, size, Projection::Perspective);
    const QImage image = draw(sample, options);
    int wrong = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const bool found =
            pickAtom(scene.shape(), *options.pose, size, x + 0.5, y + 0.5).has_value();
        const QRgb pixel = image.pixel(x, y);
        // Darker than a pixel of which half is covered can be.
        const bool shown = qRed(pixel) + qGreen(pixel) + qBlue(pixel) < 400;
        const bool empty = pixel == qRgb(255, 255, 255);
        wrong += (found && empty) || (!found && shown);
      }
    }
    QVERIFY2(wrong <= 4, qPrintable(QString::number(wrong)));
  }

  void largeStructuresAreReducedWhileTheyMove() {
    const test::Sample sample = test::waterBox(3000);
    MoleculeScene scene;
    scene.setColours(test::testColours());
    scene.setStructure(*sample.molecule, *sample.conformer);
    QVERIFY(scene.isLarge());
    const test::Sample few = test::aspirin();
    scene.setStructure(*few.molecule, *few.conformer);
    QVERIFY(!scene.isLarge());
  }

  void positionsMoveTheShape() {
    const test::Sample sample = test::aspirin();
    MoleculeScene scene;
    scene.setStructure(*sample.molecule, *sample.conformer);
    auto positions = sample.conformer->positions;
    positions[20][0] += 0.5;
    scene.setPositions(positions);
    QVERIFY(scene.shape().balls[20].centre == positions[20]);
    chem::Conformer moved;
    moved.positions = positions;
    const BallsAndSticks anew = ballsAndSticks(*sample.molecule, moved);
    for (std::size_t i = 0; i < anew.sticks.size(); ++i) {
      QVERIFY(scene.shape().sticks[i].to == anew.sticks[i].to);
    }
    scene.setPositions({{0, 0, 0}});  // of another structure: not taken
    QCOMPARE(scene.shape().balls.size(), std::size_t(21));
    QVERIFY(scene.shape().balls[20].centre == positions[20]);
  }
};

QTEST_GUILESS_MAIN(MoleculeSceneTest)
#include "molecule_scene_test.moc"
