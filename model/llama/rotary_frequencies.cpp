#include "model/llama/rotary_frequencies.h"

#include <cmath>

namespace molloquy::llama {
namespace {

/// Waves longer than the trained context allows are stretched by the factor, those that turn often
/// enough inside it are kept, and those between are blended.
double stretchedLlama3(double frequency, const RopeScaling& scaling) {
  constexpr double kTurn = 6.283185307179586;
  const double turns = scaling.originalMaxPosition * frequency / kTurn;  // within the context
  if (turns < scaling.lowFrequencyFactor) return frequency / scaling.factor;
  if (turns > scaling.highFrequencyFactor) return frequency;
  const double keep = (turns - scaling.lowFrequencyFactor) /
                      (scaling.highFrequencyFactor - scaling.lowFrequencyFactor);
  return (1.0 - keep) * frequency / scaling.factor + keep * frequency;
}

}  // namespace

std::vector<float> rotaryFrequencies(const Config& config) {
  const int d = config.headDim();
  std::vector<float> frequencies;
  for (int i = 0; i < d; i += 2) {
    double frequency = std::pow(config.ropeTheta, -static_cast<double>(i) / d);
    switch (config.ropeScaling.kind) {
      case RopeScaling::Kind::None:
        break;
      case RopeScaling::Kind::Linear:
        frequency /= config.ropeScaling.factor;
        break;
      case RopeScaling::Kind::Llama3:
        frequency = stretchedLlama3(frequency, config.ropeScaling);
        break;
    }
    frequencies.push_back(static_cast<float>(frequency));
  }
  return frequencies;
}

}  // namespace molloquy::llama
