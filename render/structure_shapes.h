#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"
#include "render/contacts.h"
#include "render/mesh.h"
#include "render/view_style.h"

namespace molloquy::render {

/// What is drawn of a structure besides atoms and bonds and takes long to make: values made on any
/// thread and handed to MoleculeScene::setShapes() on the GL thread.
struct StructureShapes {
  std::shared_ptr<const Mesh> ribbons;  ///< null: none wanted, or no backbone.
  std::shared_ptr<const Mesh> surface;  ///< null: none wanted.
  std::vector<Contact> contacts;        ///< empty: none wanted.
  std::vector<chem::Point3> positions;  ///< the shapes were made for these, angstrom.
  std::string
      note;  ///< sentence for the person (range of the potential, coarser surface), or empty.
};

/// Share of the work that is done, 0..1; called on the working thread.
using ShapeProgress = std::function<void(double done)>;

/// Makes the shapes that `style` wants. `colours` and `values` as MoleculeScene has them. Nothing
/// is kept: to show a change of style or structure, call it again on a calculation thread and stop
/// the call before. Errors: InvalidInput (positions missing; a surface coloured by charges that are
/// not known; stopped), Unsupported (surface of too many atoms).
Result<StructureShapes> structureShapes(const chem::Molecule& molecule,
                                        const std::vector<chem::Point3>& positions,
                                        const ViewStyle& style, const AtomValues& values,
                                        const SceneColours& colours, std::stop_token stop = {},
                                        const ShapeProgress& progress = {});

/// Whether the style wants any of this.
bool wantsShapes(const ViewStyle& style);
/// Whether both styles have the same shapes, so that none needs to be made anew. Opacity, labels
/// and qualities change no shape.
bool haveSameShapes(const ViewStyle& before, const ViewStyle& after);

}  // namespace molloquy::render
