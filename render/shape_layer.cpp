#include "render/shape_layer.h"

#include <algorithm>

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkTypeInt32Array.h>
#include <vtkUnsignedCharArray.h>

#include "render/structure_shapes.h"

namespace molloquy::render {

namespace {

constexpr double kDashRadius = 0.045;
constexpr std::size_t kOxygen = 8;

vtkNew<vtkFloatArray> vectors(const std::vector<Mesh::Point>& points) {
  vtkNew<vtkFloatArray> array;
  array->SetNumberOfComponents(3);
  array->SetNumberOfTuples(static_cast<vtkIdType>(points.size()));
  std::copy_n(points.empty() ? nullptr : points.front().data(), 3 * points.size(),
              array->GetPointer(0));
  return array;
}

vtkNew<vtkPolyData> polyData(const Mesh& mesh) {
  vtkNew<vtkPolyData> data;
  vtkNew<vtkPoints> points;
  points->SetData(vectors(mesh.positions));
  data->SetPoints(points);
  const auto normals = vectors(mesh.normals);
  normals->SetName("normals");
  data->GetPointData()->SetNormals(normals);
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetName("colours");
  colours->SetNumberOfComponents(3);
  colours->SetNumberOfTuples(static_cast<vtkIdType>(mesh.colours.size()));
  for (std::size_t i = 0; i < mesh.colours.size(); ++i) {
    const unsigned char channels[3] = {mesh.colours[i].red, mesh.colours[i].green,
                                       mesh.colours[i].blue};
    colours->SetTypedTuple(static_cast<vtkIdType>(i), channels);
  }
  data->GetPointData()->SetScalars(colours);
  vtkNew<vtkTypeInt32Array> corners;
  corners->SetNumberOfValues(static_cast<vtkIdType>(3 * mesh.triangles.size()));
  std::copy_n(mesh.triangles.front().data(), 3 * mesh.triangles.size(), corners->GetPointer(0));
  vtkNew<vtkCellArray> cells;
  cells->SetData(3, corners);
  data->SetPolys(cells);
  return data;
}

/// Atoms that the ribbons are drawn for.
bool isBackbone(const std::string& name) {
  for (const char* part :
       {"N", "C",   "O",   "H",   "HN",  "HA",  "H1",  "H2",  "H3",  "OXT", "HXT",
        "P", "OP1", "OP2", "OP3", "O1P", "O2P", "O5'", "C5'", "O3'", "H5'", "H5''"}) {
    if (name == part) return true;
  }
  return false;
}

}  // namespace

MeshActor::MeshActor() {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetScalarModeToUsePointData();
  m_actor->SetMapper(mapper);
  vtkProperty* property = m_actor->GetProperty();
  property->SetAmbient(kAmbient);
  property->SetDiffuse(kDiffuse);
  property->SetSpecular(kSpecular);
  property->SetSpecularPower(kSpecularPower);
  m_actor->SetVisibility(0);
  m_actor->PickableOff();
}

void MeshActor::addTo(vtkRenderer& renderer) { renderer.AddActor(m_actor); }

void MeshActor::show(const std::shared_ptr<const Mesh>& mesh) {
  if (mesh == m_mesh) return;
  m_mesh = mesh;
  const bool isDrawn = mesh && !mesh->isEmpty();
  m_actor->SetVisibility(isDrawn ? 1 : 0);
  auto* mapper = vtkPolyDataMapper::SafeDownCast(m_actor->GetMapper());
  if (isDrawn) {
    mapper->SetInputData(polyData(*mesh));
  } else {
    mapper->SetInputData(vtkNew<vtkPolyData>());
  }
}

void MeshActor::setShown(Shown shown) {
  m_actor->SetVisibility(shown == Shown::Yes && triangles() > 0 ? 1 : 0);
}

std::size_t MeshActor::triangles() const { return m_mesh ? m_mesh->triangles.size() : 0; }

void MeshActor::setOpacity(double opacity) {
  m_actor->GetProperty()->SetOpacity(std::clamp(opacity, 0.05, 1.0));
}

ShapeLayer::ShapeLayer() : m_contacts(Shell::Surface) {}

void ShapeLayer::addTo(vtkRenderer& renderer) {
  m_ribbons.addTo(renderer);
  m_contacts.addTo(renderer);
  m_surface.addTo(renderer);
}

void ShapeLayer::update(const SceneContent& content, SceneChange /*change*/) {
  const StructureShapes* shapes = content.shapes.get();
  const bool hasSurface = shapes && content.style.surface.kind != SurfaceKind::None;
  m_ribbons.show(shapes && content.style.ribbons ? shapes->ribbons : nullptr);
  m_surface.show(hasSurface ? shapes->surface : nullptr);
  m_surface.setOpacity(content.style.surface.opacity);
  updateContacts(content);
}

void ShapeLayer::updateContacts(const SceneContent& content) {
  std::vector<DrawnStick> sticks;
  if (content.shapes && content.style.contacts) {
    for (const Dash& dash : dashesOf(content.shapes->contacts, content.positions)) {
      const bool isBond = dash.kind == ContactKind::HydrogenBond;
      sticks.push_back({dash.from, dash.to, kDashRadius,
                        isBond ? content.colours.accent : content.colours.elements[kOxygen]});
    }
  }
  m_contacts.setShapes({}, sticks);
}

void ShapeLayer::stylise(const SceneContent& content, StructureStyle& looks) const {
  leaveToRibbons(content, looks);
}

void ShapeLayer::setMotion(Motion motion) {
  const bool tooLarge = m_surface.triangles() > kMovingTriangles;
  m_surface.setShown(motion == Motion::Moving && tooLarge ? Shown::No : Shown::Yes);
}

void leaveToRibbons(const SceneContent& content, StructureStyle& looks) {
  const bool hasRibbons = content.shapes && content.shapes->ribbons && content.style.ribbons;
  const auto& biopolymer = content.molecule->biopolymer();
  if (!hasRibbons || !biopolymer) return;
  std::vector<char> drawn(biopolymer->residues.size());
  std::size_t residues = 0;
  for (const std::uint32_t atom : content.shapes->ribbons->atoms) {
    if (atom >= biopolymer->residueOf.size()) continue;
    const std::uint32_t residue = biopolymer->residueOf[atom];
    if (residue >= drawn.size() || drawn[residue] != 0) continue;
    drawn[residue] = 1;
    ++residues;
  }
  const bool sideChains = residues <= kSideChainResidues;
  for (std::size_t i = 0; i < std::min(looks.size(), biopolymer->residueOf.size()); ++i) {
    const std::uint32_t residue = biopolymer->residueOf[i];
    if (residue >= drawn.size() || drawn[residue] == 0) continue;
    if (content.style.exceptions.contains(AtomIndex(static_cast<std::uint32_t>(i)))) continue;
    const bool named = i < biopolymer->atomNames.size();
    if (!sideChains || (named && isBackbone(biopolymer->atomNames[i]))) looks[i].shown = false;
  }
}

}  // namespace molloquy::render
