#include "model/reflect/export_samples.h"

#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/corpus/corpus_file.h"

namespace molloquy::reflect {
namespace {

using align::AlignedText;
using retrieval::ReferenceRow;
using Json = nlohmann::ordered_json;

/// Where a sample comes from: the rows and records that made it, and what the student said.
std::string metaOf(const ReferenceRow& row, const std::vector<std::string>& ids,
                   const TuningPrompt& prompt, const std::map<std::string, RowSelection>& scores) {
  Json meta{{"mol_id", row.id}, {"align_ids", ids}, {"examples", prompt.exampleIds}};
  const auto scored = scores.find(row.id);
  if (scored != scores.end()) {
    const Json selection = toJson(scored->second);
    meta["selected"] = selection.at("chosen");
    meta["selected_by"] = selection.at("by");
    meta["ppl"] = selection.at("ppl");
  }
  return meta.dump();
}

corpus::Line lineOf(const ReferenceRow& row, const TuningPrompt& prompt, std::string meta,
                    const ExportSettings& settings) {
  if (settings.form == PromptForm::Plain) {
    return corpus::PlainText{row.source, prompt.user + prompt.target};
  }
  corpus::Dialogue dialogue;
  dialogue.id = row.id;
  dialogue.source = row.source;
  dialogue.split = row.split;
  dialogue.task = nameOf(settings.stage.direction);
  dialogue.structure.smiles = row.smiles;
  dialogue.messages = {
      {"system", prompt.system}, {"user", prompt.user}, {"assistant", prompt.target}};
  dialogue.meta = std::move(meta);
  return dialogue;
}

}  // namespace

Result<std::map<std::string, RowSelection>> readSelections(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(ErrorCode::NotFound, fmt::format("{} cannot be opened.", file.string()));
  std::map<std::string, RowSelection> selections;
  for (std::string line; std::getline(stream, line);) {
    if (auto selection = selectionFromJson(line)) {
      selections.emplace(selection->id, *std::move(selection));
    }
  }
  return selections;
}

Result<ExportReport> exportSamples(std::span<const ReferenceRow> rows, const ExampleFinder& finder,
                                   const AlignmentSet& alignments,
                                   const std::map<std::string, RowSelection>& scores,
                                   const PromptBook& book, const ExportSettings& settings,
                                   const std::filesystem::path& file, std::stop_token stop) {
  auto writer = corpus::CorpusWriter::create(file);
  if (!writer) return tl::unexpected(writer.error());
  const Direction direction = settings.stage.direction;
  ExportReport report;
  report.stage.rows = rows.size();
  const auto skip = [&](const ReferenceRow& row, const std::string& reason) {
    ++report.stage.skipped;
    if (settings.stage.onSkipped) settings.stage.onSkipped(row, reason);
  };
  for (std::size_t i = 0; i < rows.size() && !stop.stop_requested(); ++i) {
    const ReferenceRow& row = rows[i];
    if (row.split == "test") {
      ++report.test;
      skip(row, "The row is of the test split and must not be learnt from.");
      continue;
    }
    const auto context = contextOf(row);
    if (!context) {
      skip(row, context.error().message);
      continue;
    }
    const AlignedText* text = alignments.find(row.id);
    const Sample question = sampleOf(*context, direction, text, settings.render);
    std::vector<Sample> examples;
    for (const RetrievedRow& similar : retrievedFor(rows, i, finder, alignments)) {
      examples.push_back(sampleOf(similar.context, direction, similar.alignments, settings.render));
    }
    const std::size_t wanted = examples.size();
    examples = examplesThatFit(book, direction, settings.form, std::move(examples), question,
                               settings.cutoff, settings.count);
    const TuningPrompt prompt = tuningPrompt(book, direction, settings.form, examples, question);
    const std::size_t tokens =
        settings.count(prompt.system) + settings.count(prompt.user) + settings.count(prompt.target);
    if (tokens > settings.cutoff) {
      skip(row, fmt::format("Without any example the sample takes {} tokens, {} are allowed.",
                            tokens, settings.cutoff));
      continue;
    }
    std::vector<std::string> shown;
    if (text != nullptr) {
      shown = renderWithIds(*text, direction, *context->molecule, settings.render).ids;
    }
    const auto written =
        writer->write(lineOf(row, prompt, metaOf(row, shown, prompt, scores), settings));
    if (!written) return tl::unexpected(written.error());
    report.examples += examples.size();
    report.examplesDropped += wanted - examples.size();
    if (question.alignments.empty()) ++report.withoutAlignments;
    if (text != nullptr) report.stage.verdicts.add(*text);
    ++report.stage.done;
    if (settings.stage.onProgress) settings.stage.onProgress(i + 1, rows.size());
  }
  report.stage.stopped = stop.stop_requested();
  if (report.stage.stopped) return report;
  if (report.stage.done == 0) {
    return fail(ErrorCode::InvalidInput, "Not one row could be made a sample.");
  }
  if (const auto finished = writer->finish(); !finished) return tl::unexpected(finished.error());
  return report;
}

}  // namespace molloquy::reflect
