#include <QTest>

#include "widgets/search/typed_kind.h"

using molloquy::widgets::SearchKind;
using molloquy::widgets::typedKind;

class TypedKindTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void kindIsTold_data();
  void kindIsTold();
};

void TypedKindTest::kindIsTold_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<SearchKind>("kind");
  const auto row = [](const char* name, const char* text, SearchKind kind) {
    QTest::newRow(name) << QString::fromUtf8(text) << kind;
  };
  row("nothing is a name", "", SearchKind::Name);
  row("a word", "glucose", SearchKind::Name);
  row("a word of letters that are atoms too", "cocoon", SearchKind::Name);
  row("words", "acetic acid", SearchKind::Name);
  row("a name with a number and a stroke", "2-acetoxybenzoic acid", SearchKind::Name);
  row("a name that begins with brackets", "(R)-ibuprofen", SearchKind::Name);
  row("a number alone", "2244", SearchKind::Cid);
  row("a number with its word", "CID 2244", SearchKind::Cid);
  row("a number with its word in small letters", "cid:2244", SearchKind::Cid);
  row("too many digits are no CID", "12345678901234", SearchKind::Name);
  row("a SMILES", "CC(=O)Oc1ccccc1C(=O)O", SearchKind::Smiles);
  row("a SMILES of three letters", "CCO", SearchKind::Smiles);
  row("a SMILES with an open ring", "C1CC", SearchKind::Smiles);
  row("a SMILES that has only begun", "[", SearchKind::Smiles);
  row("a charged SMILES", "[Na+].[Cl-]", SearchKind::Smiles);
  row("a SMILES of one ring in small letters", "c1ccccc1", SearchKind::Smiles);
  row("an InChI", "InChI=1S/CH4/h1H4", SearchKind::Inchi);
  row("an InChIKey", "BSYNRYMUTXBXSQ-UHFFFAOYSA-N", SearchKind::InchiKey);
  row("a formula", "C9H8O4", SearchKind::Formula);
  row("the formula of water", "H2O", SearchKind::Formula);
  row("blanks around do not count", "  2244 ", SearchKind::Cid);
}

void TypedKindTest::kindIsTold() {
  QFETCH(QString, text);
  QTEST(typedKind(text), "kind");
}

QTEST_APPLESS_MAIN(TypedKindTest)
#include "typed_kind_test.moc"
