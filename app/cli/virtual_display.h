#pragma once

#include <sys/types.h>

#include <memory>

#include "model/base/result.h"

namespace molloquy::cli {

/// An X display for drawing without a window: the one that DISPLAY names when it answers, else a
/// private Xvfb that lives as long as this object.
class VirtualDisplay {
 public:
  /// Errors: Unsupported, naming the package that is missing or what Xvfb did.
  static Result<std::unique_ptr<VirtualDisplay>> open();

  ~VirtualDisplay();
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

 private:
  explicit VirtualDisplay(pid_t server) : m_server(server) {}

  pid_t m_server;  ///< 0 when the person's own display is used.
};

}  // namespace molloquy::cli
