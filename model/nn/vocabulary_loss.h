#pragma once

#include <ATen/core/Tensor.h>

namespace molloquy::nn {

struct VocabularyLossOptions {
  double smoothing = 0.0;  ///< share of a target's weight that all tokens get alike.
  int64_t scoresAtATime = int64_t{1} << 24;  ///< that exist together, 64 MB; one row at least.
};

/// Cross-entropy of tokens over a large vocabulary, from the rows that a linear head would turn
/// into scores.
///
/// rows     [M, D].   weight  [V, D].   bias  [V] or undefined.
/// targets  [M] int64; kNotLearnt rows do not count.
/// returns  the mean over the rows that count, a single float32 number; 0 without any.
/// The same number and gradients as cross_entropy(linear(rows, weight, bias)) up to the order of
/// summation; under autocast the products are taken in its type, the rest in float32.
///
/// OPTIMIZATION: scores exist for some rows at a time, and the gradients are taken while they are
/// there, so that they take little memory in place of M * V numbers several times over,
/// without computing anything twice.
at::Tensor vocabularyLoss(const at::Tensor& rows, const at::Tensor& weight, const at::Tensor& bias,
                          const at::Tensor& targets, const VocabularyLossOptions& options = {});

/// A target that is not learnt.
inline constexpr int64_t kNotLearnt = -100;

}  // namespace molloquy::nn
