#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <memory>
#include <vector>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/library/library_bar.h"
#include "widgets/library/record_list.h"
#include "widgets/search/link_button.h"
#include "widgets/search/search_popup.h"
#include "widgets/search/search_rows.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

/// The list under the search field, driven by keys and the mouse as a person drives it.
class SearchPopupTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void nothingIsAskedOfPubChem();
  void namesAreAskedForOnceTheTextRests();
  void staleAnswersAreDropped();
  void enterTakesTheLikelyRow_data();
  void enterTakesTheLikelyRow();
  void arrowsWalkTheRowsWhileTheFieldKeepsTheFocus();
  void aClickTakesARow();
  void escapeClosesBeforeItEmpties();
  void aPressElsewhereCloses();
  void theQuestionIsAnsweredInPlace();
  void theFootIsReachedByTab();
  void refusedLeavesOnlyTheExplicitWay();
  void switchedOffOffersNothingOfPubChem();
  void otherWaysUnfold();
  void anOpenStructureHasRelatives();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  /// A window with the list at its left.
  struct Bench {
    QWidget window;
    RecordList list{&window};
    QPushButton other{QStringLiteral("other"), &window};
    Bench();
    SearchPopup& popup() { return list.search(); }
    QLineEdit& edit() { return *list.findChild<QLineEdit*>(); }
    QStringList rows();
    QStringList choices();
    void online(SuggestionConsent consent);
    void type(const QString& text) { QTest::keyClicks(&edit(), text); }
    LinkButton* button(const QString& words);
  };
  static QString s(const char* text) { return QString::fromUtf8(text); }
};

SearchPopupTest::Bench::Bench() {
  window.resize(760, 620);
  list.setGeometry(0, 0, 248, 620);
  other.setGeometry(500, 400, 100, 30);
  list.library().setRecords({{s("1"), s("aspirin"), s("C9H8O4"), 180.16, {}},
                             {s("2"), s("caffeine"), s("C8H10N4O2"), 194.19, {}},
                             {s("3"), s("glutamic acid"), s("C5H9NO4"), 147.13, {}}});
  window.show();
  window.activateWindow();
  if (!QTest::qWaitForWindowActive(&window)) qFatal("the window does not come up");
  edit().setFocus();
}

QStringList SearchPopupTest::Bench::rows() {
  QStringList texts;
  const auto* view = popup().findChild<QListView*>();
  for (int row = 0; row < view->model()->rowCount(); ++row)
    texts += view->model()->index(row, 0).data().toString();
  return texts;
}

QStringList SearchPopupTest::Bench::choices() {
  QStringList texts;
  const auto* view = popup().findChild<QListView*>();
  for (int row = 0; row < view->model()->rowCount(); ++row)
    if (view->model()->index(row, 0).flags() & Qt::ItemIsEnabled)
      texts += view->model()->index(row, 0).data().toString();
  return texts;
}

void SearchPopupTest::Bench::online(SuggestionConsent consent) {
  popup().setMode(NetworkMode::Online);
  popup().setConsent(consent);
}

LinkButton* SearchPopupTest::Bench::button(const QString& words) {
  for (auto* one : popup().findChildren<LinkButton*>())
    if (one->text() == words && one->isVisible()) return one;
  return nullptr;
}

void SearchPopupTest::init() { useScheme(theme::Scheme::Light); }

void SearchPopupTest::nothingIsAskedOfPubChem() {
  using Consent = SuggestionConsent;
  struct Case {
    const char* when;
    NetworkMode mode;
    Consent consent;
    const char* text;
  };
  const std::vector<Case> cases{
      {"before the question is answered", NetworkMode::Online, Consent::NotAsked, "glucose"},
      {"after a no", NetworkMode::Online, Consent::Refused, "glucose"},
      {"while the network is off", NetworkMode::Off, Consent::Allowed, "glucose"},
      {"for two letters", NetworkMode::Online, Consent::Allowed, "gl"},
      {"for a SMILES", NetworkMode::Online, Consent::Allowed, "CC(=O)O"},
      {"for conditions", NetworkMode::Online, Consent::Allowed, "mass < 300"}};
  QWidget window;
  // They rest at the same time, so that the wait is paid once.
  std::vector<QLineEdit*> fields;
  std::vector<SearchPopup*> popups;
  std::vector<std::unique_ptr<QSignalSpy>> spies;
  for (const Case& one : cases) {
    fields.push_back(new QLineEdit(&window));
    popups.push_back(new SearchPopup(*fields.back(), *fields.back()));
    SearchPopup& popup = *popups.back();
    spies.push_back(std::make_unique<QSignalSpy>(&popup, &SearchPopup::namesWanted));
    spies.push_back(std::make_unique<QSignalSpy>(&popup, &SearchPopup::lookupRequested));
    popup.setMode(one.mode);
    popup.setConsent(one.consent);
    fields.back()->setText(s(one.text));
    popup.textEdited(s(one.text), s(one.text).contains(u'<') ? SearchPopup::Meaning::Conditions
                                                             : SearchPopup::Meaning::Words);
  }
  QTest::qWait(SearchPopup::kRestMs + 60);
  for (std::size_t i = 0; i < spies.size(); ++i) QVERIFY2(spies[i]->isEmpty(), cases[i / 2].when);
}

