#include "app/cli/check_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace molloquy::cli {
namespace {

using corpus::CheckReport;
using corpus::Finding;
using corpus::Flaw;
using corpus::LengthTable;
using corpus::LineReference;
using Json = nlohmann::ordered_json;

constexpr std::size_t kBarWidth = 40;

std::string placeOf(const CheckReport& report, LineReference at) {
  return fmt::format("{}:{}", report.files[at.file].path.filename().string(), at.line);
}

/// "1-4", "200-".
std::string binName(std::size_t bin) {
  const auto& bounds = LengthTable::kBounds;
  const std::size_t low = bin == 0 ? 0 : bounds[bin - 1] + 1;
  if (bin == bounds.size()) return fmt::format("{}-", low);
  return low == bounds[bin] ? fmt::format("{}", low) : fmt::format("{}-{}", low, bounds[bin]);
}

std::string lengthText(const CheckReport& report, const char* what, const LengthTable& table) {
  if (table.count == 0) return {};
  std::string text =
      fmt::format("\n{}: {} in all, {:.1f} words on average, the longest {} ({})\n", what,
                  table.count, static_cast<double>(table.words) / static_cast<double>(table.count),
                  table.longest, placeOf(report, table.longestAt));
  const std::size_t highest = *std::max_element(table.bins.begin(), table.bins.end());
  for (std::size_t bin = 0; bin < table.bins.size(); ++bin) {
    if (table.bins[bin] == 0) continue;
    const std::size_t bar = std::max<std::size_t>(1, table.bins[bin] * kBarWidth / highest);
    text += fmt::format("  {:>8} words {:>9}  {}\n", binName(bin), table.bins[bin],
                        std::string(bar, '#'));
  }
  return text;
}

std::string countText(const char* what, const std::map<std::string, std::size_t>& counts) {
  if (counts.empty()) return {};
  std::string text = fmt::format("\n{}\n", what);
  for (const auto& [name, count] : counts) {
    text += fmt::format("  {:>9}  {}\n", count, name.empty() ? "(none)" : name);
  }
  return text;
}

std::string headText(const CheckReport& report) {
  std::string text;
  for (const corpus::CheckedFile& file : report.files) {
    text += fmt::format("{}: {} line{}{}{}\n", file.path.string(), file.lines,
                        file.lines == 1 ? "" : "s", file.isHeldOut ? ", held out" : "",
                        file.unreadable > 0 ? fmt::format(", {} unreadable", file.unreadable) : "");
  }
  text += fmt::format("\n{:>9}  lines: {} structures, {} conversations, {} texts\n",
                      report.lines, report.entries, report.dialogues, report.plainTexts);
  text += fmt::format("{:>9}  different structures ({} without stereo, {} ring scaffolds)\n",
                      report.structures, report.structuresWithoutStereo, report.scaffolds);
  text += fmt::format("{:>9}  conformers; {} structures have none and will be embedded\n",
                      report.conformers, report.withoutConformer);
  if (report.withoutInchi > 0) {
    text += fmt::format("{:>9}  structures that InChI cannot name, compared by SMILES\n",
                        report.withoutInchi);
  }
  return text;
}

std::string findingText(const CheckReport& report, const Finding& finding) {
  std::string text = "    " + placeOf(report, finding.at);
  if (finding.other) text += fmt::format(" = {}", placeOf(report, *finding.other));
  if (!finding.detail.empty()) text += ": " + finding.detail;
  return text + "\n";
}

std::string flawText(const CheckReport& report, Flaw flaw, std::size_t listed) {
  const std::size_t count = report.count(flaw);
  if (count == 0) return {};
  std::string text =
      fmt::format("  {:>9}  {}: {}\n", count, corpus::nameOf(flaw), corpus::meaningOf(flaw));
  std::size_t shown = 0;
  for (const Finding& finding : report.findings) {
    if (finding.flaw != flaw || shown == listed) continue;
    text += findingText(report, finding);
    ++shown;
  }
  if (shown < count) text += fmt::format("    and {} more; --json has them all\n", count - shown);
  return text;
}

Json placeJson(const CheckReport& report, LineReference at) {
  return {{"file", report.files[at.file].path.string()}, {"line", at.line}};
}

Json lengthJson(const CheckReport& report, const LengthTable& table) {
  Json bins = Json::object();
  for (std::size_t bin = 0; bin < table.bins.size(); ++bin) bins[binName(bin)] = table.bins[bin];
  Json object = {{"count", table.count}, {"words", table.words}, {"bins", bins}};
  if (table.count > 0) {
    object["longest"] = placeJson(report, table.longestAt);
    object["longest"]["words"] = table.longest;
  }
  return object;
}

Json findingsJson(const CheckReport& report) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings) {
    Json object = {{"flaw", corpus::nameOf(finding.flaw)}};
    object.update(placeJson(report, finding.at));
    if (finding.other) object["other"] = placeJson(report, *finding.other);
    if (!finding.detail.empty()) object["detail"] = finding.detail;
    findings.push_back(std::move(object));
  }
  return findings;
}

}  // namespace

