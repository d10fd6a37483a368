#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/session/chat_session.h"

namespace molloquy::session {

/// What a loaded stage-1 network says of itself.
struct RetrievalInfo {
  std::filesystem::path folder;
  std::string device;          ///< "CPU", "CUDA 0".
  std::size_t queries = 0;     ///< Q, features of a structure.
  std::size_t width = 0;       ///< P, numbers of a feature.
  std::size_t textTokens = 0;  ///< longest text, marks included; the rest is cut off.
  std::int64_t parameters = 0;
  /// Whether the matching head was trained; "judges_pairs" in stage1.json, true when it is absent.
  bool judgesPairs = true;
};

/// A structure with a text, indices into the lists of a call.
struct StructureTextPair {
  std::size_t structure = 0;
  std::size_t text = 0;
};

/// Done and all structures, texts or pairs of a call.
using OnRetrieved = std::function<void(std::size_t done, std::size_t all)>;

/// A model that puts structures and texts in one space and judges whether they belong together.
/// Owned and called by one thread; only the stop token may be touched from another. After a stop
/// request every call ends with InvalidInput and the message "Measuring was stopped.".
class RetrievalSession {
 public:
  virtual ~RetrievalSession() = default;

  [[nodiscard]] virtual const RetrievalInfo& info() const = 0;

  /// Whether the structure can be read. Errors: InvalidInput, with what is wrong with it.
  [[nodiscard]] virtual Result<void> check(const SeenStructure& structure) const = 0;

  /// How many words of a text the vocabulary does not have; they mean nothing to the network.
  [[nodiscard]] virtual std::size_t unknownWords(std::string_view text) const {
    static_cast<void>(text);
    return 0;
  }

  /// [n, Q, P] float32, every feature of length one.
  /// Errors: InvalidInput (a structure that check() refuses), OutOfMemory, Internal.
  virtual Result<std::vector<float>> structureFeatures(std::span<const SeenStructure> structures,
                                                       const OnRetrieved& progress,
                                                       std::stop_token stop) = 0;

  /// [n, P] float32, of length one. Errors: OutOfMemory, Internal.
  virtual Result<std::vector<float>> textFeatures(std::span<const std::string> texts,
                                                  const OnRetrieved& progress,
                                                  std::stop_token stop) = 0;

  /// The logit of "match" of every pair, in their order. Each structure is encoded once, however
  /// many pairs it is in. Errors: InvalidInput (a pair without structure or text, a structure that
  /// check() refuses), OutOfMemory, Internal.
  virtual Result<std::vector<float>> matchScores(std::span<const SeenStructure> structures,
                                                 std::span<const std::string> texts,
                                                 std::span<const StructureTextPair> pairs,
                                                 const OnRetrieved& progress,
                                                 std::stop_token stop) = 0;
};

}  // namespace molloquy::session
