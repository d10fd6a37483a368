#include "model/session/answer_settings.h"

#include <algorithm>
#include <string>

#include "model/generation/presets.h"
#include "model/text/prompt.h"

namespace molloquy::session {
namespace {

using generation::Preset;
using text::Tokenizer;

/// The words with which 3D-MoLM asks for a number. Source: 3D-MoLM, stage3_dm.py.
constexpr std::string_view kNumberOnly = "numerical value only";

/// The text that a token adds, as far as it has one by itself.
std::string textOf(const Tokenizer& tokenizer, TokenId id) {
  if (tokenizer.isSpecial(id)) return {};
  return tokenizer.bytesOf(id).value_or(std::string(tokenizer.name(id)));
}

/// Tokens that break the line, and tokens that end a sentence.
struct TextMarks {
  std::vector<TokenId> lineEnds;
  std::vector<TokenId> sentenceEnds;
};

TextMarks marksOf(const Tokenizer& tokenizer) {
  TextMarks marks;
  for (int i = 0; i < tokenizer.size(); ++i) {
    const std::string text = textOf(tokenizer, TokenId(i));
    if (text.empty()) continue;
    if (text.find('\n') != std::string::npos) marks.lineEnds.emplace_back(i);
    if (text.back() == '.' || text.back() == '!' || text.back() == '?') {
      marks.sentenceEnds.emplace_back(i);
    }
  }
  return marks;
}

Preset presetOf(TaskKind task) {
  switch (task) {
    case TaskKind::Caption:
      return Preset::Stage3Caption;
    case TaskKind::Description:
      return Preset::Stage3Description;
    case TaskKind::Property:
      break;
  }
  return Preset::Stage3Property;
}

}  // namespace

TaskKind taskOf(std::string_view instruction) {
  if (instruction == text::kDescribeInstruction) return TaskKind::Caption;
  if (instruction.find(kNumberOnly) != std::string_view::npos) return TaskKind::Property;
  return TaskKind::Description;
}

AnswerSettings::AnswerSettings(const Tokenizer& tokenizer, int vocabulary,
                               const molm::GenerationDefaults& defaults, AnswerEnding ending,
                               std::vector<TokenId> turnEnds)
    : m_defaults(defaults), m_ending(ending), m_ends(tokenizer.endTokens()) {
  for (const TokenId id : turnEnds) {
    if (std::find(m_ends.begin(), m_ends.end(), id) == m_ends.end()) m_ends.push_back(id);
  }
  for (const TokenId id : {tokenizer.special().pad, tokenizer.special().molecule}) {
    if (id != text::kNoToken) m_banned.push_back(id);
  }
  // Rows that only round the vocabulary up stand for no text.
  for (int id = tokenizer.size(); id < vocabulary; ++id) m_banned.emplace_back(id);
  if (ending != AnswerEnding::Taught) {
    TextMarks marks = marksOf(tokenizer);
    m_rules = generation::forUntaughtModel(std::move(marks.lineEnds), {tokenizer.special().begin},
                                           std::move(marks.sentenceEnds));
  }
}

generation::GenerateOptions AnswerSettings::preferred(std::string_view instruction) const {
  if (m_ending == AnswerEnding::Published) {
    return generation::optionsOf(presetOf(taskOf(instruction)));
  }
  generation::GenerateOptions options;
  options.maxNewTokens = m_defaults.maxNewTokens;
  options.minNewTokens = m_defaults.minNewTokens;
  options.sampling.repetitionPenalty = m_defaults.repetitionPenalty;
  return options;
}

generation::GenerateOptions AnswerSettings::forRequest(const GenerateRequest& request) const {
  const GenerateOptions& asked = request.options;
  generation::GenerateOptions options = preferred(request.instruction);
  if (asked.maxNewTokens > 0) options.maxNewTokens = asked.maxNewTokens;
  if (asked.minNewTokens >= 0) options.minNewTokens = asked.minNewTokens;
  options.minNewTokens = std::min(options.minNewTokens, options.maxNewTokens);
  if (asked.repetitionPenalty > 0) options.sampling.repetitionPenalty = asked.repetitionPenalty;
  if (asked.beams > 0) {
    options.beams = asked.beams;
    options.lengthPenalty = asked.lengthPenalty;
  }
  if (asked.temperature > 0) options.beams = 1;
  options.sampling.temperature = asked.temperature;
  options.sampling.topK = asked.topK;
  options.sampling.topP = asked.topP;
  options.sampling.minP = asked.minP;
  options.sampling.seed = asked.seed;
  options.banned = m_banned;
  options.ends = m_ends;
  options.rules = m_rules;
  return options;
}

}  // namespace molloquy::session
