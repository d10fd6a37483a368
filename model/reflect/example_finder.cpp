#include "model/reflect/example_finder.h"

#include <algorithm>

namespace molloquy::reflect {
namespace {

using retrieval::Neighbour;
using retrieval::ReferenceRow;

/// Rows that are looked at beyond those asked for, since some may be the same structure.
constexpr std::size_t kReserve = 8;

}  // namespace

bool isTrainingRow(const ReferenceRow& row) {
  return row.split == "train" || row.split == "pretrain";
}

std::optional<ExampleFinder> ExampleFinder::create(std::span<const ReferenceRow> rows,
                                                   Direction direction,
                                                   const ExampleOptions& options,
                                                   const retrieval::OnProgress& onProgress,
                                                   std::stop_token stop) {
  ExampleFinder finder(rows, options);
  std::vector<std::string> texts;
  if (direction == Direction::Mol2Cap) {
    for (const ReferenceRow& row : rows) texts.push_back(row.smiles);
    finder.m_molecules = retrieval::MoleculeIndex::create(
        texts, options.similarity, options.threads, onProgress, {}, std::move(stop));
    if (!finder.m_molecules) return std::nullopt;
    return finder;
  }
  // Words of other splits play no part in what words weigh.
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!isTrainingRow(rows[row])) continue;
    finder.m_captionRows.push_back(row);
    texts.push_back(rows[row].caption);
  }
  finder.m_captions.emplace(texts);
  return finder;
}

std::vector<Neighbour> ExampleFinder::examplesFor(std::size_t row) const {
  const std::size_t count = retrieval::ranksNeeded(m_options.neighbours);
  if (count == 0) return {};
  return retrieval::pickNeighbours(m_molecules ? byMolecule(row, count) : byCaption(row, count),
                                   m_options.neighbours);
}

std::vector<Neighbour> ExampleFinder::byMolecule(std::size_t row, std::size_t count) const {
  const auto& keys = m_molecules->keys(row);
  if (!keys) return {};
  return m_molecules->nearest(*keys, count, [&](std::size_t other) {
    return other != row && isTrainingRow(m_rows[other]);
  });
}

std::vector<Neighbour> ExampleFinder::byCaption(std::size_t row, std::size_t count) const {
  const ReferenceRow& asked = m_rows[row];
  std::vector<Neighbour> found =
      m_captions->nearest(asked.caption, count + kReserve, [&](std::size_t place) {
        const std::size_t other = m_captionRows[place];
        return other != row && m_rows[other].smiles != asked.smiles;
      });
  for (Neighbour& neighbour : found) neighbour.row = m_captionRows[neighbour.row];
  const auto canonical = [](const ReferenceRow& one) {
    const auto keys = retrieval::moleculeKeys(one.smiles, retrieval::MoleculeSimilarity::Morgan);
    return keys ? keys->canonicalSmiles : std::string();
  };
  const std::string own = canonical(asked);
  std::erase_if(found, [&](const Neighbour& neighbour) {
    return !own.empty() && canonical(m_rows[neighbour.row]) == own;
  });
  if (found.size() > count) found.resize(count);
  return found;
}

}  // namespace molloquy::reflect
