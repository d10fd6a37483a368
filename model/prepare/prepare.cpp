#include "model/prepare/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>
#include <unordered_map>

#include "model/corpus/corpus_file.h"
#include "model/prepare/held_out_draw.h"
#include "model/prepare/ordered_work.h"
#include "model/prepare/prepared_line.h"

namespace molloquy::prepare {
namespace fs = std::filesystem;

namespace {

using recipes::PreparedSplit;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenReports{200};
/// Lines under way for each thread.
constexpr std::size_t kWindow = 16;

tl::unexpected<Error> stopped() {
  return fail(ErrorCode::InvalidInput, "Preparation was stopped.");
}

/// Lines of a file; 0 where it cannot be read, which reading it will tell.
std::size_t countLines(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> piece(std::size_t{1} << 20);
  std::size_t lines = 0;
  while (stream) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    lines +=
        static_cast<std::size_t>(std::count(piece.begin(), piece.begin() + stream.gcount(), '\n'));
  }
  return lines;
}

/// Puts worked-out lines into the data set, in the order they come.
class Collector {
 public:
  Collector(const Plan& plan, const Options& options)
      : m_plan(plan),
        m_options(options),
        m_builder(plan.vocabulary),
        m_draw(static_cast<std::size_t>(plan.settings.heldOutStructures), plan.seed) {}

  void lose(const LeftOut& row) {
    ++m_summary.lost[static_cast<std::size_t>(row.loss)];
    if (m_options.onLeftOut) m_options.onLeftOut(row);
  }

  Result<void> take(PreparedLine&& line) {
    const std::string& file = m_plan.settings.data[line.file];
    for (const LineExamples::Lost& lost : line.content.lost) {
      const std::string what =
          lost.what.empty() ? line.name : fmt::format("{}: {}", line.name, lost.what);
      lose({file, line.line, what, lost.loss, lost.reason});
    }
    if (line.content.examples.empty()) return {};
    if (splitOf(line.split) == Split::Measured) {
      m_hasValidation = true;
      return add(line, PreparedSplit::HeldOut);
    }
    for (PreparedLine& learnt : m_draw.offer(std::move(line))) {
      if (Result<void> added = add(learnt, PreparedSplit::Training); !added) return added;
    }
    return {};
  }

  /// Adds the lines that were set aside, and writes.
  Result<Summary> finish(const fs::path& output, const std::string& key) {
    const PreparedSplit split = m_hasValidation ? PreparedSplit::Training : PreparedSplit::HeldOut;
    for (const PreparedLine& line : m_draw.takeHeldOut()) {
      if (Result<void> added = add(line, split); !added) return tl::unexpected(added.error());
    }
    if (m_summary.training == 0) return tl::unexpected(nothingToLearn());
    if (Result<void> written = m_builder.write(output, key); !written) {
      return tl::unexpected(written.error());
    }
    return m_summary;
  }

  [[nodiscard]] Summary& summary() { return m_summary; }

 private:
  Error nothingToLearn() const {
    if (m_summary.heldOut > 0) {
      return Error(ErrorCode::InvalidInput,
                   fmt::format("All {} examples are held out for measuring and none is left to "
                               "learn from; lower data.held_out_structures.",
                               m_summary.heldOut));
    }
    std::string reasons;
    for (std::size_t i = 0; i < kLosses; ++i) {
      if (m_summary.lost[i] == 0) continue;
      reasons += fmt::format("{}{} ({})", reasons.empty() ? " Left out: " : ", ",
                             lossName(static_cast<Loss>(i)), m_summary.lost[i]);
    }
    return Error(ErrorCode::InvalidInput,
                 fmt::format("The corpus has nothing to learn from for this objective.{}{}",
                             reasons, reasons.empty() ? "" : "."));
  }

  Result<void> add(const PreparedLine& line, PreparedSplit split) {
    bool isNew = false;
    const Result<std::int32_t> structure = structureOf(line, isNew);
    if (!structure) return tl::unexpected(structure.error());
    // A structure teaches the encoder once, however many lines are about it.
    if (m_plan.objective == recipes::Objective::Denoising && !isNew) return {};
    for (const TokenExample& example : line.content.examples) {
      const Result<void> added = m_builder.addExample(
          {*structure, line.source, example.task, split, example.prompt, example.answer});
      if (!added) return added;
      const std::size_t length = example.prompt.size() + example.answer.size();
      m_summary.tokens += length;
      m_summary.longest = std::max(m_summary.longest, length);
      ++(split == PreparedSplit::Training ? m_summary.training : m_summary.heldOut);
    }
    return {};
  }

