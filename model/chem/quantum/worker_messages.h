#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "model/chem/quantum/single_point.h"

namespace molloquy::quantum {

/// What a program and its worker say to each other: JSON, one line each, without the line end.
/// The worker greets once, then answers every request with the request's number.

/// Longest line that is read, bytes.
constexpr std::size_t kLongestLine = std::size_t{1} << 22;

struct Greeting {
  std::string xtbVersion;  ///< "6.5.1".
};

/// What is asked about the positions; the answer holds the struct of this name.
enum class Asked { SinglePoint, Forces, Electrons };

struct WorkerRequest {
  std::uint64_t number = 0;
  SinglePointInput input;
  Asked asked = Asked::SinglePoint;
  Guess guess = Guess::Fresh;  ///< of Forces.
};

/// What a worker computes.
using Computed = std::variant<SinglePoint, Forces, Electrons>;

struct WorkerAnswer {
  std::uint64_t number = 0;
  Result<Computed> result;
};

/// Numbers are written so that they read back as the same doubles; one that is none (NaN) cannot
/// be.
std::string toLine(const Greeting& greeting);
std::string toLine(const WorkerRequest& request);
std::string toLine(const WorkerAnswer& answer);

/// Errors: Corrupt, for anything that toLine would not write.
Result<Greeting> greetingFrom(std::string_view line);
Result<WorkerRequest> requestFrom(std::string_view line);
Result<WorkerAnswer> answerFrom(std::string_view line);

}  // namespace molloquy::quantum
