#pragma once

#include <filesystem>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// What a file is by its first bytes, whatever its name says.
///
/// PytorchZip     a zip archive, as torch.save writes since 1.6.
/// PytorchLegacy  a bare pickle, as torch.save wrote before.
/// Safetensors    a plausible header length followed by a JSON object.
/// GitLfsPointer  the text that stands in for a large file that was not fetched.
enum class WeightFileKind { PytorchZip, PytorchLegacy, Safetensors, GitLfsPointer, Empty, Unknown };

/// Looks at the first bytes. Errors: NotFound, InvalidInput (a folder).
Result<WeightFileKind> weightFileKind(const std::filesystem::path& path);

/// Why a file of another kind than was expected cannot be read, and what to do.
Error notWeights(const std::filesystem::path& path, WeightFileKind kind);

}  // namespace molloquy::checkpoints
