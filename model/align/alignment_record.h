#pragma once

#include <string>
#include <vector>

#include "model/base/strong_index.h"
#include "model/base/text_offsets.h"

namespace molloquy::align {

/// What kind of statement a phrase is part of (molreflect.md 6.1, 7.1).
enum class Clause { Class, Relation, Role, Count, Stereo, Position, Property, Other };
enum class AlignmentSource { Lexicon, Perception, Llm, User, Import, Attribution };
enum class AlignmentStatus { Verified, Refuted, Invalid, CountMismatch, Unlocalised, User };
enum class AlignmentStage { Zero, Reflected, Selected };

/// A phrase of a text about one molecule, and the atoms it refers to (molreflect.md 6.1).
struct AlignmentRecord {
  std::string id;      ///< "a1", unique within the text.
  std::string phrase;  ///< exactly the text at `span`.
  TextSpan span;       ///< code points.
  Clause clause = Clause::Other;
  std::string smarts;  ///< alternatives joined by " || "; empty when nothing is to be matched.
  /// One list per distinct match, indices of the Molecule that was asked about; heavy atoms.
  std::vector<std::vector<AtomIndex>> atoms;
  int chosen = -1;     ///< the match in force; -1 = union of all matches.
  AlignmentSource source = AlignmentSource::Lexicon;
  std::string sourceDetail;  ///< lexicon entry id, model name, ...
  AlignmentStatus status = AlignmentStatus::Unlocalised;
  double score = 0;    ///< 0..1, molreflect.md 7.6.
  AlignmentStage stage = AlignmentStage::Zero;
  std::string note;    ///< sentence for the person, or empty.

  /// Atoms of the chosen match, or of all matches; sorted, without repeats.
  [[nodiscard]] std::vector<AtomIndex> chosenAtoms() const;
};

}  // namespace molloquy::align
