#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/input/structure_entry.h"
#include "widgets/input/structure_line_edit.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class StructureEntryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void typingSettlesOnce();
  void enterSubmitsAtOnce();
  void openButtonNeedsText();
  void errorIsUnderlinedAtItsColumn_data();
  void errorIsUnderlinedAtItsColumn();
  void nextEditTakesTheErrorAway();
  void sentenceMakesRoom();
  void severalLinesAreHandedOver_data();
  void severalLinesAreHandedOver();
  void escapeEmptiesTheField();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static StructureLineEdit* edit(StructureEntry& entry) {
    return entry.findChild<StructureLineEdit*>();
  }
  static void open(StructureEntry& entry, int width = 248);
};

void StructureEntryTest::init() { useScheme(theme::Scheme::Light); }

void StructureEntryTest::open(StructureEntry& entry, int width) {
  entry.resize(width, entry.sizeHint().height());
  entry.show();
  entry.activateWindow();
  entry.setFocus();
  QVERIFY(QTest::qWaitForWindowActive(&entry));
}

void StructureEntryTest::typingSettlesOnce() {
  StructureEntry entry;
  open(entry);
  QSignalSpy settled(&entry, &StructureEntry::textSettled);
  QSignalSpy edited(&entry, &StructureEntry::textEdited);
  QTest::keyClicks(edit(entry), QStringLiteral("CCO"));
  QCOMPARE(edited.count(), 3);
  QCOMPARE(settled.count(), 0);
  QTRY_COMPARE(settled.count(), 1);
  QCOMPARE(settled.first().first().toString(), QStringLiteral("CCO"));
  QTest::keyClicks(edit(entry), QStringLiteral("\b\b\b"));
  QTest::keyClick(edit(entry), Qt::Key_A, Qt::ControlModifier);
  QTest::keyClick(edit(entry), Qt::Key_Delete);
  QTest::qWait(300);
  QVERIFY2(settled.last().first().toString() == QStringLiteral("CCO"),
           "an empty field settles on nothing");
}

void StructureEntryTest::enterSubmitsAtOnce() {
  StructureEntry entry;
  open(entry);
  QSignalSpy settled(&entry, &StructureEntry::textSettled);
  QSignalSpy submitted(&entry, &StructureEntry::submitted);
  QTest::keyClick(edit(entry), Qt::Key_Return);
  QCOMPARE(submitted.count(), 0);
  QTest::keyClicks(edit(entry), QStringLiteral(" CCO "));
  QTest::keyClick(edit(entry), Qt::Key_Return);
  QCOMPARE(submitted.count(), 1);
  QCOMPARE(submitted.first().first().toString(), QStringLiteral("CCO"));
  QTest::qWait(300);
  QVERIFY2(settled.isEmpty(), "what was submitted does not settle again");
}

void StructureEntryTest::openButtonNeedsText() {
  StructureEntry entry(StructureEntry::Look::Welcome);
  open(entry, 600);
  auto* button = entry.findChild<QPushButton*>();
  QVERIFY(!button->isEnabled());
  QVERIFY(!button->toolTip().isEmpty());
  QSignalSpy submitted(&entry, &StructureEntry::submitted);
  QTest::keyClicks(edit(entry), QStringLiteral("C"));
  QVERIFY(button->isEnabled());
  QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(submitted.count(), 1);
  entry.clear();
  QVERIFY(!button->isEnabled());
}

void StructureEntryTest::errorIsUnderlinedAtItsColumn_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("column");     // 0 = none
  QTest::addColumn<QString>("sound");  // what stands before the wave
  QTest::newRow("in the middle") << "CC(=O)X" << 7 << "CC(=O)";
  QTest::newRow("at the first character") << "?CC" << 1 << "";
  QTest::newRow("beyond the end marks the last character") << "CC(" << 4 << "CC";
  QTest::newRow("without a column everything is marked") << "nothing" << 0 << "";
  QTest::newRow("blanks before the text do not count") << "  CCX" << 3 << "  CC";
}

