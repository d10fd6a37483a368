#include "model/evaluation/measured_answers.h"

#include <QTest>
#include <cmath>

#include "model/base/program_paths.h"
#include "model/evaluation/run_record.h"

using namespace molloquy;
using namespace molloquy::evaluation;

namespace {

Question asked(const std::string& smiles, const std::string& task, const std::string& reference,
               const std::string& id = "") {
  Question question;
  question.smiles = smiles;
  question.id = id.empty() ? smiles : id;
  question.task = task;
  question.reference = reference;
  return question;
}

/// A figure among those of all rows.
double figure(const MeasuredAnswers& measured, const std::string& group, const std::string& name) {
  const std::vector<double> values = measured.rows.total();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const metrics::FigureName& each = measured.rows.figures[i];
    if (each.group == group && each.name == name) return values[i];
  }
  return std::numeric_limits<double>::infinity();
}

}  // namespace

class MeasuredAnswersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void captionsAreMeasuredAsTheirFileIs() {
    const std::vector<Question> questions = {
        asked("CCO", "Caption", "An alcohol with two carbons.\n"),
        asked("CC", "Caption", "An alkane.\n")};
    const std::vector<AnsweredRow> answers = {{&questions[0], "An alcohol with two carbons. "},
                                              {&questions[1], "A ketone!"}};
    const auto tokens = metrics::wordTokens();
    MeasureTools tools;
    tools.tokens = tokens.get();
    const auto measured = measureAnswers(Task::Caption, answers, tools);
    QVERIFY(measured.has_value());
    QCOMPARE(measured->places, (std::vector<std::size_t>{0, 1}));
    QVERIFY(figure(*measured, "", "bleu2") > 0.3 && figure(*measured, "", "bleu2") < 1.0);
    QVERIFY(std::isnan(figure(*measured, "", "meteor")));
    QCOMPARE(measured->remarks.size(), std::size_t{1});
    QCOMPARE(measured->rows.byQuality(), (std::vector<std::size_t>{0, 1}));
    const auto best = samplesJson(*measured, answers, Samples::Best, 1);
    const auto worst = samplesJson(*measured, answers, Samples::Worst, 5);
    QCOMPARE(best.size(), std::size_t{1});
    QCOMPARE(best[0]["smiles"].get<std::string>(), std::string("CCO"));
    QCOMPARE(worst.size(), std::size_t{2});
    QCOMPARE(worst[0]["answer"].get<std::string>(), std::string("A ketone!"));
  }

  void numbersAreMeasuredInBothReadings() {
    const std::vector<Question> questions = {
        asked("C", "SCF Energy", "The SCF Energy for the input molecule is -1.000e+04 eV."),
        asked("C", "LogP", "The LogP for the input molecule is 2.00.")};
    const std::vector<AnsweredRow> answers = {{&questions[0], "It is -1.000e+05 eV."},
                                              {&questions[1], "I do not know."}};
    const auto measured = measureAnswers(Task::Property, answers, {});
    QVERIFY2(measured.has_value(), measured ? "" : measured.error().message.c_str());
    QCOMPARE(figure(*measured, "paper/SCF Energy", "mae"), 0.0);
    QCOMPARE(figure(*measured, "correct/SCF Energy", "mae"), 90000.0);
    QCOMPARE(figure(*measured, "paper/LogP", "valid_ratio"), 0.0);
    const auto json = figuresJson(measured->rows, measured->rows.total());
    QCOMPARE(json["paper"]["SCF Energy"]["mae"].get<double>(), 0.0);
    QVERIFY(json["correct"]["LogP"]["mae"].is_null());
    QCOMPARE(measured->rows.byQuality().front(), std::size_t{0});
  }

  void otherNumbersAreMeasuredAsTheyStand() {
    const std::vector<Question> questions = {
        asked("C", "GFN2-xTB Dipole Moment",
              "The GFN2-xTB Dipole Moment for the input molecule is 1.500 D."),
        asked("C", "HOMO", "The HOMO for the input molecule is -9.000 eV."),
        asked("C", "GFN2-xTB HOMO", "The GFN2-xTB HOMO for the input molecule is -10.000 eV."),
        asked("C", "GFN2-xTB HOMO", "It is not known.")};
    const std::vector<AnsweredRow> answers = {{&questions[0], "No idea."},
                                              {&questions[1], "-9.5 eV"},
                                              {&questions[2], "GFN2-xTB gives -10.250 eV."},
                                              {&questions[3], "-1.0 eV"}};
    const auto measured = measureAnswers(Task::Property, answers, {});
    QVERIFY2(measured.has_value(), measured ? "" : measured.error().message.c_str());
    QCOMPARE(measured->places, (std::vector<std::size_t>{1, 0, 2}));
    QCOMPARE(figure(*measured, "paper/HOMO", "mae"), 0.5);
    QCOMPARE(figure(*measured, "correct/GFN2-xTB HOMO", "mae"), 0.25);
    QCOMPARE(figure(*measured, "correct/GFN2-xTB Dipole Moment", "valid_ratio"), 0.0);
    QVERIFY(std::isnan(figure(*measured, "correct/GFN2-xTB Dipole Moment", "mae")));
    QCOMPARE(measured->rows.byQuality(), (std::vector<std::size_t>{2, 0, 1}));
  }

  void conformersAreComparedWithinTheirMolecule() {
    const std::vector<Question> questions = {asked("CO", "HOMO", "The HOMO is -10.000 eV.", "1"),
                                             asked("CO", "HOMO", "The HOMO is -10.400 eV.", "1"),
                                             asked("CN", "HOMO", "The HOMO is -9.000 eV.", "2"),
                                             asked("CN", "HOMO", "The HOMO is -9.001 eV.", "2")};
    const std::vector<AnsweredRow> answers = {{&questions[0], "It is -8.0 eV."},
                                              {&questions[1], "It is -8.1 eV."},
                                              {&questions[2], "It is -8.0 eV."},
                                              {&questions[3], "No idea."}};
    MeasureTools tools;
    tools.leastDifference = 0.02;
    const auto measured = measureAnswers(Task::Conformers, answers, tools);
    QVERIFY2(measured.has_value(), measured ? "" : measured.error().message.c_str());
    QCOMPARE(measured->rows.rows, std::size_t{2});
    QCOMPARE(figure(*measured, "HOMO", "sign_agreement"), 1.0);
    QVERIFY(std::abs(figure(*measured, "HOMO", "mae") - (2.0 + 2.3 + 1.0) / 3.0) < 1e-9);
    QVERIFY(std::abs(figure(*measured, "HOMO", "mae_of_molecule_mean") - 0.4 / 3.0) < 1e-9);
    QCOMPARE(measured->further["HOMO"]["unanswered"].get<int>(), 1);
    QCOMPARE(measured->further["HOMO"]["pairs"].get<int>(), 1);
  }

  void conformersNeedNumbers() {
    const std::vector<Question> questions = {asked("CO", "HOMO", "high")};
    const std::vector<AnsweredRow> answers = {{&questions[0], "1.0"}};
    const auto measured = measureAnswers(Task::Conformers, answers, {});
    QVERIFY(!measured.has_value());
    QVERIFY(measured.error().message.find("number") != std::string::npos);
  }

  void textsAreGrounded() {
    const auto resources = resourceFolder();
    QVERIFY(resources.has_value());
    const auto lexicon = align::Lexicon::load(*resources / "lexicon" / "fg.tsv");
    QVERIFY(lexicon.has_value());
    const std::vector<Question> questions = {asked("O=C(O)c1ccccc1", "Caption", "x"),
                                             asked("C1C", "Caption", "x"),
                                             asked("CCN", "Caption", "x")};
    const std::vector<AnsweredRow> answers = {{&questions[0], "It has a carboxy group."},
                                              {&questions[1], "It has a ring."},
                                              {&questions[2], "It has a nitro group."}};
    MeasureTools tools;
    tools.lexicon = lexicon->get();
    const auto measured = measureAnswers(Task::Grounding, answers, tools);
    QVERIFY(measured.has_value());
    QCOMPARE(measured->places, (std::vector<std::size_t>{0, 2}));
    QCOMPARE(measured->remarks.size(), std::size_t{1});
    QCOMPARE(figure(*measured, "own", "grounded"), 0.5);
    QCOMPARE(figure(*measured, "shuffled", "grounded"), 0.0);
    QCOMPARE(measured->further["own"]["checkable"].get<int>(), 2);
  }

  void writtenStructuresAreMeasured() {
    const std::vector<Question> questions = {asked("CCO", "cap2mol", "CCO"),
                                             asked("CC", "cap2mol", "CC")};
    const std::vector<AnsweredRow> answers = {{&questions[0], "OCC"}, {&questions[1], "C(("}};
    const auto measured = measureAnswers(Task::Cap2Mol, answers, {});
    QVERIFY2(measured.has_value(), measured ? "" : measured.error().message.c_str());
    QCOMPARE(figure(*measured, "", "exact_match"), 0.5);
    QCOMPARE(figure(*measured, "", "validity"), 0.5);
  }
};

QTEST_APPLESS_MAIN(MeasuredAnswersTest)
#include "measured_answers_test.moc"
