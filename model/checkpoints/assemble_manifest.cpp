#include "model/checkpoints/assemble_manifest.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kName = "assemble.partial.json";
constexpr std::uintmax_t kMaxBytes = 1U << 20;

}  // namespace

AssembleManifest readManifest(const fs::path& folder) {
  const auto text = readFile(folder / kName, kMaxBytes);
  const json object = text ? json::parse(*text, nullptr, /*allow_exceptions=*/false) : json();
  AssembleManifest manifest;
  if (!object.is_object()) return manifest;
  const auto plan = object.find("plan");
  const auto finished = object.find("finished");
  if (plan == object.end() || !plan->is_string() || finished == object.end() ||
      !finished->is_array()) {
    return manifest;
  }
  manifest.plan = plan->get<std::string>();
  for (const json& name : *finished) {
    if (name.is_string()) manifest.finished.push_back(name.get<std::string>());
  }
  return manifest;
}

Result<void> writeManifest(const fs::path& folder, const AssembleManifest& manifest) {
  const json object = {{"plan", manifest.plan}, {"finished", manifest.finished}};
  return writeFileAtomically(folder / kName, object.dump(2) + "\n");
}

void removeManifest(const fs::path& folder) {
  std::error_code ignored;
  fs::remove(folder / kName, ignored);
}

bool holdsPlannedFile(const fs::path& folder, const AssembledFile& file) {
  const auto present = SafetensorsFile::open(folder / file.name);
  if (!present || present->entries().size() != file.tensors.size()) return false;
  return std::all_of(file.tensors.begin(), file.tensors.end(), [&](const AssembledTensor& tensor) {
    const TensorEntry* entry = present->find(tensor.planned.name);
    return entry != nullptr && entry->type == tensor.planned.type &&
           entry->shape == tensor.planned.shape;
  });
}

}  // namespace molloquy::checkpoints
