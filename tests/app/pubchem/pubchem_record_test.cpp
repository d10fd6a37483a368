#include <QFile>
#include <QtTest>

#include "app/pubchem/pubchem_record.h"

using namespace molloquy::pubchem;

Q_DECLARE_METATYPE(FailureKind)

namespace {

QByteArray record(const char* name) {
  QFile file(QStringLiteral(MOLLOQUY_TEST_DATA "/pubchem/records/") + QLatin1String(name));
  if (!file.open(QIODevice::ReadOnly)) qFatal("%s is missing", name);
  const QByteArray text = file.readAll();
  const qsizetype end = text.indexOf("M  END");
  return text.left(text.indexOf('\n', end) + 1);
}

QByteArray withCid(const QByteArray& block, const char* cid) {
  return block + "> <PUBCHEM_COMPOUND_CID>\n" + cid + "\n\n> <PUBCHEM_CONFORMER_ID>\n" +
         "000008C400000001\n\n$$$$\n";
}

}  // namespace

class PubChemRecordTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void checks_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("whole");
    QTest::addColumn<FailureKind>("kind");
    const QByteArray aspirin = record("2244_3d.sdf");
    const auto row = [](const char* name, const QByteArray& text,
                        std::optional<FailureKind> kind = {}) {
      QTest::newRow(name) << text << !kind.has_value() << kind.value_or(FailureKind::Cancelled);
    };
    row("a whole record", withCid(aspirin, "2244"));
    row("lines that end in the way of Windows", withCid(aspirin, "2244").replace("\n", "\r\n"));
    row("cut off in the atoms", aspirin.left(aspirin.size() / 3), FailureKind::Truncated);
    row("cut off in the fields", withCid(aspirin, "2244").chopped(12), FailureKind::Truncated);
    row("nothing", QByteArray(), FailureKind::Truncated);
    row("another compound", withCid(aspirin, "2245"), FailureKind::ServerError);
    row("a page", "<html><body>Down for maintenance</body></html>", FailureKind::ErrorPage);
    row("JSON", R"({"Fault":{"Code":"PUGREST.NotFound"}})", FailureKind::ServerError);
  }
  void checks() {
    QFETCH(QByteArray, text);
    QFETCH(bool, whole);
    const auto checked = checkRecord(text, 2244);
    QCOMPARE(checked.has_value(), whole);
    if (whole) return;
    QTEST(checked.error().kind, "kind");
    QVERIFY(checked.error().sentence.contains(u"CID 2244"));
  }

  void shapes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("threeD");
    QTest::newRow("a 3D record") << withCid(record("2244_3d.sdf"), "2244") << true;
    QTest::newRow("a drawing") << withCid(record("2244_2d.sdf"), "2244") << false;
    QTest::newRow("a drawing that calls itself 3D")
        << withCid(record("2244_2d.sdf"), "2244").replace("2D\n", "3D\n") << false;
    QTest::newRow("benzene, which is flat in three dimensions too")
        << withCid(record("241_3d.sdf"), "241") << true;
    QTest::newRow("a drawing without such a carbon, one unit a bond")
        << withCid(
               "6325\n  test            3D\n\n  2  1  0     0  0            999 V2000\n"
               "    0.0000    0.0000    0.0000 C   0  0\n"
               "    1.0000    0.0000    0.0000 C   0  0\n"
               "  1  2  2  0\nM  END\n",
               "6325")
        << false;
  }
  void shapes() {
    QFETCH(QByteArray, text);
    QFETCH(bool, threeD);
    const auto read = readRecord(text, 2244, QStringLiteral("Aspi\nrin"));
    QVERIFY(read.has_value());
    QCOMPARE(read->threeD, threeD);
    QCOMPARE(read->record.conformer.has_value(), threeD);
    QCOMPARE(read->conformerId, threeD ? QStringLiteral("000008C400000001") : QString());
    QCOMPARE(read->record.molecule->name(), std::string("Aspi rin"));
  }

  void structureThatCannotBeIsTold() {
    const auto read = readRecord(
        "5\n  test\n\n  1  0  0     0  0            999 V2000\n    0.0       0.0       0.0    Qx  "
        "0 "
        " 0\nM  END\n$$$$\n",
        5, {});
    QVERIFY(!read.has_value());
    QVERIFY(read.error().sentence.contains(u"CID 5"));
  }
};

QTEST_APPLESS_MAIN(PubChemRecordTest)
#include "pubchem_record_test.moc"
