#include <QTest>
#include <algorithm>
#include <set>

#include "library_fixture.h"
#include "model/library/chemistry/molecule_keys.h"

using namespace molloquy;
using namespace molloquy::library;

namespace {

double tanimoto(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  int both = 0;
  int any = 0;
  for (std::size_t byte = 0; byte < a.size(); ++byte) {
    both += std::popcount(static_cast<unsigned>(a[byte] & b[byte]));
    any += std::popcount(static_cast<unsigned>(a[byte] | b[byte]));
  }
  return any == 0 ? 1.0 : double(both) / any;
}

QStringList sorted(QStringList list) {
  list.sort();
  return list;
}

}  // namespace

class LibrarySearchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    m_molecules = wellKnown();
    m_molecules[0].tags = {"solvent", "drink"};
    m_molecules[6].tags = {"solvent"};
    m_molecules[8].tags = {"solvent"};
    m_molecules[0].properties = {{"boiling point", "78.4"}};
    m_molecules[1].properties = {{"boiling point", "64.7"}};
    m_molecules[5].properties = {{"boiling point", "80.1"}};
    m_molecules[6].properties = {{"boiling point", "about 111"}};
    m_fixture.add(m_molecules);
  }

  void queriesThatAreNoneAreTold_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("substructure");
    QTest::addColumn<QString>("part");
    QTest::newRow("words without a word") << "--"
                                          << ""
                                          << "no word";
    QTest::newRow("an open quote") << "a \"b"
                                   << ""
                                   << "column 3";
    QTest::newRow("no SMARTS") << ""
                               << "C(C"
                               << "olumn";
  }

  void queriesThatAreNoneAreTold() {
    QFETCH(QString, words);
    QFETCH(QString, substructure);
    QFETCH(QString, part);
    SearchQuery query = byWords(words.toStdString());
    query.substructure = substructure.toStdString();
    const auto found = m_fixture.library->search(query, {}, {});
    QVERIFY(!found);
    QVERIFY(found.error().code == ErrorCode::InvalidInput);
    QVERIFY2(QString::fromStdString(found.error().message).contains(part),
             found.error().message.c_str());
  }

  void rangesAndTags_data() {
    QTest::addColumn<int>("computed");
    QTest::addColumn<QString>("property");
    QTest::addColumn<double>("atLeast");
    QTest::addColumn<double>("atMost");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QStringList>("titles");
    const double inf = std::numeric_limits<double>::infinity();
    const int mass = static_cast<int>(Computed::AverageMass);
    QTest::newRow("a mass between two")
        << mass << "" << 40.0 << 50.0 << "" << QStringList{"Ethanol"};
    QTest::newRow("a mass above") << mass << "" << 180.0 << inf << ""
                                  << QStringList{"Aspirin", "Caffeine"};
    QTest::newRow("a charge of none has all")
        << static_cast<int>(Computed::Charge) << "" << 1.0 << inf << "" << QStringList{};
    QTest::newRow("two rings") << static_cast<int>(Computed::Rings) << "" << 2.0 << 2.0 << ""
                               << QStringList{"Caffeine"};
    QTest::newRow("a record's value")
        << -1 << "boiling point" << 70.0 << 90.0 << "" << QStringList{"Ethanol", "Benzene"};
    QTest::newRow("a value that is no number is in no range")
        << -1 << "boiling point" << -inf << inf << ""
        << QStringList{"Ethanol", "Methanol", "Benzene"};
    QTest::newRow("a value nobody has") << -1 << "taste" << -inf << inf << "" << QStringList{};
    QTest::newRow("a tag") << mass << "" << -inf << inf << "solvent"
                           << QStringList{"Ethanol", "Toluene", "Acétone"};
    QTest::newRow("a tag and a mass")
        << mass << "" << 50.0 << inf << "solvent" << QStringList{"Toluene", "Acétone"};
    QTest::newRow("no such tag") << mass << "" << -inf << inf << "poison" << QStringList{};
  }

  void rangesAndTags() {
    QFETCH(int, computed);
    QFETCH(QString, property);
    QFETCH(double, atLeast);
    QFETCH(double, atMost);
    QFETCH(QString, tag);
    QFETCH(QStringList, titles);
    SearchQuery query;
    PropertyRange range;
    if (computed >= 0) range.computed = static_cast<Computed>(computed);
    range.property = property.toStdString();
    range.atLeast = atLeast;
    range.atMost = atMost;
    query.ranges = {range};
    if (!tag.isEmpty()) query.tags = {tag.toStdString()};
    QCOMPARE(sorted(m_fixture.titles(query)), sorted(titles));
  }

  void substructuresMatchBruteForce_data() {
    QTest::addColumn<QString>("smarts");
    for (const char* smarts : {"c1ccccc1", "C(=O)O", "[OX2H]", "[#7]", "CC(=O)Oc1ccccc1C(=O)O",
                               "[C@H](C)(N)C(=O)O", "Br", "*", "[Na+]", "cO"}) {
      QTest::newRow(smarts) << smarts;
    }
  }

  void substructuresMatchBruteForce() {
    QFETCH(QString, smarts);
    const auto query = SubstructureQuery::parse(smarts.toStdString());
    QVERIFY(query);
    QStringList expected;
    for (const NewMolecule& molecule : m_molecules) {
      const auto keys = computeKeys(*molecule.molecule);
      if (!query->match(keys->graph).empty()) {
        expected << QString::fromStdString(molecule.names[0].text);
      }
    }
    std::vector<SearchHit> early;
    const auto found =
        m_fixture.library->search(bySubstructure(smarts.toStdString()),
                                  [&](const std::vector<SearchHit>& hits) {
                                    early.insert(early.end(), hits.begin(), hits.end());
                                  },
                                  {});
    QVERIFY(found);
    QCOMPARE(m_fixture.titlesOf(found->hits), expected);
    QCOMPARE(found->total, std::optional<std::size_t>(expected.size()));
    QCOMPARE(m_fixture.titlesOf(early), expected);
    for (const SearchHit& hit : found->hits) QVERIFY(!hit.matched.empty());
  }

  void similarityMatchesBruteForce_data() {
    QTest::addColumn<int>("by");
    QTest::addColumn<double>("atLeast");
    for (const Likeness by : {Likeness::Morgan, Likeness::Path, Likeness::Maccs}) {
      for (const double atLeast : {0.0, 0.3, 0.99}) {
        QTest::addRow("likeness %d, at least %g", int(by), atLeast) << int(by) << atLeast;
      }
    }
  }

  void similarityMatchesBruteForce() {
    QFETCH(int, by);
    QFETCH(double, atLeast);
    SearchQuery query;
    query.similar = SimilarTo{m_molecules[4].molecule, nullptr, static_cast<Likeness>(by), atLeast};
    const auto found = m_fixture.library->search(query, {}, {});
    QVERIFY(found);
    const auto keys = computeKeys(*m_molecules[4].molecule);
    std::vector<double> expected;
    for (const NewMolecule& molecule : m_molecules) {
      const auto other = computeKeys(*molecule.molecule);
      double score = tanimoto(keys->morgan, other->morgan);
      if (query.similar->by == Likeness::Path) score = tanimoto(keys->path, other->path);
      if (query.similar->by == Likeness::Maccs) score = tanimoto(keys->maccs, other->maccs);
      if (score >= atLeast) expected.push_back(score);
    }
    std::sort(expected.rbegin(), expected.rend());
    QCOMPARE(found->hits.size(), expected.size());
    QCOMPARE(found->total, std::optional(expected.size()));
    for (std::size_t place = 0; place < expected.size(); ++place) {
      QVERIFY(std::abs(found->hits[place].scores[0].value - expected[place]) < 1e-6);
    }
    QCOMPARE(m_fixture.titlesOf(found->hits).first(), QString("Salicylic acid"));
  }

  void partsCombine_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("substructure");
    QTest::addColumn<bool>("similar");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QStringList>("titles");
    QTest::newRow("a name and a substructure")
        << "acid"
        << ""
        << "c1ccccc1" << false << "" << QStringList{"Aspirin", "Salicylic acid", "Phenol"};
    QTest::newRow("words and a substructure")
        << ""
        << "solvent"
        << "c1ccccc1" << false << "" << QStringList{"Toluene"};
    QTest::newRow("words, a tag and likeness")
        << ""
        << "solvent"
        << "" << true << "solvent" << QStringList{"Acétone", "Toluene"};
    QTest::newRow("all of them") << "methyl"
                                 << "aromatic"
                                 << "Cc" << true << "solvent" << QStringList{"Toluene"};
    QTest::newRow("nothing is both") << "benzene"
                                     << ""
                                     << "[Na+]" << false << "" << QStringList{};
  }

  void partsCombine() {
    QFETCH(QString, name);
    QFETCH(QString, words);
    QFETCH(QString, substructure);
    QFETCH(bool, similar);
    QFETCH(QString, tag);
    QFETCH(QStringList, titles);
    SearchQuery query;
    query.name = name.toStdString();
    query.words = words.toStdString();
    query.substructure = substructure.toStdString();
    if (similar) query.similar = SimilarTo{m_molecules[5].molecule, nullptr, Likeness::Path, 0};
    if (!tag.isEmpty()) query.tags = {tag.toStdString()};
    const auto found = m_fixture.library->search(query, {}, {});
    QVERIFY(found);
    QCOMPARE(sorted(m_fixture.titlesOf(found->hits)), sorted(titles));
    QCOMPARE(found->total, std::optional<std::size_t>(titles.size()));
    for (const SearchHit& hit : found->hits) {
      QCOMPARE(hit.scores.size(), std::size_t(similar) + std::size_t(!words.isEmpty()));
      if (similar) QVERIFY(hit.scores[0].kind == ScoreKind::Tanimoto);
    }
  }

  void ordersAndPages_data() {
    QTest::addColumn<int>("order");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("last");
    QTest::newRow("of arrival") << int(ResultOrder::Relevance) << "Ethanol"
                                << "Sodium chloride";
    QTest::newRow("newest first") << int(ResultOrder::Newest) << "Sodium chloride"
                                  << "Ethanol";
    QTest::newRow("by title") << int(ResultOrder::Title) << "Acetic acid"
                              << "Toluene";
    QTest::newRow("by mass") << int(ResultOrder::Mass) << "Methanol"
                             << "Caffeine";
  }

  void ordersAndPages() {
    QFETCH(int, order);
    QFETCH(QString, first);
    QFETCH(QString, last);
    SearchQuery query;
    query.order = static_cast<ResultOrder>(order);
    const QStringList all = m_fixture.titles(query);
    QCOMPARE(all.size(), qsizetype(m_molecules.size()));
    QCOMPARE(all.first(), first);
    QCOMPARE(all.last(), last);
    QStringList paged;
    for (query.limit = 5; query.offset < 20; query.offset += 5) {
      const auto page = m_fixture.library->search(query, {}, {});
      QCOMPARE(page->total, std::optional(m_molecules.size()));
      paged += m_fixture.titlesOf(page->hits);
    }
    QCOMPARE(paged, all);
    query.offset = std::numeric_limits<std::size_t>::max();
    QVERIFY(m_fixture.library->search(query, {}, {})->hits.empty());
    query = bySubstructure("C");
    query.order = static_cast<ResultOrder>(order);
    QStringList aliphatic = all;
    for (const char* other : {"Sodium chloride", "Benzene", "Phenol"}) aliphatic.removeAll(other);
    QCOMPARE(m_fixture.titles(query), aliphatic);
  }

  void aStopEndsASearch() {
    std::stop_source stop;
    stop.request_stop();
    const auto found = m_fixture.library->search(bySubstructure("c1ccccc1"), {}, stop.get_token());
    QVERIFY(found);
    QVERIFY(found->hits.empty());
    QVERIFY(!found->total);
  }

  void anEmptyLibraryFindsNothing() {
    LibraryFixture empty;
    SearchQuery similar;
    similar.similar = SimilarTo{m_molecules[0].molecule, nullptr, Likeness::Morgan, 0};
    SearchQuery byTitle;
    byTitle.order = ResultOrder::Title;
    for (const SearchQuery& query :
         {SearchQuery{}, byName("a"), byWords("a"), bySubstructure("C"), byTitle, similar}) {
      const auto found = empty.library->search(query, {}, {});
      QVERIFY(found);
      QVERIFY(found->hits.empty());
      QCOMPARE(found->total, std::optional<std::size_t>(0));
    }
    QVERIFY(empty.library->suggest("a", 5)->empty());
  }

 private:
  LibraryFixture m_fixture;
  std::vector<NewMolecule> m_molecules;
};

QTEST_GUILESS_MAIN(LibrarySearchTest)
#include "library_search_test.moc"
