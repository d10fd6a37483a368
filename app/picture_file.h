#pragma once

#include <QImage>
#include <QString>

#include "model/base/result.h"

namespace molloquy::app {

/// Writes a picture as PNG, whole or not at all. Errors: NotFound (folder), Internal (disk).
Result<void> writePicture(const QImage& picture, const QString& path);

}  // namespace molloquy::app
