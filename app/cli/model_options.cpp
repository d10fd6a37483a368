#include "app/cli/model_options.h"

#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace molloquy::cli {
namespace {

using session::DeviceChoice;
using session::Precision;

const std::map<std::string, Precision> kPrecisions = {{"auto", Precision::Automatic},
                                                      {"f32", Precision::Float32},
                                                      {"bf16", Precision::Bfloat16},
                                                      {"int8", Precision::Int8},
                                                      {"int4", Precision::Int4}};
const std::map<std::string, DeviceChoice> kDevices = {
    {"auto", DeviceChoice::Automatic}, {"cpu", DeviceChoice::Cpu}, {"cuda", DeviceChoice::Cuda}};

/// An option whose value is one of a few names, which its help tells.
template <class Value>
void addChoice(CLI::App& command, const std::string& option, const std::string& description,
               Value& target, const std::map<std::string, Value>& names) {
  std::vector<std::string> words;
  for (const auto& [name, value] : names) words.push_back(name);
  command
      .add_option_function<std::string>(
          option, [&target, &names](const std::string& name) { target = names.at(name); },
          fmt::format("{}: {}", description, fmt::join(words, ", ")))
      ->check(CLI::IsMember(words).description(""));
}

constexpr int kMostThreads = 1024;
constexpr int kMostTokens = 10'000'000;
constexpr int kMostBeams = 64;

}  // namespace

void addOpenOptions(CLI::App& command, session::OpenOptions& options) {
  addChoice(command, "--precision", "Numbers of the language model", options.precision,
            kPrecisions);
  addChoice(command, "--device", "Where the model runs", options.device, kDevices);
  command.add_option("--threads", options.threads, "Threads (default: all cores but one)")
      ->check(CLI::Range(1, kMostThreads));
  command
      .add_option("--context", options.contextLength,
                  "Tokens of prompt and answer that memory is kept for (default: the model's)")
      ->check(CLI::Range(1, kMostTokens));
  command
      .add_option("--memory-limit", options.memoryLimit,
                  "Memory that the model may take, for example 6GiB (default: what is free)")
      ->transform(CLI::AsSizeValue(false).description(""));
}

void addGenerateOptions(CLI::App& command, session::GenerateOptions& options) {
  command.add_option("--max-tokens", options.maxNewTokens, "Longest answer (default: the model's)")
      ->check(CLI::Range(1, kMostTokens));
  command
      .add_option("--min-tokens", options.minNewTokens, "Shortest answer (default: the model's)")
      ->check(CLI::Range(0, kMostTokens));
  command.add_option("--temperature", options.temperature, "0 takes the likeliest word each time")
      ->check(CLI::Range(0.0, 5.0))
      ->capture_default_str();
  command.add_option("--top-k", options.topK, "Draw from that many likely words; 0 = all")
      ->check(CLI::Range(0, kMostTokens))
      ->capture_default_str();
  command.add_option("--top-p", options.topP, "Share of likely words to draw from")
      ->check(CLI::Range(0.01, 1.0))
      ->capture_default_str();
  command
      .add_option("--min-p", options.minP,
                  "Leave out words below this share of the likeliest one's probability")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command
      .add_option("--repetition-penalty", options.repetitionPenalty,
                  "Above 1 repeats less (default: the model's)")
      ->check(CLI::Range(0.01, 10.0));
  command
      .add_option("--beams", options.beams,
                  "Texts written side by side, the best is told; 0 = the preset of the task")
      ->check(CLI::Range(0, kMostBeams))
      ->capture_default_str();
  command
      .add_option("--length-penalty", options.lengthPenalty,
                  "Of beams: above 1 favours long answers")
      ->check(CLI::Range(-10.0, 10.0))
      ->capture_default_str();
  command.add_option("--seed", options.seed, "Seed of the draw")->capture_default_str();
}

}  // namespace molloquy::cli
