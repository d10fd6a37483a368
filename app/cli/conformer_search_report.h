#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "model/chem/energy/conformer_search.h"

namespace molloquy::cli {

/// "100 tried, 12 kept, seed 7" and one line a conformer: energy above the lowest, share, distance.
std::string conformerSetText(const energy::ConformerSet& set,
                             const energy::ConformerSearch& search);
/// The "search" and "conformers" members of the JSON answer.
nlohmann::ordered_json conformerSetJson(const energy::ConformerSet& set,
                                        const energy::ConformerSearch& search);

}  // namespace molloquy::cli
