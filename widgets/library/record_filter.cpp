#include "widgets/library/record_filter.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace molloquy::widgets {
namespace {

QString words(const char* text) { return QCoreApplication::translate("RecordFilter", text); }

bool same(const QString& one, const QString& other) {
  return one.compare(other, Qt::CaseInsensitive) == 0;
}

const std::array<QString, 3> kBuiltIn{QStringLiteral("name"), QStringLiteral("formula"),
                                      QStringLiteral("mass")};

const std::array<QString, 7> kComparisons{
    QStringLiteral("<="), QStringLiteral(">="), QStringLiteral("!="),      QStringLiteral("<"),
    QStringLiteral(">"),  QStringLiteral("="),  QStringLiteral("contains")};

QStringList known(const QStringList& fields) {
  QStringList all(kBuiltIn.begin(), kBuiltIn.end());
  for (const QString& field : fields)
    if (!all.contains(field, Qt::CaseInsensitive)) all += field;
  std::stable_sort(all.begin(), all.end(),
                   [](const QString& a, const QString& b) { return a.size() > b.size(); });
  return all;
}

bool isWordEnd(const QString& text, qsizetype at) {
  return at >= text.size() || !(text[at].isLetterOrNumber() || text[at] == u'_');
}

bool startsWithWord(const QString& text, qsizetype at, const QString& word) {
  return QStringView(text).mid(at).startsWith(word, Qt::CaseInsensitive) &&
         (!word.back().isLetterOrNumber() || isWordEnd(text, at + word.size()));
}

}  // namespace

std::optional<QString> recordValue(const Record& record, const QString& property) {
  if (same(property, kBuiltIn[0])) return record.title;
  if (same(property, kBuiltIn[1]))
    return record.formula.isEmpty() ? std::nullopt : std::optional(record.formula);
  if (same(property, kBuiltIn[2]))
    return record.mass > 0 ? std::optional(QString::number(record.mass, 'g', 12)) : std::nullopt;
  for (const auto& [name, value] : record.properties)
    if (same(name, property)) return value;
  return std::nullopt;
}

std::optional<double> recordNumber(const Record& record, const QString& property) {
  if (same(property, kBuiltIn[2]))
    return record.mass > 0 ? std::optional(record.mass) : std::nullopt;
  const auto text = recordValue(record, property);
  if (!text) return std::nullopt;
  bool isNumber = false;
  const double number = text->trimmed().toDouble(&isNumber);
  return isNumber ? std::optional(number) : std::nullopt;
}

RecordFilter RecordFilter::byTitle(const QString& text) {
  RecordFilter filter;
  if (text.isEmpty()) return filter;
  filter.m_test = [text](const Record& record) {
    return record.title.contains(text, Qt::CaseInsensitive);
  };
  return filter;
}

/// Recursive descent: any = all ("or" all)*, all = one ("and" one)*, one = "not" one | "(" any ")"
/// | property comparison value.
class RecordFilterParser {
 public:
  using Problem = RecordFilter::Problem;
  using Test = RecordFilter::Test;
  using Parsed = tl::expected<Test, Problem>;

  RecordFilterParser(const QString& text, const QStringList& fields)
      : m_text(text), m_known(known(fields)) {}

  Parsed whole() {
    Parsed test = any();
    if (!test) return test;
    skip();
    if (m_at < m_text.size())
      return problem(words("“%1” is left over; join conditions with and or or.")
                         .arg(m_text.mid(m_at).trimmed()));
    return test;
  }
  /// A property and the beginning of a comparison.
  bool looksLikeIt() {
    skip();
    while (takeSymbol(QStringLiteral("(")) || takeWord(QStringLiteral("not"))) skip();
    if (m_at < m_text.size() && m_text[m_at] == u'"') return true;
    const bool isKnown = takeKnown().has_value();
    if (!isKnown) takeAnyWord();
    const bool spaced = m_at < m_text.size() && m_text[m_at].isSpace();
    skip();
    const auto comparison = takeComparison();
    if (!comparison) return false;
    // CC=O and a>>b are structures; "weight < 3" is a condition with an unknown property.
    const bool equals = *comparison == u"=" || *comparison == u"!=";
    return equals ? isKnown && spaced : isKnown || spaced;
  }

 private:
  tl::unexpected<Problem> problem(const QString& sentence) const {
    return tl::unexpected(Problem{static_cast<int>(m_at) + 1, sentence});
  }
  void skip() {
    while (m_at < m_text.size() && m_text[m_at].isSpace()) ++m_at;
  }
  bool takeSymbol(const QString& symbol) {
    if (!QStringView(m_text).mid(m_at).startsWith(symbol)) return false;
    m_at += symbol.size();
    return true;
  }
  bool takeWord(const QString& word) {
    if (!startsWithWord(m_text, m_at, word)) return false;
    m_at += word.size();
    return true;
  }
  std::optional<QString> takeQuoted() {
    if (m_at >= m_text.size() || m_text[m_at] != u'"') return std::nullopt;
    const qsizetype end = m_text.indexOf(u'"', m_at + 1);
    if (end < 0) return std::nullopt;
    QString inside = m_text.mid(m_at + 1, end - m_at - 1);
    m_at = end + 1;
    return inside;
  }
  std::optional<QString> takeKnown() {
    for (const QString& field : m_known)
      if (!field.isEmpty() && takeWord(field)) return field;
    return std::nullopt;
  }
  QString takeAnyWord() {
    const qsizetype start = m_at;
    while (!isWordEnd(m_text, m_at)) ++m_at;
    return m_text.mid(start, m_at - start);
  }
  std::optional<QString> takeComparison() {
    for (const QString& comparison : kComparisons)
      if (takeWord(comparison)) return comparison;
    return std::nullopt;
  }

