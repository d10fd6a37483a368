#include "model/chem/smiles_scanner.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "model/chem/molecule.h"
#include "model/chem/smiles_bracket_atom.h"
#include "model/chem/structure_reader.h"

namespace molloquy::chem {
namespace {

constexpr std::string_view kColumnPhrase = " at column ";

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }

/// Atoms that may stand without brackets.
bool isOrganic(std::string_view symbol) {
  constexpr std::string_view kOrganic[] = {"B", "C", "N", "O", "P", "S", "F", "Cl", "Br",
                                           "I", "b", "c", "n", "o", "p", "s", "*"};
  return std::find(std::begin(kOrganic), std::end(kOrganic), symbol) != std::end(kOrganic);
}

/// One pass over a SMILES. Each take...() consumes one token at m_at and returns an error or
/// nothing.
class Scanner {
 public:
  Scanner(std::string_view smiles, std::size_t firstColumn)
      : m_text(smiles), m_firstColumn(firstColumn) {}

  Result<SmilesScan> run() {
    while (m_at < m_text.size()) {
      if (auto error = takeToken()) return tl::unexpected(*std::move(error));
    }
    if (auto error = checkEnd()) return tl::unexpected(*std::move(error));
    return std::move(m_scan);
  }

 private:
  struct RingOpening {
    std::size_t at;  ///< where the digit stands.
    std::size_t atom;
    char bond;  ///< 0 when unwritten.
  };
  using Failure = std::optional<Error>;

  [[nodiscard]] std::size_t column(std::size_t at) const { return m_firstColumn + at; }
  [[nodiscard]] Error error(std::string_view what, std::size_t at, std::string_view remedy) const {
    return smilesError(what, column(at), remedy);
  }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
  }

  Failure takeToken() {
    const char c = peek();
    if (c == '[') return takeBracket();
    if (c == '(') return openBranch();
    if (c == ')') return closeBranch();
    if (c == '.') return takeDot();
    if (c == '%' || isDigit(c)) return takeRing();
    if (std::string_view("-=#$:/\\<").find(c) != std::string_view::npos) return takeBond();
    return takeOrganicAtom();
  }

  Failure takeBond() {
    if (m_bond) {
      return error(fmt::format("SMILES has a second bond symbol {}", shownCharacter(m_text, m_at)),
                   m_at, "Keep only one symbol between two atoms.");
    }
    if (!m_atom) {
      return error(fmt::format("SMILES has the bond {} without an atom before it",
                               shownCharacter(m_text, m_at)),
                   m_at, "Write an atom first, or remove the bond.");
    }
    m_bond = m_at;
    const std::string_view dative = m_text.substr(m_at, 2);
    if (peek() == '<' && dative != "<-") {
      return error("SMILES has \"<\" without \"-\" after it", m_at,
                   "Write a dative bond as \"<-\", or remove it.");
    }
    m_at += (dative == "->" || dative == "<-" || dative == "\\\\") ? 2 : 1;
    return {};
  }

  Failure takeDot() {
    if (m_bond) return danglingBond("a dot");
    if (!m_atom) {
      return error("SMILES has a dot without a component before it", m_at, "Remove the dot.");
    }
    m_dot = m_at++;
    m_atom.reset();
    return {};
  }

  Failure openBranch() {
    if (!m_atom) {
      return error("SMILES has a branch \"(\" without an atom before it", m_at,
                   "Write the atom that carries the branch first.");
    }
    if (m_bond) return danglingBond("a branch; write the bond inside the parenthesis");
    m_branches.push_back({m_at, *m_atom, m_scan.atomColumns.size()});
    ++m_at;
    return {};
  }

  Failure closeBranch() {
    if (m_branches.empty()) {
      return error("SMILES has a \")\" that closes no branch", m_at,
                   "Remove it, or open the branch with \"(\".");
    }
    if (m_bond) return danglingBond("the end of a branch");
    if (!m_atom) return danglingDot();
    const Branch branch = m_branches.back();
    if (branch.atomsBefore == m_scan.atomColumns.size()) {
      return error("SMILES has an empty branch \"()\"", branch.at,
                   "Write an atom inside it, or remove it.");
    }
    m_branches.pop_back();
    m_atom = branch.atom;
    ++m_at;
    return {};
  }

