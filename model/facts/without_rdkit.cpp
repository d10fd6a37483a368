// Facts in a build without RDKit.
#include "model/facts/computed_facts.h"
#include "model/facts/summary.h"

namespace molloquy::facts {

Result<std::vector<Fact>> computeFacts(const chem::Molecule&) {
  return fail(ErrorCode::Unsupported,
              "This build has no chemistry library. Build with MOLLOQUY_WITH_RDKIT=ON.");
}

Summary summarize(const chem::Molecule&) { return {}; }

}  // namespace molloquy::facts
