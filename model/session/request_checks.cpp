#include "model/session/request_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/text/prompt.h"

namespace molloquy::session {
namespace {

Result<void> checkStructure(const SeenStructure& structure) {
  if (structure.symbols.empty()) {
    return fail(ErrorCode::InvalidInput,
                "There is no structure to speak about; open or draw a molecule first.");
  }
  if (structure.symbols.size() != structure.positions.size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The structure has {} atoms but {} positions.",
                            structure.symbols.size(), structure.positions.size()));
  }
  for (std::size_t i = 0; i < structure.positions.size(); ++i) {
    const auto& position = structure.positions[i];
    if (!std::all_of(position.begin(), position.end(), [](float x) { return std::isfinite(x); })) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Atom {}{} has no usable position; make the 3D structure again.",
                              structure.symbols[i], i + 1));
    }
  }
  return {};
}

Result<void> checkOptions(const GenerateOptions& options) {
  const auto refuse = [](std::string_view name, auto value, std::string_view rule) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is {} but has to be {}.", name, value, rule));
  };
  if (options.maxNewTokens < 0) {
    return refuse("The greatest number of new tokens", options.maxNewTokens, "0 or more");
  }
  if (!(options.temperature >= 0.0) || !std::isfinite(options.temperature)) {
    return refuse("The temperature", options.temperature, "0 or more");
  }
  if (options.topK < 0) return refuse("Top k", options.topK, "0 or more");
  if (!(options.topP > 0.0) || options.topP > 1.0) {
    return refuse("Top p", options.topP, "above 0 and at most 1");
  }
  if (!(options.minP >= 0.0) || options.minP >= 1.0) {
    return refuse("Min p", options.minP, "0 or more and below 1");
  }
  constexpr int kMaxBeams = 64;
  if (options.beams < 0 || options.beams > kMaxBeams) {
    return refuse("The number of beams", options.beams, fmt::format("from 0 to {}", kMaxBeams));
  }
  if (!std::isfinite(options.lengthPenalty)) {
    return refuse("The length penalty", options.lengthPenalty, "a finite number");
  }
  if (options.beams > 1 && options.temperature > 0.0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} beams and a temperature of {} exclude each other; set the "
                            "temperature to 0 or use one beam.",
                            options.beams, options.temperature));
  }
  if (!(options.repetitionPenalty >= 0.0) || !std::isfinite(options.repetitionPenalty)) {
    return refuse("The repetition penalty", options.repetitionPenalty, "0 or more");
  }
  return {};
}

}  // namespace

Result<void> checkRequest(const GenerateRequest& request, ModelReads reads) {
  if (reads == ModelReads::Words) return checkOptions(request.options);
  if (auto checked = checkStructure(request.structure); !checked) return checked;
  if (auto checked = text::checkInstruction(request.instruction); !checked) return checked;
  for (const Exchange& exchange : request.history) {
    for (const std::string* words : {&exchange.question, &exchange.answer}) {
      if (auto checked = text::checkInstruction(*words); !checked) return checked;
    }
  }
  return checkOptions(request.options);
}

Error promptTooLong(int promptTokens, int contextLength) {
  return Error(
      ErrorCode::InvalidInput,
      fmt::format("The question and the structure take {} tokens but the model reads {} with "
                  "the answer; ask a shorter question.",
                  promptTokens, contextLength));
}

}  // namespace molloquy::session
