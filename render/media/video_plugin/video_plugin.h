#pragma once

#include <cstdint>

/// The C interface between Molloquy and libmolloquy_video.so.
///
/// The plugin exists because libavformat brings 134 further libraries into a process: a window that
/// never films anything starts without them.
extern "C" {

/// Receives the reason of a failure; called at most once a call.
struct MolloquyVideoFailure {
  void* target;
  void (*take)(void* target, const char* reason);
};

/// What is to be written.
struct MolloquyVideoPlan {
  const char* path;       ///< written at once; the caller renames it.
  const char* container;  ///< "mp4" or "gif".
  std::int32_t width;     ///< pixels; even for mp4.
  std::int32_t height;
  std::int32_t framesPerSecond;
};

/// Functions of the plugin. `video` is what `open` returned; close it in any case.
struct MolloquyVideoApi {
  std::uint32_t version;
  /// nullptr after a failure.
  void* (*open)(const MolloquyVideoPlan* plan, MolloquyVideoFailure failure);
  /// Name of the encoding, for the person.
  const char* (*encoding)(const void* video);
  /// The next picture. mp4: red, green, blue of each pixel, no padding, no palette. gif: an index a
  /// pixel and 256 colours as 0xAARRGGBB. False after a failure.
  bool (*add)(void* video, const std::uint8_t* pixels, const std::uint32_t* palette,
              MolloquyVideoFailure failure);
  bool (*finish)(void* video, MolloquyVideoFailure failure);
  void (*close)(void* video);
};

/// The only exported symbol.
const MolloquyVideoApi* molloquyVideoApi();

}  // extern "C"

/// Raised whenever MolloquyVideoApi changes.
inline constexpr std::uint32_t kMolloquyVideoVersion = 1;
