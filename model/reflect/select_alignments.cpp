#include "model/reflect/select_alignments.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/growing_file.h"
#include "model/reflect/resumable_log.h"
#include "model/reflect/row_selector.h"

namespace molloquy::reflect {
namespace {

using align::AlignedText;
using retrieval::ReferenceRow;
using Selections = std::unordered_map<std::string, RowSelection>;

void count(const RowSelection& selection, SelectionReport& report) {
  report.means.add(selection);
  switch (selection.chosen.choice) {
    case Choice::Zero:
      ++report.zero;
      break;
    case Choice::Reflected:
      ++report.reflected;
      break;
    case Choice::None:
      ++report.none;
      break;
  }
  if (selection.chosen.by == ChosenBy::VerifiedShare) ++report.byVerifiedShare;
}

/// 0.5 verify + 0.2 prior + 0.2 specificity were renormalised; with a perplexity term they are not.
/// Source: molreflect.md 7.6.
double scoreWithCredit(double score, double credit) {
  constexpr double kOthers = 0.9;
  constexpr double kCredit = 0.1;
  return kOthers * score + kCredit * std::clamp(credit, 0.0, 1.0);
}

/// The chosen text; without records where nothing was chosen.
AlignedText chosenText(const RowSelection& selection, const AlignmentSet& zero,
                       const AlignmentSet& reflected) {
  const bool takesZero = selection.chosen.choice != Choice::Reflected;
  const AlignedText* from = (takesZero ? zero : reflected).find(selection.id);
  if (from == nullptr) from = (takesZero ? reflected : zero).find(selection.id);
  AlignedText text = *from;
  if (selection.chosen.choice == Choice::None) text.records.clear();
  for (align::AlignmentRecord& record : text.records) {
    record.stage = align::AlignmentStage::Selected;
    const auto credit = selection.credit.find(record.id);
    if (credit != selection.credit.end()) {
      record.score = scoreWithCredit(record.score, credit->second);
    }
  }
  return text;
}

Result<void> writeChosen(std::span<const ReferenceRow> rows, const Selections& selections,
                         const AlignmentSet& zero, const AlignmentSet& reflected,
                         const std::filesystem::path& path, VerdictCounts& verdicts) {
  auto file = GrowingFile::create(path);
  if (!file) return tl::unexpected(file.error());
  const auto write = [&](const std::string& text) {
    return file->write(std::as_bytes(std::span(text)));
  };
  if (const auto written = write(alignmentHeader()); !written) return written;
  for (const ReferenceRow& row : rows) {
    const auto found = selections.find(row.id);
    if (found == selections.end()) continue;
    const AlignedText text = chosenText(found->second, zero, reflected);
    verdicts.add(text);
    if (const auto written = write(alignmentLines(text)); !written) return written;
  }
  return file->finish();
}

std::string settingsLine(const Student& student, const SelectionSettings& settings,
                         const std::string& rows) {
  return fmt::format("select {} {} {} {} {}", student.info().name, nameOf(settings.stage.direction),
                     nameOf(settings.rule),
                     settings.credit == PhraseCredit::Measured ? "credit" : "plain", rows);
}

}  // namespace

Result<SelectionReport> selectAlignments(std::span<const ReferenceRow> rows,
                                         const ExampleFinder& finder, const AlignmentSet& zero,
                                         const AlignmentSet& reflected, Student& student,
                                         const SelectionSettings& settings,
                                         const SelectionFiles& files, std::stop_token stop) {
  auto log = ResumableLog::open(files.scores, settingsLine(student, settings, markOf(rows)));
  if (!log) return tl::unexpected(log.error());
  SelectionReport report;
  report.stage.rows = rows.size();
  Selections selections;
  for (const std::string& block : log->found) {
    auto selection = selectionFromJson(block);
    if (!selection) continue;
    count(*selection, report);
    ++report.stage.resumed;
    selections.emplace(selection->id, *std::move(selection));
  }
  report.stage.done = report.stage.resumed;
  RowSelector selector(rows, finder, zero, reflected, student, settings);
  for (std::size_t row = 0; row < rows.size() && !stop.stop_requested(); ++row) {
    if (selections.count(rows[row].id) > 0) continue;
    auto selection = selector.select(row, stop);
    if (selection && !*selection) break;
    if (!selection) {
      const Error& error = selection.error();
      if (error.code != ErrorCode::InvalidInput) {
        return tl::unexpected(error.within("working on " + rows[row].id));
      }
      ++report.stage.skipped;
      if (settings.stage.onSkipped) settings.stage.onSkipped(rows[row], error.message);
    } else {
      const auto written = log->append(toJson(**selection).dump() + "\n");
      if (!written) return tl::unexpected(written.error());
      count(**selection, report);
      ++report.stage.done;
      selections.emplace(rows[row].id, **std::move(selection));
    }
    if (settings.stage.onProgress) {
      settings.stage.onProgress(report.stage.done + report.stage.skipped, rows.size());
    }
  }
  report.stage.stopped = stop.stop_requested();
  if (report.stage.stopped) return report;
  const auto chosen =
      writeChosen(rows, selections, zero, reflected, files.alignments, report.stage.verdicts);
  if (!chosen) return tl::unexpected(chosen.error());
  if (const auto finished = log->finish(""); !finished) return tl::unexpected(finished.error());
  return report;
}

}  // namespace molloquy::reflect
