#include "render/view_style_json.h"

#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace molloquy::render {

namespace {

using Json = nlohmann::json;

template <class Enum>
struct Names;

template <class Enum, std::size_t count>
using Table = std::array<std::pair<Enum, const char*>, count>;

template <>
struct Names<Representation> {
  static constexpr Table<Representation, 4> kAll = {
      {{Representation::BallAndStick, "ball-and-stick"},
       {Representation::Licorice, "licorice"},
       {Representation::VanDerWaals, "van-der-waals"},
       {Representation::Wireframe, "wireframe"}}};
};
template <>
struct Names<ColourBy> {
  static constexpr Table<ColourBy, 7> kAll = {{{ColourBy::Element, "element"},
                                               {ColourBy::PartialCharge, "charge"},
                                               {ColourBy::Chain, "chain"},
                                               {ColourBy::Residue, "residue"},
                                               {ColourBy::Fold, "fold"},
                                               {ColourBy::Custom, "custom"},
                                               {ColourBy::Attention, "attention"}}};
};
template <>
struct Names<HydrogenDisplay> {
  static constexpr Table<HydrogenDisplay, 3> kAll = {{{HydrogenDisplay::All, "all"},
                                                      {HydrogenDisplay::Polar, "polar"},
                                                      {HydrogenDisplay::None, "none"}}};
};
template <>
struct Names<ElementPalette> {
  static constexpr Table<ElementPalette, 2> kAll = {
      {{ElementPalette::Classic, "classic"}, {ElementPalette::ColourBlind, "colour-blind"}}};
};
template <>
struct Names<LabelKind> {
  static constexpr Table<LabelKind, 9> kAll = {{{LabelKind::None, "none"},
                                                {LabelKind::Name, "name"},
                                                {LabelKind::Element, "element"},
                                                {LabelKind::Index, "index"},
                                                {LabelKind::FormalCharge, "formal-charge"},
                                                {LabelKind::PartialCharge, "partial-charge"},
                                                {LabelKind::Cip, "cip"},
                                                {LabelKind::Residue, "residue"},
                                                {LabelKind::Custom, "custom"}}};
};
template <>
struct Names<SurfaceKind> {
  static constexpr Table<SurfaceKind, 3> kAll = {
      {{SurfaceKind::None, "none"},
       {SurfaceKind::VanDerWaals, "van-der-waals"},
       {SurfaceKind::SolventExcluded, "solvent-excluded"}}};
};
template <>
struct Names<SurfaceColour> {
  static constexpr Table<SurfaceColour, 4> kAll = {
      {{SurfaceColour::Plain, "plain"},
       {SurfaceColour::Element, "element"},
       {SurfaceColour::Electrostatic, "electrostatic"},
       {SurfaceColour::Hydrophobicity, "hydrophobicity"}}};
};
template <>
struct Names<Ground> {
  static constexpr Table<Ground, 6> kAll = {{{Ground::Theme, "theme"},
                                             {Ground::Light, "light"},
                                             {Ground::Dark, "dark"},
                                             {Ground::Gradient, "gradient"},
                                             {Ground::Black, "black"},
                                             {Ground::White, "white"}}};
};

template <class Enum>
std::string nameOf(Enum value) {
  for (const auto& [known, name] : Names<Enum>::kAll) {
    if (known == value) return name;
  }
  return {};
}

std::string colourText(const Rgb& colour) {
  return fmt::format("#{:02X}{:02X}{:02X}", colour.red, colour.green, colour.blue);
}

std::optional<Rgb> colourOf(const std::string& text) {
  if (text.size() != 7 || text[0] != '#' ||
      text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos) {
    return std::nullopt;
  }
  const auto value = static_cast<std::uint32_t>(std::stoul(text.substr(1), nullptr, 16));
  return Rgb{static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8 & 0xFF),
             static_cast<std::uint8_t>(value & 0xFF)};
}

/// Reads members of one object and remembers what it could not use.
class Reader {
 public:
  Reader(const Json& object, std::size_t atomCount, std::vector<std::string>& remarks)
      : m_object(object), m_atomCount(atomCount), m_remarks(remarks) {}

