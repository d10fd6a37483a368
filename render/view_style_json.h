#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "render/view_style.h"

namespace molloquy::render {

/// A style as a JSON object; what has its default is left out.
nlohmann::json viewStyleToJson(const ViewStyle& style);

/// The style of a JSON value; `remarks` gets a sentence for everything that makes no sense or is of
/// atoms that are not there.
ViewStyle viewStyleFromJson(const nlohmann::json& json, std::size_t atomCount,
                            std::vector<std::string>& remarks);

/// Names of enumerators in files and on the command line, and back; nullopt for unknown ones.
std::string idOf(ColourBy colourBy);
std::string idOf(HydrogenDisplay hydrogens);
std::string idOf(ElementPalette palette);
std::string idOf(LabelKind labels);
std::string idOf(SurfaceKind kind);
std::string idOf(SurfaceColour colour);
std::string idOf(Ground ground);
template <class Enum>
std::optional<Enum> enumOf(const std::string& id);
/// All names, in the order of the enumerators.
template <class Enum>
std::vector<std::string> idsOf();

}  // namespace molloquy::render
