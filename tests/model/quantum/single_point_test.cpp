#include "model/chem/quantum/single_point.h"

#include <QTest>
#include <limits>

#include "model/chem/quantum/worker_messages.h"
#include "tests/model/quantum/shapes.h"

using namespace molloquy;
using quantum::SinglePointInput;

Q_DECLARE_METATYPE(SinglePointInput)

class SinglePointTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatXtbCannotTakeIsRefused_data();
  void whatXtbCannotTakeIsRefused();
  void whatXtbCanTakePasses_data();
  void whatXtbCanTakePasses();
  void valenceElectrons_data();
  void valenceElectrons();
  void messagesReadBackAsWritten();
  void forcesReadBackAsWritten();
  void electronsReadBackAsWritten();
  void errorsTravelWithTheirKind();
  void otherLinesAreNoMessages_data();
  void otherLinesAreNoMessages();
};

void SinglePointTest::whatXtbCannotTakeIsRefused_data() {
  QTest::addColumn<SinglePointInput>("input");
  QTest::addColumn<QString>("words");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto one = [](int element, int charge) {
    return SinglePointInput{{element}, {{0, 0, 0}}, charge};
  };
  QTest::newRow("no atoms") << SinglePointInput{} << "no atoms";
  QTest::newRow("uranium, which would crash xtb") << one(92, 0) << "atomic number 92";
  QTest::newRow("a dummy atom") << one(0, 0) << "atomic number 0";
  QTest::newRow("the radical NO") << SinglePointInput{{7, 8}, {{0, 0, 0}, {0, 0, 1.15}}, 0}
                                  << "odd number of valence electrons (11)";
  QTest::newRow("a proton has no electrons") << one(1, 1) << "none of the 1 valence";
  QTest::newRow("a sodium ion has no valence electrons") << one(11, 1) << "none of the 1 valence";
  QTest::newRow("coincident atoms")
      << SinglePointInput{{6, 1, 1}, {{0, 0, 0}, {0, 0, 1.1}, {0, 0, 1.1}}, 0}
      << "H2 and H3 are only 0.00";
  SinglePointInput water = test::water();
  water.charge = 9;
  QTest::newRow("water with a charge of +9") << water << "+9 leaves none of the 8";
  water.charge = 6;
  QTest::newRow("water with a charge of +6") << water << "+6 is more than half of the 8";
  water.charge = -20;
  QTest::newRow("water with a charge of -20") << water << "-20 is more than half";
  water = test::water();
  water.positions[1][2] = nan;
  QTest::newRow("a position that is no number") << water << "position of H2 is not within";
  water.positions[1][2] = std::numeric_limits<double>::infinity();
  QTest::newRow("an infinite position") << water << "position of H2";
  water.positions[1][2] = 1e300;
  QTest::newRow("a position at the end of the universe") << water << "position of H2";
  water.positions.pop_back();
  QTest::newRow("a position short") << water << "3 atoms but 2 positions";
  SinglePointInput many;
  many.atomicNumbers.assign(1002, 1);
  QTest::newRow("too many atoms") << many << "1002 atoms";
}

void SinglePointTest::whatXtbCannotTakeIsRefused() {
  QFETCH(SinglePointInput, input);
  QFETCH(QString, words);
  const auto checked = quantum::checkInput(input);
  QVERIFY(!checked);
  QCOMPARE(checked.error().code, ErrorCode::InvalidInput);
  QVERIFY2(QString::fromStdString(checked.error().message).contains(words),
           checked.error().message.c_str());
}

void SinglePointTest::whatXtbCanTakePasses_data() {
  QTest::addColumn<SinglePointInput>("input");
  QTest::newRow("water") << test::water();
  QTest::newRow("radon, the last element") << SinglePointInput{{86}, {{0, 0, 0}}, 0};
  QTest::newRow("iron(II)") << SinglePointInput{{26}, {{0, 0, 0}}, 2};
  QTest::newRow("oxide") << SinglePointInput{{8}, {{0, 0, 0}}, -2};
  QTest::newRow("hydrogen, as short as it is")
      << SinglePointInput{{1, 1}, {{0, 0, 0}, {0, 0, 0.74}}, 0};
}

void SinglePointTest::whatXtbCanTakePasses() {
  QFETCH(SinglePointInput, input);
  const auto checked = quantum::checkInput(input);
  QVERIFY2(checked, checked ? "" : checked.error().message.c_str());
}

/// Sums of the orbital occupations that libxtb 6.5.1 gives for single atoms.
void SinglePointTest::valenceElectrons_data() {
  QTest::addColumn<int>("element");
  QTest::addColumn<int>("electrons");
  QTest::newRow("hydrogen") << 1 << 1;
  QTest::newRow("helium") << 2 << 2;
  QTest::newRow("lithium") << 3 << 1;
  QTest::newRow("neon") << 10 << 8;
  QTest::newRow("chlorine") << 17 << 7;
  QTest::newRow("scandium") << 21 << 3;
  QTest::newRow("copper, d electrons count") << 29 << 11;
  QTest::newRow("zinc, they do not") << 30 << 2;
  QTest::newRow("bromine") << 35 << 7;
  QTest::newRow("silver") << 47 << 11;
  QTest::newRow("cadmium") << 48 << 2;
  QTest::newRow("iodine") << 53 << 7;
  QTest::newRow("lanthanum") << 57 << 3;
  QTest::newRow("gadolinium, f electrons do not count") << 64 << 3;
  QTest::newRow("lutetium") << 71 << 3;
  QTest::newRow("hafnium") << 72 << 4;
  QTest::newRow("gold") << 79 << 11;
  QTest::newRow("mercury") << 80 << 2;
  QTest::newRow("radon") << 86 << 8;
}

