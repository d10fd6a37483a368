#include "model/reflect/alignment_stages.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "model/prepare/ordered_work.h"
#include "model/reflect/resumable_log.h"

namespace molloquy::reflect {
namespace {

using align::AlignedText;
using retrieval::ReferenceRow;

constexpr std::size_t kUnderWay = 64;

/// Nothing when the work was stopped before.
using RowResult = std::optional<Result<AlignedText>>;
using RowWork = std::function<Result<AlignedText>(std::size_t row)>;

/// One stage over all rows: asks for those that an earlier run has not done, writes them down in
/// the order of the rows.
class StageRun {
 public:
  StageRun(std::span<const ReferenceRow> rows, const StageSettings& settings, ResumableLog& log,
           std::stop_token stop)
      : m_rows(rows), m_settings(settings), m_log(log), m_stop(std::move(stop)) {
    m_report.rows = rows.size();
    for (const std::string& block : m_log.found) {
      const auto text = alignmentFromLines(block);
      if (!text || !m_known.insert(text->moleculeId).second) continue;
      m_report.verdicts.add(*text);
      ++m_report.resumed;
    }
    m_log.found.clear();
    m_report.done = m_report.resumed;
  }

  Result<StageReport> run(const RowWork& work, int threads) {
    prepare::OrderedWork<RowResult> ordered(
        threads, threads == 1 ? 1 : kUnderWay,
        [this](RowResult&& result) { return take(std::move(result)); });
    for (std::size_t row = 0; row < m_rows.size() && !m_stop.stop_requested(); ++row) {
      if (m_known.count(m_rows[row].id) > 0) continue;
      m_underWay.push_back(row);
      const auto added = ordered.add([this, &work, row]() -> RowResult {
        if (m_stop.stop_requested()) return std::nullopt;
        return work(row);
      });
      if (!added) return tl::unexpected(added.error());
    }
    if (const auto finished = ordered.finish(); !finished) return tl::unexpected(finished.error());
    m_report.stopped = m_stop.stop_requested();
    return m_report;
  }

 private:
  Result<void> take(RowResult&& result) {
    const ReferenceRow& row = m_rows[m_underWay.front()];
    m_underWay.pop_front();
    // What a stop cut short may be less than the row's due.
    if (!result || m_stop.stop_requested()) return {};
    if (!*result) {
      const Error& error = result->error();
      const bool concernsRow =
          error.code == ErrorCode::InvalidInput || error.code == ErrorCode::Unsupported;
      if (!concernsRow) return tl::unexpected(error.within("working on " + row.id));
      ++m_report.skipped;
      if (m_settings.onSkipped) m_settings.onSkipped(row, error.message);
    } else {
      m_report.verdicts.add(**result);
      ++m_report.done;
      if (const auto written = m_log.append(alignmentLines(**result)); !written) return written;
    }
    if (m_settings.onProgress) {
      m_settings.onProgress(m_report.done + m_report.skipped, m_rows.size());
    }
    return {};
  }

  std::span<const ReferenceRow> m_rows;
  const StageSettings& m_settings;
  ResumableLog& m_log;
  std::stop_token m_stop;
  std::unordered_set<std::string> m_known;
  std::deque<std::size_t> m_underWay;
  StageReport m_report;
};

Result<StageReport> runStage(std::span<const ReferenceRow> rows, const Teacher& teacher,
                             const StageSettings& settings, const std::string& stage,
                             const std::filesystem::path& file, const RowWork& work,
                             std::stop_token stop) {
  auto log = ResumableLog::open(file, fmt::format("{} {} {} {}", stage, teacher.name(),
                                                  nameOf(settings.direction), markOf(rows)));
  if (!log) return tl::unexpected(log.error());
  const int threads = teacher.threads() == TeacherThreads::One ? 1 : std::max(1, settings.threads);
  auto report = StageRun(rows, settings, *log, std::move(stop)).run(work, threads);
  if (!report || report->stopped) return report;
  if (const auto finished = log->finish(alignmentHeader()); !finished) {
    return tl::unexpected(finished.error());
  }
  return report;
}

}  // namespace

std::string markOf(std::span<const ReferenceRow> rows) {
  std::vector<std::string_view> texts;
  for (const ReferenceRow& row : rows) {
    for (const std::string* text : {&row.id, &row.split, &row.smiles, &row.caption}) {
      texts.push_back(*text);
    }
  }
  return contentMark(texts);
}

std::vector<RetrievedRow> retrievedFor(std::span<const ReferenceRow> rows, std::size_t row,
                                       const ExampleFinder& finder,
                                       const AlignmentSet& alignments) {
  std::vector<RetrievedRow> retrieved;
  for (const retrieval::Neighbour& neighbour : finder.examplesFor(row)) {
    const align::AlignedText* text = alignments.find(rows[neighbour.row].id);
    auto context = contextOf(rows[neighbour.row]);
    if (text != nullptr && context) {
      retrieved.push_back({*std::move(context), text, neighbour.score});
    }
  }
  return retrieved;
}

Result<StageReport> extractAlignments(std::span<const ReferenceRow> rows, Teacher& teacher,
                                      const StageSettings& settings,
                                      const std::filesystem::path& file, std::stop_token stop) {
  const RowWork work = [&, stop](std::size_t row) -> Result<AlignedText> {
    const auto context = contextOf(rows[row]);
    if (!context) return tl::unexpected(context.error());
    return teacher.extract(*context, settings.direction, stop);
  };
  return runStage(rows, teacher, settings, "extract", file, work, stop);
}

Result<StageReport> reflectAlignments(std::span<const ReferenceRow> rows,
                                      const ExampleFinder& finder, const AlignmentSet& zero,
                                      Teacher& teacher, const StageSettings& settings,
                                      const std::filesystem::path& file, std::stop_token stop) {
  const RowWork work = [&, stop](std::size_t row) -> Result<AlignedText> {
    const AlignedText* own = zero.find(rows[row].id);
    if (own == nullptr) {
      return fail(ErrorCode::InvalidInput, "The row has no alignments of the first stage.");
    }
    const auto context = contextOf(rows[row]);
    if (!context) return tl::unexpected(context.error());
    return teacher.reflect(*context, settings.direction, *own,
                           retrievedFor(rows, row, finder, zero), stop);
  };
  return runStage(rows, teacher, settings, "reflect", file, work, stop);
}

}  // namespace molloquy::reflect
