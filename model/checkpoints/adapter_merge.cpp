#include "model/checkpoints/adapter_merge.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/base/half_numbers.h"
#include "model/checkpoints/adapter_plan.h"
#include "model/checkpoints/shard_index.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kIndexName = "model.safetensors.index.json";
/// Numbers that are changed between two writes.
constexpr std::int64_t kPieceNumbers = std::int64_t{1} << 20;

float numberAt(const std::byte* bytes, TensorType type) {
  if (type == TensorType::F32) {
    float value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
  }
  std::uint16_t bits = 0;
  std::memcpy(&bits, bytes, sizeof bits);
  return type == TensorType::BF16 ? floatFromBfloat16(bits) : floatFromHalf(bits);
}

/// (alpha / r) B A, row by row.
class Product {
 public:
  Product(std::vector<float> down, std::vector<float> up, std::int64_t rank, double scale)
      : m_down(std::move(down)),
        m_up(std::move(up)),
        m_rank(static_cast<std::size_t>(rank)),
        m_scale(static_cast<float>(scale)) {}

  /// Adds row `row` to the numbers.
  void addRow(std::size_t row, std::span<float> numbers) {
    m_row.assign(numbers.size(), 0.0F);
    for (std::size_t k = 0; k < m_rank; ++k) {
      const float factor = m_up[row * m_rank + k];
      const float* const a = m_down.data() + k * numbers.size();
      for (std::size_t i = 0; i < numbers.size(); ++i) m_row[i] += factor * a[i];
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] += m_scale * m_row[i];
  }

 private:
  std::vector<float> m_down;  ///< A [r, in]
  std::vector<float> m_up;    ///< B [out, r]
  std::size_t m_rank;
  float m_scale;
  std::vector<float> m_row;
};

/// Weights in any form, which the new folder has in its own.
bool isWeights(const fs::path& file) {
  constexpr std::array<std::string_view, 6> kEndings = {".safetensors", ".bin",  ".pt",
                                                        ".pth",         ".ckpt", ".gguf"};
  const std::string name = file.filename().string();
  if (name == "stage1.safetensors") return false;
  return name.ends_with(kIndexEnding) || std::any_of(kEndings.begin(), kEndings.end(),
                                                     [&](auto end) { return name.ends_with(end); });
}

class Merger {
 public:
  Merger(const MergeInput& input, MergePlan plan,
         const std::function<void(std::uintmax_t, std::uintmax_t)>& progress,
         const std::stop_token& stop)
      : m_input(input), m_plan(std::move(plan)), m_progress(progress), m_stop(stop) {
    // "OUT/" names the folder OUT.
    m_output = m_input.output.has_filename() ? m_input.output : m_input.output.parent_path();
    m_staging = m_output;
    m_staging += ".partial";
    for (const MergedFile& file : m_plan.files) m_total += file.bytes();
  }

  ~Merger() {
    std::error_code ignored;
    if (m_staged) fs::remove_all(m_staging, ignored);
  }
  Merger(const Merger&) = delete;
  Merger& operator=(const Merger&) = delete;

  Result<MergeReport> run() {
    Result<void> done = prepareFolder();
    for (const MergedFile& file : m_plan.files) {
      if (done) done = writeWeights(file);
    }
    if (done) done = copyOtherFiles();
    if (done) done = writeTexts();
    if (done) done = putInPlace();
    if (!done) return tl::unexpected(done.error());
    return m_report;
  }

