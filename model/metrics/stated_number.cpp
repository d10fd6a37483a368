#include "model/metrics/stated_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include "model/metrics/letters.h"
#include "model/text/unicode.h"

namespace molloquy::metrics {
namespace {

using View = std::u32string_view;

struct Unit {
  Quantity quantity;
  View name;
  double factor;  ///< to the quantity's first unit.
};

/// Longer names stand before their beginnings. Energies: CODATA 2018.
constexpr Unit kUnits[] = {
    {Quantity::Energy, U"electronvolts", 1.0},
    {Quantity::Energy, U"electronvolt", 1.0},
    {Quantity::Energy, U"meV", 1e-3},
    {Quantity::Energy, U"eV", 1.0},
    {Quantity::Energy, U"Hartrees", 27.211386245988},
    {Quantity::Energy, U"hartrees", 27.211386245988},
    {Quantity::Energy, U"Hartree", 27.211386245988},
    {Quantity::Energy, U"hartree", 27.211386245988},
    {Quantity::Energy, U"a.u.", 27.211386245988},
    {Quantity::Energy, U"Eh", 27.211386245988},
    {Quantity::Energy, U"Ha", 27.211386245988},
    {Quantity::Energy, U"kcal/mol", 0.0433641042},
    {Quantity::Energy, U"kcal mol", 0.0433641042},
    {Quantity::Energy, U"kJ/mol", 0.0103642696},
    {Quantity::Energy, U"kJ mol", 0.0103642696},
    {Quantity::Area, U"\u00C5",
     1.0},  // "Å²", "Å^2", "Å2": what follows the letter is not looked at
    {Quantity::Area, U"\u212B", 1.0},
    {Quantity::Area, U"A\u00B2", 1.0},
    {Quantity::Area, U"A^2", 1.0},
    {Quantity::Area, U"A2", 1.0},
    {Quantity::Area, U"square angstrom", 1.0},
    {Quantity::Area, U"square Angstrom", 1.0},
    {Quantity::Area, U"nm\u00B2", 100.0},
    {Quantity::Area, U"nm^2", 100.0},
    {Quantity::Area, U"nm2", 100.0},
    {Quantity::Mass, U"g/mol", 1.0},
    {Quantity::Mass, U"g mol", 1.0},
    {Quantity::Mass, U"grams per mole", 1.0},
    {Quantity::Mass, U"kDa", 1000.0},
    {Quantity::Mass, U"Daltons", 1.0},
    {Quantity::Mass, U"daltons", 1.0},
    {Quantity::Mass, U"Da", 1.0},
    {Quantity::Mass, U"amu", 1.0},
    {Quantity::Mass, U"u", 1.0},
};

bool isDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// Letters of a name; raised digits and signs of arithmetic are none.
bool isLetter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_' ||
         (c >= 0x370 && c < 0x2000) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7);
}

bool isMinus(char32_t c) { return c == U'-' || c == U'\u2212'; }
bool isSign(char32_t c) { return isMinus(c) || c == U'+'; }

/// A digit that stands as an exponent; nullopt for other characters.
std::optional<char> raisedDigit(char32_t c) {
  const std::size_t place = View(U"⁰¹²³⁴⁵⁶⁷⁸⁹").find(c);
  return place == View::npos ? std::nullopt : std::optional(static_cast<char>('0' + place));
}

/// Reads a text from the left.
class Reader {
 public:
  Reader(View text, std::size_t at) : m_text(text), m_at(at) {}

  [[nodiscard]] std::size_t place() const { return m_at; }
  [[nodiscard]] char32_t ahead(std::size_t distance = 0) const {
    return m_at + distance < m_text.size() ? m_text[m_at + distance] : U'\0';
  }
  [[nodiscard]] View rest() const { return m_text.substr(m_at); }
  void skip(std::size_t characters = 1) { m_at = std::min(m_at + characters, m_text.size()); }
  void skipGaps() {
    while (m_at < m_text.size() && isGap(static_cast<std::int32_t>(m_text[m_at]))) ++m_at;
  }
  void takeDigits(std::string& digits) {
    for (; isDigit(ahead()); skip()) digits += static_cast<char>(ahead());
  }

 private:
  View m_text;
  std::size_t m_at;
};

/// "1,234,567": groups of three behind one to three digits.
void takeThousands(Reader& reader, std::string& digits) {
  if (digits.size() > 3) return;
  while (reader.ahead() == U',' && isDigit(reader.ahead(1)) && isDigit(reader.ahead(2)) &&
         isDigit(reader.ahead(3)) && !isDigit(reader.ahead(4))) {
    reader.skip();
    reader.takeDigits(digits);
  }
}

/// "e+05"; nothing is taken where no digit follows.
void takeLetterExponent(Reader& reader, std::string& digits) {
  if (reader.ahead() != U'e' && reader.ahead() != U'E') return;
  const std::size_t sign = isSign(reader.ahead(1)) ? 1 : 0;
  if (!isDigit(reader.ahead(1 + sign))) return;
  digits += 'e';
  if (sign > 0 && isMinus(reader.ahead(1))) digits += '-';
  reader.skip(1 + sign);
  reader.takeDigits(digits);
}

