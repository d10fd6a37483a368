#include "model/session/torch_structure_encoder.h"

#include <c10/core/InferenceMode.h>
#include <torch/torch.h>

namespace molloquy::session {

int TorchStructureEncoder::tokens() const { return m_model->config().qformer.queryTokens; }

Result<std::vector<std::vector<float>>> TorchStructureEncoder::encode(
    std::span<const SeenStructure> structures, std::stop_token stop) {
  std::vector<std::vector<float>> rows;
  std::vector<unimol::TokenizedMolecule> molecules;
  for (const SeenStructure& structure : structures) {
    auto molecule =
        unimol::tokenizeAtoms(structure.symbols, structure.positions, m_model->config().unimol);
    if (!molecule) return tl::unexpected(molecule.error());
    molecules.push_back(*std::move(molecule));
  }
  if (molecules.empty()) return rows;
  const c10::InferenceMode inference;
  molm::MoleculeBatchOptions options;
  options.rows = m_rows;
  options.stop = std::move(stop);
  const at::Tensor soft = molm::encodeMoleculeList(m_model, molecules, options);
  if (!soft.defined()) return rows;
  const at::Tensor numbers = soft.to(at::kCPU, at::kFloat).contiguous();  // [M, Q, D]
  const auto each = static_cast<std::size_t>(numbers[0].numel());
  const float* from = numbers.data_ptr<float>();
  for (std::size_t i = 0; i < molecules.size(); ++i) {
    rows.emplace_back(from + i * each, from + (i + 1) * each);
  }
  return rows;
}

}  // namespace molloquy::session
