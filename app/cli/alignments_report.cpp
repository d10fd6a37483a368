#include "app/cli/alignments_report.h"

#include <fmt/format.h>

namespace molloquy::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kPercent = 100.0;

std::string resumedText(const reflect::StageReport& report) {
  return report.resumed == 0 ? std::string() : fmt::format(", {} of them before", report.resumed);
}

}  // namespace

std::string stageText(const std::string& stage, const reflect::StageReport& report) {
  const reflect::VerdictCounts& verdicts = report.verdicts;
  return fmt::format(
      "{:<10} {} of {} rows{}; {:.1f} % of {} claims verified ({} refuted, {} not understood), {} "
      "about the whole or about others\n",
      stage, report.done, report.rows, resumedText(report), kPercent * verdicts.verifiedShare(),
      verdicts.verified + verdicts.refuted + verdicts.invalid, verdicts.refuted, verdicts.invalid,
      verdicts.unplaced);
}

Json stageJson(const reflect::StageReport& report) {
  const reflect::VerdictCounts& verdicts = report.verdicts;
  return {{"rows", report.rows},
          {"done", report.done},
          {"resumed", report.resumed},
          {"skipped", report.skipped},
          {"verified", verdicts.verified},
          {"refuted", verdicts.refuted},
          {"invalid", verdicts.invalid},
          {"unplaced", verdicts.unplaced},
          {"verified_share", verdicts.verifiedShare()}};
}

std::string selectionText(const reflect::SelectionReport& report) {
  std::string text = stageText("selected", report.stage);
  text += fmt::format("{:<10} zero {}, reflected {}, none {}; {} by their verified share\n",
                      "chosen", report.zero, report.reflected, report.none, report.byVerifiedShare);
  if (report.means.rows == 0) return text;
  text += fmt::format(
      "{:<10} none {:.3f}, zero {:.3f}, reflected {:.3f}, selected {:.3f} (means of {} rows)\n",
      "perplexity", report.means.none, report.means.zero, report.means.reflected,
      report.means.selected, report.means.rows);
  return text + fmt::format("{:<10} {:+.1f} % against no alignments\n", "gain",
                            kPercent * report.means.gain);
}

Json selectionJson(const reflect::SelectionReport& report) {
  Json object = stageJson(report.stage);
  object["chosen"] = {{"zero", report.zero},
                      {"reflected", report.reflected},
                      {"none", report.none},
                      {"by_verified_share", report.byVerifiedShare}};
  object["mean_ppl"] = {{"rows", report.means.rows},
                        {"none", report.means.none},
                        {"zero", report.means.zero},
                        {"reflected", report.means.reflected},
                        {"selected", report.means.selected}};
  object["gain"] = report.means.gain;
  return object;
}

std::string exportText(const reflect::ExportReport& report) {
  std::string text = fmt::format(
      "{:<10} {} of {} rows, {:.2f} examples each ({} dropped to keep to the cutoff), {} without "
      "alignments\n",
      "samples", report.stage.done, report.stage.rows,
      report.stage.done == 0
          ? 0.0
          : static_cast<double>(report.examples) / static_cast<double>(report.stage.done),
      report.examplesDropped, report.withoutAlignments);
  if (report.test > 0) {
    text += fmt::format("{:<10} {} rows of the test split: they must not be learnt from\n",
                        "refused", report.test);
  }
  return text;
}

Json exportJson(const reflect::ExportReport& report) {
  Json object = stageJson(report.stage);
  object["test_rows_refused"] = report.test;
  object["without_alignments"] = report.withoutAlignments;
  object["examples"] = report.examples;
  object["examples_dropped"] = report.examplesDropped;
  return object;
}

}  // namespace molloquy::cli
