#include "model/evaluation/question_list.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <set>

#include "model/base/atomic_file.h"

using namespace molloquy;
using namespace molloquy::evaluation;

namespace {

/// JSON lines, with single quotes for the reader's sake.
std::string corpusOf(QByteArray lines) { return lines.replace('\'', '"').toStdString(); }

/// Two structures with captions and numbers, two conformers of a third, a conversation, a text.
const std::string kCorpus = corpusOf(
    "{'id':'1','split':'test','smiles':'CCO',"
    "'pairs':[{'task':'Caption',"
    "'instruction':'Describe the input molecule.',"
    "'answer':'An alcohol.\\n'},"
    "{'task':'HOMO',"
    "'instruction':'What is the HOMO of this molecule? Respond with the numerical value only.',"
    "'answer':'The HOMO for the input molecule is -10.000 eV.'}]}\n"
    "{'id':'2','split':'train','smiles':'CCN',"
    "'pairs':[{'task':'Caption',"
    "'instruction':'Describe the input molecule.',"
    "'answer':'An amine.\\n'}]}\n"
    "{'id':'3','split':'test','smiles':'OO','symbols':['O','O'],'positions':[[0,0,0],[1.4,0,0]],"
    "'pairs':[{'task':'LUMO',"
    "'instruction':'Give it. numerical value only.',"
    "'answer':'-1.0 eV'}]}\n"
    "{'id':'3','split':'test','smiles':'OO','symbols':['O','O'],'positions':[[0,0,0],[1.5,0,0]],"
    "'pairs':[{'task':'LUMO',"
    "'instruction':'Give it. numerical value only.',"
    "'answer':'-1.2 eV'}]}\n"
    "{'id':'4','split':'test','task':'cap2mol','smiles':'CC',"
    "'messages':[{'role':'system','content':'Write.'},"
    "{'role':'user','content':'Methane?'},"
    "{'role':'assistant','content':'C'},"
    "{'role':'user','content':'Ethane?'},"
    "{'role':'assistant','content':'CC'}]}\n"
    "{'text':'A plain text.'}\n");

}  // namespace

class QuestionListTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void rowsOfATask_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QString>("split");
    QTest::addColumn<QStringList>("references");
    QTest::newRow("captions of everything")
        << int(Task::Caption) << "" << QStringList{"An alcohol.\n", "An amine.\n"};
    QTest::newRow("captions of one split")
        << int(Task::Retrieval) << "test" << QStringList{"An alcohol.\n"};
    QTest::newRow("numbers") << int(Task::Property) << "test"
                             << QStringList{"The HOMO for the input molecule is -10.000 eV.",
                                            "-1.0 eV", "-1.2 eV"};
    QTest::newRow("conformers of molecules that have several")
        << int(Task::Conformers) << "" << QStringList{"-1.0 eV", "-1.2 eV"};
    QTest::newRow("structures from texts")
        << int(Task::Cap2Mol) << "test" << QStringList{"CCO", "CC"};
  }
  void rowsOfATask() {
    QFETCH(int, task);
    QFETCH(QString, split);
    QFETCH(QStringList, references);
    Choice choice;
    choice.task = Task(task);
    choice.split = split.toStdString();
    const auto list = readQuestions(write("corpus.jsonl", kCorpus), choice, {});
    QVERIFY2(list.has_value(), list ? "" : list.error().message.c_str());
    QStringList read;
    for (const Question& question : list->questions) {
      read << QString::fromStdString(question.reference);
      QVERIFY(!question.instruction.empty() && !question.smiles.empty());
      QCOMPARE(question.given == Given::WordsAlone, Task(task) == Task::Cap2Mol);
    }
    QCOMPARE(read, references);
  }

  void conversationsKeepTheirTurns() {
    Choice choice;
    choice.task = Task::Cap2Mol;
    const auto list = readQuestions(write("corpus.jsonl", kCorpus), choice, {});
    QVERIFY(list.has_value());
    const Question& question = list->questions.back();
    QCOMPARE(question.system, std::string("Write."));
    QCOMPARE(question.instruction, std::string("Ethane?"));
    QCOMPARE(question.history.size(), std::size_t{1});
    QCOMPARE(question.history[0].question, std::string("Methane?"));
    QCOMPARE(question.history[0].answer, std::string("C"));
  }

  void aCaptionThatIsTurnedRoundDoesNotTellItsStructure() {
    Choice choice;
    choice.task = Task::Cap2Mol;
    const auto list = readQuestions(write("corpus.jsonl", kCorpus), choice, {});
    QVERIFY(list.has_value());
    const Question& question = list->questions.front();
    QVERIFY(question.instruction.find("An alcohol.") != std::string::npos);
    QVERIFY(question.instruction.find("CCO") == std::string::npos);
    QVERIFY(question.system.find("CCO") == std::string::npos);
  }

  void tablesAreRead() {
    const auto path = write("table.tsv",
                            "CID\tSMILES\tdescription\n7\tCCO\tAn alcohol.\n"
                            "8\tnot a structure\tNothing.\n9\tCCN\tAn amine.\n");
    std::vector<corpus::Rejection> rejected;
    const auto list = readQuestions(
        path, {}, [&rejected](const corpus::Rejection& row) { rejected.push_back(row); });
    QVERIFY2(list.has_value(), list ? "" : list.error().message.c_str());
    QCOMPARE(list->questions.size(), std::size_t{2});
    QCOMPARE(list->questions[1].id, std::string("9"));
    QCOMPARE(list->questions[1].reference, std::string("An amine."));
    QCOMPARE(rejected.size(), std::size_t{1});
    QCOMPARE(list->leftOut.at("rows that could not be read"), std::size_t{1});
  }

  void aLimitDrawsRowsAndKeepsThem() {
    std::string table = "SMILES\tdescription\n";
    for (int i = 1; i <= 40; ++i) table += std::string(i, 'C') + "\tA chain.\n";
    const auto path = write("table.tsv", table);
    const auto chosen = [&](std::size_t limit, std::uint64_t seed) {
      Choice choice;
      choice.limit = limit;
      choice.seed = seed;
      std::vector<std::size_t> sizes;
      for (const Question& question : readQuestions(path, choice, {}).value().questions) {
        sizes.push_back(question.smiles.size());
      }
      return sizes;
    };
    const auto ten = chosen(10, 1);
    QCOMPARE(ten.size(), std::size_t{10});
    QVERIFY(std::is_sorted(ten.begin(), ten.end()));
    QCOMPARE(chosen(10, 1), ten);
    QVERIFY(chosen(10, 2) != ten);
    const auto twenty = chosen(20, 1);
    QVERIFY(std::includes(twenty.begin(), twenty.end(), ten.begin(), ten.end()));
    QCOMPARE(chosen(100, 1).size(), std::size_t{40});
  }

  void aLimitOfConformersIsOfMolecules() {
    std::string corpus;
    for (int i = 0; i < 30; ++i) {
      corpus += corpusOf(QString("{'id':'%1','smiles':'CC','pairs':[{'task':'HOMO',"
                                 "'instruction':'?','answer':'-%2.5 eV'}]}\n")
                             .arg(i / 3)
                             .arg(i)
                             .toUtf8());
    }
    Choice choice;
    choice.task = Task::Conformers;
    choice.limit = 4;
    const auto list = readQuestions(write("corpus.jsonl", corpus), choice, {});
    QVERIFY(list.has_value());
    QCOMPARE(list->questions.size(), std::size_t{12});
    std::set<std::string> molecules;
    for (const Question& question : list->questions) molecules.insert(moleculeKey(question));
    QCOMPARE(molecules.size(), std::size_t{4});
  }

  void whatIsNotThereIsSaid_data() {
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("split");
    QTest::addColumn<int>("task");
    QTest::addColumn<QString>("said");
    const QString corpus = QString::fromStdString(kCorpus);
    QTest::newRow("another split") << corpus << "valid" << int(Task::Caption) << "test, train";
    QTest::newRow("no conformers")
        << QString("{\"smiles\":\"C\",\"pairs\":[]}\n") << "" << int(Task::Conformers) << "no row";
    QTest::newRow("an empty file") << QString() << "" << int(Task::Caption) << "corpus.jsonl";
    QTest::newRow("no data at all")
        << QString("\x01\x02\x03") << "" << int(Task::Caption) << "corpus.jsonl";
  }
  void whatIsNotThereIsSaid() {
    QFETCH(QString, content);
    QFETCH(QString, split);
    QFETCH(int, task);
    QFETCH(QString, said);
    Choice choice;
    choice.task = Task(task);
    choice.split = split.toStdString();
    const auto list = readQuestions(write("corpus.jsonl", content.toStdString()), choice, {});
    QVERIFY(!list.has_value());
    QVERIFY2(list.error().toString().find(said.toStdString()) != std::string::npos,
             list.error().toString().c_str());
  }

  void aMissingFileIsSaid() {
    const auto list = readQuestions(m_folder->filePath("none.tsv").toStdString(), {}, {});
    QVERIFY(!list.has_value());
    QVERIFY(list.error().toString().find("none.tsv") != std::string::npos);
  }

 private:
  std::filesystem::path write(const char* name, const std::string& content) {
    const std::filesystem::path path = m_folder->filePath(name).toStdString();
    [[maybe_unused]] const auto written = writeFileAtomically(path, content);
    return path;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(QuestionListTest)
#include "question_list_test.moc"
