#pragma once

#include <string>
#include <vector>

#include "model/align/alignment_jsonl.h"
#include "model/chem/molecule.h"
#include "model/reflect/direction.h"

namespace molloquy::reflect {

enum class AtomNumbers { Written, LeftOut };

struct RenderOptions {
  AtomNumbers atoms = AtomNumbers::Written;  ///< Mol2Cap only; a caption has no atoms.
  std::size_t maximum = 12;                  ///< records, from the first on.
};

/// Lines for a prompt, and the ids of the records that they show.
struct RenderedAlignments {
  std::string text;
  std::vector<std::string> ids;
};

/// The alignments as a prompt shows them, a line each:
///   - "acetate ester" <-> CC(=O)Oc at atoms 0-4
/// Mol2Cap: the verified records, with the SMILES of the matched atoms and their numbers, from 0 in
/// the order of the row's SMILES. Cap2Mol: records with a pattern that are verified, or that nobody
/// has judged against the row's own molecule, with the pattern. Refuted ones never; a phrase with
/// the same pattern stands once. The same records give the same text.
/// molecule  the row's, for Mol2Cap. Source: molreflect.md 6.4.
RenderedAlignments renderWithIds(const align::AlignedText& text, Direction direction,
                                 const chem::Molecule& molecule, const RenderOptions& options);
std::string renderAlignments(const align::AlignedText& text, Direction direction,
                             const chem::Molecule& molecule, const RenderOptions& options);

}  // namespace molloquy::reflect
