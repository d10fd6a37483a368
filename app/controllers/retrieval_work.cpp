#include "app/controllers/retrieval_work.h"

#include <limits>
#include <utility>

#include "model/chem/conformers.h"
#include "model/chem/energy/molecule_overlay.h"
#include "model/session/session_loader.h"

namespace molloquy::app {
namespace fs = std::filesystem;
namespace {

/// So few embeddings are computed without being asked for: it takes some seconds.
constexpr std::size_t kComputedUnasked = 512;
constexpr std::size_t kOnMap = 20'000;
/// Shapes of a neighbour that are tried on the structure; coarse ones, each takes milliseconds.
constexpr chem::EmbedOptions kTriedShapes{.seed = 7, .count = 16, .maxIterations = 200};

/// The shape whose paired atoms fit best on the reference's, as a rigid body.
std::size_t nearestShape(const std::vector<chem::Positions>& shapes,
                         const std::vector<std::pair<AtomIndex, AtomIndex>>& pairs,
                         const chem::Positions& reference) {
  std::vector<chem::Point3> target;
  for (const auto& [probe, atom] : pairs) target.push_back(reference[atom.value]);
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    std::vector<chem::Point3> moving;
    for (const auto& [probe, atom] : pairs) moving.push_back(shapes[i][probe.value]);
    const auto fit = chem::superpose(moving, target);
    if (fit && fit->rmsd < least) {
      least = fit->rmsd;
      best = i;
    }
  }
  return best;
}

/// What is drawn of a neighbour: sticks between heavy atoms, so that the structure stays readable.
void takeHeavyAtoms(const chem::Molecule& molecule, const chem::Positions& positions,
                    OverlaidNeighbour& laid) {
  std::vector<chem::Atom> atoms;
  std::vector<chem::Bond> bonds;
  std::vector<std::optional<AtomIndex>> places(molecule.atoms().size());
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    if (molecule.atoms()[i].atomicNumber == 1) continue;
    places[i] = AtomIndex(static_cast<std::uint32_t>(atoms.size()));
    atoms.push_back(molecule.atoms()[i]);
    laid.positions.push_back(positions[i]);
  }
  for (chem::Bond bond : molecule.bonds()) {
    if (!places[bond.begin.value] || !places[bond.end.value]) continue;
    bond.begin = *places[bond.begin.value];
    bond.end = *places[bond.end.value];
    bonds.push_back(bond);
  }
  laid.molecule = std::make_shared<const chem::Molecule>(std::move(atoms), std::move(bonds),
                                                         molecule.name(), nullptr);
}

}  // namespace

Result<library::MoleculeLibrary*> searchedLibrary(RetrievalBench& bench,
                                                  const SearchedPlace& place) {
  if (!place.location.empty()) return opened(bench.kept, place.location);
  if (!bench.visited.library) {
    auto made = library::createLibrary(place.visited, "This session");
    if (!made) return tl::unexpected(made.error());
    bench.visited = {place.visited.string(), std::move(*made)};
  }
  return bench.visited.library.get();
}

Result<void> openRetrieval(RetrievalBench& bench, const std::vector<fs::path>& folders,
                           const std::stop_token& stop) {
  std::error_code ignored;
  for (const fs::path& folder : folders) {
    if (!fs::exists(folder / "stage1.json", ignored)) continue;
    if (bench.session && bench.session->info().folder == folder) return {};
    auto stamp = library::modelStamp(folder);
    if (!stamp) return tl::unexpected(stamp.error());
    session::OpenOptions options;
    options.threads = 1;  // beside the conversation's model
    auto session = session::openRetrievalSession(folder, options, {}, stop);
    if (!session) return tl::unexpected(session.error());
    bench.session = std::move(*session);
    bench.stamp = *stamp;
    return {};
  }
  return fail(ErrorCode::NotFound,
              "The loaded model has no stage-1 network, which puts structures and texts in one "
              "space; load one that has, or compare by structure or shape.");
}

