#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/library_report.h"
#include "app/cli/progress.h"
#include "model/library/transfer/library_import.h"

namespace molloquy::cli {
namespace {

using library::ColumnRole;

/// Problems and merges that are told on standard error; JSON has all that were kept.
constexpr std::size_t kTold = 5;
constexpr std::uintmax_t kShares = 10'000;  ///< steps of progress.

struct Options {
  CommonOptions common;
  std::string file;
  std::vector<std::string> paths;
  std::string map;
  std::vector<std::string> tags;
  int threads = 0;
  bool anew = false;
  std::string output;
  std::string format;
  std::vector<std::string> tagged;
};

constexpr std::pair<const char*, ColumnRole> kRoles[] = {
    {"ignored", ColumnRole::Ignored},       {"smiles", ColumnRole::Smiles},
    {"inchi", ColumnRole::Inchi},           {"name", ColumnRole::Name},
    {"synonym", ColumnRole::Synonym},       {"text", ColumnRole::Text},
    {"identifier", ColumnRole::Identifier}, {"tag", ColumnRole::Tag},
    {"property", ColumnRole::Property}};

std::optional<ColumnRole> roleNamed(const std::string& name) {
  for (const auto& [known, role] : kRoles) {
    if (name == known) return role;
  }
  return std::nullopt;
}

/// "smiles=smiles,CAS=identifier" over what is found out about the table.
Result<library::TableMapping> mappingOf(const std::string& text,
                                        const std::filesystem::path& file) {
  auto preview = library::tablePreview(file);
  if (!preview) return tl::unexpected(preview.error());
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string one = text.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t equals = one.rfind('=');
    const auto role =
        equals == std::string::npos ? std::nullopt : roleNamed(one.substr(equals + 1));
    if (!role) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("\"{}\" gives a column no role. Write COLUMN=ROLE; the roles are "
                              "smiles, inchi, name, synonym, text, identifier, tag, property, "
                              "ignored.",
                              one));
    }
    bool found = false;
    for (library::TableColumn& column : preview->mapping.columns) {
      if (column.name != one.substr(0, equals)) continue;
      column.role = *role;
      found = true;
    }
    if (!found) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("{} has no column \"{}\".", file.string(), one.substr(0, equals)));
    }
  }
  return std::move(preview->mapping);
}

nlohmann::ordered_json jsonOf(const library::ImportReport& report, const std::string& path) {
  auto problems = nlohmann::ordered_json::array();
  for (const auto& problem : report.problems) {
    problems.push_back({{"place", problem.place}, {"sentence", problem.sentence}});
  }
  return {{"command", "library import"},
          {"path", path},
          {"records", report.records},
          {"added", report.added},
          {"merged", report.merged},
          {"unchanged", report.unchanged},
          {"refused", report.refused},
          {"merges", report.mergedInto},
          {"problems", problems},
          {"resumed", report.resumed},
          {"finish", report.finished ? "end" : "stopped"},
          {"seconds", report.seconds}};
}

void tell(const library::ImportReport& report) {
  for (std::size_t i = 0; i < std::min(kTold, report.problems.size()); ++i) {
    note(report.problems[i].place + ": " + report.problems[i].sentence);
  }
  if (report.problems.size() > kTold) {
    note(fmt::format("{} more problems; --json lists them.", report.problems.size() - kTold));
  }
  for (std::size_t i = 0; i < std::min(kTold, report.mergedInto.size()); ++i) {
    note(report.mergedInto[i]);
  }
  if (report.mergedInto.size() > kTold) {
    note(fmt::format("{} more were merged; --json lists them.", report.mergedInto.size() - kTold));
  }
  if (!report.finished) note("Stopped; the same command goes on.");
}

ExitCode importPath(const Options& options, const std::string& path, Output& output,
                    library::MoleculeLibrary& library, const std::stop_token& stop) {
  library::ImportOptions import;
  import.tags = options.tags;
  import.threads = options.threads;
  if (options.anew) import.resume = library::ImportOptions::Resume::Anew;
  if (!options.map.empty()) {
    auto mapping = mappingOf(options.map, path);
    if (!mapping) return output.fail(mapping.error(), ExitCode::Usage);
    import.mapping = *std::move(mapping);
  }
  const auto report = [&] {
    Progress progress("Importing");
    return library::importInto(
        library, path, import,
        [&](const library::ImportProgress& now) {
          progress.report(static_cast<std::uintmax_t>(now.share * kShares), kShares);
        },
        stop);
  }();
  if (!report) return output.fail(report.error(), libraryExitCode(report.error()));
  tell(*report);
  if (output.isJson()) {
    output.writeJson(jsonOf(*report, path));
  } else {
    output.write(fmt::format("{}: {} records, {} added, {} merged, {} known already, {} refused\n",
                             path, report->records, report->added, report->merged,
                             report->unchanged, report->refused));
  }
  return ExitCode::Ok;
}

