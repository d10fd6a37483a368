#pragma once

#include "model/molm/molecule_language_model.h"
#include "model/molm/stage1_model.h"
#include "model/tools/parity_golden.h"
#include "model/tools/parity_report.h"

namespace molloquy::parity {

inline constexpr const char* kUnimolFile = "unimol_io.safetensors";
inline constexpr const char* kQFormerFile = "qformer_io.safetensors";
inline constexpr const char* kLlamaFile = "llama_io.safetensors";
inline constexpr const char* kStage2File = "stage2_io.safetensors";
inline constexpr const char* kStage1Weights = "stage1_init.safetensors";
inline constexpr const char* kFrozenWeights = "stage2_frozen.safetensors";
inline constexpr const char* kTrainableWeights = "stage2_trainable.safetensors";
inline constexpr const char* kGroupedWeights = "llama_gqa_weights.safetensors";

/// Networks of the set's sizes on its device, in eval mode. nullopt: config.json or weights are
/// missing, or do not fit, which the report then says.
///
/// The stage-1 network; `stored` gives the weights.
std::optional<molm::Stage1Model> stage1Model(
    GoldenFolder& golden, Report& report, const std::optional<nn::StoredTensors>& stored,
    qformer::GraphMaskPolicy policy = qformer::GraphMaskPolicy::ReferenceBatch);
/// The whole network of stage 2 and 3: frozen language model, encoder of stage 1, trained rest.
std::optional<molm::MoleculeLanguageModel> stage2Model(
    GoldenFolder& golden, Report& report, const std::optional<nn::StoredTensors>& stored,
    qformer::GraphMaskPolicy policy = qformer::GraphMaskPolicy::ReferenceBatch);
/// The weights of that network as the safetensors files hold them.
std::optional<nn::StoredTensors> stage2Weights(GoldenFolder& golden);
/// A language model alone from files that hold it under published names.
std::optional<llama::Decoder> languageModel(GoldenFolder& golden, Report& report,
                                            const llama::Config& config,
                                            const std::vector<std::string>& files);

/// Sizes of the language model: "llama" with the set's adapters, or without.
enum class Adapters { Without, With };
std::optional<llama::Config> languageConfig(GoldenFolder& golden, Adapters adapters);

/// tokens, distance and edge_type of a file under a prefix ("", "withH.", "infer."), padding mask
/// as the reference makes it.
std::optional<unimol::GraphBatch> storedGraphs(GoldenFolder& golden, const std::string& file,
                                               const std::string& prefix);
/// One structure of a batch cut to `width` columns; 0 = its own rows, without padding.
unimol::GraphBatch oneGraph(const unimol::GraphBatch& batch, int64_t row, int64_t width = 0);
/// The width to which the reference's collater pads one structure.
int64_t collatedWidth(const unimol::GraphBatch& batch, int64_t row, const unimol::Config& config);

/// Flat positions of the molecule tokens in ids [B, L].
at::Tensor moleculeRows(const at::Tensor& ids, const molm::Config& config);

/// A training batch as the reference stores it, rebuilt from its rows: ids and token types [B, L].
molm::TextBatch textBatchOf(const at::Tensor& ids, const at::Tensor& types,
                            const molm::Config& config);

/// The groups of cases.
void runUnimolCases(GoldenFolder& golden, Report& report);
void runQFormerCases(GoldenFolder& golden, Report& report);
void runStage1Cases(GoldenFolder& golden, Report& report);
void runMaskPolicyCases(GoldenFolder& golden, Report& report);
void runLlamaCases(GoldenFolder& golden, Report& report);
void runMoleculeLanguageCases(GoldenFolder& golden, Report& report);
void runTrainingCases(GoldenFolder& golden, Report& report);
void runScheduleCases(GoldenFolder& golden, Report& report);
void runCheckpointCases(GoldenFolder& golden, Report& report);
void runAssemblyCases(GoldenFolder& golden, Report& report);
void runTextCases(GoldenFolder& golden, Report& report);
void runShapeCases(GoldenFolder& golden, Report& report);

}  // namespace molloquy::parity
