#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/align/alignment_record.h"
#include "model/align/lexicon.h"
#include "model/chem/molecule.h"

namespace molloquy::cli {

/// The program's own phrase table.
Result<std::shared_ptr<const align::Lexicon>> openLexicon();

/// The "phrases" member of JSON answers; atoms are numbered from 1, as they are shown.
nlohmann::ordered_json phrasesJson(const chem::Molecule& molecule,
                                   const std::vector<align::AlignmentRecord>& records);

/// One line per phrase: the phrase, its status, its atoms.
std::string phrasesTable(const chem::Molecule& molecule,
                         const std::vector<align::AlignmentRecord>& records);

}  // namespace molloquy::cli
