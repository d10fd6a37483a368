#include "model/chem/conformers.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <utility>

#include <ForceField/ForceField.h>
#include <GraphMol/Conformer.h>
#include <GraphMol/DistGeomHelpers/Embedder.h>
#include <GraphMol/ForceFieldHelpers/MMFF/AtomTyper.h>
#include <GraphMol/ForceFieldHelpers/MMFF/Builder.h>
#include <GraphMol/ForceFieldHelpers/UFF/AtomTyper.h>
#include <GraphMol/ForceFieldHelpers/UFF/Builder.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/MolTransforms/MolTransforms.h>
#include <fmt/format.h>

#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

constexpr std::size_t kMaximumEmbeddableAtoms = 999;
/// Distance between the spheres round two components of a salt, before minimisation.
constexpr double kComponentGapAngstrom = 2.0;
/// No cutoff: every pair of atoms is in the force field.
constexpr double kNonBondedCutoffAngstrom = 1000.0;
/// Minimisation steps between two looks at the stop token; every round restarts the Hessian.
constexpr int kStepsPerRound = 200;
/// Seeds tried for a shape that has the stereo that was written.
constexpr int kStereoAttempts = 8;

/// Leaves RDKit's embedding loop, which knows no other way out.
struct EmbeddingStopped {};

// RDKit's progress callback is a bare function pointer without context, so the token of the
// embedding that runs on this thread waits here.
thread_local const std::stop_token* t_embeddingStop = nullptr;

void stopIfRequested(unsigned) {
  if (t_embeddingStop != nullptr && t_embeddingStop->stop_requested()) throw EmbeddingStopped{};
}

/// Sets t_embeddingStop for one scope.
class EmbeddingScope {
 public:
  explicit EmbeddingScope(const std::stop_token& stop) { t_embeddingStop = &stop; }
  ~EmbeddingScope() { t_embeddingStop = nullptr; }
  EmbeddingScope(const EmbeddingScope&) = delete;
  EmbeddingScope& operator=(const EmbeddingScope&) = delete;
};

/// What minimises a molecule, and why it is not MMFF94 when it is not.
struct ForceFieldChoice {
  GeometrySource source = GeometrySource::EmbeddedMmff94;
  std::string note;
};

std::string firstAtomWithoutMmff(const Molecule& molecule, RDKit::MMFF::MMFFMolProperties& mmff) {
  for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
    if (mmff.getMMFFAtomType(i) == 0) return atomName(molecule, AtomIndex(i));
  }
  return "this combination of atoms";
}

std::string firstAtomWithoutUff(const Molecule& molecule,
                                const RDKit::UFF::AtomicParamVect& parameters) {
  for (std::uint32_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i] == nullptr) return atomName(molecule, AtomIndex(i));
  }
  return "this combination of atoms";
}

ForceFieldChoice chooseForceField(const Molecule& molecule, RDKit::ROMol& mol) {
  RDKit::MMFF::MMFFMolProperties mmff(mol, "MMFF94");
  if (mmff.isValid()) return {};
  const std::string withoutMmff = firstAtomWithoutMmff(molecule, mmff);
  const auto [parameters, complete] = RDKit::UFF::getAtomTypes(mol);
  if (complete) {
    return {GeometrySource::EmbeddedUff,
            fmt::format("MMFF94 has no parameters for {}, so UFF was used.", withoutMmff)};
  }
  return {GeometrySource::EmbeddedOnly,
          fmt::format("MMFF94 has no parameters for {} and UFF has none for {}, so the embedded "
                      "positions were not minimised.",
                      withoutMmff, firstAtomWithoutUff(molecule, parameters))};
}

/// ETKDGv3, then from random coordinates; -1 when neither finds positions.
int embedOne(RDKit::RWMol& mol, int seed) {
  RDKit::DGeomHelpers::EmbedParameters parameters = RDKit::DGeomHelpers::ETKDGv3;
  parameters.randomSeed = seed;
  parameters.callback = stopIfRequested;
  const int found = RDKit::DGeomHelpers::EmbedMolecule(mol, parameters);
  if (found >= 0) return found;
  parameters.useRandomCoords = true;
  parameters.maxIterations = 30;
  return RDKit::DGeomHelpers::EmbedMolecule(mol, parameters);
}

RDGeom::Point3D centreOf(const RDKit::Conformer& conformer, const std::vector<int>& atoms) {
  RDGeom::Point3D centre;
  for (const int atom : atoms) centre += conformer.getAtomPos(static_cast<unsigned>(atom));
  return centre / static_cast<double>(atoms.size());
}

