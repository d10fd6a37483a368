#include "render/scene_layer.h"

namespace molloquy::render {

std::vector<std::unique_ptr<SceneLayer>> makeSceneLayers() {
  std::vector<std::unique_ptr<SceneLayer>> layers;
  return layers;
}

}  // namespace molloquy::render
