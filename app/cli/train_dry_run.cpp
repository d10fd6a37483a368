#include "app/cli/train_dry_run.h"

#include <fmt/format.h>

#include "app/cli/status_line.h"

namespace molloquy::cli {
namespace {

constexpr std::int64_t kNoLabel = -100;

std::uintmax_t totalBytes(const recipes::DryRun& run) {
  return run.weightBytes + run.optimizerBytes + run.activationBytes;
}

std::string partsText(const recipes::DryRun& run) {
  std::string text = fmt::format("{:12} {:>15} {:>15}\n", "part", "parameters", "learning");
  recipes::DryRun::Part sum{"all", 0, 0};
  for (const recipes::DryRun::Part& part : run.parts) {
    text += fmt::format("{:12} {:15} {:15}\n", part.name, part.parameters, part.trained);
    sum.parameters += part.parameters;
    sum.trained += part.trained;
  }
  return text + fmt::format("{:12} {:15} {:15}\n", sum.name, sum.parameters, sum.trained);
}

/// One line for each run of equal tokens.
std::string tokensText(const recipes::FedExample& example, const TokenName& name) {
  std::string text =
      fmt::format("{:>6} {:>7}  {:5} {:7} {}\n", "place", "id", "read", "learnt", "token");
  for (std::size_t i = 0; i < example.tokens.size();) {
    std::size_t end = i + 1;
    while (end < example.tokens.size() && example.tokens[end] == example.tokens[i] &&
           example.attend[end] == example.attend[i] && example.labels[end] == example.labels[i]) {
      ++end;
    }
    const std::int64_t label = example.labels[i];
    std::string learnt = label == kNoLabel ? "-" : label == example.tokens[i] ? "yes" : name(label);
    text += fmt::format("{:6} {:7}  {:5} {:7} {}{}\n", i, example.tokens[i],
                        example.attend[i] != 0 ? "yes" : "no", learnt, name(example.tokens[i]),
                        end - i > 1 ? fmt::format("  x{}", end - i) : "");
    i = end;
  }
  return text;
}

}  // namespace

TokenName tokenNames(const prepare::Plan& plan, const recipes::Recipe& recipe) {
  if (plan.tokenizer) {
    return [tokenizer = *plan.tokenizer](std::int64_t id) {
      const TokenId token(static_cast<std::int32_t>(id));
      return tokenizer.contains(token) ? std::string(tokenizer.name(token)) : std::string("?");
    };
  }
  if (plan.wordPiece) {
    return [words = *plan.wordPiece](std::int64_t id) {
      return id >= 0 && id < words.size()
                 ? std::string(words.name(TokenId(static_cast<std::int32_t>(id))))
                 : std::string("?");
    };
  }
  unimol::Config encoder;
  if (const auto* sizes = std::get_if<unimol::Config>(&recipe.model)) encoder = *sizes;
  return [atoms = encoder.dictionary](std::int64_t id) {
    const auto index = static_cast<std::size_t>(id);
    return id >= 0 && index < atoms.size() ? atoms[index] : std::string("?");
  };
}

std::string dryRunText(const recipes::DryRun& run, const TokenName& name, std::size_t examples) {
  std::string text = partsText(run);
  text += fmt::format("\n{} examples to learn from, {} to measure with, {} updates\n",
                      run.trainingExamples, run.heldOutExamples, run.steps);
  text += fmt::format("memory: {} = weights {}, gradients and moments {}, activations {}\n",
                      bytesText(static_cast<double>(totalBytes(run))),
                      bytesText(static_cast<double>(run.weightBytes)),
                      bytesText(static_cast<double>(run.optimizerBytes)),
                      bytesText(static_cast<double>(run.activationBytes)));
  text += fmt::format("time: {} for {:.3g} s an update; {:.3g} GFLOP an update, {:.3g} GFLOP/s\n",
                      clockText(run.secondsPerStep * static_cast<double>(run.steps)),
                      run.secondsPerStep, run.flopsPerStep / 1e9,
                      run.secondsPerStep > 0 ? run.flopsPerStep / 1e9 / run.secondsPerStep : 0.0);
  const std::size_t shown = std::min(examples, run.batch.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const recipes::FedExample& example = run.batch[i];
    text += fmt::format("\nexample {} of {} in the first batch: {}{}{}, {} atoms, {} tokens\n",
                        i + 1, run.batch.size(), example.source, example.source.empty() ? "" : ", ",
                        example.task, example.atoms, example.tokens.size());
    text += tokensText(example, name);
  }
  if (shown < run.batch.size()) {
    text += fmt::format("\n{} more examples in the batch; --examples N shows them, --json all.\n",
                        run.batch.size() - shown);
  }
  return text;
}

nlohmann::ordered_json dryRunJson(const recipes::DryRun& run, const TokenName& name) {
  nlohmann::ordered_json object = {{"command", "train"}, {"event", "dry_run"}};
  for (const recipes::DryRun::Part& part : run.parts) {
    object["parts"].push_back(
        {{"name", part.name}, {"parameters", part.parameters}, {"trained", part.trained}});
  }
  object.update({{"training_examples", run.trainingExamples},
                 {"held_out_examples", run.heldOutExamples},
                 {"steps", run.steps},
                 {"weight_bytes", run.weightBytes},
                 {"optimizer_bytes", run.optimizerBytes},
                 {"activation_bytes", run.activationBytes},
                 {"total_bytes", totalBytes(run)},
                 {"seconds_per_step", run.secondsPerStep},
                 {"seconds", run.secondsPerStep * static_cast<double>(run.steps)},
                 {"flops_per_step", run.flopsPerStep}});
  auto& batch = object["batch"] = nlohmann::ordered_json::array();
  for (const recipes::FedExample& example : run.batch) {
    std::vector<std::string> names;
    for (const std::int64_t token : example.tokens) names.push_back(name(token));
    batch.push_back({{"source", example.source},
                     {"task", example.task},
                     {"atoms", example.atoms},
                     {"ids", example.tokens},
                     {"tokens", names},
                     {"attention_mask", example.attend},
                     {"labels", example.labels}});
  }
  return object;
}

}  // namespace molloquy::cli
