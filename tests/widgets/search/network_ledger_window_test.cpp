#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/inspector/table_view.h"
#include "widgets/search/network_ledger_window.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class NetworkLedgerWindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void emptySaysThatNothingWasSent();
  void linesAreListedLatestFirst();
  void aLineThatChangesStaysOne();
  void wordsFilterTheLines_data();
  void wordsFilterTheLines();
  void copyAndExportHoldEveryLine();
  void theSwitchIsTold();
  void savedRepliesAreLimitedAndCleared();
  void onlyAServerIsTakenAsAddress_data();
  void onlyAServerIsTakenAsAddress();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static QString s(const char* text) { return QString::fromUtf8(text); }
  static std::vector<NetworkLine> lines();
  static void open(NetworkLedgerWindow& window);
  static TableView* table(NetworkLedgerWindow& w) { return w.findChild<TableView*>(); }
  static QPushButton* button(NetworkLedgerWindow& window, const QString& words);
  static QString allWords(const NetworkLedgerWindow& window);
  static QLineEdit* address(NetworkLedgerWindow& window);
};

void NetworkLedgerWindowTest::init() { useScheme(theme::Scheme::Light); }

std::vector<NetworkLine> NetworkLedgerWindowTest::lines() {
  const QDateTime start(QDate(2024, 5, 2), QTime(10, 0, 1), Qt::UTC);
  const auto url = [](const char* path) {
    return QUrl(s("https://pubchem.example/rest/") + s(path));
  };
  return {{1, start, s("GET"), url("autocomplete/compound/gluc/json"),
           s("Names that begin with “gluc”"), 420, 512, 130, s("200 OK"), false},
          {2, start.addSecs(3), s("GET"), url("pug/compound/name/glucose/cids/JSON"),
           s("Compounds called “glucose”"), 430, 2'048, 210, s("200 OK"), false},
          {3, start.addSecs(4), s("POST"), url("pug/compound/smiles/cids/JSON"),
           s("The compound of a SMILES"), 610, 0, 30'000, s("503, busy"), true}};
}

void NetworkLedgerWindowTest::open(NetworkLedgerWindow& window) {
  window.setBase(QUrl(s("https://pubchem.example/rest")), QUrl(s("https://pubchem.example/rest")));
  window.setCache(12'000'000, 512LL * 1024 * 1024);
  window.resize(window.sizeHint());
  window.show();
  window.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&window));
}

QPushButton* NetworkLedgerWindowTest::button(NetworkLedgerWindow& window, const QString& words) {
  for (auto* one : window.findChildren<QPushButton*>())
    if (one->text() == words) return one;
  return nullptr;
}

QString NetworkLedgerWindowTest::allWords(const NetworkLedgerWindow& window) {
  QStringList words;
  for (const auto* label : window.findChildren<QLabel*>())
    if (label->isVisible()) words += label->text();
  return words.join(u'|');
}

QLineEdit* NetworkLedgerWindowTest::address(NetworkLedgerWindow& window) {
  for (auto* edit : window.findChildren<QLineEdit*>())
    if (edit->accessibleName() == s("Address of the server")) return edit;
  return nullptr;
}

void NetworkLedgerWindowTest::emptySaysThatNothingWasSent() {
  NetworkLedgerWindow window;
  open(window);
  QCOMPARE(window.lineCount(), 0);
  QVERIFY(!button(window, s("Copy"))->isEnabled());
  QCOMPARE(button(window, s("Clear"))->toolTip(), s("Nothing has been sent."));
  keepPicture(window, s("ledger-empty"));
}

void NetworkLedgerWindowTest::linesAreListedLatestFirst() {
  NetworkLedgerWindow window;
  open(window);
  window.setLines(lines());
  const auto* model = table(window)->model();
  QCOMPARE(model->rowCount(), 3);
  QCOMPARE(model->index(0, 1).data().toString(), s("POST"));
  QVERIFY(allWords(window).contains(s("3 requests")));
  QVERIFY(allWords(window).contains(s("1 failed")));
}

void NetworkLedgerWindowTest::aLineThatChangesStaysOne() {
  NetworkLedgerWindow window;
  open(window);
  NetworkLine line = lines().front();
  line.outcome = s("waiting");
  window.putLine(line);
  QVERIFY(allWords(window).contains(s("1 request,")));
  line.outcome = s("200 OK");
  window.putLine(line);
  QCOMPARE(window.lineCount(), 1);
  QCOMPARE(table(window)->model()->index(0, 6).data().toString(), s("200 OK"));
}

void NetworkLedgerWindowTest::wordsFilterTheLines_data() {
  QTest::addColumn<QString>("words");
  QTest::addColumn<int>("rows");
  QTest::newRow("nothing keeps all") << "" << 3;
  QTest::newRow("a part of an address") << "smiles/cids" << 1;
  QTest::newRow("case does not matter") << "GLUCOSE" << 1;
  QTest::newRow("two words are both wanted") << "get gluc" << 2;
  QTest::newRow("words that no line has") << "aspirin" << 0;
}

void NetworkLedgerWindowTest::wordsFilterTheLines() {
  NetworkLedgerWindow window;
  open(window);
  window.setLines(lines());
  QFETCH(QString, words);
  QLineEdit* filter = nullptr;
  for (auto* edit : window.findChildren<QLineEdit*>())
    if (edit->placeholderText() == s("Filter")) filter = edit;
  QTest::keyClicks(filter, words);
  QTEST(table(window)->model()->rowCount(), "rows");
}

void NetworkLedgerWindowTest::copyAndExportHoldEveryLine() {
  NetworkLedgerWindow window;
  open(window);
  auto all = lines();
  all[0].reason = s("=a formula, \"quoted\"");
  window.setLines(all);
  QTest::mouseClick(button(window, s("Copy")), Qt::LeftButton);
  QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 4);
  QSignalSpy saved(&window, &NetworkLedgerWindow::saveRequested);
  QTest::mouseClick(button(window, s("Export CSV…")), Qt::LeftButton);
  QCOMPARE(saved.count(), 1);
  const QByteArray csv = saved.first().at(1).toByteArray();
  QCOMPARE(csv.count('\n'), 4);
  QVERIFY(csv.contains("\"'=a formula, \"\"quoted\"\"\""));
  QVERIFY(csv.contains("2024-05-02T10:00:01.000Z"));
  QSignalSpy cleared(&window, &NetworkLedgerWindow::clearRequested);
  QTest::mouseClick(button(window, s("Clear")), Qt::LeftButton);
  QCOMPARE(cleared.count(), 1);
}

