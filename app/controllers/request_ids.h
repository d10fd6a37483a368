#pragma once

#include "model/base/strong_index.h"

namespace molloquy::app {

/// Hands out the ids of requests; one instance serves every controller, so that no two requests of
/// the program share an id. GUI thread only.
class RequestIds {
 public:
  RequestId next() { return RequestId{++m_last}; }

 private:
  std::uint64_t m_last = 0;
};

}  // namespace molloquy::app