void StructureEntryTest::errorIsUnderlinedAtItsColumn() {
  QFETCH(QString, text);
  QFETCH(int, column);
  QFETCH(QString, sound);
  StructureEntry entry;
  open(entry, 400);
  QTest::keyClicks(edit(entry), text);
  entry.setError(column == 0 ? std::nullopt : std::optional(column), QStringLiteral("Wrong."));
  const QFontMetricsF metrics(edit(entry)->font());
  const QRect wave = edit(entry)->waveRect();
  QVERIFY(!wave.isEmpty());
  const double left = metrics.horizontalAdvance(sound);
  QVERIFY2(qAbs(wave.left() - left) < 6,
           qPrintable(QStringLiteral("%1 %2").arg(wave.left()).arg(left)));
  QVERIFY(qAbs(wave.right() - metrics.horizontalAdvance(text)) < 7);
  QCOMPARE(edit(entry)->accessibleDescription(), QStringLiteral("Wrong."));
}

void StructureEntryTest::nextEditTakesTheErrorAway() {
  StructureEntry entry;
  open(entry);
  QTest::keyClicks(edit(entry), QStringLiteral("CX"));
  entry.setError(2, QStringLiteral("X is no element."));
  QTest::keyClick(edit(entry), Qt::Key_Backspace);
  QVERIFY(entry.errorSentence().isEmpty());
  QVERIFY(edit(entry)->waveRect().isEmpty());
}

void StructureEntryTest::sentenceMakesRoom() {
  StructureEntry entry;
  open(entry, 228);
  const int before = entry.height();
  QTest::keyClicks(edit(entry), QStringLiteral("C1CC"));
  entry.setError(
      2, QStringLiteral("SMILES has an unclosed ring 1 at column 2. Close it with a second 1."));
  QVERIFY(entry.height() > before + 20);
  entry.clearError();
  QCOMPARE(entry.height(), before);
}

void StructureEntryTest::severalLinesAreHandedOver_data() {
  QTest::addColumn<QString>("pasted");
  QTest::addColumn<bool>("isBlock");
  QTest::newRow("a MOL block") << "\n  RDKit\n\n  1  0  0  0" << true;
  QTest::newRow("one line stays in the field") << "CCO" << false;
  QTest::newRow("a line break at the end is no second line") << "CCO\n" << false;
}

void StructureEntryTest::severalLinesAreHandedOver() {
  QFETCH(QString, pasted);
  QFETCH(bool, isBlock);
  StructureEntry entry;
  open(entry);
  QSignalSpy blocks(&entry, &StructureEntry::blockPasted);
  QGuiApplication::clipboard()->setText(pasted);
  QTest::keyClick(edit(entry), Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(blocks.count(), isBlock ? 1 : 0);
  if (isBlock) {
    QCOMPARE(blocks.first().first().toString(), pasted);
    QVERIFY(entry.text().isEmpty());
  } else {
    QCOMPARE(entry.text(), QStringLiteral("CCO"));
  }
}

void StructureEntryTest::escapeEmptiesTheField() {
  StructureEntry entry;
  open(entry);
  QSignalSpy edited(&entry, &StructureEntry::textEdited);
  QTest::keyClicks(edit(entry), QStringLiteral("C"));
  QTest::keyClick(edit(entry), Qt::Key_Escape);
  QVERIFY(entry.text().isEmpty());
  QCOMPARE(edited.last().first().toString(), QString());
}

void StructureEntryTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  for (const auto look : {StructureEntry::Look::Search, StructureEntry::Look::Welcome}) {
    const bool search = look == StructureEntry::Look::Search;
    const QString name = search ? QStringLiteral("entry-search") : QStringLiteral("entry-welcome");
    StructureEntry entry(look);
    open(entry, search ? 228 : 640);
    keepPicture(entry, name);
    QTest::keyClicks(edit(entry), QStringLiteral("CC(=O)Oc1ccccc1C(=O)X"));
    entry.setError(21, QStringLiteral("SMILES has no element X at column 21. Write a symbol of the "
                                      "periodic table, or [*] for any atom."));
    keepPicture(entry, name + QStringLiteral("-error"));
  }
}

QTEST_MAIN(StructureEntryTest)
#include "structure_entry_test.moc"
