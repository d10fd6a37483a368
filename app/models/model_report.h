#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/base/result.h"

namespace molloquy::app {

/// What a report is about.
enum class ReportSubject { MoleculeModel, LanguageModel, WeightFile };

/// Numbers of one part of a model.
struct ReportPart {
  std::string name;  ///< "3D encoder", "Q-Former", "projection", "language model", "other".
  std::int64_t parameters = 0;
};

/// What a model folder or a single weight file holds, read from configurations and the headers of
/// the weights alone: no network is built and no number is read.
struct ModelReport {
  ReportSubject subject = ReportSubject::WeightFile;
  std::filesystem::path path;
  std::string name;
  std::string family;  ///< "3D-MoLM", "Llama", "Mistral", "Qwen2"; of a file: what it is.
  std::string format;  ///< "safetensors, 4 files", "PyTorch archive".
  std::int64_t tensors = 0;
  std::int64_t parameters = 0;
  std::map<std::string, std::int64_t> parametersByType;  ///< "BF16" -> numbers.
  std::vector<ReportPart> parts;                         ///< of molecule models.
  std::int64_t vocabulary = 0;                           ///< 0 where the file does not say.
  std::int64_t contextLength = 0;
  std::uintmax_t bytesOnDisk = 0;
  std::map<std::string, std::string> provenance;  ///< text fields saved beside the weights.
  std::filesystem::path card;                     ///< the model card, or empty.
};

/// Reports on a folder or a file. Errors: NotFound, Corrupt, Unsupported, InvalidInput: one
/// sentence that names the file and the field or tensor that is wrong.
Result<ModelReport> reportOn(const std::filesystem::path& path);

/// The report as rows for people, in reading order: {"Parameters", "14,876,230"}.
std::vector<std::pair<std::string, std::string>> factsOf(const ModelReport& report);

/// 14876230 -> "14.9 M", 6738415616 -> "6.74 B".
std::string countText(std::int64_t count);

}  // namespace molloquy::app