void SearchPopupTest::namesAreAskedForOnceTheTextRests() {
  Bench bench;
  bench.online(SuggestionConsent::Allowed);
  QSignalSpy wanted(&bench.popup(), &SearchPopup::namesWanted);
  bench.type(s("gluc"));
  QCOMPARE(wanted.count(), 0);
  QTRY_COMPARE(wanted.count(), 1);
  QCOMPARE(wanted.first().first().toString(), s("gluc"));
}

void SearchPopupTest::staleAnswersAreDropped() {
  Bench bench;
  bench.online(SuggestionConsent::Allowed);
  bench.type(s("gluc"));
  bench.popup().setPubChem(s("glu"), {s("glue")});
  QVERIFY(!bench.rows().contains(s("glue")));
  bench.popup().setLibrary(s("glu"),
                           {{SearchSuggestion::Kind::LibraryRecord, s("9"), s("old"), {}}});
  QVERIFY(!bench.rows().contains(s("old")));
  bench.popup().setPubChem(s("gluc"), {s("glucose"), s("glucosamine")});
  QVERIFY(bench.rows().contains(s("glucosamine")));
  bench.type(s("o"));
  QVERIFY(!bench.rows().contains(s("glucosamine")));
}

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
  Bench bench;
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
  Bench bench;
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
  Bench bench;
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
  Bench bench;
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
  Bench bench;
  bench.type(s("asp"));
  QTest::mouseClick(&bench.window, Qt::LeftButton, {}, QPoint(600, 100));
  QVERIFY(!bench.popup().isOpen());
  bench.type(s("i"));
  QVERIFY(bench.popup().isOpen());
  bench.other.setFocus();
  QVERIFY(!bench.popup().isOpen());
}

void SearchPopupTest::theQuestionIsAnsweredInPlace() {
  Bench bench;
  bench.online(SuggestionConsent::NotAsked);
  QSignalSpy given(&bench.popup(), &SearchPopup::consentGiven);
  QSignalSpy wanted(&bench.popup(), &SearchPopup::namesWanted);
  bench.type(s("gluc"));
  LinkButton* allow = bench.button(s("Allow"));
  QVERIFY(allow != nullptr);
  QTest::mouseClick(allow, Qt::LeftButton);
  QCOMPARE(given.count(), 1);
  QCOMPARE(given.first().first().value<SuggestionConsent>(), SuggestionConsent::Allowed);
  QVERIFY(bench.popup().isOpen());
  QVERIFY(bench.edit().hasFocus());
  QTRY_COMPARE(wanted.count(), 1);
  LinkButton* off = bench.button(s("Turn off"));
  QVERIFY(off != nullptr);
  QTest::mouseClick(off, Qt::LeftButton);
  QCOMPARE(given.last().first().value<SuggestionConsent>(), SuggestionConsent::Refused);
  QVERIFY(bench.button(s("Allow")) == nullptr && bench.button(s("Turn off")) == nullptr);
}

void SearchPopupTest::theFootIsReachedByTab() {
  Bench bench;
  bench.online(SuggestionConsent::NotAsked);
  QSignalSpy given(&bench.popup(), &SearchPopup::consentGiven);
  bench.type(s("gluc"));
  QTest::keyClick(&bench.edit(), Qt::Key_Tab);
  QVERIFY(bench.button(s("Allow"))->hasFocus());
  QTest::keyClick(bench.button(s("Allow")), Qt::Key_Tab);
  QVERIFY(bench.button(s("No"))->hasFocus());
  QTest::keyClick(bench.button(s("No")), Qt::Key_Return);
  QCOMPARE(given.first().first().value<SuggestionConsent>(), SuggestionConsent::Refused);
  QVERIFY(bench.edit().hasFocus());
}

void SearchPopupTest::refusedLeavesOnlyTheExplicitWay() {
  Bench bench;
  bench.online(SuggestionConsent::Refused);
  bench.type(s("glucose"));
  QCOMPARE(bench.choices(),
           (QStringList{s("Search PubChem for “glucose”"), s("Other ways to search")}));
  QCOMPARE(bench.popup().current()->kind, SearchSuggestion::Kind::PubChemLookup);
}

void SearchPopupTest::switchedOffOffersNothingOfPubChem() {
  Bench bench;
  QSignalSpy network(&bench.popup(), &SearchPopup::networkRequested);
  bench.popup().setMode(NetworkMode::Off);
  bench.type(s("glucose"));
  QVERIFY(bench.choices().isEmpty());
  QVERIFY(!bench.popup().current());
  QSignalSpy structure(&bench.list, &RecordList::structureSubmitted);
  QTest::mouseClick(bench.button(s("Change…")), Qt::LeftButton);
  QCOMPARE(network.count(), 1);
  QTest::keyClick(&bench.edit(), Qt::Key_Return);
  QCOMPARE(structure.count(), 1);
}

void SearchPopupTest::otherWaysUnfold() {
  Bench bench;
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
  Bench bench;
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
  Bench bench;
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
