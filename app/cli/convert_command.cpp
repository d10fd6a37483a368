#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/molecule_input.h"
#include "app/cli/progress.h"
#include "model/chem/structure_writer.h"

namespace molloquy::cli {
namespace {

struct ConvertOptions {
  CommonOptions common;
  MoleculeArgument molecule;
  std::string outputFile;
  bool all = false;
  bool embed = false;
  std::string conformers = "all";
};

/// The same shape each time, as in the window.
constexpr std::uint32_t kSeed = 7;

Result<chem::WrittenRecord> writtenFrom(const LoadedMolecule& loaded, const ConvertOptions& options,
                                        const std::stop_token& stop) {
  const chem::StructureRecord& record = loaded.record;
  chem::WrittenRecord written;
  written.molecule = record.molecule;
  written.conformers = chem::conformersOf(record);
  if (options.conformers == "first" && !written.conformers.empty()) written.conformers.resize(1);
  if (written.conformers.empty() && options.embed) {
    Result<chem::Conformer> shape = shapeOf(loaded, kSeed, stop);
    if (!shape) return tl::unexpected(shape.error());
    written.conformers.push_back(std::move(*shape));
  }
  written.properties = record.properties;
  written.viewJson = record.viewJson;
  return written;
}

/// All records with --all, else the chosen one; a file of one record needs neither.
Result<std::vector<chem::WrittenRecord>> recordsToWrite(const ConvertOptions& options) {
  std::vector<LoadedMolecule> chosen;
  if (options.all) {
    auto loaded = loadMolecules(options.molecule);
    if (!loaded) return tl::unexpected(loaded.error());
    chosen = std::move(*loaded);
  } else {
    auto one = loadMolecule(options.molecule);
    if (!one) return tl::unexpected(one.error());
    chosen.push_back(std::move(*one));
  }
  const InterruptScope interrupt;
  std::vector<chem::WrittenRecord> records;
  for (const LoadedMolecule& molecule : chosen) {
    auto written = writtenFrom(molecule, options, interrupt.token());
    if (!written) return tl::unexpected(written.error());
    records.push_back(std::move(*written));
  }
  return records;
}

ExitCode convert(const ConvertOptions& options) {
  Output output = options.common.output();
  const auto records = recordsToWrite(options);
  if (!records) return output.fail(records.error(), exitCodeOf(records.error()));
  const auto written = chem::writeStructureFile(options.outputFile, *records);
  if (!written) return output.fail(written.error(), exitCodeOf(written.error()));
  const auto losses = chem::lossesOf(*records, *chem::formatOfPath(options.outputFile));
  std::size_t conformers = 0;
  for (const chem::WrittenRecord& record : *records) conformers += record.conformers.size();
  if (output.isJson()) {
    output.writeJson({{"command", "convert"},
                      {"output", options.outputFile},
                      {"records", records->size()},
                      {"conformers", conformers},
                      {"losses", losses}});
    return output.finish();
  }
  for (const std::string& loss : losses) note(loss);
  output.write(fmt::format("{}: {} record{}, {} conformer{}\n", options.outputFile, records->size(),
                           records->size() == 1 ? "" : "s", conformers,
                           conformers == 1 ? "" : "s"));
  return output.finish();
}

ExitCode listFormats(const CommonOptions& common) {
  Output output = common.output();
  const auto isWritten = [](const std::string& pattern) {
    const auto& all = chem::writableExtensions();
    return std::find(all.begin(), all.end(), pattern) != all.end();
  };
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::string text;
  for (const std::string& pattern : chem::readableExtensions()) {
    const std::string ending = pattern.substr(1);
    if (ending.ends_with(".gz")) continue;
    const std::string name = chem::formatName(*chem::formatOfPath("x" + ending));
    list.push_back({{"ending", ending}, {"format", name}, {"writes", isWritten(pattern)}});
    text += fmt::format("{:<8} {:<7} {}\n", ending, name,
                        isWritten(pattern) ? "read and written" : "read");
  }
  if (output.isJson()) {
    output.writeJson({{"command", "formats"}, {"formats", list}});
  } else {
    output.write(text + "Each may also end in .gz.\n");
  }
  return output.finish();
}

}  // namespace

void addConvert(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* command =
      addCommand(program, "convert",
                 "Write a structure in another format, told by the file's ending", options->common);
  addMolecule(*command, options->molecule);
  command->add_option("OUT", options->outputFile, "File to write, such as out.sdf or out.pdb.gz")
      ->required();
  command->add_flag("--all", options->all, "Every record rather than one");
  command->add_flag("--embed", options->embed, "Make a 3D shape where a record has none");
  command->add_option("--conformers", options->conformers, "Of each record: first or all")
      ->check(CLI::IsMember({"first", "all"}))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return convert(*options); }; });
}

void addFormats(CLI::App& program, ChosenCommand& chosen) {
  auto common = std::make_shared<CommonOptions>();
  CLI::App* command =
      addCommand(program, "formats", "File formats that are read and written", *common);
  command->callback([common, &chosen] { chosen = [common] { return listFormats(*common); }; });
}

}  // namespace molloquy::cli
