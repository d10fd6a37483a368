#pragma once

#include <QApplication>
#include <QDir>
#include <QPixmap>
#include <QTest>
#include <QWidget>

#include "widgets/theme/style.h"
#include "widgets/theme/tokens.h"

/// What the tests of the panels share.
namespace molloquy::test {

/// Puts the program's style and the colours of a scheme on the application.
inline void useScheme(theme::Scheme scheme) {
  static const bool styled = [] {
    QApplication::setStyle(new theme::Style);
    return true;
  }();
  Q_UNUSED(styled)
  QApplication::setPalette(theme::makePalette(scheme));
}

inline QString schemeName(theme::Scheme scheme) {
  return scheme == theme::Scheme::Light ? QStringLiteral("light") : QStringLiteral("dark");
}

/// Rows "light" and "dark" of a table that has one column, the scheme.
inline void schemeRows() {
  QTest::addColumn<int>("scheme");
  QTest::newRow("light") << static_cast<int>(theme::Scheme::Light);
  QTest::newRow("dark") << static_cast<int>(theme::Scheme::Dark);
}

/// Saves a picture of the widget where MOLLOQUY_SCREENSHOTS points, for a person to look at.
inline void keepPicture(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  if (folder.isEmpty()) return;
  QCoreApplication::processEvents();
  const QString scheme = schemeName(theme::schemeOf(widget.palette()));
  const QPixmap picture = widget.grab();
  const QString ratio = QString::number(picture.devicePixelRatio(), 'f', 1);
  QVERIFY(
      picture.save(QDir(folder).filePath(QStringLiteral("%1-%2-%3.png").arg(name, scheme, ratio))));
}

}  // namespace molloquy::test
