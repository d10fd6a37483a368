#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"

/// Speed as ratios: every figure stands beside a limit or a peer that was measured in the same run.
namespace molloquy::bench {

struct Options {
  /// What is measured:
  ///   decode   tokens written one after another, against the memory's read rate.
  ///   beams    five texts beside each other, against one.
  ///   prefill  a prompt of 256 tokens, against the arithmetic of the registers.
  ///   encode   structures through the 3D encoder, end to end, against one by one.
  ///   load     a model file, mapped and ready, first token included.
  ///   quality  perplexity in int8 and int4 of texts that the bf16 model writes, against its own.
  ///   train    updates of the encoder's pretraining and of stages 1 and 2, against the arithmetic
  ///            of the registers; memory and waiting beside it.
  std::string work = "decode";
  std::string shape = "tinyllama";  ///< or "llama-2-7b"; train: or "small"; random weights.
  std::filesystem::path model;         ///< quality: weights of this folder instead.
  std::vector<std::string> types = {"bf16", "int8", "int4"};
  int threads = 1;
  int repeats = 5;                ///< runs, alternating with the probe; the median counts.
  bool peers = true;              ///< measure plain libtorch beside it.
  std::filesystem::path scratch;  ///< folder for files of load; empty = the system's temporary one.
};

/// One measured thing.
struct Row {
  std::string what;             ///< "decode int4", "libtorch bf16".
  double seconds = 0.0;         ///< of one unit of work: a token, a step, a prompt, a molecule.
  double perSecond = 0.0;       ///< units a second.
  std::string unit;             ///< "tokens", "steps", "prompts", "molecules", "loads".
  double gigabytes = 0.0;       ///< bytes read a second / 1e9; 0 = does not apply.
  double gigaflops = 0.0;       ///< operations a second / 1e9; 0 = does not apply.
  std::string limit;            ///< what `ratio` compares with: "read rate 17.4 GB/s".
  double ratio = 0.0;           ///< reached share of the limit, or times the peer; 0 = none.
  double coresUsed = 0.0;       ///< processor seconds / wall seconds while it ran.
  std::string note;
};

/// One line for people.
std::string toText(const Row& row);

using OnRow = std::function<void(const Row&)>;

/// Measures on random weights. One thread: processor time, so that other programs disturb less;
/// several: wall time. A stop request is looked at between runs.
/// Errors: InvalidInput (unknown work, shape or type), OutOfMemory (both sizes), those of writing files.
Result<void> run(const Options& options, const OnRow& onRow, std::stop_token stop);

}  // namespace molloquy::bench
