#include <sstream>

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include "model/text/sentencepiece_model.h"
#include "tests/model/text/golden_tokenizer.h"

using molloquy::text::SentencePieceModel;

/// The program of the sentencepiece package, in a process of its own, is the oracle for the plugin.
class SpmEncodeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void idsAreThoseOfSpmEncode_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("a sentence") << "The molecule is a carboxylic acid with a benzene ring.";
    QTest::newRow("one letter") << "x";
    QTest::newRow("digits") << "1234567890 3.14159 -0.5e-10 007";
    QTest::newRow("blanks in front, between and behind") << "  two   three  ";
    QTest::newRow("a tab") << "a\tb";
    QTest::newRow("a Greek letter and an arrow") << QString::fromUtf8("π-electrons → ΔG°");
    QTest::newRow("letters with accents") << QString::fromUtf8("café naïve Å β-lactam");
    QTest::newRow("Japanese") << QString::fromUtf8("分子 の 構造");
    QTest::newRow("emoji of four bytes") << QString::fromUtf8("😀 molecule 🧪");
    QTest::newRow("a combining accent") << QString::fromUtf8("e\u0301 combining");
    QTest::newRow("a blank that does not break") << QString::fromUtf8("nbsp\u00A0here");
    QTest::newRow("the library's own blank") << QString::fromUtf8("▁underscore ▁▁x");
    QTest::newRow("aspirin") << "CC(=O)OC1=CC=CC=C1C(=O)O";
    QTest::newRow("a salt") << "[NH4+].[Cl-]";
    QTest::newRow("stereo and ring bonds above nine") << "C[C@@H](N)C(=O)O F/C=C\\F C%10CC%10";
    QTest::newRow("names of special pieces") << "<s> </s> <unk> <mol> [PAD]";
    QTest::newRow("all capitals") << "ALL CAPS MOLECULE";
  }

  void idsAreThoseOfSpmEncode() {
    QFETCH(QString, text);
    const QString program = QStandardPaths::findExecutable("spm_encode");
    QVERIFY2(!program.isEmpty(), "spm_encode is missing: install the package sentencepiece");
    QProcess process;
    process.start(program, {"--model=" + QString::fromStdString(golden::vocabularyFile().string()),
                            "--output_format=id"});
    QVERIFY(process.waitForStarted());
    process.write(text.toUtf8() + '\n');
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    std::istringstream output(process.readAllStandardOutput().toStdString());
    const std::vector<std::int32_t> want{std::istream_iterator<std::int32_t>(output), {}};
    QVERIFY(!want.empty());

    const auto bytes = molloquy::readFile(golden::vocabularyFile());
    const auto model = SentencePieceModel::open(bytes.value());
    QVERIFY(model.has_value());
    QCOMPARE((*model)->encode(text.toStdString()), want);
  }
};

QTEST_GUILESS_MAIN(SpmEncodeTest)
#include "spm_encode_test.moc"
