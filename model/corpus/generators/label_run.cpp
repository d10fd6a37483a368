#include "model/corpus/generators/label_run.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/checkpoints/sha256.h"
#include "model/corpus/generators/label_journal.h"
#include "model/corpus/generators/work_queue.h"

namespace molloquy::corpus {
namespace {

/// Characters of a structure that reports show.
constexpr std::size_t kShownCharacters = 60;

/// An entry that waits for a thread.
struct Task {
  std::size_t record = 0;
  std::size_t line = 0;
  Entry entry;
};

std::string nameOf(const Entry& entry) {
  if (!entry.id.empty()) return entry.id;
  return entry.structure.smiles.substr(0, kShownCharacters);
}

/// A stop that comes from outside, or from a failure inside.
class RunStop {
 public:
  explicit RunStop(const std::stop_token& outer)
      : m_outer(outer, [this] { m_source.request_stop(); }) {}

  [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
  void request() { m_source.request_stop(); }

 private:
  std::stop_source m_source;
  std::stop_callback<std::function<void()>> m_outer;
};

/// One run: the caller's thread reads, `jobs` threads label, the journal collects.
class Run {
 public:
  Run(const LabelRequest& request, const SinglePointCalculator& compute, const LabelSinks& sinks,
      LabelJournal& journal, const std::stop_token& stop)
      : m_request(request),
        m_compute(compute),
        m_sinks(sinks),
        m_journal(journal),
        m_stop(stop),
        m_queue(2 * static_cast<std::size_t>(request.jobs)) {}

  Result<void> label() {
    Result<ImportReport> read = fail(ErrorCode::Internal, "Nothing was read.");
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < m_request.jobs; ++i) threads.emplace_back([this] { work(); });
      read = importFile(m_request.input, {}, sinks(), m_stop.token());
      m_queue.close();
    }
    if (m_failure) return tl::unexpected(*m_failure);
    if (!read) return tl::unexpected(read.error());
    return {};
  }

  [[nodiscard]] std::size_t resumed() const { return m_resumed; }
  [[nodiscard]] const std::vector<Rejection>& rejectedRows() const { return m_rejectedRows; }

 private:
  ImportSinks sinks() {
    return {[this](std::size_t line, Line&& content) { return put(line, std::move(content)); },
            [this](const ImportRejection& rejection) { m_rejectedRows.push_back(rejection.row); },
            [this](std::uintmax_t done, std::uintmax_t total) {
              if (m_request.limit == 0 && m_sinks.onProgress) m_sinks.onProgress(done, total);
            }};
  }

  Reading put(std::size_t line, Line&& content) {
    Entry* entry = std::get_if<Entry>(&content);
    if (entry == nullptr) {
      m_rejectedRows.push_back({line, "", "The line has no structure with questions."});
      return Reading::GoOn;
    }
    const std::size_t record = m_next++;
    if (m_request.limit > 0 && record >= m_request.limit) return Reading::Stop;
    if (isFinished(record)) {
      ++m_resumed;
      return Reading::GoOn;
    }
    const bool taken = m_queue.put({record, line, std::move(*entry)}, m_stop.token());
    return taken ? Reading::GoOn : Reading::Stop;
  }

  bool isFinished(std::size_t record) {
    const std::scoped_lock lock(m_mutex);
    return m_journal.has(record);
  }

  void work() {
    while (auto task = m_queue.take(m_stop.token())) {
      ShapeQuestions made =
          shapeQuestions(task->entry, m_request.questions, m_compute, m_stop.token());
      if (m_stop.token().stop_requested()) return;  // It may be incomplete.
      finish({task->record, task->line, nameOf(task->entry), std::move(made.entries),
              std::move(made.refused)});
    }
  }

  void finish(const FinishedRecord& record) {
    const std::scoped_lock lock(m_mutex);
    if (const auto added = m_journal.add(record); !added) {
      m_failure = added.error();
      m_stop.request();
    }
    if (m_request.limit > 0 && m_sinks.onProgress) {
      m_sinks.onProgress(m_journal.count(), m_request.limit);
    }
  }

