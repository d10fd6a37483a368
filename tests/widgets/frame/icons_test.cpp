#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QTest>

#include "resources/resources.h"

using molloquy::resources::iconNames;

/// Every icon keeps to the drawing rules of its folder: grid, stroke, one colour, margin.
class IconsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void iconIsDrawnByTheRules_data();
  void iconIsDrawnByTheRules();
  void contactSheet();
};

void IconsTest::iconIsDrawnByTheRules_data() {
  QTest::addColumn<QString>("name");
  QVERIFY(iconNames().size() > 40);
  for (const QString& name : iconNames()) QTest::addRow("%s", qPrintable(name)) << name;
}

void IconsTest::iconIsDrawnByTheRules() {
  QFETCH(QString, name);
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray source = file.readAll();
  QVERIFY2(source.contains("viewBox=\"0 0 20 20\""), "the grid is 20 px");
  QVERIFY2(source.contains("stroke=\"currentColor\""), "the colour comes from the palette");
  QVERIFY2(!source.contains('#') && !source.contains("rgb"), "an icon names no colour");

  QSvgRenderer renderer(source);
  QVERIFY(renderer.isValid());
  QImage image(200, 200, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  renderer.render(&painter);
  painter.end();
  // 2 px of margin to the path's middle leave 1.25 px to its outer edge.
  const QRect allowed(12, 12, 176, 176);
  int inked = 0;
  QPoint stray(-1, -1);
  for (int y = 0; y < image.height(); ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    for (int x = 0; x < image.width(); ++x) {
      if (qAlpha(line[x]) < 32) continue;
      ++inked;
      if (!allowed.contains(x, y)) stray = QPoint(x, y);
    }
  }
  QVERIFY2(stray.x() < 0, qPrintable(QStringLiteral("ink in the margin at %1, %2")
                                         .arg(stray.x() / 10.0)
                                         .arg(stray.y() / 10.0)));
  QVERIFY2(inked > 300, "the icon is empty");
}

void IconsTest::contactSheet() {
  const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  if (folder.isEmpty()) return;
  QImage sheet(11 * 100, 6 * 100, QImage::Format_RGB32);
  sheet.fill(Qt::white);
  QPainter painter(&sheet);
  int cell = 0;
  for (const QString& name : iconNames()) {
    const QPoint corner(cell % 11 * 100, cell / 11 * 100);
    ++cell;
    QSvgRenderer renderer(QStringLiteral(":/icons/%1.svg").arg(name));
    renderer.render(&painter, QRectF(corner.x() + 20, corner.y() + 10, 60, 60));
    renderer.render(&painter, QRectF(corner.x() + 80, corner.y() + 40, 20, 20));
    painter.drawText(QRect(corner + QPoint(0, 75), QSize(100, 20)), Qt::AlignCenter, name);
  }
  painter.end();
  QVERIFY(sheet.save(folder + QStringLiteral("/icons.png")));
}

QTEST_MAIN(IconsTest)
#include "icons_test.moc"
