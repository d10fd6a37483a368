#include "widgets/neighbours/neighbour_mime.h"

#include <QMimeData>
#include <memory>

namespace molloquy::widgets {
namespace {

QString keysType() { return QStringLiteral("application/x-molloquy-neighbours"); }

}  // namespace

QMimeData* neighbourMime(const QStringList& keys, const QStringList& names) {
  auto data = std::make_unique<QMimeData>();
  data->setData(keysType(), keys.join(u'\n').toUtf8());
  data->setText(names.join(u'\n'));
  return data.release();
}

QStringList neighbourKeys(const QMimeData* data) {
  if (data == nullptr || !data->hasFormat(keysType())) return {};
  return QString::fromUtf8(data->data(keysType())).split(u'\n', Qt::SkipEmptyParts);
}

}  // namespace molloquy::widgets
