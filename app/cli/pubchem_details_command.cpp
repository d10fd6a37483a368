#include <memory>

#include <fmt/format.h>

#include "app/cli/pubchem_commands.h"
#include "app/cli/pubchem_desk.h"
#include "app/cli/pubchem_report.h"
#include "model/chem/structure_writer.h"

namespace molloquy::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ConformersOptions {
  PubChemOptions pubchem;
  std::string query;
  std::string outputFile;
  int count = 10;
};

ExitCode conformers(const ConformersOptions& options) {
  Output output = options.pubchem.common.output();
  PubChemDesk desk(options.pubchem);
  const auto cid = desk.theOne(options.query);
  if (!cid) return failPubChem(output, cid.error());
  const auto file = desk.ask<chem::StructureFile>(
      [&](pubchem::PubChemClient& client, pubchem::Answer<chem::StructureFile> done) {
        return client.conformers(*cid, options.count, std::move(done));
      });
  if (!file) return failPubChem(output, file.error());
  for (const Error& problem : file->rejected) note(problem.message);
  std::vector<chem::WrittenRecord> records;
  std::size_t count = 0;
  for (const chem::StructureRecord& record : file->records) {
    chem::WrittenRecord written;
    written.molecule = record.molecule;
    written.conformers = chem::conformersOf(record);
    count += written.conformers.size();
    records.push_back(std::move(written));
  }
  if (!options.outputFile.empty() && !records.empty()) {
    const auto written = chem::writeStructureFile(options.outputFile, records);
    if (!written) return output.fail(written.error(), exitCodeOf(written.error()));
  }
  const bool kept = !options.outputFile.empty() && !records.empty();
  if (output.isJson()) {
    output.writeJson({{"command", "pubchem conformers"},
                      {"cid", *cid},
                      {"conformers", count},
                      {"unreadable", file->rejected.size()},
                      {"output", kept ? Json(options.outputFile) : Json(nullptr)}});
    return output.finish();
  }
  if (kept || count == 0) {
    output.write(fmt::format("CID {}: {} further conformer{}{}{}\n", *cid, count,
                             count == 1 ? "" : "s", kept ? " in " : "",
                             kept ? options.outputFile : std::string()));
    return output.finish();
  }
  for (const chem::WrittenRecord& record : records) {
    const auto text = chem::toSdf(*record.molecule, record.conformers);
    if (!text) return output.fail(text.error(), exitCodeOf(text.error()));
    output.write(*text);
  }
  return output.finish();
}

struct AnnotationsOptions {
  PubChemOptions pubchem;
  std::string query;
  std::string heading;
};

ExitCode listHeadings(const AnnotationsOptions& options, PubChemDesk& desk, qint64 cid) {
  Output output = options.pubchem.common.output();
  const auto headings = desk.ask<QStringList>(
      [cid](pubchem::PubChemClient& client, pubchem::Answer<QStringList> done) {
        return client.headings(cid, std::move(done));
      });
  if (!headings) return failPubChem(output, headings.error());
  if (output.isJson()) {
    Json list = Json::array();
    for (const QString& heading : *headings) list.push_back(heading.toStdString());
    output.writeJson({{"command", "pubchem annotations"}, {"cid", cid}, {"headings", list}});
  } else {
    for (const QString& heading : *headings) output.write(heading.toStdString() + "\n");
  }
  return output.finish();
}

ExitCode annotations(const AnnotationsOptions& options) {
  Output output = options.pubchem.common.output();
  PubChemDesk desk(options.pubchem);
  const auto cid = desk.theOne(options.query);
  if (!cid) return failPubChem(output, cid.error());
  if (options.heading.empty()) return listHeadings(options, desk, *cid);
  using Sections = std::vector<pubchem::AnnotationSection>;
  const QString heading =
      options.heading == "all" ? QString() : QString::fromStdString(options.heading);
  const auto sections =
      desk.ask<Sections>([&](pubchem::PubChemClient& client, pubchem::Answer<Sections> done) {
        return client.annotations(*cid, heading, std::move(done));
      });
  if (!sections) return failPubChem(output, sections.error());
  if (output.isJson()) {
    output.writeJson(
        {{"command", "pubchem annotations"}, {"cid", *cid}, {"sections", sectionsJson(*sections)}});
  } else {
    output.write(sectionsText(*sections));
  }
  return output.finish();
}

}  // namespace

void addPubChemConformers(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<ConformersOptions>();
  CLI::App* command =
      addCommand(group, "conformers", "PubChem's further conformers of a compound, as SDF",
                 options->pubchem.common);
  addPubChemOptions(*command, options->pubchem);
  command->add_option("QUERY", options->query, "CID, or what means one compound only")->required();
  command->add_option("-n,--count", options->count, "Most conformers")
      ->check(CLI::Range(1, 500))
      ->capture_default_str();
  command->add_option("-o,--output", options->outputFile, "File to write instead");
  command->callback([options, &chosen] { chosen = [options] { return conformers(*options); }; });
}

void addPubChemAnnotations(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<AnnotationsOptions>();
  CLI::App* command =
      addCommand(group, "annotations", "What others say of a compound, section by section",
                 options->pubchem.common);
  addPubChemOptions(*command, options->pubchem);
  command->add_option("QUERY", options->query, "CID, or what means one compound only")->required();
  command->add_option(
      "HEADING", options->heading,
      "Section, such as \"Melting Point\", or all; without it the list of headings");
  command->callback([options, &chosen] { chosen = [options] { return annotations(*options); }; });
}

}  // namespace molloquy::cli
