#include <QAbstractItemModel>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/banner.h"
#include "widgets/search/compound_chooser.h"
#include "widgets/search/link_button.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;
using Cids = std::vector<qint64>;

class CompoundChooserTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void headlineCounts_data();
  void headlineCounts();
  void theFirstRowIsChosenAndNotOpened();
  void enterOpensWhatIsChosen();
  void severalAndAllAreOpened();
  void rowsThatComeLaterKeepTheChoice();
  void tooManyAreNotOpenedAtOnce();
  void failureOffersAnotherTry();
  void requestsAreTold();
  void onlyVisibleRowsAskForDrawings();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static QString s(const char* text) { return QString::fromUtf8(text); }
  static std::vector<CompoundChoice> glucoses();
  static std::vector<CompoundChoice> many(int count);
  static void open(CompoundChooser& chooser);
  static QListView* view(CompoundChooser& c) { return c.findChild<QListView*>(); }
  static QPushButton* button(CompoundChooser& chooser, const QString& words);
  static bool says(const CompoundChooser& chooser, const QString& words);
};

void CompoundChooserTest::init() { useScheme(theme::Scheme::Light); }

std::vector<CompoundChoice> CompoundChooserTest::glucoses() {
  return {
      {5793, s("D-glucopyranose"), s("C6H12O6"), s("180.16"), s("anomeric centre not set"), true},
      {79025, s("alpha-D-glucose"), s("C6H12O6"), s("180.16"), s("alpha anomer"), true},
      {64689, s("beta-D-glucose"), s("C6H12O6"), s("180.16"), s("beta anomer"), false},
      {107526, s("aldehydo-D-glucose"), s("C6H12O6"), s("180.16"), s("open chain"), {}}};
}

std::vector<CompoundChoice> CompoundChooserTest::many(int count) {
  std::vector<CompoundChoice> choices;
  for (int i = 1; i <= count; ++i)
    choices.push_back({i, QString::number(i), s("CH4"), s("16.04"), {}, true});
  return choices;
}

void CompoundChooserTest::open(CompoundChooser& chooser) {
  chooser.show();
  chooser.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&chooser));
}

QPushButton* CompoundChooserTest::button(CompoundChooser& chooser, const QString& words) {
  for (auto* one : chooser.findChildren<QPushButton*>())
    if (one->text() == words) return one;
  return nullptr;
}

bool CompoundChooserTest::says(const CompoundChooser& chooser, const QString& words) {
  for (const auto* label : chooser.findChildren<QLabel*>())
    if (label->text() == words) return true;
  return false;
}

void CompoundChooserTest::headlineCounts_data() {
  QTest::addColumn<SearchKind>("kind");
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("count");
  QTest::addColumn<QString>("words");
  QTest::newRow("four are written out")
      << SearchKind::Name << "glucose" << 4 << "Four PubChem records are called “glucose”";
  QTest::newRow("one") << SearchKind::Name << "water" << 1
                       << "One PubChem record is called “water”";
  QTest::newRow("many are digits")
      << SearchKind::Formula << "C6H12O6" << 50 << "50 PubChem records have the formula C6H12O6";
  QTest::newRow("relatives") << SearchKind::Similar << "aspirin" << 2
                             << "Two PubChem records are similar to aspirin";
  QTest::newRow("none") << SearchKind::Name << "xyzzy" << 0 << "No compound to choose for “xyzzy”";
}

void CompoundChooserTest::headlineCounts() {
  QFETCH(SearchKind, kind);
  QFETCH(QString, text);
  QFETCH(int, count);
  CompoundChooser chooser;
  chooser.setQuestion(kind, text);
  chooser.setChoices(many(count));
  QFETCH(QString, words);
  QVERIFY(says(chooser, words));
}

void CompoundChooserTest::theFirstRowIsChosenAndNotOpened() {
  CompoundChooser chooser;
  QSignalSpy opened(&chooser, &CompoundChooser::openRequested);
  chooser.setChoices(glucoses());
  open(chooser);
  QCOMPARE(chooser.selectedCids(), Cids{5793});
  QCOMPARE(opened.count(), 0);
  QCOMPARE(chooser.windowModality(), Qt::WindowModal);
  QTest::keyClick(&chooser, Qt::Key_Escape);
  QVERIFY(!chooser.isVisible());
  QCOMPARE(opened.count(), 0);
}

void CompoundChooserTest::enterOpensWhatIsChosen() {
  CompoundChooser chooser;
  QSignalSpy opened(&chooser, &CompoundChooser::openRequested);
  chooser.setChoices(glucoses());
  open(chooser);
  QVERIFY(view(chooser)->hasFocus());
  QTest::keyClick(view(chooser), Qt::Key_Down);
  QTest::keyClick(view(chooser), Qt::Key_Return);
  QCOMPARE(opened.count(), 1);
  QCOMPARE(opened.first().first().value<Cids>(), Cids{79025});
  QVERIFY(!chooser.isVisible());
}

