#include "app/cli/model_session.h"

#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "app/cli/progress.h"
#include "model/base/atomic_file.h"
#include "model/base/program_paths.h"
#include "model/session/session_loader.h"

namespace molloquy::cli {

Result<std::filesystem::path> modelFolder(const std::string& chosen) {
  if (!chosen.empty()) return std::filesystem::path(chosen);
  const auto resources = resourceFolder();
  if (!resources) return tl::unexpected(resources.error());
  return *resources / "models" / "starter";
}

Result<std::unique_ptr<session::ChatSession>> openModel(const std::filesystem::path& folder,
                                                        std::stop_token stop) {
  Progress progress("Loading the model");
  const auto report = [&progress](std::uintmax_t read, std::uintmax_t total) {
    progress.report(read, total);
  };
  return session::openChatSession(folder, report, stop);
}

session::SeenStructure seenStructure(const chem::Molecule& molecule,
                                     const chem::Conformer& conformer, std::string smiles) {
  session::SeenStructure seen;
  seen.smiles = std::move(smiles);
  for (const chem::Atom& atom : molecule.atoms()) {
    seen.symbols.push_back(chem::elementSymbol(atom.atomicNumber));
  }
  for (const chem::Point3& at : conformer.positions) {
    seen.positions.push_back(
        {static_cast<float>(at[0]), static_cast<float>(at[1]), static_cast<float>(at[2])});
  }
  return seen;
}

Result<std::string> captionInstruction() {
  const auto resources = resourceFolder();
  if (!resources) return tl::unexpected(resources.error());
  const std::filesystem::path path = *resources / "prompts" / "instructions.txt";
  const auto text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t tab = line.find('\t');
    if (!line.starts_with('#') && tab != std::string::npos) return line.substr(tab + 1);
  }
  return fail(ErrorCode::Corrupt,
              fmt::format("{} has no question in it; install the program again.", path.string()));
}

nlohmann::ordered_json modelJson(const session::ModelInfo& info) {
  return {{"name", info.name},
          {"folder", info.folder.string()},
          {"device", info.device},
          {"number_type", info.numberType},
          {"parameters", info.parameters},
          {"bytes_on_disk", info.bytesOnDisk},
          {"context_length", info.contextLength}};
}

}  // namespace molloquy::cli