/// RDKit embeds every component round the origin; put them side by side along x instead.
void separateComponents(const RDKit::ROMol& mol, RDKit::Conformer& conformer) {
  std::vector<std::vector<int>> components;
  if (RDKit::MolOps::getMolFrags(mol, components) < 2) return;
  double edge = 0;
  bool first = true;
  for (const std::vector<int>& atoms : components) {
    const RDGeom::Point3D centre = centreOf(conformer, atoms);
    double radius = 0;
    for (const int atom : atoms) {
      const RDGeom::Point3D& at = conformer.getAtomPos(static_cast<unsigned>(atom));
      radius = std::max(radius, (at - centre).length());
    }
    const double x = first ? 0.0 : edge + kComponentGapAngstrom + radius;
    const RDGeom::Point3D shift = RDGeom::Point3D(x, 0, 0) - centre;
    for (const int atom : atoms) conformer.getAtomPos(static_cast<unsigned>(atom)) += shift;
    edge = x + radius;
    first = false;
  }
}

std::unique_ptr<ForceFields::ForceField> makeForceField(RDKit::RWMol& mol, GeometrySource source,
                                                        int conformer) {
  if (source == GeometrySource::EmbeddedMmff94) {
    return std::unique_ptr<ForceFields::ForceField>(
        RDKit::MMFF::constructForceField(mol, kNonBondedCutoffAngstrom, conformer, false));
  }
  if (source == GeometrySource::EmbeddedUff) {
    return std::unique_ptr<ForceFields::ForceField>(
        RDKit::UFF::constructForceField(mol, kNonBondedCutoffAngstrom, conformer, false));
  }
  return nullptr;
}

/// Minimises in place and returns the energy; sets `converged`.
std::optional<double> minimise(RDKit::RWMol& mol, GeometrySource source, int conformer,
                               int maxIterations, const std::stop_token& stop, bool& converged) {
  const std::unique_ptr<ForceFields::ForceField> field = makeForceField(mol, source, conformer);
  if (!field) return std::nullopt;
  field->initialize();
  converged = false;
  for (int done = 0; done < maxIterations && !converged; done += kStepsPerRound) {
    if (stop.stop_requested()) break;
    const int steps = std::min(kStepsPerRound, maxIterations - done);
    converged = field->minimize(static_cast<unsigned>(steps)) == 0;
  }
  return field->calcEnergy();
}

std::vector<Point3> positionsOf(const RDKit::Conformer& conformer) {
  std::vector<Point3> positions;
  positions.reserve(conformer.getNumAtoms());
  for (const RDGeom::Point3D& at : conformer.getPositions())
    positions.push_back({at.x, at.y, at.z});
  return positions;
}

void append(std::string& note, std::string_view sentence) {
  if (sentence.empty()) return;
  if (!note.empty()) note += ' ';
  note += sentence;
}

bool doubleBondsAgree(const RDKit::RWMol& mol, const RDKit::Conformer& conformer) {
  for (const RDKit::Bond* bond : mol.bonds()) {
    const auto stereo = bond->getStereo();
    const bool cis = stereo == RDKit::Bond::STEREOZ || stereo == RDKit::Bond::STEREOCIS;
    const bool trans = stereo == RDKit::Bond::STEREOE || stereo == RDKit::Bond::STEREOTRANS;
    if ((!cis && !trans) || bond->getStereoAtoms().size() != 2) continue;
    unsigned a = bond->getBeginAtomIdx();
    unsigned b = bond->getEndAtomIdx();
    const auto first = static_cast<unsigned>(bond->getStereoAtoms()[0]);
    const auto last = static_cast<unsigned>(bond->getStereoAtoms()[1]);
    if (mol.getBondBetweenAtoms(first, a) == nullptr) std::swap(a, b);
    const double angle = std::abs(MolTransforms::getDihedralRad(conformer, first, a, b, last));
    if ((angle < M_PI / 2) != cis) return false;
  }
  return true;
}

/// Whether positions show the stereo of the graph: ETKDG does not check double bonds in rings, and
/// a minimisation may turn a strained centre over.
bool stereoAgrees(const RDKit::RWMol& mol, int id) {
  if (!doubleBondsAgree(mol, mol.getConformer(id))) return false;
  RDKit::RWMol seen(mol);
  RDKit::MolOps::assignChiralTypesFrom3D(seen, id, true);
  for (const RDKit::Atom* atom : mol.atoms()) {
    const auto tag = atom->getChiralTag();
    const bool tetrahedral =
        tag == RDKit::Atom::CHI_TETRAHEDRAL_CW || tag == RDKit::Atom::CHI_TETRAHEDRAL_CCW;
    if (tetrahedral && seen.getAtomWithIdx(atom->getIdx())->getChiralTag() != tag) return false;
  }
  return true;
}

