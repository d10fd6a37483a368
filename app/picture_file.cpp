#include "app/picture_file.h"

#include <QBuffer>
#include <QByteArray>

#include "model/base/atomic_file.h"

namespace molloquy::app {

Result<void> writePicture(const QImage& picture, const QString& path) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  if (!buffer.open(QIODevice::WriteOnly) || !picture.save(&buffer, "PNG")) {
    return fail(ErrorCode::Internal, "The picture is empty; show a structure first.");
  }
  return writeFileAtomically(path.toStdString(),
                             {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

}  // namespace molloquy::app
