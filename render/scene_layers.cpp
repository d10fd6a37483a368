#include "render/scene_layer.h"
#include "render/shape_layer.h"

namespace molloquy::render {

std::vector<std::unique_ptr<SceneLayer>> makeSceneLayers() {
  std::vector<std::unique_ptr<SceneLayer>> layers;
  layers.push_back(std::make_unique<ShapeLayer>());
  return layers;
}

}  // namespace molloquy::render
