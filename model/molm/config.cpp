#include "model/molm/config.h"

#include "model/nn/config_fields.h"

namespace molloquy::molm {
namespace {

Result<void> readSpecialTokens(const nlohmann::json& object, SpecialTokens& special) {
  return nn::FieldReader(object, "special_tokens")
      .read("begin", special.begin.value)
      .read("end", special.end.value)
      .read("pad", special.pad.value)
      .read("molecule", special.molecule.value)
      .result();
}

Result<void> readGeneration(const nlohmann::json& object, GenerationDefaults& generation) {
  return nn::FieldReader(object, "generation")
      .read("max_new_tokens", generation.maxNewTokens)
      .read("min_new_tokens", generation.minNewTokens)
      .read("repetition_penalty", generation.repetitionPenalty)
      .result();
}

/// Reads the named part with `read` if it is there.
template <class Read>
Result<void> readPart(const nlohmann::json& object, const char* name, Read read) {
  const auto part = object.find(name);
  if (part == object.end()) {
    return fail(ErrorCode::Corrupt, fmt::format("The configuration has no \"{}\" part.", name));
  }
  return read(*part);
}

}  // namespace

Result<void> Config::validate() const {
  if (const Result<void> valid = unimol.validate(); !valid) return valid;
  if (const Result<void> valid = qformer.validate(); !valid) return valid;
  if (const Result<void> valid = llama.validate(); !valid) return valid;
  const int lastId = llama.vocab - 1;
  return nn::FieldChecks("model")
      .require(
          qformer.encoderWidth == unimol.embedDim, "qformer.encoder_width",
          fmt::format("is {} but unimol.embed_dim is {}", qformer.encoderWidth, unimol.embedDim))
      .range("special_tokens.begin", special.begin.value, 0, lastId)
      .range("special_tokens.end", special.end.value, 0, lastId)
      .range("special_tokens.pad", special.pad.value, 0, lastId)
      .range("special_tokens.molecule", special.molecule.value, 0, lastId)
      .require(special.molecule != special.pad, "special_tokens.molecule",
               "is the same as special_tokens.pad")
      .range("generation.max_new_tokens", generation.maxNewTokens, 1, llama.maxPosition)
      .range("generation.min_new_tokens", generation.minNewTokens, 0, generation.maxNewTokens)
      .positive("generation.repetition_penalty", generation.repetitionPenalty)
      .result();
}

Result<Config> configFromJson(const nlohmann::json& object) {
  Config config;
  std::string policy = qformer::toString(config.graphMask);
  Result<void> read = nn::FieldReader(object, "model")
                          .read("name", config.name)
                          .read("graph_mask", policy)
                          .read("answer_prefix_bos", config.answerPrefixBos)
                          .result();
  if (read) {
    read = readPart(object, "unimol", [&](const nlohmann::json& part) {
      return unimol::configFromJson(part).map(
          [&](unimol::Config c) { config.unimol = std::move(c); });
    });
  }
  if (read) {
    read = readPart(object, "qformer", [&](const nlohmann::json& part) {
      return qformer::configFromJson(part).map([&](qformer::Config c) { config.qformer = c; });
    });
  }
  if (read) {
    read = readPart(object, "llama", [&](const nlohmann::json& part) {
      return llama::configFromJson(part).map([&](llama::Config c) { config.llama = std::move(c); });
    });
  }
  if (read && object.contains("special_tokens")) {
    read = readSpecialTokens(object["special_tokens"], config.special);
  }
  if (read && object.contains("generation")) {
    read = readGeneration(object["generation"], config.generation);
  }
  if (!read) return tl::unexpected(read.error());
  const Result<qformer::GraphMaskPolicy> graphMask = qformer::graphMaskPolicyFromString(policy);
  if (!graphMask) return tl::unexpected(graphMask.error());
  config.graphMask = *graphMask;
  if (const Result<void> valid = config.validate(); !valid) return tl::unexpected(valid.error());
  return config;
}

nlohmann::json toJson(const Config& config) {
  return {{"format", "molloquy-model"},
          {"format_version", 1},
          {"name", config.name},
          {"unimol", unimol::toJson(config.unimol)},
          {"qformer", qformer::toJson(config.qformer)},
          {"llama", llama::toJson(config.llama)},
          {"special_tokens",
           {{"begin", config.special.begin.value},
            {"end", config.special.end.value},
            {"pad", config.special.pad.value},
            {"molecule", config.special.molecule.value}}},
          {"graph_mask", qformer::toString(config.graphMask)},
          {"answer_prefix_bos", config.answerPrefixBos},
          {"generation",
           {{"max_new_tokens", config.generation.maxNewTokens},
            {"min_new_tokens", config.generation.minNewTokens},
            {"repetition_penalty", config.generation.repetitionPenalty}}}};
}

}  // namespace molloquy::molm
