#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/chem/geometry.h"
#include "render/camera_bookmarks.h"
#include "render/view_style.h"

namespace molloquy::render {

/// How a document was looked at, as it is saved with it.
struct ViewState {
  ViewStyle style;
  std::vector<chem::Measurement> measurements;
  std::optional<CameraPose> camera;
  CameraBookmarks bookmarks;
};

/// A view that was read, and what was passed over because this program does not know it or the
/// structure has no such atom.
struct ReadViewState {
  ViewState state;
  std::vector<std::string> remarks;  ///< one sentence each.
};

/// One JSON object; numbers exact enough to read back the same view.
std::string toJson(const ViewState& state);

/// Reads what toJson() wrote, or another version of it: missing keys keep their defaults, unknown
/// ones are passed over, values that make no sense are left out with a remark.
/// `atomCount` is that of the structure: choices for other atoms are left out.
/// Errors: InvalidInput (no JSON object, with the place; over 64 MiB).
Result<ReadViewState> viewStateFromJson(std::string_view json, std::size_t atomCount);

}  // namespace molloquy::render
