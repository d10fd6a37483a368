#include "render/view_style.h"

#include <array>
#include <utility>

namespace molloquy::render {

namespace {

struct LookRow {
  Look look;
  Quality quality;
  Ground ground;
};

// Ambient occlusion, silhouette, fog, depth of field, antialiasing.
constexpr std::array<LookRow, 3> kLooks = {{
    {Look::Work, {false, false, false, false, true}, Ground::Theme},
    {Look::Print, {true, true, false, false, true}, Ground::White},
    {Look::Presentation, {true, true, true, false, true}, Ground::Gradient},
}};

constexpr std::array<std::pair<Representation, const char*>, 4> kRepresentationIds = {{
    {Representation::BallAndStick, "ball-and-stick"},
    {Representation::Licorice, "licorice"},
    {Representation::VanDerWaals, "van-der-waals"},
    {Representation::Wireframe, "wireframe"},
}};

using NewIndices = std::vector<std::optional<AtomIndex>>;

std::optional<AtomIndex> newIndex(const NewIndices& newIndexOf, AtomIndex old) {
  return old.value < newIndexOf.size() ? newIndexOf[old.value] : std::nullopt;
}

template <class Value>
std::map<AtomIndex, Value> carried(const std::map<AtomIndex, Value>& choices,
                                   const NewIndices& newIndexOf) {
  std::map<AtomIndex, Value> kept;
  for (const auto& [atom, value] : choices) {
    if (const auto index = newIndex(newIndexOf, atom)) kept.emplace(*index, value);
  }
  return kept;
}

}  // namespace

ViewStyle withLook(ViewStyle style, Look look) {
  for (const LookRow& row : kLooks) {
    if (row.look != look) continue;
    style.quality = row.quality;
    style.ground = row.ground;
  }
  return style;
}

std::optional<Look> lookOf(const ViewStyle& style) {
  for (const LookRow& row : kLooks) {
    if (row.quality == style.quality && row.ground == style.ground) return row.look;
  }
  return std::nullopt;
}

ViewStyle carriedOver(ViewStyle style, const NewIndices& newIndexOf) {
  style.exceptions = carried(style.exceptions, newIndexOf);
  style.customColours = carried(style.customColours, newIndexOf);
  style.customLabels = carried(style.customLabels, newIndexOf);
  std::set<AtomIndex> hidden;
  for (const AtomIndex atom : style.hidden) {
    if (const auto index = newIndex(newIndexOf, atom)) hidden.insert(*index);
  }
  style.hidden = std::move(hidden);
  return style;
}

std::string representationId(Representation representation) {
  for (const auto& [value, id] : kRepresentationIds) {
    if (value == representation) return id;
  }
  return kRepresentationIds.front().second;
}

std::optional<Representation> representationOf(const std::string& id) {
  for (const auto& [value, known] : kRepresentationIds) {
    if (id == known) return value;
  }
  return std::nullopt;
}

}  // namespace molloquy::render
