#include "model/retrieval/caption_words.h"

#include <utility>

namespace molloquy::retrieval {

std::vector<std::string> captionWords(std::string_view caption) {
  constexpr std::string_view kBlanks = "-,() \t\r\n";
  std::vector<std::string> words;
  std::string word;
  const auto close = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const char character : caption) {
    if (kBlanks.find(character) != std::string_view::npos) {
      close();
    } else if (character != '.') {
      word += character;
    }
  }
  close();
  return words;
}

}  // namespace molloquy::retrieval
