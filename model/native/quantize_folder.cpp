#include "model/native/quantize_folder.h"

#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/base/half_numbers.h"
#include "model/checkpoints/safetensors_stream_writer.h"
#include "model/checkpoints/weight_files.h"
#include "model/kernels/kernel_table.h"
#include "model/kernels/quantize.h"
#include "model/kernels/thread_team.h"

namespace molloquy::native {
namespace {

namespace fs = std::filesystem;
using checkpoints::PlannedTensor;
using checkpoints::TensorEntry;
using checkpoints::TensorType;
using checkpoints::WeightView;

/// Rows of 16 that are quantised between two writes.
constexpr int kTileRowsAtOnce = 64;

bool isDecoderMatrix(const TensorEntry& entry) {
  const std::string_view name = entry.name;
  const bool floating = entry.type == TensorType::BF16 || entry.type == TensorType::F16 ||
                        entry.type == TensorType::F32;
  const bool inLayer = name.find("model.layers.") != std::string_view::npos &&
                       name.ends_with("_proj.weight");
  const bool head = name == "lm_head.weight" || name == "llm_model.lm_head.weight";
  return floating && (inLayer || head) && entry.shape.size() == 2 &&
         kernels::canQuantize(entry.shape[0], entry.shape[1]);
}

/// Rows of a matrix as floats.
void readRows(const WeightView& view, std::int64_t firstRow, std::int64_t rows,
              std::vector<float>& numbers) {
  const auto columns = static_cast<std::size_t>(view.entry().shape[1]);
  const std::size_t count = static_cast<std::size_t>(rows) * columns;
  const std::size_t first = static_cast<std::size_t>(firstRow) * columns;
  numbers.resize(count);
  const std::byte* data = view.bytes().data();
  if (view.entry().type == TensorType::F32) {
    std::memcpy(numbers.data(), data + 4 * first, 4 * count);
    return;
  }
  std::vector<std::uint16_t> halves(count);
  std::memcpy(halves.data(), data + 2 * first, 2 * count);
  const bool bfloat16 = view.entry().type == TensorType::BF16;
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = bfloat16 ? floatFromBfloat16(halves[i]) : floatFromHalf(halves[i]);
  }
}

template <class T>
std::span<const std::byte> bytesOf(const std::vector<T>& values) {
  return std::as_bytes(std::span(values));
}

/// One folder on its way into another.
class Quantizer {
 public:
  Quantizer(const fs::path& from, const fs::path& to, kernels::CodeBits bits,
            const QuantizeProgress& progress, std::stop_token stop)
      : m_from(from),
        m_to(to),
        m_bits(bits),
        m_progress(progress),
        m_stop(std::move(stop)),
        m_team(static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))) {}

  Result<QuantizeReport> run();

 private:
  [[nodiscard]] std::string typeName() const {
    return m_bits == kernels::CodeBits::Four ? "int4" : "int8";
  }
  Result<void> checkTarget() const;
  [[nodiscard]] std::vector<PlannedTensor> plan(const checkpoints::WeightFiles& files) const;
  Result<void> writeMatrix(const WeightView& view, checkpoints::SafetensorsStreamWriter& writer);
  Result<void> writeCopy(const WeightView& view, checkpoints::SafetensorsStreamWriter& writer);
  Result<void> copyOtherFiles() const;
  Result<void> writeConfig() const;
  void advance(std::uintmax_t bytes) {
    m_read += bytes;
    if (m_progress) m_progress(m_read, m_report.bytesBefore);
  }

  fs::path m_from;
  fs::path m_to;
  kernels::CodeBits m_bits;
  const QuantizeProgress& m_progress;
  std::stop_token m_stop;
  kernels::ThreadTeam m_team;
  QuantizeReport m_report;
  std::uintmax_t m_read = 0;
  double m_squares = 0.0;
  double m_squaredErrors = 0.0;
  std::vector<std::uint16_t> m_scales;
};

Result<void> Quantizer::checkTarget() const {
  std::error_code problem;
  if (fs::exists(m_to, problem) && !fs::is_empty(m_to, problem)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} already has files in it; choose an empty or new folder.",
                            m_to.string()));
  }
  fs::create_directories(m_to, problem);
  if (problem) {
    return fail(ErrorCode::Internal, fmt::format("The folder {} cannot be made: {}.", m_to.string(),
                                                 problem.message()));
  }
  return {};
}

