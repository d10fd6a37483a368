#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/library/record_details.h"
#include "widgets/library/removable_chip.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class RecordDetailsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void nothingChosenSaysSo();
  void changesAreToldWhenAFieldIsLeft();
  void whatWasTypedBelongsToItsMolecule();
  void tagsNamesAndTextsAreTold();
  void aTextIsNoMarkUp();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static QString s(const char* text) { return QString::fromUtf8(text); }
  static KeptMolecule aspirin();
  static void open(RecordDetails& details);
  static QLineEdit* field(RecordDetails& details, const QString& name);
  static MoleculeEdit last(const QSignalSpy& spy) {
    return spy.last().first().value<MoleculeEdit>();
  }
};

void RecordDetailsTest::init() { useScheme(theme::Scheme::Light); }

KeptMolecule RecordDetailsTest::aspirin() {
  KeptMolecule molecule;
  molecule.key = s("library/1");
  molecule.title = s("aspirin");
  molecule.formula = s("C9H8O4");
  molecule.smiles = s("CC(=O)Oc1ccccc1C(=O)O");
  molecule.inchiKey = s("BSYNRYMUTXBXSQ-UHFFFAOYSA-N");
  molecule.mass = 180.16;
  molecule.conformers = 2;
  molecule.names = {s("acetylsalicylic acid"), s("2-acetoxybenzoic acid")};
  molecule.tags = {s("drug"), s("ester")};
  molecule.notes = s("Melts at 135 °C.");
  molecule.texts = {{4,
                     s("An ester of salicylic acid."),
                     s("PubChem, CID 2244"),
                     {},
                     QUrl(s("https://pubchem.ncbi.nlm.nih.gov/compound/2244"))},
                    {7, s("Used against pain & fever."), s("my table"), s("CC0"), {}}};
  molecule.properties = {{s("logP"), s("1.31")}};
  molecule.sources = {s("PubChem, CID 2244"), s("aspirin.sdf, record 1")};
  return molecule;
}

void RecordDetailsTest::open(RecordDetails& details) {
  details.resize(520, 680);
  details.setMolecule(aspirin());
  details.show();
  details.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&details));
}

QLineEdit* RecordDetailsTest::field(RecordDetails& details, const QString& name) {
  for (auto* edit : details.findChildren<QLineEdit*>())
    if (edit->accessibleName() == name) return edit;
  return nullptr;
}

void RecordDetailsTest::nothingChosenSaysSo() {
  RecordDetails details;
  open(details);
  details.setMolecule({});
  QVERIFY(details.key().isEmpty());
  bool says = false;
  for (const auto* label : details.findChildren<QLabel*>())
    says = says || (label->isVisible() && label->text().startsWith(s("Choose a structure")));
  QVERIFY(says);
}

void RecordDetailsTest::changesAreToldWhenAFieldIsLeft() {
  RecordDetails details;
  QSignalSpy changed(&details, &RecordDetails::changeRequested);
  open(details);
  QLineEdit* title = field(details, s("Title"));
  title->setFocus();
  QTest::keyClick(title, Qt::Key_End);
  QTest::keyClicks(title, s(" A"));
  QCOMPARE(changed.count(), 0);
  QTest::keyClick(title, Qt::Key_Return);
  QCOMPARE(changed.count(), 1);
  QCOMPARE(last(changed).key, s("library/1"));
  QCOMPARE(*last(changed).title, s("aspirin A"));
  QVERIFY(!last(changed).notes);
  auto* notes = details.findChild<QPlainTextEdit*>();
  notes->setFocus();
  QTest::keyClicks(notes, s("New. "));
  title->setFocus();
  QCOMPARE(changed.count(), 2);
  QCOMPARE(*last(changed).notes, s("New. Melts at 135 °C."));
  // An empty title is no title; the old one comes back.
  title->selectAll();
  QTest::keyClick(title, Qt::Key_Delete);
  QTest::keyClick(title, Qt::Key_Return);
  QCOMPARE(changed.count(), 2);
  QCOMPARE(title->text(), s("aspirin A"));
}

void RecordDetailsTest::whatWasTypedBelongsToItsMolecule() {
  RecordDetails details;
  QSignalSpy changed(&details, &RecordDetails::changeRequested);
  open(details);
  auto* notes = details.findChild<QPlainTextEdit*>();
  notes->setFocus();
  QTest::keyClicks(notes, s("x"));
  KeptMolecule other = aspirin();
  other.key = s("library/2");
  other.notes = s("another");
  details.setMolecule(other);
  QCOMPARE(changed.count(), 1);
  QCOMPARE(last(changed).key, s("library/1"));
  QCOMPARE(notes->toPlainText(), s("another"));
}

void RecordDetailsTest::tagsNamesAndTextsAreTold() {
  RecordDetails details;
  QSignalSpy changed(&details, &RecordDetails::changeRequested);
  open(details);
  auto* chip = details.findChildren<RemovableChip*>().first();
  chip->setFocus();
  QTest::keyClick(chip, Qt::Key_Delete);
  QCOMPARE(*last(changed).tags, QStringList{s("ester")});
  QLineEdit* name = field(details, s("Add a name"));
  QTest::keyClicks(name, s("ASA"));
  QTest::keyClick(name, Qt::Key_Return);
  QCOMPARE(last(changed).addNames, QStringList{s("ASA")});
  QTest::keyClicks(name, s("ASA"));
  QTest::keyClick(name, Qt::Key_Return);
  QCOMPARE(changed.count(), 2);
  auto* add = details.findChild<QPushButton*>();
  QVERIFY(!add->isEnabled());
  for (auto* edit : details.findChildren<QPlainTextEdit*>())
    if (edit->accessibleName() == s("A new text")) QTest::keyClicks(edit, s("A white powder."));
  QTest::keyClicks(field(details, s("Source of the new text")), s("the bench"));
  QVERIFY(add->isEnabled());
  QTest::mouseClick(add, Qt::LeftButton);
  QCOMPARE(last(changed).addTexts.front().text, s("A white powder."));
  QCOMPARE(last(changed).addTexts.front().source, s("the bench"));
  Q_EMIT details.findChild<QTextBrowser*>()->anchorClicked(QUrl(s("molloquy-remove:7")));
  QCOMPARE(last(changed).removeTexts, std::vector<qint64>{7});
}

void RecordDetailsTest::aTextIsNoMarkUp() {
  RecordDetails details;
  open(details);
  KeptMolecule evil = aspirin();
  evil.texts = {{1, s("<b>bold</b> <img src='x'>"), s("<i>me</i>"), {}, QUrl(s("javascript:x"))}};
  details.setMolecule(evil);
  auto* view = details.findChild<QTextBrowser*>();
  QVERIFY(view->toPlainText().contains(s("<b>bold</b> <img src='x'>")));
  QVERIFY(!view->toHtml().contains(s("javascript:")));
}

void RecordDetailsTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  RecordDetails details;
  open(details);
  QVERIFY(details.findChild<QTextBrowser*>()->height() > 40);
  keepPicture(details, s("record-details"));
}

QTEST_MAIN(RecordDetailsTest)
#include "record_details_test.moc"
