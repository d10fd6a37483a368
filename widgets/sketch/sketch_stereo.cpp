#include "widgets/sketch/sketch_stereo.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace molloquy::widgets {
namespace {

namespace edit = chem::edit;
using Vector = std::array<double, 3>;

QString words(const char* text) { return QCoreApplication::translate("Sketch", text); }

Vector minus(const Vector& a, const Vector& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }

double volume(const Vector& a, const Vector& b, const Vector& c) {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
         a[2] * (b[0] * c[1] - b[1] * c[0]);
}

bool isMarkedAt(const SketchScene& scene, AtomIndex atom) {
  return std::any_of(scene.layout.marks.begin(), scene.layout.marks.end(),
                     [&](const chem::MarkedBond& marked) { return marked.narrowEnd == atom; });
}

bool isCentre(const SketchScene& scene, AtomIndex atom) {
  const auto& labels = scene.layout.atomLabels;
  return (atom.value < labels.size() && !labels[atom.value].empty()) || isMarkedAt(scene, atom);
}

SketchAnswer inverted(AtomIndex centre) {
  SketchAnswer answer;
  answer.edits.push_back({edit::InvertCentre{.centre = centre}, {}});
  return answer;
}

SketchAnswer doubleBondClicked(const SketchScene& scene, BondIndex bond) {
  const auto& labels = scene.layout.bondLabels;
  if (bond.value >= labels.size() || labels[bond.value].empty())
    return {{}, {}, {}, words("This double bond has no E and Z.")};
  SketchAnswer answer;
  answer.edits.push_back({edit::FlipDoubleBond{.bond = bond}, {}});
  return answer;
}

}  // namespace

std::optional<AtomIndex> centreOf(const SketchScene& scene, BondIndex index) {
  for (const chem::MarkedBond& marked : scene.layout.marks)
    if (marked.bond == index) return marked.narrowEnd;
  const chem::Bond& bond = scene.molecule->bonds()[index.value];
  if (isCentre(scene, bond.begin)) return bond.begin;
  if (isCentre(scene, bond.end)) return bond.end;
  return std::nullopt;
}

int handedness(const SketchScene& scene, AtomIndex centre,
               const std::vector<chem::MarkedBond>& marks) {
  const auto here = scene.placeOf(centre);
  if (!here) return 0;
  std::vector<Vector> arms;
  bool lifted = false;
  for (const AtomIndex neighbour : scene.drawnNeighbours(centre)) {
    const chem::Point2 there = *scene.placeOf(neighbour);
    double height = 0;
    for (const chem::MarkedBond& marked : marks) {
      if (marked.narrowEnd != centre || marked.bond != scene.bondBetween(centre, neighbour))
        continue;
      if (marked.mark == chem::BondMark::Wedge) height = 1;
      if (marked.mark == chem::BondMark::Hash) height = -1;
    }
    lifted = lifted || height != 0;
    arms.push_back({there[0] - (*here)[0], there[1] - (*here)[1], height});
  }
  if (!lifted || arms.size() < 3 || arms.size() > 4) return 0;
  // Three arms leave the fourth to a hydrogen behind; then they alone decide.
  const double sign = arms.size() == 3 ? volume(arms[0], arms[1], arms[2])
                                       : volume(minus(arms[1], arms[0]), minus(arms[2], arms[0]),
                                                minus(arms[3], arms[0]));
  return sign > 1e-6 ? 1 : sign < -1e-6 ? -1 : 0;
}

SketchAnswer stereoClicked(const SketchScene& scene, BondStroke stroke, BondIndex index) {
  const chem::Bond& bond = scene.molecule->bonds()[index.value];
  if (bond.order == chem::BondOrder::Double && stroke == BondStroke::Wavy)
    return doubleBondClicked(scene, index);
  if (bond.order != chem::BondOrder::Single)
    return {{}, {}, {}, words("Only a single bond can be a wedge.")};
  const auto centre = centreOf(scene, index);
  if (!centre)
    return {{},
            {},
            {},
            words("Neither end of this bond is a stereocentre: no four different "
                  "groups.")};
  if (stroke == BondStroke::Wavy) return inverted(*centre);
  const chem::MarkedBond wanted{
      index, *centre, stroke == BondStroke::Wedge ? chem::BondMark::Wedge : chem::BondMark::Hash};
  const int now = handedness(scene, *centre, scene.layout.marks);
  const int then = handedness(scene, *centre, {wanted});
  if (now == 0 || then == 0)
    return {{}, {}, {}, words("The drawing leaves this centre open; clean it up first.")};
  if (now == then) return {{}, {}, {}, words("The centre already has this configuration.")};
  return inverted(*centre);
}

}  // namespace molloquy::widgets
