#include "model/corpus/generators/property_questions.h"

#include <QTest>
#include <set>

#include "model/corpus/generators/property_check.h"
#include "model/corpus/generators/property_run.h"
#include "tests/model/corpus_generators/generated_corpus.h"

using namespace molloquy;
using corpus::Entry;
using corpus::Property;

namespace {

Entry structure(const char* smiles) { return {"7", "textbook", "train", {smiles, {}, {}}, {}}; }

}  // namespace

class PropertyQuestionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void answersAreWhatPubchemPrints_data();
  void answersAreWhatPubchemPrints();
  void namesStayAndTheSourceSaysWhatTheNumbersAre();
  void someAreDrawn();
  void aBadSmilesIsRefused();
  void aFileBecomesACorpus();
  void nothingIsWrittenWithoutAStructure();
  void aTableIsCompared();
  void tablesThatCannotBeCompared_data();
  void tablesThatCannotBeCompared();
};

void PropertyQuestionsTest::answersAreWhatPubchemPrints_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QByteArrayList>("numbers");
  QTest::newRow("aspirin") << QByteArray("CC(=O)Oc1ccccc1C(=O)O")
                           << QByteArrayList{"180.16 g/mol", "1.31", "63.60 Å²", "212.00"};
  QTest::newRow("caffeine") << QByteArray("CN1C=NC2=C1C(=O)N(C(=O)N2C)C")
                            << QByteArrayList{"194.19 g/mol", "-1.03", "58.40 Å²", "293.00"};
  QTest::newRow("sodium acetate trihydrate, all components")
      << QByteArray("CC(=O)[O-].O.O.O.[Na+]")
      << QByteArrayList{"136.08 g/mol", "-6.71", "43.10 Å²", "31.00"};
  QTest::newRow("methane") << QByteArray("C")
                           << QByteArrayList{"16.04 g/mol", "0.64", "0.00 Å²", "0.00"};
}

void PropertyQuestionsTest::answersAreWhatPubchemPrints() {
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArrayList, numbers);
  const auto asked = corpus::withPropertyQuestions(structure(smiles.constData()), {});
  QVERIFY(asked);
  const char* tasks[] = {"Molecular Weight", "LogP", "Topological Polar Surface Area",
                         "Complexity"};
  QCOMPARE(asked->pairs.size(), std::size_t{4});
  for (int i = 0; i < 4; ++i) {
    const corpus::QuestionAnswer& pair = asked->pairs[static_cast<std::size_t>(i)];
    QCOMPARE(pair.task, std::string(tasks[i]));
    QCOMPARE(QByteArray::fromStdString(pair.answer),
             QByteArray("The ") + tasks[i] + " for the input molecule is " + numbers.at(i) + ".");
  }
}

void PropertyQuestionsTest::namesStayAndTheSourceSaysWhatTheNumbersAre() {
  const auto asked = corpus::withPropertyQuestions(structure("CCO"), {});
  QVERIFY(asked);
  QCOMPARE(asked->id, std::string("7"));
  QCOMPARE(asked->split, std::string("train"));
  QCOMPARE(asked->structure.smiles, std::string("CCO"));
  QVERIFY(asked->source.find("Wildman-Crippen LogP, not XLogP3") != std::string::npos);
}

void PropertyQuestionsTest::someAreDrawn() {
  std::set<std::string> drawn;
  for (const char* smiles : {"C", "CC", "CCC", "CCCC", "CCCCC", "CCO", "CCN", "CCCl", "CCBr"}) {
    const auto asked = corpus::withPropertyQuestions(structure(smiles), {.perStructure = 2});
    QVERIFY(asked);
    QCOMPARE(asked->pairs.size(), std::size_t{2});
    QVERIFY(asked->pairs[0].task != asked->pairs[1].task);
    for (const auto& pair : asked->pairs) drawn.insert(pair.task);
  }
  QCOMPARE(drawn.size(), std::size_t{4});
}

void PropertyQuestionsTest::aBadSmilesIsRefused() {
  const auto asked = corpus::withPropertyQuestions(structure("C1CC"), {});
  QVERIFY(!asked);
  QCOMPARE(asked.error().code, ErrorCode::InvalidInput);
  QVERIFY(!corpus::withPropertyQuestions(structure(""), {}));
}

