#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "app/cli/pubchem_commands.h"
#include "app/cli/pubchem_desk.h"
#include "model/chem/conformers.h"
#include "model/library/molecule_library.h"

namespace molloquy::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The same shape each time, as in the window.
constexpr std::uint32_t kSeed = 7;

struct ImportOptions {
  PubChemOptions pubchem;
  std::string library;
  std::vector<std::string> cids;
  std::vector<std::string> names;
  std::vector<std::string> tags;
};

/// What became of one entry that was asked for.
struct Imported {
  std::string query;
  qint64 cid = 0;
  std::string title;
  std::optional<pubchem::NetworkFailure> failure;
  std::optional<library::NewMolecule> molecule;
  std::string arrival;
  std::string remark;
};

Result<std::unique_ptr<library::MoleculeLibrary>> openOrCreate(const std::string& location) {
  const bool server = location.starts_with("postgresql://") || location.starts_with("postgres://");
  std::error_code none;
  if (server || std::filesystem::exists(location, none)) return library::openLibrary(location);
  return library::createLibrary(location, std::filesystem::path(location).stem().string());
}

Imported fetched(PubChemDesk& desk, const std::string& query,
                 const std::vector<std::string>& tags) {
  Imported entry;
  entry.query = query;
  const auto cid = desk.theOne(query);
  if (!cid) {
    entry.failure = cid.error();
    return entry;
  }
  entry.cid = *cid;
  auto compound = desk.open(*cid);
  if (!compound) {
    entry.failure = compound.error();
    return entry;
  }
  entry.title = compound->summary.title.toStdString();
  if (const auto shape = completeShape(*compound, desk.stop()); !shape) {
    note(fmt::format("CID {} goes in without a 3D shape: {}", *cid, shape.error().message));
  }
  entry.molecule = pubchem::asLibraryMolecule(*compound);
  entry.molecule->tags = tags;
  return entry;
}

const char* arrivalName(library::Arrival arrival) {
  switch (arrival) {
    case library::Arrival::Added:
      return "added";
    case library::Arrival::Merged:
      return "merged";
    case library::Arrival::Unchanged:
      return "unchanged";
    case library::Arrival::Refused:
      break;
  }
  return "refused";
}

/// Puts what was fetched into the library in one transaction.
Result<void> keep(library::MoleculeLibrary& library, std::vector<Imported>& entries) {
  std::vector<library::NewMolecule> molecules;
  for (const Imported& entry : entries) {
    if (entry.molecule) molecules.push_back(*entry.molecule);
  }
  if (molecules.empty()) return {};
  const auto added = library.add(molecules);
  if (!added) return tl::unexpected(added.error());
  std::size_t next = 0;
  for (Imported& entry : entries) {
    if (!entry.molecule || next >= added->size()) continue;
    const library::Added& one = (*added)[next++];
    entry.arrival = arrivalName(one.arrival);
    entry.remark = one.remark;
  }
  return {};
}

Json entryJson(const Imported& entry) {
  Json object = {{"query", entry.query}};
  if (entry.cid > 0) object["cid"] = entry.cid;
  if (entry.failure) {
    object["error"] = entry.failure->sentence.toStdString();
  } else {
    object["title"] = entry.title;
    object["arrival"] = entry.arrival;
    object["remark"] = entry.remark;
  }
  return object;
}

/// The exit code of the worst that happened.
ExitCode codeOf(const std::vector<Imported>& entries) {
  ExitCode code = ExitCode::Ok;
  for (const Imported& entry : entries) {
    if (entry.arrival == "refused" && code == ExitCode::Ok) code = ExitCode::BadInput;
    if (!entry.failure || entry.failure->kind == pubchem::FailureKind::Cancelled) continue;
    const bool asked = entry.failure->kind == pubchem::FailureKind::NotFound ||
                       entry.failure->kind == pubchem::FailureKind::BadRequest;
    if (!asked) return ExitCode::Environment;
    code = ExitCode::BadInput;
  }
  return code;
}

ExitCode import(const ImportOptions& options) {
  Output output = options.pubchem.common.output();
  if (options.cids.empty() && options.names.empty()) {
    note("Nothing to import: give CIDs, or names with --name.");
    return ExitCode::Usage;
  }
  PubChemDesk desk(options.pubchem);
  const auto library = openOrCreate(options.library);
  if (!library) return output.fail(library.error(), exitCodeOf(library.error()));
  std::vector<std::string> queries = options.cids;
  queries.insert(queries.end(), options.names.begin(), options.names.end());
  std::vector<Imported> entries;
  for (const std::string& query : queries) {
    if (desk.stop().stop_requested()) break;
    entries.push_back(fetched(desk, query, options.tags));
  }
  if (const auto kept = keep(**library, entries); !kept) {
    return output.fail(kept.error(), exitCodeOf(kept.error()));
  }
  Json list = Json::array();
  for (const Imported& entry : entries) {
    list.push_back(entryJson(entry));
    if (entry.failure) {
      note(fmt::format("{}: {}", entry.query, entry.failure->sentence.toStdString()));
    } else if (!output.isJson()) {
      output.write(fmt::format("CID {} {}: {}{}{}\n", entry.cid, entry.title, entry.arrival,
                               entry.remark.empty() ? "" : ". ", entry.remark));
    }
  }
  if (output.isJson()) {
    output.writeJson(
        {{"command", "pubchem import"}, {"library", options.library}, {"entries", list}});
  }
  const ExitCode written = output.finish();
  return written == ExitCode::Ok ? codeOf(entries) : written;
}

}  // namespace

Result<std::string> completeShape(pubchem::Compound& compound, std::stop_token stop) {
  chem::StructureRecord& record = compound.structure.records.front();
  if (record.conformer) return std::string("PubChem");
  auto made = chem::embedConformers(*record.molecule, {.seed = kSeed}, stop);
  if (!made) return tl::unexpected(made.error());
  if (made->empty()) return fail(ErrorCode::InvalidInput, "Stopped before a shape was made.");
  record.conformer = std::move(made->front());
  return std::string("generated here");
}

void addPubChemImport(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command =
      addCommand(group, "import", "Put entries into a library file", options->pubchem.common);
  addPubChemOptions(*command, options->pubchem);
  command->add_option("LIBRARY", options->library, "Library file; made when there is none")
      ->required();
  command->add_option("CID", options->cids, "Entries by their number")
      ->check([](const std::string& text) {
        const bool digits =
            !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        return digits ? std::string() : "\"" + text + "\" is no CID. Use --name for names.";
      });
  command->add_option("--name", options->names, "An entry by a name that only one compound has");
  command->add_option("--tag", options->tags, "Given to everything that comes");
  command->callback([options, &chosen] { chosen = [options] { return import(*options); }; });
}

}  // namespace molloquy::cli
