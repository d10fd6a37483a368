#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/search/foreign_text.h"
#include "widgets/search/link_button.h"
#include "widgets/search/pubchem_page.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class PubChemPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void everythingOfTheEntryIsThere();
  void nothingOpenSaysSo();
  void textOfTheServerIsNoMarkUp();
  void sectionsAreAskedForWhenTheyAreChosen();
  void aFailedSectionCanBeAskedForAgain();
  void answersForAnotherEntryAreDropped();
  void namesUnfold();
  void linksAndButtonsAreTold();
  void ageIsInWords_data();
  void ageIsInWords();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static QString s(const char* text) { return QString::fromUtf8(text); }
  static PubChemRecordView record();
  static void open(PubChemPage& page);
  static QString text(const PubChemPage& page) {
    return page.findChild<QTextBrowser*>()->toPlainText();
  }
  static void choose(PubChemPage& page, int row);
};

void PubChemPageTest::init() { useScheme(theme::Scheme::Light); }

PubChemRecordView PubChemPageTest::record() {
  PubChemRecordView record;
  record.cid = 2244;
  record.title = s("Aspirin");
  record.synonyms = {s("acetylsalicylic acid"), s("2-acetoxybenzoic acid")};
  for (int i = 0; i < 30; ++i) record.synonyms += s("synonym %1").arg(i);
  record.descriptions = {{s("An ester of salicylic acid that is used against pain."),
                          s("A textbook"), QUrl(s("https://book.example/aspirin"))}};
  record.values = {{s("Molar mass"), s("180.16"), s("g/mol"), s("180.159 g/mol"),
                    s("Average masses; PubChem rounds to two places.")},
                   {s("XLogP"),
                    s("1.2"),
                    {},
                    s("1.310"),
                    s("XLogP3 there, Crippen's LogP here: two different models.")},
                   {s("Complexity"), s("212"), {}, {}, s("Bertz's index.")}};
  record.headings = {s("Safety and Hazards"), s("Chemical and Physical Properties")};
  record.shapeBadge = s("3D generated here, not from PubChem");
  record.furtherConformers = 9;
  record.cachedAt = QDateTime::currentDateTime().addDays(-3);
  return record;
}

void PubChemPageTest::open(PubChemPage& page) {
  page.resize(760, 260);
  page.setRecord(record());
  page.show();
  QVERIFY(QTest::qWaitForWindowExposed(&page));
}

void PubChemPageTest::choose(PubChemPage& page, int row) {
  auto* places = page.findChild<QListWidget*>();
  QTest::mouseClick(places->viewport(), Qt::LeftButton, {},
                    places->visualItemRect(places->item(row)).center());
}

void PubChemPageTest::everythingOfTheEntryIsThere() {
  PubChemPage page;
  open(page);
  const QString shown = text(page);
  for (const char* words :
       {"used against pain", "A textbook", "180.16", "180.159", "Crippen's LogP",
        "not computed here", "acetylsalicylic acid", "20 more"})
    QVERIFY2(shown.contains(s(words)), words);
  QStringList head;
  for (const auto* label : page.findChildren<QLabel*>())
    if (label->isVisible()) head += label->text();
  QVERIFY(head.contains(s("saved 3 days ago")));
  QVERIFY(head.contains(s("3D generated here, not from PubChem")));
  QVERIFY(head.contains(s("Aspirin")));
}

void PubChemPageTest::nothingOpenSaysSo() {
  PubChemPage page;
  open(page);
  page.setRecord({});
  QCOMPARE(page.cid(), 0);
  QVERIFY(text(page).contains(s("no entry of PubChem")));
  QVERIFY(!page.findChild<QListWidget*>()->isVisible());
}

void PubChemPageTest::textOfTheServerIsNoMarkUp() {
  PubChemPage page;
  open(page);
  PubChemRecordView evil = record();
  evil.title = s("<b>bold</b>");
  evil.descriptions = {{s("<img src='https://a.example/x.png'> & <a href='x'>here</a>"),
                        s("<i>credit</i>"), QUrl(s("javascript:alert(1)"))}};
  page.setRecord(evil);
  QVERIFY(text(page).contains(s("<img src='https://a.example/x.png'> & <a href='x'>here</a>")));
  QVERIFY(text(page).contains(s("<i>credit</i>")));
  const QString html = page.findChild<QTextBrowser*>()->toHtml();
  QVERIFY(!html.contains(s("javascript:")));
  QVERIFY(!html.contains(s("<img")));
}

