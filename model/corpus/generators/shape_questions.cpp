#include "model/corpus/generators/shape_questions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "model/chem/conformers.h"
#include "model/chem/structure_reader.h"
#include "model/corpus/generators/time_limit.h"

namespace molloquy::corpus {
namespace {

/// Conformers whose force-field energies are nearer are one shape, or a shape and its mirror image.
constexpr double kSameShapeKcal = 1e-3;

/// Elements and positions of one conformer as they are written.
struct Shape {
  std::vector<std::string> symbols;
  Positions positions;
};

double written(double angstrom) { return std::round(angstrom * 1000.0) / 1000.0; }

std::size_t componentsOf(const chem::Molecule& molecule) {
  std::vector<std::uint32_t> next(molecule.atoms().size());
  std::iota(next.begin(), next.end(), 0U);
  const auto rootOf = [&](std::uint32_t atom) {
    while (next[atom] != atom) atom = next[atom] = next[next[atom]];
    return atom;
  };
  std::size_t components = next.size();
  for (const chem::Bond& bond : molecule.bonds()) {
    const std::uint32_t a = rootOf(bond.begin.value);
    const std::uint32_t b = rootOf(bond.end.value);
    if (a != b) --components;
    next[a] = b;
  }
  return components;
}

/// Why a structure is not labelled, as far as its graph tells.
std::optional<std::string> refusalOf(const chem::Molecule& molecule,
                                     const ShapeQuestionOptions& options) {
  const std::size_t heavy = molecule.heavyAtomCount();
  if (heavy > options.mostHeavyAtoms) {
    return fmt::format("The structure has {} heavy atoms; at most {} are taken.", heavy,
                       options.mostHeavyAtoms);
  }
  if (const std::size_t components = componentsOf(molecule); components != 1) {
    return fmt::format("The structure has {} components, whose places beside each other are open.",
                       components);
  }
  for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
    if (molecule.atoms()[i].radicalElectrons == 0) continue;
    return fmt::format("{} has an unpaired electron; only closed shells are labelled.",
                       chem::atomName(molecule, AtomIndex(i)));
  }
  if (options.charges == Charges::Neutral && molecule.totalCharge() != 0) {
    return fmt::format("The structure has a charge of {:+}; only neutral ones are labelled.",
                       molecule.totalCharge());
  }
  return std::nullopt;
}

std::vector<std::string> symbolsOf(const chem::Molecule& molecule) {
  std::vector<std::string> symbols;
  for (const chem::Atom& atom : molecule.atoms()) {
    symbols.push_back(chem::elementSymbol(atom.atomicNumber));
  }
  return symbols;
}

/// The entry's own conformers; refuses them when they are of another molecule than the SMILES.
std::vector<Shape> givenShapes(const Entry& entry, const chem::Molecule& molecule,
                               const ShapeQuestionOptions& options,
                               std::vector<std::string>& refused) {
  std::vector<std::string> expected = symbolsOf(molecule);
  std::vector<std::string> found = entry.structure.symbols;
  std::sort(expected.begin(), expected.end());
  std::sort(found.begin(), found.end());
  if (expected != found) {
    refused.push_back(
        fmt::format("The conformers have {} atoms and not those of the SMILES, which "
                    "has {} with hydrogens.",
                    found.size(), expected.size()));
    return {};
  }
  std::vector<Shape> shapes;
  for (const Positions& positions : entry.structure.conformers) {
    if (shapes.size() == static_cast<std::size_t>(options.conformers)) break;
    shapes.push_back({entry.structure.symbols, positions});
  }
  return shapes;
}

std::uint32_t embeddingSeed(const std::string& smiles, std::uint64_t seed) {
  return static_cast<std::uint32_t>(drawn(seed, smiles, "embedding"));
}

bool isKnown(const std::vector<double>& energies, double energy) {
  return std::any_of(energies.begin(), energies.end(),
                     [&](double known) { return std::abs(known - energy) < kSameShapeKcal; });
}

std::vector<Shape> embeddedShapes(const std::string& smiles, const chem::Molecule& molecule,
                                  const ShapeQuestionOptions& options, const std::stop_token& stop,
                                  std::vector<std::string>& refused) {
  const TimeLimit limit(options.embeddingLimit, stop);
  const auto conformers = chem::embedConformers(molecule,
                                                {.seed = embeddingSeed(smiles, options.seed),
                                                 .count = options.conformers,
                                                 .maxIterations = options.forceFieldSteps},
                                                limit.token());
  if (!conformers) {
    refused.push_back(conformers.error().message);
    return {};
  }
  const bool complete = conformers->size() == static_cast<std::size_t>(options.conformers);
  if (limit.isOver() && !complete) {
    refused.push_back(fmt::format("{} of {} shapes were found within {} s.", conformers->size(),
                                  options.conformers,
                                  std::chrono::duration<double>(options.embeddingLimit).count()));
  }
  std::vector<Shape> shapes;
  std::vector<double> energies;
  for (const chem::Conformer& conformer : *conformers) {
    if (!conformer.energyKcalPerMol) {
      refused.push_back(conformer.note);
      continue;
    }
    if (isKnown(energies, *conformer.energyKcalPerMol)) {
      refused.push_back("A conformer has the energy of an earlier one: it is the same shape.");
      continue;
    }
    energies.push_back(*conformer.energyKcalPerMol);
    Shape shape{symbolsOf(molecule), {}};
    for (const chem::Point3& at : conformer.positions) {
      shape.positions.push_back(
          {static_cast<float>(at[0]), static_cast<float>(at[1]), static_cast<float>(at[2])});
    }
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

/// What is computed of a shape: the positions as they are written.
Result<quantum::SinglePointInput> inputOf(const Shape& shape, int charge) {
  quantum::SinglePointInput input;
  input.charge = charge;
  for (const std::string& symbol : shape.symbols) {
    const auto number = chem::atomicNumberOf(symbol);
    if (!number) {
      return fail(ErrorCode::InvalidInput, fmt::format("\"{}\" is no element.", symbol));
    }
    input.atomicNumbers.push_back(*number);
  }
  for (const auto& at : shape.positions) {
    input.positions.push_back({written(at[0]), written(at[1]), written(at[2])});
  }
  return input;
}

std::vector<QuestionAnswer> pairsOf(const quantum::SinglePoint& point, const std::string& smiles,
                                    int charge, std::uint64_t seed) {
  const std::string note = charge == 0 ? "" : fmt::format(" (charge {:+})", charge);
  const std::pair<Property, double> values[] = {{Property::Homo, point.homoEv},
                                                {Property::Lumo, point.lumoEv},
                                                {Property::Gap, point.gapEv()},
                                                {Property::TotalEnergy, point.energyEv()},
                                                {Property::DipoleMoment, point.dipoleDebye}};
  std::vector<QuestionAnswer> pairs;
  for (const auto& [property, value] : values) {
    pairs.push_back(ask(property, value, seed, smiles, note));
  }
  return pairs;
}

/// Computes the shape's numbers. Errors: InvalidInput (no such element), and those of `compute`.
Result<std::vector<QuestionAnswer>> answersFor(const Shape& shape, const std::string& smiles,
                                               int charge, std::uint64_t seed,
                                               const SinglePointCalculator& compute,
                                               const std::stop_token& stop) {
  const auto input = inputOf(shape, charge);
  if (!input) return tl::unexpected(input.error());
  const auto point = compute(*input, stop);
  if (!point) return tl::unexpected(point.error());
  return pairsOf(*point, smiles, charge, seed);
}

bool isAmong(const std::vector<Entry>& entries, const Entry& candidate) {
  const auto sameAnswer = [](const QuestionAnswer& a, const QuestionAnswer& b) {
    return a.answer == b.answer;
  };
  return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
    return std::equal(entry.pairs.begin(), entry.pairs.end(), candidate.pairs.begin(),
                      candidate.pairs.end(), sameAnswer);
  });
}

}  // namespace

