#include "render/view_state_json.h"

#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "render/view_style_json.h"

namespace molloquy::render {

namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr double kMostAngstrom = 1e7;

Json poseToJson(const CameraPose& pose) {
  const Quaternion& q = pose.orientation;
  return {
      {"centre", pose.centre},
      {"pivot", pose.pivot},
      {"orientation", {q.w, q.x, q.y, q.z}},
      {"distance", pose.distance},
      {"projection", pose.projection == Projection::Perspective ? "perspective" : "orthographic"}};
}

/// `count` finite numbers.
template <std::size_t count>
std::optional<std::array<double, count>> numbersOf(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_array() || found->size() != count) return std::nullopt;
  std::array<double, count> numbers{};
  for (std::size_t i = 0; i < count; ++i) {
    if (!(*found)[i].is_number()) return std::nullopt;
    numbers[i] = (*found)[i].template get<double>();
    if (!(std::abs(numbers[i]) < kMostAngstrom)) return std::nullopt;
  }
  return numbers;
}

/// nullopt for anything that is no view.
std::optional<CameraPose> poseFromJson(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  CameraPose pose;
  const auto centre = numbersOf<3>(json, "centre");
  const auto turn = numbersOf<4>(json, "orientation");
  const auto distance = json.find("distance");
  if (!centre || !turn || distance == json.end() || !distance->is_number()) return std::nullopt;
  pose.centre = *centre;
  pose.pivot = numbersOf<3>(json, "pivot").value_or(*centre);
  pose.distance = distance->get<double>();
  const Quaternion q{(*turn)[0], (*turn)[1], (*turn)[2], (*turn)[3]};
  if (!(pose.distance > 0 && pose.distance < kMostAngstrom) || dot(q, q) < 1e-6) {
    return std::nullopt;
  }
  pose.orientation = std::abs(dot(q, q) - 1) < 1e-12 ? q : normalized(q);
  const auto projection = json.find("projection");
  if (projection != json.end() && *projection == "orthographic") {
    pose.projection = Projection::Orthographic;
  }
  return pose;
}

std::optional<chem::Measurement> measurementFromJson(const Json& json, std::size_t atomCount) {
  if (!json.is_object()) return std::nullopt;
  const auto atoms = json.find("atoms");
  if (atoms == json.end() || !atoms->is_array() || atoms->size() < 2 || atoms->size() > 4) {
    return std::nullopt;
  }
  chem::Measurement measurement;
  std::set<AtomIndex> different;
  for (const Json& atom : *atoms) {
    if (!atom.is_number_unsigned()) return std::nullopt;
    const auto number = atom.get<std::uint64_t>();
    if (number < 1 || number > atomCount) return std::nullopt;
    measurement.atoms.emplace_back(static_cast<std::uint32_t>(number - 1));
    if (!different.insert(measurement.atoms.back()).second) return std::nullopt;
  }
  const auto shown = json.find("shown");
  measurement.shown = shown == json.end() || *shown != false;
  return measurement;
}

/// Calls take(value) for every entry of a list; it says whether the entry makes sense.
template <class Take>
void readList(const Json& json, const char* key, std::vector<std::string>& remarks,
              const Take& take) {
  const auto list = json.find(key);
  if (list == json.end()) return;
  std::size_t refused = list->is_array() ? 0 : 1;
  for (std::size_t i = 0; list->is_array() && i < list->size(); ++i) {
    refused += take((*list)[i]) ? 0 : 1;
  }
  if (refused > 0) {
    remarks.push_back(
        fmt::format("{} of the entries under \"{}\" make no sense for this structure "
                    "and were left out.",
                    refused, key));
  }
}

}  // namespace

std::string toJson(const ViewState& state) {
  Json json = {{"version", kVersion}, {"style", viewStyleToJson(state.style)}};
  for (const chem::Measurement& measurement : state.measurements) {
    Json atoms = Json::array();
    for (const AtomIndex atom : measurement.atoms) atoms.push_back(atom.value + 1);
    json["measurements"].push_back({{"atoms", atoms}, {"shown", measurement.shown}});
  }
  if (state.camera) json["camera"] = poseToJson(*state.camera);
  for (const CameraBookmark& bookmark : state.bookmarks.all()) {
    json["bookmarks"].push_back({{"name", bookmark.name}, {"camera", poseToJson(bookmark.pose)}});
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ReadViewState> viewStateFromJson(std::string_view text, std::size_t atomCount) {
  if (text.size() > kMostBytes) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The saved view has {} bytes; more than {} are not read.", text.size(),
                            kMostBytes));
  }
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& problem) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The saved view is not written as JSON: wrong at byte {}.", problem.byte));
  }
  if (!json.is_object()) {
    return fail(ErrorCode::InvalidInput, "The saved view is no JSON object.");
  }
  ReadViewState read;
  ViewState& state = read.state;
  if (const auto style = json.find("style"); style != json.end()) {
    state.style = viewStyleFromJson(*style, atomCount, read.remarks);
  }
  readList(json, "measurements", read.remarks, [&](const Json& entry) {
    auto measurement = measurementFromJson(entry, atomCount);
    if (measurement) state.measurements.push_back(std::move(*measurement));
    return measurement.has_value();
  });
  if (const auto camera = json.find("camera"); camera != json.end()) {
    state.camera = poseFromJson(*camera);
    if (!state.camera)
      read.remarks.emplace_back("The saved camera makes no sense and was left out.");
  }
  readList(json, "bookmarks", read.remarks, [&](const Json& entry) {
    if (!entry.is_object()) return false;
    const auto name = entry.find("name");
    const auto camera = entry.find("camera");
    if (name == entry.end() || !name->is_string() || camera == entry.end()) return false;
    const auto pose = poseFromJson(*camera);
    if (pose) state.bookmarks.keep(name->get<std::string>(), *pose);
    return pose.has_value();
  });
  return read;
}

}  // namespace molloquy::render
