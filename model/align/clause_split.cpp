#include "model/align/clause_split.h"

#include <algorithm>
#include <regex>
#include <string>

namespace molloquy::align {
namespace {

/// From here to the end of the sentence the text speaks of another molecule.
const std::regex& relationPattern() {
  static const std::regex pattern(
      "derives? from|derived (?:\\w+ ){0,2}from|conjugate (?:acid|base) (?:of|from)|enantiomer of|"
      "tautomer of|(?:obtained|resulting|arising|formed|prepared) (?:\\w+ ){0,4}(?:from|by|via)|"
      "condensation of|\\bthe [\\w-]+(?: [\\w-]+)? groups? of ",
      std::regex::ECMAScript | std::regex::optimize);
  return pattern;
}

const std::regex& positionPattern() {
  static const std::regex pattern(
      "substituted|position|replaced by|attached|carr(?:ies|ying)|bear(?:s|ing)|\\bortho\\b|"
      "\\bmeta\\b|\\bpara\\b",
      std::regex::ECMAScript | std::regex::optimize);
  return pattern;
}

/// End of the sentence that starts at `begin`: after a full stop followed by a blank, or the end.
std::size_t sentenceEnd(const std::string& text, std::size_t begin) {
  const std::size_t stop = text.find(". ", begin);
  return stop == std::string::npos ? text.size() : stop + 1;
}

Clause kindOf(const std::string& sentence) {
  if (sentence.find("has a role") != std::string::npos ||
      sentence.find("has roles") != std::string::npos)
    return Clause::Role;
  if (std::regex_search(sentence, positionPattern())) return Clause::Position;
  if (sentence.find(" is a") != std::string::npos || sentence.find("member of") != std::string::npos)
    return Clause::Class;
  return Clause::Other;
}

}  // namespace

ClauseMap::ClauseMap(std::string_view lowerCaseText) {
  const std::string text(lowerCaseText);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = sentenceEnd(text, begin);
    const std::string sentence = text.substr(begin, end - begin);
    std::smatch relation;
    std::size_t split = end;
    if (std::regex_search(sentence, relation, relationPattern()))
      split = begin + static_cast<std::size_t>(relation.position());
    m_pieces.push_back({begin, split, kindOf(sentence.substr(0, split - begin))});
    m_pieces.push_back({split, end, Clause::Relation});
    begin = end;
  }
}

Clause ClauseMap::clauseAt(std::size_t byte) const {
  const auto piece = std::find_if(m_pieces.begin(), m_pieces.end(), [&](const Piece& candidate) {
    return byte >= candidate.begin && byte < candidate.end;
  });
  return piece == m_pieces.end() ? Clause::Other : piece->clause;
}

}  // namespace molloquy::align
