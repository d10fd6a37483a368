#include "model/prepare/geometry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/checkpoints/sha256.h"
#include "model/chem/conformers.h"
#include "model/chem/structure_reader.h"
#include "model/prepare/embedding_bytes.h"

namespace molloquy::prepare {
namespace {

tl::unexpected<GeometryProblem> lose(Loss loss, std::string reason) {
  return tl::unexpected<GeometryProblem>({loss, std::move(reason)});
}

/// Which atoms stay: the heavy ones, or all where there are only hydrogens.
std::vector<std::size_t> keptAtoms(const std::vector<std::string>& symbols) {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (symbols[i] != "H") kept.push_back(i);
  }
  if (!kept.empty()) return kept;
  kept.resize(symbols.size());
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  return kept;
}

Geometry keptOnly(const std::vector<std::string>& symbols,
                  const std::vector<corpus::Positions>& conformers) {
  const std::vector<std::size_t> kept = keptAtoms(symbols);
  Geometry geometry;
  for (const std::size_t atom : kept) geometry.symbols.push_back(symbols[atom]);
  for (const corpus::Positions& all : conformers) {
    corpus::Positions points;
    for (const std::size_t atom : kept) points.push_back(all[atom]);
    geometry.conformers.push_back(std::move(points));
  }
  return geometry;
}

tl::expected<GeometryResult, GeometryProblem> givenGeometry(const corpus::Structure& structure) {
  if (structure.symbols.empty()) {
    return lose(Loss::UnreadableStructure, "The row has positions but no \"symbols\".");
  }
  for (const corpus::Positions& positions : structure.conformers) {
    for (const auto& p : positions) {
      if (std::isfinite(p[0]) && std::isfinite(p[1]) && std::isfinite(p[2])) continue;
      return lose(Loss::UnreadableStructure, "A coordinate is not a finite number.");
    }
  }
  return GeometryResult{keptOnly(structure.symbols, structure.conformers), GeometryOrigin::Given};
}

Embedding problem(std::string reason) { return {{}, std::move(reason)}; }

/// nullopt after a stop: what there is then says nothing about the structure.
std::optional<Embedding> embed(const chem::Molecule& molecule, const EmbeddingSettings& settings,
                               const std::stop_token& stop) {
  chem::EmbedOptions options;
  options.seed = settings.seed;
  options.count = settings.conformers;
  const auto conformers = chem::embedConformers(molecule, options, stop);
  if (stop.stop_requested()) return std::nullopt;
  if (!conformers) return problem(conformers.error().message);
  if (conformers->empty()) return problem("No conformer was found.");
  std::vector<std::string> symbols;
  for (const chem::Atom& atom : molecule.atoms()) {
    symbols.push_back(chem::elementSymbol(atom.atomicNumber));
  }
  std::vector<corpus::Positions> positions;
  for (const chem::Conformer& conformer : *conformers) {
    corpus::Positions& points = positions.emplace_back();
    for (const chem::Point3& p : conformer.positions) {
      points.push_back(
          {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])});
    }
  }
  return Embedding{keptOnly(symbols, positions), {}};
}

tl::expected<GeometryResult, GeometryProblem> resultOf(Embedding embedding, GeometryOrigin origin) {
  if (!embedding.problem.empty()) return lose(Loss::NoConformer, std::move(embedding.problem));
  return GeometryResult{std::move(embedding.geometry), origin};
}

}  // namespace

tl::expected<GeometryResult, GeometryProblem> geometryOf(const corpus::Structure& structure,
                                                         const EmbeddingSettings& settings,
                                                         ConformerStore* store,
                                                         const std::stop_token& stop) {
  if (!structure.conformers.empty()) return givenGeometry(structure);
  const std::string key =
      fmt::format("{}\n{}\n{}", settings.seed, settings.conformers, structure.smiles);
  if (store != nullptr) {
    if (auto stored = store->find(key)) {
      return resultOf(*std::move(stored), GeometryOrigin::Stored);
    }
  }
  const auto record = chem::parseSmiles(structure.smiles);
  if (!record) return lose(Loss::UnreadableStructure, record.error().message);
  const auto embedding = embed(*record->molecule, settings, stop);
  if (!embedding) return lose(Loss::NoConformer, "Preparation was stopped.");
  if (store != nullptr) store->put(key, *embedding);
  return resultOf(*embedding, GeometryOrigin::Embedded);
}

std::string contentKey(const Geometry& geometry) {
  return checkpoints::sha256OfText(toBytes({geometry, {}})).substr(0, 40);
}

}  // namespace molloquy::prepare
