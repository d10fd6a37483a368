#include "widgets/library/record_filter.h"

#include <QTest>

using namespace molloquy::widgets;

namespace {

QString text(const char* words) { return QString::fromUtf8(words); }

const std::vector<Record>& records() {
  static const std::vector<Record> all{
      {text("a"), text("aspirin"), text("C9H8O4"), 180.16, {}, {{text("logP"), text("1.31")}}},
      {text("c"), text("caffeine"), text("C8H10N4O2"), 194.19, {}, {{text("logP"), text("-0.07")}}},
      {text("i"),
       text("(R)-ibuprofen"),
       text("C13H18O2"),
       206.28,
       {},
       {{text("logP"), text("n/a")}, {text("melting point"), text("76")}}},
      {text("u"), text("unread"), {}, 0, text("record 4 of 4")},
  };
  return all;
}

const QStringList& fields() {
  static const QStringList names{text("logP"), text("melting point")};
  return names;
}

}  // namespace

/// Conditions on records: which meet them, what is wrong with the others, and what is no condition.
class RecordFilterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void recordsMeetConditions_data();
  void recordsMeetConditions();
  void problemsAreNamed_data();
  void problemsAreNamed();
  void structuresAndNamesAreNoConditions_data();
  void structuresAndNamesAreNoConditions();
  void deepNestingIsRefused();
};

void RecordFilterTest::recordsMeetConditions_data() {
  QTest::addColumn<QString>("condition");
  QTest::addColumn<QString>("keys");
  QTest::newRow("a number below") << "mass < 200"
                                  << "ac";
  QTest::newRow("without spaces") << "mass<200"
                                  << "ac";
  QTest::newRow("a number at most") << "mass <= 194.19"
                                    << "ac";
  QTest::newRow("a record without a mass meets nothing") << "mass > 0"
                                                         << "aci";
  QTest::newRow("a data field") << "logP >= -0.07"
                                << "ac";
  QTest::newRow("a field that is no number everywhere") << "logP < 100"
                                                        << "ac";
  QTest::newRow("equal as text") << "logP = n/a"
                                 << "i";
  QTest::newRow("not equal") << "logP != 1.31"
                             << "c";
  QTest::newRow("a field of two words") << "melting point > 70"
                                        << "i";
  QTest::newRow("a field in quotes") << "\"melting point\" > 70"
                                     << "i";
  QTest::newRow("case does not matter") << "NAME Contains ASP"
                                        << "a";
  QTest::newRow("both") << "mass < 200 and logP > 1"
                        << "a";
  QTest::newRow("either") << "name contains caf or mass > 200"
                          << "ci";
  QTest::newRow("and binds closer than or") << "mass > 200 or mass < 190 and logP > 1"
                                            << "ai";
  QTest::newRow("parentheses") << "(mass > 200 or mass < 190) and name contains in"
                               << "a";
  QTest::newRow("not") << "not mass < 200"
                       << "iu";
  QTest::newRow("a value with and inside a word") << "name contains brand or name = unread"
                                                  << "u";
  QTest::newRow("a quoted value") << "name contains \"(R)\""
                                  << "i";
  QTest::newRow("nothing is everything") << ""
                                         << "aciu";
}

void RecordFilterTest::recordsMeetConditions() {
  QFETCH(QString, condition);
  const auto filter = RecordFilter::parse(condition, fields());
  QVERIFY2(filter, filter ? "" : qPrintable(filter.error().sentence));
  QString met;
  for (const Record& record : records())
    if (filter->accepts(record)) met += record.key;
  QTEST(met, "keys");
}

void RecordFilterTest::problemsAreNamed_data() {
  QTest::addColumn<QString>("condition");
  QTest::addColumn<int>("column");
  QTest::addColumn<QString>("words");
  QTest::newRow("an unknown property")
      << "weight < 300" << 1 << "No record here has a property “weight”";
  QTest::newRow("no comparison") << "mass 300" << 6 << "After “mass” comes";
  QTest::newRow("no value") << "mass <" << 7 << "“mass <” needs a value";
  QTest::newRow("a word for a number") << "mass < heavy" << 8 << "“heavy” is no number";
  QTest::newRow("an open parenthesis") << "(mass < 3" << 10 << "not closed";
  QTest::newRow("a stray parenthesis") << "mass < 3)" << 9 << "“)” is left over";
  QTest::newRow("an end after and") << "mass < 3 and " << 14 << "A condition is missing";
  QTest::newRow("an unknown quoted property") << "\"boiling\" < 3" << 1 << "“boiling”";
}

void RecordFilterTest::problemsAreNamed() {
  QFETCH(QString, condition);
  QFETCH(QString, words);
  const auto filter = RecordFilter::parse(condition, fields());
  QVERIFY(!filter);
  QTEST(filter.error().column, "column");
  QVERIFY2(filter.error().sentence.contains(words), qPrintable(filter.error().sentence));
}

void RecordFilterTest::structuresAndNamesAreNoConditions_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<bool>("condition");
  QTest::newRow("a name") << "aspirin" << false;
  QTest::newRow("a name that begins like a property") << "massive" << false;
  QTest::newRow("a SMILES with a double bond") << "CC(=O)C=C" << false;
  QTest::newRow("a SMILES in brackets") << "[Na+].[Cl-]" << false;
  QTest::newRow("a ring in parentheses") << "(C=O)" << false;
  QTest::newRow("a reaction") << "CC>>CO" << false;
  QTest::newRow("a condition") << "mass < 3" << true;
  QTest::newRow("a condition without spaces") << "mass<3" << true;
  QTest::newRow("an unknown property, spaced") << "weight < 3" << true;
  QTest::newRow("a word of the language alone") << "mass" << false;
  QTest::newRow("a condition on a name") << "name contains acid" << true;
  QTest::newRow("a negated one") << "not (mass > 3" << true;
}

void RecordFilterTest::structuresAndNamesAreNoConditions() {
  QFETCH(QString, typed);
  QTEST(RecordFilter::isExpression(typed, fields()), "condition");
}

void RecordFilterTest::deepNestingIsRefused() {
  const QString deep = QString(20'000, u'(') + QStringLiteral("mass < 3");
  const auto filter = RecordFilter::parse(deep, fields());
  QVERIFY(!filter);
  QVERIFY(filter.error().sentence.contains(QStringLiteral("parentheses")));
}

QTEST_GUILESS_MAIN(RecordFilterTest)
#include "record_filter_test.moc"