/// One attempt; nullopt when no positions with the right stereo are found. Throws EmbeddingStopped.
std::optional<Conformer> tryConformer(RDKit::RWMol& mol, const ForceFieldChoice& choice,
                                      const EmbedOptions& options, std::uint32_t seed,
                                      const std::stop_token& stop) {
  const EmbeddingScope scope(stop);
  // RDKit takes a negative seed for "unseeded".
  const int id = embedOne(mol, static_cast<int>(seed & 0x7FFFFFFFU));
  if (id < 0) return std::nullopt;
  separateComponents(mol, mol.getConformer(id));
  bool converged = true;
  Conformer conformer;
  conformer.source = choice.source;
  conformer.note = choice.note;
  conformer.energyKcalPerMol =
      minimise(mol, choice.source, id, options.maxIterations, stop, converged);
  if (conformer.energyKcalPerMol) {
    conformer.energyMethod = choice.source == GeometrySource::EmbeddedUff ? "UFF" : "MMFF94";
  }
  if (!stereoAgrees(mol, id)) return std::nullopt;
  if (!converged) {
    append(conformer.note, fmt::format("The minimisation was ended after {} steps, before it "
                                       "converged.",
                                       options.maxIterations));
  }
  conformer.positions = positionsOf(mol.getConformer(id));
  return conformer;
}

/// The first attempt that succeeds; attempts of one conformer use no other conformer's seeds.
std::optional<Conformer> makeConformer(RDKit::RWMol& mol, const ForceFieldChoice& choice,
                                       const EmbedOptions& options, int index,
                                       const std::stop_token& stop) {
  constexpr std::uint32_t kNextAttempt = 0x01000193;
  for (std::uint32_t attempt = 0; attempt < kStereoAttempts; ++attempt) {
    if (stop.stop_requested()) return std::nullopt;
    const std::uint32_t seed =
        options.seed + static_cast<std::uint32_t>(index) + attempt * kNextAttempt;
    if (auto conformer = tryConformer(mol, choice, options, seed, stop)) return conformer;
  }
  return std::nullopt;
}

void sortByEnergy(std::vector<Conformer>& conformers) {
  std::stable_sort(conformers.begin(), conformers.end(),
                   [](const Conformer& a, const Conformer& b) {
                     return a.energyKcalPerMol.value_or(0.0) < b.energyKcalPerMol.value_or(0.0);
                   });
}

std::optional<Error> refusal(const Molecule& molecule) {
  const std::size_t atoms = molecule.atoms().size();
  if (atoms == 0) {
    return Error(ErrorCode::InvalidInput, "The structure has no atoms; enter another one.");
  }
  if (atoms > kMaximumEmbeddableAtoms) {
    return Error(
        ErrorCode::InvalidInput,
        fmt::format("The structure has {} atoms; 3D shapes are made for at most {}. Open a "
                    "file that has 3D positions.",
                    atoms, kMaximumEmbeddableAtoms));
  }
  if (!molecule.rdkit()) {
    return withoutChemistry(molecule, "A 3D shape");
  }
  return std::nullopt;
}

/// Why embedding found nothing, as far as the graph tells.
Error noShape(const Molecule& molecule) {
  std::vector<int> neighbours(molecule.atoms().size(), 0);
  for (const Bond& bond : molecule.bonds()) {
    ++neighbours[bond.begin.value];
    ++neighbours[bond.end.value];
  }
  for (std::uint32_t i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i] <= 4) continue;
    return Error(ErrorCode::InvalidInput,
                 fmt::format("No 3D shape was found: {} has {} neighbours, and the embedding method "
                             "places up to four. Open a file that has 3D positions.",
                             atomName(molecule, AtomIndex(i)), neighbours[i]));
  }
  return Error(ErrorCode::InvalidInput,
               "No 3D shape fits this structure. Its stereo marks or small rings contradict each "
               "other; check them, or open a file that has 3D positions.");
}

}  // namespace

Result<std::vector<Conformer>> embedConformers(const Molecule& molecule,
                                               const EmbedOptions& options, std::stop_token stop) {
  if (auto refused = refusal(molecule)) return tl::unexpected(*std::move(refused));
  silenceRdkitLog();
  std::vector<Conformer> conformers;
  try {
    RDKit::RWMol mol(*molecule.rdkit()->mol);
    const ForceFieldChoice choice = chooseForceField(molecule, mol);
    for (int i = 0; i < options.count && !stop.stop_requested(); ++i) {
      std::optional<Conformer> conformer = makeConformer(mol, choice, options, i, stop);
      if (conformer && !stop.stop_requested()) conformers.push_back(*std::move(conformer));
    }
  } catch (const EmbeddingStopped&) {
    // What was finished before is returned.
  } catch (...) {
    const auto name = [&](unsigned index) { return atomName(molecule, AtomIndex(index)); };
    return tl::unexpected(currentRdkitError({.name = name, .subject = "The structure"})
                              .within("making its 3D shape"));
  }
  if (conformers.empty() && options.count > 0 && !stop.stop_requested()) {
    return tl::unexpected(noShape(molecule));
  }
  sortByEnergy(conformers);
  return conformers;
}

}  // namespace molloquy::chem
