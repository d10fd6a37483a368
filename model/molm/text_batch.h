#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

#include "model/molm/config.h"

namespace molloquy::molm {

/// One training example in tokens; the prompt starts with the begin token and holds the molecule
/// tokens, the answer has no marks.
struct TextSample {
  std::vector<TokenId> prompt;
  std::vector<TokenId> answer;
};

/// Examples side by side, with what the loss needs so that no index is computed on the device.
struct TextBatch {
  at::Tensor tokens;  ///< [B, L] int64.
  /// [B, L] bool, true = a real token; undefined with right padding, where causal attention never
  /// meets the padding.
  at::Tensor attend;
  at::Tensor labels;        ///< [B, L] int64, -100 where nothing is to be learnt.
  at::Tensor moleculeRows;  ///< [B * Q] int64, flat positions b * L + t of molecule tokens.
  at::Tensor learntRows;    ///< [M] int64, flat positions whose next token is supervised.
  at::Tensor targets;       ///< [M] int64, those next tokens.

  [[nodiscard]] TextBatch to(at::Device device, bool nonBlocking = false) const;
};

/// Left: as the reference trains. Right: no mask needed, faster.
enum class PaddingSide { Left, Right };

/// What joins prompt and answer.
struct TextLayout {
  SpecialTokens special;
  int moleculeTokens = 0;  ///< that every prompt has to hold.
  /// Published convention: prompt, begin, answer; begin and answer are supervised. Ours: prompt,
  /// answer, end; answer and end are supervised.
  bool answerPrefixBos = false;
};
TextLayout layoutOf(const Config& config);

/// Puts prompt and answer in a row and pads.
///
/// length  width of the batch; 0 = the longest example.
/// Precondition: every prompt has layout.moleculeTokens molecule tokens and every example fits
/// (TORCH_CHECK).
/// Source: 3D-MoLM reference stage2_dm.py, collater; blip2_llama.py, labels.
TextBatch collateText(std::span<const TextSample> samples, const TextLayout& layout,
                      PaddingSide side, std::int64_t length = 0);

}  // namespace molloquy::molm
