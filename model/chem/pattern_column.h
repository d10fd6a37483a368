#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace molloquy::chem {

/// 1-based column of the first character of a SMARTS or SMILES that makes no sense: RDKit tells
/// none, so it is the one behind the longest beginning that reads once its brackets are closed.
std::size_t wrongColumn(const std::string& text,
                        const std::function<bool(const std::string&)>& reads);

}  // namespace molloquy::chem
