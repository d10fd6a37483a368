#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/depiction/drawn_molecule.h"
#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/inspector/aspirin_facts.h"
#include "widgets/frame/stepper.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/inspector/measurements_panel.h"
#include "widgets/inspector/tab_badge.h"

using molloquy::AtomIndex;
using molloquy::align::AlignmentStatus;
using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;
using Tab = LowerPanel::Tab;

class LowerPanelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void linkTabComesFirstAndGoes();
  void linkGoingAwayKeepsAnotherTab();
  void pubChemTabIsThereOnlyWithAnEntry();
  void pageOfATabThatGoesIsLeft();
  void drawingTakesTheWholeBody();
  void clickOnTheStripOpensThePanel();
  void countsAreBadges();
  void otherTabsTakeTheWholeBody();
  void allFactsAreCopiedAsATable();
  void matchesAreStepped_data();
  void matchesAreStepped();
  void phraseOfAlsoSaidIsActivated();
  void statusIsSaidInWords_data();
  void statusIsSaidInWords();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static LinkDetails details();
  static QTabBar* tabs(LowerPanel& panel) { return panel.findChild<QTabBar*>(); }
};

void LowerPanelTest::init() { useScheme(theme::Scheme::Light); }

LinkDetails LowerPanelTest::details() {
  LinkDetails link;
  link.slot = 1;
  link.phrase = QStringLiteral("carboxylic acid");
  link.status = AlignmentStatus::Verified;
  link.pattern = QStringLiteral("[CX3](=O)[OX2H1,OX1-]");
  link.atomNames = QStringList{QStringLiteral("C11"), QStringLiteral("O12"), QStringLiteral("O13")};
  link.foundBy = QStringLiteral("Pattern search in lexicon fg-1, not the model");
  link.alsoSaid = {{QStringLiteral("benzoic acids"), 3, 4, 2}};
  link.matchCount = 1;
  link.chosenMatch = 0;
  return link;
}

void LowerPanelTest::linkTabComesFirstAndGoes() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  QCOMPARE(panel.currentTab(), Tab::Facts);
  QSignalSpy changed(&panel, &LowerPanel::currentTabChanged);
  panel.setLink(details());
  QCOMPARE(tabs(panel)->tabText(0), QStringLiteral("Link"));
  QCOMPARE(panel.currentTab(), Tab::Link);
  panel.setLink(details());
  QCOMPARE(tabs(panel)->count(), 8);
  panel.setLink(std::nullopt);
  QCOMPARE(tabs(panel)->count(), 7);
  QCOMPARE(panel.currentTab(), Tab::Facts);
  QCOMPARE(changed.count(), 2);
  panel.setLink(std::nullopt);
  QCOMPARE(tabs(panel)->count(), 7);
}

void LowerPanelTest::linkGoingAwayKeepsAnotherTab() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  panel.setLink(details());
  panel.setCurrentTab(Tab::Drawing);
  panel.setLink(std::nullopt);
  QCOMPARE(panel.currentTab(), Tab::Drawing);
  panel.setLink(details());
  panel.setLink(std::nullopt);
  QCOMPARE(panel.currentTab(), Tab::Drawing);
}

void LowerPanelTest::pubChemTabIsThereOnlyWithAnEntry() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  const int without = tabs(panel)->count();
  panel.setPubChem(LowerPanel::Presence::Shown);
  QCOMPARE(tabs(panel)->count(), without);  // nothing to show yet
  auto* page = new QWidget;
  panel.setPubChemPage(page);
  QCOMPARE(tabs(panel)->count(), without);
  panel.setPubChem(LowerPanel::Presence::Shown);
  panel.setPubChem(LowerPanel::Presence::Shown);
  QCOMPARE(tabs(panel)->count(), without + 1);
  QCOMPARE(panel.currentTab(), Tab::Facts);
  QCOMPARE(tabs(panel)->tabText(4), QStringLiteral("PubChem"));
  QCOMPARE(tabs(panel)->tabText(3), QStringLiteral("Neighbours"));
  panel.resize(760, 236);
  panel.show();
  QTest::mouseClick(tabs(panel), Qt::LeftButton, {}, tabs(panel)->tabRect(4).center());
  QVERIFY(page->isVisible());
  panel.setPubChem(LowerPanel::Presence::Hidden);
  QCOMPARE(tabs(panel)->count(), without);
  QCOMPARE(panel.currentTab(), Tab::Facts);
  panel.setPubChem(LowerPanel::Presence::Shown);
  panel.setPubChemPage(nullptr);
  QCOMPARE(tabs(panel)->count(), without);
}