std::vector<PlannedTensor> Quantizer::plan(const checkpoints::WeightFiles& files) const {
  std::vector<PlannedTensor> planned;
  for (const WeightView& view : files.tensors()) {
    const TensorEntry& entry = view.entry();
    if (!isDecoderMatrix(entry)) {
      planned.push_back({entry.name, entry.type, entry.shape});
      continue;
    }
    const auto tiles = kernels::tileBytes(entry.shape[0], entry.shape[1], m_bits);
    const auto scales = kernels::scaleCount(entry.shape[0], entry.shape[1]);
    planned.push_back({fmt::format("{}.{}", entry.name, typeName()), TensorType::U8,
                       {static_cast<std::int64_t>(tiles)}});
    planned.push_back({entry.name + ".scale", TensorType::F16, {static_cast<std::int64_t>(scales)}});
  }
  checkpoints::sortForAlignment(planned);
  return planned;
}

/// Tiles are written as they come; the scales, a 16th or 32nd of them, wait for their turn.
Result<void> Quantizer::writeMatrix(const WeightView& view,
                                    checkpoints::SafetensorsStreamWriter& writer) {
  const std::int64_t rows = view.entry().shape[0];
  const std::int64_t columns = view.entry().shape[1];
  const std::size_t tileBytes = kernels::tileBytes(kernels::kTileRows, columns, m_bits);
  const std::size_t scaleCount = kernels::scaleCount(kernels::kTileRows, columns);
  const auto rowNumbers = static_cast<std::size_t>(kernels::kTileRows * columns);
  std::vector<float> numbers;
  std::vector<std::uint8_t> tiles;
  std::vector<double> errors(kTileRowsAtOnce);
  std::vector<double> squares(kTileRowsAtOnce);
  for (std::int64_t row = 0; row < rows; row += kTileRowsAtOnce * kernels::kTileRows) {
    if (m_stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Quantising was stopped.");
    const std::int64_t count =
        std::min<std::int64_t>(rows - row, std::int64_t{kTileRowsAtOnce} * kernels::kTileRows);
    const auto tileRows = static_cast<std::size_t>(count / kernels::kTileRows);
    readRows(view, row, count, numbers);
    tiles.resize(tileRows * tileBytes);
    const std::size_t firstScale = m_scales.size();
    m_scales.resize(firstScale + tileRows * scaleCount);
    m_team.run([&](const kernels::TeamMember& member) {
      std::vector<float> back(rowNumbers);
      const auto share = member.share(static_cast<int>(tileRows));
      for (auto tile = static_cast<std::size_t>(share.begin);
           tile < static_cast<std::size_t>(share.end); ++tile) {
        const std::span<const float> source(numbers.data() + tile * rowNumbers, rowNumbers);
        const std::span codes(tiles.data() + tile * tileBytes, tileBytes);
        const std::span scales(m_scales.data() + firstScale + tile * scaleCount, scaleCount);
        kernels::quantizeTileRow(source, columns, m_bits, codes, scales);
        kernels::dequantizeTileRow(codes, scales, columns, m_bits, back);
        errors[tile] = squares[tile] = 0.0;
        for (std::size_t i = 0; i < rowNumbers; ++i) {
          errors[tile] += std::pow(static_cast<double>(source[i]) - back[i], 2);
          squares[tile] += std::pow(static_cast<double>(source[i]), 2);
        }
      }
    });
    for (std::size_t tile = 0; tile < tileRows; ++tile) {
      m_squaredErrors += errors[tile];
      m_squares += squares[tile];
    }
    if (Result<void> written = writer.write(bytesOf(tiles)); !written) return written;
    advance(static_cast<std::uintmax_t>(count) * static_cast<std::uintmax_t>(columns) *
            checkpoints::bytesPerNumber(view.entry().type));
  }
  ++m_report.quantized;
  return {};
}

Result<void> Quantizer::writeCopy(const WeightView& view,
                                  checkpoints::SafetensorsStreamWriter& writer) {
  constexpr std::size_t kPiece = std::size_t{16} << 20;
  std::span<const std::byte> rest = view.bytes();
  while (!rest.empty()) {
    if (m_stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Quantising was stopped.");
    const auto piece = rest.first(std::min(kPiece, rest.size()));
    if (Result<void> written = writer.write(piece); !written) return written;
    rest = rest.subspan(piece.size());
    advance(piece.size());
  }
  ++m_report.kept;
  return {};
}

Result<void> Quantizer::copyOtherFiles() const {
  for (const fs::directory_entry& file : fs::directory_iterator(m_from)) {
    const std::string name = file.path().filename().string();
    const bool weights = name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json");
    if (!file.is_regular_file() || weights || name == "config.json") continue;
    std::error_code problem;
    fs::copy_file(file.path(), m_to / name, problem);
    if (problem) {
      return fail(ErrorCode::Internal, fmt::format("{} cannot be copied: {}.", file.path().string(),
                                                   problem.message()));
    }
  }
  return {};
}

Result<void> Quantizer::writeConfig() const {
  const auto text = readFile(m_from / "config.json");
  if (!text) return tl::unexpected(text.error());
  nlohmann::json config = nlohmann::json::parse(*text, nullptr, false);
  if (!config.is_object()) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} is not a JSON object.", (m_from / "config.json").string()));
  }
  config["quantization"] = {{"type", typeName()}, {"group", kernels::kGroup}};
  return writeFileAtomically(m_to / "config.json", config.dump(2) + "\n");
}