void NetworkLedgerWindowTest::theSwitchIsTold() {
  NetworkLedgerWindow window;
  open(window);
  QSignalSpy chosen(&window, &NetworkLedgerWindow::modeChosen);
  window.setMode(NetworkMode::Off);
  QCOMPARE(chosen.count(), 0);
  QVERIFY(allWords(window).contains(s("nothing of PubChem is offered")));
  auto* modes = window.findChild<SegmentedControl*>();
  QTest::mouseClick(modes->findChildren<QToolButton*>().at(1), Qt::LeftButton);
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.first().first().value<NetworkMode>(), NetworkMode::Offline);
  QVERIFY(allWords(window).contains(s("opens from this computer")));
}

void NetworkLedgerWindowTest::savedRepliesAreLimitedAndCleared() {
  NetworkLedgerWindow window;
  open(window);
  QSignalSpy cleared(&window, &NetworkLedgerWindow::cacheClearRequested);
  QSignalSpy limited(&window, &NetworkLedgerWindow::cacheLimitChosen);
  QTest::mouseClick(button(window, s("Clear saved replies")), Qt::LeftButton);
  QCOMPARE(cleared.count(), 1);
  auto* limits = window.findChild<QComboBox*>();
  limits->setFocus();
  QTest::keyClick(limits, Qt::Key_Home);
  QCOMPARE(limited.count(), 1);
  QCOMPARE(limited.first().first().toLongLong(), 64LL * 1024 * 1024);
  window.setCache(0, 64LL * 1024 * 1024);
  QVERIFY(!button(window, s("Clear saved replies"))->isEnabled());
}

void NetworkLedgerWindowTest::onlyAServerIsTakenAsAddress_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<bool>("taken");
  QTest::addColumn<QString>("words");
  QTest::newRow("a mirror") << "https://mirror.example/rest" << true << "";
  QTest::newRow("a server of this computer")
      << "http://127.0.0.1:8080/rest" << true << "can be read on its way";
  QTest::newRow("no scheme") << "mirror.example" << false << "is no address of a server";
  QTest::newRow("a file") << "file:///etc/passwd" << false << "is no address of a server";
  QTest::newRow("a question") << "https://a.example/?q=1" << false << "is no address of a server";
}

void NetworkLedgerWindowTest::onlyAServerIsTakenAsAddress() {
  NetworkLedgerWindow window;
  open(window);
  QSignalSpy chosen(&window, &NetworkLedgerWindow::baseChosen);
  QFETCH(QString, typed);
  QFETCH(bool, taken);
  QFETCH(QString, words);
  address(window)->setFocus();
  address(window)->selectAll();
  QTest::keyClicks(address(window), typed);
  QTest::keyClick(address(window), Qt::Key_Return);
  QCOMPARE(chosen.count(), taken ? 1 : 0);
  if (!words.isEmpty()) QVERIFY2(allWords(window).contains(words), qPrintable(allWords(window)));
  if (!taken) return;
  QTest::mouseClick(button(window, s("Restore")), Qt::LeftButton);
  QCOMPARE(chosen.last().first().toUrl(), QUrl(s("https://pubchem.example/rest")));
}

void NetworkLedgerWindowTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  NetworkLedgerWindow window;
  open(window);
  window.setLines(lines());
  QVERIFY(table(window)->viewport()->height() > 100);
  keepPicture(window, s("ledger"));
}

QTEST_MAIN(NetworkLedgerWindowTest)
#include "network_ledger_window_test.moc"
