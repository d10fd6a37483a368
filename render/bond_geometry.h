#pragma once

#include <future>
#include <memory>
#include <vector>

#include "model/chem/molecule.h"
#include "render/structure_style.h"
#include "render/trackball_camera.h"

namespace molloquy::render {

class ShapeIndex;

enum class StickForm : std::uint8_t {
  Solid,  ///< a cylinder of the stick's radius.
  Line,   ///< a line of even width on the screen; the radius is only for picking.
};

/// Whose colour a stick has, and which atom a click on it means.
enum class StickOwner : std::uint8_t { Halves, Begin, End };

/// One cylinder or line of a bond, from one atom's centre (or beside it) to the other's, or a dash.
struct Stick {
  Vec3 from{};  ///< at or nearer to the bond's begin atom, angstrom.
  Vec3 to{};    ///< at or nearer to the bond's end atom.
  double radius = 0;
  BondIndex bond;
  AtomIndex begin;
  AtomIndex end;
  StickForm form = StickForm::Solid;
  StickOwner owner = StickOwner::Halves;
};

enum class BallForm : std::uint8_t {
  Solid,
  Unseen,  ///< an atom where lines meet: found by a click, not drawn.
  Hidden,  ///< neither drawn nor found.
};

/// The shape of the picture. The picture, the picker and the halos all use this one description, so
/// what is seen is what is picked.
struct BallsAndSticks {
  std::vector<Ball> balls;      ///< by atom, hidden ones too.
  std::vector<BallForm> forms;  ///< by atom.
  std::vector<Stick> sticks;    ///< in bond order; double bonds have two, triple bonds three,
                                ///< aromatic ones a dashed one, dative ones are dashes.
  Ball bounds;                  ///< contains every ball.
  /// Makes picking quick; made by and for the picker, dropped when the shape changes.
  mutable std::shared_future<std::shared_ptr<const ShapeIndex>> index;

  [[nodiscard]] bool isEmpty() const { return balls.empty(); }
  [[nodiscard]] bool isShown(AtomIndex atom) const {
    return atom.value < forms.size() && forms[atom.value] != BallForm::Hidden;
  }
};

/// Builds shapes of one structure in one style, and moves them when only positions change.
/// Parallel sticks lie in the plane of the neighbouring bonds. A bond between two representations
/// is drawn as the thinner of them; van der Waals balls have no sticks.
class ShapeBuilder {
 public:
  ShapeBuilder(std::shared_ptr<const chem::Molecule> molecule, const StructureStyle& style);
  ~ShapeBuilder();

  /// Precondition: a position for every atom.
  [[nodiscard]] BallsAndSticks build(const std::vector<chem::Point3>& positions) const;
  /// The same shape at other positions; what did not move keeps its numbers.
  void move(BallsAndSticks& shape, const std::vector<chem::Point3>& positions) const;

 private:
  struct Plan;
  std::unique_ptr<Plan> m;
};

/// The shape in ball-and-stick with all atoms shown.
/// Precondition: the conformer has a position for every atom.
BallsAndSticks ballsAndSticks(const chem::Molecule& molecule, const chem::Conformer& conformer);

}  // namespace molloquy::render
