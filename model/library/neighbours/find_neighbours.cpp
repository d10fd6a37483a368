#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/neighbours/common_substructure.h"
#include "model/library/neighbours/neighbours.h"
#include "model/library/neighbours/pooled_mean.h"
#include "model/library/neighbours/shown_structure.h"

namespace molloquy::library {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Find = NeighbourQuery::Find;

/// For the common substructure of one card, and of all of them.
constexpr milliseconds kCardTime{120};
constexpr milliseconds kCardsTime{900};
/// Molecules that are looked through for texts, for each text that is wanted.
constexpr std::size_t kMoleculesPerText = 8;

/// A neighbour before its card is filled.
struct Found {
  MoleculeId id;
  std::optional<TextId> text;
  std::vector<Score> scores;
  double order = 0;  ///< larger first.
};

/// One search for neighbours.
class NeighbourSearch {
 public:
  NeighbourSearch(MoleculeLibrary& library, session::RetrievalSession* session,
                  const std::string& stamp, const NeighbourQuery& query, std::stop_token stop)
      : m_library(library),
        m_session(session),
        m_stamp(stamp),
        m_query(query),
        m_stop(std::move(stop)) {}

  Result<NeighbourList> run() {
    const auto start = Clock::now();
    if (const auto good = check(); !good) return tl::unexpected(good.error());
    auto found = isSentence()                         ? bySentence()
                 : m_query.by == NeighbourBy::Meaning ? byMeaning()
                                                      : byLikeness();
    if (!found) return tl::unexpected(found.error());
    if (const auto filled = fill(*std::move(found)); !filled) {
      return tl::unexpected(filled.error());
    }
    if (!m_unknown.empty()) m_list.note += (m_list.note.empty() ? "" : " ") + m_unknown;
    m_list.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return std::move(m_list);
  }

 private:
  using Hits = Result<std::vector<Found>>;

  [[nodiscard]] bool isSentence() const { return !m_query.sentence.empty(); }

  [[nodiscard]] Result<void> check() {
    const bool needsModel = isSentence() || m_query.by == NeighbourBy::Meaning;
    if (!isSentence() && !m_query.molecule) {
      return fail(ErrorCode::InvalidInput,
                  "There is nothing to look for: open a molecule or write a sentence.");
    }
    if (needsModel && (m_session == nullptr || m_stamp.empty())) {
      return fail(ErrorCode::InvalidInput,
                  isSentence() ? "A sentence is compared in a model's space: choose a model with a "
                                 "stage-1 network, or search the texts by their words."
                               : "Meaning is compared in a model's space: choose a model with a "
                                 "stage-1 network, or compare by structure.");
    }
    if (!isSentence() && m_query.by == NeighbourBy::Shape && !m_query.conformer) {
      return fail(ErrorCode::InvalidInput,
                  "The molecule has no 3D shape to compare: give it one, or compare by structure.");
    }
    if (!m_query.molecule) return {};
    const auto keys = computeKeys(*m_query.molecule);
    if (!keys) return tl::unexpected(keys.error());
    m_own = keys->inchiKey;
    const auto own = m_library.byInchiKey(m_own);
    if (!own) return tl::unexpected(own.error());
    m_ownId = *own;
    return {};
  }

  /// Nearest hits without the molecule itself, at most `count`.
  Hits search(SearchQuery query, std::size_t count) {
    query.limit = count + (m_ownId ? 1 : 0);
    const auto result = m_library.search(query, {}, m_stop);
    if (!result) return tl::unexpected(result.error());
    m_list.note = result->note;
    if (result->total) m_list.searched = *result->total;
    std::vector<Found> found;
    for (const SearchHit& hit : result->hits) {
      if (m_ownId && hit.id == *m_ownId) continue;
      if (found.size() == count) break;
      const double first = hit.scores.empty() ? 0.0 : hit.scores.front().value;
      found.push_back({hit.id, hit.text, hit.scores, first});
    }
    return found;
  }

  Hits byLikeness() {
    SearchQuery query;
    const bool byShape = m_query.by == NeighbourBy::Shape;
    query.similar = SimilarTo{m_query.molecule, m_query.conformer,
                              byShape ? Likeness::Shape : Likeness::Morgan, 0.0};
    m_list.orderedBy = byShape ? "Shape Tanimoto of volumes after the best overlay"
                               : "Morgan radius 2, 2,048 bits, Tanimoto";
    if (m_query.find == Find::Molecules) return search(query, m_query.count);
    auto molecules = search(query, m_query.count * kMoleculesPerText);
    if (!molecules) return molecules;
    return textsOf(*molecules);
  }

