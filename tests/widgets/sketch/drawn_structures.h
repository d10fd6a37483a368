#pragma once

#include <memory>
#include <string>

#include "model/chem/layout.h"
#include "model/chem/structure_reader.h"
#include "widgets/sketch/sketch_scene.h"

namespace molloquy::test {

/// A structure from its SMILES, laid out, without a place in space.
inline widgets::SketchScene drawn(const std::string& smiles) {
  auto record = chem::parseSmiles(smiles);
  if (!record) return {};
  auto layout = chem::layout(*record->molecule);
  if (!layout) return {};
  return {record->molecule, nullptr, *layout};
}

}  // namespace molloquy::test
