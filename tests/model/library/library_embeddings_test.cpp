#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "library_fixture.h"

using namespace molloquy;
using namespace molloquy::library;

namespace {

constexpr std::size_t kQueries = 4;
constexpr std::size_t kWidth = 32;

std::vector<float> directions(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values(count * kWidth);
  for (float& value : values) value = normal(random);
  for (std::size_t row = 0; row < count; ++row) {
    float square = 0;
    for (std::size_t at = 0; at < kWidth; ++at) {
      square += values[row * kWidth + at] * values[row * kWidth + at];
    }
    for (std::size_t at = 0; at < kWidth; ++at) values[row * kWidth + at] /= std::sqrt(square);
  }
  return values;
}

double product(const float* a, const float* b) {
  double sum = 0;
  for (std::size_t at = 0; at < kWidth; ++at) sum += double(a[at]) * double(b[at]);
  return sum;
}

}  // namespace

class LibraryEmbeddingsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_fixture = std::make_unique<LibraryFixture>();
    m_molecules = wellKnown();
    m_molecules[0].notes = "A note is no text.";
    m_molecules[2].tags = {"sour"};
    m_fixture->add(m_molecules);
  }

  void everyKindMatchesBruteForce_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("vectors");
    QTest::newRow("features of molecules by one vector") << int(EmbeddingKind::Structure) << 1;
    QTest::newRow("features of molecules by several") << int(EmbeddingKind::Structure) << 3;
    QTest::newRow("means of molecules") << int(EmbeddingKind::Pooled) << 1;
    QTest::newRow("texts") << int(EmbeddingKind::Text) << 2;
  }

  void everyKindMatchesBruteForce() {
    QFETCH(int, kind);
    QFETCH(int, vectors);
    const NewEmbeddings kept = embedded("a");
    SearchQuery query;
    query.like = LikeVectors{"a", static_cast<EmbeddingKind>(kind), kWidth,
                             directions(static_cast<std::size_t>(vectors), 99)};
    const auto found = m_fixture->library->search(query, {}, {});
    QVERIFY2(found, found ? "" : found.error().message.c_str());
    const auto expected = expectedScores(kept, *query.like);
    QCOMPARE(found->hits.size(), expected.size());
    QCOMPARE(found->total, std::optional(expected.size()));
    for (std::size_t place = 0; place < expected.size(); ++place) {
      const SearchHit& hit = found->hits[place];
      QVERIFY(hit.scores[0].kind == ScoreKind::Embedding);
      QVERIFY(std::abs(hit.scores[0].value - expected[place].first) < 2e-3);
      QCOMPARE(hit.text.has_value(), query.like->kind == EmbeddingKind::Text);
      if (hit.text) {
        const auto texts = m_fixture->library->molecule(hit.id)->texts;
        QVERIFY(std::any_of(texts.begin(), texts.end(),
                            [&](const MoleculeText& text) { return text.id == *hit.text; }));
      }
    }
  }

  void otherPartsNarrowTheSpace() {
    embedded("a");
    SearchQuery query;
    query.like = LikeVectors{"a", EmbeddingKind::Structure, kWidth, directions(1, 5)};
    query.tags = {"sour"};
    QCOMPARE(m_fixture->titles(query), QStringList{"Acetic acid"});
    query.like->kind = EmbeddingKind::Text;
    QCOMPARE(m_fixture->titles(query), QStringList{"Acetic acid"});
    query.tags.clear();
    query.substructure = "c1ccccc1";
    query.similar = SimilarTo{m_molecules[5].molecule, nullptr, Likeness::Path, 0.0};
    query.like->kind = EmbeddingKind::Pooled;
    const auto found = m_fixture->library->search(query, {}, {});
    QVERIFY(found);
    QCOMPARE(found->hits.size(), std::size_t(5));
    for (const SearchHit& hit : found->hits) {
      QCOMPARE(hit.scores.size(), std::size_t(2));
      QVERIFY(hit.scores[1].kind == ScoreKind::Tanimoto);
      QVERIFY(!hit.matched.empty());
    }
  }

  void whatLacksEmbeddingsIsListed() {
    const std::size_t all = m_molecules.size();
    QCOMPARE(m_fixture->library->withoutEmbeddings("a", 1'000)->size(), all);
    const auto texts = m_fixture->library->textsWithoutEmbeddings("a", 1'000);
    QCOMPARE(texts->size(), m_fixture->library->info()->texts);
    QCOMPARE(m_fixture->library->withoutEmbeddings("a", 3)->size(), std::size_t(3));
    QVERIFY(m_fixture->library->withoutEmbeddings("a", 0)->empty());
    NewEmbeddings some = emptyEmbeddings("a");
    some.molecules = {MoleculeId(4), MoleculeId(1), MoleculeId(2)};
    some.structures = directions(3 * kQueries, 1);
    QVERIFY(m_fixture->library->addEmbeddings(some));
    const auto left = m_fixture->library->withoutEmbeddings("a", 2);
    QVERIFY((*left == std::vector{MoleculeId(0), MoleculeId(3)}));
    embedded("a");
    m_fixture->reopen();
    QVERIFY(m_fixture->library->withoutEmbeddings("a", 1'000)->empty());
    QVERIFY(m_fixture->library->textsWithoutEmbeddings("a", 1'000)->empty());
    QCOMPARE(m_fixture->library->info()->embeddings[0].molecules, all);
    m_fixture->add({moleculeOf("CCCCCC", {"Hexane"})});
    QCOMPARE(m_fixture->library->withoutEmbeddings("a", 1'000)->size(), std::size_t(1));
  }

  void rowsKeepTheirOwnVectorsWhateverTheirOrder() {
    NewEmbeddings mixed = emptyEmbeddings("a");
    mixed.molecules = {MoleculeId(7), MoleculeId(2), MoleculeId(3)};
    mixed.structures = directions(3 * kQueries, 17);
    QVERIFY(m_fixture->library->addEmbeddings(mixed));
    for (std::size_t row = 0; row < 3; ++row) {
      SearchQuery query;
      query.limit = 1;
      const auto* begin = mixed.structures.data() + row * kQueries * kWidth;
      query.like = LikeVectors{"a", EmbeddingKind::Structure, kWidth, {begin, begin + kWidth}};
      const auto found = m_fixture->library->search(query, {}, {});
      QCOMPARE(found->hits[0].id.value, mixed.molecules[row].value);
      QVERIFY(std::abs(found->hits[0].scores[0].value - 1) < 2e-3);
    }
  }

  void otherModelsAreForgotten() {
    embedded("a");
    embedded("b");
    QCOMPARE(m_fixture->library->info()->embeddings.size(), std::size_t(2));
    const std::string vectors = m_fixture->file().string() + "-vectors";
    const auto bytes = [&] {
      return m_fixture->isOnServer() ? m_fixture->library->info()->bytes
                                     : std::filesystem::file_size(vectors);
    };
    const std::uintmax_t before = bytes();
    const auto reader = openLibrary(m_fixture->file().string());
    QVERIFY(m_fixture->library->keepOnlyEmbeddings("b"));
    QVERIFY(bytes() < before);
    SearchQuery query;
    query.like = LikeVectors{"b", EmbeddingKind::Pooled, kWidth, directions(1, 3)};
    for (MoleculeLibrary* library : {m_fixture->library.get(), reader->get()}) {
      QCOMPARE(library->info()->embeddings.size(), std::size_t(1));
      QCOMPARE(library->search(query, {}, {})->total, std::optional(m_molecules.size()));
      QCOMPARE(library->search(bySubstructure("*"), {}, {})->total,
               std::optional(m_molecules.size()));
    }
    query.like->modelStamp = "a";
    QVERIFY(m_fixture->library->search(query, {}, {}).error().code == ErrorCode::NotFound);
    m_fixture->reopen();
    if (!m_fixture->isOnServer()) QCOMPARE(m_fixture->library->info()->note, std::string());
    QCOMPARE(m_fixture->library->info()->embeddings[0].modelStamp, std::string("b"));
  }

  void removedTextsAndMoleculesAreNotFound() {
    embedded("a");
    QVERIFY(m_fixture->library->remove(std::vector{MoleculeId(0), MoleculeId(1)}));
    SearchQuery query;
    query.like = LikeVectors{"a", EmbeddingKind::Text, kWidth, directions(1, 4)};
    QVERIFY(!m_fixture->titles(query).contains("Ethanol"));
    query.like->kind = EmbeddingKind::Structure;
    const auto found = m_fixture->library->search(query, {}, {});
    QCOMPARE(found->hits.size(), m_molecules.size() - 2);
    QCOMPARE(found->total, std::optional(m_molecules.size() - 2));
    QCOMPARE(m_fixture->library->info()->embeddings[0].molecules, m_molecules.size() - 2);
  }

  void pooledVectorsForAMap() {
    const NewEmbeddings kept = embedded("a");
    std::vector<MoleculeId> ids;
    const auto all = m_fixture->library->pooledVectors("a", 1'000, ids);
    QVERIFY(all);
    QCOMPARE(ids.size(), m_molecules.size());
    QCOMPARE(all->size(), ids.size() * kWidth);
    for (std::size_t row = 0; row < ids.size(); ++row) {
      const float* vector = all->data() + row * kWidth;
      QVERIFY(std::abs(product(vector, vector) - 1) < 2e-3);
      std::vector<double> mean(kWidth, 0);
      for (std::size_t query = 0; query < kQueries; ++query) {
        QVERIFY(product(vector, kept.structures.data() + (row * kQueries + query) * kWidth) > -1);
      }
    }
    const auto some = m_fixture->library->pooledVectors("a", 4, ids);
    QCOMPARE(some->size(), 4 * kWidth);
    QVERIFY((ids == std::vector{MoleculeId(0), MoleculeId(4), MoleculeId(8), MoleculeId(12)}));
    QVERIFY(m_fixture->library->pooledVectors("none", 4, ids).error().code == ErrorCode::NotFound);
  }

  void wrongEmbeddingsAreTold_data() {
    QTest::addColumn<int>("numbers");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("molecule");
    QTest::addColumn<QString>("part");
    const int right = kQueries * kWidth;
    QTest::newRow("too few numbers") << right - 1 << int(kWidth) << 0 << "need 128";
    QTest::newRow("another width") << right / 2 << int(kWidth) / 2 << 0 << "of this model";
    QTest::newRow("a molecule that is not there") << right << int(kWidth) << 99 << "molecule 99";
    QTest::newRow("no width") << 0 << 0 << 0 << "its width";
  }

  void wrongEmbeddingsAreTold() {
    QFETCH(int, numbers);
    QFETCH(int, width);
    QFETCH(int, molecule);
    QFETCH(QString, part);
    embedded("a");
    NewEmbeddings wrong = emptyEmbeddings("a");
    wrong.width = static_cast<std::size_t>(width);
    wrong.molecules = {MoleculeId(molecule)};
    wrong.structures.assign(static_cast<std::size_t>(numbers), 0.1F);
    const auto refused = m_fixture->library->addEmbeddings(wrong);
    QVERIFY(!refused);
    QVERIFY2(QString::fromStdString(refused.error().message).contains(part),
             refused.error().message.c_str());
    SearchQuery query;
    query.like = LikeVectors{"a", EmbeddingKind::Text, kWidth + 1, std::vector<float>(kWidth + 1)};
    QVERIFY(m_fixture->library->search(query, {}, {}).error().code == ErrorCode::InvalidInput);
  }

 private:
  static NewEmbeddings emptyEmbeddings(const std::string& stamp) {
    NewEmbeddings embeddings;
    embeddings.modelStamp = stamp;
    embeddings.modelName = "Model " + stamp;
    embeddings.queries = kQueries;
    embeddings.width = kWidth;
    return embeddings;
  }

  /// Embeddings of everything, kept.
  NewEmbeddings embedded(const std::string& stamp) {
    NewEmbeddings all = emptyEmbeddings(stamp);
    for (std::size_t row = 0; row < m_molecules.size(); ++row) {
      all.molecules.push_back(MoleculeId(static_cast<std::int64_t>(row)));
      const auto molecule = m_fixture->library->molecule(all.molecules.back());
      for (const MoleculeText& text : molecule->texts) all.texts.push_back(text.id);
    }
    all.structures = directions(all.molecules.size() * kQueries, 11);
    all.textVectors = directions(all.texts.size(), 12);
    const auto added = m_fixture->library->addEmbeddings(all);
    if (!added) qFatal("%s", added.error().message.c_str());
    return all;
  }

  /// Every row's score, best first.
  static std::vector<std::pair<double, std::size_t>> expectedScores(const NewEmbeddings& kept,
                                                                    const LikeVectors& like) {
    std::vector<std::pair<double, std::size_t>> scores;
    const bool texts = like.kind == EmbeddingKind::Text;
    const std::size_t rows = texts ? kept.texts.size() : kept.molecules.size();
    for (std::size_t row = 0; row < rows; ++row) {
      std::vector<float> vectors;
      if (texts) {
        vectors.assign(kept.textVectors.begin() + std::ptrdiff_t(row * kWidth),
                       kept.textVectors.begin() + std::ptrdiff_t((row + 1) * kWidth));
      } else {
        vectors.assign(kept.structures.begin() + std::ptrdiff_t(row * kQueries * kWidth),
                       kept.structures.begin() + std::ptrdiff_t((row + 1) * kQueries * kWidth));
      }
      if (like.kind == EmbeddingKind::Pooled) {
        std::vector<float> mean(kWidth, 0);
        for (std::size_t at = 0; at < vectors.size(); ++at) mean[at % kWidth] += vectors[at];
        const double length = std::sqrt(product(mean.data(), mean.data()));
        for (float& number : mean) number = float(double(number) / length);
        vectors = mean;
      }
      double best = -2;
      for (std::size_t a = 0; a < like.vectors.size(); a += kWidth) {
        for (std::size_t b = 0; b < vectors.size(); b += kWidth) {
          best = std::max(best, product(like.vectors.data() + a, vectors.data() + b));
        }
      }
      scores.emplace_back(best, row);
    }
    std::sort(scores.rbegin(), scores.rend());
    return scores;
  }

  std::unique_ptr<LibraryFixture> m_fixture;
  std::vector<NewMolecule> m_molecules;
};

QTEST_GUILESS_MAIN(LibraryEmbeddingsTest)
#include "library_embeddings_test.moc"
