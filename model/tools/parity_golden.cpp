#include "model/tools/parity_golden.h"

#include <ATen/ATen.h>
#include <sstream>
#include <stdexcept>

#include "model/base/atomic_file.h"

namespace molloquy::parity {
namespace fs = std::filesystem;

std::shared_ptr<checkpoints::TensorSource> GoldenFolder::open(const std::string& file) {
  const auto found = m_files.find(file);
  if (found != m_files.end()) return found->second;
  std::shared_ptr<checkpoints::TensorSource>& source = m_files[file];
  const auto where = path(file) ? path(file) : path(file + ".index.json");
  if (!where) return nullptr;
  Result<std::unique_ptr<checkpoints::TensorSource>> opened =
      checkpoints::TensorSource::open(*where);
  if (!opened) throw std::runtime_error(opened.error().toString());
  return source = *std::move(opened);
}

std::optional<at::Tensor> GoldenFolder::tensor(const std::string& file, const std::string& name) {
  if (!contains(file, name)) return std::nullopt;
  for (const nn::StoredTensor& tensor : nn::storedTensors(open(file))) {
    if (tensor.name != name) continue;
    const Result<at::Tensor> read = tensor.read();
    if (!read) throw std::runtime_error(read.error().toString());
    const at::Tensor copy = read->clone().to(m_device);
    return copy.scalar_type() == at::kInt ? copy.to(at::kLong) : copy;
  }
  return std::nullopt;
}

bool GoldenFolder::contains(const std::string& file, const std::string& name) {
  const auto source = open(file);
  return source != nullptr && source->find(name) != nullptr;
}

std::optional<nn::StoredTensors> GoldenFolder::stored(const std::vector<std::string>& names) {
  nn::StoredTensors all;
  for (const std::string& name : names) {
    const auto source = open(name);
    if (source == nullptr) return std::nullopt;
    for (nn::StoredTensor& tensor : nn::storedTensors(source)) all.push_back(std::move(tensor));
  }
  return all;
}

nlohmann::json GoldenFolder::json(const std::string& file) const {
  const Result<std::string> text = readFile(m_path / file);
  if (!text) return nullptr;
  nlohmann::json object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) throw std::runtime_error(file + " is not JSON.");
  return object;
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
