#include "render/display_connection.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include <X11/Xlib.h>

namespace molloquy::render {

namespace {

// A virtual display that lost its last client starts anew and refuses connections for a moment.
constexpr int kAttempts = 4;
constexpr std::chrono::milliseconds kPause{60};

Display* connect(const char* name) {
  for (int attempt = 1;; ++attempt) {
    Display* display = XOpenDisplay(name);
    if (display != nullptr || attempt == kAttempts) return display;
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace

Result<DisplayConnection> DisplayConnection::open() {
  const char* name = std::getenv("DISPLAY");
  if (name == nullptr || *name == '\0') {
    return fail(ErrorCode::Unsupported,
                "Drawing needs an X display and DISPLAY is not set. Run the command under "
                "xvfb-run (package xvfb).");
  }
  Display* display = connect(name);
  if (display == nullptr) {
    return fail(ErrorCode::Unsupported,
                "Drawing needs an X display and \"" + std::string(name) +
                    "\" cannot be opened. Correct DISPLAY, or run the command under xvfb-run "
                    "(package xvfb).");
  }
  return DisplayConnection(std::shared_ptr<void>(
      display, [](void* open) { XCloseDisplay(static_cast<Display*>(open)); }));
}

}  // namespace molloquy::render
