#pragma once

#include <optional>
#include <vector>

#include "render/vector_math.h"

class vtkCamera;

namespace molloquy::render {

enum class Projection { Perspective, Orthographic };

/// Views along an axis of the structure's own coordinates.
enum class StandardView { Front, Back, Left, Right, Top, Bottom };

/// A half-line in space; `direction` has unit length.
struct Ray {
  Vec3 origin{};
  Vec3 direction{};
};

/// Size of the picture in pixels (any unit, as long as positions use the same one).
struct ViewSize {
  double width = 1;
  double height = 1;
};

/// A ball to keep inside the picture.
struct Ball {
  Vec3 centre{};
  double radius = 0;
};

/// Where the camera is: a value, so that a view can be kept, compared and interpolated.
struct CameraPose {
  Vec3 centre{};           ///< point in the middle of the picture, angstrom.
  Vec3 pivot{};            ///< point that rotations turn about, angstrom.
  Quaternion orientation;  ///< takes the camera's axes (right, up, towards the viewer) to space.
  double distance = 10;    ///< from the eye to `centre`, angstrom.
  Projection projection = Projection::Perspective;

  [[nodiscard]] Vec3 right() const { return rotate(orientation, {1, 0, 0}); }
  [[nodiscard]] Vec3 up() const { return rotate(orientation, {0, 1, 0}); }
  /// Towards the viewer.
  [[nodiscard]] Vec3 back() const { return rotate(orientation, {0, 0, 1}); }
  [[nodiscard]] Vec3 eye() const { return centre + back() * distance; }
  /// Half of the height seen in the plane through `centre`; the same in both projections, so
  /// switching them keeps the scale.
  [[nodiscard]] double halfHeight() const;
};

/// Vertical opening of the perspective, radians.
double viewAngle();

/// Length of one pixel in the plane through the pose's centre, angstrom.
double angstromPerPixel(const CameraPose& pose, const ViewSize& size);

/// The half-line of points shown at a pixel (x right, y down, from the upper left corner).
Ray rayThrough(const CameraPose& pose, const ViewSize& size, double x, double y);

/// Where a point lies in the picture.
struct Projected {
  double x = 0;      ///< pixels from the left.
  double y = 0;      ///< pixels from the top.
  double depth = 0;  ///< distance from the eye along the view, angstrom; smaller is nearer.
};
/// nullopt for a point behind the eye of a perspective.
std::optional<Projected> project(const CameraPose& pose, const ViewSize& size, const Vec3& point);

/// Turns about the pivot, `right` and `down` being the angles (radians) by which the nearest point
/// of the structure moves to the right and down on the screen.
CameraPose rotated(const CameraPose& pose, double right, double down);
/// Turns in the plane of the screen, counter-clockwise, about the pivot.
CameraPose rolled(const CameraPose& pose, double radians);
/// Moves the structure by pixels to the right and down.
CameraPose panned(const CameraPose& pose, const ViewSize& size, double right, double down);
/// Magnifies by `factor`, keeping what lies at the pixel (x, y) of the central plane in its place.
/// The distance stays between 0.5 and 5,000 angstrom.
CameraPose zoomed(const CameraPose& pose, const ViewSize& size, double factor, double x, double y);
/// The same pose with `point` in the middle and rotations turning about it.
CameraPose centredOn(const CameraPose& pose, const Vec3& point);
/// Looks along an axis of the structure's coordinates, the rest as it was.
CameraPose lookedFrom(const CameraPose& pose, StandardView view);

/// Distance and centre such that every ball is inside the picture with a margin around it.
/// With no balls the pose is returned unchanged.
CameraPose fitted(const CameraPose& pose, const ViewSize& size, const std::vector<Ball>& balls);
/// The direction from which a structure shows most of itself: its largest extent across the screen,
/// its smallest along the view, turned a little so that depth can be seen.
Quaternion homeOrientation(const std::vector<Ball>& balls);
/// The view a structure is first shown in: all of it, from its home orientation.
CameraPose homePose(const std::vector<Ball>& balls, const ViewSize& size, Projection projection);

/// A pose `t` (0..1) of the way from one to the other; distances change by equal factors.
CameraPose interpolated(const CameraPose& from, const CameraPose& to, double t);
/// Fast start, slow end: 0..1 to 0..1.
double easedOut(double t);

/// Sets a VTK camera to the pose. `content` is what has to lie between the clipping planes.
void applyTo(vtkCamera& camera, const CameraPose& pose, const Ball& content);

}  // namespace molloquy::render
