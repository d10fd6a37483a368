#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "model/base/result.h"

namespace molloquy::nn {

/// Reads the fields of one JSON object into a config struct: an absent field keeps its default, a
/// field of the wrong kind becomes an error that names it.
///
/// part  name of the object in messages, e.g. "unimol".
class FieldReader {
 public:
  FieldReader(const nlohmann::json& object, std::string part)
      : m_object(object), m_part(std::move(part)) {
    if (!object.is_object()) {
      m_error.emplace(ErrorCode::Corrupt,
                      fmt::format("\"{}\" in the configuration is not a JSON object.", m_part));
    }
  }

  template <class T>
  FieldReader& read(const char* name, T& value) {
    if (m_error) return *this;
    const auto found = m_object.find(name);
    if (found == m_object.end() || found->is_null()) return *this;
    if (!readValue(*found, value)) {
      m_error.emplace(ErrorCode::Corrupt,
                      fmt::format("\"{}.{}\" in the configuration has the wrong kind of value: {}.",
                                  m_part, name, shortText(*found)));
    }
    return *this;
  }

  [[nodiscard]] Result<void> result() const {
    if (m_error) return tl::unexpected(*m_error);
    return {};
  }

 private:
  /// Nested values are only named: writing out a million brackets would need as much stack.
  static std::string shortText(const nlohmann::json& value) {
    if (value.is_array()) return "a list";
    if (value.is_object()) return "an object";
    constexpr std::size_t kLongest = 60;
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).substr(0, kLongest);
  }

  /// Whole numbers have to be written as such and to fit: the JSON library would cut others off.
  template <class T>
  static bool readValue(const nlohmann::json& stored, T& value) {
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      if (stored.is_number_unsigned()) return fits(stored.get<std::uint64_t>(), value);
      return stored.is_number_integer() && fits(stored.get<std::int64_t>(), value);
    } else {
      try {
        stored.get_to(value);
        return true;
      } catch (const nlohmann::json::exception&) {
        return false;
      }
    }
  }

  template <class Number, class T>
  static bool fits(Number number, T& value) {
    if (!std::in_range<T>(number)) return false;
    value = static_cast<T>(number);
    return true;
  }

  const nlohmann::json& m_object;
  std::string m_part;
  std::optional<Error> m_error;
};

/// Collects the first broken rule of a config; its message names the field and the value.
class FieldChecks {
 public:
  explicit FieldChecks(std::string part) : m_part(std::move(part)) {}

  FieldChecks& require(bool holds, const char* field, const std::string& rule) {
    if (!holds && !m_error) {
      m_error.emplace(ErrorCode::Corrupt,
                      fmt::format("\"{}.{}\" in the configuration {}.", m_part, field, rule));
    }
    return *this;
  }

  FieldChecks& range(const char* field, std::int64_t value, std::int64_t low, std::int64_t high) {
    return require(value >= low && value <= high, field,
                   fmt::format("is {} but has to be from {} to {}", value, low, high));
  }

  FieldChecks& fraction(const char* field, double value) {
    return require(value >= 0.0 && value < 1.0, field,
                   fmt::format("is {} but has to be at least 0 and below 1", value));
  }

  FieldChecks& positive(const char* field, double value) {
    return require(value > 0.0, field, fmt::format("is {} but has to be above 0", value));
  }

  FieldChecks& divides(const char* field, std::int64_t divisor, const char* wholeField,
                       std::int64_t whole) {
    return require(divisor > 0 && whole % divisor == 0, field,
                   fmt::format("is {}, which does not divide {} = {}", divisor, wholeField, whole));
  }

  [[nodiscard]] Result<void> result() const {
    if (m_error) return tl::unexpected(*m_error);
    return {};
  }

 private:
  std::string m_part;
  std::optional<Error> m_error;
};

}  // namespace molloquy::nn
