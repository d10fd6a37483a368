#include "model/evaluation/asked_structure.h"

#include <fmt/format.h>

#include "model/chem/conformers.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"
#include "model/session/seen_structure.h"

namespace molloquy::evaluation {
namespace {

/// The SMILES as the prompt has it. molecule  nullptr: not read yet.
Result<std::string> promptSmiles(const Question& question, const StructureOptions& options,
                                 const chem::Molecule* molecule) {
  if (options.smiles == SmilesForm::Written) return question.smiles;
  if (molecule != nullptr) return chem::canonicalSmiles(*molecule);
  const auto record = chem::parseSmiles(question.smiles);
  if (!record) return tl::unexpected(record.error());
  return chem::canonicalSmiles(*record->molecule);
}

}  // namespace

Result<session::SeenStructure> shownStructure(const Question& question,
                                              const StructureOptions& options,
                                              const std::stop_token& stop) {
  if (!question.positions.empty()) {
    auto smiles = promptSmiles(question, options, nullptr);
    if (!smiles) return tl::unexpected(smiles.error());
    return session::SeenStructure{*std::move(smiles), question.symbols, question.positions,
                                  std::string()};
  }
  const auto record = chem::parseSmiles(question.smiles);
  if (!record) return tl::unexpected(record.error());
  chem::EmbedOptions embedding;
  embedding.seed = options.shapeSeed;
  const auto conformers = chem::embedConformers(*record->molecule, embedding, stop);
  if (!conformers) return tl::unexpected(conformers.error());
  if (conformers->empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("No 3D shape was found for {}.", question.smiles));
  }
  auto smiles = promptSmiles(question, options, record->molecule.get());
  if (!smiles) return tl::unexpected(smiles.error());
  return session::seenStructure(*record->molecule, conformers->front(), *std::move(smiles));
}

Result<session::SeenStructure> writtenStructure(const Question& question,
                                                const StructureOptions& options) {
  auto smiles = promptSmiles(question, options, nullptr);
  if (!smiles) return tl::unexpected(smiles.error());
  session::SeenStructure structure;
  structure.smiles = *std::move(smiles);
  return structure;
}

}  // namespace molloquy::evaluation
