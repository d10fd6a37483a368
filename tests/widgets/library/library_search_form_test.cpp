#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/library/editable_chips.h"
#include "widgets/library/library_bar.h"
#include "widgets/library/library_search_form.h"
#include "widgets/library/record_list.h"
#include "widgets/library/removable_chip.h"
#include "widgets/search/link_button.h"
#include "widgets/search/search_popup.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class LibrarySearchFormTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void typedConditionsAreToldOnce();
  void conditionsComeBackAsTheyWereSet();
  void whatNeedsAnOpenStructureSaysSo();
  void halfARangeIsNoCondition_data();
  void halfARangeIsNoCondition();
  void chipsNameAndRemoveConditions();
  void tagsAreTypedAndRemovedByKeys();
  void theListAsksForASearchElsewhere();
  void theTotalIsTold_data();
  void theTotalIsTold();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static QString s(const char* text) { return QString::fromUtf8(text); }
  static LibraryConditions all();
  static QLineEdit* field(QWidget& form, const QString& name);
};

void LibrarySearchFormTest::init() { useScheme(theme::Scheme::Light); }

LibraryConditions LibrarySearchFormTest::all() {
  return {s("sweet"),
          PartCondition{PartCondition::From::Typed, s("C(=O)O")},
          SimilarCondition{LikenessKind::Maccs, 0.7},
          {{s("Mass"), {}, 300}, {s("LogP"), -1.5, 3}},
          {s("drug"), s("ester")}};
}

QLineEdit* LibrarySearchFormTest::field(QWidget& form, const QString& name) {
  for (auto* edit : form.findChildren<QLineEdit*>())
    if (edit->accessibleName() == name) return edit;
  return nullptr;
}

void LibrarySearchFormTest::typedConditionsAreToldOnce() {
  LibrarySearchForm form;
  form.show();
  QSignalSpy changed(&form, &LibrarySearchForm::conditionsChanged);
  QTest::keyClicks(field(form, s("Words in texts and notes")), s("ester"));
  QTest::keyClicks(field(form, s("Part of the structure, SMILES or SMARTS")), s("c1ccccc1"));
  QCOMPARE(changed.count(), 0);
  QTRY_COMPARE(changed.count(), 1);
  const auto told = changed.first().first().value<LibraryConditions>();
  QCOMPARE(told.words, s("ester"));
  QCOMPARE(told.part->text, s("c1ccccc1"));
  QVERIFY(!told.similar);
}

void LibrarySearchFormTest::conditionsComeBackAsTheyWereSet() {
  LibrarySearchForm form;
  form.setProperties({s("Mass"), s("LogP")});
  form.setOpenStructure(s("aspirin"), 3);
  QSignalSpy changed(&form, &LibrarySearchForm::conditionsChanged);
  form.setConditions(all());
  QCOMPARE(conditionWords(form.conditions()), conditionWords(all()));
  QCOMPARE(form.conditions().similar->by, LikenessKind::Maccs);
  QTest::mouseClick(form.findChild<QPushButton*>(), Qt::LeftButton);
  QVERIFY(form.conditions().isEmpty());
  QTRY_COMPARE(changed.count(), 1);
}

void LibrarySearchFormTest::whatNeedsAnOpenStructureSaysSo() {
  LibrarySearchForm form;
  const auto likeness = [&] {
    for (auto* box : form.findChildren<QComboBox*>())
      if (box->accessibleName() == s("Likeness to the open structure")) return box;
    return static_cast<QComboBox*>(nullptr);
  }();
  QVERIFY(!likeness->isEnabled());
  QCOMPARE(likeness->toolTip(), s("No structure is open."));
  form.setOpenStructure(s("aspirin"), 0);
  QVERIFY(likeness->isEnabled());
}

void LibrarySearchFormTest::halfARangeIsNoCondition_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::addColumn<QString>("words");
  QTest::newRow("both ends are open") << ""
                                      << ""
                                      << "";
  QTest::newRow("one end") << ""
                           << "300"
                           << "Mass ≤ 300";
  QTest::newRow("both ends") << "100"
                             << "300"
                             << "Mass 100 to 300";
  QTest::newRow("a decimal comma") << "1,5"
                                   << ""
                                   << "Mass ≥ 1.5";
  QTest::newRow("no number") << "many"
                             << ""
                             << "";
}

void LibrarySearchFormTest::halfARangeIsNoCondition() {
  LibrarySearchForm form;
  form.setProperties({s("Mass"), s("LogP")});
  form.show();
  QTest::mouseClick(form.findChild<LinkButton*>(), Qt::LeftButton);
  QFETCH(QString, from);
  QFETCH(QString, to);
  QFETCH(QString, words);
  QTest::keyClicks(field(form, s("At least")), from);
  QTest::keyClicks(field(form, s("At most")), to);
  QCOMPARE(conditionWords(form.conditions()).value(0), words);
}