  const LabelRequest& m_request;
  const SinglePointCalculator& m_compute;
  const LabelSinks& m_sinks;
  LabelJournal& m_journal;
  RunStop m_stop;
  WorkQueue<Task> m_queue;
  std::mutex m_mutex;  ///< guards the journal and m_failure while threads run.
  std::optional<Error> m_failure;
  std::size_t m_next = 0;
  std::size_t m_resumed = 0;
  std::vector<Rejection> m_rejectedRows;
};

/// Everything that decides what the lines are.
Result<LabelJournal::Identity> identityOf(const LabelRequest& request,
                                          const std::stop_token& stop) {
  const auto checksum = checkpoints::sha256OfFile(request.input, {}, stop);
  if (!checksum) return tl::unexpected(checksum.error());
  const ShapeQuestionOptions& questions = request.questions;
  return LabelJournal::Identity{fmt::format(
      "input {}, conformers {}, seed {}, {}, at most {} heavy atoms, {} steps, {} ms, {}",
      checksum->substr(0, 16), questions.conformers, questions.seed,
      questions.charges == Charges::Any ? "any charge" : "neutral", questions.mostHeavyAtoms,
      questions.forceFieldSteps, questions.embeddingLimit.count(), questions.source)};
}

/// Writes the journal's records and the rejections in the order of the input.
Result<void> writeOutput(const LabelRequest& request, const LabelJournal& journal,
                         const std::vector<Rejection>& rejectedRows, const LabelSinks& sinks,
                         LabelReport& report) {
  Result<CorpusWriter> writer = CorpusWriter::create(request.output);
  if (!writer) return tl::unexpected(writer.error());
  auto row = rejectedRows.begin();
  const auto reject = [&](const Rejection& rejection) {
    ++report.refusals;
    if (sinks.onRejection) sinks.onRejection(rejection);
  };
  const auto write = [&](const FinishedRecord& record) -> Result<void> {
    if (request.limit > 0 && record.record >= request.limit) return {};
    for (; row != rejectedRows.end() && row->line < record.line; ++row) reject(*row);
    ++report.structures;
    report.labelledStructures += record.entries.empty() ? 0 : 1;
    report.entries += record.entries.size();
    for (const std::string& reason : record.refused) reject({record.line, record.what, reason});
    for (const Entry& entry : record.entries) {
      if (Result<void> written = writer->write(entry); !written) return written;
    }
    return {};
  };
  if (Result<void> told = journal.forEach(write); !told) return told;
  for (; row != rejectedRows.end(); ++row) reject(*row);
  return writer->finish();
}

}  // namespace

std::filesystem::path journalOf(const std::filesystem::path& output) {
  std::filesystem::path journal = output;
  journal += ".journal";
  return journal;
}

Result<LabelReport> labelFile(const LabelRequest& request, const SinglePointCalculator& compute,
                              const LabelSinks& sinks, const std::stop_token& stop) {
  const auto begin = std::chrono::steady_clock::now();
  const auto identity = identityOf(request, stop);
  if (!identity) return tl::unexpected(identity.error());
  const std::filesystem::path file = journalOf(request.output);
  Result<LabelJournal> journal = request.continuation == Continuation::Resume
                                     ? LabelJournal::resume(file, *identity)
                                     : LabelJournal::create(file, *identity);
  if (!journal) return tl::unexpected(journal.error());
  Run run(request, compute, sinks, *journal, stop);
  const Result<void> labelled = run.label();
  LabelReport report;
  report.stopped = stop.stop_requested();
  report.resumed = run.resumed();
  if (!labelled && !report.stopped) {
    if (journal->count() == 0) journal->remove();
    return tl::unexpected(labelled.error());
  }
  if (report.stopped && journal->count() == 0) {
    journal->remove();
    return report;
  }
  if (Result<void> written = writeOutput(request, *journal, run.rejectedRows(), sinks, report);
      !written) {
    return tl::unexpected(written.error());
  }
  if (!report.stopped) journal->remove();
  report.wallSeconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace molloquy::corpus
