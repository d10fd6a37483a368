#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

#include "model/base/strong_index.h"
#include "model/chem/molecule.h"

namespace molloquy::library {

/// Atoms that two molecules have in common: pairs, one from each list.
struct CommonAtoms {
  std::vector<AtomIndex> inQuery;
  std::vector<AtomIndex> inOther;
};

/// Looks for what one molecule has in common with others: the largest connected substructure of
/// equal elements and bond orders, ring bonds matching ring bonds only.
/// Source: fmcs (Dalke, Hastings, J. Cheminform. 5 (2013), O6), in RDKit.
class CommonSubstructure {
 public:
  explicit CommonSubstructure(const chem::Molecule& query);
  ~CommonSubstructure();
  CommonSubstructure(const CommonSubstructure&) = delete;
  CommonSubstructure& operator=(const CommonSubstructure&) = delete;

  /// Heavy atoms only. Out of time, or after a stop request: the largest found so far. Empty when
  /// nothing is common, and for molecules above kMostHeavyAtoms.
  [[nodiscard]] CommonAtoms with(const chem::Molecule& other, std::chrono::milliseconds time,
                                 const std::stop_token& stop) const;

  static constexpr std::size_t kMostHeavyAtoms = 150;

 private:
  struct Heavy;
  std::unique_ptr<Heavy> m_query;
};

}  // namespace molloquy::library
