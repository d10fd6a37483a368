#include "widgets/chat/formula_spans.h"

#include <QSet>
#include <QString>

namespace molloquy::widgets {
namespace {

const QSet<QString>& symbols() {
  static const QSet<QString> known = [] {
    const QString list = QStringLiteral(
        "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As "
        "Se Br Kr Rb Sr Y Zr Nb Mo Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Gd W Re Os Ir Pt Au "
        "Hg Tl Pb Bi D");
    const QStringList words = list.split(u' ');
    return QSet<QString>(words.begin(), words.end());
  }();
  return known;
}

bool isUpper(QChar c) { return c >= u'A' && c <= u'Z'; }
bool isLower(QChar c) { return c >= u'a' && c <= u'z'; }
bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }
bool isPunctuation(QChar c) {
  return QStringLiteral(".,;:!?()\"'\u201c\u201d\u2018\u2019").contains(c);
}

/// Counts of the word [begin, end), or nothing when it is no formula.
std::vector<SubscriptSpan> countsOf(QStringView text, int begin, int end) {
  std::vector<SubscriptSpan> counts;
  int elements = 0;
  int at = begin;
  while (at < end) {
    if (!isUpper(text[at])) return {};
    const int length = at + 1 < end && isLower(text[at + 1]) ? 2 : 1;
    if (!symbols().contains(text.mid(at, length).toString())) return {};
    ++elements;
    at += length;
    const int digits = at;
    while (at < end && isDigit(text[at])) ++at;
    if (at > digits) {
      if (text[digits] == u'0') return {};
      counts.push_back({digits, at});
    }
  }
  return elements >= 2 ? counts : std::vector<SubscriptSpan>{};
}

}  // namespace

std::vector<SubscriptSpan> formulaSubscripts(QStringView text) {
  std::vector<SubscriptSpan> all;
  const int size = static_cast<int>(text.size());
  int at = 0;
  while (at < size) {
    if (text[at].isSpace()) {
      ++at;
      continue;
    }
    int begin = at;
    while (at < size && !text[at].isSpace()) ++at;
    int end = at;
    // Punctuation around a word is no part of it; anything inside (a SMILES, an InChI) is.
    while (begin < end && isPunctuation(text[begin])) ++begin;
    while (begin < end && isPunctuation(text[end - 1])) --end;
    const auto counts = countsOf(text, begin, end);
    all.insert(all.end(), counts.begin(), counts.end());
  }
  return all;
}

QString withSubscripts(const QString& text) {
  constexpr char16_t kSubscriptZero = u'\u2080';
  QString result = text;
  for (const SubscriptSpan& span : formulaSubscripts(text)) {
    for (int i = span.begin; i < span.end; ++i) {
      result[i] = QChar(kSubscriptZero + (text[i].unicode() - u'0'));
    }
  }
  return result;
}

}  // namespace molloquy::widgets