/// " x 10^5", "·10⁵"; nothing is taken where it is something else.
void takePower(Reader& reader, std::string& digits) {
  Reader power = reader;
  power.skipGaps();
  if (View(U"xX*×·").find(power.ahead()) == View::npos) return;
  power.skip();
  power.skipGaps();
  if (!power.rest().starts_with(U"10")) return;
  power.skip(2);
  std::string exponent;
  if (power.ahead() == U'^') {
    power.skip();
    if (power.ahead() == U'(' || power.ahead() == U'{') power.skip();
    if (isMinus(power.ahead())) exponent += '-';
    if (isSign(power.ahead())) power.skip();
    power.takeDigits(exponent);
    if (power.ahead() == U')' || power.ahead() == U'}') power.skip();
  } else {
    if (power.ahead() == U'\u207B') {
      exponent += '-';
      power.skip();
    }
    for (; raisedDigit(power.ahead()); power.skip()) exponent += *raisedDigit(power.ahead());
  }
  if (exponent.empty() || exponent == "-") return;
  digits += 'e' + exponent;
  reader = power;
}

std::optional<double> valueOf(const std::string& digits) {
  double value = 0.0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = problem == std::errc() && end == digits.data() + digits.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Whether the digits that begin here stand by themselves, and whether a minus is before them.
enum class Front { Name, Plus, Minus };

Front frontOf(View text, std::size_t begin) {
  const auto isNamePart = [](char32_t c) { return isLetter(c) || isDigit(c); };
  if (begin == 0) return Front::Plus;
  const char32_t before = text[begin - 1];
  if (isNamePart(before) || before == U'.' || before == U',') return Front::Name;
  if (!isSign(before)) return Front::Plus;
  if (begin >= 2 && (isNamePart(text[begin - 2]) || text[begin - 2] == U')')) return Front::Name;
  return isMinus(before) ? Front::Minus : Front::Plus;
}

struct Stated {
  double value = 0.0;
  bool hasUnit = false;
};

const Unit* unitAt(View rest, Quantity quantity) {
  const auto found = std::find_if(std::begin(kUnits), std::end(kUnits), [&](const Unit& unit) {
    return unit.quantity == quantity && rest.starts_with(unit.name) &&
           (rest.size() == unit.name.size() || unit.name == U"\u00C5" ||
            !isLetter(rest[unit.name.size()]));
  });
  return found == std::end(kUnits) ? nullptr : found;
}

/// The number whose digits begin here. `end` becomes the place behind the digits.
std::optional<Stated> statedAt(View text, std::size_t begin, Quantity quantity, std::size_t& end) {
  Reader reader(text, begin);
  std::string digits;
  reader.takeDigits(digits);
  takeThousands(reader, digits);
  if (reader.ahead() == U'.' && isDigit(reader.ahead(1))) {
    digits += '.';
    reader.skip();
    reader.takeDigits(digits);
  }
  const std::size_t withoutExponent = digits.size();
  takeLetterExponent(reader, digits);
  if (digits.size() == withoutExponent) takePower(reader, digits);
  end = reader.place();
  const Front front = frontOf(text, begin);
  const auto value = valueOf(digits);
  if (front == Front::Name || !value) return std::nullopt;
  const double sign = front == Front::Minus ? -1.0 : 1.0;
  Reader behind = reader;
  behind.skipGaps();
  if (const Unit* unit = unitAt(behind.rest(), quantity)) {
    return Stated{sign * *value * unit->factor, true};
  }
  const bool partOfName =
      isLetter(reader.ahead()) || reader.ahead() == U'%' ||
      (isMinus(reader.ahead()) && (isLetter(reader.ahead(1)) || isDigit(reader.ahead(1))));
  if (partOfName || behind.ahead() == U'%') return std::nullopt;
  return Stated{sign * *value, false};
}

}  // namespace

std::optional<double> firstFraction(std::string_view utf8) {
  const auto digitAt = [&](std::size_t i) {
    return i < utf8.size() && utf8[i] >= '0' && utf8[i] <= '9';
  };
  for (std::size_t begin = 0; begin < utf8.size(); ++begin) {
    if (!digitAt(begin)) continue;
    std::size_t end = begin;
    while (digitAt(end)) ++end;
    if (end < utf8.size() && utf8[end] == '.' && digitAt(end + 1)) {
      for (++end; digitAt(end);) ++end;
      if (begin > 0 && utf8[begin - 1] == '-') --begin;
      return valueOf(std::string(utf8.substr(begin, end - begin)));
    }
    begin = end;
  }
  return std::nullopt;
}

std::optional<double> statedNumber(std::string_view utf8, Quantity quantity) {
  const std::vector<std::int32_t> points = text::codePoints(utf8);
  const std::u32string text(points.begin(), points.end());
  std::optional<double> withoutUnit;
  for (std::size_t at = 0; at < text.size();) {
    if (!isDigit(text[at])) {
      ++at;
      continue;
    }
    const auto stated = statedAt(text, at, quantity, at);
    if (!stated) continue;
    if (stated->hasUnit) return stated->value;
    if (!withoutUnit) withoutUnit = stated->value;
  }
  return withoutUnit;
}

}  // namespace molloquy::metrics