 private:
  Result<void> prepareFolder() {
    std::error_code error;
    if (fs::exists(m_output, error) && !fs::is_empty(m_output, error)) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("{} already has files in it; choose an empty or new folder.",
                              m_output.string()));
    }
    fs::remove_all(m_staging, error);
    fs::create_directories(m_staging, error);
    if (error) return cannot("make the folder", m_staging, error);
    m_staged = true;
    const fs::space_info space = fs::space(m_staging, error);
    if (error || space.available >= m_total) return {};
    constexpr double kMegabyte = 1e6;
    return fail(ErrorCode::InvalidInput,
                fmt::format("The model needs {:.0f} MB, but only {:.0f} MB are free where {} is; "
                            "make room or name another folder.",
                            static_cast<double>(m_total) / kMegabyte,
                            static_cast<double>(space.available) / kMegabyte, m_output.string()));
  }

  static Result<void> cannot(const char* what, const fs::path& path, const std::error_code& error) {
    return fail(ErrorCode::Internal,
                fmt::format("Cannot {} {}: {}.", what, path.string(), error.message()));
  }

  Result<void> writeWeights(const MergedFile& file) {
    std::vector<PlannedTensor> planned;
    for (const MergedTensor& tensor : file.tensors) planned.push_back(tensor.planned);
    const bool language = m_plan.base.kind == ModelKind::Language;
    const std::map<std::string, std::string> metadata = {
        {"format", language ? "pt" : "molloquy-model"}};
    auto writer = SafetensorsStreamWriter::create(m_staging / file.name, planned, metadata);
    if (!writer) return tl::unexpected(writer.error());
    for (const MergedTensor& tensor : file.tensors) {
      if (auto written = writeTensor(tensor, *writer); !written) return written;
      ++m_report.tensors;
      m_report.merged += tensor.pair != nullptr ? 1 : 0;
    }
    m_report.files.push_back(file.name);
    m_report.bytes += file.bytes();
    return writer->finish();
  }

  Result<void> writeTensor(const MergedTensor& tensor, SafetensorsStreamWriter& writer) {
    const auto read = m_plan.weights->read(*tensor.from);
    if (!read) return tl::unexpected(read.error());
    std::optional<Product> product;
    if (tensor.pair != nullptr) {
      auto down = m_plan.adapter->numbers(*tensor.pair->down);
      auto up = m_plan.adapter->numbers(*tensor.pair->up);
      if (!down) return tl::unexpected(down.error());
      if (!up) return tl::unexpected(up.error());
      const llama::LoraConfig& lora = m_plan.adapter->config().lora;
      product.emplace(*std::move(down), *std::move(up), lora.rank, lora.scale());
    }
    const std::int64_t count = tensor.from->count();
    const std::int64_t width = product ? tensor.from->shape[1] : 1;
    const std::int64_t step = std::max(kPieceNumbers / width, std::int64_t{1}) * width;
    for (std::int64_t first = 0; first < count; first += step) {
      if (m_stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Merging was stopped.");
      const std::int64_t size = std::min(step, count - first);
      if (auto written = writePiece(tensor, *read, first, size, product, writer); !written) {
        return written;
      }
      m_done += static_cast<std::uintmax_t>(size) * bytesPerNumber(tensor.planned.type);
      if (m_progress) m_progress(m_done, m_total);
    }
    return {};
  }

  /// `count` numbers from `first`; whole rows where there is a product.
  Result<void> writePiece(const MergedTensor& tensor, const TensorBytes& read, std::int64_t first,
                          std::int64_t count, std::optional<Product>& product,
                          SafetensorsStreamWriter& writer) {
    const std::size_t width = bytesPerNumber(tensor.from->type);
    const auto begin = static_cast<std::size_t>(first);
    const auto size = static_cast<std::size_t>(count);
    const auto bytes = read.bytes.subspan(begin * width, size * width);
    if (!product && tensor.from->type == tensor.planned.type) return writer.write(bytes);
    m_numbers.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
      m_numbers[i] = numberAt(&bytes[i * width], tensor.from->type);
    }
    if (product) {
      const auto columns = static_cast<std::size_t>(tensor.from->shape[1]);
      for (std::size_t at = 0; at < size; at += columns) {
        product->addRow((begin + at) / columns, std::span(m_numbers).subspan(at, columns));
      }
    }
    if (tensor.planned.type == TensorType::F32) {
      return writer.write(std::as_bytes(std::span(m_numbers)));
    }
    m_halves.resize(size);
    std::transform(m_numbers.begin(), m_numbers.end(), m_halves.begin(), bfloat16FromFloat);
    return writer.write(std::as_bytes(std::span(m_halves)));
  }

  /// Tokenizer and the like; not the weights, the configuration and the card.
  Result<void> copyOtherFiles() const {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(m_plan.base.folder, error)) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || name.starts_with(".") || isWeights(entry.path()) ||
          name == "config.json" || name == "README.md" || name == "MODEL_CARD.md" ||
          name == kAdapterConfigFile) {
        continue;
      }
      fs::copy_file(entry.path(), m_staging / name, error);
      if (error) return cannot("copy", entry.path(), error);
    }
    return error ? cannot("read the folder", m_plan.base.folder, error) : Result<void>();
  }

  Result<void> writeTexts() {
    Result<void> done = writeFileAtomically(m_staging / "README.md", cardText());
    if (done && m_plan.files.size() > 1) {
      std::map<std::string, std::string> weightMap;
      for (const MergedFile& file : m_plan.files) {
        for (const MergedTensor& tensor : file.tensors) weightMap[tensor.planned.name] = file.name;
      }
      done = writeFileAtomically(m_staging / kIndexName, shardIndexText(weightMap, m_total));
    }
    return done ? writeConfig() : done;
  }

  [[nodiscard]] Result<void> writeConfig() const {
    const auto text = readFile(m_plan.base.config);
    if (!text) return tl::unexpected(text.error());
    nlohmann::ordered_json config = nlohmann::ordered_json::parse(*text, nullptr, false);
    if (!config.is_object()) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("{} is not a JSON object.", m_plan.base.config.string()));
    }
    if (m_plan.base.kind == ModelKind::Language) {
      config["torch_dtype"] = mainType() == TensorType::F32 ? "float32" : "bfloat16";
    } else if (m_plan.sheds && config.contains("llama")) {
      config["llama"].erase("lora");
    }
    return writeFileAtomically(m_staging / "config.json",
                               config.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
  }

  /// Of the largest tensor.
  [[nodiscard]] TensorType mainType() const {
    const MergedTensor* largest = nullptr;
    for (const MergedFile& file : m_plan.files) {
      for (const MergedTensor& tensor : file.tensors) {
        if (largest == nullptr || tensor.bytes() > largest->bytes()) largest = &tensor;
      }
    }
    return largest == nullptr ? TensorType::F32 : largest->planned.type;
  }

  [[nodiscard]] std::string cardText() const {
    const AdapterConfig& adapter = m_plan.adapter->config();
    const auto nameOf = [](const fs::path& folder) {
      return fs::absolute(folder / "x").parent_path().filename().string();
    };
    std::string text = fmt::format(
        "# {}\n\nThe model {} with the low-rank adapter {} (rank {}, alpha {:g}) added "
        "to {} of its matrices by Molloquy.\n",
        nameOf(m_output), nameOf(m_input.base), nameOf(m_input.adapter), adapter.lora.rank,
        adapter.lora.alpha, m_plan.adapter->pairs().size());
    if (!adapter.baseModel.empty()) {
      text += fmt::format("The adapter was trained on {}.\n", adapter.baseModel);
    }
    return text + "The licences of both bind it; their own cards say which.\n";
  }

  Result<void> putInPlace() {
    std::error_code error;
    fs::remove(m_output, error);  // empty, or not there
    fs::rename(m_staging, m_output, error);
    if (error) return cannot("put the finished folder to", m_output, error);
    m_staged = false;
    m_report.folder = m_output;
    return {};
  }

  const MergeInput& m_input;
  MergePlan m_plan;
  const std::function<void(std::uintmax_t, std::uintmax_t)>& m_progress;
  const std::stop_token& m_stop;
  fs::path m_output;
  fs::path m_staging;
  bool m_staged = false;
  std::uintmax_t m_total = 0;
  std::uintmax_t m_done = 0;
  std::vector<float> m_numbers;
  std::vector<std::uint16_t> m_halves;
  MergeReport m_report;
};

}  // namespace

Result<MergeReport> mergeAdapter(
    const MergeInput& input, const std::function<void(std::uintmax_t, std::uintmax_t)>& progress,
    const std::stop_token& stop) {
  auto plan = planMerge(input);
  if (!plan) return tl::unexpected(plan.error());
  return Merger(input, *std::move(plan), progress, stop).run();
}

}  // namespace molloquy::checkpoints
