#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace molloquy::retrieval {

/// Words of a caption as MolReGPT's retrieval counts them: `-`, `,`, `(` and `)` become blanks,
/// full stops vanish, blanks part words; case stays. Source: molreflect.md 2.2.
std::vector<std::string> captionWords(std::string_view caption);

}  // namespace molloquy::retrieval
