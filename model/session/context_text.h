#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/session/chat_session.h"

namespace molloquy::session {

/// Longest text of an example, characters; what is behind is left out and marked so.
inline constexpr std::size_t kExampleCharacters = 1200;

/// The examples of a request that say anything, most similar first, at most `most` of them.
std::vector<ContextExample> nearestExamples(const GenerateRequest& request, std::size_t most);

/// What stands in front of the question: the examples with what is known of them and how similar
/// they are, the most similar one last, next to the question. Empty without examples.
/// Order of the examples: MolReFlect (Li et al., 2024), ICMA (Li et al., 2024).
std::string contextText(std::span<const ContextExample> nearestFirst);

}  // namespace molloquy::session
