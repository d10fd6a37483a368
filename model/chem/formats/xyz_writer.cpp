#include <fmt/format.h>

#include "model/chem/formats/writers.h"

namespace molloquy::chem {

Result<std::string> writeXyz(const std::vector<WrittenRecord>& records) {
  if (auto refused = refuseWithoutPositions(records, FileFormat::Xyz)) {
    return tl::unexpected(*std::move(refused));
  }
  std::string text;
  auto out = std::back_inserter(text);
  for (const WrittenRecord& record : records) {
    const std::vector<Atom>& atoms = record.molecule->atoms();
    for (const Conformer& conformer : record.conformers) {
      fmt::format_to(out, "{}\n{}", atoms.size(), titleOf(record));
      if (conformer.energyKcalPerMol) {
        fmt::format_to(out, "{}energy_kcal_per_mol={:.4f}", titleOf(record).empty() ? "" : " ",
                       *conformer.energyKcalPerMol);
      }
      text += '\n';
      for (std::size_t i = 0; i < atoms.size(); ++i) {
        if (atoms[i].atomicNumber == 0) {
          return fail(ErrorCode::Unsupported,
                      fmt::format("XYZ has no dummy atoms; atom {} is one.", i + 1));
        }
        const Point3& at = conformer.positions[i];
        fmt::format_to(out, "{:<2} {:>14.6f} {:>14.6f} {:>14.6f}\n",
                       elementSymbol(atoms[i].atomicNumber), at[0], at[1], at[2]);
      }
    }
  }
  return text;
}

}  // namespace molloquy::chem
