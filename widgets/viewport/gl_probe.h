#pragma once

#include <QString>

namespace molloquy::widgets {

/// Whether this session can open an OpenGL 3.2 core context: empty when it can, else a sentence
/// that says what is missing. Asks the system once and remembers. Never constructs a QOpenGLWidget:
/// on a platform without OpenGL that ends the program. GUI thread, after QGuiApplication.
const QString& openGlFault();

}  // namespace molloquy::widgets
