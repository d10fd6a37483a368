#include "model/library/transfer/library_import.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "model/library/transfer/import_batches.h"
#include "model/library/transfer/listed_files.h"

namespace molloquy::library {
namespace {

constexpr std::size_t kMostTold = 1'000;
/// Place of a file that is in the library to its end, while others of its folder are not.
constexpr std::uint64_t kWhole = std::numeric_limits<std::int64_t>::max();

/// One call of importInto.
class ImportRun {
 public:
  ImportRun(MoleculeLibrary& library, const ImportOptions& options,
            const OnImportProgress& onProgress, std::stop_token stop)
      : m_library(library), m_options(options), m_onProgress(onProgress), m_stop(std::move(stop)) {}

  Result<ImportReport> importAll(const ListedFiles& list);

 private:
  Result<void> importFile(const ListedFile& file);
  Result<void> addBatches(const ListedFile& file, ImportBatches& batches);
  Result<void> addBatch(const ListedFile& file, const ImportBatch& batch);
  /// Where an interrupted import of the file came to; 0 for one that begins.
  Result<std::uint64_t> placeOf(const ListedFile& file);
  void tell(const ListedFile& file, double share);
  void problem(const ListedFile& file, const std::string& place, const std::string& sentence);

  MoleculeLibrary& m_library;
  const ImportOptions& m_options;
  const OnImportProgress& m_onProgress;
  std::stop_token m_stop;
  ImportReport m_report;
  std::uintmax_t m_bytes = 0;      ///< of all files,
  std::uintmax_t m_bytesDone = 0;  ///< of those before the current one.
  std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void ImportRun::problem(const ListedFile& file, const std::string& place,
                        const std::string& sentence) {
  if (m_report.problems.size() >= kMostTold) return;
  const std::string name = file.path.filename().string();
  m_report.problems.push_back({place.empty() ? name : name + ", " + place, sentence});
}

void ImportRun::tell(const ListedFile& file, double share) {
  if (!m_onProgress) return;
  const auto all = static_cast<double>(std::max<std::uintmax_t>(m_bytes, 1));
  const double done = static_cast<double>(m_bytesDone) + share * static_cast<double>(file.bytes);
  const double seconds = std::max(secondsSince(m_start), 1e-6);
  m_onProgress({.file = file.path.filename().string(),
                .share = std::min(1.0, done / all),
                .records = m_report.records,
                .recordsPerSecond = static_cast<double>(m_report.records) / seconds});
}

Result<std::uint64_t> ImportRun::placeOf(const ListedFile& file) {
  if (m_options.resume == ImportOptions::Resume::Anew) {
    if (auto forgotten = m_library.forgetImportMark(file.markName); !forgotten) {
      return tl::unexpected(forgotten.error());
    }
    return 0;
  }
  const auto mark = m_library.importMark(file.markName);
  if (!mark) return tl::unexpected(mark.error());
  return *mark ? (*mark)->place : 0;
}

Result<void> ImportRun::addBatch(const ListedFile& file, const ImportBatch& batch) {
  const ImportMark mark{file.markName, batch.last ? kWhole : batch.place,
                        m_report.records + batch.molecules.size() + batch.refused.size()};
  const auto answers = m_library.add(batch.molecules, mark);
  if (!answers) return tl::unexpected(answers.error());
  m_report.records = mark.records;
  m_report.refused += batch.refused.size();
  for (const ImportProblem& refused : batch.refused) problem(file, refused.place, refused.sentence);
  if (!batch.remark.empty()) problem(file, "", batch.remark);
  for (std::size_t i = 0; i < answers->size(); ++i) {
    const Added& added = (*answers)[i];
    switch (added.arrival) {
      case Arrival::Added:
        ++m_report.added;
        break;
      case Arrival::Unchanged:
        ++m_report.unchanged;
        break;
      case Arrival::Merged:
        ++m_report.merged;
        if (m_report.mergedInto.size() < kMostTold) m_report.mergedInto.push_back(added.remark);
        break;
      case Arrival::Refused:
        ++m_report.refused;
        problem(file, batch.places[i], added.remark);
        break;
    }
  }
  return {};
}

Result<void> ImportRun::addBatches(const ListedFile& file, ImportBatches& batches) {
  const auto read = [&] { return batches.next(m_stop); };
  std::future<ImportBatch> coming = std::async(std::launch::async, read);
  while (true) {
    // The next batch is read while this one is written.
    const ImportBatch batch = coming.get();
    if (m_stop.stop_requested()) {
      m_report.finished = false;
      return {};
    }
    if (!batch.last) coming = std::async(std::launch::async, read);
    if (auto added = addBatch(file, batch); !added) {
      if (!batch.last) coming.wait();
      return added;
    }
    tell(file, batch.share);
    if (batch.last) break;
  }
  if (const auto failure = batches.failure()) problem(file, "", failure->message);
  return {};
}

Result<void> ImportRun::importFile(const ListedFile& file) {
  const auto place = placeOf(file);
  if (!place) return tl::unexpected(place.error());
  if (*place > 0) m_report.resumed = true;
  if (*place == kWhole) return {};
  auto records = openRecords(file.path, m_options.mapping, m_stop);
  if (!records) return tl::unexpected(records.error());
  ImportBatches batches(*std::move(records), m_options);
  batches.skip(*place, m_stop);
  return addBatches(file, batches);
}

Result<ImportReport> ImportRun::importAll(const ListedFiles& list) {
  for (const ListedFile& file : list.files) m_bytes += file.bytes;
  for (const ListedFile& file : list.files) {
    if (m_stop.stop_requested()) m_report.finished = false;
    if (!m_report.finished) break;
    if (auto done = importFile(file); !done) {
      // The library itself fails as one; a file among several that cannot be read is told.
      const bool ofTheFile = done.error().code != ErrorCode::Internal;
      if (list.files.size() == 1 || !ofTheFile) return tl::unexpected(done.error());
      problem(file, "", done.error().message);
    }
    m_bytesDone += file.bytes;
    tell(file, 0);
  }
  m_report.seconds = secondsSince(m_start);
  if (!m_report.finished) return m_report;
  for (const ListedFile& file : list.files) {
    if (auto forgotten = m_library.forgetImportMark(file.markName); !forgotten) {
      return tl::unexpected(forgotten.error());
    }
  }
  if (!list.passedOver.empty() && m_report.problems.size() < kMostTold) {
    m_report.problems.push_back(
        {list.passedOver.front(),
         fmt::format("{} of the folder {} passed over, since {} ending tells no structures.",
                     list.passedOver.size() == 1 ? std::string("1 file")
                                                 : fmt::format("{} files", list.passedOver.size()),
                     list.passedOver.size() == 1 ? "was" : "were",
                     list.passedOver.size() == 1 ? "its" : "their")});
  }
  return m_report;
}

}  // namespace

Result<ImportReport> importInto(MoleculeLibrary& library, const std::filesystem::path& path,
                                const ImportOptions& options, const OnImportProgress& onProgress,
                                std::stop_token stop) {
  const auto list = listFiles(path);
  if (!list) return tl::unexpected(list.error());
  ImportRun run(library, options, onProgress, std::move(stop));
  auto report = run.importAll(*list);
  if (!report) return tl::unexpected(report.error().within("importing " + path.string()));
  const bool nothing = report->finished && !report->resumed && !report->problems.empty() &&
                       report->added + report->merged + report->unchanged == 0;
  if (!nothing) return report;
  const ImportProblem& first = report->problems.front();
  return fail(ErrorCode::InvalidInput, fmt::format("Nothing of {} could be read. {}: {}",
                                                   path.string(), first.place, first.sentence));
}

}  // namespace molloquy::library
