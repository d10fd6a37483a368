#include "render/display_probe.h"

#include <cstdlib>
#include <memory>
#include <string>

#include <X11/Xlib.h>

namespace molloquy::render {

Result<void> probeDisplay() {
  const char* name = std::getenv("DISPLAY");
  if (name == nullptr || *name == '\0') {
    return fail(ErrorCode::Unsupported,
                "Drawing needs an X display and DISPLAY is not set. Run the command under "
                "xvfb-run (package xvfb).");
  }
  const std::unique_ptr<Display, int (*)(Display*)> display(XOpenDisplay(name), &XCloseDisplay);
  if (!display) {
    return fail(ErrorCode::Unsupported,
                "Drawing needs an X display and \"" + std::string(name) +
                    "\" cannot be opened. Correct DISPLAY, or run the command under xvfb-run "
                    "(package xvfb).");
  }
  return {};
}

}  // namespace molloquy::render
