#pragma once

#include <memory>
#include <utility>

#include "model/base/result.h"

namespace molloquy::render {

/// An open connection to the X display. Held while VTK draws: a virtual display forgets everything
/// when its last client goes, and VTK ends the program when it cannot connect.
class DisplayConnection {
 public:
  /// Connects to the display that DISPLAY names.
  /// Error: Unsupported, naming the display and the remedy.
  static Result<DisplayConnection> open();

 private:
  explicit DisplayConnection(std::shared_ptr<void> display) : m_display(std::move(display)) {}
  std::shared_ptr<void> m_display;
};

}  // namespace molloquy::render
