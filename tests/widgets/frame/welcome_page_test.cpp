#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/welcome_cards.h"
#include "widgets/frame/welcome_page.h"
#include "widgets/input/structure_entry.h"
#include "widgets/input/structure_line_edit.h"
#include "widgets/theme/fonts.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class WelcomePageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup() { theme::setTextScale(1.0); }
  void cardsAskForTheirWork();
  void textIsSubmitted();
  void firstFourExamplesAreShown();
  void drawingsAreAskedForAgainInOtherColours();
  void chipsWrapWhereTheyDoNotFit();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static std::vector<WelcomeExample> examples();
  static void open(WelcomePage& page, QSize size = {760, 780});
};

void WelcomePageTest::init() { useScheme(theme::Scheme::Light); }

std::vector<WelcomeExample> WelcomePageTest::examples() {
  std::vector<WelcomeExample> list;
  for (const char* name : {"aspirin", "caffeine", "paracetamol", "naproxen", "diflunisal"})
    list.push_back({QString::fromLatin1(name), QString::fromLatin1(name)});
  return list;
}

void WelcomePageTest::open(WelcomePage& page, QSize size) {
  page.setExamples(examples());
  page.resize(size);
  page.show();
  page.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&page));
}

void WelcomePageTest::cardsAskForTheirWork() {
  WelcomePage page;
  open(page);
  QSignalSpy opened(&page, &WelcomePage::openFileRequested);
  QSignalSpy pasted(&page, &WelcomePage::pasteRequested);
  for (ActionCard* card : page.findChildren<ActionCard*>()) {
    QTest::mouseClick(card, Qt::LeftButton);
    QVERIFY(!card->accessibleDescription().isEmpty());
  }
  QCOMPARE(opened.count(), 1);
  QCOMPARE(pasted.count(), 1);
}

void WelcomePageTest::textIsSubmitted() {
  WelcomePage page;
  open(page);
  QSignalSpy submitted(&page, &WelcomePage::textSubmitted);
  auto* edit = page.findChild<StructureLineEdit*>();
  QTest::mouseClick(edit, Qt::LeftButton);
  QTest::keyClicks(edit, QStringLiteral("CCO"));
  QTest::keyClick(edit, Qt::Key_Return);
  QCOMPARE(submitted.count(), 1);
  QCOMPARE(submitted.first().first().toString(), QStringLiteral("CCO"));
  page.setError(2, QStringLiteral("Wrong."));
  QCOMPARE(page.entry().errorSentence(), QStringLiteral("Wrong."));
  page.clearEntry();
  QVERIFY(page.entry().errorSentence().isEmpty());
}

void WelcomePageTest::firstFourExamplesAreShown() {
  WelcomePage page;
  open(page);
  QSignalSpy chosen(&page, &WelcomePage::exampleChosen);
  const auto chips = page.findChildren<ExampleChip*>();
  QCOMPARE(chips.size(), 4);
  QTest::mouseClick(chips.at(1), Qt::LeftButton);
  QCOMPARE(chosen.first().first().toString(), QStringLiteral("caffeine"));
  page.setExamples({});
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  QCOMPARE(page.findChildren<ExampleChip*>().size(), 0);
}

void WelcomePageTest::drawingsAreAskedForAgainInOtherColours() {
  WelcomePage page;
  QSignalSpy needed(&page, &WelcomePage::thumbnailNeeded);
  open(page);
  QTRY_COMPARE(needed.count(), 4);
  useScheme(theme::Scheme::Dark);
  QTRY_COMPARE(needed.count(), 8);
}

void WelcomePageTest::chipsWrapWhereTheyDoNotFit() {
  WelcomePage page;
  open(page, {360, 780});
  const auto chips = page.findChildren<ExampleChip*>();
  for (int one = 0; one < chips.size(); ++one) {
    QVERIFY(chips[one]->parentWidget()->rect().contains(chips[one]->geometry()));
    for (int other = one + 1; other < chips.size(); ++other)
      QVERIFY(!chips[one]->geometry().intersects(chips[other]->geometry()));
  }
  QVERIFY(chips.last()->y() > chips.first()->y());
  for (const ActionCard* card : page.findChildren<ActionCard*>())
    QTRY_VERIFY2(card->height() >= card->sizeHint().height(), "the cards are not squeezed");
}

void WelcomePageTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  {
    WelcomePage page;
    open(page);
    keepPicture(page, QStringLiteral("welcome"));
    auto* edit = page.findChild<StructureLineEdit*>();
    QTest::mouseClick(edit, Qt::LeftButton);
    QTest::keyClicks(edit, QStringLiteral("c1ccccc"));
    page.setError(2, QStringLiteral("SMILES has an unclosed ring 1 at column 2."));
    page.resize(420, 560);
    keepPicture(page, QStringLiteral("welcome-narrow"));
  }
  theme::setTextScale(2.0);
  WelcomePage large;
  open(large, {660, 560});
  keepPicture(large, QStringLiteral("welcome-text-200"));
}

QTEST_MAIN(WelcomePageTest)
#include "welcome_page_test.moc"
