#pragma once

#include <string_view>

#include "model/chem/file_format.h"

/// Reads a text as a structure format, checks that whatever comes out fits together, and writes it
/// again. Aborts when an atom, bond, position or residue refers to nothing, or a refusal has no
/// words.
void readAndCheck(std::string_view text, molloquy::chem::FileFormat format);
