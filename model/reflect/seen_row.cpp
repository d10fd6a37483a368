#include "model/reflect/seen_row.h"

#include "model/chem/conformers.h"
#include "model/session/seen_structure.h"

namespace molloquy::reflect {

Result<session::GenerateRequest> requestFor(const session::ModelInfo& info, const RowContext& row,
                                            const std::string& system, const std::string& question,
                                            std::stop_token stop) {
  session::GenerateRequest request;
  if (!info.hasMolecule) {
    request.system = system;
    request.instruction = question;
    return request;
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
