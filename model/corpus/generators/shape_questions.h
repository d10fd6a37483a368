#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "model/chem/quantum/single_point.h"
#include "model/corpus/generators/questions.h"

namespace molloquy::corpus {

/// Which structures are labelled.
enum class Charges {
  Neutral,  ///< ions' orbitals lie far from the others' (starter-model.md, section 4).
  Any,      ///< questions about ions state the charge.
};

struct ShapeQuestionOptions {
  std::string source = "computed";  ///< of the entries, see shapeSource.
  int conformers = 1;               ///< of a structure, at most.
  std::uint64_t seed = 1;
  Charges charges = Charges::Neutral;
  std::size_t mostHeavyAtoms = 100;
  /// Steps of MMFF94; a shape that has not converged then is labelled as it is.
  int forceFieldSteps = 400;
  std::chrono::milliseconds embeddingLimit{60'000};  ///< for one structure.
};

/// Computes a single point; a WorkerPool, outside tests.
using SinglePointCalculator = std::function<Result<quantum::SinglePoint>(
    const quantum::SinglePointInput&, const std::stop_token&)>;

/// What one structure gives.
struct ShapeQuestions {
  std::vector<Entry> entries;        ///< one a conformer, each with the structure's id.
  std::vector<std::string> refused;  ///< sentences: why the structure or a conformer is not there.
};

/// Questions about numbers of one conformer, computed by GFN2-xTB on the very positions that the
/// entry holds (rounded to a thousandth of an angstrom, as they are written). Conformers are the
/// entry's own, or embedded (ETKDGv3, MMFF94). Several conformers give several entries with the
/// same id and the same wording; one with the same answers as an earlier one is refused. Refused
/// are also: more than one component, radicals, ions (see Charges), too many atoms, shapes that no
/// force field has relaxed, what xtb cannot compute. A stop ends the work: what it returns then is
/// incomplete.  Thread: any.
ShapeQuestions shapeQuestions(const Entry& entry, const ShapeQuestionOptions& options,
                              const SinglePointCalculator& compute, const std::stop_token& stop);

/// What the source of such entries says: "computed (GFN2-xTB single point, xtb 6.5.1)".
std::string shapeSource(std::string_view xtbVersion);

}  // namespace molloquy::corpus
