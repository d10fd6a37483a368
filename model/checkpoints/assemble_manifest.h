#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/assemble_plan.h"

namespace molloquy::checkpoints {

/// What an unfinished folder holds: which plan is being carried out and which of its files are
/// complete. Kept in assemble.partial.json while the work is going on.
struct AssembleManifest {
  std::string plan;                   ///< checksum of the plan's fingerprint.
  std::vector<std::string> finished;  ///< names of complete weights files.
};

/// Reads what an earlier run left in the folder; nothing when there is no such file or it is not
/// readable, so that the work starts afresh.
AssembleManifest readManifest(const std::filesystem::path& folder);
/// Errors: those of writeFileAtomically.
Result<void> writeManifest(const std::filesystem::path& folder, const AssembleManifest& manifest);
void removeManifest(const std::filesystem::path& folder);

/// Whether the folder already has the file as planned: its tensors by name, type and shape.
bool holdsPlannedFile(const std::filesystem::path& folder, const AssembledFile& file);

}  // namespace molloquy::checkpoints
