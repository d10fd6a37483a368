#include "render/ribbon_mesh.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace molloquy::render {

namespace {

/// Residues over which a helix grows out of the tube.
constexpr double kTaper = 0.6;

/// Half width and half thickness of a cross-section, a box with round ends; equal ones are a
/// circle.
struct Section {
  double width = kTubeRadius;
  double thickness = kTubeRadius;
};

struct Detail {
  int steps = 8;    ///< rings a residue.
  int around = 16;  ///< vertices a ring, even.
};

Detail detailFor(std::size_t residues) {
  if (residues <= 3'000) return {10, 16};
  if (residues <= 8'000) return {6, 12};
  if (residues <= 30'000) return {4, 8};
  return {3, 6};
}

Mesh::Point toPoint(const Vec3& v) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2])};
}

Section mixed(const Section& a, const Section& b, double t) {
  const double s = t * t * (3 - 2 * t);
  return {a.width + (b.width - a.width) * s, a.thickness + (b.thickness - a.thickness) * s};
}

/// Where a ring is put: centre, axes and section.
struct Station {
  Vec3 centre{}, along{}, side{}, up{};
  Section section;
  double flare = 0;  ///< growth of the half width along the path, per angstrom.
  Rgb colour;
  std::uint32_t atom = 0;
};

/// Adds rings and the triangles between them.
class Sweeper {
 public:
  Sweeper(Mesh& mesh, int around) : m_mesh(mesh), m_around(around) {}

  void begin(const Station& station) {
    lid(station, station.along * -1);
    ring(station);
  }
  void sweepTo(const Station& station) {
    ring(station);
    const std::uint32_t count = static_cast<std::uint32_t>(m_around);
    const std::uint32_t after = next() - count;
    const std::uint32_t before = after - count;
    for (std::uint32_t k = 0; k < count; ++k) {
      const std::uint32_t n = (k + 1) % count;
      m_mesh.triangles.push_back({before + k, before + n, after + k});
      m_mesh.triangles.push_back({before + n, after + n, after + k});
    }
  }
  void end(const Station& station) { lid(station, station.along); }

 private:
  [[nodiscard]] std::uint32_t next() const {
    return static_cast<std::uint32_t>(m_mesh.positions.size());
  }
  void vertex(const Station& station, const Vec3& position, const Vec3& normal) {
    m_mesh.positions.push_back(toPoint(position));
    m_mesh.normals.push_back(toPoint(normalized(normal)));
    m_mesh.colours.push_back(station.colour);
    m_mesh.atoms.push_back(station.atom);
  }
  /// Half of a ring's vertices lie on either round end.
  template <class Visit>
  void eachCorner(const Station& station, Visit visit) const {
    const double flat = std::max(0.0, station.section.width - station.section.thickness);
    const double radius = std::min(station.section.width, station.section.thickness);
    const int half = m_around / 2;
    for (int k = 0; k < m_around; ++k) {
      const int onEnd = k % half;
      const double angle =
          std::numbers::pi * (onEnd / double(half - 1) - 0.5) + (k < half ? 0 : std::numbers::pi);
      const Vec3 out = station.side * std::cos(angle) + station.up * std::sin(angle);
      const Vec3 end = station.centre + station.side * (k < half ? flat : -flat);
      visit(end + station.side * (radius * std::cos(angle)) +
                station.up * (station.section.thickness * std::sin(angle)),
            out, std::cos(angle));
    }
  }
  void ring(const Station& station) {
    eachCorner(station, [&](const Vec3& position, const Vec3& out, double sideways) {
      vertex(station, position, out - station.along * (station.flare * std::abs(sideways)));
    });
  }
  void lid(const Station& station, const Vec3& normal) {
    const std::uint32_t centre = next();
    vertex(station, station.centre, normal);
    eachCorner(station, [&](const Vec3& position, const Vec3&, double) {
      vertex(station, position, normal);
    });
    const bool forward = dot(normal, station.along) > 0;
    const std::uint32_t count = static_cast<std::uint32_t>(m_around);
    for (std::uint32_t k = 0; k < count; ++k) {
      const std::uint32_t a = centre + 1 + k;
      const std::uint32_t b = centre + 1 + (k + 1) % count;
      m_mesh.triangles.push_back(forward ? std::array{centre, a, b} : std::array{centre, b, a});
    }
  }

