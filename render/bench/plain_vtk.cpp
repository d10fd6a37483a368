#include "render/bench/plain_vtk.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkMolecule.h>
#include <vtkMoleculeMapper.h>
#include <vtkRenderer.h>

#include "render/style.h"

namespace molloquy::render::bench {

namespace {

constexpr double kGround = 0.96;

unsigned short orderOf(chem::BondOrder order) {
  switch (order) {
    case chem::BondOrder::Double:
      return 2;
    case chem::BondOrder::Triple:
    case chem::BondOrder::Quadruple:
      return 3;
    case chem::BondOrder::Single:
    case chem::BondOrder::Aromatic:
    case chem::BondOrder::Dative:
    case chem::BondOrder::Other:
      break;
  }
  return 1;
}

}  // namespace

PlainVtk::PlainVtk(const Subject& subject) {
  vtkNew<vtkMolecule> molecule;
  const auto& atoms = subject.molecule->atoms();
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const chem::Point3& place = subject.conformer->positions[i];
    molecule->AppendAtom(static_cast<unsigned short>(atoms[i].atomicNumber), place[0], place[1],
                         place[2]);
  }
  for (const chem::Bond& bond : subject.molecule->bonds()) {
    molecule->AppendBond(bond.begin.value, bond.end.value, orderOf(bond.order));
  }
  vtkNew<vtkMoleculeMapper> mapper;
  mapper->SetInputData(molecule);
  mapper->UseBallAndStickSettings();
  mapper->SetAtomicRadiusScaleFactor(static_cast<float>(kBallPerVanDerWaals));
  mapper->SetBondRadius(static_cast<float>(kSingleStickRadius));
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  m_renderer->AddActor(actor);
  m_renderer->SetBackground(kGround, kGround, kGround);
}

PlainVtk::~PlainVtk() = default;

vtkRenderer& PlainVtk::renderer() { return *m_renderer; }

void PlainVtk::setCamera(const CameraPose& pose, const Ball& content) {
  applyTo(*m_renderer->GetActiveCamera(), pose, content);
}

}  // namespace molloquy::render::bench
