#include "render/ribbon_path.h"

#include <algorithm>
#include <optional>

#include "model/chem/secondary_structure.h"

namespace molloquy::render {

namespace {

/// Farthest neighbours, angstrom: C-N with some strain, CA-CA and P-P where nothing else is known.
constexpr double kPeptideBond = 2.5;
constexpr double kAlphaStep = 4.3;
constexpr double kNucleotideStep = 8.5;
/// Shorter pieces of helix or strand are drawn as coil.
constexpr std::size_t kLeastHelix = 3;
constexpr std::size_t kLeastStrand = 2;

struct Site {
  PathKind kind = PathKind::Protein;
  const chem::Backbone* backbone = nullptr;
  AtomIndex atom;
};

std::optional<Site> siteOf(const chem::Backbone& backbone) {
  if (backbone.alpha) return Site{PathKind::Protein, &backbone, *backbone.alpha};
  if (backbone.sugar) return Site{PathKind::NucleicAcid, &backbone, *backbone.sugar};
  if (backbone.phosphorus) return Site{PathKind::NucleicAcid, &backbone, *backbone.phosphorus};
  return std::nullopt;
}

class PathMaker {
 public:
  PathMaker(const chem::Biopolymer& biopolymer, const std::vector<chem::Point3>& positions)
      : m_biopolymer(biopolymer), m_positions(positions) {
    if (chem::hasFolds(biopolymer)) {
      for (const chem::Residue& residue : biopolymer.residues) m_folds.push_back(residue.fold);
    } else {
      m_folds = chem::foldsOf(biopolymer, positions);
    }
  }

  [[nodiscard]] bool follows(const Site& before, const Site& after) const {
    const auto& residues = m_biopolymer.residues;
    if (before.kind != after.kind ||
        residues[before.backbone->residue].chain != residues[after.backbone->residue].chain) {
      return false;
    }
    const double step = length(at(after.atom) - at(before.atom));
    if (before.kind == PathKind::NucleicAcid) return step < kNucleotideStep;
    const auto& carbon = before.backbone->carbon;
    const auto& nitrogen = after.backbone->nitrogen;
    if (carbon && nitrogen) return length(at(*nitrogen) - at(*carbon)) < kPeptideBond;
    return step < kAlphaStep;
  }

  [[nodiscard]] RibbonPath path(const std::vector<Site>& sites) const {
    RibbonPath path;
    path.kind = sites.front().kind;
    for (const Site& site : sites) {
      const std::uint32_t residue = site.backbone->residue;
      const chem::Fold fold = path.kind == PathKind::Protein ? m_folds[residue] : chem::Fold::Coil;
      path.points.push_back({at(site.atom), {}, fold, residue, site.atom});
      if (site.backbone->base && site.backbone->sugar) {
        path.rungs.push_back(
            {at(*site.backbone->sugar), at(*site.backbone->base), residue, *site.backbone->base});
      }
    }
    dropShortFolds(path.points);
    setSides(path.points, sites);
    straightenStrands(path.points);
    return path;
  }

 private:
  [[nodiscard]] const Vec3& at(AtomIndex atom) const { return m_positions[atom.value]; }

  static void dropShortFolds(std::vector<RibbonPoint>& points) {
    for (std::size_t begin = 0, end = 0; begin < points.size(); begin = end) {
      const chem::Fold fold = points[begin].fold;
      while (end < points.size() && points[end].fold == fold) ++end;
      const std::size_t least = fold == chem::Fold::Helix ? kLeastHelix : kLeastStrand;
      if (end - begin >= least) continue;
      for (std::size_t i = begin; i < end; ++i) points[i].fold = chem::Fold::Coil;
    }
  }

  /// Across the peptide's C=O, which in helices points along the axis and in strands lies in the
  /// sheet; where it is not known, at right angles to the bend of the chain, which comes to the
  /// same.
  [[nodiscard]] Vec3 rawSide(const std::vector<RibbonPoint>& points, const std::vector<Site>& sites,
                             std::size_t i) const {
    const auto& carbon = sites[i].backbone->carbon;
    const auto& oxygen = sites[i].backbone->oxygen;
    if (carbon && oxygen) return at(*oxygen) - at(*carbon);
    if (i == 0 || i + 1 == points.size()) return {};
    return cross(points[i].position - points[i - 1].position,
                 points[i + 1].position - points[i].position);
  }

  void setSides(std::vector<RibbonPoint>& points, const std::vector<Site>& sites) const {
    const std::size_t last = points.size() - 1;
    std::vector<Vec3> sides;
    Vec3 before{};
    for (std::size_t i = 0; i <= last; ++i) {
      const Vec3 along =
          normalized(points[std::min(i + 1, last)].position - points[i == 0 ? 0 : i - 1].position);
      const auto across = [&](const Vec3& side) {
        return normalized(side - along * dot(side, along));
      };
      Vec3 side = across(normalized(rawSide(points, sites, i)));
      if (length(side) < 0.5) side = across(before);
      if (length(side) < 0.5)
        side = across(std::abs(along[0]) < 0.8 ? Vec3{1, 0, 0} : Vec3{0, 1, 0});
      // C=O of a strand point to either side in turn: a ribbon has no front, so half a turn is
      // none.
      if (dot(side, before) < 0) side = side * -1;
      before = side;
      sides.push_back(side);
    }
    for (std::size_t i = 0; i <= last; ++i) {
      const Vec3 smooth = sides[i == 0 ? 0 : i - 1] + sides[i] * 2 + sides[std::min(i + 1, last)];
      points[i].side = normalized(smooth);
    }
  }

  /// Alpha carbons of a strand lie alternately above and below the sheet.
  static void straightenStrands(std::vector<RibbonPoint>& points) {
    const std::vector<RibbonPoint> zigzag = points;
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
      if (zigzag[i].fold != chem::Fold::Strand) continue;
      points[i].position =
          zigzag[i - 1].position * 0.25 + zigzag[i].position * 0.5 + zigzag[i + 1].position * 0.25;
    }
  }

  const chem::Biopolymer& m_biopolymer;
  const std::vector<chem::Point3>& m_positions;
  std::vector<chem::Fold> m_folds;
};

}  // namespace

std::vector<RibbonPath> ribbonPaths(const chem::Biopolymer& biopolymer,
                                    const std::vector<chem::Point3>& positions) {
  const std::vector<chem::Backbone> backbones = chem::backboneOf(biopolymer);
  const PathMaker maker(biopolymer, positions);
  std::vector<RibbonPath> paths;
  std::vector<Site> sites;
  const auto end = [&] {
    if (sites.size() > 1) paths.push_back(maker.path(sites));
    sites.clear();
  };
  for (const chem::Backbone& backbone : backbones) {
    const std::optional<Site> site = siteOf(backbone);
    if (!site) continue;
    if (!sites.empty() && !maker.follows(sites.back(), *site)) end();
    sites.push_back(*site);
  }
  end();
  return paths;
}

}  // namespace molloquy::render
