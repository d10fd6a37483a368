// Facts in a build without RDKit.
#include "model/facts/computed_facts.h"
#include "model/facts/pubchem_properties.h"
#include "model/facts/summary.h"

namespace molloquy::facts {
namespace {

constexpr const char* kNoChemistry =
    "This build has no chemistry library. Build with MOLLOQUY_WITH_RDKIT=ON.";

}  // namespace

Result<std::vector<Fact>> computeFacts(const chem::Molecule&) {
  return fail(ErrorCode::Unsupported, kNoChemistry);
}

Result<PubchemProperties> pubchemProperties(const chem::Molecule&) {
  return fail(ErrorCode::Unsupported, kNoChemistry);
}

Summary summarize(const chem::Molecule&) { return {}; }

}  // namespace molloquy::facts
