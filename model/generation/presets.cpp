#include "model/generation/presets.h"

#include <algorithm>
#include <array>

namespace molloquy::generation {
namespace {

constexpr std::array<NamedPreset, 5> kPresets{{
    {Preset::Stage2Caption, "caption", "a description, as the stage-2 test writes it"},
    {Preset::Stage3Caption, "stage3-caption", "a description, as the generalist model writes it"},
    {Preset::Stage3Description, "description", "an answer about properties in words"},
    {Preset::Stage3Property, "property", "one computed property"},
    {Preset::Notebook, "notebook", "the settings of the published notebook"},
}};

struct Settings {
  int maxNewTokens;
  int minNewTokens;
  double lengthPenalty;
};

Settings settingsOf(Preset preset) {
  switch (preset) {
    case Preset::Stage2Caption:
      return {128, 32, 0.8};
    case Preset::Stage3Caption:
      return {128, 16, 0.8};
    case Preset::Stage3Description:
    case Preset::Stage3Property:
      return {64, 16, 0.8};
    case Preset::Notebook:
      break;
  }
  return {128, 32, 1.0};
}

}  // namespace

std::span<const NamedPreset> presets() { return kPresets; }

std::optional<Preset> presetNamed(std::string_view name) {
  const auto found = std::find_if(kPresets.begin(), kPresets.end(),
                                  [name](const NamedPreset& named) { return named.name == name; });
  if (found == kPresets.end()) return std::nullopt;
  return found->preset;
}

GenerateOptions optionsOf(Preset preset) {
  const Settings settings = settingsOf(preset);
  GenerateOptions options;
  options.beams = 5;
  options.maxNewTokens = settings.maxNewTokens;
  options.minNewTokens = settings.minNewTokens;
  options.lengthPenalty = settings.lengthPenalty;
  options.sampling.repetitionPenalty = 1.2;
  return options;
}

void countAsTransformers435(GenerateOptions& options, TokenId leading) {
  options.lengthCount = LengthCount::WithoutEnd;
  options.leadingTokens = 1;
  options.penalised.push_back(leading);
}

}  // namespace molloquy::generation