void PubChemPageTest::sectionsAreAskedForWhenTheyAreChosen() {
  PubChemPage page;
  QSignalSpy asked(&page, &PubChemPage::sectionRequested);
  open(page);
  QCOMPARE(asked.count(), 0);
  choose(page, 1);
  QCOMPARE(asked.count(), 1);
  QCOMPARE(asked.first().at(1).toString(), s("Safety and Hazards"));
  QVERIFY(text(page).contains(s("Asking PubChem")));
  page.setSection(2244, s("Safety and Hazards"),
                  {{s("Safety and Hazards"), 0, {}},
                   {s("First aid"), 1, {{s("Fresh air."), s("A hospital"), {}}}}});
  QVERIFY(text(page).contains(s("Fresh air.")));
  QVERIFY(text(page).contains(s("A hospital")));
  choose(page, 0);
  choose(page, 1);
  QCOMPARE(asked.count(), 1);
  // A section without any text says so.
  choose(page, 2);
  page.setSection(2244, s("Chemical and Physical Properties"), {});
  QVERIFY(text(page).contains(s("no text in this section")));
}

void PubChemPageTest::aFailedSectionCanBeAskedForAgain() {
  PubChemPage page;
  QSignalSpy asked(&page, &PubChemPage::sectionRequested);
  open(page);
  choose(page, 1);
  page.setSectionFailed(2244, s("Safety and Hazards"), s("PubChem cannot be reached."));
  QVERIFY(text(page).contains(s("PubChem cannot be reached.")));
  useScheme(theme::Scheme::Dark);
  QCoreApplication::processEvents();
  QCOMPARE(asked.count(), 1);
  choose(page, 1);
  QCOMPARE(asked.count(), 2);
}

void PubChemPageTest::answersForAnotherEntryAreDropped() {
  PubChemPage page;
  open(page);
  choose(page, 1);
  page.setSection(1, s("Safety and Hazards"),
                  {{s("Safety and Hazards"), 0, {{s("of another entry"), {}, {}}}}});
  QVERIFY(!text(page).contains(s("of another entry")));
  page.setHeadings(1, {});
  QCOMPARE(page.findChild<QListWidget*>()->count(), 3);
}

void PubChemPageTest::namesUnfold() {
  PubChemPage page;
  open(page);
  QVERIFY(!text(page).contains(s("synonym 29")));
  auto* browser = page.findChild<QTextBrowser*>();
  Q_EMIT browser->anchorClicked(QUrl(QString::fromLatin1(kNamesLink)));
  QVERIFY(text(page).contains(s("synonym 29")));
  Q_EMIT browser->anchorClicked(QUrl(QString::fromLatin1(kNamesLink)));
  QVERIFY(!text(page).contains(s("synonym 29")));
}

void PubChemPageTest::linksAndButtonsAreTold() {
  PubChemPage page;
  QSignalSpy link(&page, &PubChemPage::linkActivated);
  QSignalSpy conformers(&page, &PubChemPage::conformersRequested);
  QSignalSpy refresh(&page, &PubChemPage::refreshRequested);
  open(page);
  QTest::mouseClick(page.findChild<LinkButton*>(), Qt::LeftButton);
  QCOMPARE(link.first().first().toUrl(), QUrl(s("https://pubchem.ncbi.nlm.nih.gov/compound/2244")));
  auto* button = page.findChild<QPushButton*>();
  QCOMPARE(button->text(), s("Fetch 9 conformers"));
  QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(conformers.first().first().toLongLong(), 2244);
  page.setConformersBusy(PubChemPage::Fetching::Yes);
  QVERIFY(!button->isEnabled());
  page.setConformersBusy(PubChemPage::Fetching::No);
  QVERIFY(button->isEnabled());
  QTest::mouseClick(page.findChild<QToolButton*>(), Qt::LeftButton);
  QCOMPARE(refresh.count(), 1);
}

void PubChemPageTest::ageIsInWords_data() {
  QTest::addColumn<int>("days");
  QTest::addColumn<QString>("words");
  QTest::newRow("today") << 0 << "saved today";
  QTest::newRow("yesterday") << 1 << "saved yesterday";
  QTest::newRow("some days") << 3 << "saved 3 days ago";
  QTest::newRow("long ago") << 400 << "saved on 28 March 2023";
}

void PubChemPageTest::ageIsInWords() {
  QFETCH(int, days);
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
  const QDateTime now(QDate(2024, 5, 1), QTime(12, 0));
  QTEST(savedWords(now.addDays(-days), now), "words");
  QLocale::setDefault(QLocale::c());
}

void PubChemPageTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  PubChemPage page;
  open(page);
  QVERIFY(page.findChild<QTextBrowser*>()->width() > 400);
  page.resize(760, 420);
  keepPicture(page, s("pubchem-page"));
}

QTEST_MAIN(PubChemPageTest)
#include "pubchem_page_test.moc"
