#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>

#include "resources/resources.h"
#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/command_palette.h"
#include "widgets/frame/key_caps.h"
#include "widgets/theme/themed_icon.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class CommandPaletteTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void commandsComeFromTheMenus();
  void commandsAreFoundAndOrdered_data();
  void commandsAreFoundAndOrdered();
  void enterRunsTheCurrentCommand();
  void disabledCommandDoesNotRun();
  void recentCommandsComeFirst();
  void escapeCloses();
  void keysAreNamed_data();
  void keysAreNamed();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  /// A window with the menus of the tests.
  struct Window : QWidget {
    Window();
    QMenuBar* menus;
    QAction* optimise;
    QAction* disabled;
  };
  static QStringList rows(CommandPalette& palette);
  static QLineEdit* edit(CommandPalette& palette) { return palette.findChild<QLineEdit*>(); }
  static void open(CommandPalette& palette, Window& window);
};

CommandPaletteTest::Window::Window() : menus(new QMenuBar(this)) {
  resize(1100, 620);
  QMenu* structure = menus->addMenu(QStringLiteral("&Structure"));
  optimise = structure->addAction(theme::icon(QStringLiteral("regenerate")),
                                  QStringLiteral("&Optimise geometry"));
  optimise->setShortcut(QKeySequence(QStringLiteral("Ctrl+Alt+O")));
  structure->addSeparator();
  disabled = structure->addAction(QStringLiteral("Stop optimising"));
  disabled->setEnabled(false);
  disabled->setStatusTip(QStringLiteral("Nothing is being optimised."));
  QMenu* view = menus->addMenu(QStringLiteral("&View"));
  view->addAction(theme::icon(QStringLiteral("labels")), QStringLiteral("Label options…"));
  QMenu* inner = view->addMenu(QStringLiteral("&Look"));
  inner->addAction(theme::icon(QStringLiteral("light-look")), QStringLiteral("Light"));
  view->addAction(QStringLiteral("Hidden"))->setVisible(false);
}

void CommandPaletteTest::init() { useScheme(theme::Scheme::Light); }

QStringList CommandPaletteTest::rows(CommandPalette& palette) {
  QStringList texts;
  const QAbstractItemModel* model = palette.findChild<QListView*>()->model();
  for (int row = 0; row < model->rowCount(); ++row) texts += model->index(row, 0).data().toString();
  return texts;
}

void CommandPaletteTest::open(CommandPalette& palette, Window& window) {
  palette.setCommands(commandsOf(*window.menus));
  window.show();
  palette.openOver(window);
  QVERIFY(QTest::qWaitForWindowExposed(&palette));
}

void CommandPaletteTest::commandsComeFromTheMenus() {
  Window window;
  const auto commands = commandsOf(*window.menus);
  QCOMPARE(commands.size(), std::size_t(4));
  QCOMPARE(commands[0].menu, QStringLiteral("Structure"));
  QCOMPARE(commands[3].menu, QString::fromUtf8("View › Look"));
}

void CommandPaletteTest::commandsAreFoundAndOrdered_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<QStringList>("found");
  using L = QStringList;
  QTest::newRow("nothing typed shows all, the disabled last")
      << "" << L{"Optimise geometry", "Label options", "Light", "Stop optimising"};
  QTest::newRow("a match at the start comes before one inside")
      << "opt" << L{"Optimise geometry", "Label options", "Stop optimising"};
  QTest::newRow("case does not matter") << "LIGHT" << L{"Light"};
  QTest::newRow("blanks around do not matter") << "  light " << L{"Light"};
  QTest::newRow("nothing has this name") << "xyz" << L{};
}

void CommandPaletteTest::commandsAreFoundAndOrdered() {
  QFETCH(QString, typed);
  Window window;
  CommandPalette palette(&window);
  open(palette, window);
  QTest::keyClicks(edit(palette), typed);
  QTEST(rows(palette), "found");
}

void CommandPaletteTest::enterRunsTheCurrentCommand() {
  Window window;
  CommandPalette palette(&window);
  open(palette, window);
  QSignalSpy triggered(window.optimise, &QAction::triggered);
  QSignalSpy run(&palette, &CommandPalette::commandRun);
  QTest::keyClicks(edit(palette), QStringLiteral("opt"));
  QTest::keyClick(edit(palette), Qt::Key_Down);
  QTest::keyClick(edit(palette), Qt::Key_Up);
  QTest::keyClick(edit(palette), Qt::Key_Return);
  QCOMPARE(triggered.count(), 1);
  QCOMPARE(run.count(), 1);
  QVERIFY(!palette.isVisible());
}

void CommandPaletteTest::disabledCommandDoesNotRun() {
  Window window;
  CommandPalette palette(&window);
  open(palette, window);
  QSignalSpy run(&palette, &CommandPalette::commandRun);
  QTest::keyClicks(edit(palette), QStringLiteral("stop"));
  QTest::keyClick(edit(palette), Qt::Key_Return);
  QCOMPARE(run.count(), 0);
  QVERIFY(palette.isVisible());
  const auto* model = palette.findChild<QListView*>()->model();
  const QString spoken = model->index(0, 0).data(Qt::AccessibleTextRole).toString();
  QVERIFY2(spoken.contains(QStringLiteral("Nothing is being optimised.")), qPrintable(spoken));
}

void CommandPaletteTest::recentCommandsComeFirst() {
  Window window;
  CommandPalette palette(&window);
  palette.setRecent({QStringLiteral("Light")});
  open(palette, window);
  QCOMPARE(rows(palette).first(), QStringLiteral("Light"));
  QTest::keyClicks(edit(palette), QStringLiteral("label"));
  QTest::keyClick(edit(palette), Qt::Key_Return);
  const QStringList expected{QStringLiteral("Label options"), QStringLiteral("Light")};
  QCOMPARE(palette.recent(), expected);
  palette.openOver(window);
  QCOMPARE(rows(palette).mid(0, 2), expected);
}

void CommandPaletteTest::escapeCloses() {
  Window window;
  CommandPalette palette(&window);
  open(palette, window);
  QTest::keyClick(edit(palette), Qt::Key_Escape);
  QVERIFY(!palette.isVisible());
}

void CommandPaletteTest::keysAreNamed_data() {
  QTest::addColumn<QString>("keys");
  QTest::addColumn<QStringList>("names");
  QTest::newRow("one key") << "F9" << QStringList{"F9"};
  QTest::newRow("three keys") << "Ctrl+Alt+O" << QStringList{"Ctrl", "Alt", "O"};
  QTest::newRow("the plus key itself") << "Ctrl++" << QStringList{"Ctrl", "+"};
  QTest::newRow("only the first of two chords") << "Ctrl+K, Ctrl+O" << QStringList{"Ctrl", "K"};
  QTest::newRow("no keys") << "" << QStringList{};
}

void CommandPaletteTest::keysAreNamed() {
  QFETCH(QString, keys);
  QTEST(keyNames(QKeySequence(keys)), "names");
}

void CommandPaletteTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  Window window;
  CommandPalette palette(&window);
  open(palette, window);
  QCOMPARE(palette.width(), 580);
  QTest::keyClicks(edit(palette), QStringLiteral("opt"));
  keepPicture(palette, QStringLiteral("palette"));
  QTest::keyClicks(edit(palette), QStringLiteral("xyz"));
  keepPicture(palette, QStringLiteral("palette-none"));
}

QTEST_MAIN(CommandPaletteTest)
#include "command_palette_test.moc"
