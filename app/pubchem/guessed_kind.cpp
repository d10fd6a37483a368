#include <QRegularExpression>

#include "app/pubchem/compound_types.h"
#include "app/pubchem/lookup_text.h"
#include "model/chem/smiles_scanner.h"

namespace molloquy::pubchem {
namespace {

/// Aromatic atoms are small letters, and so are names: only a ring can have them.
bool hasAromaticAtomsOutsideRings(const QString& text) {
  bool ring = false;
  bool aromatic = false;
  bool inBrackets = false;
  QChar before;
  for (const QChar c : text) {
    if (c == u'[' || c == u']') inBrackets = c == u'[';
    if (!inBrackets) {
      ring = ring || c.isDigit() || c == u'%';
      const bool secondLetter =
          (c == u'l' && before == u'C') || (c == u'r' && before == u'B');  // Cl, Br
      aromatic = aromatic || (c.isLower() && !secondLetter);
    }
    before = c;
  }
  return aromatic && !ring;
}

bool isSmiles(const QString& text) {
  if (hasAromaticAtomsOutsideRings(text)) return false;
  return chem::scanSmiles(text.toStdString()).has_value();
}

/// Letters that a SMILES has and a name hardly ever.
bool looksLikeBrokenSmiles(const QString& text) {
  static const QRegularExpression marks(QStringLiteral("[=#@\\\\]"));
  return text.contains(marks);
}

}  // namespace

LookupKind guessedKind(const QString& text) {
  const QString asked = lookupText(text);
  static const QRegularExpression cid(QStringLiteral("^(?:CID[ :]*)?\\d{1,10}$"),
                                      QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression key(QStringLiteral("^[A-Z]{14}-[A-Z]{10}-[A-Z]$"),
                                      QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression blank(QStringLiteral("\\s"));
  if (cid.match(asked).hasMatch()) return LookupKind::Cid;
  if (asked.startsWith(u"InChI=", Qt::CaseInsensitive)) return LookupKind::Inchi;
  if (key.match(asked).hasMatch()) return LookupKind::InchiKey;
  if (asked.isEmpty() || asked.contains(blank)) return LookupKind::Name;
  if (isSmiles(asked)) return LookupKind::Smiles;
  if (isFormula(asked)) return LookupKind::Formula;
  return looksLikeBrokenSmiles(asked) ? LookupKind::Smiles : LookupKind::Name;
}

}  // namespace molloquy::pubchem
