#include "model/library/transfer/import_batches.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "model/chem/inchi.h"

namespace molloquy::library {
namespace {

/// Of the records that tell their InChIKey, these are computed too: the first ones, then some.
constexpr std::uint64_t kFirstTried = 16;
constexpr std::uint64_t kTriedOneIn = 200;
/// Records that a batch reads at most, bytes: of large records a batch has fewer.
constexpr std::size_t kBatchBytes = std::size_t{64} << 20;

bool isTried(std::uint64_t number) { return number < kFirstTried || number % kTriedOneIn == 0; }

std::size_t bytesOf(const RawRecord& record) {
  std::size_t bytes = record.text.size();
  for (const std::string& cell : record.cells) bytes += cell.size();
  return bytes;
}

}  // namespace

struct ImportBatches::Parsed {
  std::optional<Draft> draft;
  std::optional<Error> problem;
  bool differs = false;  ///< the told key is not the one that was computed.
};

ImportBatches::ImportBatches(OpenedRecords records, const ImportOptions& options)
    : m_records(std::move(records)),
      m_size(std::max<std::size_t>(1, options.batch)),
      m_threads(options.threads > 0
                    ? options.threads
                    : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))),
      m_tags(options.tags) {}

void ImportBatches::skip(std::uint64_t records, const std::stop_token& stop) {
  RawRecord passed;
  while (m_place < records && !stop.stop_requested() && m_records.source->next(passed)) ++m_place;
}

void ImportBatches::parse(const std::vector<RawRecord>& raw, std::vector<Parsed>& parsed,
                          const std::stop_token& stop) const {
  std::atomic<std::size_t> next = 0;
  const auto one = [&](std::size_t i) {
    if (raw[i].problem) {
      parsed[i].problem = raw[i].problem;
      return;
    }
    auto draft = m_records.parse(raw[i]);
    if (!draft) {
      parsed[i].problem = draft.error();
      return;
    }
    if (!isInchiKey(draft->toldInchiKey)) draft->toldInchiKey.clear();
    if (m_trust && !draft->toldInchiKey.empty() && isTried(m_place + i)) {
      const auto names = chem::inchiOf(*draft->molecule.molecule);
      parsed[i].differs = names && names->key != draft->toldInchiKey;
    }
    parsed[i].draft = *std::move(draft);
  };
  const auto work = [&] {
    for (std::size_t i = next++; i < raw.size() && !stop.stop_requested(); i = next++) one(i);
  };
  std::vector<std::jthread> others;
  for (int thread = 1; thread < m_threads; ++thread) others.emplace_back(work);
  work();
}

void ImportBatches::judgeTold(const std::vector<Parsed>& parsed, ImportBatch& batch) {
  const auto differs =
      std::find_if(parsed.begin(), parsed.end(), [](const Parsed& one) { return one.differs; });
  if (!m_trust || differs == parsed.end()) return;
  m_trust = false;
  batch.remark = fmt::format(
      "The InChIKey that the file tells, {}, is not that of its structure; the keys are computed "
      "from here on.",
      differs->draft->toldInchiKey);
}

ImportBatch ImportBatches::next(const std::stop_token& stop) {
  std::vector<RawRecord> raw;
  ImportBatch batch;
  std::size_t bytes = 0;
  while (raw.size() < m_size && bytes < kBatchBytes && !stop.stop_requested()) {
    RawRecord record;
    batch.last = !m_records.source->next(record);
    if (batch.last) break;
    bytes += bytesOf(record);
    raw.push_back(std::move(record));
  }
  std::vector<Parsed> parsed(raw.size());
  parse(raw, parsed, stop);
  if (stop.stop_requested()) return {};
  judgeTold(parsed, batch);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (parsed[i].problem) {
      batch.refused.push_back({raw[i].place, parsed[i].problem->message});
      continue;
    }
    Draft& draft = *parsed[i].draft;
    if (m_trust) draft.molecule.knownInchiKey = std::move(draft.toldInchiKey);
    draft.molecule.tags.insert(draft.molecule.tags.end(), m_tags.begin(), m_tags.end());
    batch.molecules.push_back(std::move(draft.molecule));
    batch.places.push_back(std::move(raw[i].place));
  }
  m_place += raw.size();
  batch.place = m_place;
  batch.share = m_records.source->share();
  return batch;
}

}  // namespace molloquy::library
