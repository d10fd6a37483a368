// One input: a PyTorch archive when it begins as zip files do, else the pickle of one.
#include <cstdint>
#include <cstdlib>

#include "input_file.h"
#include "model/checkpoints/pickle_reader.h"
#include "model/checkpoints/pytorch_entries.h"
#include "model/checkpoints/pytorch_file.h"
#include "model/checkpoints/strided_copy.h"

using namespace molloquy::checkpoints;

namespace {

constexpr std::uint64_t kLargestGathered = 1 << 16;

void readArchive(std::span<const std::byte> bytes) {
  const InputFile input(bytes);
  auto file = PytorchFile::open(input.path());
  if (!file) return;
  for (const PytorchEntry& entry : file->entries()) {
    const auto numbers = file->read(entry);
    if (numbers &&
        numbers->size() != static_cast<std::size_t>(entry.count) * bytesPerNumber(entry.type)) {
      std::abort();
    }
  }
}

/// The views of a pickle, gathered from storages that are as long as they say.
void readProgram(std::span<const std::byte> bytes) {
  const auto document = readPickle(bytes);
  if (!document) return;
  const auto fields = plainFields(*document);
  const auto entries = pytorchEntries(*document);
  if (!entries) return;
  for (const PytorchEntry& entry : *entries) {
    const std::uint64_t extent = stridedExtent(entry.shape, entry.strides);
    if (extent > kLargestGathered || entry.count > std::int64_t{kLargestGathered}) continue;
    const std::size_t width = bytesPerNumber(entry.type);
    const std::vector<std::byte> source(extent * width);
    std::vector<std::byte> out(static_cast<std::size_t>(entry.count) * width);
    gatherStrided(source, entry.shape, entry.strides, width, out);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  size >= 2 && data[0] == 'P' && data[1] == 'K' ? readArchive(bytes) : readProgram(bytes);
  return 0;
}