  template <class Enum>
  void read(const char* key, Enum& value) {
    const Json* member = find(key);
    if (member == nullptr) return;
    const auto known =
        member->is_string() ? enumOf<Enum>(member->get<std::string>()) : std::nullopt;
    if (known) {
      value = *known;
    } else {
      refuse(key);
    }
  }
  void read(const char* key, bool& value) {
    const Json* member = find(key);
    if (member == nullptr) return;
    member->is_boolean() ? void(value = member->get<bool>()) : refuse(key);
  }
  void read(const char* key, double& value, double low, double high) {
    const Json* member = find(key);
    if (member == nullptr) return;
    const double number = member->is_number() ? member->get<double>() : std::nan("");
    number >= low&& number <= high ? void(value = number) : refuse(key);
  }
  /// An object {"atom, from 1": value}; take(index, value) says whether the value makes sense.
  template <class Take>
  void eachAtom(const char* key, const Take& take) {
    const Json* member = find(key);
    if (member == nullptr) return;
    if (!member->is_object()) return refuse(key);
    std::size_t refused = 0;
    for (const auto& [name, value] : member->items()) {
      const std::optional<AtomIndex> atom = atomOf(name);
      refused += atom && take(*atom, value) ? 0 : 1;
    }
    if (refused > 0) {
      m_remarks.push_back(
          fmt::format("{} of the atoms under \"{}\" were left out: they are not in "
                      "this structure, or their value makes no sense.",
                      refused, key));
    }
  }
  [[nodiscard]] const Json* find(const char* key) const {
    const auto found = m_object.find(key);
    return found == m_object.end() ? nullptr : &*found;
  }
  void refuse(const char* key) {
    m_remarks.push_back(fmt::format("The value of \"{}\" is not known and was left out.", key));
  }
  [[nodiscard]] std::optional<AtomIndex> atomOf(const std::string& text) const {
    if (text.empty() || text.size() > 9 ||
        text.find_first_not_of("0123456789") != std::string::npos) {
      return std::nullopt;
    }
    const std::size_t number = std::stoul(text);
    if (number < 1 || number > m_atomCount) return std::nullopt;
    return AtomIndex(static_cast<std::uint32_t>(number - 1));
  }

 private:
  const Json& m_object;
  std::size_t m_atomCount;
  std::vector<std::string>& m_remarks;
};

std::string keyOf(AtomIndex atom) { return std::to_string(atom.value + 1); }

Json qualityToJson(const Quality& quality) {
  return {{"ambient_occlusion", quality.ambientOcclusion},
          {"silhouette", quality.silhouette},
          {"fog", quality.fog},
          {"depth_of_field", quality.depthOfField},
          {"antialiasing", quality.antialiasing}};
}

void readQuality(Reader& reader, std::size_t atomCount, std::vector<std::string>& remarks,
                 Quality& quality) {
  const Json* member = reader.find("quality");
  if (member == nullptr) return;
  if (!member->is_object()) return reader.refuse("quality");
  Reader inner(*member, atomCount, remarks);
  inner.read("ambient_occlusion", quality.ambientOcclusion);
  inner.read("silhouette", quality.silhouette);
  inner.read("fog", quality.fog);
  inner.read("depth_of_field", quality.depthOfField);
  inner.read("antialiasing", quality.antialiasing);
}

void readAtoms(Reader& reader, ViewStyle& style) {
  reader.eachAtom("exceptions", [&](AtomIndex atom, const Json& value) {
    const auto known =
        value.is_string() ? enumOf<Representation>(value.get<std::string>()) : std::nullopt;
    if (known) style.exceptions[atom] = *known;
    return known.has_value();
  });
  reader.eachAtom("custom_colours", [&](AtomIndex atom, const Json& value) {
    const auto colour = value.is_string() ? colourOf(value.get<std::string>()) : std::nullopt;
    if (colour) style.customColours[atom] = *colour;
    return colour.has_value();
  });
  reader.eachAtom("custom_labels", [&](AtomIndex atom, const Json& value) {
    if (value.is_string()) style.customLabels[atom] = value.get<std::string>();
    return value.is_string();
  });
  const Json* hidden = reader.find("hidden");
  if (hidden == nullptr) return;
  if (!hidden->is_array()) return reader.refuse("hidden");
  for (const Json& value : *hidden) {
    const auto atom =
        value.is_number_unsigned() ? reader.atomOf(value.dump()) : std::optional<AtomIndex>();
    if (atom) style.hidden.insert(*atom);
  }
}

}  // namespace