  Mesh& m_mesh;
  int m_around;
};

/// The smooth course of one path. The parameter u is the place in `points`, fractions between.
class Course {
 public:
  Course(const RibbonPath& path, const std::vector<Rgb>& colours)
      : m_path(path), m_colours(colours) {}

  [[nodiscard]] Station station(double u, const Section& section) const {
    const auto last = static_cast<double>(m_path.points.size() - 1);
    u = std::clamp(u, 0.0, last);
    const auto i = std::min(static_cast<std::size_t>(u), m_path.points.size() - 2);
    const double t = u - static_cast<double>(i);
    Station station;
    station.centre = position(i, t);
    station.along = direction(i, t);
    const Vec3 side = point(i).side * (1 - t) + point(i + 1).side * t;
    station.side = normalized(side - station.along * dot(side, station.along));
    if (length(station.side) < 0.5) station.side = anyAcross(station.along);
    station.up = cross(station.along, station.side);
    station.section = section;
    const RibbonPoint& nearest = point(t < 0.5 ? i : i + 1);
    station.colour = nearest.residue < m_colours.size() ? m_colours[nearest.residue] : Rgb{};
    station.atom = nearest.atom.value;
    return station;
  }

 private:
  [[nodiscard]] const RibbonPoint& point(std::size_t i) const { return m_path.points[i]; }
  static Vec3 anyAcross(const Vec3& along) {
    const Vec3 other = std::abs(along[0]) < 0.8 ? Vec3{1, 0, 0} : Vec3{0, 1, 0};
    return normalized(cross(along, other));
  }
  /// The four points of a Catmull-Rom piece; beyond the ends the course goes on straight.
  [[nodiscard]] std::array<Vec3, 4> controls(std::size_t i) const {
    const Vec3& p1 = point(i).position;
    const Vec3& p2 = point(i + 1).position;
    const Vec3 p0 = i > 0 ? point(i - 1).position : p1 * 2 - p2;
    const Vec3 p3 = i + 2 < m_path.points.size() ? point(i + 2).position : p2 * 2 - p1;
    return {p0, p1, p2, p3};
  }
  [[nodiscard]] Vec3 position(std::size_t i, double t) const {
    const auto [p0, p1, p2, p3] = controls(i);
    return p1 +
           ((p2 - p0) + ((p0 * 2 - p1 * 5 + p2 * 4 - p3) + (p1 * 3 - p0 - p2 * 3 + p3) * t) * t) *
               (t / 2);
  }
  [[nodiscard]] Vec3 direction(std::size_t i, double t) const {
    const auto [p0, p1, p2, p3] = controls(i);
    const Vec3 slope = (p2 - p0) + (p0 * 2 - p1 * 5 + p2 * 4 - p3) * (2 * t) +
                       (p1 * 3 - p0 - p2 * 3 + p3) * (3 * t * t);
    const Vec3 along = normalized(slope);
    return length(along) > 0.5 ? along : Vec3{0, 0, 1};
  }

  const RibbonPath& m_path;
  const std::vector<Rgb>& m_colours;
};

/// A run of residues of one fold; neighbours meet halfway between their residues.
struct Run {
  chem::Fold fold = chem::Fold::Coil;
  double begin = 0;
  double end = 0;
};

std::vector<Run> runsOf(const std::vector<RibbonPoint>& points) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto u = static_cast<double>(i);
    if (runs.empty() || runs.back().fold != points[i].fold) {
      runs.push_back({points[i].fold, std::max(0.0, u - 0.5), u});
    }
    runs.back().end = std::min(static_cast<double>(points.size() - 1), u + 0.5);
  }
  return runs;
}

/// Draws one path.
class PathSweep {
 public:
  PathSweep(const RibbonPath& path, const std::vector<Rgb>& colours, const Detail& detail,
            Mesh& mesh)
      : m_path(path), m_course(path, colours), m_detail(detail), m_sweeper(mesh, detail.around) {
    if (path.kind == PathKind::NucleicAcid) m_tube = {kNucleicRadius, kNucleicRadius};
  }

  void draw() {
    const double end = static_cast<double>(m_path.points.size() - 1);
    m_sweeper.begin(m_course.station(0, m_tube));
    for (const Run& run : runsOf(m_path.points)) {
      if (run.fold == chem::Fold::Helix) {
        helix(run);
      } else if (run.fold == chem::Fold::Strand) {
        strand(run);
      } else {
        sweep(run.begin, run.end, [&](double) { return m_tube; });
      }
    }
    m_sweeper.end(m_course.station(end, m_tube));
  }

