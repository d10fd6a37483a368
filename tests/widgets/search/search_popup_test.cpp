#include <QSignalSpy>

#include "tests/widgets/search/search_bench.h"
#include "widgets/library/library_bar.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

/// The list under the search field, driven by keys and the mouse as a person drives it.
class SearchPopupTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
  void enterTakesTheLikelyRow_data();
  void enterTakesTheLikelyRow();
  void arrowsWalkTheRowsWhileTheFieldKeepsTheFocus();
  void aClickTakesARow();
  void escapeClosesBeforeItEmpties();
  void aPressElsewhereCloses();
  void otherWaysUnfold();
  void anOpenStructureHasRelatives();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();
};

void SearchPopupTest::enterTakesTheLikelyRow_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QStringList>("names");
  QTest::addColumn<QString>("opened");
  QTest::addColumn<QString>("structure");
  QTest::addColumn<QString>("asked");
  const QStringList none;
  QTest::newRow("a name of the library") << "caff" << none << "2"
                                         << ""
                                         << "";
  QTest::newRow("a SMILES is opened here") << "CC(=O)O" << none << ""
                                           << "CC(=O)O"
                                           << "";
  QTest::newRow("a whole name of PubChem's")
      << "glucose" << QStringList{s("glucosamine"), s("glucose")} << ""
      << ""
      << "0 glucose";
  QTest::newRow("a part of a name asks for the part, not for the first name")
      << "gluco" << QStringList{s("glucose")} << ""
      << ""
      << "0 gluco";
  QTest::newRow("a CID") << "CID 5793" << none << ""
                         << ""
                         << "1 CID 5793";
  QTest::newRow("a formula") << "C6H12O6" << none << ""
                             << ""
                             << "5 C6H12O6";
}

void SearchPopupTest::enterTakesTheLikelyRow() {
  QFETCH(QString, text);
  QFETCH(QStringList, names);
  SearchBench bench;
  bench.online(SuggestionConsent::Allowed);
  QSignalSpy opened(&bench.list, &RecordList::recordActivated);
  QSignalSpy structure(&bench.list, &RecordList::structureSubmitted);
  QSignalSpy lookup(&bench.popup(), &SearchPopup::lookupRequested);
  bench.type(text);
  if (!names.isEmpty()) bench.popup().setPubChem(text, names);
  QTest::keyClick(&bench.edit(), Qt::Key_Return);
  const auto first = [](const QSignalSpy& spy) {
    return spy.isEmpty() ? QString() : spy.first().first().toString();
  };
  QTEST(first(opened), "opened");
  QTEST(first(structure), "structure");
  const QString asked = lookup.isEmpty() ? QString()
                                         : QString::number(lookup.first().at(0).toInt()) + u' ' +
                                               lookup.first().at(1).toString();
  QTEST(asked, "asked");
  QVERIFY(!bench.popup().isOpen());
}

void SearchPopupTest::arrowsWalkTheRowsWhileTheFieldKeepsTheFocus() {
  SearchBench bench;
  bench.online(SuggestionConsent::Allowed);
  bench.type(s("gluc"));
  bench.popup().setPubChem(s("gluc"), {s("glucose"), s("glucosamine")});
  QCOMPARE(bench.popup().current()->key, s("gluc"));
  QTest::keyClick(&bench.edit(), Qt::Key_Down);
  QCOMPARE(bench.popup().current()->key, s("glucose"));
  QTest::keyClick(&bench.edit(), Qt::Key_Down);
  QCOMPARE(bench.popup().current()->key, s("glucosamine"));
  QTest::keyClick(&bench.edit(), Qt::Key_Up);
  QTest::keyClick(&bench.edit(), Qt::Key_Up);
  QTest::keyClick(&bench.edit(), Qt::Key_Up);
  QCOMPARE(bench.popup().current()->key, s("gluc"));
  QVERIFY(bench.edit().hasFocus());
  // A row that was chosen by keys stays chosen when other rows come.
  QTest::keyClick(&bench.edit(), Qt::Key_PageDown);
  QTest::keyClick(&bench.edit(), Qt::Key_Up);
  QCOMPARE(bench.popup().current()->key, s("glucosamine"));
  bench.popup().setLibrary(s("gluc"),
                           {{SearchSuggestion::Kind::LibraryRecord, s("7"), s("glucan"), {}}});
  QCOMPARE(bench.popup().current()->key, s("glucosamine"));
  QTest::keyClick(&bench.edit(), Qt::Key_X);
  QCOMPARE(bench.edit().text(), s("glucx"));
}

void SearchPopupTest::aClickTakesARow() {
  SearchBench bench;
  bench.online(SuggestionConsent::Allowed);
  QSignalSpy lookup(&bench.popup(), &SearchPopup::lookupRequested);
  bench.type(s("gluc"));
  bench.popup().setPubChem(s("gluc"), {s("glucose"), s("glucosamine")});
  auto* view = bench.popup().findChild<QListView*>();
  const int row = static_cast<int>(bench.rows().indexOf(s("glucosamine")));
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                    view->visualRect(view->model()->index(row, 0)).center());
  QCOMPARE(lookup.count(), 1);
  QCOMPARE(lookup.first().at(1).toString(), s("glucosamine"));
}

