#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/library_embedding.h"
#include "app/cli/library_report.h"
#include "app/cli/model_options.h"
#include "app/cli/model_session.h"
#include "model/library/server_library.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string name;
  std::string molecule;
  std::vector<std::string> tags;
  std::string note;
  std::string model;
  session::OpenOptions open;
};

ExitCode create(const Options& options) {
  Output output = options.common.output();
  // A server's library is called like its database where no name is given.
  const bool isServer = library::isServerLocation(options.file);
  const std::string name = options.name.empty() && !isServer
                               ? std::filesystem::path(options.file).stem().string()
                               : options.name;
  const auto made = library::createLibrary(options.file, name);
  if (!made) return output.fail(made.error(), libraryExitCode(made.error()));
  const auto info = (*made)->info();
  if (!info) return output.fail(info.error(), libraryExitCode(info.error()));
  if (output.isJson()) {
    output.writeJson(
        {{"command", "library create"}, {"file", info->location}, {"name", info->name}});
  } else {
    output.write(fmt::format("{}: an empty library, \"{}\"\n", info->location, info->name));
  }
  return output.finish();
}

ExitCode info(const Options& options) {
  Output output = options.common.output();
  const OpenedLibrary opened = openForCommand(output, options.file);
  if (!opened.library) return opened.failure;
  const auto info = opened.library->info();
  if (!info) return output.fail(info.error(), libraryExitCode(info.error()));
  output.isJson() ? output.writeJson(infoJson(*info)) : output.write(textOf(*info));
  return output.finish();
}

/// Tells how a molecule stands in the library now.
ExitCode tellMolecule(Output& output, library::MoleculeLibrary& library, library::MoleculeId id) {
  const auto molecule = library.molecule(id);
  if (!molecule) return output.fail(molecule.error(), libraryExitCode(molecule.error()));
  output.isJson() ? output.writeJson(moleculeJson(*molecule)) : output.write(textOf(*molecule));
  return output.finish();
}

/// Opens the library, finds the molecule, hands both to `work`.
template <class Work>
ExitCode withMolecule(const Options& options, const Work& work) {
  Output output = options.common.output();
  const OpenedLibrary opened = openForCommand(output, options.file);
  if (!opened.library) return opened.failure;
  const auto id = moleculeNamed(*opened.library, options.molecule);
  if (!id) return output.fail(id.error(), libraryExitCode(id.error()));
  return work(output, *opened.library, *id);
}

ExitCode change(const Options& options, const library::MoleculeChange& change) {
  return withMolecule(
      options, [&](Output& output, library::MoleculeLibrary& library, library::MoleculeId id) {
        const auto changed = library.change(id, change);
        if (!changed) return output.fail(changed.error(), libraryExitCode(changed.error()));
        return tellMolecule(output, library, id);
      });
}

ExitCode tag(const Options& options) {
  library::MoleculeChange tags;
  tags.tags = options.tags;
  return change(options, tags);
}

ExitCode noteDown(const Options& options) {
  library::MoleculeChange notes;
  notes.notes = options.note;
  return change(options, notes);
}

ExitCode remove(const Options& options) {
  return withMolecule(
      options, [&](Output& output, library::MoleculeLibrary& library, library::MoleculeId id) {
        const auto there = library.molecule(id);
        if (!there) return output.fail(there.error(), libraryExitCode(there.error()));
        const auto removed = library.remove(std::span(&id, 1));
        if (!removed) return output.fail(removed.error(), libraryExitCode(removed.error()));
        if (output.isJson()) {
          output.writeJson({{"command", "library remove"}, {"id", id.value}});
        } else {
          output.write(fmt::format("Removed {}, {}\n", id.value, there->title));
        }
        return output.finish();
      });
}

ExitCode embed(const Options& options) {
  Output output = options.common.output();
  InterruptScope interrupt;
  const OpenedLibrary opened = openForCommand(output, options.file);
  if (!opened.library) return opened.failure;
  const auto folder = modelFolder(options.model);
  if (!folder) return output.fail(folder.error(), ExitCode::Model);
  auto model = openRetrieval(*folder, options.open, interrupt.token());
  if (!model) return output.fail(model.error(), ExitCode::Model);
  const auto embedded = embedWithProgress(*opened.library, *model, interrupt.token());
  if (!embedded) return output.fail(embedded.error(), ExitCode::Model);
  if (output.isJson()) {
    const auto info = opened.library->info();
    if (!info) return output.fail(info.error(), libraryExitCode(info.error()));
    output.writeJson(
        {{"command", "library embed"},
         {"file", library::isServerLocation(options.file) ? info->location : options.file},
         {"stamp", model->stamp},
         {"embedded", *embedded}});
  } else {
    output.write(fmt::format("{} molecules and texts embedded\n", *embedded));
  }
  return output.finish();
}

using Run = ExitCode (*)(const Options&);

/// Declares a subcommand that works on a library.
std::pair<CLI::App*, std::shared_ptr<Options>> add(CLI::App& group, const char* name,
                                                   const char* description, Run run,
                                                   ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(group, name, description, options->common);
  command->add_option("FILE", options->file, "The library, or postgresql://...")->required();
  command->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
  return {command, options};
}

void addNamed(CLI::App& command, Options& options) {
  command.add_option("MOLECULE", options.molecule, "Its number in the library, or its InChIKey")
      ->required();
}

ExitCode show(const Options& options) { return withMolecule(options, tellMolecule); }

}  // namespace

void addLibrary(CLI::App& program, ChosenCommand& chosen) {
  CLI::App* group = program.add_subcommand("library", "Molecules that you keep, and search");
  group->set_version_flag("--version", "molloquy-cli " MOLLOQUY_VERSION);
  group->require_subcommand(1);
  const auto made = add(*group, "create", "An empty library", create, chosen);
  made.first->add_option("--name", made.second->name, "How it is called (default: the file)");
  addLibraryTransfer(*group, chosen);
  addLibrarySearch(*group, chosen);
  add(*group, "info", "What a library holds", info, chosen);
  const auto shown = add(*group, "show", "Everything that is kept of a molecule", show, chosen);
  addNamed(*shown.first, *shown.second);
  const auto tagged = add(*group, "tag", "Replaces a molecule's tags", tag, chosen);
  addNamed(*tagged.first, *tagged.second);
  tagged.first->add_option("TAG", tagged.second->tags, "None takes them all away");
  const auto noted = add(*group, "note", "Replaces a molecule's notes", noteDown, chosen);
  addNamed(*noted.first, *noted.second);
  noted.first->add_option("TEXT", noted.second->note, "The new notes")->required();
  const auto removed = add(*group, "remove", "Takes a molecule out", remove, chosen);
  addNamed(*removed.first, *removed.second);
  const auto embedded =
      add(*group, "embed", "Computes the embeddings that it lacks", embed, chosen);
  addModel(*embedded.first, embedded.second->model);
  addOpenOptions(*embedded.first, embedded.second->open);
}

}  // namespace molloquy::cli