Result<QuantizeReport> Quantizer::run() {
  const auto files = checkpoints::WeightFiles::open(m_from);
  if (!files) return tl::unexpected(files.error());
  for (const WeightView& view : files->tensors()) {
    if (view.entry().name.ends_with(".weight.int4") || view.entry().name.ends_with(".weight.int8")) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The model in {} is already quantised; start from the original.",
                              m_from.string()));
    }
  }
  if (const auto ready = checkTarget(); !ready) return tl::unexpected(ready.error());
  m_report.bytesBefore = files->totalBytes();
  const std::vector<PlannedTensor> planned = plan(*files);
  auto metadata = files->metadata();
  metadata["quantization"] = typeName();
  auto writer = checkpoints::SafetensorsStreamWriter::create(m_to / "model.safetensors", planned,
                                                             metadata);
  if (!writer) return tl::unexpected(writer.error());
  std::map<std::string, std::vector<std::uint16_t>> waitingScales;
  const std::size_t suffix = typeName().size() + 1;
  for (const PlannedTensor& tensor : planned) {
    Result<void> written;
    if (const auto scales = waitingScales.find(tensor.name); scales != waitingScales.end()) {
      written = writer->write(bytesOf(scales->second));
      waitingScales.erase(scales);
    } else if (const WeightView* plain = files->find(tensor.name)) {
      written = writeCopy(*plain, *writer);
    } else {
      const std::string name = tensor.name.substr(0, tensor.name.size() - suffix);
      m_scales.clear();
      written = writeMatrix(*files->find(name), *writer);
      waitingScales[name + ".scale"] = std::move(m_scales);
    }
    if (!written) return tl::unexpected(written.error());
  }
  if (const auto finished = writer->finish(); !finished) return tl::unexpected(finished.error());
  if (const auto copied = copyOtherFiles(); !copied) return tl::unexpected(copied.error());
  if (const auto config = writeConfig(); !config) return tl::unexpected(config.error());
  m_report.bytesAfter = fs::file_size(m_to / "model.safetensors");
  m_report.relativeError = m_squares > 0.0 ? std::sqrt(m_squaredErrors / m_squares) : 0.0;
  return m_report;
}

}  // namespace

Result<QuantizeReport> quantizeFolder(const fs::path& from, const fs::path& to, Storage storage,
                                      const QuantizeProgress& progress, std::stop_token stop) {
  if (storage == Storage::Bfloat16) {
    return fail(ErrorCode::InvalidInput, "A model is quantised to int8 or int4.");
  }
  const auto bits = storage == Storage::Int4 ? kernels::CodeBits::Four : kernels::CodeBits::Eight;
  try {
    return Quantizer(from, to, bits, progress, std::move(stop)).run();
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("Quantising {} failed: {}.", from.string(), problem.what()));
  }
}

}  // namespace molloquy::native
