#pragma once

#include <QtGlobal>

namespace molloquy::app {

/// Bytes. 0 where the system does not tell.
struct MemoryUse {
  quint64 process = 0;  ///< resident set of this process.
  quint64 machine = 0;  ///< physical memory.
};

MemoryUse memoryUse();

}  // namespace molloquy::app