  /// The texts of molecules, in their order.
  Hits textsOf(const std::vector<Found>& molecules) {
    std::vector<Found> texts;
    for (const Found& molecule : molecules) {
      if (texts.size() >= m_query.count || m_stop.stop_requested()) break;
      const auto whole = m_library.molecule(molecule.id);
      if (!whole) return tl::unexpected(whole.error());
      for (const MoleculeText& text : whole->texts) {
        if (texts.size() == m_query.count) break;
        texts.push_back(molecule);
        texts.back().text = text.id;
      }
    }
    if (texts.empty() && !molecules.empty()) {
      m_list.note = "The nearest molecules have no texts.";
    }
    return texts;
  }

  Hits nearest(EmbeddingKind kind, std::vector<float> vectors, std::size_t count) {
    SearchQuery query;
    query.like = LikeVectors{m_stamp, kind, m_session->info().width, std::move(vectors)};
    return search(query, count);
  }

  Hits byMeaning() {
    const auto shown = shownStructure(*m_query.molecule, m_query.conformer.get(), m_stop);
    if (!shown) return tl::unexpected(shown.error());
    auto features = m_session->structureFeatures(std::span(&*shown, 1), {}, m_stop);
    if (!features) return tl::unexpected(features.error());
    if (m_query.find == Find::Molecules) {
      m_list.orderedBy = "Cosine of the mean of the model's features, molecule beside molecule";
      return nearest(EmbeddingKind::Pooled, pooledMean(*features, m_session->info().width),
                     m_query.count);
    }
    m_list.orderedBy = "Cosine of a text and the nearest of the molecule's features";
    auto found = nearest(EmbeddingKind::Text, *std::move(features), candidates());
    if (!found) return found;
    return judged(*std::move(found), &*shown);
  }

  Hits bySentence() {
    if (const std::size_t unknown = m_session->unknownWords(m_query.sentence); unknown > 0) {
      m_unknown = fmt::format("{} of the sentence's words {} unknown to this model.", unknown,
                              unknown == 1 ? "is" : "are");
    }
    auto features = m_session->textFeatures(std::span(&m_query.sentence, 1), {}, m_stop);
    if (!features) return tl::unexpected(features.error());
    if (m_query.find == Find::Texts) {
      m_list.orderedBy = "Cosine of the sentence and a text";
      return nearest(EmbeddingKind::Text, *std::move(features), m_query.count);
    }
    m_list.orderedBy = "Cosine of the sentence and the nearest of a molecule's features";
    auto found = nearest(EmbeddingKind::Structure, *std::move(features), candidates());
    if (!found) return found;
    return judged(*std::move(found), nullptr);
  }

  [[nodiscard]] std::size_t candidates() const { return std::max(m_query.count, m_query.rerank); }

  /// Re-orders the nearest by the matching head. structure  of the query; null for a sentence.
  Hits judged(std::vector<Found> found, const session::SeenStructure* structure);
  [[nodiscard]] Result<std::vector<float>> logitsOf(std::vector<Found>& some,
                                                    const session::SeenStructure* structure);
  Result<void> fill(std::vector<Found> found);