void SearchPopupTest::escapeClosesBeforeItEmpties() {
  SearchBench bench;
  bench.type(s("asp"));
  QVERIFY(bench.popup().isOpen());
  QTest::keyClick(&bench.edit(), Qt::Key_Escape);
  QVERIFY(!bench.popup().isOpen());
  QCOMPARE(bench.edit().text(), s("asp"));
  QTest::keyClick(&bench.edit(), Qt::Key_Down);
  QVERIFY(bench.popup().isOpen());
  QTest::keyClick(&bench.edit(), Qt::Key_Escape);
  QTest::keyClick(&bench.edit(), Qt::Key_Escape);
  QCOMPARE(bench.edit().text(), QString());
  QCOMPARE(bench.list.findChild<QListView*>()->model()->rowCount(), 3);
}

void SearchPopupTest::aPressElsewhereCloses() {
  SearchBench bench;
  bench.type(s("asp"));
  QTest::mouseClick(&bench.window, Qt::LeftButton, {}, QPoint(600, 100));
  QVERIFY(!bench.popup().isOpen());
  bench.type(s("i"));
  QVERIFY(bench.popup().isOpen());
  bench.other.setFocus();
  QVERIFY(!bench.popup().isOpen());
}

void SearchPopupTest::otherWaysUnfold() {
  SearchBench bench;
  bench.online(SuggestionConsent::Refused);
  bench.popup().setOpenStructure(s("aspirin"));
  QSignalSpy lookup(&bench.popup(), &SearchPopup::lookupRequested);
  bench.type(s("2244"));
  QCOMPARE(bench.choices().first(), s("Open CID 2244 of PubChem"));
  QTest::keyClick(&bench.edit(), Qt::Key_Down);
  QTest::keyClick(&bench.edit(), Qt::Key_Return);
  QVERIFY(bench.popup().isOpen());
  QVERIFY(bench.choices().contains(s("“2244” as name (PubChem)")));
  QVERIFY(bench.choices().contains(s("Compounds that contain aspirin (PubChem)")));
  QTest::keyClick(&bench.edit(), Qt::Key_Return);
  QCOMPARE(lookup.count(), 1);
  QCOMPARE(lookup.first().at(0).value<SearchKind>(), SearchKind::Name);
}

void SearchPopupTest::anOpenStructureHasRelatives() {
  SearchBench bench;
  bench.online(SuggestionConsent::Refused);
  bench.popup().setOpenStructure(s("aspirin"));
  QSignalSpy lookup(&bench.popup(), &SearchPopup::lookupRequested);
  bench.other.setFocus();
  bench.list.focusSearch();
  QVERIFY(bench.edit().hasFocus());
  QVERIFY(bench.popup().isOpen());
  QVERIFY(!bench.popup().current());
  QTest::keyClick(&bench.edit(), Qt::Key_Down);
  QTest::keyClick(&bench.edit(), Qt::Key_Return);
  QCOMPARE(lookup.first().at(0).value<SearchKind>(), SearchKind::Similar);
  QCOMPARE(lookup.first().at(1).toString(), QString());
}

void SearchPopupTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  SearchBench bench;
  bench.online(SuggestionConsent::NotAsked);
  bench.type(s("gl"));
  keepPicture(bench.window, s("search-question"));
  bench.popup().setConsent(SuggestionConsent::Allowed);
  bench.type(s("ucose"));
  bench.popup().setPubChem(s("glucose"), {s("glucose"), s("glucosamine"), s("glucosamine sulfate"),
                                          s("glucose 6-phosphate"), s("glucose 1-phosphate")});
  QVERIFY(bench.popup().height() > 200);
  keepPicture(bench.window, s("search-names"));
  bench.edit().clear();
  bench.popup().setOpenStructure(s("aspirin"));
  bench.list.libraryBar().setPlaces({{s("a"), s("Well-known molecules"), s("1,024 molecules")}},
                                    s("a"));
  bench.list.libraryBar().setConditions({s("ester"),
                                         PartCondition{PartCondition::From::Typed, s("c1ccccc1")},
                                         {},
                                         {{s("Mass"), {}, 300}},
                                         {s("drug")}});
  bench.type(s("CC(=O)O"));
  QTest::keyClick(&bench.edit(), Qt::Key_End);
  keepPicture(bench.window, s("search-smiles"));
  QTest::keyClick(&bench.edit(), Qt::Key_Escape);
  keepPicture(bench.window, s("search-conditions"));
  bench.edit().clear();
  bench.popup().setMode(NetworkMode::Offline);
  bench.type(s("asp"));
  keepPicture(bench.window, s("search-offline"));
}

QTEST_MAIN(SearchPopupTest)
#include "search_popup_test.moc"
