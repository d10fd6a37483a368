#include "model/chem/smiles_bracket_atom.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/chem/molecule.h"
#include "model/chem/smiles_scanner.h"

namespace molloquy::chem {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }

/// Lower-case symbols that brackets may hold.
bool isAromatic(std::string_view symbol) {
  constexpr std::string_view kAromatic[] = {"b", "c", "n", "o", "p", "s", "as", "se", "te", "si"};
  return std::find(std::begin(kAromatic), std::end(kAromatic), symbol) != std::end(kAromatic);
}

/// One pass over the inside of the brackets.
class BracketAtom {
 public:
  BracketAtom(std::string_view inside, std::size_t firstColumn)
      : m_text(inside), m_firstColumn(firstColumn) {}

  std::optional<Error> check() {
    if (skipDigits() > 3) {
      return error("SMILES has an isotope number over 999", 0,
                   "Write a mass number such as [13C].");
    }
    if (auto failure = takeElement()) return failure;
    if (peek() == '@') skipChirality();
    if (peek() == 'H') {
      ++m_at;
      skipDigits();
    }
    if (auto failure = takeCharge()) return failure;
    if (auto failure = takeClass()) return failure;
    if (m_at == m_text.size()) return {};
    return error(fmt::format("SMILES has {} inside the bracket atom [{}],",
                             shownCharacter(m_text, m_at), m_text),
                 m_at,
                 "The order is isotope, element, @, H, charge: for example [13C@@H], [NH4+].");
  }

 private:
  using Failure = std::optional<Error>;

  [[nodiscard]] Error error(std::string_view what, std::size_t at, std::string_view remedy) const {
    return smilesError(what, m_firstColumn + at, remedy);
  }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
  }

  std::size_t skipDigits() {
    const std::size_t start = m_at;
    while (isDigit(peek())) ++m_at;
    return m_at - start;
  }

  Failure takeElement() {
    if (m_at == m_text.size()) {
      return smilesError("SMILES has a bracket atom without an element", m_firstColumn - 1,
                         "Write one inside, for example [Na+].");
    }
    if (peek() == '#') {  // RDKit's own form [#6]
      ++m_at;
      if (skipDigits() > 0) return {};
    }
    for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
      const std::string_view symbol = m_text.substr(m_at, length);
      if (symbol.size() != length) continue;
      if (isUpper(symbol[0]) && isLower(peek(length))) continue;  // the start of a longer word
      if (atomicNumberOf(symbol) || isAromatic(symbol)) {
        m_at += length;
        return {};
      }
    }
    return unknownElement();
  }

  [[nodiscard]] Error unknownElement() const {
    constexpr std::string_view kRemedy = "Write a symbol of the periodic table, for example [Na+].";
    if (m_at == m_text.size() || (!isUpper(peek()) && !isLower(peek()))) {
      const std::string found =
          m_at < m_text.size() ? shownCharacter(m_text, m_at) : std::string("nothing");
      return error(fmt::format("SMILES has {} where an element must stand,", found), m_at, kRemedy);
    }
    std::size_t end = m_at + 1;
    while (end < m_text.size() && isLower(m_text[end])) ++end;
    return error(
        fmt::format("SMILES has \"{}\", which is no element,", m_text.substr(m_at, end - m_at)),
        m_at, kRemedy);
  }

  void skipChirality() {
    while (peek() == '@') ++m_at;
    constexpr std::string_view kClasses[] = {"TH", "AL", "SP", "TB", "OH"};
    for (const std::string_view name : kClasses) {
      if (m_text.substr(m_at, 2) != name || !isDigit(peek(2))) continue;
      m_at += 2;
      skipDigits();
      return;
    }
  }

  Failure takeCharge() {
    const char sign = peek();
    if (sign != '+' && sign != '-') return {};
    const std::size_t start = m_at;
    std::size_t signs = 0;
    for (; peek() == sign; ++m_at) ++signs;
    const std::size_t firstDigit = m_at;
    const std::size_t digits = skipDigits();
    if ((signs > 1 && digits > 0) || signs > 9 || digits > 1) {
      return error(fmt::format("SMILES has the charge \"{}\"", m_text.substr(start, m_at - start)),
                   digits > 0 ? firstDigit : start,
                   "Write a charge from -9 to +9, for example [Ca+2].");
    }
    return {};
  }

  Failure takeClass() {
    if (peek() != ':') return {};
    ++m_at;
    if (skipDigits() > 0) return {};
    return error("SMILES has an atom class \":\" without a number", m_at - 1,
                 "Write a number after it, or remove it.");
  }

  std::string_view m_text;
  std::size_t m_firstColumn;
  std::size_t m_at = 0;
};

}  // namespace

std::optional<Error> checkBracketAtom(std::string_view inside, std::size_t firstColumn) {
  return BracketAtom(inside, firstColumn).check();
}

std::string shownCharacter(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x20 || byte == 0x7F) return fmt::format("the control character {:#04x}", byte);
  std::size_t length = 1;
  if (byte >= 0x80) {
    while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) >> 6) == 2) {
      ++length;
    }
    if (length == 1) return fmt::format("the byte {:#04x}", byte);
  }
  return fmt::format("\"{}\"", text.substr(at, length));
}

}  // namespace molloquy::chem
