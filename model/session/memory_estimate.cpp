#include "model/session/memory_estimate.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include <fmt/format.h>

#include "model/session/model_sizes.h"

namespace molloquy::session {
namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
/// libtorch and the tokenizer, the activations of a chunk of the prompt; measured on the starter
/// model and on 1.1 billion random weights in bf16 and int4, on a CPU.
constexpr std::uint64_t kWorkspace = 168 * kMebibyte;
/// Numbers that share one f16 scale in int8 and int4 weights.
constexpr std::uint64_t kGroup = 64;
constexpr std::uint64_t kScaleBytes = 2;

/// Bytes of that many weights.
std::uint64_t bytesOf(std::uint64_t numbers, Precision precision) {
  switch (precision) {
    case Precision::Float32:
      return numbers * 4;
    case Precision::Int8:
      return numbers + numbers / kGroup * kScaleBytes;
    case Precision::Int4:
      return numbers / 2 + numbers / kGroup * kScaleBytes;
    case Precision::Automatic:
    case Precision::Bfloat16:
      break;
  }
  return numbers * 2;
}

/// Bytes of the language model that are in memory while it writes. Of a mapped table of embeddings
/// only the rows of tokens that came are ever read, unless it is the output table as well.
std::uint64_t weightBytes(const ModelSizes& sizes, Precision precision) {
  const bool mapped = precision == sizes.stored && precision != Precision::Float32;
  if (mapped) return sizes.languageBytes - (sizes.headNumbers > 0 ? sizes.embeddingBytes : 0);
  const bool packed = precision == Precision::Int8 || precision == Precision::Int4;
  const bool embeddingRead = !packed || sizes.headNumbers == 0;
  return bytesOf(sizes.matrixNumbers + sizes.headNumbers, precision) +
         bytesOf(sizes.otherNumbers + (embeddingRead ? sizes.embeddingNumbers : 0),
                 packed ? Precision::Bfloat16 : precision);
}

/// Keys and values are as wide as what libtorch computes in, else bf16.
std::uint64_t cacheNumberBytes(Precision precision) {
  return precision == Precision::Float32 ? 4 : 2;
}

MemoryEstimate estimateOf(const ModelSizes& sizes, const OpenOptions& options) {
  MemoryEstimate estimate;
  estimate.precision = options.precision == Precision::Automatic ? sizes.stored : options.precision;
  estimate.weights = weightBytes(sizes, estimate.precision);
  const auto context = static_cast<std::uint64_t>(
      options.contextLength > 0 ? options.contextLength : sizes.language.maxPosition);
  const auto kvWidth = static_cast<std::uint64_t>(sizes.language.kvHeads) *
                       static_cast<std::uint64_t>(sizes.language.headDim());
  estimate.cache = static_cast<std::uint64_t>(sizes.language.layers) * 2 * kvWidth * context *
                   cacheNumberBytes(estimate.precision);
  estimate.encoder = sizes.encoderNumbers * 4;
  estimate.workspace = kWorkspace + static_cast<std::uint64_t>(sizes.language.vocab) * 4;
  estimate.available = options.memoryLimit > 0 ? options.memoryLimit : freeMemory();
  return estimate;
}

/// The best numbers below the refused ones with which the model fits.
std::optional<MemoryEstimate> smallerThatFits(const ModelSizes& sizes, const OpenOptions& options,
                                              const MemoryEstimate& refused) {
  for (const Precision precision : {Precision::Bfloat16, Precision::Int8, Precision::Int4}) {
    OpenOptions other = options;
    other.precision = precision;
    const MemoryEstimate estimate = estimateOf(sizes, other);
    if (estimate.total() < refused.total() && estimate.total() <= estimate.available) {
      return estimate;
    }
  }
  return std::nullopt;
}

}  // namespace

std::uint64_t freeMemory() {
  std::ifstream file("/proc/meminfo");
  std::string field;
  std::uint64_t kibibytes = 0;
  std::string unit;
  while (file >> field >> kibibytes) {
    std::getline(file, unit);
    if (field == "MemAvailable:") return kibibytes * 1024;
  }
  return 0;
}

std::string sizeText(std::uint64_t bytes) {
  const auto mebibytes = static_cast<double>(bytes) / static_cast<double>(kMebibyte);
  if (mebibytes >= 1000) return fmt::format("{:.1f} GiB", mebibytes / 1024);
  return fmt::format("{:.0f} MiB", mebibytes);
}

Result<MemoryEstimate> estimateMemory(const std::filesystem::path& modelFolder,
                                      const OpenOptions& options) {
  const auto sizes = readModelSizes(modelFolder);
  if (!sizes) return tl::unexpected(sizes.error());
  if (options.contextLength < 0 || options.contextLength > sizes->language.maxPosition) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The context length {} was asked for, but the model reads {} tokens; "
                            "choose a number up to that.",
                            options.contextLength, sizes->language.maxPosition));
  }
  return estimateOf(*sizes, options);
}

Result<void> checkMemory(const std::filesystem::path& modelFolder, const OpenOptions& options) {
  const auto sizes = readModelSizes(modelFolder);
  if (!sizes) return tl::unexpected(sizes.error());
  const auto estimate = estimateMemory(modelFolder, options);
  if (!estimate) return tl::unexpected(estimate.error());
  if (estimate->available == 0 || estimate->total() <= estimate->available) return {};
  std::string remedy = "close other programs, shorten the context or choose a smaller model";
  if (const auto smaller = smallerThatFits(*sizes, options, *estimate)) {
    remedy = fmt::format("choose {} ({})", precisionName(smaller->precision),
                         sizeText(smaller->total()));
  }
  return fail(ErrorCode::OutOfMemory,
              fmt::format("The model {} needs {} in {}, {} are free; {}.", sizes->name,
                          sizeText(estimate->total()), precisionName(estimate->precision),
                          sizeText(estimate->available), remedy));
}

}  // namespace molloquy::session