  Failure takeRing() {
    const std::size_t start = m_at;
    if (!m_atom) {
      return error("SMILES has a ring number without an atom before it", start,
                   "Write the atom that starts the ring first.");
    }
    const std::optional<int> number = takeRingNumber();
    if (!number) {
      return error("SMILES has a \"%\" without two digits after it", start,
                   "Write ring numbers from 10 on as %10, from 100 on as %(100).");
    }
    const char bond = m_bond ? m_text[*m_bond] : '\0';
    m_bond.reset();
    const auto open = m_rings.find(*number);
    if (open == m_rings.end()) {
      m_rings.emplace(*number, RingOpening{start, *m_atom, bond});
      return {};
    }
    const RingOpening opening = open->second;
    m_rings.erase(open);
    return closeRing(*number, opening, start, bond);
  }

  std::optional<int> takeRingNumber() {
    if (peek() != '%') return m_text[m_at++] - '0';
    ++m_at;
    const bool wide = peek() == '(';
    if (wide) ++m_at;
    int number = 0;
    std::size_t digits = 0;
    const std::size_t most = wide ? 5 : 2;
    for (; digits < most && isDigit(peek()); ++digits)
      number = number * 10 + (m_text[m_at++] - '0');
    if (wide ? (digits == 0 || peek() != ')') : digits != 2) return std::nullopt;
    if (wide) ++m_at;
    return number;
  }

  Failure closeRing(int number, const RingOpening& opening, std::size_t at, char bond) {
    if (opening.atom == *m_atom) {
      return error(fmt::format("SMILES closes ring {} on the atom that opens it", number), at,
                   "Close it on another atom.");
    }
    if (!m_bonded.insert(std::minmax(opening.atom, *m_atom)).second) {
      return error(
          fmt::format("SMILES closes ring {} between two atoms that are already bonded", number),
          at, "Write a double or triple bond with \"=\" or \"#\" instead.");
    }
    const auto order = [](char symbol) { return symbol == '/' || symbol == '\\' ? '-' : symbol; };
    if (opening.bond != 0 && bond != 0 && order(opening.bond) != order(bond)) {
      return error(
          fmt::format("SMILES closes ring {} with the bond \"{}\" but opens it with \"{}\"", number,
                      bond, opening.bond),
          at, "Write the same bond at both ends, or only at one.");
    }
    return {};
  }

  Failure takeOrganicAtom() {
    const std::size_t two = m_at + 1 < m_text.size() ? 2 : 1;
    for (std::size_t length = two; length > 0; --length) {
      if (isOrganic(m_text.substr(m_at, length))) {
        addAtom(m_at);
        m_at += length;
        return {};
      }
    }
    return unknownCharacter();
  }

  /// What a person most probably meant by a character that SMILES does not know.
  [[nodiscard]] Error unknownCharacter() const {
    const char c = peek();
    const std::string_view pair = m_text.substr(m_at, 2);
    const std::string_view pairBefore = m_at > 0 ? m_text.substr(m_at - 1, 2) : std::string_view();
    const auto inBrackets = [&](std::string_view symbol, std::size_t at) {
      return error(fmt::format("SMILES has the element {} without brackets", symbol), at,
                   fmt::format("Write [{}].", symbol));
    };
    if (c == ']') {
      return error("SMILES has a \"]\" that closes no bracket atom", m_at,
                   "Remove it, or open the atom with \"[\".");
    }
    if (c == '~') {
      return error("SMILES has the query bond \"~\"", m_at, "Write a definite bond: -, =, # or :.");
    }
    if (c == '>') {
      return error("SMILES describes a reaction (\">\")", m_at,
                   "Enter one of its molecules instead.");
    }
    if (isUpper(c) && pair.size() == 2 && isLower(pair[1]) && atomicNumberOf(pair)) {
      return inBrackets(pair, m_at);
    }
    if (isLower(c) && pairBefore.size() == 2 && atomicNumberOf(pairBefore)) {
      return inBrackets(pairBefore, m_at - 1);
    }
    if (isUpper(c) && atomicNumberOf(pair.substr(0, 1))) return inBrackets(pair.substr(0, 1), m_at);
    return error(fmt::format("SMILES has {}, which is neither an atom nor a bond,",
                             shownCharacter(m_text, m_at)),
                 m_at, "Remove or correct it.");
  }