Result<NeighbourAnswer> neighboursOf(RetrievalBench& bench, const SearchedPlace& place,
                                     const std::vector<fs::path>& folders,
                                     const library::NeighbourQuery& query,
                                     const std::stop_token& stop) {
  const auto library = searchedLibrary(bench, place);
  if (!library) return tl::unexpected(library.error());
  const bool needsModel = query.by == library::NeighbourBy::Meaning || !query.sentence.empty() ||
                          query.find == library::NeighbourQuery::Find::Texts;
  if (needsModel) {
    if (auto open = openRetrieval(bench, folders, stop); !open) {
      if (open.error().code != ErrorCode::NotFound) return tl::unexpected(open.error());
      return NeighbourAnswer{
          NeighbourAnswer::Lack::Model, QString::fromStdString(open.error().message), false, {}};
    }
    const auto molecules = (*library)->withoutEmbeddings(bench.stamp, kComputedUnasked + 1);
    if (!molecules) return tl::unexpected(molecules.error());
    const auto texts = (*library)->textsWithoutEmbeddings(bench.stamp, kComputedUnasked + 1);
    if (!texts) return tl::unexpected(texts.error());
    const std::size_t lacking = std::max(molecules->size(), texts->size());
    if (lacking > 0) {
      return NeighbourAnswer{
          NeighbourAnswer::Lack::Embeddings, {}, lacking <= kComputedUnasked, {}};
    }
  }
  auto list = library::findNeighbours(**library, needsModel ? bench.session.get() : nullptr,
                                      bench.stamp, query, stop);
  if (!list) return tl::unexpected(list.error());
  return NeighbourAnswer{NeighbourAnswer::Lack::Nothing, {}, false, std::move(*list)};
}

Result<OverlaidNeighbour> laidOver(library::MoleculeLibrary& library, library::MoleculeId id,
                                   const StructureSnapshot& structure,
                                   const std::stop_token& stop) {
  const auto kept = library.molecule(id);
  if (!kept) return tl::unexpected(kept.error());
  std::vector<chem::Positions> shapes;
  for (const auto& known : kept->conformers) shapes.push_back(known.conformer.positions);
  // A shape of its own choice seldom has the torsions of the one on the bench: the best of several.
  auto made = chem::embedConformers(*kept->molecule, kTriedShapes, stop);
  if (made) {
    for (const chem::Conformer& one : *made) shapes.push_back(one.positions);
  } else if (shapes.empty()) {
    return tl::unexpected(made.error());
  }
  OverlaidNeighbour laid;
  auto how = energy::OverlayBy::CommonSubstructure;
  const auto superpose = [&](const chem::Positions& shape) {
    return energy::superposeMolecules(*kept->molecule, shape, *structure.molecule,
                                      structure.conformer->positions, how, stop);
  };
  auto overlay = superpose(shapes.front());
  if (!overlay) {
    laid.note = QString::fromStdString(overlay.error().message);
    how = energy::OverlayBy::Shape;
    overlay = superpose(shapes.front());
  }
  if (!overlay) return tl::unexpected(overlay.error());
  std::size_t best = 0;
  if (how == energy::OverlayBy::CommonSubstructure) {
    best = nearestShape(shapes, overlay->pairs, structure.conformer->positions);
    if (best > 0) {
      if (auto nearer = superpose(shapes[best])) overlay = std::move(nearer);
    }
  }
  chem::Positions& shape = shapes[best];
  for (chem::Point3& place : shape) place = overlay->motion.apply(place);
  laid.name = QString::fromStdString(kept->title);
  laid.atoms = static_cast<int>(overlay->pairs.size());
  laid.rmsd = overlay->motion.rmsd;
  takeHeavyAtoms(*kept->molecule, shape, laid);
  return laid;
}

Result<LibraryMap> mapOf(RetrievalBench& bench, const SearchedPlace& place,
                         const std::vector<fs::path>& folders, const StructureSnapshot& structure,
                         const std::stop_token& stop) {
  const auto library = searchedLibrary(bench, place);
  if (!library) return tl::unexpected(library.error());
  if (auto open = openRetrieval(bench, folders, stop); !open) return tl::unexpected(open.error());
  auto map = library::embeddingMap(**library, bench.stamp, kOnMap, stop);
  if (!map) return tl::unexpected(map.error());
  LibraryMap drawn;
  auto rows = (*library)->rows(map->ids);
  if (!rows) return tl::unexpected(rows.error());
  drawn.rows = std::move(*rows);
  if (!structure.isEmpty()) {
    if (const auto vector = library::pooledVector(*bench.session, *structure.molecule,
                                                  structure.conformer.get(), stop)) {
      drawn.marker = library::placeOnMap(*map, *vector);
    }
  }
  drawn.map = std::move(*map);
  return drawn;
}

Result<std::size_t> rememberVisited(RetrievalBench& bench, const fs::path& file,
                                    library::NewMolecule molecule) {
  const auto library = searchedLibrary(bench, {{}, file});
  if (!library) return tl::unexpected(library.error());
  const library::NewMolecule one[] = {std::move(molecule)};
  if (auto added = (*library)->add(one); !added) return tl::unexpected(added.error());
  const auto info = (*library)->info();
  if (!info) return tl::unexpected(info.error());
  return info->molecules;
}

}  // namespace molloquy::app
