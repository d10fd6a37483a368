#include "widgets/search/typed_kind.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace molloquy::widgets {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(SearchKind)
};

const QString kElement = QStringLiteral(
    "(?:A[cglmrstu]|B[aeikr]?|C[adeflmorsu]?|D[bsy]?|E[rsu]|F[elmr]?|G[ade]|H[efgos]?|I[nr]?|K[r]?|"
    "L[airuv]|M[dgnot]|N[abdeip]?|O[s]?|P[abdmortu]?|R[abefhnu]|S[bcegimnr]?|T[abehilm]|U|V|W|Xe|"
    "Y[b]?|Z[nr])");

bool matches(const QRegularExpression& expression, const QString& text) {
  return expression.match(text).hasMatch();
}

/// Every letter outside brackets is an atom that SMILES may write bare.
bool hasLettersOfSmiles(const QString& text) {
  static const QRegularExpression smiles(QStringLiteral(
      "^(?:Cl|Br|[BCNOPSFI*bcnops]|\\[[^\\]\\s]*\\]?|[-=#$:/\\\\.()~@]|%\\d\\d|\\d)+$"));
  static const QRegularExpression atom(QStringLiteral("[BCNOPSFI*bcnops\\[]"));
  return matches(smiles, text) && matches(atom, text);
}

/// Lower-case letters alone make a word ("cocoon") unless a ring is closed ("c1ccccc1").
bool readsAsWord(const QString& text) {
  static const QRegularExpression word(QStringLiteral("^[a-z]+(?:-[a-z]+)*$"));
  return matches(word, text);
}

}  // namespace

SearchKind typedKind(const QString& text) {
  const QString typed = text.trimmed();
  static const QRegularExpression cid(QStringLiteral("^(?:CID[ :]*)?\\d{1,10}$"),
                                      QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression key(QStringLiteral("^[A-Z]{14}-[A-Z]{10}-[A-Z]$"),
                                      QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression formula(
      QStringLiteral("^(?:%1\\d*)+(?:[+-]\\d*)?$").arg(kElement));
  static const QRegularExpression digit(QStringLiteral("\\d"));
  static const QRegularExpression hydrogens(QStringLiteral("H\\d*(?![a-z])"));
  if (typed.isEmpty() || typed.contains(u' ')) {
    return matches(cid, typed) ? SearchKind::Cid : SearchKind::Name;
  }
  if (matches(cid, typed)) return SearchKind::Cid;
  if (typed.startsWith(QStringLiteral("InChI="), Qt::CaseInsensitive)) return SearchKind::Inchi;
  if (matches(key, typed)) return SearchKind::InchiKey;
  if (matches(formula, typed) && matches(digit, typed) && matches(hydrogens, typed))
    return SearchKind::Formula;
  if (hasLettersOfSmiles(typed) && !readsAsWord(typed)) return SearchKind::Smiles;
  return SearchKind::Name;
}

QString kindWord(SearchKind kind) {
  switch (kind) {
    case SearchKind::Name:
      return Words::tr("name");
    case SearchKind::Cid:
      return Words::tr("CID");
    case SearchKind::Smiles:
      return Words::tr("SMILES");
    case SearchKind::Inchi:
      return Words::tr("InChI");
    case SearchKind::InchiKey:
      return Words::tr("InChIKey");
    case SearchKind::Formula:
      return Words::tr("formula");
    case SearchKind::Similar:
      return Words::tr("similar compounds");
    case SearchKind::Substructure:
      return Words::tr("compounds that contain it");
  }
  return {};
}

}  // namespace molloquy::widgets
