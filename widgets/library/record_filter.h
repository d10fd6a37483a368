#pragma once

#include <functional>
#include <optional>

#include <QString>
#include <QStringList>
#include <tl/expected.hpp>

#include "widgets/library/record_list_model.h"

namespace molloquy::widgets {

/// Which records are listed: all whose title holds a text, or all that meet conditions such as
/// `mass < 300 and name contains acid`.
///
/// conditions  property, comparison, value; joined with `and`, `or`, `not` and parentheses.
/// property    name, formula, mass, or any data field of the file; in quotes when it holds words
///             of the language.
/// comparison  < <= > >= compare numbers; = and != numbers or whole texts; contains a part of a
///             text. Case never matters. A record without the property never meets a condition.
class RecordFilter {
 public:
  /// What is wrong with an expression.
  struct Problem {
    int column = 1;  ///< 1-based.
    QString sentence;
  };

  /// Every record.
  RecordFilter() = default;
  /// Records whose title holds the text.
  static RecordFilter byTitle(const QString& text);
  /// True when a text is meant as conditions, complete or not, and is no name and no SMILES.
  static bool isExpression(const QString& text, const QStringList& fields);
  static tl::expected<RecordFilter, Problem> parse(const QString& text, const QStringList& fields);

  [[nodiscard]] bool accepts(const Record& record) const { return !m_test || m_test(record); }

 private:
  friend class RecordFilterParser;
  using Test = std::function<bool(const Record&)>;
  Test m_test;
};

/// Value of a property of a record as text; nullopt when it has none. Names of `fields` and the
/// built-in "name", "formula", "mass", in any case.
std::optional<QString> recordValue(const Record& record, const QString& property);
/// The same as a number, when it is one.
std::optional<double> recordNumber(const Record& record, const QString& property);

}  // namespace molloquy::widgets