 private:
  template <class SectionAt>
  void sweep(double from, double to, SectionAt sectionAt) {
    const int rings = std::max(1, static_cast<int>(std::ceil((to - from) * m_detail.steps)));
    for (int k = 1; k <= rings; ++k) {
      const double u = from + (to - from) * k / rings;
      m_sweeper.sweepTo(m_course.station(u, sectionAt(u)));
    }
  }
  void helix(const Run& run) {
    const Section ribbon{kHelixHalfWidth, kRibbonHalfThickness};
    sweep(run.begin, run.end, [&](double u) {
      const double fromEnd = std::min(u - run.begin, run.end - u);
      return mixed(m_tube, ribbon, std::clamp(fromEnd / kTaper, 0.0, 1.0));
    });
  }
  void strand(const Run& run) {
    const Section ribbon{kStrandHalfWidth, kRibbonHalfThickness};
    const double neck = run.end - std::min(1.4, (run.end - run.begin) * 0.6);
    const double grown = run.begin + std::min(kTaper / 2, (neck - run.begin) / 2);
    sweep(run.begin, neck, [&](double u) {
      return mixed(m_tube, ribbon, std::clamp((u - run.begin) / (grown - run.begin), 0.0, 1.0));
    });
    const Section wide{kArrowHalfWidth, kRibbonHalfThickness};
    m_sweeper.end(m_course.station(neck, ribbon));
    m_sweeper.begin(m_course.station(neck, wide));
    const double reach =
        length(m_course.station(run.end, m_tube).centre - m_course.station(neck, m_tube).centre);
    const int rings = std::max(2, static_cast<int>(std::ceil((run.end - neck) * m_detail.steps)));
    for (int k = 1; k <= rings; ++k) {
      const double t = double(k) / rings;
      const double thickness = kRibbonHalfThickness + (m_tube.thickness - kRibbonHalfThickness) * t;
      const Section section{kArrowHalfWidth + (m_tube.width - kArrowHalfWidth) * t, thickness};
      Station station = m_course.station(neck + (run.end - neck) * t, section);
      if (reach > 0) station.flare = (m_tube.width - kArrowHalfWidth) / reach;
      m_sweeper.sweepTo(station);
    }
  }

  const RibbonPath& m_path;
  Course m_course;
  Detail m_detail;
  Sweeper m_sweeper;
  Section m_tube;
};

void drawRung(const BaseRung& rung, const std::vector<Rgb>& colours, int around, Mesh& mesh) {
  Station station;
  station.along = normalized(rung.to - rung.from);
  if (length(station.along) < 0.5) return;
  const Vec3 other = std::abs(station.along[0]) < 0.8 ? Vec3{1, 0, 0} : Vec3{0, 1, 0};
  station.side = normalized(cross(station.along, other));
  station.up = cross(station.along, station.side);
  station.section = {kRungRadius, kRungRadius};
  station.colour = rung.residue < colours.size() ? colours[rung.residue] : Rgb{};
  station.atom = rung.atom.value;
  station.centre = rung.from;
  Sweeper sweeper(mesh, around);
  sweeper.begin(station);
  station.centre = rung.to;
  sweeper.sweepTo(station);
  sweeper.end(station);
}

}  // namespace

Mesh ribbonMesh(const std::vector<RibbonPath>& paths, const std::vector<Rgb>& colours) {
  std::size_t residues = 0;
  for (const RibbonPath& path : paths) residues += path.points.size();
  const Detail detail = detailFor(residues);
  Mesh mesh;
  const std::size_t vertices = residues * std::size_t(detail.steps) * std::size_t(detail.around);
  mesh.positions.reserve(vertices);
  mesh.normals.reserve(vertices);
  mesh.colours.reserve(vertices);
  mesh.atoms.reserve(vertices);
  mesh.triangles.reserve(2 * vertices);
  for (const RibbonPath& path : paths) {
    PathSweep(path, colours, detail, mesh).draw();
    for (const BaseRung& rung : path.rungs) drawRung(rung, colours, detail.around, mesh);
  }
  return mesh;
}

}  // namespace molloquy::render
