#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/library/column_mapping_view.h"
#include "widgets/library/import_views.h"
#include "widgets/library/library_import_dialog.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class LibraryImportDialogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void importWaitsForWhatIsMissing();
  void aKnownLayoutIsNamed();
  void rolesAreChosenAndTold();
  void rolesThatMakeNoTableAreRefused_data();
  void rolesThatMakeNoTableAreRefused();
  void answersForWhatWasRemovedAreDropped();
  void progressAndReportAreTold();
  void stopIsToldOnce();
  void failureIsASentence();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static QString s(const char* text) { return QString::fromUtf8(text); }
  static TableSample sample();
  static void open(LibraryImportDialog& dialog);
  static QPushButton* button(QWidget& dialog, const QString& words);
  static QString allWords(const QWidget& dialog);
};

void LibraryImportDialogTest::init() { useScheme(theme::Scheme::Light); }

TableSample LibraryImportDialogTest::sample() {
  return {s("ChEBI-20"),
          {s("CID"), s("SMILES"), s("description")},
          {ColumnRole::Identifier, ColumnRole::Smiles, ColumnRole::Text},
          {{s("702"), s("CCO"), s("The molecule is a primary alcohol.")},
           {s("887"), s("CO"), s("The simplest alcohol.")}}};
}

void LibraryImportDialogTest::open(LibraryImportDialog& dialog) {
  dialog.setLibraryName(s("My molecules"));
  dialog.show();
  dialog.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&dialog));
}

QPushButton* LibraryImportDialogTest::button(QWidget& dialog, const QString& words) {
  for (auto* one : dialog.findChildren<QPushButton*>())
    if (one->text() == words && one->isVisible()) return one;
  return nullptr;
}

QString LibraryImportDialogTest::allWords(const QWidget& dialog) {
  QStringList words;
  for (const auto* label : dialog.findChildren<QLabel*>())
    if (label->isVisible()) words += label->text();
  return words.join(u'|');
}

void LibraryImportDialogTest::importWaitsForWhatIsMissing() {
  LibraryImportDialog dialog;
  QSignalSpy asked(&dialog, &LibraryImportDialog::previewRequested);
  QSignalSpy wanted(&dialog, &LibraryImportDialog::importRequested);
  open(dialog);
  QPushButton* start = button(dialog, s("Import"));
  QVERIFY(!start->isEnabled());
  QVERIFY(start->toolTip().contains(s("Add a file")));
  dialog.addPaths({s("/data/a.sdf"), s("/data/a.sdf"), s("/data/b.xyz")});
  QCOMPARE(asked.count(), 2);
  QVERIFY(start->toolTip().contains(s("a.sdf is being looked at")));
  dialog.setStructures(s("/data/a.sdf"), s("An SD file of 12 MB"));
  dialog.setUnreadable(s("/data/b.xyz"), s("It holds no atoms."));
  QVERIFY(start->toolTip().contains(s("b.xyz cannot be imported")));
  QListWidget* files = nullptr;
  for (auto* list : dialog.findChildren<QListWidget*>())
    if (list->accessibleName() == s("Files and folders to import")) files = list;
  QVERIFY(files != nullptr);
  files->setCurrentRow(1);
  QVERIFY(allWords(dialog).contains(s("It holds no atoms.")));
  files->setFocus();
  QTest::keyClick(files, Qt::Key_Delete);
  QVERIFY(start->isEnabled());
  QTest::mouseClick(start, Qt::LeftButton);
  QCOMPARE(wanted.count(), 1);
  const auto request = wanted.first().first().value<ImportRequest>();
  QCOMPARE(request.sources.size(), std::size_t(1));
  QCOMPARE(request.sources.front().path, s("/data/a.sdf"));
  QVERIFY(!request.sources.front().roles);
}

void LibraryImportDialogTest::aKnownLayoutIsNamed() {
  LibraryImportDialog dialog;
  open(dialog);
  dialog.addPaths({s("/data/captions.txt")});
  dialog.setTable(s("/data/captions.txt"), sample());
  QVERIFY(allWords(dialog).contains(s("This is the layout of ChEBI-20")));
  QVERIFY(button(dialog, s("Import"))->isEnabled());
  QCOMPARE(dialog.request().sources.front().roles->at(2), ColumnRole::Text);
}

void LibraryImportDialogTest::rolesAreChosenAndTold() {
  LibraryImportDialog dialog;
  open(dialog);
  dialog.addPaths({s("/data/table.tsv")});
  TableSample table = sample();
  table.layout.clear();
  table.roles[1] = ColumnRole::Ignored;
  dialog.setTable(s("/data/table.tsv"), table);
  QVERIFY(!button(dialog, s("Import"))->isEnabled());
  QVERIFY(allWords(dialog).contains(s("No column holds the structures")));
  QComboBox* second = dialog.findChildren<QComboBox*>().at(1);
  second->setFocus();
  QTest::keyClick(second, Qt::Key_Down);
  QCOMPARE(second->currentText(), s("SMILES"));
  QVERIFY(button(dialog, s("Import"))->isEnabled());
  QCOMPARE(dialog.request().sources.front().roles->at(1), ColumnRole::Smiles);
}

