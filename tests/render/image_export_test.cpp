#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>

#include "render/image_export.h"
#include "tests/render/sample_structures.h"

using namespace molloquy;
using namespace molloquy::render;

namespace {

std::vector<AtomIndex> acetyl() {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t i : {0U, 1U, 2U, 13U, 14U, 15U}) atoms.emplace_back(i);
  return atoms;
}

/// Share of pixels within 6 of a colour in every channel.
double shareOf(const QImage& image, const Rgb& colour) {
  int hits = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QRgb pixel = image.pixel(x, y);
      hits += std::abs(qRed(pixel) - colour.red) <= 6 &&
              std::abs(qGreen(pixel) - colour.green) <= 6 &&
              std::abs(qBlue(pixel) - colour.blue) <= 6;
    }
  }
  return double(hits) / (double(image.width()) * image.height());
}

}  // namespace

class ImageExportTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void picture_data();
  void picture();
  void transparentBackgroundHasNoColourAndSoftEdges();
  void refusesWhatCannotBeDrawn_data();
  void refusesWhatCannotBeDrawn();
  void saysHowToGetADisplay();
  void namesAFolderThatIsNotThere();

 private:
  QImage draw(const PictureOptions& options, const QString& name);
  QTemporaryDir m_folder;
};

QImage ImageExportTest::draw(const PictureOptions& options, const QString& name) {
  const QString asked = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  const QString folder = asked.isEmpty() ? m_folder.path() : asked;
  const QString path = QDir(folder).filePath(name + ".png");
  const test::Sample sample = test::aspirin();
  const Result<void> result =
      renderToPng(*sample.molecule, *sample.conformer, options, path.toStdString());
  if (!result) qWarning("%s", result.error().toString().c_str());
  return QImage(path);
}

void ImageExportTest::picture_data() {
  QTest::addColumn<bool>("dark");
  QTest::addColumn<bool>("orthographic");
  QTest::addColumn<int>("pins");
  QTest::addColumn<bool>("selected");
  QTest::newRow("light without marks") << false << false << 0 << false;
  QTest::newRow("dark without marks") << true << false << 0 << false;
  QTest::newRow("one pin") << false << false << 1 << false;
  QTest::newRow("two pins on the same atoms show both colours") << false << false << 2 << false;
  QTest::newRow("a selection") << false << false << 0 << true;
  QTest::newRow("orthographic with pin and selection") << false << true << 1 << true;
}

void ImageExportTest::picture() {
  QFETCH(bool, dark);
  QFETCH(bool, orthographic);
  QFETCH(int, pins);
  QFETCH(bool, selected);
  PictureOptions options;
  const bool large = qEnvironmentVariableIsSet("MOLLOQUY_SCREENSHOTS");
  options.width = options.height = large ? 800 : 200;
  options.colours = test::testColours();
  if (dark) options.colours.background = {18, 22, 27};
  options.projection = orthographic ? Projection::Orthographic : Projection::Perspective;
  for (int slot = 0; slot < pins; ++slot) options.highlights.pins.push_back({slot, acetyl()});
  if (selected) options.highlights.selected = acetyl();

  const QImage image = draw(options, QString(QTest::currentDataTag()).replace(' ', '-'));
  QCOMPARE(image.size(), QSize(options.width, options.height));
  const double empty = shareOf(image, options.colours.background);
  QVERIFY2(empty > 0.6 && empty < 0.96, qPrintable(QString::number(empty)));
  // Red oxygen is there, lit from the upper left.
  QVERIFY(shareOf(image, {170, 40, 36}) + shareOf(image, {160, 37, 34}) +
              shareOf(image, {150, 35, 32}) >
          0.0005);
  QCOMPARE(shareOf(image, options.colours.pins[0]) > 0.004, pins >= 1);
  QCOMPARE(shareOf(image, options.colours.pins[1]) > 0.002, pins >= 2);
  QCOMPARE(shareOf(image, options.colours.accent) > 0.004, selected);
}

void ImageExportTest::transparentBackgroundHasNoColourAndSoftEdges() {
  PictureOptions options;
  options.width = options.height = 200;
  options.colours = test::testColours();
  options.background = Background::Transparent;
  const QImage image = draw(options, "transparent");
  QVERIFY(image.hasAlphaChannel());
  QCOMPARE(qAlpha(image.pixel(0, 0)), 0);
  int soft = 0, solid = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const int alpha = qAlpha(image.pixel(x, y));
      soft += alpha > 0 && alpha < 255;
      solid += alpha == 255;
    }
  }
  QVERIFY2(solid > 1500 && soft > 200, qPrintable(QString("%1 %2").arg(solid).arg(soft)));
}

void ImageExportTest::refusesWhatCannotBeDrawn_data() {
  QTest::addColumn<int>("width");
  QTest::addColumn<int>("height");
  QTest::newRow("no width") << 0 << 100;
  QTest::newRow("negative height") << 100 << -5;
  QTest::newRow("larger than a texture") << 100000 << 100;
}

void ImageExportTest::refusesWhatCannotBeDrawn() {
  QFETCH(int, width);
  QFETCH(int, height);
  PictureOptions options;
  options.width = width;
  options.height = height;
  const test::Sample sample = test::aspirin();
  const auto result = renderPicture(*sample.molecule, *sample.conformer, options);
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::InvalidInput);
  QVERIFY(QString::fromStdString(result.error().message).contains(QString::number(width)));
}

void ImageExportTest::saysHowToGetADisplay() {
  const QByteArray display = qgetenv("DISPLAY");
  const test::Sample sample = test::aspirin();
  for (const char* wrong : {"", ":98765"}) {
    qputenv("DISPLAY", wrong);
    const auto result = renderPicture(*sample.molecule, *sample.conformer, {});
    qputenv("DISPLAY", display);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Unsupported);
    QVERIFY(QString::fromStdString(result.error().message).contains("xvfb-run"));
  }
}

void ImageExportTest::namesAFolderThatIsNotThere() {
  const test::Sample sample = test::aspirin();
  PictureOptions options;
  options.width = options.height = 32;
  options.colours = test::testColours();
  const auto result =
      renderToPng(*sample.molecule, *sample.conformer, options, "/nowhere/at/all.png");
  QVERIFY(!result);
  QVERIFY(QString::fromStdString(result.error().message).contains("/nowhere/at"));
}

QTEST_GUILESS_MAIN(ImageExportTest)
#include "image_export_test.moc"