  Failure takeBracket() {
    const std::size_t open = m_at;
    const std::size_t close = m_text.find(']', open);
    const std::size_t nested = m_text.find('[', open + 1);
    if (close == std::string_view::npos || nested < close) {
      return error("SMILES has an unclosed bracket \"[\"", open, "Close the atom with \"]\".");
    }
    const std::string_view inside = m_text.substr(open + 1, close - open - 1);
    if (auto failure = checkBracketAtom(inside, column(open + 1))) return failure;
    addAtom(open);
    m_at = close + 1;
    return {};
  }

  void addAtom(std::size_t at) {
    const std::size_t index = m_scan.atomColumns.size();
    m_scan.atomColumns.push_back(column(at));
    if (m_atom) m_bonded.insert({*m_atom, index});
    m_atom = index;
    m_bond.reset();
    m_dot.reset();
  }

  [[nodiscard]] Error danglingBond(std::string_view before) const {
    return error(
        fmt::format("SMILES has a bond {} before {}", shownCharacter(m_text, *m_bond), before),
        *m_bond, "Write the atom it leads to, or remove the bond.");
  }
  [[nodiscard]] Error danglingDot() const {
    return error("SMILES has a dot without a component after it", m_dot.value_or(m_at),
                 "Write the next component, or remove the dot.");
  }

  Failure checkEnd() {
    if (m_bond) return danglingBond("the end");
    if (m_dot) return danglingDot();
    std::optional<std::pair<std::size_t, Error>> first;
    const auto offer = [&](std::size_t at, Error problem) {
      if (!first || at < first->first) first.emplace(at, std::move(problem));
    };
    if (!m_branches.empty()) {
      const std::size_t at = m_branches.back().at;
      offer(at, error("SMILES has an unclosed branch \"(\"", at, "Close it with \")\"."));
    }
    for (const auto& [number, opening] : m_rings) {
      offer(opening.at, error(fmt::format("SMILES has an unclosed ring {}", number), opening.at,
                              fmt::format("Write the number {} again at the atom that closes the "
                                          "ring.",
                                          number)));
    }
    if (first) return std::move(first->second);
    return {};
  }

  struct Branch {
    std::size_t at;
    std::size_t atom;
    std::size_t atomsBefore;
  };

  std::string_view m_text;
  std::size_t m_firstColumn;
  std::size_t m_at = 0;
  SmilesScan m_scan;
  std::optional<std::size_t> m_atom;  ///< the atom the next one is bonded to.
  std::optional<std::size_t> m_bond;  ///< where an unused bond symbol stands.
  std::optional<std::size_t> m_dot;   ///< where an unused dot stands.
  std::vector<Branch> m_branches;
  std::map<int, RingOpening> m_rings;
  std::set<std::pair<std::size_t, std::size_t>> m_bonded;
};

}  // namespace

Result<SmilesScan> scanSmiles(std::string_view smiles, std::size_t firstColumn) {
  return Scanner(smiles, firstColumn).run();
}

Error smilesError(std::string_view what, std::size_t column, std::string_view remedy) {
  return Error(ErrorCode::InvalidInput,
               fmt::format("{}{}{}. {}", what, kColumnPhrase, column, remedy));
}

std::optional<int> errorColumn(const Error& error) {
  const std::size_t phrase = error.message.find(kColumnPhrase);
  if (phrase == std::string::npos) return std::nullopt;
  std::size_t at = phrase + kColumnPhrase.size();
  if (at >= error.message.size() || !isDigit(error.message[at])) return std::nullopt;
  int column = 0;
  for (; at < error.message.size() && isDigit(error.message[at]) && column < 100'000'000; ++at) {
    column = column * 10 + (error.message[at] - '0');
  }
  return column;
}

}  // namespace molloquy::chem