std::string checkText(const CheckReport& report, std::size_t listed) {
  std::string text = headText(report);
  text += countText("Splits", report.splits);
  text += countText("Sources", report.sources);
  text += countText("Tasks (questions)", report.tasks);
  text += lengthText(report, "Answers", report.answers);
  text += lengthText(report, "Instructions", report.instructions);
  text += countText("Elements that the 3D encoder does not know (lines)", report.unknownElements);
  std::string flaws;
  std::string remarks;
  const auto offences = corpus::offences();
  for (std::size_t i = 0; i < corpus::kFlaws; ++i) {
    const auto flaw = static_cast<Flaw>(i);
    (offences.contains(flaw) ? flaws : remarks) += flawText(report, flaw, listed);
  }
  text += flaws.empty() ? "\nNothing is wrong with these lines.\n" : "\nFlaws (lines)\n" + flaws;
  if (!remarks.empty()) text += "\nRemarks (lines)\n" + remarks;
  return text;
}

nlohmann::ordered_json checkJson(const CheckReport& report) {
  Json files = Json::array();
  for (const corpus::CheckedFile& file : report.files) {
    files.push_back({{"path", file.path.string()},
                     {"lines", file.lines},
                     {"unreadable", file.unreadable},
                     {"held_out", file.isHeldOut}});
  }
  Json flaws = Json::object();
  for (std::size_t i = 0; i < corpus::kFlaws; ++i) {
    const auto flaw = static_cast<Flaw>(i);
    flaws[std::string(corpus::nameOf(flaw))] = report.count(flaw);
  }
  return {{"command", "data check"},
          {"files", files},
          {"lines", report.lines},
          {"entries", report.entries},
          {"conversations", report.dialogues},
          {"texts", report.plainTexts},
          {"structures", report.structures},
          {"structures_without_stereo", report.structuresWithoutStereo},
          {"scaffolds", report.scaffolds},
          {"without_inchi", report.withoutInchi},
          {"conformers", report.conformers},
          {"without_conformer", report.withoutConformer},
          {"splits", report.splits},
          {"sources", report.sources},
          {"tasks", report.tasks},
          {"answers", lengthJson(report, report.answers)},
          {"instructions", lengthJson(report, report.instructions)},
          {"unknown_elements", report.unknownElements},
          {"flaws", flaws},
          {"findings", findingsJson(report)},
          {"finish", report.stopped ? "stopped" : "end"}};
}

std::string fixText(const corpus::FixReport& fix, const std::string& output) {
  if (fix.stopped) return {};
  std::size_t dropped = 0;
  for (const auto& [flaw, count] : fix.dropped) dropped += count;
  std::string text = fmt::format("\n{}: {} lines kept, {} left out\n", output, fix.kept, dropped);
  for (const auto& [flaw, count] : fix.dropped) {
    text += fmt::format("  {:>9}  {}\n", count, corpus::nameOf(flaw));
  }
  return text;
}

nlohmann::ordered_json fixJson(const corpus::FixReport& fix, const std::string& output) {
  Json dropped = Json::object();
  for (const auto& [flaw, count] : fix.dropped) {
    dropped[std::string(corpus::nameOf(flaw))] = count;
  }
  return {{"output", output},
          {"kept", fix.kept},
          {"dropped", dropped},
          {"finish", fix.stopped ? "stopped" : "end"}};
}

}  // namespace molloquy::cli