ShapeQuestions shapeQuestions(const Entry& entry, const ShapeQuestionOptions& options,
                              const SinglePointCalculator& compute, const std::stop_token& stop) {
  ShapeQuestions made;
  const std::string& smiles = entry.structure.smiles;
  if (smiles.empty()) {
    made.refused.push_back("The structure has no SMILES, so its charge is not known.");
    return made;
  }
  const auto record = chem::parseSmiles(smiles);
  if (!record) {
    made.refused.push_back(record.error().message);
    return made;
  }
  const chem::Molecule& molecule = *record->molecule;
  if (auto refusal = refusalOf(molecule, options)) {
    made.refused.push_back(*std::move(refusal));
    return made;
  }
  const std::vector<Shape> shapes =
      entry.structure.conformers.empty()
          ? embeddedShapes(smiles, molecule, options, stop, made.refused)
          : givenShapes(entry, molecule, options, made.refused);
  for (const Shape& shape : shapes) {
    if (stop.stop_requested()) break;
    auto pairs = answersFor(shape, smiles, molecule.totalCharge(), options.seed, compute, stop);
    if (!pairs) {
      made.refused.push_back(pairs.error().message);
      continue;
    }
    Entry labelled{entry.id,
                   options.source,
                   entry.split,
                   {smiles, shape.symbols, {shape.positions}},
                   *std::move(pairs)};
    if (isAmong(made.entries, labelled)) {
      made.refused.push_back("A conformer has the same answers as an earlier one.");
    } else {
      made.entries.push_back(std::move(labelled));
    }
  }
  return made;
}

std::string shapeSource(std::string_view xtbVersion) {
  return fmt::format("computed (GFN2-xTB single point, xtb {}; no DFT)", xtbVersion);
}

}  // namespace molloquy::corpus
