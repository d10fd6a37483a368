#include "model/checkpoints/tensor_source.h"

#include <functional>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "model/checkpoints/pytorch_file.h"
#include "model/checkpoints/shard_index.h"
#include "model/checkpoints/weight_files.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

class SafetensorsSource final : public TensorSource {
 public:
  explicit SafetensorsSource(const WeightFiles& files) : m_weights(files) {
    m_kind = WeightFileKind::Safetensors;
    m_files = files.paths();
    m_metadata = files.metadata();
    for (const WeightView& view : files.tensors()) {
      addTensor({view.entry().name, view.entry().type, view.entry().shape});
    }
  }

  Result<TensorBytes> read(const SourceTensor& tensor) override {
    const WeightView* view = m_weights.find(tensor.name);
    if (view == nullptr) {
      return fail(ErrorCode::Internal, fmt::format("Tensor {} is not listed.", tensor.name));
    }
    // When nobody reads the tensor any more its pages need not stay in memory.
    const std::shared_ptr<const WeightView> owner(new WeightView(*view),
                                                  [](const WeightView* used) {
                                                    used->file().forget(used->entry());
                                                    delete used;
                                                  });
    return TensorBytes{view->bytes(), owner};
  }

 private:
  WeightFiles m_weights;
};

class PytorchSource final : public TensorSource {
 public:
  PytorchSource() { m_kind = WeightFileKind::PytorchZip; }

  Result<void> add(const fs::path& path) {
    auto file = PytorchFile::open(path);
    if (!file) return tl::unexpected(file.error());
    for (const PytorchEntry& entry : file->entries()) {
      if (!m_fileOf.emplace(entry.name, m_archives.size()).second) {
        return fail(ErrorCode::Corrupt,
                    fmt::format("{} holds tensor {}, which another file of the model holds too.",
                                path.string(), entry.name));
      }
      addTensor({entry.name, entry.type, entry.shape});
    }
    m_metadata.insert(file->metadata().begin(), file->metadata().end());
    m_files.push_back(path);
    m_archives.push_back(*std::move(file));
    return {};
  }

  Result<TensorBytes> read(const SourceTensor& tensor) override {
    const auto place = m_fileOf.find(tensor.name);
    if (place == m_fileOf.end()) {
      return fail(ErrorCode::Internal, fmt::format("Tensor {} is not listed.", tensor.name));
    }
    PytorchFile& file = m_archives[place->second];
    auto bytes = file.read(*file.find(tensor.name));
    if (!bytes) return tl::unexpected(bytes.error());
    const auto owner = std::make_shared<const std::vector<std::byte>>(*std::move(bytes));
    return TensorBytes{*owner, owner};
  }

 private:
  std::vector<PytorchFile> m_archives;
  std::unordered_map<std::string, std::size_t> m_fileOf;
};

Result<std::unique_ptr<TensorSource>> openSafetensors(const fs::path& path) {
  const auto files = WeightFiles::open(path);
  if (!files) return tl::unexpected(files.error());
  return std::make_unique<SafetensorsSource>(*files);
}

Result<std::unique_ptr<TensorSource>> openPytorch(const std::vector<fs::path>& paths) {
  auto source = std::make_unique<PytorchSource>();
  for (const fs::path& path : paths) {
    if (const auto added = source->add(path); !added) return tl::unexpected(added.error());
  }
  return source;
}

/// An index names files of one form; the first one tells which.
Result<std::unique_ptr<TensorSource>> openIndexed(const fs::path& path) {
  const auto index = readShardIndex(path);
  if (!index) return tl::unexpected(index.error());
  std::vector<fs::path> shards;
  for (const std::string& shard : index->shards) shards.push_back(index->shardPath(shard));
  const auto kind = weightFileKind(shards.front());
  if (!kind) return tl::unexpected(kind.error());
  if (*kind != WeightFileKind::PytorchZip) return openSafetensors(path);
  auto source = openPytorch(shards);
  if (!source) return source;
  for (const auto& [tensor, shard] : index->weightMap) {
    if ((*source)->find(tensor) == nullptr) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("The index {} puts tensor {} into {}, but it is not there; get that "
                              "file again.",
                              path.string(), tensor, shard));
    }
  }
  return source;
}

/// The PyTorch weights of a folder that has no safetensors of the usual names.
std::optional<fs::path> pytorchEntryOf(const fs::path& folder) {
  std::error_code ignored;
  for (const char* name : {"model.safetensors", "model.safetensors.index.json"}) {
    if (fs::exists(folder / name, ignored)) return std::nullopt;
  }
  for (const char* name : {"pytorch_model.bin", "pytorch_model.bin.index.json"}) {
    if (fs::is_regular_file(folder / name, ignored)) return folder / name;
  }
  return std::nullopt;
}

}  // namespace

std::int64_t SourceTensor::count() const {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

void TensorSource::addTensor(SourceTensor tensor) {
  m_byName.emplace(tensor.name, m_tensors.size());
  m_tensors.push_back(std::move(tensor));
}

const SourceTensor* TensorSource::find(std::string_view name) const {
  const auto found = m_byName.find(std::string(name));
  return found == m_byName.end() ? nullptr : &m_tensors[found->second];
}

Result<std::unique_ptr<TensorSource>> TensorSource::open(const fs::path& fileOrFolder) {
  fs::path path = fileOrFolder;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    const auto entry = pytorchEntryOf(path);
    if (!entry) return openSafetensors(path);
    path = *entry;
  }
  if (path.filename().string().ends_with(kIndexEnding)) return openIndexed(path);
  const auto kind = weightFileKind(path);
  if (!kind) return tl::unexpected(kind.error());
  if (*kind == WeightFileKind::PytorchZip) return openPytorch({path});
  // A cut or flipped safetensors file is best described by its own reader.
  const bool named = *kind == WeightFileKind::Unknown && path.extension() == ".safetensors";
  if (*kind == WeightFileKind::Safetensors || named) return openSafetensors(path);
  return tl::unexpected(notWeights(path, *kind));
}

}  // namespace molloquy::checkpoints