void SinglePointTest::valenceElectrons() {
  QFETCH(int, element);
  QFETCH(int, electrons);
  QCOMPARE(quantum::valenceElectrons(element), electrons);
}

void SinglePointTest::messagesReadBackAsWritten() {
  const quantum::WorkerRequest request{7, test::water()};
  const auto read = quantum::requestFrom(quantum::toLine(request));
  QVERIFY(read);
  QCOMPARE(read->number, std::uint64_t{7});
  QVERIFY(read->input.atomicNumbers == request.input.atomicNumbers);
  QVERIFY(read->input.positions == request.input.positions);
  const quantum::SinglePoint point{-5.1 / 3, -12.1 / 7, 0.1, 2.0 / 3};
  const auto answer = quantum::answerFrom(quantum::toLine(quantum::WorkerAnswer{9, point}));
  QVERIFY(answer && answer->result);
  QCOMPARE(answer->number, std::uint64_t{9});
  const auto* back = std::get_if<quantum::SinglePoint>(&*answer->result);
  QVERIFY(back != nullptr);
  QVERIFY(back->energyHartree == point.energyHartree);
  QVERIFY(back->homoEv == point.homoEv);
  QVERIFY(back->lumoEv == point.lumoEv);
  QVERIFY(back->dipoleDebye == point.dipoleDebye);
  const auto greeting = quantum::greetingFrom(quantum::toLine(quantum::Greeting{"6.5.1"}));
  QVERIFY(greeting);
  QCOMPARE(greeting->xtbVersion, std::string("6.5.1"));
}

void SinglePointTest::forcesReadBackAsWritten() {
  const quantum::WorkerRequest request{8, test::water(), quantum::Asked::Forces,
                                       quantum::Guess::Previous};
  const auto read = quantum::requestFrom(quantum::toLine(request));
  QVERIFY(read && read->asked == request.asked && read->guess == request.guess);
  const quantum::Forces forces{-5.0 / 3, {{0.1 / 3, 0, -1e-9}, {1, 2, 3}}, {0, 1.0 / 7, -2}};
  const auto answer = quantum::answerFrom(quantum::toLine(quantum::WorkerAnswer{8, forces}));
  QVERIFY(answer && answer->result);
  const auto* back = std::get_if<quantum::Forces>(&*answer->result);
  QVERIFY(back != nullptr);
  QVERIFY(back->energyHartree == forces.energyHartree);
  QVERIFY(back->gradient == forces.gradient);
  QVERIFY(back->dipole == forces.dipole);
}

void SinglePointTest::electronsReadBackAsWritten() {
  quantum::Electrons electrons{-1.0 / 3,      {-12.0 / 7, 3},    {2, 0},
                               {0.25, -0.25}, {{0, 1, 0.9 / 7}}, {1, 2, 3}};
  const auto answer = quantum::answerFrom(quantum::toLine(quantum::WorkerAnswer{9, electrons}));
  QVERIFY(answer && answer->result);
  const auto* back = std::get_if<quantum::Electrons>(&*answer->result);
  QVERIFY(back != nullptr);
  QVERIFY(back->energyHartree == electrons.energyHartree);
  QVERIFY(back->orbitalEv == electrons.orbitalEv);
  QVERIFY(back->occupations == electrons.occupations);
  QVERIFY(back->charges == electrons.charges);
  QCOMPARE(back->bondOrders.size(), std::size_t{1});
  QVERIFY(back->bondOrders[0].second == 1 && back->bondOrders[0].order == 0.9 / 7);
  QVERIFY(back->dipole == electrons.dipole);
}

void SinglePointTest::errorsTravelWithTheirKind() {
  for (const ErrorCode code :
       {ErrorCode::InvalidInput, ErrorCode::Unsupported, ErrorCode::Internal}) {
    const quantum::WorkerAnswer failed{3, fail(code, "A sentence with \"quotes\"\nand \xff.")};
    const std::string line = quantum::toLine(failed);
    QVERIFY(line.find('\n') == std::string::npos);
    const auto answer = quantum::answerFrom(line);
    QVERIFY(answer && !answer->result);
    QCOMPARE(answer->result.error().code, code);
    QVERIFY(answer->result.error().message.starts_with("A sentence with \"quotes\"\nand "));
  }
}

void SinglePointTest::otherLinesAreNoMessages_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::newRow("nothing") << QByteArray();
  QTest::newRow("no JSON") << QByteArray("Segmentation fault");
  QTest::newRow("half a message") << QByteArray(R"({"number":1,"energy":-5.0,"homo")");
  QTest::newRow("a list") << QByteArray("[1,2,3]");
  QTest::newRow("a field is missing") << QByteArray(R"({"number":1,"energy":-5.0})");
  QTest::newRow("a number is null")
      << QByteArray(R"({"number":1,"energy":null,"homo":1,"lumo":1,"dipole":1})");
  QTest::newRow("a text in place of a number") << QByteArray(R"({"number":"1","elements":[]})");
  QTest::newRow("a position with two coordinates")
      << QByteArray(R"({"number":1,"charge":0,"elements":[1],"positions":[[0,0]]})");
  QTest::newRow("a greeting of another version")
      << QByteArray(R"({"molloquy_xtb_worker":99,"xtb":"6.5.1"})");
  QTest::newRow("nested without end") << QByteArray(100'000, '[');
}

void SinglePointTest::otherLinesAreNoMessages() {
  QFETCH(QByteArray, line);
  const std::string_view text(line.constData(), static_cast<std::size_t>(line.size()));
  QVERIFY(!quantum::greetingFrom(text));
  QVERIFY(!quantum::requestFrom(text));
  QVERIFY(!quantum::answerFrom(text));
}

QTEST_GUILESS_MAIN(SinglePointTest)
#include "single_point_test.moc"
