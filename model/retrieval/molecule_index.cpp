#include "model/retrieval/molecule_index.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <thread>

namespace molloquy::retrieval {
namespace {

constexpr std::chrono::milliseconds kTellEvery{50};
/// Rows that a thread takes at a time.
constexpr std::size_t kPortion = 32;

}  // namespace

std::optional<MoleculeIndex> MoleculeIndex::create(
    std::span<const std::string> smiles, MoleculeSimilarity similarity, int threads,
    const OnProgress& onProgress,
    const std::function<void(std::size_t row, const Error& error)>& onUnreadable,
    std::stop_token stop) {
  std::vector<std::optional<Result<MoleculeKeys>>> results(smiles.size());
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < std::max(1, threads); ++i) {
      workers.emplace_back([&] {
        for (std::size_t begin = next.fetch_add(kPortion);
             begin < smiles.size() && !stop.stop_requested(); begin = next.fetch_add(kPortion)) {
          const std::size_t end = std::min(begin + kPortion, smiles.size());
          for (std::size_t row = begin; row < end; ++row) {
            results[row] = moleculeKeys(smiles[row], similarity);
          }
          done += end - begin;
        }
      });
    }
    while (onProgress && done < smiles.size() && !stop.stop_requested()) {
      onProgress(done, smiles.size());
      std::this_thread::sleep_for(kTellEvery);
    }
  }
  if (stop.stop_requested()) return std::nullopt;
  MoleculeIndex index;
  index.m_keys.resize(smiles.size());
  for (std::size_t row = 0; row < smiles.size(); ++row) {
    if (*results[row]) {
      index.m_keys[row] = **std::move(results[row]);
    } else if (onUnreadable) {
      onUnreadable(row, results[row]->error());
    }
  }
  return index;
}

std::vector<Neighbour> MoleculeIndex::nearest(const MoleculeKeys& query, std::size_t count,
                                              const RowFilter& filter) const {
  std::vector<double> scores(size(), -std::numeric_limits<double>::infinity());
  for (std::size_t row = 0; row < size(); ++row) {
    const std::optional<MoleculeKeys>& keys = m_keys[row];
    if (!keys || keys->canonicalSmiles == query.canonicalSmiles || !filter(row)) continue;
    scores[row] = tanimoto(query.fingerprint, keys->fingerprint);
  }
  return bestOf(scores, count);
}

}  // namespace molloquy::retrieval
