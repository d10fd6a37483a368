#include "model/vectors/bench/search_bench.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "model/kernels/kernel_table.h"
#include "model/vectors/approximate_index.h"
#include "model/vectors/bench/faiss_peer.h"
#include "model/vectors/bench/search_data.h"
#include "model/vectors/embedding_codes.h"
#include "model/vectors/scan.h"

namespace molloquy::vectors::bench {

using molloquy::bench::OnRow;
using molloquy::bench::Row;

namespace {

constexpr std::size_t kFound = 10;
constexpr std::uint32_t kRowSeed = 2;
constexpr std::uint32_t kQuerySeed = 3;

/// One thread: of the processor, so that other programs disturb less; several: as it passes.
double now(int threads) {
  if (threads > 1) {
    const auto passed = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(passed).count();
  }
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double secondsOf(int threads, const std::function<void()>& work) {
  const double start = now(threads);
  work();
  return now(threads) - start;
}

/// Seconds of the same work many times.
struct Times {
  std::vector<double> all;
  [[nodiscard]] double middle() const {
    std::vector<double> sorted = all;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0.0 : sorted[sorted.size() / 2];
  }
  [[nodiscard]] double shortest() const {
    return all.empty() ? 0.0 : *std::min_element(all.begin(), all.end());
  }
};

/// Bytes a second that one thread reads of a buffer as large as the codes, the best of some runs.
double readRate(std::span<const std::byte> bytes) {
  const auto& table = kernels::kernelsFor(kernels::bestCpuLevel());
  const std::size_t whole = bytes.size() / 256 * 256;
  Times times;
  for (int run = 0; run < 7; ++run) {
    times.all.push_back(secondsOf(1, [&] {
      volatile std::uint64_t sum = table.readLoop(bytes.data(), whole);
      (void)sum;
    }));
  }
  return static_cast<double>(whole) / times.shortest();
}

Row rowOf(std::string what, const Times& times, double bytes, std::string note) {
  Row row;
  row.what = std::move(what);
  row.seconds = times.middle();
  row.perSecond = 1.0 / row.seconds;
  row.unit = "queries";
  row.gigabytes = bytes / row.seconds / 1e9;
  row.note = fmt::format("shortest {:.3f} ms; {}", times.shortest() * 1e3, note);
  return row;
}

/// Embeddings in a file and, for the peers, as they were.
struct Subject {
  ColumnFile file;
  EmbeddingColumns columns;
  std::vector<float> rows;
  std::vector<float> queries;
  std::string name;
  [[nodiscard]] std::size_t width() const { return columns.width; }
  [[nodiscard]] std::size_t queryCount() const { return queries.size() / width(); }
  [[nodiscard]] std::span<const float> query(std::size_t q) const {
    return std::span(queries).subspan(q * width(), width());
  }
};

Result<Subject> makeSubject(const SearchBenchOptions& options, std::size_t rows, Spread spread,
                            const std::filesystem::path& path) {
  auto file = ColumnFile::create(path);
  if (!file) return tl::unexpected(file.error());
  Subject subject{std::move(*file), {"codes", "halves", 1, options.width}, {}, {}, {}};
  subject.rows = randomVectors(rows, options.width, spread, kRowSeed);
  subject.queries =
      randomVectors(std::max(options.queries, options.batch), options.width, spread, kQuerySeed);
  subject.name = fmt::format("{} x {}", rows, options.width);
  if (spread == Spread::Everywhere) subject.name += ", no structure";
  auto added = appendEmbeddings(subject.file, subject.columns, 0, subject.rows);
  if (!added) return tl::unexpected(added.error());
  return subject;
}

/// Share of the ten nearest by float32 that were found.
double recallOf(const Subject& subject, std::size_t queries,
                const std::function<std::vector<Nearest>(std::size_t)>& find) {
  std::size_t hits = 0;
  for (std::size_t q = 0; q < queries; ++q) {
    const auto expected = nearestByForce(subject.rows, subject.query(q), kFound);
    for (const Nearest& row : find(q)) {
      hits += std::find(expected.begin(), expected.end(), row.row) != expected.end() ? 1U : 0U;
    }
  }
  return static_cast<double>(hits) / static_cast<double>(queries * kFound);
}

void measureSingle(const Subject& subject, const SearchBenchOptions& options,
                   const std::optional<FaissFlat>& faiss, const OnRow& onRow,
                   const std::stop_token& stop) {
  const ScanOptions scan{kFound, options.threads};
  std::vector<std::vector<Nearest>> found(options.queries);
  Times ours;
  Times peer;
  for (std::size_t q = 0; q < options.queries && !stop.stop_requested(); ++q) {
    const auto query = subject.query(q);
    ours.all.push_back(secondsOf(options.threads, [&] {
      found[q] = nearestEmbeddings(subject.file, subject.columns, query, scan);
    }));
    if (faiss) peer.all.push_back(secondsOf(options.threads, [&] { faiss->search(query); }));
  }
  if (stop.stop_requested()) return;
  const RowRun run = subject.file.runs(subject.columns.codes).front();
  const std::size_t bytes = run.rows * subject.file.bytesPerRow(subject.columns.codes);
  const double rate = readRate({run.bytes, bytes});
  const double recall = recallOf(subject, options.queries, [&](std::size_t q) { return found[q]; });
  Row row = rowOf("exact search " + subject.name, ours, static_cast<double>(bytes),
                  fmt::format("recall@10 {:.4f}, {} threads", recall, options.threads));
  row.limit = fmt::format("one thread reads {:.1f} GB/s", rate / 1e9);
  row.ratio = static_cast<double>(bytes) / rate / row.seconds;
  onRow(row);
  if (!faiss) return;
  Row beside = rowOf("  faiss Flat", peer, static_cast<double>(subject.rows.size() * 4), "");
  beside.note = fmt::format("shortest {:.3f} ms; ours is {:.1f} x faster, shortest {:.1f} x",
                            peer.shortest() * 1e3, peer.middle() / ours.middle(),
                            peer.shortest() / ours.shortest());
  onRow(beside);
}

void measureBatch(const Subject& subject, const SearchBenchOptions& options,
                  const std::optional<FaissFlat>& faiss, const OnRow& onRow,
                  const std::stop_token& stop) {
  const auto queries = std::span(subject.queries).first(options.batch * subject.width());
  const ScanOptions scan{kFound, options.threads};
  Times ours;
  Times peer;
  std::vector<std::vector<Nearest>> found;
  for (int run = 0; run < 3 && !stop.stop_requested(); ++run) {
    ours.all.push_back(secondsOf(options.threads, [&] {
      found = nearestEmbeddingsOfMany(subject.file, subject.columns, queries, scan, {}, stop);
    }));
    if (faiss) peer.all.push_back(secondsOf(options.threads, [&] { faiss->search(queries); }));
  }
  if (stop.stop_requested()) return;
  const std::size_t compared = std::min(options.queries, options.batch);
  const double recall = recallOf(subject, compared, [&](std::size_t q) { return found[q]; });
  const auto batchRow = [&](std::string what, const Times& times, std::string note) {
    Row row = rowOf(std::move(what), times, 0, std::move(note));
    row.unit = "batches";
    return row;
  };
  onRow(batchRow(fmt::format("{} queries at once {}", options.batch, subject.name), ours,
                 fmt::format("recall@10 {:.4f}, {} threads", recall, options.threads)));
  if (faiss) {
    onRow(batchRow("  faiss Flat", peer,
                   fmt::format("ours is {:.2f} x faster, shortest {:.2f} x",
                               peer.middle() / ours.middle(), peer.shortest() / ours.shortest())));
  }
}

Result<void> measureEmbeddings(const SearchBenchOptions& options, std::size_t rows, Spread spread,
                               const OnRow& onRow, const std::stop_token& stop) {
  auto folder = ScratchFolder::make(options.scratch);
  if (!folder) return tl::unexpected(folder.error());
  const auto subject = makeSubject(options, rows, spread, folder->file("embeddings"));
  if (!subject) return tl::unexpected(subject.error());
  std::optional<FaissFlat> faiss;
  if (options.peers) faiss = FaissFlat::make(subject->rows, options.width, options.threads);
  if (options.peers && !faiss) {
    Row row;
    row.what = "  faiss Flat";
    row.note = "not measured: this program was built without libfaiss-dev";
    onRow(row);
  }
  measureSingle(*subject, options, faiss, onRow, stop);
  if (options.batch > 0) measureBatch(*subject, options, faiss, onRow, stop);
  return {};
}

Result<void> measureApproximate(const SearchBenchOptions& options, const OnRow& onRow,
                                const std::stop_token& stop) {
  auto folder = ScratchFolder::make(options.scratch);
  if (!folder) return tl::unexpected(folder.error());
  const auto subject =
      makeSubject(options, options.approximateRows, Spread::Embeddings, folder->file("embeddings"));
  if (!subject) return tl::unexpected(subject.error());
  auto index = ApproximateIndex::make(subject->columns);
  if (!index) return tl::unexpected(index.error());
  Times build;
  Result<void> added;
  build.all.push_back(secondsOf(
      options.threads, [&] { added = index->add(subject->file, options.threads, {}, stop); }));
  if (!added || stop.stop_requested()) return added;
  Row made = rowOf("making a graph " + subject->name, build, 0, "");
  made.unit = "indexes";
  made.note = fmt::format("{:.0f} MB beside the columns, {} threads",
                          static_cast<double>(index->bytes()) / 1e6, options.threads);
  onRow(made);
  const auto queries = std::span(subject->queries).first(options.queries * options.width);
  for (const std::size_t effort : {50, 100, 200, 400}) {
    Times times;
    for (std::size_t q = 0; q < options.queries && !stop.stop_requested(); ++q) {
      times.all.push_back(secondsOf(
          1, [&] { (void)index->nearest(subject->file, subject->query(q), kFound, effort); }));
    }
    if (stop.stop_requested()) return {};
    const double recall = index->recall(subject->file, queries, kFound, effort);
    onRow(rowOf(fmt::format("  graph, effort {}", effort), times, 0,
                fmt::format("recall@10 {:.4f}, 1 thread", recall)));
  }
  return {};
}

Result<void> measureBits(const SearchBenchOptions& options, const OnRow& onRow,
                         const std::stop_token& stop) {
  auto folder = ScratchFolder::make(options.scratch);
  if (!folder) return tl::unexpected(folder.error());
  auto file = ColumnFile::create(folder->file("bits"));
  if (!file) return tl::unexpected(file.error());
  constexpr std::size_t kBytes = 256;
  const auto rows = randomFingerprints(options.fingerprints, kRowSeed);
  if (auto added = file->append("bits", kBytes, 0, rows); !added) return added;
  const auto queries = randomFingerprints(options.queries, kQuerySeed);
  Times similar;
  Times screened;
  for (std::size_t q = 0; q < options.queries && !stop.stop_requested(); ++q) {
    const auto query = std::span(queries).subspan(q * kBytes, kBytes);
    similar.all.push_back(secondsOf(options.threads, [&] {
      (void)nearestBits(*file, "bits", query, kFound, 0.0, options.threads, {}, stop);
    }));
    std::vector<std::byte> few(query.begin(), query.end());
    std::fill(few.begin() + 32, few.end(), std::byte{0});
    screened.all.push_back(secondsOf(
        options.threads, [&] { rowsWithBits(*file, "bits", few, {}, [](auto) { return true; }); }));
  }
  if (stop.stop_requested()) return {};
  const double bytes = static_cast<double>(rows.size());
  const std::string name = fmt::format("{} x 2048 bits", options.fingerprints);
  onRow(rowOf("Tanimoto " + name, similar, bytes, fmt::format("{} threads", options.threads)));
  onRow(rowOf("bits of a substructure " + name, screened, 0, "1 thread"));
  return {};
}

}  // namespace

Result<void> measureSearch(const SearchBenchOptions& options, const OnRow& onRow,
                           std::stop_token stop) {
  if (options.width == 0 || options.queries == 0 ||
      std::find(options.rows.begin(), options.rows.end(), std::size_t{0}) != options.rows.end()) {
    return fail(ErrorCode::InvalidInput, "Rows, width and queries are at least 1.");
  }
  for (const std::size_t rows : options.rows) {
    for (const Spread spread : {Spread::Embeddings, Spread::Everywhere}) {
      if (auto done = measureEmbeddings(options, rows, spread, onRow, stop); !done) return done;
    }
  }
  if (options.approximateRows > 0) {
    if (auto done = measureApproximate(options, onRow, stop); !done) return done;
  }
  return options.fingerprints > 0 ? measureBits(options, onRow, stop) : Result<void>{};
}

}  // namespace molloquy::vectors::bench
