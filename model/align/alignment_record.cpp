#include "model/align/alignment_record.h"

#include <algorithm>

namespace molloquy::align {

std::vector<AtomIndex> AlignmentRecord::chosenAtoms() const {
  std::vector<AtomIndex> result;
  if (chosen >= 0 && static_cast<std::size_t>(chosen) < atoms.size()) {
    result = atoms[static_cast<std::size_t>(chosen)];
  } else {
    for (const std::vector<AtomIndex>& match : atoms)
      result.insert(result.end(), match.begin(), match.end());
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace molloquy::align
