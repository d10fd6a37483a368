#include "model/corpus/generators/questions.h"

#include <QTest>
#include <set>

using namespace molloquy;
using corpus::Property;

class QuestionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void wordings_data();
  void wordings();
  void answers_data();
  void answers();
  void everyWordingIsDrawn();
  void aDrawRepeatsItself();
  void aChargeIsStatedInTheQuestionAlone();
  void numbersOfGfn2AreNeverCalledOtherwise();
};

/// 3d-molm.md 5.2.
void QuestionsTest::wordings_data() {
  QTest::addColumn<int>("wording");
  QTest::addColumn<QByteArray>("text");
  const auto row = [](int number, const char* question) {
    QTest::addRow("wording %d", number)
        << number - 1
        << QByteArray(question) +
               "If uncertain, provide an estimate. Respond with the numerical value only.";
  };
  row(1, "What is the LogP of this molecule? ");
  row(2, "Could you give me the LogP value of this molecule? ");
  row(3, "I would like to know the LogP of this molecule, can you provide it? ");
  row(4, "Please provide the LogP value for this molecule. ");
  row(5, "I am interested in the LogP of this molecule, could you tell me what it is? ");
  row(6, "I would like to know the LogP of this molecule, could you please provide it? ");
  row(7, "I need to know the LogP of this molecule, could you please provide it? ");
  row(8,
      "Please provide me with the LogP value of this molecule. Determine the LogP value of this "
      "molecule. ");
}

void QuestionsTest::wordings() {
  QFETCH(int, wording);
  QFETCH(QByteArray, text);
  QCOMPARE(
      QByteArray::fromStdString(corpus::questionText("LogP", static_cast<std::size_t>(wording))),
      text);
}

void QuestionsTest::answers_data() {
  QTest::addColumn<int>("property");
  QTest::addColumn<double>("value");
  QTest::addColumn<QByteArray>("text");
  const auto row = [](const char* name, Property property, double value, const char* text) {
    QTest::newRow(name) << static_cast<int>(property) << value << QByteArray(text);
  };
  row("molecular weight", Property::MolecularWeight, 338.4,
      "The Molecular Weight for the input molecule is 338.40 g/mol.");
  row("LogP has no unit", Property::LogP, 5.1, "The LogP for the input molecule is 5.10.");
  row("a negative LogP", Property::LogP, -1.029, "The LogP for the input molecule is -1.03.");
  row("a LogP that rounds to zero has no minus", Property::LogP, -0.004,
      "The LogP for the input molecule is 0.00.");
  row("polar surface", Property::PolarSurface, 66.8,
      "The Topological Polar Surface Area for the input molecule is 66.80 Å².");
  row("complexity has no unit", Property::Complexity, 408,
      "The Complexity for the input molecule is 408.00.");
  row("HOMO", Property::Homo, -5.85, "The GFN2-xTB HOMO for the input molecule is -5.850 eV.");
  row("LUMO", Property::Lumo, -0.0004, "The GFN2-xTB LUMO for the input molecule is 0.000 eV.");
  row("gap", Property::Gap, 5.0994,
      "The GFN2-xTB HOMO-LUMO Gap for the input molecule is 5.099 eV.");
  row("total energy", Property::TotalEnergy, -1234.5678,
      "The GFN2-xTB Total Energy for the input molecule is -1234.568 eV.");
  row("dipole", Property::DipoleMoment, 2.27109,
      "The GFN2-xTB Dipole Moment for the input molecule is 2.271 D.");
}

void QuestionsTest::answers() {
  QFETCH(int, property);
  QFETCH(double, value);
  QFETCH(QByteArray, text);
  QCOMPARE(QByteArray::fromStdString(corpus::answerText(static_cast<Property>(property), value)),
           text);
}

void QuestionsTest::everyWordingIsDrawn() {
  std::set<std::string> questions;
  for (int i = 0; i < 200; ++i) {
    questions.insert(corpus::ask(Property::LogP, 1, 1, std::to_string(i)).instruction);
  }
  QCOMPARE(questions.size(), corpus::kQuestionWordings);
}

void QuestionsTest::aDrawRepeatsItself() {
  QCOMPARE(corpus::drawn(1, "CCO", "LogP"), corpus::drawn(1, "CCO", "LogP"));
  QVERIFY(corpus::drawn(1, "CCO", "LogP") != corpus::drawn(2, "CCO", "LogP"));
  QVERIFY(corpus::drawn(1, "CCO", "LogP") != corpus::drawn(1, "CCN", "LogP"));
  QVERIFY(corpus::drawn(1, "CCO", "LogP") != corpus::drawn(1, "CCOLogP", ""));
}

void QuestionsTest::aChargeIsStatedInTheQuestionAlone() {
  const auto pair = corpus::ask(Property::Homo, -4, 1, "CC(=O)[O-]", " (charge -1)");
  QCOMPARE(pair.task, std::string("GFN2-xTB HOMO"));
  QVERIFY(pair.instruction.find("GFN2-xTB HOMO (charge -1)") != std::string::npos);
  QCOMPARE(pair.answer, std::string("The GFN2-xTB HOMO for the input molecule is -4.000 eV."));
}

void QuestionsTest::numbersOfGfn2AreNeverCalledOtherwise() {
  for (const Property property : {Property::Homo, Property::Lumo, Property::Gap,
                                  Property::TotalEnergy, Property::DipoleMoment}) {
    for (int i = 0; i < 20; ++i) {
      const auto pair = corpus::ask(property, 1, 1, std::to_string(i));
      for (const std::string& text : {pair.task, pair.instruction, pair.answer}) {
        QVERIFY2(text.find("GFN2-xTB") != std::string::npos, text.c_str());
        QVERIFY2(text.find("DFT") == std::string::npos, text.c_str());
      }
    }
  }
}

QTEST_GUILESS_MAIN(QuestionsTest)
#include "questions_test.moc"
