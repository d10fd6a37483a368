#include "transfer_fixture.h"

using namespace molloquy;
using library::ColumnRole;

namespace {

/// One letter a column: s SMILES, i InChI, n name, y synonym, t text, # identifier, g tag,
/// p property, - ignored.
QByteArray rolesOf(const library::TableMapping& mapping) {
  QByteArray roles;
  for (const library::TableColumn& column : mapping.columns) {
    switch (column.role) {
      case ColumnRole::Ignored:
        roles += '-';
        break;
      case ColumnRole::Smiles:
        roles += 's';
        break;
      case ColumnRole::Inchi:
        roles += 'i';
        break;
      case ColumnRole::Name:
        roles += 'n';
        break;
      case ColumnRole::Synonym:
        roles += 'y';
        break;
      case ColumnRole::Text:
        roles += 't';
        break;
      case ColumnRole::Identifier:
        roles += '#';
        break;
      case ColumnRole::Tag:
        roles += 'g';
        break;
      case ColumnRole::Property:
        roles += 'p';
        break;
    }
  }
  return roles;
}

}  // namespace

/// What is found out about a table before it is imported.
class TablePreviewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rolesAreGuessed_data();
  void rolesAreGuessed();
  void theFirstRowsAreShown();
  void aChosenMappingIsUsed();
  void noTableIsTold();
};

void TablePreviewTest::rolesAreGuessed_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("roles");
  QTest::addColumn<QByteArray>("layout");
  const auto row = [](const char* title, const char* file, const char* text, const char* roles,
                      const char* layout) {
    QTest::newRow(title) << QByteArray(file) << QByteArray(text) << QByteArray(roles)
                         << QByteArray(layout);
  };
  row("captions of ChEBI-20", "test.txt", "CID\tSMILES\tdescription\n702\tCCO\tIt burns.\n", "#st",
      "ChEBI-20");
  row("captions of PubChem324k", "pubchem324k_x.tsv",
      "cid\tsmiles\tdescription\n702\tCCO\tIt burns.\n", "#st", "PubChem324k");
  row("systematic names of PubChem324k", "pubchem324k_names.tsv",
      "cid\tsmiles\tiupac_name\tsplit\n702\tCCO\tethanol\ttrain\n", "#syg", "PubChem324k");
  row("captions with a row number", "pcdes.tsv", "row\tsmiles\tdescription\n3\tCCO\tIt burns.\n",
      "-st", "");
  row("a measured value", "esol.csv", "Compound ID,logS,smiles\nethanol,1.1,CCO\n", "pps", "");
  row("names by their content", "a.tsv",
      "a\tb\tc\nCCO\t1.5\tIt is a clear liquid that burns well\n", "spt", "");
  row("no header", "a.csv", "CCO,1.5\nCO,0.7\n", "sp", "");
  row("two columns of SMILES", "a.csv", "smiles,canonical_smiles\nCCO,CCO\n", "s-", "");
  row("semicolons", "a.csv", "Name;SMILES;Synonyms\nethanol;CCO;\n", "nsy", "");
}

void TablePreviewTest::rolesAreGuessed() {
  QFETCH(QByteArray, file);
  QFETCH(QByteArray, text);
  QFETCH(QByteArray, roles);
  QFETCH(QByteArray, layout);
  test::Folder folder;
  const auto preview = library::tablePreview(folder.write(file.constData(), text.toStdString()));
  QVERIFY2(preview.has_value(), preview ? "" : preview.error().message.c_str());
  QCOMPARE(rolesOf(preview->mapping), roles);
  QCOMPARE(QByteArray::fromStdString(preview->mapping.layout), layout);
}

void TablePreviewTest::theFirstRowsAreShown() {
  test::Folder folder;
  std::string text = "smiles,name\n";
  for (int i = 0; i < 30; ++i) text += "CCO,\"number, " + std::to_string(i) + "\"\n";
  const auto preview = library::tablePreview(folder.write("a.csv", text), 5);
  QVERIFY(preview.has_value());
  QCOMPARE(preview->rows.size(), std::size_t{5});
  QCOMPARE(preview->rows[1], (std::vector<std::string>{"CCO", "number, 1"}));
  QCOMPARE(preview->mapping.separator, ',');
  QVERIFY(preview->mapping.header);
}

void TablePreviewTest::aChosenMappingIsUsed() {
  test::Folder folder;
  const auto library = folder.library();
  const auto file = folder.write("a.tsv", "what\tcalled\tsaid\nCCO\tspirit\tburns\n");
  library::ImportOptions options;
  options.mapping = library::tablePreview(file)->mapping;
  options.mapping->columns[0].role = ColumnRole::Smiles;
  options.mapping->columns[1].role = ColumnRole::Name;
  options.mapping->columns[2].role = ColumnRole::Text;
  options.mapping->source.name = "my table";
  QVERIFY(library::importInto(*library, file, options, {}, {}).has_value());
  const auto ethanol = test::moleculeOf(*library, "CCO");
  QCOMPARE(ethanol.title, std::string("spirit"));
  QCOMPARE(ethanol.texts.front().text, std::string("burns"));
  QCOMPARE(ethanol.texts.front().source.name, std::string("my table"));
}

void TablePreviewTest::noTableIsTold() {
  test::Folder folder;
  const auto none = library::tablePreview(folder.path("missing.csv"));
  QVERIFY(!none);
  QCOMPARE(none.error().code, ErrorCode::NotFound);
  const auto binary = library::tablePreview(folder.write("a.csv", std::string("\0\1", 2)));
  QVERIFY(!binary);
}

QTEST_GUILESS_MAIN(TablePreviewTest)
#include "table_preview_test.moc"
