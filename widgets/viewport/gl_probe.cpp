#include "widgets/viewport/gl_probe.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QSurfaceFormat>

namespace molloquy::widgets {

namespace {

QString words(const char* text) { return QCoreApplication::translate("molloquy::widgets", text); }

QString findFault() {
  if (QGuiApplication::platformName() == "offscreen" ||
      QGuiApplication::platformName() == "minimal" || QGuiApplication::platformName() == "vnc") {
    return words("The window system \"%1\" has no OpenGL.").arg(QGuiApplication::platformName());
  }
  QSurfaceFormat format;
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  QOpenGLContext context;
  context.setFormat(format);
  if (!context.create()) return words("No OpenGL context could be created.");
  QOffscreenSurface surface;
  surface.setFormat(context.format());
  surface.create();
  if (!surface.isValid() || !context.makeCurrent(&surface)) {
    return words("An OpenGL context was created but could not be used.");
  }
  const QSurfaceFormat got = context.format();
  context.doneCurrent();
  if (got.version() < qMakePair(3, 2)) {
    return words("This computer offers OpenGL %1.%2; 3.2 is needed.")
        .arg(got.majorVersion())
        .arg(got.minorVersion());
  }
  return {};
}

}  // namespace

const QString& openGlFault() {
  static const QString fault = findFault();
  return fault;
}

}  // namespace molloquy::widgets
