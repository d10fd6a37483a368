#include <map>
#include <memory>

#include <fmt/format.h>

#include "app/cli/pubchem_commands.h"
#include "app/cli/pubchem_desk.h"
#include "app/cli/pubchem_report.h"
#include "model/chem/structure_writer.h"

namespace molloquy::cli {
namespace {

using Json = nlohmann::ordered_json;
using pubchem::LookupKind;

const std::map<std::string, LookupKind>& kindNames() {
  static const std::map<std::string, LookupKind> names = {
      {"name", LookupKind::Name},         {"cid", LookupKind::Cid},
      {"smiles", LookupKind::Smiles},     {"inchi", LookupKind::Inchi},
      {"inchikey", LookupKind::InchiKey}, {"formula", LookupKind::Formula},
      {"similar", LookupKind::Similar},   {"substructure", LookupKind::Substructure}};
  return names;
}

std::string kindName(LookupKind kind) {
  for (const auto& [name, one] : kindNames()) {
    if (one == kind) return name;
  }
  return "name";
}

struct FindOptions {
  PubChemOptions pubchem;
  std::string query;
  std::string kind;
  int threshold = 90;
  int limit = 50;
};

ExitCode find(const FindOptions& options) {
  Output output = options.pubchem.common.output();
  PubChemDesk desk(options.pubchem);
  const QString text = QString::fromStdString(options.query);
  const LookupKind kind =
      options.kind.empty() ? pubchem::guessedKind(text) : kindNames().at(options.kind);
  const auto found = desk.find(
      {.kind = kind, .text = text, .threshold = options.threshold, .limit = options.limit});
  if (!found) return failPubChem(output, found.error());
  if (output.isJson()) {
    Json compounds = Json::array();
    for (const auto& summary : *found) compounds.push_back(summaryJson(summary));
    output.writeJson({{"command", "pubchem find"},
                      {"query", options.query},
                      {"kind", kindName(kind)},
                      {"compounds", compounds}});
  } else {
    output.write(candidatesText(*found));
  }
  return output.finish();
}

struct SuggestOptions {
  PubChemOptions pubchem;
  std::string beginning;
  int limit = 10;
};

ExitCode suggest(const SuggestOptions& options) {
  Output output = options.pubchem.common.output();
  PubChemDesk desk(options.pubchem);
  const QString beginning = QString::fromStdString(options.beginning);
  const auto names =
      desk.ask<QStringList>([&](pubchem::PubChemClient& client, pubchem::Answer<QStringList> done) {
        return client.suggest(beginning, options.limit, std::move(done));
      });
  if (!names) return failPubChem(output, names.error());
  if (output.isJson()) {
    Json list = Json::array();
    for (const QString& name : *names) list.push_back(name.toStdString());
    output.writeJson(
        {{"command", "pubchem suggest"}, {"beginning", options.beginning}, {"names", list}});
  } else {
    for (const QString& name : *names) output.write(name.toStdString() + "\n");
  }
  return output.finish();
}

struct OpenOptions {
  PubChemOptions pubchem;
  std::string query;
  std::string outputFile;
  bool definitions = false;
};

/// Writes the entry's record; what PubChem says stands in its data fields.
Result<void> writeEntry(const pubchem::Compound& compound, const std::string& file) {
  const chem::StructureRecord& record = compound.structure.records.front();
  chem::WrittenRecord written;
  written.molecule = record.molecule;
  written.conformers = chem::conformersOf(record);
  written.properties = record.properties;
  if (!compound.from3dRecord) {
    written.properties.emplace_back("GEOMETRY", "generated here, not from PubChem");
  }
  return chem::writeStructureFile(file, {written});
}

ExitCode open(const OpenOptions& options) {
  Output output = options.pubchem.common.output();
  PubChemDesk desk(options.pubchem);
  const auto cid = desk.theOne(options.query);
  if (!cid) return failPubChem(output, cid.error());
  auto compound = desk.open(*cid);
  if (!compound) return failPubChem(output, compound.error());
  EntryShape shape;
  const Result<std::string> geometry = completeShape(*compound, desk.stop());
  if (geometry) {
    shape.geometry = *geometry;
  } else {
    shape.geometry = "none";
    note(fmt::format("CID {} has no 3D record, and no shape could be made here: {}", *cid,
                     geometry.error().message));
  }
  for (const QString& missing : compound->missing) note(missing.toStdString());
  if (!options.outputFile.empty()) {
    const auto written = writeEntry(*compound, options.outputFile);
    if (!written) return output.fail(written.error(), exitCodeOf(written.error()));
    shape.output = options.outputFile;
  }
  if (output.isJson()) {
    Json object = {{"command", "pubchem open"}};
    object.update(compoundJson(*compound, shape));
    output.writeJson(object);
  } else {
    output.write(
        compoundText(*compound, shape,
                     options.definitions ? ValueDefinitions::Shown : ValueDefinitions::Hidden));
    if (!shape.output.empty()) output.write(fmt::format("\n{}\n", shape.output));
  }
  return output.finish();
}

void addFind(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<FindOptions>();
  CLI::App* command = addCommand(group, "find", "Compounds of a name, formula, structure or CID",
                                 options->pubchem.common);
  addPubChemOptions(*command, options->pubchem);
  command->add_option("QUERY", options->query, "Name, CID, SMILES, InChI, InChIKey or formula")
      ->required();
  command->add_option("--kind", options->kind, "What QUERY is (default: guessed)")
      ->check(CLI::IsMember(kindNames()));
  command->add_option("--threshold", options->threshold, "Of similarity, percent")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->add_option("--limit", options->limit, "Most compounds")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return find(*options); }; });
}

void addSuggest(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<SuggestOptions>();
  CLI::App* command = addCommand(group, "suggest", "Names that begin like a text of three letters",
                                 options->pubchem.common);
  addPubChemOptions(*command, options->pubchem);
  command->add_option("BEGINNING", options->beginning, "How the names begin")->required();
  command->add_option("--limit", options->limit, "Most names")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return suggest(*options); }; });
}

void addOpen(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<OpenOptions>();
  CLI::App* command =
      addCommand(group, "open", "An entry: structure, names, texts, PubChem's values beside ours",
                 options->pubchem.common);
  addPubChemOptions(*command, options->pubchem);
  command->add_option("QUERY", options->query, "CID, or what means one compound only")->required();
  command->add_option("-o,--output", options->outputFile, "File for the structure");
  command->add_flag("--definitions", options->definitions,
                    "Say how each value is defined and how ours differs");
  command->callback([options, &chosen] { chosen = [options] { return open(*options); }; });
}

}  // namespace

void addPubChem(CLI::App& program, ChosenCommand& chosen) {
  CLI::App* group = program.add_subcommand(
      "pubchem", "PubChem's compounds; the only command that uses the network");
  group->set_version_flag("--version", "molloquy-cli " MOLLOQUY_VERSION);
  group->require_subcommand(1);
  addFind(*group, chosen);
  addSuggest(*group, chosen);
  addOpen(*group, chosen);
  addPubChemConformers(*group, chosen);
  addPubChemAnnotations(*group, chosen);
  addPubChemImport(*group, chosen);
}

}  // namespace molloquy::cli