void LibraryImportDialogTest::rolesThatMakeNoTableAreRefused_data() {
  QTest::addColumn<QList<int>>("roles");
  QTest::addColumn<QString>("words");
  const auto of = [](std::initializer_list<ColumnRole> roles) {
    QList<int> list;
    for (const ColumnRole role : roles) list += static_cast<int>(role);
    return list;
  };
  QTest::newRow("no column at all") << of({}) << "No column holds";
  QTest::newRow("names alone") << of({ColumnRole::Name}) << "No column holds";
  QTest::newRow("two of SMILES") << of({ColumnRole::Smiles, ColumnRole::Smiles}) << "Two columns";
  QTest::newRow("SMILES and InChI") << of({ColumnRole::Smiles, ColumnRole::Inchi}) << "";
}

void LibraryImportDialogTest::rolesThatMakeNoTableAreRefused() {
  QFETCH(QList<int>, roles);
  QFETCH(QString, words);
  std::vector<ColumnRole> made;
  for (const int role : roles) made.push_back(static_cast<ColumnRole>(role));
  const QString problem = ColumnMappingView::problemOf(made);
  QCOMPARE(problem.isEmpty(), words.isEmpty());
  QVERIFY(problem.contains(words));
}

void LibraryImportDialogTest::answersForWhatWasRemovedAreDropped() {
  LibraryImportDialog dialog;
  open(dialog);
  dialog.addPaths({s("/data/a.sdf")});
  QTest::mouseClick(button(dialog, s("Remove")), Qt::LeftButton);
  dialog.setStructures(s("/data/a.sdf"), s("late"));
  QVERIFY(dialog.request().sources.empty());
  QVERIFY(!allWords(dialog).contains(s("late")));
}

void LibraryImportDialogTest::progressAndReportAreTold() {
  LibraryImportDialog dialog;
  QSignalSpy saved(&dialog, &LibraryImportDialog::saveRequested);
  open(dialog);
  dialog.addPaths({s("/data/a.sdf")});
  dialog.setStructures(s("/data/a.sdf"), {});
  QTest::mouseClick(button(dialog, s("Import")), Qt::LeftButton);
  dialog.setProgress({s("/data/a.sdf"), 0.5, 1200, 410.4, 75});
  QCOMPARE(dialog.findChild<QProgressBar*>()->value(), 500);
  QCOMPARE(dialog.findChild<ImportProgressView*>()->words(),
           QLocale().toString(1200) + s(" records · 410 a second · about 75 s left"));
  keepPicture(dialog, s("import-progress"));
  dialog.setResult({2400,
                    2000,
                    300,
                    90,
                    10,
                    {s("ethanol: two names more")},
                    {{s("a.sdf, record 3"), s("Atom 2 has five bonds.")}},
                    ImportResult::End::Finished,
                    5.8});
  QVERIFY(allWords(dialog).contains(s("Imported into My molecules")));
  QVERIFY(allWords(dialog).contains(s("10 refused")));
  QVERIFY(allWords(dialog).contains(s("The first 1 of 10 refusals")));
  QTest::mouseClick(button(dialog, s("Save the report…")), Qt::LeftButton);
  const QByteArray report = saved.first().at(1).toByteArray();
  QVERIFY(report.contains("a.sdf, record 3: Atom 2 has five bonds."));
  QVERIFY(report.contains("ethanol: two names more"));
  keepPicture(dialog, s("import-report"));
  QTest::mouseClick(button(dialog, s("Close")), Qt::LeftButton);
  QVERIFY(!dialog.isVisible());
}

void LibraryImportDialogTest::stopIsToldOnce() {
  LibraryImportDialog dialog;
  QSignalSpy stopped(&dialog, &LibraryImportDialog::stopRequested);
  open(dialog);
  dialog.addPaths({s("/data/a.sdf")});
  dialog.setStructures(s("/data/a.sdf"), {});
  QTest::mouseClick(button(dialog, s("Import")), Qt::LeftButton);
  QPushButton* stop = button(dialog, s("Stop"));
  QTest::mouseClick(stop, Qt::LeftButton);
  QTest::mouseClick(stop, Qt::LeftButton);
  QCOMPARE(stopped.count(), 1);
  ImportResult result;
  result.end = ImportResult::End::Stopped;
  dialog.setResult(result);
  QVERIFY(allWords(dialog).contains(s("goes on from here")));
}

void LibraryImportDialogTest::failureIsASentence() {
  LibraryImportDialog dialog;
  open(dialog);
  dialog.addPaths({s("/data/a.sdf")});
  dialog.setStructures(s("/data/a.sdf"), {});
  QTest::mouseClick(button(dialog, s("Import")), Qt::LeftButton);
  dialog.setFailure(s("The library cannot be written: the disk is full."));
  QVERIFY(allWords(dialog).contains(s("the disk is full")));
  QVERIFY(button(dialog, s("Close")) != nullptr);
}

void LibraryImportDialogTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  LibraryImportDialog dialog;
  open(dialog);
  keepPicture(dialog, s("import-empty"));
  dialog.addPaths({s("/data/captions.txt"), s("/data/more.sdf.gz")});
  dialog.setTable(s("/data/captions.txt"), sample());
  dialog.setStructures(s("/data/more.sdf.gz"), s("An SD file, compressed, 210 MB"));
  keepPicture(dialog, s("import-table"));
  QVERIFY(dialog.findChild<ColumnMappingView*>()->isVisible());
}

QTEST_MAIN(LibraryImportDialogTest)
#include "library_import_dialog_test.moc"
