#include <QtTest>

#include "app/pubchem/compound_types.h"
#include "app/pubchem/lookup_text.h"
#include "app/pubchem/pubchem_requests.h"

using namespace molloquy::pubchem;

Q_DECLARE_METATYPE(LookupKind)

class LookupTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void kinds_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<LookupKind>("kind");
    const auto row = [](const char* name, const QString& text, LookupKind kind) {
      QTest::newRow(name) << text << kind;
    };
    row("digits are a CID", "2244", LookupKind::Cid);
    row("CID before digits", "CID 2244", LookupKind::Cid);
    row("cid: before digits", " cid:2244 ", LookupKind::Cid);
    row("too many digits for a CID", "12345678901", LookupKind::Name);
    row("a registry number is a name", "50-78-2", LookupKind::Name);
    row("an InChI", "InChI=1S/CH4/h1H4", LookupKind::Inchi);
    row("an InChI in small letters", "inchi=1S/CH4/h1H4", LookupKind::Inchi);
    row("an InChIKey", "BSYNRYMUTXBXSQ-UHFFFAOYSA-N", LookupKind::InchiKey);
    row("an InChIKey in small letters", "bsynrymutxbxsq-uhfffaoysa-n", LookupKind::InchiKey);
    row("an InChIKey that is cut off", "BSYNRYMUTXBXSQ-UHFFFAOYSA", LookupKind::Name);
    row("glucose", "glucose", LookupKind::Name);
    row("aspirin", "aspirin", LookupKind::Name);
    row("a name of aromatic letters", "cocoon", LookupKind::Name);
    row("no", "no", LookupKind::Name);
    row("a name with blanks", "acetic acid", LookupKind::Name);
    row("a SMILES with a name behind it is no lookup", "CCO ethanol", LookupKind::Name);
    row("a name that begins with a digit", "2-propanol", LookupKind::Name);
    row("a name with brackets", "benzo[a]pyrene", LookupKind::Name);
    row("a name with a slash", "vitamin B1/B6", LookupKind::Name);
    row("heavy water by its abbreviation", "D2O", LookupKind::Name);
    row("nothing", "", LookupKind::Name);
    row("greek letters", QStringLiteral("α-pinene"), LookupKind::Name);
    row("ethanol", "CCO", LookupKind::Smiles);
    row("water", "O", LookupKind::Smiles);
    row("hydrogen cyanide", "C#N", LookupKind::Smiles);
    row("CO is methanol, not carbon monoxide", "CO", LookupKind::Smiles);
    row("carbon monoxide as SMILES", "[C-]#[O+]", LookupKind::Smiles);
    row("chloromethane", "CCl", LookupKind::Smiles);
    row("benzene", "c1ccccc1", LookupKind::Smiles);
    row("cyclohexane, whose letters are a formula too", "C1CCCCC1", LookupKind::Smiles);
    row("a salt", "[Na+].[Cl-]", LookupKind::Smiles);
    row("a broken SMILES with a double bond", "C=C(", LookupKind::Smiles);
    row("a formula", "C6H12O6", LookupKind::Formula);
    row("a formula with printed digits", QStringLiteral("C₆H₁₂O₆"), LookupKind::Formula);
    row("carbon dioxide", "CO2", LookupKind::Formula);
    row("H2O", "H2O", LookupKind::Formula);
    row("common salt", "NaCl", LookupKind::Formula);
    row("oxygen", "O2", LookupKind::Formula);
    row("a ring bond that doubles a bond is a formula", "C2N2", LookupKind::Formula);
    row("an element that is no organic atom", "Co", LookupKind::Formula);
    row("an unknown element", "C6Xx12", LookupKind::Name);
    row("a count of zero", "C0H4", LookupKind::Name);
  }
  void kinds() {
    QFETCH(QString, text);
    QTEST(guessedKind(text), "kind");
  }

  void hostileTextsHaveAKind() {
    for (const QString& text :
         {QString(100'000, u'C'), QString(10'000, u'('), QString(10'000, u'['), QString(QChar(0)),
          QStringLiteral("\n"), QString(QChar(0xD800))}) {
      static_cast<void>(guessedKind(text));
    }
  }

  void cids_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("cid");
    QTest::newRow("digits") << "2244" << qint64(2244);
    QTest::newRow("with the word") << "CID: 2244" << qint64(2244);
    QTest::newRow("0 is no compound") << "0" << qint64(-1);
    QTest::newRow("a minus sign") << "-5" << qint64(-1);
    QTest::newRow("a name") << "water" << qint64(-1);
  }
  void cids() {
    QFETCH(QString, text);
    QTEST(cidIn(text).value_or(-1), "cid");
  }

  void requests_data() {
    QTest::addColumn<LookupKind>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("form");
    const auto row = [](const char* name, LookupKind kind, const QString& text, const QString& path,
                        const QByteArray& form = {}) {
      QTest::newRow(name) << kind << text << path << form;
    };
    row("a name", LookupKind::Name, "glucose", "pug/compound/name/glucose/cids/JSON");
    row("a name with a blank and a percent sign", LookupKind::Name, "oil of 5%",
        "pug/compound/name/oil%20of%205%25/cids/JSON");
    row("a name with a question mark and a number sign", LookupKind::Name, "a?b#c",
        "pug/compound/name/a%3Fb%23c/cids/JSON");
    row("a name with a slash goes into the body", LookupKind::Name, "vitamin B1/B6",
        "pug/compound/name/cids/JSON", "name=vitamin%20B1%2FB6");
    row("a name of dots goes into the body", LookupKind::Name, "..", "pug/compound/name/cids/JSON",
        "name=..");
    row("a name with greek letters", LookupKind::Name, QStringLiteral("α-pinene"),
        "pug/compound/name/%CE%B1-pinene/cids/JSON");
    row("a SMILES goes into the body", LookupKind::Smiles, "C/C=C\\C#[N+]",
        "pug/compound/smiles/cids/JSON", "smiles=C%2FC%3DC%5CC%23%5BN%2B%5D");
    row("an InChI goes into the body", LookupKind::Inchi, "InChI=1S/CH4/h1H4",
        "pug/compound/inchi/cids/JSON", "inchi=InChI%3D1S%2FCH4%2Fh1H4");
    row("an InChIKey in capitals", LookupKind::InchiKey, "bsynrymutxbxsq-uhfffaoysa-n",
        "pug/compound/inchikey/BSYNRYMUTXBXSQ-UHFFFAOYSA-N/cids/JSON");
    row("a formula with a limit", LookupKind::Formula, QStringLiteral("C₉H₈O₄"),
        "pug/compound/fastformula/C9H8O4/cids/JSON?MaxRecords=50");
    row("similarity with threshold and limit", LookupKind::Similar, "CCO",
        "pug/compound/fastsimilarity_2d/smiles/cids/JSON?Threshold=90&MaxRecords=50", "smiles=CCO");
    row("a substructure as SMILES", LookupKind::Substructure, "c1ccccc1",
        "pug/compound/fastsubstructure/smiles/cids/JSON?MaxRecords=50", "smiles=c1ccccc1");
    row("a substructure that only SMARTS can say", LookupKind::Substructure, "[C,N]=O",
        "pug/compound/fastsubstructure/smarts/cids/JSON?MaxRecords=50", "smarts=%5BC%2CN%5D%3DO");
  }
  void requests() {
    QFETCH(LookupKind, kind);
    QFETCH(QString, text);
    const auto request = cidsRequest({.kind = kind, .text = text});
    QVERIFY(request.has_value());
    QTEST(request->path, "path");
    QTEST(request->form, "form");
    QVERIFY(!request->reason.isEmpty());
  }

  void refusedBeforeAnythingIsSent_data() {
    QTest::addColumn<LookupKind>("kind");
    QTest::addColumn<QString>("text");
    QTest::newRow("an empty name") << LookupKind::Name << "";
    QTest::newRow("blanks") << LookupKind::Smiles << "  \n";
    QTest::newRow("a formula that is none") << LookupKind::Formula << "glucose";
  }
  void refusedBeforeAnythingIsSent() {
    QFETCH(LookupKind, kind);
    QFETCH(QString, text);
    const auto request = cidsRequest({.kind = kind, .text = text});
    QVERIFY(!request.has_value());
    QCOMPARE(request.error().kind, FailureKind::BadRequest);
    QVERIFY(request.error().sentence.endsWith(u'.'));
  }

  void manyCompoundsTravelInTheBody() {
    std::vector<qint64> cids(101);
    for (std::size_t i = 0; i < cids.size(); ++i) cids[i] = static_cast<qint64>(i) + 1;
    const NetworkRequest many = summariesRequest(cids);
    QVERIFY(many.path.startsWith(u"pug/compound/cid/property/"));
    QVERIFY(many.form.startsWith("cid=1,2,3,"));
    const NetworkRequest few = summariesRequest(std::span(cids).first(2));
    QVERIFY(few.path.startsWith(u"pug/compound/cid/1,2/property/"));
    QVERIFY(few.form.isEmpty());
  }

  void limitsAreKeptInBounds() {
    const auto request =
        cidsRequest({.kind = LookupKind::Similar, .text = "C", .threshold = 700, .limit = -3});
    QVERIFY(request->path.endsWith(u"?Threshold=100&MaxRecords=1"));
    QVERIFY(suggestionsRequest("abc", 100'000).path.endsWith(u"limit=100"));
  }
};

QTEST_APPLESS_MAIN(LookupTest)
#include "lookup_test.moc"
