#include <QCoreApplication>
#include <QLocale>

#include "widgets/inspector/number_text.h"
#include "widgets/library/library_search_form.h"

namespace molloquy::widgets {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(LibrarySearchForm)
};

QString number(double value) { return shownNumber(QString::number(value, 'g', 8)); }

QString likenessWord(LikenessKind kind) {
  switch (kind) {
    case LikenessKind::Morgan:
      return Words::tr("Morgan");
    case LikenessKind::Path:
      return Words::tr("path");
    case LikenessKind::Maccs:
      return Words::tr("MACCS");
    case LikenessKind::Shape:
      return Words::tr("shape");
  }
  return {};
}

QString partWords(const PartCondition& part) {
  switch (part.from) {
    case PartCondition::From::OpenStructure:
      return Words::tr("contains the open structure");
    case PartCondition::From::Selection:
      return Words::tr("contains the selected atoms");
    case PartCondition::From::Typed:
      break;
  }
  return Words::tr("contains %1").arg(part.text);
}

QString rangeWords(const RangeCondition& range) {
  if (range.atLeast && range.atMost)
    return Words::tr("%1 %2 to %3")
        .arg(range.property, number(*range.atLeast), number(*range.atMost));
  if (range.atLeast) return QStringLiteral("%1 ≥ %2").arg(range.property, number(*range.atLeast));
  return QStringLiteral("%1 ≤ %2").arg(range.property, number(range.atMost.value_or(0)));
}

}  // namespace

QStringList conditionWords(const LibraryConditions& conditions) {
  QStringList words;
  if (!conditions.words.isEmpty()) words += Words::tr("“%1” in texts").arg(conditions.words);
  if (conditions.part) words += partWords(*conditions.part);
  if (conditions.similar)
    words += Words::tr("%1 likeness ≥ %2")
                 .arg(likenessWord(conditions.similar->by),
                      QLocale().toString(conditions.similar->atLeast, 'f', 2));
  for (const RangeCondition& range : conditions.ranges) words += rangeWords(range);
  for (const QString& tag : conditions.tags) words += Words::tr("tag: %1").arg(tag);
  return words;
}

LibraryConditions withoutCondition(const LibraryConditions& conditions, int index) {
  LibraryConditions left = conditions;
  int at = 0;
  const auto isIt = [&] { return at++ == index; };
  if (!left.words.isEmpty() && isIt()) left.words.clear();
  if (left.part && isIt()) left.part.reset();
  if (left.similar && isIt()) left.similar.reset();
  for (std::size_t i = 0; i < conditions.ranges.size(); ++i)
    if (isIt()) left.ranges.erase(left.ranges.begin() + static_cast<std::ptrdiff_t>(i));
  for (int i = 0; i < conditions.tags.size(); ++i)
    if (isIt()) left.tags.removeAt(i);
  return left;
}

}  // namespace molloquy::widgets
