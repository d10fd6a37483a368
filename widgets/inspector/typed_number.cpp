#include "widgets/inspector/typed_number.h"

#include <QLocale>
#include <cmath>

namespace molloquy::widgets {

std::optional<double> typedNumber(QString text) {
  text = text.trimmed();
  text.replace(QChar(0x2212), u'-');
  for (const QChar unit : {QChar(0x00C5), QChar(0x212B), QChar(0x00B0)})
    if (text.endsWith(unit)) text.chop(1);
  text = text.trimmed();
  bool valid = false;
  double value = QLocale::c().toDouble(text, &valid);
  if (!valid) value = QLocale().toDouble(text, &valid);
  if (!valid || !std::isfinite(value)) return {};
  return value;
}

}  // namespace molloquy::widgets
