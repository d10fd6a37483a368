#pragma once

#include <vtkActor.h>
#include <vtkNew.h>

#include "render/mesh.h"
#include "render/scene_layer.h"
#include "render/sphere_stick_actors.h"

namespace molloquy::render {

/// A mesh as an actor of its own.
class MeshActor {
 public:
  MeshActor();
  void addTo(vtkRenderer& renderer);
  /// Null: nothing is drawn.
  void show(const std::shared_ptr<const Mesh>& mesh);
  void setShown(Shown shown);
  [[nodiscard]] std::size_t triangles() const;
  /// 0..1; below 1 the actor is drawn with the transparent ones.
  void setOpacity(double opacity);

 private:
  vtkNew<vtkActor> m_actor;
  std::shared_ptr<const Mesh> m_mesh;
};

/// Draws SceneContent::shapes: ribbons, the surface and contacts, as far as the style wants them.
/// Shapes of other positions stay where they are until new ones arrive; contacts follow the atoms.
class ShapeLayer : public SceneLayer {
 public:
  ShapeLayer();
  void addTo(vtkRenderer& renderer) override;
  void update(const SceneContent& content, SceneChange change) override;
  /// Ribbons stand in for the atoms of their residues, in small structures for the backbone only.
  /// Atoms that have a representation of their own stay.
  void stylise(const SceneContent& content, StructureStyle& looks) const override;
  /// Surfaces of more than kMovingTriangles stay away while the view moves.
  void setMotion(Motion motion) override;

 private:
  void updateContacts(const SceneContent& content);

  MeshActor m_ribbons;
  MeshActor m_surface;
  SphereStickActors m_contacts;
};

/// Largest surface that is drawn while the view moves.
inline constexpr std::size_t kMovingTriangles = 400'000;

/// What ShapeLayer::stylise() does.
void leaveToRibbons(const SceneContent& content, StructureStyle& looks);

/// Most residues whose side chains are drawn beside ribbons.
inline constexpr std::size_t kSideChainResidues = 40;

}  // namespace molloquy::render