void LowerPanelTest::pageOfATabThatGoesIsLeft() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  panel.setPubChemPage(new QWidget);
  panel.setPubChem(LowerPanel::Presence::Shown);
  panel.setCurrentTab(Tab::PubChem);
  panel.setLink(details());
  panel.setPubChem(LowerPanel::Presence::Hidden);
  QCOMPARE(panel.currentTab(), Tab::Link);
  panel.setLink(std::nullopt);
  QCOMPARE(panel.currentTab(), Tab::Facts);
}

void LowerPanelTest::drawingTakesTheWholeBody() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  panel.resize(760, 236);
  panel.show();
  QCOMPARE(panel.depiction().width(), 202);
  panel.setCurrentTab(Tab::Drawing);
  QCOMPARE(panel.depiction().width(), 760);
  panel.setCurrentTab(Tab::Facts);
  panel.resize(380, 236);
  QVERIFY2(!panel.depiction().isVisible(), "a narrow panel gives the room to the table");
}

void LowerPanelTest::clickOnTheStripOpensThePanel() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  panel.resize(760, 236);
  panel.show();
  QSignalSpy collapsed(&panel, &LowerPanel::collapsedChanged);
  for (QToolButton* button : panel.findChildren<QToolButton*>())
    if (button->accessibleName() == QStringLiteral("Collapse the panel")) button->click();
  QVERIFY(panel.isCollapsed());
  QCOMPARE(panel.sizeHint().height(), panel.stripHeight());
  QTest::mouseClick(tabs(panel), Qt::LeftButton, {}, tabs(panel)->tabRect(0).center());
  QVERIFY(!panel.isCollapsed());
  QCOMPARE(collapsed.count(), 2);
}

void LowerPanelTest::countsAreBadges() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  const int tab = 2;
  QCOMPARE(tabs(panel)->tabText(tab), QStringLiteral("Conformers"));
  panel.setCount(Tab::Conformers, 12);
  QCOMPARE(tabs(panel)->accessibleTabName(tab), QStringLiteral("Conformers, 12"));
  auto* badge = panel.findChild<TabBadge*>();
  QCOMPARE(badge->count(), 12);
  panel.setCount(Tab::Conformers, 1250);
  QCOMPARE(panel.findChildren<TabBadge*>().size(), 1);
  QCOMPARE(panel.findChild<TabBadge*>()->count(), 1250);
  panel.setCount(Tab::Conformers, 0);
  QVERIFY(panel.findChild<TabBadge*>() == nullptr);
  panel.setCount(Tab::Link, 3);  // Not there now.
}

void LowerPanelTest::otherTabsTakeTheWholeBody() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  panel.resize(760, 236);
  panel.show();
  panel.setCurrentTab(Tab::Measurements);
  QVERIFY(panel.measurements().isVisible());
  QCOMPARE(panel.measurements().width(), 760);
  QVERIFY(!panel.depiction().isVisible());
  panel.setCurrentTab(Tab::Drawing);
  QCOMPARE(panel.depiction().width(), 760);
  panel.setDrawingEditor(new QWidget);
  QVERIFY(!panel.depiction().isVisible());
  panel.setDrawingEditor(nullptr);
  QVERIFY(panel.depiction().isVisible());
}

void LowerPanelTest::allFactsAreCopiedAsATable() {
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  QSignalSpy copied(&panel, &LowerPanel::factsCopied);
  const auto copy = [&] {
    for (QToolButton* button : panel.findChildren<QToolButton*>())
      if (button->accessibleName() == QStringLiteral("Copy all facts")) button->click();
  };
  copy();
  QCOMPARE(copied.count(), 0);
  panel.facts().setFacts(molloquy::test::aspirinFacts());
  copy();
  QCOMPARE(copied.count(), 1);
  const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
  QCOMPARE(lines.at(1), QStringLiteral("Average mass\t180.159\tg/mol"));
  QCOMPARE(lines.size(), 19);
}

