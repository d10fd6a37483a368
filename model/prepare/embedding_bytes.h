#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/prepare/conformer_store.h"

namespace molloquy::prepare {

/// An embedding in the form it is stored in. Little-endian machines only, as all of Molloquy.
std::string toBytes(const Embedding& embedding);
/// nullopt: the bytes are not of that form.
std::optional<Embedding> embeddingFromBytes(std::string_view bytes);

}  // namespace molloquy::prepare
