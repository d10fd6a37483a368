#include "model/unimol/config.h"

#include "model/nn/config_fields.h"

namespace molloquy::unimol {

std::vector<std::string> publishedDictionary() {
  return {"[PAD]", "[CLS]", "[SEP]", "[UNK]", "C",  "N",  "O",  "S",  "H",     "Cl", "F",
          "Br",    "I",     "Si",    "P",     "B",  "Na", "K",  "Al", "Ca",    "Sn", "As",
          "Hg",    "Fe",    "Zn",    "Cr",    "Se", "Gd", "Au", "Li", "[MASK]"};
}

Result<void> Config::validate() const {
  return nn::FieldChecks("unimol")
      .range("layers", layers, 1, 256)
      .range("embed_dim", embedDim, 1, 16384)
      .range("ffn_dim", ffnDim, 1, 65536)
      .range("heads", heads, 1, 1024)
      .divides("heads", heads, "embed_dim", embedDim)
      .range("gaussian_kernels", gaussianKernels, 1, 4096)
      .range("pad_to_multiple", padToMultiple, 1, 256)
      .range("max_atoms", maxAtoms, 1, 510)
      .fraction("dropout", dropout)
      .positive("layer_norm_eps", layerNormEps)
      .require(dictionary.size() >= 5 && dictionary.size() <= 1024 && dictionary[0] == "[PAD]" &&
                   dictionary[1] == "[CLS]" && dictionary[2] == "[SEP]" && dictionary[3] == "[UNK]",
               "dictionary", "has to start with [PAD], [CLS], [SEP], [UNK] and hold elements")
      .result();
}

Result<Config> configFromJson(const nlohmann::json& object) {
  Config config;
  const Result<void> read = nn::FieldReader(object, "unimol")
                                .read("layers", config.layers)
                                .read("embed_dim", config.embedDim)
                                .read("ffn_dim", config.ffnDim)
                                .read("heads", config.heads)
                                .read("gaussian_kernels", config.gaussianKernels)
                                .read("dictionary", config.dictionary)
                                .read("layer_norm_eps", config.layerNormEps)
                                .read("dropout", config.dropout)
                                .read("pad_to_multiple", config.padToMultiple)
                                .read("max_atoms", config.maxAtoms)
                                .result();
  if (!read) return tl::unexpected(read.error());
  if (const Result<void> valid = config.validate(); !valid) return tl::unexpected(valid.error());
  return config;
}

nlohmann::json toJson(const Config& config) {
  return {{"layers", config.layers},
          {"embed_dim", config.embedDim},
          {"ffn_dim", config.ffnDim},
          {"heads", config.heads},
          {"gaussian_kernels", config.gaussianKernels},
          {"dictionary", config.dictionary},
          {"layer_norm_eps", config.layerNormEps},
          {"dropout", config.dropout},
          {"pad_to_multiple", config.padToMultiple},
          {"max_atoms", config.maxAtoms}};
}

double encoderFlops(const Config& config, double N) {
  const double D = config.embedDim;
  const double F = config.ffnDim;
  const double K = config.gaussianKernels;
  return config.layers * N * (8.0 * D * D + 4.0 * D * F + 4.0 * N * D) +
         2.0 * N * N * (K * K + K * config.heads);
}

}  // namespace molloquy::unimol
