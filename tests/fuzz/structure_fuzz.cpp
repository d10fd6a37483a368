// One input: a text in the format that MOLLOQUY_FUZZ_FORMAT names.
#include <cstdint>

#include "structure_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  readAndCheck({reinterpret_cast<const char*>(data), size},
               molloquy::chem::FileFormat::MOLLOQUY_FUZZ_FORMAT);
  return 0;
}
