// Structures cannot be compared in a build without RDKit.
#include "model/metrics/structure_likeness.h"

namespace molloquy::metrics {

Result<StructureComparison> compareStructures(std::string_view, std::string_view) {
  return fail(ErrorCode::Unsupported,
              "This build has no chemistry library. Build with MOLLOQUY_WITH_RDKIT=ON.");
}

}  // namespace molloquy::metrics
