#include "model/tools/parity_golden.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <sstream>

#include "model/base/atomic_file.h"

namespace molloquy::parity {
namespace fs = std::filesystem;

const checkpoints::WeightFiles* GoldenFolder::open(const std::string& file) {
  auto found = m_files.find(file);
  if (found == m_files.end()) {
    const auto where = path(file) ? path(file) : path(file + ".index.json");
    std::optional<checkpoints::WeightFiles> files;
    if (where) {
      Result<checkpoints::WeightFiles> opened = checkpoints::WeightFiles::open(*where);
      if (opened) files = *opened;
      if (!opened) fmt::print("{}: {}\n", file, opened.error().toString());
    }
    found = m_files.emplace(file, std::move(files)).first;
  }
  return found->second ? &*found->second : nullptr;
}

std::optional<at::Tensor> GoldenFolder::tensor(const std::string& file, const std::string& name) {
  const checkpoints::WeightFiles* opened = open(file);
  const checkpoints::WeightView* view = opened != nullptr ? opened->find(name) : nullptr;
  if (view == nullptr) return std::nullopt;
  const at::Tensor copy = nn::tensorView(view->file(), view->entry()).clone().to(m_device);
  return copy.scalar_type() == at::kInt ? copy.to(at::kLong) : copy;
}

bool GoldenFolder::contains(const std::string& file, const std::string& name) {
  const checkpoints::WeightFiles* opened = open(file);
  return opened != nullptr && opened->find(name) != nullptr;
}

std::optional<nn::StoredTensors> GoldenFolder::stored(const std::vector<std::string>& names) {
  nn::StoredTensors all;
  for (const std::string& name : names) {
    const checkpoints::WeightFiles* files = open(name);
    if (files == nullptr) return std::nullopt;
    for (nn::StoredTensor& tensor : nn::storedTensors(*files)) all.push_back(std::move(tensor));
  }
  return all;
}

nlohmann::json GoldenFolder::json(const std::string& file) const {
  const Result<std::string> text = readFile(m_path / file);
  if (!text) return nullptr;
  nlohmann::json object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return object.is_discarded() ? nlohmann::json(nullptr) : object;
}

std::optional<std::vector<std::vector<std::string>>> GoldenFolder::table(
    const std::string& file) const {
  const Result<std::string> text = readFile(m_path / file);
  if (!text) return std::nullopt;
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(*text);
  std::string line;
  std::getline(lines, line);  // the heading
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
  }
  return rows;
}

std::optional<fs::path> GoldenFolder::path(const std::string& file) const {
  std::error_code ignored;
  fs::path where = m_path / file;
  if (!fs::is_regular_file(where, ignored)) return std::nullopt;
  return where;
}

const nlohmann::json& GoldenFolder::config() {
  if (!m_config) m_config = json("config.json");
  return *m_config;
}

}  // namespace molloquy::parity
