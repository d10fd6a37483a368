#pragma once

#include <memory>
#include <span>

#include "model/base/strong_index.h"
#include "model/native/llama_weights.h"

namespace molloquy::bench {

/// The same language model written with libtorch's operators alone, in bfloat16: what a program gets
/// that does without loops of its own. It reads the native weights where they lie.
class TorchPeer {
 public:
  /// weights  in bfloat16; kept.
  TorchPeer(const llama::Config& config, std::shared_ptr<const native::LlamaWeights> weights,
            int threads, int capacity);
  ~TorchPeer();

  /// Forgets everything and reads a prompt.
  void readPrompt(std::span<const TokenId> tokens);
  /// One token more.
  void step(TokenId token);

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace molloquy::bench
