#include "model/chem/conformers.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <thread>

#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"

using namespace molloquy;
using chem::GeometrySource;

Q_DECLARE_METATYPE(molloquy::chem::GeometrySource)

namespace {

std::shared_ptr<const chem::Molecule> molecule(const QByteArray& smiles) {
  auto record = chem::parseSmiles(smiles.toStdString());
  return record ? record->molecule : nullptr;
}

double distance(const chem::Point3& a, const chem::Point3& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

}  // namespace

/// Embedding and minimisation, and the SDF of what came out.
class ConformersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theForceFieldIsTold_data();
  void theForceFieldIsTold();
  void bondsHaveTheirLengths();
  void theSameSeedGivesTheSamePositions();
  void conformersAreSortedByEnergy();
  void componentsLieApart();
  void writtenStereoIsKept_data();
  void writtenStereoIsKept();
  void impossibleRequestsAreRefused_data();
  void impossibleRequestsAreRefused();
  void stopEndsTheWork();
  void noAtomsAreRefused();
  void sdfGivesTheConformerBack();
  void sdfRefusesAForeignConformer();
};

void ConformersTest::theForceFieldIsTold_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<GeometrySource>("source");
  QTest::addColumn<QByteArray>("note");
  QTest::newRow("aspirin has MMFF94 parameters")
      << QByteArray("CC(=O)Oc1ccccc1C(=O)O") << GeometrySource::EmbeddedMmff94 << QByteArray();
  QTest::newRow("phenylboronic acid falls back to UFF")
      << QByteArray("OB(O)c1ccccc1") << GeometrySource::EmbeddedUff << QByteArray("B2");
  QTest::newRow("helium beside methane has no force field")
      << QByteArray("C.[He]") << GeometrySource::EmbeddedOnly << QByteArray("He2");
  QTest::newRow("a dummy atom has no force field")
      << QByteArray("*CC") << GeometrySource::EmbeddedOnly << QByteArray("*1");
}

void ConformersTest::theForceFieldIsTold() {
  QFETCH(QByteArray, smiles);
  QFETCH(GeometrySource, source);
  QFETCH(QByteArray, note);
  const auto subject = molecule(smiles);
  const auto conformers = chem::embedConformers(*subject, {});
  QVERIFY2(conformers, conformers ? "" : conformers.error().message.c_str());
  QCOMPARE(conformers->size(), std::size_t{1});
  const chem::Conformer& conformer = conformers->front();
  QVERIFY(conformer.source == source);
  QCOMPARE(conformer.positions.size(), subject->atoms().size());
  QCOMPARE(conformer.note.empty(), note.isEmpty());
  QVERIFY2(conformer.note.find(note.toStdString()) != std::string::npos, conformer.note.c_str());
  QCOMPARE(conformer.energyKcalPerMol.has_value(), source != GeometrySource::EmbeddedOnly);
}

void ConformersTest::bondsHaveTheirLengths() {
  const auto ethane = molecule("CC");
  const auto conformers = chem::embedConformers(*ethane, {});
  QVERIFY(conformers);
  const auto& at = conformers->front().positions;
  QVERIFY(std::abs(distance(at[0], at[1]) - 1.51) < 0.02);
  QVERIFY(std::abs(distance(at[0], at[2]) - 1.095) < 0.02);
}

void ConformersTest::theSameSeedGivesTheSamePositions() {
  const auto subject = molecule("CCCCO");
  const auto first = chem::embedConformers(*subject, {.seed = 11});
  const auto second = chem::embedConformers(*subject, {.seed = 11});
  const auto other = chem::embedConformers(*subject, {.seed = 12});
  QVERIFY(first && second && other);
  QVERIFY(first->front().positions == second->front().positions);
  QVERIFY(first->front().positions != other->front().positions);
  QVERIFY(chem::embedConformers(*subject, {.seed = 0xFFFFFFFF}).has_value());
}

void ConformersTest::conformersAreSortedByEnergy() {
  const auto conformers = chem::embedConformers(*molecule("CCCCCO"), {.count = 6});
  QVERIFY(conformers);
  QCOMPARE(conformers->size(), std::size_t{6});
  for (std::size_t i = 1; i < conformers->size(); ++i) {
    QVERIFY((*conformers)[i - 1].energyKcalPerMol <= (*conformers)[i].energyKcalPerMol);
  }
}

void ConformersTest::componentsLieApart() {
  const auto subject = molecule("CC(=O)[O-].C[N+](C)(C)C");
  const auto conformers = chem::embedConformers(*subject, {});
  QVERIFY(conformers);
  const auto& at = conformers->front().positions;
  for (std::size_t acetate = 0; acetate < 4; ++acetate) {
    for (std::size_t amine = 4; amine < 9; ++amine) {
      QVERIFY(distance(at[acetate], at[amine]) > 2.5);
    }
  }
}

