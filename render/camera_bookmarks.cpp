#include "render/camera_bookmarks.h"

#include <algorithm>

namespace molloquy::render {

namespace {

std::string trimmed(const std::string& text) {
  const char* blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

template <class Bookmarks>
auto find(Bookmarks& bookmarks, const std::string& name) {
  return std::find_if(bookmarks.begin(), bookmarks.end(),
                      [&](const CameraBookmark& bookmark) { return bookmark.name == name; });
}

bool isSame(const CameraPose& a, const CameraPose& b) {
  const Quaternion &p = a.orientation, &q = b.orientation;
  return a.centre == b.centre && a.pivot == b.pivot && a.distance == b.distance &&
         a.projection == b.projection && p.w == q.w && p.x == q.x && p.y == q.y && p.z == q.z;
}

}  // namespace

std::optional<CameraPose> CameraBookmarks::pose(const std::string& name) const {
  const auto found = find(m_all, name);
  if (found == m_all.end()) return std::nullopt;
  return found->pose;
}

std::string CameraBookmarks::freeName() const {
  for (std::size_t number = 1;; ++number) {
    std::string name = "View " + std::to_string(number);
    if (find(m_all, name) == m_all.end()) return name;
  }
}

std::string CameraBookmarks::keep(const std::string& name, const CameraPose& pose) {
  std::string used = trimmed(name);
  if (used.empty()) used = freeName();
  if (const auto found = find(m_all, used); found != m_all.end()) {
    found->pose = pose;
  } else {
    m_all.push_back({used, pose});
  }
  return used;
}

bool CameraBookmarks::rename(const std::string& name, const std::string& newName) {
  const std::string wanted = trimmed(newName);
  const auto found = find(m_all, name);
  if (found == m_all.end() || wanted.empty()) return false;
  if (wanted != name && find(m_all, wanted) != m_all.end()) return false;
  found->name = wanted;
  return true;
}

bool CameraBookmarks::remove(const std::string& name) {
  return std::erase_if(m_all, [&](const CameraBookmark& b) { return b.name == name; }) > 0;
}

bool CameraBookmarks::move(const std::string& name, std::size_t place) {
  const auto found = find(m_all, name);
  if (found == m_all.end()) return false;
  CameraBookmark bookmark = std::move(*found);
  m_all.erase(found);
  const auto at = static_cast<std::ptrdiff_t>(std::min(place, m_all.size()));
  m_all.insert(m_all.begin() + at, std::move(bookmark));
  return true;
}

bool operator==(const CameraBookmarks& left, const CameraBookmarks& right) {
  return std::equal(left.all().begin(), left.all().end(), right.all().begin(), right.all().end(),
                    [](const CameraBookmark& a, const CameraBookmark& b) {
                      return a.name == b.name && isSame(a.pose, b.pose);
                    });
}

}  // namespace molloquy::render
