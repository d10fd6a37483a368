#include "model/reflect/seen_row.h"

#include "model/chem/conformers.h"
#include "model/session/seen_structure.h"

namespace molloquy::reflect {

Result<session::GenerateRequest> requestFor(const session::ModelInfo& info, const RowContext& row,
                                            Direction direction, const std::string& system,
                                            const std::string& question, std::stop_token stop) {
  session::GenerateRequest request;
  if (!info.hasMolecule) {
    request.system = system;
    request.instruction = question;
    return request;
  }
  if (direction == Direction::Cap2Mol) {
    return fail(
        ErrorCode::Unsupported,
        "The model sees structures, so a question for the molecule would show it the answer; "
        "choose a plain language model for cap2mol.");
  }
  request.instruction = questionFor(system, question);
  const auto conformers = chem::embedConformers(*row.molecule, {}, std::move(stop));
  if (!conformers) return tl::unexpected(conformers.error());
  if (conformers->empty()) {
    return fail(ErrorCode::InvalidInput, "The work was stopped before there was a conformer.");
  }
  request.structure = session::seenStructure(*row.molecule, conformers->front(), row.row->smiles);
  return request;
}

std::string questionFor(const std::string& system, const std::string& question) {
  return system.empty() ? question : system + "\n" + question;
}

}  // namespace molloquy::reflect