void LibrarySearchFormTest::chipsNameAndRemoveConditions() {
  const QStringList words{
      s("“sweet” in texts"), s("contains C(=O)O"),     s("MACCS likeness ≥ 0.70"),
      s("Mass ≤ 300"),       s("LogP \u22121.5 to 3"), s("tag: drug"),
      s("tag: ester")};
  QCOMPARE(conditionWords(all()), words);
  for (int index = 0; index < words.size(); ++index) {
    QStringList left = words;
    left.removeAt(index);
    QCOMPARE(conditionWords(withoutCondition(all(), index)), left);
  }
  LibraryBar bar(nullptr);
  bar.setPlaces({{s("a"), s("Mine"), {}}}, s("a"));
  bar.setConditions(all());
  bar.resize(228, bar.heightForWidth(228));
  bar.show();
  QSignalSpy changed(&bar, &LibraryBar::conditionsChanged);
  auto* chip = bar.findChildren<RemovableChip*>().at(1);
  QTest::mouseClick(chip, Qt::LeftButton, {}, QPoint(chip->width() - 10, chip->height() / 2));
  QCOMPARE(changed.count(), 1);
  QVERIFY(!changed.first().first().value<LibraryConditions>().part);
  QVERIFY(!bar.conditions().part);
}

void LibrarySearchFormTest::tagsAreTypedAndRemovedByKeys() {
  EditableChips chips(EditableChips::Adding::Yes, s("Tag"), s("Add a tag"), nullptr);
  chips.resize(300, 60);
  chips.show();
  chips.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&chips));
  QSignalSpy edited(&chips, &EditableChips::chipsEdited);
  auto* edit = chips.findChild<QLineEdit*>();
  edit->setFocus();
  QTest::keyClicks(edit, s("drug"));
  QTest::keyClick(edit, Qt::Key_Return);
  QTest::keyClicks(edit, s("dye,"));
  QTest::keyClicks(edit, s("drug,"));
  QCOMPARE(chips.chips(), (QStringList{s("drug"), s("dye")}));
  QCOMPARE(edited.count(), 2);
  QTest::keyClick(edit, Qt::Key_Backspace);
  auto* last = qobject_cast<RemovableChip*>(chips.focusWidget());
  QVERIFY(last != nullptr);
  QTest::keyClick(last, Qt::Key_Delete);
  QCOMPARE(chips.chips(), QStringList{s("drug")});
}

void LibrarySearchFormTest::theListAsksForASearchElsewhere() {
  RecordList list;
  list.library().setRecords(
      {{s("1"), s("aspirin"), {}, 0, {}}, {s("2"), s("caffeine"), {}, 0, {}}});
  list.setLibrarySearch(RecordList::LibrarySearch::Elsewhere);
  list.libraryBar().setPlaces({{s("a"), s("Mine"), {}}}, s("a"));
  list.resize(248, 500);
  list.show();
  QSignalSpy searched(&list, &RecordList::librarySearchChanged);
  QTest::keyClicks(list.findChild<QLineEdit*>(), s("zeb"));
  // The rows stay until better ones come.
  QCOMPARE(list.findChild<QListView*>()->model()->rowCount(), 2);
  QTRY_COMPARE(searched.count(), 1);
  QCOMPARE(searched.first().first().toString(), s("zeb"));
  QVERIFY(!list.search().current());
  // A hit by another of its names is suggested under its title.
  list.library().setRecords({{s("3"), s("glucose"), {}, 0, {}}});
  QCOMPARE(list.search().current()->key, s("3"));
  LibraryConditions conditions;
  conditions.words = s("dye");
  list.libraryBar().setConditions(conditions);
  Q_EMIT list.libraryBar().conditionsChanged(conditions);
  QTRY_COMPARE(searched.count(), 2);
  QCOMPARE(searched.last().at(1).value<LibraryConditions>().words, s("dye"));
}

void LibrarySearchFormTest::theTotalIsTold_data() {
  QTest::addColumn<qint64>("total");
  QTest::addColumn<QString>("words");
  QTest::newRow("more than are listed")
      << qint64(1'000'000) << s("first 2 of ") + QLocale().toString(1'000'000);
  QTest::newRow("as many as are listed") << qint64(2) << "2 structures";
}

void LibrarySearchFormTest::theTotalIsTold() {
  RecordList list;
  list.library().setRecords(
      {{s("1"), s("aspirin"), {}, 0, {}}, {s("2"), s("caffeine"), {}, 0, {}}});
  QFETCH(qint64, total);
  list.setLibraryTotal(total);
  QFETCH(QString, words);
  bool found = false;
  for (const auto* label : list.findChildren<QLabel*>()) found = found || label->text() == words;
  QVERIFY(found);
}

void LibrarySearchFormTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  LibraryBar bar(nullptr);
  bar.form().setProperties({s("Mass"), s("LogP")});
  bar.form().setOpenStructure(s("aspirin"), 3);
  bar.setPlaces({{s("a"), s("Mine"), {}}}, s("a"));
  bar.setConditions(all());
  bar.show();
  bar.openForm();
  QVERIFY(bar.form().isVisible());
  keepPicture(*bar.form().window(), s("search-form"));
  bar.form().window()->close();
}

QTEST_MAIN(LibrarySearchFormTest)
#include "library_search_form_test.moc"