void CompoundChooserTest::severalAndAllAreOpened() {
  CompoundChooser chooser;
  QSignalSpy opened(&chooser, &CompoundChooser::openRequested);
  chooser.setChoices(glucoses());
  open(chooser);
  QListView* rows = view(chooser);
  QTest::mouseClick(rows->viewport(), Qt::LeftButton, Qt::ControlModifier,
                    rows->visualRect(rows->model()->index(2, 0)).center());
  QVERIFY(button(chooser, s("Open 2")) != nullptr);
  QTest::mouseClick(button(chooser, s("Open 2")), Qt::LeftButton);
  QCOMPARE(opened.last().first().value<Cids>(), (Cids{5793, 64689}));
  open(chooser);
  QTest::mouseClick(button(chooser, s("Open all")), Qt::LeftButton);
  QCOMPARE(opened.last().first().value<Cids>(), (Cids{5793, 79025, 64689, 107526}));
}

void CompoundChooserTest::rowsThatComeLaterKeepTheChoice() {
  CompoundChooser chooser;
  chooser.setQuestion(SearchKind::Name, s("glucose"));
  chooser.setChoices({}, CompoundChooser::Coming::More);
  open(chooser);
  QVERIFY(says(chooser, s("Asking PubChem for “glucose”")));
  QVERIFY(!button(chooser, s("Open"))->isEnabled());
  chooser.appendChoices(glucoses(), CompoundChooser::Coming::More);
  QCOMPARE(chooser.selectedCids(), Cids{5793});
  QVERIFY(!button(chooser, s("Open all"))->isEnabled());
  QTest::keyClick(view(chooser), Qt::Key_Down);
  chooser.appendChoices({{9, s("another"), {}, {}, {}, {}}, {5793, s("twice"), {}, {}, {}, {}}},
                        CompoundChooser::Coming::All);
  QCOMPARE(chooser.selectedCids(), Cids{79025});
  QCOMPARE(view(chooser)->model()->rowCount(), 5);
  QVERIFY(button(chooser, s("Open all"))->isEnabled());
}

void CompoundChooserTest::tooManyAreNotOpenedAtOnce() {
  CompoundChooser chooser;
  chooser.setChoices(many(400));
  open(chooser);
  QVERIFY(!button(chooser, s("Open all"))->isEnabled());
  QVERIFY(button(chooser, s("Open all"))->toolTip().contains(s("400")));
  QTest::keyClick(view(chooser), Qt::Key_End);
  QCOMPARE(chooser.selectedCids(), Cids{400});
}

void CompoundChooserTest::failureOffersAnotherTry() {
  CompoundChooser chooser;
  QSignalSpy retried(&chooser, &CompoundChooser::retryRequested);
  chooser.setQuestion(SearchKind::Name, s("glucose"));
  chooser.setChoices({}, CompoundChooser::Coming::More);
  open(chooser);
  chooser.showFailure(s("PubChem is busy; try again in 2 s."));
  auto* banner = chooser.findChild<Banner*>();
  QVERIFY(banner->isVisible());
  QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
  QCOMPARE(retried.count(), 1);
  QVERIFY(!banner->isVisible());
}

void CompoundChooserTest::requestsAreTold() {
  CompoundChooser chooser;
  QSignalSpy ledger(&chooser, &CompoundChooser::ledgerRequested);
  chooser.setChoices(glucoses());
  open(chooser);
  QVERIFY(!chooser.findChild<LinkButton*>()->isVisible());
  chooser.setRequests(3);
  QVERIFY(says(chooser, s("3 requests sent to PubChem")));
  QTest::mouseClick(chooser.findChild<LinkButton*>(), Qt::LeftButton);
  QCOMPARE(ledger.count(), 1);
}

void CompoundChooserTest::onlyVisibleRowsAskForDrawings() {
  CompoundChooser chooser;
  QSignalSpy needed(&chooser, &CompoundChooser::thumbnailNeeded);
  chooser.setChoices(many(300));
  open(chooser);
  QTRY_VERIFY(needed.count() >= 3);
  for (int i = 1; i <= 20; ++i) chooser.setThumbnail(i, {});
  QCoreApplication::processEvents();
  QVERIFY2(needed.count() < 20, qPrintable(QString::number(needed.count())));
  QVERIFY(needed.first().at(1).toSize().width() > 100);
}

void CompoundChooserTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  CompoundChooser chooser;
  chooser.setQuestion(SearchKind::Name, s("glucose"));
  chooser.setChoices(glucoses());
  chooser.setRequests(3);
  open(chooser);
  QImage drawing(180, 130, QImage::Format_ARGB32_Premultiplied);
  drawing.fill(Qt::transparent);
  QPainter painter(&drawing);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(QColor(128, 128, 128), 2));
  painter.drawPolygon(QPolygonF({{60, 40}, {90, 25}, {120, 40}, {120, 80}, {90, 95}, {60, 80}}));
  painter.end();
  for (const CompoundChoice& choice : glucoses()) chooser.setThumbnail(choice.cid, drawing);
  QVERIFY(view(chooser)->viewport()->height() > 300);
  keepPicture(chooser, s("chooser"));
  chooser.showFailure(s("PubChem is busy and asks for patience. What came so far is listed."));
  keepPicture(chooser, s("chooser-failed"));
}

QTEST_MAIN(CompoundChooserTest)
#include "compound_chooser_test.moc"