Json viewStyleToJson(const ViewStyle& style) {
  Json json = {{"representation", nameOf(style.representation)},
               {"hydrogens", nameOf(style.hydrogens)},
               {"colour_by", nameOf(style.colourBy)},
               {"palette", nameOf(style.palette)},
               {"ribbons", style.ribbons},
               {"contacts", style.contacts},
               {"dipole", style.dipole},
               {"surface",
                {{"kind", nameOf(style.surface.kind)},
                 {"colour", nameOf(style.surface.colour)},
                 {"opacity", style.surface.opacity}}},
               {"labels", nameOf(style.labels)},
               {"ground", nameOf(style.ground)},
               {"quality", qualityToJson(style.quality)}};
  for (const auto& [atom, value] : style.exceptions)
    json["exceptions"][keyOf(atom)] = nameOf(value);
  for (const auto& [atom, colour] : style.customColours) {
    json["custom_colours"][keyOf(atom)] = colourText(colour);
  }
  for (const auto& [atom, text] : style.customLabels) json["custom_labels"][keyOf(atom)] = text;
  for (const AtomIndex atom : style.hidden) json["hidden"].push_back(atom.value + 1);
  return json;
}

ViewStyle viewStyleFromJson(const Json& json, std::size_t atomCount,
                            std::vector<std::string>& remarks) {
  ViewStyle style;
  if (!json.is_object()) {
    remarks.emplace_back("The style is no JSON object; the usual one is used.");
    return style;
  }
  Reader reader(json, atomCount, remarks);
  reader.read("representation", style.representation);
  reader.read("hydrogens", style.hydrogens);
  reader.read("colour_by", style.colourBy);
  reader.read("palette", style.palette);
  reader.read("ribbons", style.ribbons);
  reader.read("contacts", style.contacts);
  reader.read("dipole", style.dipole);
  reader.read("labels", style.labels);
  reader.read("ground", style.ground);
  readQuality(reader, atomCount, remarks, style.quality);
  readAtoms(reader, style);
  if (const Json* surface = reader.find("surface"); surface != nullptr && surface->is_object()) {
    Reader inner(*surface, atomCount, remarks);
    inner.read("kind", style.surface.kind);
    inner.read("colour", style.surface.colour);
    inner.read("opacity", style.surface.opacity, 0.05, 1);
  } else if (surface != nullptr) {
    reader.refuse("surface");
  }
  return style;
}

std::string idOf(ColourBy colourBy) { return nameOf(colourBy); }
std::string idOf(HydrogenDisplay hydrogens) { return nameOf(hydrogens); }
std::string idOf(ElementPalette palette) { return nameOf(palette); }
std::string idOf(LabelKind labels) { return nameOf(labels); }
std::string idOf(SurfaceKind kind) { return nameOf(kind); }
std::string idOf(SurfaceColour colour) { return nameOf(colour); }
std::string idOf(Ground ground) { return nameOf(ground); }

template <class Enum>
std::optional<Enum> enumOf(const std::string& id) {
  for (const auto& [value, name] : Names<Enum>::kAll) {
    if (id == name) return value;
  }
  return std::nullopt;
}

template <class Enum>
std::vector<std::string> idsOf() {
  std::vector<std::string> ids;
  for (const auto& [value, name] : Names<Enum>::kAll) ids.emplace_back(name);
  return ids;
}

#define MOLLOQUY_NAMED(Enum)                                  \
  template std::optional<Enum> enumOf(const std::string& id); \
  template std::vector<std::string> idsOf<Enum>();
MOLLOQUY_NAMED(Representation)
MOLLOQUY_NAMED(ColourBy)
MOLLOQUY_NAMED(HydrogenDisplay)
MOLLOQUY_NAMED(ElementPalette)
MOLLOQUY_NAMED(LabelKind)
MOLLOQUY_NAMED(SurfaceKind)
MOLLOQUY_NAMED(SurfaceColour)
MOLLOQUY_NAMED(Ground)
#undef MOLLOQUY_NAMED

}  // namespace molloquy::render