ExitCode import(const Options& options) {
  Output output = options.common.output();
  InterruptScope interrupt;
  const OpenedLibrary opened = openForCommand(output, options.file);
  if (!opened.library) return opened.failure;
  for (const std::string& path : options.paths) {
    if (interrupt.token().stop_requested()) break;
    const ExitCode code = importPath(options, path, output, *opened.library, interrupt.token());
    if (code != ExitCode::Ok) return code;
  }
  return output.finish();
}

std::optional<library::ExportFormat> formatOf(const Options& options) {
  const auto ends = [&](const char* ending) {
    return options.format == ending + 1 ||
           (options.format.empty() && options.output.ends_with(ending));
  };
  if (ends(".sdf")) return library::ExportFormat::Sdf;
  if (ends(".smi")) return library::ExportFormat::Smiles;
  if (ends(".tsv")) return library::ExportFormat::Tsv;
  if (ends(".jsonl")) return library::ExportFormat::JsonLines;
  return std::nullopt;
}

/// The molecules with all of the tags.
Result<std::vector<library::MoleculeId>> tagged(library::MoleculeLibrary& library,
                                                const std::vector<std::string>& tags,
                                                const std::stop_token& stop) {
  library::SearchQuery query;
  query.tags = tags;
  query.limit = std::size_t{1} << 30;
  const auto result = library.search(query, {}, stop);
  if (!result) return tl::unexpected(result.error());
  std::vector<library::MoleculeId> ids;
  for (const auto& hit : result->hits) ids.push_back(hit.id);
  if (!ids.empty()) return ids;
  return fail(ErrorCode::NotFound, "No molecule of the library has these tags.");
}

ExitCode writeOut(const Options& options) {
  Output output = options.common.output();
  const auto format = formatOf(options);
  if (!format) {
    return output.fail(
        Error(ErrorCode::Unsupported,
              fmt::format("The name {} tells no format. End it with .sdf, .smi, .tsv or .jsonl, or "
                          "say --format.",
                          options.output)),
        ExitCode::Usage);
  }
  InterruptScope interrupt;
  const OpenedLibrary opened = openForCommand(output, options.file);
  if (!opened.library) return opened.failure;
  std::vector<library::MoleculeId> ids;
  if (!options.tagged.empty()) {
    auto found = tagged(*opened.library, options.tagged, interrupt.token());
    if (!found) return output.fail(found.error(), libraryExitCode(found.error()));
    ids = *std::move(found);
  }
  const auto count = [&] {
    Progress progress("Exporting");
    return library::exportFrom(
        *opened.library, ids, options.output, *format,
        [&](const library::ImportProgress& now) {
          progress.report(static_cast<std::uintmax_t>(now.share * kShares), kShares);
        },
        interrupt.token());
  }();
  if (interrupt.token().stop_requested()) return ExitCode::Ok;
  if (!count) return output.fail(count.error(), ExitCode::Environment);
  if (output.isJson()) {
    output.writeJson(
        {{"command", "library export"}, {"output", options.output}, {"molecules", *count}});
  } else {
    output.write(fmt::format("{} molecules written to {}\n", *count, options.output));
  }
  return output.finish();
}

}  // namespace

void addLibraryTransfer(CLI::App& group, ChosenCommand& chosen) {
  auto in = std::make_shared<Options>();
  CLI::App* import_ =
      addCommand(group, "import",
                 "Puts structure files, tables or folders of them into a library; the same "
                 "command goes on with an interrupted import",
                 in->common);
  import_->add_option("FILE", in->file, "The library, or postgresql://...")->required();
  import_->add_option("PATH", in->paths, "Files or folders")->required();
  import_->add_option("--map", in->map,
                      "COLUMN=ROLE,... of a table: smiles, inchi, name, synonym, "
                      "text, identifier, tag, property, ignored");
  import_->add_option("--tag", in->tags, "Given to everything that comes")->expected(1)->take_all();
  import_->add_option("--threads", in->threads, "That read records (default: all processors)")
      ->check(CLI::Range(1, 1024));
  import_->add_flag("--anew", in->anew, "Begin at the front after an interruption");
  import_->callback([in, &chosen] { chosen = [in] { return import(*in); }; });
  auto out = std::make_shared<Options>();
  CLI::App* export_ = addCommand(group, "export", "Writes the molecules of a library", out->common);
  export_->add_option("FILE", out->file, "The library, or postgresql://...")->required();
  export_->add_option("-o,--output", out->output, "The new file")->required();
  export_
      ->add_option("--format", out->format, "sdf, smi, tsv or jsonl (default: the file's ending)")
      ->check(CLI::IsMember({"sdf", "smi", "tsv", "jsonl"}).description(""));
  export_->add_option("--tag", out->tagged, "Only those with the tag")->expected(1)->take_all();
  export_->callback([out, &chosen] { chosen = [out] { return writeOut(*out); }; });
}

}  // namespace molloquy::cli
