#include <QSignalSpy>
#include <memory>
#include <vector>

#include "tests/widgets/search/search_bench.h"

using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

/// What the list asks of PubChem: nothing that the person has not allowed, and nothing twice.
class SearchConsentTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
  void nothingIsAskedOfPubChem();
  void namesAreAskedForOnceTheTextRests();
  void staleAnswersAreDropped();
  void theQuestionIsAnsweredInPlace();
  void theFootIsReachedByTab();
  void refusedLeavesOnlyTheExplicitWay();
  void switchedOffOffersNothingOfPubChem();
};

void SearchConsentTest::nothingIsAskedOfPubChem() {
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

void SearchConsentTest::namesAreAskedForOnceTheTextRests() {
  SearchBench bench;
  bench.online(SuggestionConsent::Allowed);
  QSignalSpy wanted(&bench.popup(), &SearchPopup::namesWanted);
  bench.type(s("gluc"));
  QCOMPARE(wanted.count(), 0);
  QTRY_COMPARE(wanted.count(), 1);
  QCOMPARE(wanted.first().first().toString(), s("gluc"));
}

void SearchConsentTest::staleAnswersAreDropped() {
  SearchBench bench;
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

void SearchConsentTest::theQuestionIsAnsweredInPlace() {
  SearchBench bench;
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

void SearchConsentTest::theFootIsReachedByTab() {
  SearchBench bench;
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

void SearchConsentTest::refusedLeavesOnlyTheExplicitWay() {
  SearchBench bench;
  bench.online(SuggestionConsent::Refused);
  bench.type(s("glucose"));
  QCOMPARE(bench.choices(),
           (QStringList{s("Search PubChem for “glucose”"), s("Other ways to search")}));
  QCOMPARE(bench.popup().current()->kind, SearchSuggestion::Kind::PubChemLookup);
}

void SearchConsentTest::switchedOffOffersNothingOfPubChem() {
  SearchBench bench;
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

QTEST_MAIN(SearchConsentTest)
#include "search_consent_test.moc"