  MoleculeLibrary& m_library;
  session::RetrievalSession* m_session;
  const std::string& m_stamp;
  const NeighbourQuery& m_query;
  std::stop_token m_stop;
  NeighbourList m_list;
  std::string m_own;      ///< InChIKey of the query.
  std::string m_unknown;  ///< a sentence about words that mean nothing to the network.
  std::optional<MoleculeId> m_ownId;
};

NeighbourSearch::Hits NeighbourSearch::judged(std::vector<Found> found,
                                              const session::SeenStructure* structure) {
  const bool judges = m_session->info().judgesPairs;
  const std::size_t count = judges ? std::min(m_query.rerank, found.size()) : 0;
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Found> some(found.begin(), end);
  if (count > 0) {
    const auto logits = logitsOf(some, structure);
    if (!logits) {
      if (m_stop.stop_requested()) return some;
      return tl::unexpected(logits.error());
    }
    for (std::size_t i = 0; i < some.size(); ++i) {
      const auto logit = static_cast<double>((*logits)[i]);
      some[i].order += logit;
      some[i].scores.insert(some[i].scores.begin(),
                            {ScoreKind::Match, 1.0 / (1.0 + std::exp(-logit))});
    }
    std::stable_sort(some.begin(), some.end(),
                     [](const Found& a, const Found& b) { return a.order > b.order; });
    m_list.orderedBy += fmt::format(
        "; the nearest {} by that cosine plus the logit of the model's matching head", some.size());
  }
  // What the head has not judged stays behind, in the order of the cosine.
  some.insert(some.end(), end, found.end());
  if (some.size() > m_query.count) some.resize(m_query.count);
  return some;
}

Result<std::vector<float>> NeighbourSearch::logitsOf(std::vector<Found>& some,
                                                     const session::SeenStructure* structure) {
  std::vector<session::SeenStructure> structures;
  std::vector<std::string> texts;
  std::vector<session::StructureTextPair> pairs;
  if (structure != nullptr) {
    structures.push_back(*structure);
    std::vector<TextId> ids;
    for (const Found& one : some) ids.push_back(one.text.value_or(TextId(-1)));
    const auto found = m_library.texts(ids);
    if (!found) return tl::unexpected(found.error());
    std::erase_if(some, [&](const Found& one) {
      return std::none_of(found->begin(), found->end(),
                          [&](const MoleculeText& text) { return text.id == one.text; });
    });
    for (const MoleculeText& text : *found) {
      pairs.push_back({0, texts.size()});
      texts.push_back(text.text);
    }
  } else {
    texts.push_back(m_query.sentence);
    std::vector<Found> readable;
    for (const Found& one : some) {
      if (m_stop.stop_requested()) break;
      const auto whole = m_library.molecule(one.id);
      if (!whole) return tl::unexpected(whole.error());
      if (!whole->molecule) continue;
      auto shown = shownStructure(
          *whole->molecule,
          whole->conformers.empty() ? nullptr : &whole->conformers.front().conformer, m_stop);
      if (!shown) continue;
      pairs.push_back({structures.size(), 0});
      structures.push_back(*std::move(shown));
      readable.push_back(one);
    }
    some = std::move(readable);
  }
  return m_session->matchScores(structures, texts, pairs, {}, m_stop);
}

Result<void> NeighbourSearch::fill(std::vector<Found> found) {
  std::vector<MoleculeId> ids;
  std::vector<TextId> texts;
  for (const Found& one : found) {
    ids.push_back(one.id);
    if (one.text) texts.push_back(*one.text);
  }
  const auto rows = m_library.rows(ids);
  if (!rows) return tl::unexpected(rows.error());
  const auto told = m_library.texts(texts);
  if (!told) return tl::unexpected(told.error());
  std::optional<CommonSubstructure> common;
  if (m_query.molecule) common.emplace(*m_query.molecule);
  const auto until = Clock::now() + kCardsTime;
  for (Found& one : found) {
    const auto row = std::find_if(rows->begin(), rows->end(),
                                  [&](const LibraryRow& some) { return some.id == one.id; });
    if (row == rows->end()) continue;
    auto whole = m_library.molecule(one.id);
    if (!whole) return tl::unexpected(whole.error());
    Neighbour neighbour;
    neighbour.row = *row;
    neighbour.scores = std::move(one.scores);
    neighbour.molecule = whole->molecule;
    const auto text = std::find_if(told->begin(), told->end(), [&](const MoleculeText& some) {
      return one.text && some.id == *one.text;
    });
    if (text != told->end()) {
      neighbour.text = *text;
    } else if (!whole->texts.empty()) {
      neighbour.text = whole->texts.front();
    }
    if (common && neighbour.molecule) {
      const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
      CommonAtoms atoms = common->with(*neighbour.molecule, std::min(kCardTime, left), m_stop);
      neighbour.common = std::move(atoms.inOther);
      neighbour.commonInQuery = std::move(atoms.inQuery);
    }
    m_list.neighbours.push_back(std::move(neighbour));
  }
  return {};
}

}  // namespace

Result<NeighbourList> findNeighbours(MoleculeLibrary& library, session::RetrievalSession* session,
                                     const std::string& stamp, const NeighbourQuery& query,
                                     std::stop_token stop) {
  return NeighbourSearch(library, session, stamp, query, std::move(stop)).run();
}

}  // namespace molloquy::library