void ConformersTest::writtenStereoIsKept_data() {
  QTest::addColumn<QByteArray>("smiles");
  for (const char* smiles : {"C[C@H](N)C(=O)O", "C[C@@H](N)C(=O)O", "C/C=C/C", "C/C=C\\C",
                             "OC(=O)/C=C\\C(=O)O", "C[C@H]1CC[C@@H](O)CC1",
                             "C=C1C(=O)O[C@H]2C/C(C)=C/CC/C(C)=C/CC[C@@]3(CO)O[C@H]3C[C@H]12"}) {
    QTest::newRow(smiles) << QByteArray(smiles);
  }
}

/// Written to SDF and read back, the stereo is perceived from the positions.
void ConformersTest::writtenStereoIsKept() {
  QFETCH(QByteArray, smiles);
  const auto subject = molecule(smiles);
  const auto conformers = chem::embedConformers(*subject, {});
  QVERIFY2(conformers, conformers ? "" : conformers.error().message.c_str());
  const auto text = chem::toSdf(*subject, *conformers);
  QVERIFY(text);
  const auto file = chem::readStructureText(*text, chem::FileFormat::MolSdf, "test");
  QVERIFY(file);
  QCOMPARE(*chem::canonicalSmiles(*file->records.front().molecule),
           *chem::canonicalSmiles(*subject));
}

void ConformersTest::impossibleRequestsAreRefused_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QByteArray>("word");
  QTest::newRow("more atoms than 999") << QByteArray(400, 'C') << QByteArray("1202 atoms");
  QTest::newRow("an atom with six neighbours")
      << QByteArray("FS(F)(F)(F)(F)F") << QByteArray("S2 has 6 neighbours");
}

void ConformersTest::impossibleRequestsAreRefused() {
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArray, word);
  const auto conformers = chem::embedConformers(*molecule(smiles), {});
  QVERIFY(!conformers);
  QVERIFY(conformers.error().code == ErrorCode::InvalidInput);
  QVERIFY2(conformers.error().message.find(word.toStdString()) != std::string::npos,
           conformers.error().message.c_str());
}

void ConformersTest::stopEndsTheWork() {
  const auto subject = molecule("CCCCCCCCCCCCCCCC");
  std::stop_source source;
  source.request_stop();
  const auto none = chem::embedConformers(*subject, {.count = 50}, source.get_token());
  QVERIFY(none && none->empty());

  std::stop_source later;
  std::atomic<std::size_t> made = 999;
  std::jthread worker([&] {
    const auto some = chem::embedConformers(*subject, {.count = 10'000}, later.get_token());
    made = some ? some->size() : 0;
  });
  later.request_stop();
  worker.join();
  QVERIFY(made < 10'000);
}

void ConformersTest::noAtomsAreRefused() {
  const chem::Molecule empty({}, {}, "", nullptr);
  const auto conformers = chem::embedConformers(empty, {});
  QVERIFY(!conformers && conformers.error().code == ErrorCode::InvalidInput);
}

void ConformersTest::sdfGivesTheConformerBack() {
  const auto record = chem::parseSmiles("CCO ethanol");
  const auto conformers = chem::embedConformers(*record->molecule, {.count = 2});
  QVERIFY(conformers);
  const auto text = chem::toSdf(*record->molecule, *conformers);
  QVERIFY(text);
  const auto file = chem::readStructureText(*text, chem::FileFormat::MolSdf, "test");
  QVERIFY(file);
  QCOMPARE(file->records.size(), std::size_t{1});
  const chem::StructureRecord& back = file->records.front();
  QCOMPARE(chem::conformersOf(back).size(), std::size_t{2});
  QCOMPARE(back.molecule->name(), std::string("ethanol"));
  for (std::size_t i = 0; i < back.conformer->positions.size(); ++i) {
    QVERIFY(distance(back.conformer->positions[i], conformers->front().positions[i]) < 0.001);
  }
  QVERIFY(std::any_of(back.properties.begin(), back.properties.end(), [](const auto& field) {
    return field.second == chem::geometryName(GeometrySource::EmbeddedMmff94);
  }));
}

void ConformersTest::sdfRefusesAForeignConformer() {
  chem::Conformer foreign;
  foreign.positions.resize(2);
  const auto text = chem::toSdf(*molecule("CCO"), {foreign});
  QVERIFY(!text && text.error().code == ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(ConformersTest)
#include "conformers_test.moc"
