#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/trackball_camera.h"

namespace molloquy::render {

/// A view that was given a name.
struct CameraBookmark {
  std::string name;
  CameraPose pose;
};

/// The named views of a document in the order they were made. Names are unique.
class CameraBookmarks {
 public:
  [[nodiscard]] const std::vector<CameraBookmark>& all() const { return m_all; }
  [[nodiscard]] bool isEmpty() const { return m_all.empty(); }
  /// The view of that name.
  [[nodiscard]] std::optional<CameraPose> pose(const std::string& name) const;
  /// "View 1", or the first number that is free.
  [[nodiscard]] std::string freeName() const;

  /// Keeps the view under the name, in the place of the one that has it already, and returns the
  /// name that was used: surrounding blanks are cut, an empty one becomes freeName().
  std::string keep(const std::string& name, const CameraPose& pose);
  /// False when there is no `name`, or `newName` is empty or another view's.
  bool rename(const std::string& name, const std::string& newName);
  /// False when there was none.
  bool remove(const std::string& name);
  /// Moves a view to another place of the list, 0-based; places behind the end mean the end.
  bool move(const std::string& name, std::size_t place);

 private:
  std::vector<CameraBookmark> m_all;
};

bool operator==(const CameraBookmarks& left, const CameraBookmarks& right);

}  // namespace molloquy::render
