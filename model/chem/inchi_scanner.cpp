#include "model/chem/inchi_scanner.h"

#include <cctype>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "model/chem/molecule.h"

namespace molloquy::chem {
namespace {

constexpr std::size_t kLongest = 100'000;
constexpr int kMostAtoms = 1023;
constexpr int kMostHydrogens = 4'000;
constexpr int kDeepest = 100;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

class InchiScan {
 public:
  explicit InchiScan(std::string_view text) : m_text(text) {}

  std::optional<Error> check() {
    if (m_text.size() > kLongest) return wrong("is longer than any structure's");
    for (const std::string_view prefix : {"InChI=1S/", "InChI=1/"}) {
      if (m_text.starts_with(prefix)) m_at = prefix.size();
    }
    if (m_at == 0) return wrong("does not begin with InChI=1S/");
    if (auto problem = checkFormula()) return problem;
    while (!atEnd()) {
      ++m_at;  // the slash
      if (atEnd()) return wrong("ends with an empty layer");
      if (auto problem = checkLayer(m_text[m_at])) return problem;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }

  [[nodiscard]] Error wrong(std::string_view what) const {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("InChI {} at column {}. Copy the whole InChI anew.", what, m_at + 1));
  }

  /// A number without leading zeros; nullopt when it is none, or above the bound.
  std::optional<int> number(int bound) {
    int value = 0;
    const std::size_t begin = m_at;
    while (!atEnd() && isDigit(m_text[m_at]) && value <= bound) {
      value = 10 * value + (m_text[m_at++] - '0');
    }
    const bool none = m_at == begin || m_text[begin] == '0';
    return none || value > bound ? std::nullopt : std::optional(value);
  }

  std::optional<Error> checkFormula() {
    int atoms = 0;
    int hydrogens = 0;
    int times = 1;
    bool componentStarts = true;
    while (!atEnd() && m_text[m_at] != '/') {
      if (m_text[m_at] == '.') {
        if (componentStarts) return wrong("has an empty component");
        componentStarts = true;
        ++m_at;
        continue;
      }
      if (std::exchange(componentStarts, false)) {
        times = 1;
        if (isDigit(m_text[m_at])) {
          const auto given = number(kMostAtoms);
          if (!given || atEnd()) return wrong("has a wrong number of components");
          times = *given;
        }
      }
      std::size_t length = 1;
      while (m_at + length < m_text.size() && length < 2 &&
             std::islower(static_cast<unsigned char>(m_text[m_at + length])) != 0) {
        ++length;
      }
      const std::string_view symbol = m_text.substr(m_at, length);
      const auto element = atomicNumberOf(symbol);
      if (!element || *element == 0) return wrong("has no element");
      m_at += length;
      int count = 1;
      if (!atEnd() && isDigit(m_text[m_at])) {
        const auto given = number(kMostHydrogens);
        if (!given) return wrong("has a wrong number of atoms");
        count = *given;
      }
      (symbol == "H" ? hydrogens : atoms) += times * count;
      if (atoms > kMostAtoms || hydrogens > kMostHydrogens) {
        return Error(
            ErrorCode::Unsupported,
            fmt::format("InChI is defined for at most {} atoms; this one has more.", kMostAtoms));
      }
    }
    m_atoms = atoms == 0 ? hydrogens : atoms;
    return m_atoms == 0 ? std::optional(wrong("has no atoms")) : std::nullopt;
  }

  /// Characters that a layer may have beside numbers.
  static std::string_view signsOf(char layer) {
    switch (layer) {
      case 'c':
        return "-(),;*.";
      case 'h':
        return "-(),;*.HDT+";
      case 'q':
      case 'p':
        return "+-;*.";
      case 'b':
        return "-+?u,;*.m";
      case 't':
        return "-+?u,;*.m";
      case 'm':
        return "01.";
      case 's':
        return "123";
      case 'i':
        return "+-,;*.HDTm()";
      default:
        return {};
    }
  }

  std::optional<Error> checkLayer(char layer) {
    const std::string_view signs = signsOf(layer);
    if (signs.empty()) return wrong("has a layer that is not read");
    // Main layers come once and in order; after the isotopic layer its own stereo layers follow.
    constexpr std::string_view kOrder = "chqpbtmsi";
    const std::size_t place = kOrder.find(layer) + (m_isotopic ? kOrder.size() : 0);
    if (place < m_place || (m_any && place == m_place)) return wrong("has a layer out of order");
    m_place = place;
    m_any = true;
    if (layer == 'i') m_isotopic = true;
    ++m_at;
    const std::size_t begin = m_at;
    int depth = 0;
    while (!atEnd() && m_text[m_at] != '/') {
      const char c = m_text[m_at];
      if (isDigit(c) && layer != 'm') {
        const bool hydrogenCount = m_at > 0 && (m_text[m_at - 1] == 'H');
        if (!number(hydrogenCount ? kMostHydrogens : kMostAtoms))
          return wrong("has a wrong number");
        continue;
      }
      if (signs.find(c) == std::string_view::npos) return wrong("has an unexpected character");
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0 || depth > kDeepest) return wrong("has unbalanced brackets");
      ++m_at;
    }
    if (depth != 0) return wrong("has unbalanced brackets");
    if (m_at == begin && layer != 'i') return wrong("has an empty layer");
    return std::nullopt;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  int m_atoms = 0;
  std::size_t m_place = 0;
  bool m_any = false;
  bool m_isotopic = false;
};

}  // namespace

std::optional<Error> refuseInchi(std::string_view inchi) { return InchiScan(inchi).check(); }

}  // namespace molloquy::chem
