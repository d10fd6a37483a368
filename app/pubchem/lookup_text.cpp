#include "app/pubchem/lookup_text.h"

#include <QRegularExpression>

#include "model/chem/molecule.h"

namespace molloquy::pubchem {

QString lookupText(const QString& typed) {
  QString text = typed.trimmed();
  constexpr char16_t kSubscriptZero = 0x2080;
  constexpr char16_t kSubscriptNine = 0x2089;
  for (QChar& c : text) {
    if (c.unicode() >= kSubscriptZero && c.unicode() <= kSubscriptNine) {
      c = QChar(static_cast<char16_t>(u'0' + (c.unicode() - kSubscriptZero)));
    }
  }
  return text;
}

std::optional<qint64> cidIn(const QString& text) {
  static const QRegularExpression pattern(QStringLiteral("^(?:CID[ :]*)?(\\d{1,10})$"),
                                          QRegularExpression::CaseInsensitiveOption);
  const QRegularExpressionMatch match = pattern.match(lookupText(text));
  if (!match.hasMatch()) return std::nullopt;
  const qint64 cid = match.captured(1).toLongLong();
  return cid > 0 ? std::optional<qint64>(cid) : std::nullopt;
}

bool isFormula(const QString& text) {
  static const QRegularExpression token(QStringLiteral("\\G([A-Z][a-z]?)(\\d{0,4})"));
  qsizetype at = 0;
  while (at < text.size()) {
    const QRegularExpressionMatch match = token.match(text, at);
    if (!match.hasMatch() || match.captured(2).startsWith(u'0')) return false;
    if (!chem::atomicNumberOf(match.captured(1).toStdString())) return false;
    at = match.capturedEnd();
  }
  return !text.isEmpty();
}

}  // namespace molloquy::pubchem
