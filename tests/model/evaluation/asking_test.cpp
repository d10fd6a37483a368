#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/evaluation/collect_answers.h"
#include "model/metrics/prediction_file.h"
#include "model/metrics/property_metrics.h"
#include "model/session/fake_chat_session.h"

using namespace molloquy;
using namespace molloquy::evaluation;
namespace fs = std::filesystem;

namespace {

/// Chains of carbon with a caption each.
std::vector<Question> chains(std::size_t count) {
  std::vector<Question> questions;
  for (std::size_t i = 1; i <= count; ++i) {
    Question question;
    question.line = i;
    question.smiles = std::string(i, 'C');
    question.id = question.smiles;
    question.task = "Caption";
    question.symbols.assign(i, "C");
    for (std::size_t k = 0; k < i; ++k) {
      question.positions.push_back({1.5F * static_cast<float>(k), 0.0F, 0.0F});
    }
    question.instruction = "Describe the input molecule.";
    question.reference = "A chain of " + std::to_string(i) + ".\n";
    questions.push_back(std::move(question));
  }
  return questions;
}

std::string contentOf(const fs::path& file) { return readFile(file).value_or(""); }

}  // namespace

class AskingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath("out.tsv").toStdString();
  }

  void everyRowIsAskedOnceAndInOrder() {
    const std::vector<Question> questions = chains(70);
    session::FakeChatSession model(session::scriptFromText("a chain"));
    auto log = openLog(questions);
    std::size_t told = 0;
    const auto collected = collectAnswers(model, questions, log, {},
                                          [&told](std::size_t done, std::size_t all) {
                                            told = done;
                                            QCOMPARE(all, std::size_t{70});
                                          },
                                          {});
    QVERIFY(collected.has_value());
    QCOMPARE(collected->asked, std::size_t{70});
    QCOMPARE(collected->newTokens, std::size_t{140});
    QCOMPARE(told, std::size_t{70});
    QCOMPARE(model.requests().size(), std::size_t{70});
    QCOMPARE(model.requests()[69].structure.smiles, questions[69].smiles);
    QCOMPARE(model.requests()[69].structure.positions.size(), std::size_t{70});
    const auto read = metrics::readPredictions(m_file);
    QVERIFY(read.has_value());
    QCOMPARE(read->rows.size(), std::size_t{70});
    QVERIFY(read->remarks.empty());
    QCOMPARE(read->rows[69].target, std::string("A chain of 70."));
    QCOMPARE(read->rows[69].output, std::string("a chain"));
  }

  void aStoppedRunGoesOnWhereItEnded() {
    const std::vector<Question> questions = chains(10);
    std::stop_source source;
    std::size_t answers = 0;
    session::FakeChatSession stopping(session::scriptFromText("a chain"), [&](std::size_t token) {
      if (token == 0 && ++answers == 5) source.request_stop();
    });
    {
      auto log = openLog(questions);
      const auto collected = collectAnswers(stopping, questions, log, {}, {}, source.get_token());
      QVERIFY(collected.has_value());
      QCOMPARE(collected->asked, std::size_t{4});
      QVERIFY(collected->unanswered.empty());
    }
    session::FakeChatSession model(session::scriptFromText("another one"));
    auto log = openLog(questions);
    QCOMPARE(log.count(), std::size_t{4});
    const auto collected = collectAnswers(model, questions, log, {}, {}, {});
    QVERIFY(collected.has_value());
    QCOMPARE(model.requests().size(), std::size_t{6});
    QCOMPARE(*log.answers()[3], std::string("a chain"));
    QCOMPARE(*log.answers()[4], std::string("another one"));
    // And nothing is asked once all is answered.
    auto whole = openLog(questions);
    QVERIFY(whole.missing().empty());
    QCOMPARE(answeredRows(questions, whole).size(), std::size_t{10});
  }

  void aLineThatWasCutOffIsAskedAgain() {
    const std::vector<Question> questions = chains(3);
    const std::string begun = "SMILES\tground truth\toutput\nC\tA chain of 1.\tyes\nCC\tA chain of";
    QVERIFY(writeFileAtomically(m_file, begun).has_value());
    auto log = openLog(questions);
    QCOMPARE(log.missing(), (std::vector<std::size_t>{1, 2}));
    QVERIFY(log.add(1, "two").has_value());
    QVERIFY(log.add(2, "three").has_value());
    QCOMPARE(contentOf(m_file), std::string("SMILES\tground truth\toutput\nC\tA chain of 1.\tyes\n"
                                            "CC\tA chain of 2.\ttwo\nCCC\tA chain of 3.\tthree\n"));
  }

  void rowsOfOthersStayInTheFile() {
    const std::vector<Question> questions = chains(1);
    const std::string begun = "SMILES\tground truth\toutput\nO\tWater.\tyes\n";
    QVERIFY(writeFileAtomically(m_file, begun).has_value());
    auto log = openLog(questions);
    QCOMPARE(log.others(), std::size_t{1});
    QVERIFY(log.add(0, "methane").has_value());
    QVERIFY(log.finish().has_value());
    QVERIFY(contentOf(m_file).find("O\tWater.\tyes\n") != std::string::npos);
    QCOMPARE(openLog(questions).count(), std::size_t{1});
  }

  void equalRowsAreAnsweredOneByOne() {
    std::vector<Question> questions = chains(1);
    questions.push_back(questions[0]);
    auto log = openLog(questions);
    QVERIFY(log.add(0, "first").has_value());
    auto again = openLog(questions);
    QCOMPARE(again.missing(), std::vector<std::size_t>{1});
    QCOMPARE(*again.answers()[0], std::string("first"));
  }

  void textsStayInTheirCells_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("cell");
    QTest::newRow("a line end") << "one\ntwo\n"
                                << "one two";
    QTest::newRow("a tab") << "one\ttwo"
                           << "one two";
    QTest::newRow("blanks at the end") << "one  "
                                       << "one";
    QTest::newRow("nothing") << ""
                             << "";
  }
  void textsStayInTheirCells() {
    QFETCH(QString, text);
    QFETCH(QString, cell);
    QCOMPARE(asCell(text.toStdString()), cell.toStdString());
  }

  void numbersAreKeptAsObjects() {
    std::vector<Question> questions = chains(2);
    for (Question& question : questions) {
      question.task = "HOMO";
      question.reference = "The HOMO for the input molecule is -9.500 eV.";
    }
    auto log = PredictionLog::open(Task::Property, questions, m_file).value();
    QVERIFY(log.add(1, "It is -9.0 eV.\nSurely.").has_value());
    QVERIFY(log.add(0, "").has_value());
    QVERIFY(log.finish().has_value());
    const auto read = metrics::readPropertyAnswers(m_file);
    QVERIFY2(read.has_value(), read ? "" : read.error().toString().c_str());
    QCOMPARE(read->rows.size(), std::size_t{2});
    QCOMPARE(read->rows[1].output, std::string("It is -9.0 eV.\nSurely."));
    QCOMPARE(read->rows[1].task, std::string("HOMO"));
    auto again = PredictionLog::open(Task::Property, questions, m_file).value();
    QCOMPARE(again.count(), std::size_t{2});
    QCOMPARE(*again.answers()[1], std::string("It is -9.0 eV.\nSurely."));
  }

  void anotherFileIsRefused_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("another table") << int(Task::Caption) << "smiles\ttext\n"
                                   << "first line";
    QTest::newRow("a row of two columns")
        << int(Task::Caption) << "SMILES\tground truth\toutput\nC\tmethane\n"
        << "Line 2";
    QTest::newRow("a table for numbers") << int(Task::Property) << "SMILES\ttext\n"
                                         << "Line 1";
    QTest::newRow("an object without an answer") << int(Task::Property) << "{\"target\":\"1\"}\n"
                                                 << "Line 1";
  }
  void anotherFileIsRefused() {
    QFETCH(int, task);
    QFETCH(QString, content);
    QFETCH(QString, said);
    QVERIFY(writeFileAtomically(m_file, content.toStdString()).has_value());
    const std::vector<Question> questions = chains(1);
    const auto log = PredictionLog::open(Task(task), questions, m_file);
    QVERIFY(!log.has_value());
    QVERIFY2(log.error().toString().find(said.toStdString()) != std::string::npos,
             log.error().toString().c_str());
    QCOMPARE(contentOf(m_file), content.toStdString());
  }

  void oneBadRowDoesNotStopTheOthers() {
    std::vector<Question> questions = chains(3);
    questions[1].symbols.clear();
    questions[1].positions.clear();
    questions[1].smiles = "C1C";
    session::FakeChatSession model(session::scriptFromText("a chain"));
    auto log = openLog(questions);
    const auto collected = collectAnswers(model, questions, log, {}, {}, {});
    QVERIFY(collected.has_value());
    QCOMPARE(collected->asked, std::size_t{2});
    QCOMPARE(collected->unanswered.size(), std::size_t{1});
    QCOMPARE(collected->unanswered[0].question, std::size_t{1});
  }

  void aFailingModelIsToldRowByRow() {
    const std::vector<Question> questions = chains(2);
    session::FakeScript script = session::scriptFromText("a chain");
    script.failure = Error(ErrorCode::OutOfMemory, "There is no memory.");
    session::FakeChatSession model(script);
    auto log = openLog(questions);
    const auto collected = collectAnswers(model, questions, log, {}, {}, {});
    QVERIFY(collected.has_value());
    QCOMPARE(collected->unanswered.size(), std::size_t{2});
    QVERIFY(!fs::exists(m_file));
  }

  void wordsAloneAreAskedWithoutTheStructure() {
    Question question = chains(1).front();
    question.given = Given::WordsAlone;
    question.system = "Write a SMILES.";
    const std::vector<Question> questions = {question};
    session::FakeChatSession model(session::scriptFromText("CC"));
    auto log = PredictionLog::open(Task::Cap2Mol, questions, std::nullopt).value();
    QVERIFY(collectAnswers(model, questions, log, {}, {}, {}).has_value());
    QCOMPARE(model.requests().size(), std::size_t{1});
    QVERIFY(model.requests()[0].structure.smiles.empty());
    QVERIFY(model.requests()[0].structure.symbols.empty());
    QCOMPARE(model.requests()[0].system, std::string("Write a SMILES."));
  }

 private:
  PredictionLog openLog(const std::vector<Question>& questions) {
    return PredictionLog::open(Task::Caption, questions, m_file).value();
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path m_file;
};

QTEST_APPLESS_MAIN(AskingTest)
#include "asking_test.moc"