  Result<std::int32_t> structureOf(const PreparedLine& line, bool& isNew) {
    if (!line.geometry) return recipes::PreparedDataset::kNoStructure;
    switch (line.geometry->origin) {
      case GeometryOrigin::Given:
        ++m_summary.given;
        break;
      case GeometryOrigin::Stored:
        ++m_summary.stored;
        break;
      case GeometryOrigin::Embedded:
        ++m_summary.embedded;
        break;
    }
    if (const auto known = m_structures.find(line.geometryKey); known != m_structures.end()) {
      return known->second;
    }
    isNew = true;
    const Geometry& geometry = line.geometry->geometry;
    Result<std::int32_t> added = m_builder.addStructure(geometry.symbols, geometry.conformers);
    if (added) {
      m_structures.emplace(line.geometryKey, *added);
      ++m_summary.structures;
    }
    return added;
  }

  const Plan& m_plan;
  const Options& m_options;
  recipes::PreparedDatasetBuilder m_builder;
  HeldOutDraw m_draw;
  bool m_hasValidation = false;
  std::unordered_map<std::string, std::int32_t> m_structures;  ///< by their content.
  Summary m_summary;
};

/// Tells how far the work is, not too often.
class Reporter {
 public:
  Reporter(const Plan& plan, const Options& options) : m_options(options) {
    for (const std::string& file : plan.settings.data) m_total += countLines(file);
  }

  void tell(const Summary& summary) {
    if (!m_options.onProgress || Clock::now() < m_next) return;
    m_next = Clock::now() + kBetweenReports;
    Progress progress{summary.lines, m_total, summary.structures, summary.lostRows(), 0, {}};
    progress.seconds = std::chrono::duration<double>(Clock::now() - m_start).count();
    if (summary.lines > 0 && m_total >= summary.lines) {
      progress.remainingSeconds = progress.seconds * static_cast<double>(m_total - summary.lines) /
                                  static_cast<double>(summary.lines);
    }
    m_options.onProgress(progress);
  }

 private:
  const Options& m_options;
  std::size_t m_total = 0;
  Clock::time_point m_start = Clock::now();
  Clock::time_point m_next = m_start;
};

}  // namespace

Result<Summary> prepareFile(const Plan& plan, const fs::path& output, const std::string& key,
                            const Options& options, const std::stop_token& stop) {
  if (plan.settings.data.empty()) {
    return fail(ErrorCode::InvalidInput, "The recipe names no corpus; give one with --data FILE.");
  }
  Collector collector(plan, options);
  Summary& summary = collector.summary();
  Reporter reporter(plan, options);
  const int threads = options.threads > 0
                          ? options.threads
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  OrderedWork<PreparedLine> work(threads, kWindow * static_cast<std::size_t>(threads),
                                 [&](PreparedLine&& line) {
                                   ++summary.lines;
                                   reporter.tell(summary);
                                   return collector.take(std::move(line));
                                 });
  for (std::size_t index = 0; index < plan.settings.data.size(); ++index) {
    const std::string& file = plan.settings.data[index];
    Result<void> failed;
    const auto onLine = [&](std::size_t number, corpus::Line&& line) {
      if (stop.stop_requested()) return corpus::Reading::Stop;
      failed = work.add([&plan, &options, stop, index, number, line = std::move(line)] {
        PreparedLine prepared = prepareLine(plan, line, options.store, stop);
        prepared.file = index;
        prepared.line = number;
        return prepared;
      });
      return failed ? corpus::Reading::GoOn : corpus::Reading::Stop;
    };
    const auto onRejection = [&](const corpus::Rejection& row) {
      collector.lose({file, row.line, row.what, Loss::UnreadableLine, row.reason});
    };
    Result<void> read = corpus::readCorpus(file, onLine, onRejection);
    if (stop.stop_requested()) return stopped();
    if (!failed) return tl::unexpected(failed.error());
    if (!read) return tl::unexpected(read.error());
  }
  if (Result<void> taken = work.finish(); !taken) return tl::unexpected(taken.error());
  if (stop.stop_requested()) return stopped();
  return collector.finish(output, key);
}

}  // namespace molloquy::prepare
