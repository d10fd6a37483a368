#include "app/cli/conformer_search_report.h"

#include <fmt/format.h>

namespace molloquy::cli {

std::string conformerSetText(const energy::ConformerSet& set,
                             const energy::ConformerSearch& search) {
  std::string text = fmt::format("{}: {} tried, {} kept, seed {}\n", energy::methodName(set.method),
                                 set.tried, set.conformers.size(), search.seed);
  text += fmt::format("{:>4} {:>14} {:>10} {:>8} {:>8}\n", "#", "kcal/mol", "above", "share %",
                      "RMSD Å");
  for (std::size_t i = 0; i < set.conformers.size(); ++i) {
    const energy::FoundConformer& found = set.conformers[i];
    text += fmt::format("{:>4} {:>14.4f} {:>10.3f} {:>8.1f} {:>8.2f}{}\n", i + 1,
                        found.energyKcalPerMol, found.relativeKcalPerMol, 100 * found.share,
                        found.rmsdAngstrom, found.degeneracy > 1 ? "  x2" : "");
  }
  return text;
}

nlohmann::ordered_json conformerSetJson(const energy::ConformerSet& set,
                                        const energy::ConformerSearch& search) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const energy::FoundConformer& found : set.conformers) {
    list.push_back({{"energy_kcal_per_mol", found.energyKcalPerMol},
                    {"relative_kcal_per_mol", found.relativeKcalPerMol},
                    {"share", found.share},
                    {"rmsd_angstrom", found.rmsdAngstrom},
                    {"degeneracy", found.degeneracy},
                    {"positions_angstrom", found.positions}});
  }
  return {{"search",
           {{"method", energy::methodName(set.method)},
            {"tried", set.tried},
            {"kept", set.conformers.size()},
            {"window_kcal_per_mol", search.windowKcalPerMol},
            {"prune_rmsd_angstrom", search.pruneRmsdAngstrom},
            {"temperature_kelvin", search.temperatureKelvin},
            {"note", set.note}}},
          {"conformers", std::move(list)}};
}

}  // namespace molloquy::cli
