#include "model/checkpoints/pickle_machine.h"

#include <limits>

#include <fmt/format.h>

#include "model/checkpoints/pickle_calls.h"

namespace molloquy::checkpoints {
namespace {

constexpr std::size_t kMaxCopied = std::size_t{64} << 20;

/// The number of at most 8 bytes; those that are missing are taken from `above`.
std::uint64_t lowByteFirst(std::string_view bytes, std::uint64_t above) {
  std::uint64_t number = above;
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
    number = number << 8U | static_cast<std::uint8_t>(*byte);
  }
  return number;
}

}  // namespace

PickleMachine::PickleMachine(std::string_view program, const PickleLimits& limits,
                             PickleContent content)
    : m_program(program), m_limits(limits), m_content(content) {
  m_document.values.emplace_back();  // what a failed pop gives
}

void PickleMachine::fails(ErrorCode code, std::string what) {
  if (!m_error) m_error.emplace(code, std::move(what));
}

std::string_view PickleMachine::take(std::uint64_t count) {
  if (count > m_program.size() - m_at) {
    corrupt("its description is cut off");
    m_at = m_program.size();
    return {};
  }
  const std::string_view bytes = m_program.substr(m_at, count);
  m_at += count;
  return bytes;
}

std::uint64_t PickleMachine::takeUnsigned(std::size_t width) {
  return lowByteFirst(take(width), 0);
}

std::string_view PickleMachine::takeLine() {
  const std::size_t end = m_program.find('\n', m_at);
  if (end == std::string_view::npos) {
    corrupt("its description is cut off");
    return {};
  }
  const std::string_view line = m_program.substr(m_at, end - m_at);
  m_at = end + 1;
  return line;
}

/// Two's complement, low byte first. A number wider than 64 bits (a random seed) keeps no value.
void PickleMachine::takeLongInteger(std::uint64_t width) {
  const std::string_view bytes = take(width);
  if (bytes.size() > sizeof(std::int64_t)) {
    push(PickleRecord{"int", {}, {}});
    return;
  }
  const bool negative = !bytes.empty() && (static_cast<std::uint8_t>(bytes.back()) & 0x80U) != 0;
  const std::uint64_t above = negative ? std::numeric_limits<std::uint64_t>::max() : 0;
  push(static_cast<std::int64_t>(lowByteFirst(bytes, above)));
}

void PickleMachine::push(PickleValue value) {
  if (m_error) return;
  if (m_document.values.size() >= m_limits.values) {
    fails(ErrorCode::Unsupported, fmt::format("it holds more than {} values", m_limits.values));
    return;
  }
  m_stack.emplace_back(static_cast<std::uint32_t>(m_document.values.size()));
  m_document.values.push_back(std::move(value));
}

PickleIndex PickleMachine::top() {
  if (m_stack.size() > floor()) return m_stack.back();
  corrupt("it takes a value where there is none");
  return PickleIndex{};
}

PickleIndex PickleMachine::pop() {
  const PickleIndex index = top();
  if (!m_error) m_stack.pop_back();
  return index;
}

std::vector<PickleIndex> PickleMachine::popToMark() {
  if (m_marks.empty()) {
    corrupt("it ends a list that it never began");
    return {};
  }
  const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
  m_marks.pop_back();
  std::vector<PickleIndex> items(first, m_stack.end());
  m_stack.erase(first, m_stack.end());
  return items;
}

void PickleMachine::pushTuple(std::size_t size) {
  PickleList tuple;
  tuple.items.resize(size);
  for (std::size_t i = size; i > 0; --i) tuple.items[i - 1] = pop();
  push(std::move(tuple));
}

void PickleMachine::append(PickleIndex target, const std::vector<PickleIndex>& items) {
  PickleValue& value = m_document.values.at(target.value);
  if (auto* list = std::get_if<PickleList>(&value)) {
    list->items.insert(list->items.end(), items.begin(), items.end());
  } else if (auto* record = std::get_if<PickleRecord>(&value)) {
    record->arguments.insert(record->arguments.end(), items.begin(), items.end());
  } else {
    corrupt("it appends to something that is not a list");
  }
}

void PickleMachine::setItems(PickleIndex target, const std::vector<PickleIndex>& keysAndValues) {
  PickleValue& value = m_document.values.at(target.value);
  auto* dict = std::get_if<PickleDict>(&value);
  if (auto* record = std::get_if<PickleRecord>(&value)) dict = &record->items;
  if (dict == nullptr || keysAndValues.size() % 2 != 0) {
    corrupt("it sets items of something that is not a dictionary");
    return;
  }
  for (std::size_t i = 0; i < keysAndValues.size(); i += 2) {
    dict->items.emplace_back(keysAndValues[i], keysAndValues[i + 1]);
  }
}

void PickleMachine::global(std::string_view module, std::string_view name) {
  if (m_error) return;
  auto allowed = allowedGlobal(m_content, module, name);
  if (allowed) {
    push(*std::move(allowed));
  } else {
    fails(allowed.error().code, allowed.error().message);
  }
}

bool PickleMachine::charge(PickleIndex index) {
  std::size_t size = 1;
  if (const auto* list = m_document.as<PickleList>(index)) size += list->items.size();
  if (const auto* text = m_document.as<std::string>(index)) size += text->size();
  if (const auto* bytes = m_document.as<PickleBytes>(index)) size += bytes->bytes.size();
  if (const auto* tensor = m_document.as<PickleTensor>(index)) size += 2 * tensor->shape.size();
  m_copied += size;
  if (m_copied > kMaxCopied) {
    fails(ErrorCode::Unsupported, "it builds more values than any checkpoint needs");
  }
  return !m_error;
}

bool PickleMachine::chargeWithItems(PickleIndex index) {
  if (!charge(index)) return false;
  if (const auto* list = m_document.as<PickleList>(index)) {
    for (const PickleIndex item : list->items) {
      if (!charge(item)) return false;
    }
  }
  return true;
}

void PickleMachine::call(PickleIndex callable, PickleIndex arguments) {
  if (m_error) return;
  const auto* global = m_document.as<PickleGlobal>(callable);
  const auto* list = m_document.as<PickleList>(arguments);
  if (global == nullptr || list == nullptr) {
    corrupt("it calls something that is not a class");
    return;
  }
  if (!chargeWithItems(arguments)) return;
  auto made = recordCall(m_document, *global, list->items);
  if (made) {
    push(*std::move(made));
  } else {
    fails(made.error().code, made.error().message);
  }
}

/// State of a dictionary or tensor (torch keeps `_metadata` so) says nothing about weights; that of
/// a record stays with it.
void PickleMachine::build(PickleIndex target, PickleIndex state) {
  PickleValue& value = m_document.values.at(target.value);
  if (auto* record = std::get_if<PickleRecord>(&value)) {
    record->arguments.push_back(state);
  } else if (!std::holds_alternative<PickleDict>(value) &&
             !std::holds_alternative<PickleTensor>(value) &&
             !std::holds_alternative<PickleList>(value)) {
    corrupt("it gives state to something that has none");
  }
}

}  // namespace molloquy::checkpoints
