#include <QTest>

#include "app/controllers/answer_text.h"

using namespace molloquy;
using namespace molloquy::app;

class AnswerTextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sentenceEnds_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("end");
    QTest::newRow("nothing written yet") << "" << 0;
    QTest::newRow("half a sentence") << "The molecule is" << 0;
    QTest::newRow("a full stop at the very end may go on as a number") << "It weighs 180." << 0;
    QTest::newRow("a number does not end a sentence") << "It weighs 180.16 g/mol" << 0;
    QTest::newRow("one sentence and a blank") << "An acid. " << 8;
    QTest::newRow("the second sentence is half written") << "An acid. It has" << 8;
    QTest::newRow("two sentences") << "An acid. A ring? Yes" << 16;
    QTest::newRow("a line break ends it too") << "An acid.\nIt" << 8;
  }
  void sentenceEnds() {
    QFETCH(QString, text);
    QFETCH(int, end);
    QCOMPARE(static_cast<int>(lastSentenceEnd(text)), end);
  }

  void offsetsCountUtf16Units_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("codePoint");
    QTest::addColumn<int>("offset");
    QTest::newRow("plain text") << "ester" << 3 << 3;
    QTest::newRow("after a letter of two bytes in UTF-8") << QString::fromUtf8("α-amino") << 2 << 2;
    QTest::newRow("after a character outside the basic plane")
        << QString::fromUtf8("🧪 ester") << 2 << 3;
    QTest::newRow("past the end") << "ester" << 9 << 5;
  }
  void offsetsCountUtf16Units() {
    QFETCH(QString, text);
    QFETCH(int, codePoint);
    QFETCH(int, offset);
    QCOMPARE(utf16Offset(text, static_cast<std::size_t>(codePoint)), offset);
  }

  void recordsBecomeLinks_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("style");
    using align::AlignmentStatus;
    using widgets::LinkStyle;
    const auto row = [](const char* name, AlignmentStatus status, LinkStyle style) {
      QTest::newRow(name) << static_cast<int>(status) << static_cast<int>(style);
    };
    row("verified is solid", AlignmentStatus::Verified, LinkStyle::Verified);
    row("confirmed by the person is solid", AlignmentStatus::User, LinkStyle::Verified);
    row("wrong count is dashed", AlignmentStatus::CountMismatch, LinkStyle::Dashed);
    row("whole molecule is dashed", AlignmentStatus::Unlocalised, LinkStyle::Dashed);
    row("not there is struck", AlignmentStatus::Refuted, LinkStyle::Refuted);
    row("bad pattern is struck", AlignmentStatus::Invalid, LinkStyle::Refuted);
  }
  void recordsBecomeLinks() {
    QFETCH(int, status);
    QFETCH(int, style);
    const QString text = QString::fromUtf8("🧪 an acetate ester");
    align::AlignmentRecord record;
    record.phrase = "acetate ester";
    record.span = {5, 18};
    record.status = static_cast<align::AlignmentStatus>(status);
    record.atoms = {{AtomIndex{0}, AtomIndex{1}}};
    const auto links = phraseLinks(text, {record});
    QCOMPARE(links.size(), std::size_t{1});
    QCOMPARE(text.mid(links[0].begin, links[0].end - links[0].begin), QString("acetate ester"));
    QCOMPARE(static_cast<int>(links[0].style), style);
    QCOMPARE(links[0].record, 0);
    QVERIFY(links[0].tooltip.contains("acetate ester"));
  }

  void perceivedFeaturesAreNoPhrases() {
    align::AlignmentRecord record;
    record.source = align::AlignmentSource::Perception;
    QVERIFY(phraseLinks("text", {record}).empty());
  }

  void instructions_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("promptTemplate");
    QTest::addColumn<QString>("instruction");
    QTest::addColumn<QString>("shown");
    using widgets::PromptTemplate;
    QTest::newRow("describe without words") << "" << static_cast<int>(PromptTemplate::Describe)
                                            << "Describe the input molecule."
                                            << "Describe this molecule.";
    QTest::newRow("a question goes as it is")
        << " Is it aromatic? " << static_cast<int>(PromptTemplate::Ask) << "Is it aromatic?"
        << "Is it aromatic?";
    QTest::newRow("a property is asked for in the trained wording")
        << "LogP" << static_cast<int>(PromptTemplate::Property)
        << "What is the LogP of this molecule?" << "LogP";
  }
  void instructions() {
    QFETCH(QString, text);
    QFETCH(int, promptTemplate);
    const auto chosen = static_cast<widgets::PromptTemplate>(promptTemplate);
    QTEST(QString::fromStdString(instructionFor(text, chosen)), "instruction");
    QTEST(shownQuestion(text, chosen), "shown");
  }

  void statsNameWhatWasMeasured() {
    session::GenerationEnd end;
    end.stats = {.promptTokens = 12,
                 .cachedPromptTokens = 0,
                 .newTokens = 71,
                 .firstTokenSeconds = 0.21,
                 .tokensPerSecond = 41.2,
                 .seed = 7};
    session::ModelInfo model;
    model.device = "CPU";
    model.numberType = "f32";
    const QString text = statsText(end, model);
    for (const char* part : {"41 tok/s", "0.21 s", "71 tokens", "seed 7", "CPU · f32"}) {
      QVERIFY2(text.contains(QString::fromUtf8(part)), part);
    }
    QVERIFY(!text.contains("length limit"));
    QVERIFY(!text.contains("prompt tokens"));
    end.stats.cachedPromptTokens = 9;
    QVERIFY(statsText(end, model).contains("9 of 12 prompt tokens kept"));
    end.reason = session::FinishReason::MaxTokens;
    QVERIFY(statsText(end, model).contains("length limit"));
  }
};

QTEST_GUILESS_MAIN(AnswerTextTest)
#include "answer_text_test.moc"
