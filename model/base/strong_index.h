#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace molloquy {

/// An integer that cannot be mixed up with another kind of integer.
template <class Tag, class Value>
struct StrongIndex {
  Value value{};
  constexpr StrongIndex() = default;
  constexpr explicit StrongIndex(Value v) : value(v) {}
  friend constexpr auto operator<=>(const StrongIndex&, const StrongIndex&) = default;
};

/// Position of an atom in Molecule::atoms(), 0-based. Shown to people 1-based ("O3").
using AtomIndex = StrongIndex<struct AtomIndexTag, std::uint32_t>;
/// Position of a bond in Molecule::bonds(), 0-based.
using BondIndex = StrongIndex<struct BondIndexTag, std::uint32_t>;
/// Entry of a tokenizer's vocabulary.
using TokenId = StrongIndex<struct TokenIdTag, std::int32_t>;
/// One request between threads; every request ends in exactly one finished or failed message.
using RequestId = StrongIndex<struct RequestIdTag, std::uint64_t>;

}  // namespace molloquy

template <class Tag, class Value>
struct std::hash<molloquy::StrongIndex<Tag, Value>> {
  std::size_t operator()(const molloquy::StrongIndex<Tag, Value>& index) const noexcept {
    return std::hash<Value>{}(index.value);
  }
};
