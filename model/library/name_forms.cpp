#include "model/library/name_forms.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

namespace molloquy::library {
namespace {

bool isLetter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80U || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z');
}

bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }

std::string folded(std::string_view name) {
  constexpr auto kOptions =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                     UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                   static_cast<utf8proc_ssize_t>(name.size()), &mapped, kOptions);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size >= 0) return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
  // No UTF-8: its ASCII letters are what can be found.
  std::string plain;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x80U) plain += isUpper(c) ? char(c - 'A' + 'a') : c;
  }
  return plain;
}

}  // namespace

std::string normalName(std::string_view name) {
  std::string normal;
  for (const char c : folded(name)) {
    const bool blank = static_cast<unsigned char>(c) <= ' ';
    if (!blank) normal += c;
    if (blank && !normal.empty() && normal.back() != ' ') normal += ' ';
  }
  if (!normal.empty() && normal.back() == ' ') normal.pop_back();
  return normal;
}

std::string nameWordsQuery(std::string_view text) {
  std::string query;
  for (const std::string& word : wordsOf(normalName(text))) {
    query += fmt::format("{}\"{}\"", query.empty() ? "" : " AND ", word);
  }
  if (!query.empty()) query += '*';
  return query;
}

std::string asUtf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t letter = 0;
    const utf8proc_ssize_t size =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                         static_cast<utf8proc_ssize_t>(text.size() - at), &letter);
    if (size > 0 && letter != 0) {
      valid.append(text.substr(at, static_cast<std::size_t>(size)));
    } else {
      valid.append("\xEF\xBF\xBD");
    }
    at += size > 0 ? static_cast<std::size_t>(size) : 1;
  }
  return valid;
}

std::vector<std::string> wordsOf(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    if (isLetter(c)) {
      if (!inside) words.emplace_back();
      words.back() += c;
    }
    inside = isLetter(c);
  }
  return words;
}

Result<std::vector<Phrase>> phrasesOf(std::string_view text) {
  std::vector<Phrase> phrases;
  const auto add = [&phrases](std::string_view piece, bool isBeginning) {
    std::vector<std::string> words = wordsOf(piece);
    if (!words.empty()) phrases.push_back({std::move(words), isBeginning});
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      const std::size_t end = text.find('"', at + 1);
      if (end == std::string_view::npos) {
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("The quote at column {} is left open: close it, or leave it out.", at + 1));
      }
      add(text.substr(at + 1, end - at - 1), false);
      at = end + 1;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \t\n\"", at), text.size());
    const std::string_view piece = text.substr(at, end - at);
    add(piece, piece.ends_with('*'));
    at = end + (end < text.size() && text[end] != '"' ? 1 : 0);
  }
  if (phrases.empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("There is no word in “{}” to look for: type at least one.", text));
  }
  return phrases;
}

Result<std::string> textWordsQuery(std::string_view text) {
  const auto phrases = phrasesOf(text);
  if (!phrases) return tl::unexpected(phrases.error());
  std::string query;
  for (const Phrase& phrase : *phrases) {
    query += fmt::format("{}\"{}\"{}", query.empty() ? "" : " AND ", fmt::join(phrase.words, " "),
                         phrase.isBeginning ? "*" : "");
  }
  return query;
}

std::string afterBeginning(std::string_view beginning) {
  // No UTF-8 text has the byte FF.
  return std::string(beginning) + '\xFF';
}

bool beginsLikeInchiKey(std::string_view text) {
  constexpr std::size_t kConnectivity = 14;
  constexpr std::size_t kWhole = 27;
  if (text.size() < 6 || text.size() > kWhole) return false;
  return std::all_of(text.begin(), text.end(), [&](const char& c) {
    const auto place = static_cast<std::size_t>(&c - text.data());
    return place == kConnectivity || place == kWhole - 2 ? c == '-' : isUpper(c);
  });
}

bool beginsLikeFormula(std::string_view text) {
  if (text.empty() || !isUpper(text[0])) return false;
  const bool digits =
      std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (isLetter(c) && static_cast<unsigned char>(c) < 0x80U) || c == '+' || c == '-' ||
                  c == '.';
         });
}

}  // namespace molloquy::library
