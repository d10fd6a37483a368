#include "widgets/sketch/sketch_edits.h"

#include <QCoreApplication>
#include <cmath>
#include <numbers>

#include "widgets/sketch/sketch_stereo.h"

namespace molloquy::widgets {

namespace edit = chem::edit;
using chem::Point2;

chem::BondOrder orderOf(BondStroke stroke) {
  switch (stroke) {
    case BondStroke::Any:
      return chem::BondOrder::Other;
    case BondStroke::Double:
      return chem::BondOrder::Double;
    case BondStroke::Triple:
      return chem::BondOrder::Triple;
    case BondStroke::Aromatic:
      return chem::BondOrder::Aromatic;
    case BondStroke::Single:
    case BondStroke::Wedge:
    case BondStroke::Hash:
    case BondStroke::Wavy:
      break;
  }
  return chem::BondOrder::Single;
}

bool isStereo(BondStroke stroke) {
  return stroke == BondStroke::Wedge || stroke == BondStroke::Hash || stroke == BondStroke::Wavy;
}

QString ringFragment(const SketchPen& pen, RingUse use) {
  const bool benzene = pen.ring == SketchPen::Ring::Aromatic && pen.ringSize == 6;
  const QString atom = benzene ? QStringLiteral("c") : QStringLiteral("C");
  return QStringLiteral("smiles:") +
         (use == RingUse::Attached ? QStringLiteral("[*:1]") : QString()) + atom +
         QLatin1Char('1') + atom.repeated(pen.ringSize - 2) + atom + QLatin1Char('1');
}

namespace {

QString words(const char* text) { return QCoreApplication::translate("Sketch", text); }

chem::Point3 inSpace(const SketchScene& scene, std::optional<AtomIndex> from, const Point2& place) {
  if (from && scene.conformer != nullptr)
    return chem::positionBeside(*scene.molecule, scene.conformer->positions, scene.layout, *from,
                                place);
  return {place[0], place[1], 0};
}

SketchEdit grown(const SketchScene& scene, AtomIndex from, const Point2& place, int element,
                 chem::BondOrder order) {
  return {edit::GrowAtom{.from = from,
                         .atomicNumber = element,
                         .order = order,
                         .position = inSpace(scene, from, place),
                         .hydrogens = edit::Hydrogens::Adjust},
          {{from, place}}};
}

SketchEdit added(const Point2& place, int element) {
  return {edit::AddAtom{.atomicNumber = element,
                        .position = {place[0], place[1], 0},
                        .hydrogens = edit::Hydrogens::Adjust},
          {{std::nullopt, place}}};
}

SketchAnswer one(SketchEdit made) {
  SketchAnswer answer;
  answer.edits.push_back(std::move(made));
  return answer;
}

/// Strokes along the corners of a ring. The first bond exists when the ring is fused.
std::vector<SketchStroke> ringStrokes(const std::vector<Point2>& corners, const SketchPen& pen,
                                      chem::BondOrder shared) {
  const bool aromatic = pen.ring == SketchPen::Ring::Aromatic && pen.ringSize == 6;
  const bool sharedDouble =
      shared == chem::BondOrder::Double || shared == chem::BondOrder::Aromatic;
  std::vector<SketchStroke> strokes;
  for (std::size_t index = 1; index < corners.size(); ++index) {
    // Doubles alternate, starting beside the shared bond unless that one is double itself.
    const bool isDouble = aromatic && (index % 2 == 1) != sharedDouble;
    strokes.push_back({corners[index], corners[(index + 1) % corners.size()], 6,
                       isDouble ? chem::BondOrder::Double : chem::BondOrder::Single});
  }
  return strokes;
}

SketchAnswer ringClicked(const SketchScene& scene, const SketchPen& pen, const SketchHit& hit,
                         const Point2& place) {
  if (hit.bond) {
    SketchAnswer answer;
    answer.plan = ringStrokes(ringOnBond(scene, *hit.bond, pen.ringSize), pen,
                              scene.molecule->bonds()[hit.bond->value].order);
    answer.title = words("Fuse a ring");
    return answer;
  }
  edit::AddFragment ring{
      .id = ringFragment(pen, hit.atom ? RingUse::Attached : RingUse::Alone).toStdString(),
      .at = hit.atom,
      .position = {}};
  std::vector<chem::ExpectedAtom> expected;
  if (hit.atom) {
    const Point2 first = sproutPlace(scene, *hit.atom);
    ring.position = inSpace(scene, hit.atom, first);
    expected = {{hit.atom, first}};
  } else {
    ring.position = {place[0], place[1], 0};
    for (const Point2& corner : ringAround(place, pen.ringSize))
      expected.push_back({std::nullopt, corner});
  }
  return one({ring, expected});
}

SketchAnswer bondClicked(const SketchScene& scene, const SketchPen& pen, BondIndex bond) {
  if (isStereo(pen.stroke)) return stereoClicked(scene, pen.stroke, bond);
  const chem::BondOrder order = nextOrder(scene.molecule->bonds()[bond.value], pen.stroke);
  return one(withOrder(scene, bond, order));
}

SketchAnswer erased(const SketchHit& hit) {
  if (hit.atom) return one({edit::RemoveAtoms{.atoms = {*hit.atom}, .hydrogens = {}}, {}});
  if (hit.bond) return one({edit::RemoveBonds{.bonds = {*hit.bond}, .hydrogens = {}}, {}});
  return {};
}

SketchAnswer bondToolClicked(const SketchScene& scene, const SketchPen& pen, const SketchHit& hit,
                             const Point2& place) {
  if (hit.bond) return bondClicked(scene, pen, *hit.bond);
  if (hit.atom)
    return one(grown(scene, *hit.atom, sproutPlace(scene, *hit.atom), 6, orderOf(pen.stroke)));
  SketchAnswer answer;
  const double half = chem::kLayoutBond / 2;
  const Point2 begin{place[0] - half * std::cos(std::numbers::pi / 6), place[1] - half / 2};
  const Point2 end{place[0] + half * std::cos(std::numbers::pi / 6), place[1] + half / 2};
  answer.plan = {{std::nullopt, begin, 6, {}}, {begin, end, 6, orderOf(pen.stroke)}};
  answer.title = words("Draw a bond");
  return answer;
}

}  // namespace

chem::BondOrder nextOrder(const chem::Bond& bond, BondStroke stroke) {
  if (stroke != BondStroke::Single) return orderOf(stroke);
  switch (bond.order) {
    case chem::BondOrder::Single:
      return chem::BondOrder::Double;
    case chem::BondOrder::Double:
      return chem::BondOrder::Triple;
    default:
      return chem::BondOrder::Single;
  }
}

SketchEdit withOrder(const SketchScene& scene, BondIndex bond, chem::BondOrder order) {
  const chem::Bond& changed = scene.molecule->bonds()[bond.value];
  return {edit::SetBond{.begin = changed.begin,
                        .end = changed.end,
                        .order = order,
                        .hydrogens = edit::Hydrogens::Adjust},
          {}};
}

SketchAnswer clicked(const SketchScene& scene, const SketchPen& pen, const SketchHit& hit,
                     const Point2& place) {
  switch (pen.tool) {
    case SketchTool::Atom:
      if (hit.atom) {
        if (scene.molecule->atoms()[hit.atom->value].atomicNumber == pen.element) return {};
        return one(
            {edit::SetElement{.atoms = {*hit.atom}, .atomicNumber = pen.element, .hydrogens = {}},
             {}});
      }
      return hit.bond ? SketchAnswer{} : one(added(place, pen.element));
    case SketchTool::Bond:
      return bondToolClicked(scene, pen, hit, place);
    case SketchTool::Ring:
      return ringClicked(scene, pen, hit, place);
    case SketchTool::Fragment: {
      if (pen.fragment.isEmpty()) return {{}, {}, {}, words("Choose a fragment first.")};
      edit::AddFragment fragment{.id = pen.fragment.toStdString(), .at = hit.atom, .position = {}};
      const Point2 first = hit.atom ? sproutPlace(scene, *hit.atom) : place;
      fragment.position = inSpace(scene, hit.atom, first);
      return one({fragment, {{hit.atom, first}}});
    }
    case SketchTool::Charge:
      if (!hit.atom) return {};
      return one({edit::ChangeCharge{.atoms = {*hit.atom}, .by = pen.charge, .hydrogens = {}}, {}});
    case SketchTool::Erase:
      return erased(hit);
    case SketchTool::Select:
    case SketchTool::Lasso:
      break;
  }
  return {};
}

SketchAnswer dragged(const SketchScene& scene, const SketchPen& pen, std::optional<AtomIndex> from,
                     const Point2& fromPlace, std::optional<AtomIndex> to, const Point2& toPlace) {
  const chem::BondOrder order =
      pen.tool == SketchTool::Bond ? orderOf(pen.stroke) : chem::BondOrder::Single;
  const int element = pen.tool == SketchTool::Atom ? pen.element : 6;
  if (from && to) {
    if (*from == *to) return {};
    return one(
        {edit::SetBond{
             .begin = *from, .end = *to, .order = order, .hydrogens = edit::Hydrogens::Adjust},
         {}});
  }
  if (from) return one(grown(scene, *from, toPlace, element, order));
  if (to) return one(grown(scene, *to, fromPlace, element, order));
  SketchAnswer answer;
  answer.plan = {{std::nullopt, fromPlace, element, {}}, {fromPlace, toPlace, element, order}};
  answer.title = words("Draw a bond");
  return answer;
}

std::optional<SketchEdit> edited(const SketchScene& scene, const SketchStroke& stroke) {
  constexpr double kSame = 0.35;  // of the paper; atoms are 1.5 apart.
  const std::optional<AtomIndex> to = hitAt(scene, stroke.to, kSame).atom;
  if (!stroke.from) return to ? std::nullopt : std::optional(added(stroke.to, stroke.element));
  const std::optional<AtomIndex> from = hitAt(scene, *stroke.from, kSame).atom;
  if (!from) return std::nullopt;
  if (!to) return grown(scene, *from, stroke.to, stroke.element, stroke.order);
  return SketchEdit{
      edit::SetBond{
          .begin = *from, .end = *to, .order = stroke.order, .hydrogens = edit::Hydrogens::Adjust},
      {}};
}

}  // namespace molloquy::widgets
