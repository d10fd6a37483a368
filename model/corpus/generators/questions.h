#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/corpus/corpus_line.h"

namespace molloquy::corpus {

/// A number that can be asked about a structure.
enum class Property {
  // Of the graph, as PubChem's records have them.
  MolecularWeight,
  LogP,  ///< Wildman-Crippen, which is not PubChem's XLogP3.
  PolarSurface,
  Complexity,
  // Of one conformer, by GFN2-xTB.
  Homo,
  Lumo,
  Gap,
  TotalEnergy,
  DipoleMoment,
};

/// The task's name, which also stands in question and answer: "Molecular Weight" as in 3D-MoIT;
/// "GFN2-xTB HOMO", so that no number of GFN2-xTB is taken for one of DFT.
std::string_view taskOf(Property property);

/// "mw", "logp", "tpsa", "complexity": properties of the graph as the command line names them.
std::optional<Property> graphPropertyNamed(std::string_view name);

/// Wordings of a question in 3D-MoIT.
constexpr std::size_t kQuestionWordings = 8;

/// "What is the LogP of this molecule? If uncertain, provide an estimate. Respond with the
/// numerical value only." Precondition: wording < kQuestionWordings.
/// Source: 3d-molm.md 5.2, the eight templates (the last one is two sentences there too).
std::string questionText(std::string_view task, std::size_t wording);

/// "The LogP for the input molecule is 5.10.", in 3D-MoIT's formats: %.2f with g/mol, Å² or
/// nothing,
/// %.3f eV; dipoles %.3f D. No minus in front of a zero. Source: 3d-molm.md 5.2.
std::string answerText(Property property, double value);

/// Question and answer; the wording is drawn from `seed` and the structure's name, the same for all
/// conformers of a structure, so that its answers differ by the conformer alone.
/// chargeNote  what the question says about the charge, or empty: " (charge -1)".
QuestionAnswer ask(Property property, double value, std::uint64_t seed, std::string_view structure,
                   std::string_view chargeNote = {});

/// A number that depends on all its arguments, the same on every machine.
std::uint64_t drawn(std::uint64_t seed, std::string_view structure, std::string_view purpose);

}  // namespace molloquy::corpus
