// Gives every kept input to the function that the fuzzer calls: none may crash, hang or allocate
// without bound. MOLLOQUY_CORPUS names the folder of inputs.
#include <QDir>
#include <QFile>
#include <QTest>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

class CorpusTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyInputEndsInWords_data() {
    QTest::addColumn<QString>("path");
    const QDir folder(QStringLiteral(MOLLOQUY_TEST_DATA "/fuzz/" MOLLOQUY_CORPUS));
    const QStringList names = folder.entryList(QDir::Files, QDir::Name);
    QVERIFY2(!names.isEmpty(), "the corpus is missing");
    for (const QString& name : names)
      QTest::addRow("%s", qPrintable(name)) << folder.filePath(name);
  }
  void everyInputEndsInWords() {
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QCOMPARE(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                    static_cast<std::size_t>(bytes.size())),
             0);
  }
};

QTEST_APPLESS_MAIN(CorpusTest)
#include "corpus_test.moc"
