#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/generation/generation_options.h"

namespace molloquy::generation {

/// The settings the 3D-MoLM reference writes each kind of answer with.
/// Source: reference blip2_stage2.py, blip2_stage3.py, inference.ipynb.
enum class Preset {
  Stage2Caption,  ///< test of the stage-2 captioning.
  Stage3Caption,
  Stage3Description,
  Stage3Property,  ///< computed properties as text.
  Notebook         ///< the published inference notebook.
};

/// A preset and what it is called in settings and on the command line.
struct NamedPreset {
  Preset preset;
  std::string_view name;
  std::string_view use;  ///< a few words for help texts.
};

/// All of them, in the order above.
std::span<const NamedPreset> presets();
/// returns nothing for an unknown name; `presets` lists them.
std::optional<Preset> presetNamed(std::string_view name);

/// Beams, lengths and penalties of a preset; the tokens that end an answer are not set.
GenerateOptions optionsOf(Preset preset);

/// transformers 4.35.0 and earlier put a leading <s> before an answer to embeddings: it is not read
/// by the model, but counts in lengths and in the repetition penalty, and the end token does not
/// count. 4.36 counts the end token instead, and from 4.38 there is no leading token.
void countAsTransformers435(GenerateOptions& options, TokenId leading);

}  // namespace molloquy::generation