void PropertyQuestionsTest::aFileBecomesACorpus() {
  const QTemporaryDir folder;
  const auto input =
      test::writeFile(folder, "in.tsv", "cid\tsmiles\n1\tCCO\n2\tC1CC\n3\tc1ccccc1\n");
  const std::filesystem::path output = folder.filePath("out.jsonl").toStdString();
  std::vector<corpus::Rejection> rejections;
  const auto report = corpus::writePropertyQuestions(
      input, output, {}, {[&](const corpus::Rejection& row) { rejections.push_back(row); }, {}},
      {});
  QVERIFY2(report, report ? "" : report.error().message.c_str());
  QCOMPARE(report->entries, std::size_t{2});
  QCOMPARE(report->questions, std::size_t{8});
  QCOMPARE(rejections.size(), std::size_t{1});
  QCOMPARE(rejections[0].line, std::size_t{3});
  const auto entries = test::entriesOf(output);
  QCOMPARE(entries.size(), std::size_t{2});
  QCOMPARE(entries[1].id, std::string("3"));
}

void PropertyQuestionsTest::nothingIsWrittenWithoutAStructure() {
  const QTemporaryDir folder;
  const auto input = test::writeFile(folder, "in.tsv", "cid\tsmiles\n1\tC1CC\n");
  const std::filesystem::path output = folder.filePath("out.jsonl").toStdString();
  QVERIFY(!corpus::writePropertyQuestions(input, output, {}, {}, {}));
  QVERIFY(!std::filesystem::exists(output));
}

void PropertyQuestionsTest::aTableIsCompared() {
  const QTemporaryDir folder;
  const auto table = test::writeFile(folder, "table.tsv",
                                     "name\tsmiles\tpubchem_complexity\ttpsa\n"
                                     "aspirin\tCC(=O)Oc1ccccc1C(=O)O\t212\t63.6\n"
                                     "wrong\tc1ccccc1\t72\tnan\n"
                                     "unreadable\tC1CC\t1\t1\n"
                                     "ethanol\tCCO\t2.8\t20.2\n");
  std::vector<corpus::Rejection> rejections;
  const auto check = corpus::checkProperties(
      table, [&](const corpus::Rejection& row) { rejections.push_back(row); }, {});
  QVERIFY(check);
  QCOMPARE(check->properties.size(), std::size_t{2});
  const corpus::PropertyAgreement& surface = check->properties[0];
  QCOMPARE(surface.column, std::string("tpsa"));
  QCOMPARE(surface.compared, std::size_t{2});
  QCOMPARE(surface.agreeing, std::size_t{2});
  const corpus::PropertyAgreement& complexity = check->properties[1];
  QCOMPARE(complexity.compared, std::size_t{3});
  QCOMPARE(complexity.agreeing, std::size_t{2});
  QCOMPARE(complexity.worst.size(), std::size_t{1});
  QCOMPARE(complexity.worst[0].line, std::size_t{3});
  QVERIFY(std::abs(complexity.worst[0].computed - 15.51) < 0.01);
  QCOMPARE(rejections.size(), std::size_t{1});
  QCOMPARE(rejections[0].line, std::size_t{4});
}

void PropertyQuestionsTest::tablesThatCannotBeCompared_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("words");
  QTest::newRow("empty") << QByteArray() << "";
  QTest::newRow("no structures") << QByteArray("name\ttpsa\na\t1\n") << "no column \"smiles\"";
  QTest::newRow("nothing to compare with")
      << QByteArray("smiles\tname\nC\tmethane\n") << "none of the columns";
}

void PropertyQuestionsTest::tablesThatCannotBeCompared() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, words);
  const QTemporaryDir folder;
  const auto table = test::writeFile(folder, "table.tsv", bytes);
  const auto check = corpus::checkProperties(table, [](const corpus::Rejection&) {}, {});
  QVERIFY(!check);
  QVERIFY2(QString::fromStdString(check.error().message).contains(words),
           check.error().message.c_str());
}

QTEST_GUILESS_MAIN(PropertyQuestionsTest)
#include "property_questions_test.moc"