  Parsed any() {
    Parsed left = all();
    while (left) {
      skip();
      if (!takeWord(QStringLiteral("or"))) break;
      Parsed right = all();
      if (!right) return right;
      left = [one = *left, other = *right](const Record& r) { return one(r) || other(r); };
    }
    return left;
  }
  Parsed all() {
    Parsed left = one();
    while (left) {
      skip();
      if (!takeWord(QStringLiteral("and"))) break;
      Parsed right = one();
      if (!right) return right;
      left = [first = *left, other = *right](const Record& r) { return first(r) && other(r); };
    }
    return left;
  }
  Parsed one() {
    skip();
    if (++m_depth > kDeepest) return problem(words("Too many parentheses inside one another."));
    if (takeWord(QStringLiteral("not"))) {
      Parsed inner = one();
      --m_depth;
      if (!inner) return inner;
      return Test([test = *inner](const Record& r) { return !test(r); });
    }
    if (takeSymbol(QStringLiteral("("))) {
      Parsed inner = any();
      --m_depth;
      if (!inner) return inner;
      skip();
      if (!takeSymbol(QStringLiteral(")"))) return problem(words("A parenthesis is not closed."));
      return inner;
    }
    --m_depth;
    return comparison();
  }
  Parsed comparison();
  tl::expected<QString, Problem> property();
  QString value();

  static constexpr int kDeepest = 50;
  const QString m_text;
  const QStringList m_known;
  qsizetype m_at = 0;
  int m_depth = 0;
};

tl::expected<QString, RecordFilter::Problem> RecordFilterParser::property() {
  skip();
  const qsizetype start = m_at;
  if (m_at >= m_text.size()) return problem(words("A condition is missing here."));
  if (const auto quoted = takeQuoted()) {
    if (m_known.contains(*quoted, Qt::CaseInsensitive)) return *quoted;
    m_at = start;
    return problem(words("No record here has a property “%1”.").arg(*quoted));
  }
  if (const auto field = takeKnown()) return *field;
  const QString word = takeAnyWord();
  m_at = start;
  QStringList some = m_known;
  std::sort(some.begin(), some.end());
  if (some.size() > 8) some = some.mid(0, 8) + QStringList{QStringLiteral("…")};
  return problem(
      words("No record here has a property “%1”; there are %2.")
          .arg(word.isEmpty() ? m_text.mid(start, 1) : word, some.join(QStringLiteral(", "))));
}

QString RecordFilterParser::value() {
  skip();
  if (auto quoted = takeQuoted()) return *quoted;
  const qsizetype start = m_at;
  while (m_at < m_text.size() && m_text[m_at] != u')') {
    if (m_text[m_at].isSpace() && (startsWithWord(m_text, m_at + 1, QStringLiteral("and")) ||
                                   startsWithWord(m_text, m_at + 1, QStringLiteral("or"))))
      break;
    ++m_at;
  }
  return m_text.mid(start, m_at - start).trimmed();
}

RecordFilterParser::Parsed RecordFilterParser::comparison() {
  const auto property = this->property();
  if (!property) return tl::unexpected(property.error());
  skip();
  const auto comparison = takeComparison();
  if (!comparison)
    return problem(words("After “%1” comes <, <=, =, !=, >=, > or contains.").arg(*property));
  skip();
  const qsizetype start = m_at;
  const QString wanted = value();
  if (wanted.isEmpty()) return problem(words("“%1 %2” needs a value.").arg(*property, *comparison));
  if (*comparison == u"contains")
    return Test([field = *property, wanted](const Record& record) {
      const auto text = recordValue(record, field);
      return text && text->contains(wanted, Qt::CaseInsensitive);
    });
  bool isNumber = false;
  const double number = wanted.toDouble(&isNumber);
  const bool equals = *comparison == u"=" || *comparison == u"!=";
  if (!isNumber && !equals) {
    m_at = start;
    return problem(words("“%1” is no number; %2 compares numbers.").arg(wanted, *comparison));
  }
  if (!isNumber)
    return Test([field = *property, wanted, wantsSame = *comparison == u"="](const Record& record) {
      const auto text = recordValue(record, field);
      return text && same(text->trimmed(), wanted) == wantsSame;
    });
  return Test([field = *property, number, how = *comparison](const Record& record) {
    const auto found = recordNumber(record, field);
    if (!found) return false;
    if (how == u"<") return *found < number;
    if (how == u"<=") return *found <= number;
    if (how == u">") return *found > number;
    if (how == u">=") return *found >= number;
    return (*found == number) == (how == u"=");
  });
}

bool RecordFilter::isExpression(const QString& text, const QStringList& fields) {
  return RecordFilterParser(text, fields).looksLikeIt();
}

tl::expected<RecordFilter, RecordFilter::Problem> RecordFilter::parse(const QString& text,
                                                                      const QStringList& fields) {
  RecordFilter filter;
  if (text.trimmed().isEmpty()) return filter;
  auto test = RecordFilterParser(text, fields).whole();
  if (!test) return tl::unexpected(test.error());
  filter.m_test = std::move(*test);
  return filter;
}

}  // namespace molloquy::widgets
