#pragma once

#include <ATen/core/Tensor.h>

namespace molloquy::llama {

/// Where the keys and values of earlier positions are held, and how new queries meet them. The
/// decoder's layers call it once each, in order.
class KeyValues {
 public:
  virtual ~KeyValues() = default;

  /// Takes in the layer's new keys and values k, v [B, Hkv, L, d], already turned to their
  /// positions, and attends with q [B, H, L, d]. returns [B, H, L, d].
  virtual at::Tensor attend(int layer, const at::Tensor& q, const at::Tensor& k,
                            const at::Tensor& v) = 0;
};

}  // namespace molloquy::llama
