#include <QTest>

#include "library_fixture.h"
#include "model/chem/structure_writer.h"
#include "model/library/chemistry/molecule_keys.h"

using namespace molloquy;
using namespace molloquy::library;

class LibraryStoreTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsAddedIsThereAfterReopening() {
    LibraryFixture fixture;
    NewMolecule aspirin = withShape(wellKnown()[3]);
    aspirin.tags = {"medicine", "acid"};
    aspirin.notes = "Bought in Geneva.";
    aspirin.properties = {{"logP", "1.31"}, {"colour", "white"}};
    aspirin.conformers[0].conformer.energyKcalPerMol = 12.5;
    aspirin.conformers[0].conformer.energyMethod = "MMFF94s";
    const auto added = fixture.add({aspirin});
    QCOMPARE(added.size(), std::size_t(1));
    QVERIFY(added[0].arrival == Arrival::Added);
    QCOMPARE(added[0].id.value, 0);
    fixture.reopen();
    const auto read = fixture.library->molecule(MoleculeId(0));
    QVERIFY(read);
    QCOMPARE(read->inchiKey, std::string("BSYNRYMUTXBXSQ-UHFFFAOYSA-N"));
    QCOMPARE(read->smiles, std::string("CC(=O)Oc1ccccc1C(=O)O"));
    QCOMPARE(read->formula, std::string("C9H8O4"));
    QVERIFY(std::abs(read->averageMass - 180.159) < 0.01);
    QCOMPARE(read->title, std::string("Aspirin"));
    QVERIFY(read->names == aspirin.names);
    QCOMPARE(read->texts.size(), std::size_t(1));
    QVERIFY(read->texts[0].source == aspirin.texts[0].source);
    QVERIFY(read->properties == aspirin.properties);
    QVERIFY((read->tags == std::vector<std::string>{"acid", "medicine"}));
    QCOMPARE(read->notes, aspirin.notes);
    QVERIFY(read->sources == std::vector{aspirin.source});
    QCOMPARE(read->molecule->atoms().size(), aspirin.molecule->atoms().size());
    QCOMPARE(read->conformers.size(), std::size_t(1));
    const chem::Conformer& kept = read->conformers[0].conformer;
    const chem::Conformer& given = aspirin.conformers[0].conformer;
    QCOMPARE(kept.positions.size(), given.positions.size());
    for (std::size_t atom = 0; atom < kept.positions.size(); ++atom) {
      QCOMPARE(read->molecule->atoms()[atom].atomicNumber,
               aspirin.molecule->atoms()[atom].atomicNumber);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        QVERIFY(std::abs(kept.positions[atom][axis] - given.positions[atom][axis]) < 1e-5);
      }
    }
    QCOMPARE(kept.energyKcalPerMol, std::optional<double>(12.5));
    QCOMPARE(kept.energyMethod, std::string("MMFF94s"));
    QVERIFY(kept.source == given.source);
  }

  void informationCounts() {
    LibraryFixture fixture;
    auto molecules = wellKnown();
    molecules[0].tags = {"solvent"};
    molecules[0].properties = {{"boiling point", "78.4"}};
    fixture.add(molecules);
    const auto info = fixture.library->info();
    QVERIFY(info);
    QCOMPARE(info->name, std::string("Tests"));
    QCOMPARE(info->molecules, molecules.size());
    std::size_t texts = 0;
    for (const NewMolecule& molecule : molecules) texts += molecule.texts.size();
    QCOMPARE(info->texts, texts);
    QCOMPARE(info->conformers, std::size_t(0));
    QVERIFY(info->tags == std::vector<std::string>{"solvent"});
    QVERIFY(info->properties == std::vector<std::string>{"boiling point"});
    QVERIFY(info->embeddings.empty());
    // A server without pgvector says so.
    QVERIFY(info->note.empty() || fixture.isOnServer());
    QVERIFY(info->bytes > 0);
  }

  void theSameStructureMerges_data() {
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("arrival");
    QTest::addColumn<QString>("remark");
    const int merged = static_cast<int>(Arrival::Merged);
    const int unchanged = static_cast<int>(Arrival::Unchanged);
    const QString aspirin = "CC(=O)Oc1ccccc1C(=O)O";
    QTest::newRow("two names and a text are new")
        << aspirin << QStringList{"Acetosal", "ASA"} << QStringList{"It thins blood."} << aspirin
        << merged << "Merged into Aspirin: the same InChIKey; 2 names and 1 text are new.";
    QTest::newRow("the same SMILES in another order of atoms")
        << "O=C(O)c1ccccc1OC(C)=O" << QStringList{"Acetosal"} << QStringList{} << aspirin << merged
        << "Merged into Aspirin: the same InChIKey; 1 name is new.";
    QTest::newRow("another record of nothing new")
        << aspirin << QStringList{"Aspirin"} << QStringList{} << "record 7" << merged
        << "Merged into Aspirin: the same InChIKey; 1 source is new.";
    QTest::newRow("a name that differs by case and diacritics only is none")
        << aspirin << QStringList{"ASPIRÍN"} << QStringList{} << aspirin << unchanged
        << "Nothing is new for Aspirin: the same InChIKey.";
    QTest::newRow("a text that is there already")
        << aspirin << QStringList{}
        << QStringList{"Aspirin is a salicylate that eases pain and fever."} << aspirin << unchanged
        << "Nothing is new for Aspirin: the same InChIKey.";
  }

  void theSameStructureMerges() {
    QFETCH(QString, smiles);
    QFETCH(QStringList, names);
    QFETCH(QStringList, texts);
    QFETCH(QString, source);
    QFETCH(int, arrival);
    QFETCH(QString, remark);
    LibraryFixture fixture;
    fixture.add({wellKnown()[3]});
    NewMolecule again = moleculeOf(smiles.toStdString());
    for (const QString& name : names) again.names.push_back({name.toStdString()});
    for (const QString& text : texts) again.texts.push_back({TextId(-1), text.toStdString(), {}});
    again.source.reference = source.toStdString();
    const auto added = fixture.add({again});
    QCOMPARE(QString::fromStdString(added[0].remark), remark);
    QCOMPARE(static_cast<int>(added[0].arrival), arrival);
    QCOMPARE(added[0].id.value, 0);
    QCOMPARE(fixture.library->info()->molecules, std::size_t(1));
  }

  void oneBatchMergesWithinItself() {
    LibraryFixture fixture;
    NewMolecule second = moleculeOf("OCC", {"Spirit of wine"});
    const auto added = fixture.add({wellKnown()[0], wellKnown()[1], second});
    QVERIFY(added[2].arrival == Arrival::Merged);
    QCOMPARE(added[2].id.value, 0);
    QCOMPARE(fixture.library->info()->molecules, std::size_t(2));
    QCOMPARE(fixture.library->molecule(MoleculeId(0))->names.size(), std::size_t(4));
  }

  void aFirstShapeBringsItsOrderOfAtoms() {
    LibraryFixture fixture;
    fixture.add({moleculeOf("OCC", {"Ethanol"})});
    const auto added = fixture.add({withShape(moleculeOf("CCO", {"Ethanol"}))});
    QVERIFY(added[0].arrival == Arrival::Merged);
    const auto read = fixture.library->molecule(MoleculeId(0));
    QCOMPARE(read->conformers.size(), std::size_t(1));
    QCOMPARE(read->molecule->atoms()[0].atomicNumber, 6);
    SearchQuery query;
    query.similar =
        SimilarTo{read->molecule, std::make_shared<chem::Conformer>(read->conformers[0].conformer),
                  Likeness::Shape, 0.9};
    QCOMPARE(fixture.titles(query), QStringList{"Ethanol"});
  }

  void aFurtherShapeInAnotherOrderOfAtomsJoins_data() {
    QTest::addColumn<QString>("kept");
    QTest::addColumn<QString>("arriving");
    QTest::newRow("a chain backwards") << "CCO"
                                       << "OCC";
    QTest::newRow("a ring from elsewhere") << "CC(=O)Oc1ccccc1C(=O)O"
                                           << "OC(=O)c1ccccc1OC(C)=O";
    QTest::newRow("a centre's hand") << "C[C@H](N)C(=O)O"
                                     << "OC(=O)[C@H](C)N";
    QTest::newRow("two centres of opposite hands that are otherwise alike")
        << "OC(=O)[C@H](O)[C@@H](O)C(=O)O"
        << "O[C@@H](C(O)=O)[C@@H](O)C(O)=O";
    QTest::newRow("a ring of centres") << "O[C@H]1[C@H](O)[C@@H](O)[C@H](O)[C@H](O)[C@@H]1O"
                                       << "O[C@@H]1[C@@H](O)[C@H](O)[C@H](O)[C@H](O)[C@H]1O";
    QTest::newRow("two double bonds of different sides") << "C/C=C/C=C\\C"
                                                         << "C/C=C\\C=C\\C";
  }

  void aFurtherShapeInAnotherOrderOfAtomsJoins() {
    QFETCH(QString, kept);
    QFETCH(QString, arriving);
    LibraryFixture fixture;
    fixture.add({withShape(moleculeOf(kept.toStdString(), {"Kept"}))});
    NewMolecule other = withShape(moleculeOf(arriving.toStdString()));
    const auto added = fixture.add({other});
    QVERIFY(added[0].arrival == Arrival::Merged);
    QVERIFY2(added[0].remark.find("1 3D shape") != std::string::npos, added[0].remark.c_str());
    const auto read = fixture.library->molecule(MoleculeId(0));
    QCOMPARE(read->conformers.size(), std::size_t(2));
    // Seen from the kept atoms, the new positions make the same molecule: what is read from them
    // alone has the same hands and sides.
    const auto sdf = chem::toSdf(*read->molecule, {read->conformers[1].conformer});
    QVERIFY(sdf);
    const auto again = chem::readStructureText(*sdf, chem::FileFormat::MolSdf, "again");
    QVERIFY(again);
    const auto keys = computeKeys(*again->records[0].molecule);
    QVERIFY(keys);
    QCOMPARE(keys->inchiKey, read->inchiKey);
    for (const chem::Bond& bond : read->molecule->bonds()) {
      double square = 0;
      const auto& at = read->conformers[1].conformer.positions;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const double step = at[bond.begin.value][axis] - at[bond.end.value][axis];
        square += step * step;
      }
      QVERIFY(square > 0.8 && square < 2.6);
    }
    // The same shape once more is nothing new.
    QVERIFY(fixture.add({other})[0].remark.find("3D") == std::string::npos);
  }

  void refusalsAreToldAndTheRestArrives() {
    LibraryFixture fixture;
    NewMolecule wrong = withShape(wellKnown()[0]);
    wrong.conformers[0].conformer.positions.pop_back();
    const auto added = fixture.add({NewMolecule{}, wrong, wellKnown()[2]});
    QVERIFY(added[0].arrival == Arrival::Refused);
    QCOMPARE(added[0].remark, std::string("The record has no structure."));
    QVERIFY(added[1].arrival == Arrival::Refused);
    QCOMPARE(added[1].remark, std::string("A 3D shape has 8 positions for 9 atoms."));
    QVERIFY(added[2].arrival == Arrival::Added);
    QCOMPARE(fixture.library->info()->molecules, std::size_t(1));
  }

  void stereoisomersAreDifferentMolecules() {
    LibraryFixture fixture;
    const auto added = fixture.add({wellKnown()[13], wellKnown()[14]});
    QVERIFY(added[1].arrival == Arrival::Added);
    QVERIFY(fixture.library->molecule(added[0].id)->smiles !=
            fixture.library->molecule(added[1].id)->smiles);
  }

  void changesAreKept() {
    LibraryFixture fixture;
    fixture.add(wellKnown());
    const TextId old = fixture.library->molecule(MoleculeId(3))->texts[0].id;
    MoleculeChange change;
    change.title = "ASA";
    change.notes = "Willow relative.";
    change.tags = {{"medicine"}};
    change.addNames = {{"Acetosal", NameKind::Synonym}};
    change.addTexts = {{TextId(-1), "It thins blood.", {}}};
    change.removeTexts = {old};
    QVERIFY(fixture.library->change(MoleculeId(3), change));
    fixture.reopen();
    const auto read = fixture.library->molecule(MoleculeId(3));
    QCOMPARE(read->title, std::string("ASA"));
    QCOMPARE(read->notes, std::string("Willow relative."));
    QVERIFY(read->tags == std::vector<std::string>{"medicine"});
    QCOMPARE(read->texts.size(), std::size_t(1));
    QCOMPARE(read->texts[0].text, std::string("It thins blood."));
    QVERIFY(read->texts[0].id != old);
    QVERIFY(fixture.library->texts(std::span(&old, 1))->empty());
    QCOMPARE(fixture.titles(byWords("thins")), QStringList{"ASA"});
    QCOMPARE(fixture.titles(byWords("willow relative")), QStringList{"ASA"});
    QCOMPARE(fixture.titles(byWords("fever")), QStringList{});
    QCOMPARE(fixture.titles(byName("acetos")), QStringList{"ASA"});
    QCOMPARE(fixture.titles(byName("asa")), QStringList{"ASA"});
    MoleculeChange nothing;
    nothing.tags = std::vector<std::string>{};
    nothing.notes = "";
    QVERIFY(fixture.library->change(MoleculeId(3), nothing));
    QVERIFY(fixture.library->molecule(MoleculeId(3))->tags.empty());
    QVERIFY(fixture.library->molecule(MoleculeId(3))->notes.empty());
    QVERIFY(fixture.library->info()->tags.empty());
  }

  void aRemovedMoleculeIsNowhere() {
    LibraryFixture fixture;
    fixture.add(wellKnown());
    const std::vector<MoleculeId> gone{MoleculeId(3), MoleculeId(15)};
    QVERIFY(fixture.library->remove(gone));
    const std::size_t left = wellKnown().size() - 2;
    for (int turn = 0; turn < 2; ++turn) {
      QCOMPARE(fixture.library->info()->molecules, left);
      QVERIFY(fixture.library->molecule(MoleculeId(3)).error().code == ErrorCode::NotFound);
      QVERIFY(fixture.library->rows(gone)->empty());
      QCOMPARE(fixture.titles(byName("aspirin")), QStringList{});
      QCOMPARE(fixture.titles(byWords("fever")), QStringList{});
      QVERIFY(!fixture.titles(bySubstructure("c1ccccc1")).contains("Aspirin"));
      QVERIFY(!fixture.titles({}).contains("Sodium chloride"));
      QVERIFY(!fixture.library->byInchiKey("BSYNRYMUTXBXSQ-UHFFFAOYSA-N")->has_value());
      fixture.reopen();
    }
    // Its number is not given again.
    const auto added = fixture.add({wellKnown()[3]});
    QCOMPARE(added[0].id.value, static_cast<std::int64_t>(wellKnown().size()));
    QVERIFY(fixture.library->remove(std::vector{MoleculeId(999)}));
  }

  void importMarksComeWithTheirBatch() {
    LibraryFixture fixture;
    const std::vector<NewMolecule> batch{wellKnown()[0]};
    QVERIFY(fixture.library->add(batch, ImportMark{"big.sdf", 1'234, 5}));
    fixture.reopen();
    const auto mark = fixture.library->importMark("big.sdf");
    QVERIFY(mark && mark->has_value());
    QCOMPARE((*mark)->place, std::uint64_t(1'234));
    QCOMPARE((*mark)->records, std::uint64_t(5));
    QVERIFY(fixture.library->forgetImportMark("big.sdf"));
    QVERIFY(!fixture.library->importMark("big.sdf")->has_value());
  }

  void missingMoleculesAreTold() {
    LibraryFixture fixture;
    const auto change = fixture.library->change(MoleculeId(5), {});
    QVERIFY(!change);
    QVERIFY(change.error().code == ErrorCode::NotFound);
    QVERIFY(!fixture.library->molecule(MoleculeId(-1)));
    QVERIFY(fixture.library->rows(std::vector{MoleculeId(7)})->empty());
  }
};

QTEST_GUILESS_MAIN(LibraryStoreTest)
#include "library_store_test.moc"
