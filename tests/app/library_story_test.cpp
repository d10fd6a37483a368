// A chemist with a library and PubChem, in a real window with real keys and a server on this
// machine: look a name up, choose among four, see where it came from, find what is like it, keep
// it.
#include <QAction>
#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/application.h"
#include "tests/app/app_fixture.h"
#include "tests/support/pubchem_server.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/welcome_page.h"
#include "widgets/input/structure_entry.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/library/library_import_dialog.h"
#include "widgets/library/record_list.h"
#include "widgets/neighbours/neighbours_panel.h"
#include "widgets/search/compound_chooser.h"
#include "widgets/search/search_popup.h"

using namespace molloquy;
using namespace molloquy::app;
using Tab = widgets::LowerPanel::Tab;

namespace {

constexpr int kPatience = 20'000;

struct Bench {
  explicit Bench(const QString& structure = {}) {
    qputenv("MOLLOQUY_PUBCHEM", server.base().toString().toUtf8());
    application = std::make_unique<Application>(model.options(structure));
    application->start();
    window().resize(1440, 900);
    window().activateWindow();
  }
  MainWindow& window() { return application->window(); }
  widgets::RecordList& list() { return window().records(); }
  QLineEdit* field() { return list().entry().findChild<QLineEdit*>(); }
  const StructureSnapshot& shown() { return application->document().snapshot(); }
  widgets::NeighboursPanel& neighbours() { return window().lowerPanel().neighbours(); }
  bool listed() {
    return QTest::qWaitFor([this] { return list().library().rowCount() > 100; }, kPatience);
  }
  /// Types into the search field as a person does.
  void search(const QString& text) {
    window().actions().search->trigger();
    QTest::keyClicks(field(), text);
  }
  /// The first neighbour, clicked as a person clicks it.
  void clickFirstCard() {
    auto* cards = neighbours().findChild<QListView*>();
    QTest::mouseClick(cards->viewport(), Qt::LeftButton, {},
                      cards->visualRect(cards->model()->index(0, 0)).center());
  }
  widgets::CompoundChooser* chooser() { return window().findChild<widgets::CompoundChooser*>(); }

  test::PubChemServer server;
  ScriptedModel model;
  std::unique_ptr<Application> application;
};

}  // namespace

class LibraryStoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { prepareApplicationTest(); }

  void theFirstLibraryIsThere() {
    Bench desk;
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(desk.listed());
    QCOMPARE(desk.application->library().info().name, std::string("Well-known molecules"));
    // Nothing was sent, and nobody was asked for it.
    QVERIFY(desk.server.requests().empty());
    keepPicture(desk.window(), "l0-first");
    desk.search("vanil");
    QTRY_VERIFY_WITH_TIMEOUT(desk.list().library().rowCount() == 1, kPatience);
    QTest::keyClick(desk.field(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(desk.shown().title, QString("vanillin"), kPatience);
    QVERIFY(desk.server.requests().empty());
  }

  void aNameWithFourRecords() {
    Bench desk("CCO");
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(desk.listed());
    Settings().setSuggestions(widgets::SuggestionConsent::Allowed);
    desk.list().search().setConsent(widgets::SuggestionConsent::Allowed);
    desk.search("glucose");
    QTRY_VERIFY_WITH_TIMEOUT(!desk.server.requests().empty(), kPatience);
    keepPicture(desk.window(), "l1-popup");
    // The library has a glucose of its own; PubChem's is asked for by its row.
    QTRY_VERIFY(desk.list().search().isOpen());
    Q_EMIT desk.list().search().lookupRequested(widgets::SearchKind::Name, "glucose");
    QTRY_VERIFY_WITH_TIMEOUT(desk.chooser() != nullptr, kPatience);
    QTRY_VERIFY(desk.chooser()->isVisible());
    QTest::qWait(300);  // drawings; only the picture needs them
    keepPicture(*desk.chooser(), "l2-chooser");
    QCOMPARE(desk.chooser()->selectedCids(), std::vector<qint64>{5793});
    QTest::keyClick(desk.chooser(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(desk.shown().title, QString("D-glucopyranose"), kPatience);
    QTRY_VERIFY(desk.application->pubChem().requestsSent() > 0);
    desk.window().lowerPanel().setCurrentTab(Tab::PubChem);
    QCOMPARE(desk.window().lowerPanel().currentTab(), Tab::PubChem);
    QTest::qWait(500);
    keepPicture(desk.window(), "l3-entry");
    // Another structure has no entry: its tab goes.
    desk.application->openArgument("CCC");
    QTRY_COMPARE_WITH_TIMEOUT(desk.shown().smiles, QString("CCC"), kPatience);
    QVERIFY(desk.window().lowerPanel().currentTab() != Tab::PubChem);
  }

  void anEntryWithoutShapeIsMadeHereAndSaysSo() {
    Bench desk;
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(desk.listed());
    desk.application->pubChem().open({5234});
    QTRY_COMPARE_WITH_TIMEOUT(desk.shown().title.toLower(), QString("sodium chloride"), kPatience);
    QVERIFY(desk.window().banner().isVisible());
    keepPicture(desk.window(), "l4-made-here");
  }

  void neighboursFollowTheStructure() {
    Bench desk("CC(=O)Oc1ccccc1C(=O)O");
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(desk.listed());
    QTRY_VERIFY_WITH_TIMEOUT(!desk.shown().isEmpty(), kPatience);
    desk.window().lowerPanel().setCurrentTab(Tab::Neighbours);
    QTRY_VERIFY_WITH_TIMEOUT(desk.neighbours().cardCount() > 4, kPatience);
    QTest::qWait(800);
    keepPicture(desk.window(), "l5-neighbours");
    desk.clickFirstCard();
    QTest::qWait(800);
    keepPicture(desk.window(), "l6-overlay");
  }

  void whatIsOpenGoesIntoTheLibrary() {
    Bench desk("C1CCCCCCC1");
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(desk.listed());
    QTRY_VERIFY_WITH_TIMEOUT(!desk.shown().isEmpty(), kPatience);
    const std::size_t before = desk.application->library().info().molecules;
    desk.window().actions().library.add->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(desk.application->library().info().molecules, before + 1, kPatience);
    // The same once more is told, not doubled.
    desk.window().actions().library.add->trigger();
    QTest::qWait(300);
    QCOMPARE(desk.application->library().info().molecules, before + 1);
  }

  void aTableIsImportedByItsColumns() {
    QTemporaryDir folder;
    QFile table(folder.filePath("mine.tsv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write(
        "id\tsmiles\tdescription\n"
        "A-1\tC1CCCCCCCC1\tA ring of nine carbons.\n"
        "A-2\tC1CCCCCCCCC1\tA ring of ten carbons.\n"
        "A-3\tC1CC(\tNo structure.\n");
    table.close();
    Bench desk;
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(desk.listed());
    const std::size_t before = desk.application->library().info().molecules;
    desk.window().actions().library.import->trigger();
    auto* dialog = desk.window().findChild<widgets::LibraryImportDialog*>();
    QTRY_VERIFY(dialog && dialog->isVisible());
    dialog->addPaths({table.fileName()});
    QPushButton* start = nullptr;
    for (auto* button : dialog->findChildren<QPushButton*>()) {
      if (button->text() == "Import") start = button;
    }
    QVERIFY(start);
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), kPatience);
    keepPicture(*dialog, "l7-import");
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(desk.application->library().info().molecules, before + 2, kPatience);
    QTest::qWait(200);
    keepPicture(*dialog, "l8-imported");
    dialog->close();
    desk.search("A-2");
    QTRY_COMPARE_WITH_TIMEOUT(desk.list().library().rowCount(), 1, kPatience);
  }

  void offlineNothingIsSent() {
    Bench desk;
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    desk.application->pubChem().setMode(widgets::NetworkMode::Off);
    QSignalSpy failures(&desk.application->pubChem(), &PubChemController::failed);
    desk.application->pubChem().lookUp({pubchem::LookupKind::Name, "aspirin"});
    QTRY_COMPARE_WITH_TIMEOUT(failures.count(), 1, kPatience);
    QVERIFY(desk.server.requests().empty());
    // Nothing is open: the first page has to say it.
    QVERIFY(desk.window().welcome().isVisible());
    QVERIFY(
        !desk.window().welcome().findChild<widgets::StructureEntry*>()->errorSentence().isEmpty());
    desk.application->pubChem().setMode(widgets::NetworkMode::Online);
  }
};

QTEST_MAIN(LibraryStoryTest)
#include "library_story_test.moc"