void LowerPanelTest::matchesAreStepped_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<int>("chosen");
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("next");  ///< -2: the button cannot be pressed.
  QTest::newRow("one match has nowhere to go") << 1 << 0 << "match 1 of 1" << -2;
  QTest::newRow("from all together to the first") << 3 << -1 << "all 3 matches" << 0;
  QTest::newRow("from the first to the second") << 3 << 0 << "match 1 of 3" << 1;
  QTest::newRow("the last match is the end") << 3 << 2 << "match 3 of 3" << -2;
}

void LowerPanelTest::matchesAreStepped() {
  QFETCH(int, count);
  QFETCH(int, chosen);
  QFETCH(QString, text);
  QFETCH(int, next);
  LinkPanel panel;
  LinkDetails link = details();
  link.matchCount = count;
  link.chosenMatch = chosen;
  panel.setLink(link);
  auto* stepper = panel.findChild<Stepper*>();
  QCOMPARE(stepper->text(), text);
  QSignalSpy chosenMatch(&panel, &LinkPanel::matchChosen);
  for (QToolButton* button : stepper->findChildren<QToolButton*>())
    if (button->accessibleName() == QStringLiteral("Next match"))
      QTest::mouseClick(button, Qt::LeftButton);
  if (next == -2) {
    QCOMPARE(chosenMatch.count(), 0);
  } else {
    QCOMPARE(chosenMatch.count(), 1);
    QCOMPARE(chosenMatch.first().first().toInt(), next);
  }
}

void LowerPanelTest::phraseOfAlsoSaidIsActivated() {
  LinkPanel panel;
  panel.setLink(details());
  QSignalSpy activated(&panel, &LinkPanel::phraseActivated);
  // The answer to the intent replaces the label that is still sending.
  connect(&panel, &LinkPanel::phraseActivated, &panel, [&] { panel.setLink(details()); });
  for (QLabel* label : panel.findChildren<QLabel*>())
    if (label->text().contains(QStringLiteral("benzoic")))
      Q_EMIT label->linkActivated(QStringLiteral("0"));
  QCOMPARE(activated.count(), 1);
  QCOMPARE(activated.first().at(0).toULongLong(), 4ULL);
  QCOMPARE(activated.first().at(1).toInt(), 2);
}

void LowerPanelTest::statusIsSaidInWords_data() {
  QTest::addColumn<int>("status");
  QTest::addColumn<QString>("words");
  QTest::newRow("verified") << int(AlignmentStatus::Verified) << "verified";
  QTest::newRow("refuted") << int(AlignmentStatus::Refuted) << "not in this structure";
  QTest::newRow("not localised") << int(AlignmentStatus::Unlocalised) << "not localised";
  QTest::newRow("another count") << int(AlignmentStatus::CountMismatch) << "another count";
  QTest::newRow("invalid") << int(AlignmentStatus::Invalid) << "pattern cannot be read";
  QTest::newRow("by the person") << int(AlignmentStatus::User) << "set by you";
}

void LowerPanelTest::statusIsSaidInWords() {
  QFETCH(int, status);
  QTEST(statusWords(static_cast<AlignmentStatus>(status)), "words");
}

void LowerPanelTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  AtomSelectionModel selection;
  PinModel pins;
  LowerPanel panel(selection, pins);
  panel.resize(760, 236);
  panel.show();
  panel.facts().setFacts(molloquy::test::aspirinFacts());
  panel.depiction().setDepiction(molloquy::test::drawnMolecule(), molloquy::test::drawnDepiction());
  keepPicture(panel, QStringLiteral("lower-facts"));
  panel.setLink(details());
  keepPicture(panel, QStringLiteral("lower-link"));
  LinkDetails hard = details();
  hard.slot.reset();
  hard.status = AlignmentStatus::CountMismatch;
  hard.phrase =
      QStringLiteral("two aromatic rings of a very long phrase that does not fit beside its mark");
  hard.note =
      QStringLiteral("The text says two, the pattern search found one ring in this structure.");
  hard.alsoSaid.push_back({QStringLiteral("benzene ring"), 6, 4, 3});
  hard.matchCount = 4;
  hard.chosenMatch = -1;
  panel.setLink(hard);
  panel.resize(560, 236);
  keepPicture(panel, QStringLiteral("lower-link-hard"));
}

QTEST_MAIN(LowerPanelTest)
#include "lower_panel_test.moc"
