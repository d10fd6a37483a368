#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/pickle_reader.h"

namespace molloquy::checkpoints {

/// The stack machine that a pickle is a program for; the instructions are in
/// pickle_instructions.cpp. After the first failure error() is set and every further step does
/// nothing of consequence.
class PickleMachine {
 public:
  PickleMachine(std::string_view program, const PickleLimits& limits, PickleContent content);

  /// Does one instruction; false after the last one or a failure.
  bool step();
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  /// The values built so far; the root is set after the last instruction.
  PickleDocument takeDocument() { return std::move(m_document); }

 private:
  // Instructions by kind; false: the instruction is of another kind.
  bool doConstant(std::uint8_t code);
  bool doText(std::uint8_t code);
  bool doContainer(std::uint8_t code);
  bool doFill(std::uint8_t code);
  bool doMemo(std::uint8_t code);
  bool doCall(std::uint8_t code);

  // The program's bytes. Reading past the end fails.
  std::string_view take(std::uint64_t count);
  std::uint64_t takeUnsigned(std::size_t width);
  std::string_view takeLine();
  void takeLongInteger(std::uint64_t width);

  // The stack. Popping from an empty one fails and gives the value 0, which always exists.
  void push(PickleValue value);
  void pushIndex(PickleIndex index) { m_stack.push_back(index); }
  PickleIndex pop();
  PickleIndex top();
  std::vector<PickleIndex> popToMark();
  [[nodiscard]] std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }

  void pushTuple(std::size_t size);
  void append(PickleIndex target, const std::vector<PickleIndex>& items);
  void setItems(PickleIndex target, const std::vector<PickleIndex>& keysAndValues);
  void global(std::string_view module, std::string_view name);
  void call(PickleIndex callable, PickleIndex arguments);
  void build(PickleIndex target, PickleIndex state);
  /// Counts what a call copies, so that sharing cannot multiply memory.
  bool charge(PickleIndex index);
  bool chargeWithItems(PickleIndex index);
  void fails(ErrorCode code, std::string what);
  void corrupt(std::string what) { fails(ErrorCode::Corrupt, std::move(what)); }

  std::string_view m_program;
  PickleLimits m_limits;
  PickleContent m_content;
  std::size_t m_at = 0;
  std::size_t m_copied = 0;
  PickleDocument m_document;
  std::vector<PickleIndex> m_stack;
  std::vector<std::size_t> m_marks;
  std::unordered_map<std::uint64_t, PickleIndex> m_memo;
  std::optional<Error> m_error;
};

}  // namespace molloquy::checkpoints
