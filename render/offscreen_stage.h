#pragma once

#include <memory>

#include "model/base/result.h"
#include "render/image_export.h"

namespace molloquy::render {

/// A scene in a window that is never shown, for one picture after the other. One GL thread.
class OffscreenStage {
 public:
  /// Needs an X display with OpenGL 3.2 (a virtual one will do).
  /// Errors: Unsupported, telling how to get one.
  static Result<OffscreenStage> open();

  OffscreenStage(OffscreenStage&& other) noexcept;
  OffscreenStage& operator=(OffscreenStage&& other) noexcept;
  ~OffscreenStage();

  [[nodiscard]] MoleculeScene& scene();
  /// Gives the scene the structure and what the options say of it: colours, style, values, shapes
  /// and highlights. Errors: InvalidInput (positions missing).
  Result<void> show(const chem::Molecule& molecule, const chem::Conformer& conformer,
                    const PictureOptions& options);
  /// As drawPicture().
  Result<Picture> draw(const PictureOptions& options);

 private:
  struct Parts;
  explicit OffscreenStage(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> m;
};

}  // namespace molloquy::render
