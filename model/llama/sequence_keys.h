#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

#include "model/llama/prompt_keys.h"

namespace molloquy::llama {

/// Exact: attention reads the columns there are. Rounded: up to a multiple of
/// PromptKeys::kColumnStep, always with a mask, so that many steps have the same sizes.
enum class ColumnsRead { Exact, Rounded };

/// The texts being written behind the prompts of one or several slots.
///
/// All sequences of a slot share its prompt's keys; those of their own tokens lie behind them, one
/// group of columns for each token, a column for each sequence. Which of a group's columns belongs
/// to a sequence is a table, so that a sequence can become another one's continuation without any
/// key being moved: attention masks the columns of the others.
class SequenceKeys : public KeyValues {
 public:
  SequenceKeys() = default;
  /// slots[i] is what sequence i continues; capacity  tokens that each may get. The slots have to
  /// outlive this, at the same addresses.
  SequenceKeys(std::span<PromptKeys* const> slots, int capacity, int window, ColumnsRead columns);

  [[nodiscard]] std::size_t count() const { return m_sequences.size(); }
  /// Tokens of each sequence.
  [[nodiscard]] int length() const { return m_length; }

  /// Prepares a step: sequence i continues what sequence parents[i] was. `attend` then expects one
  /// row for each, B = 1, L = count.
  void prepare(std::span<const int> parents);
  /// Positions of the tokens to be read, [count] int64 on the device of the keys.
  [[nodiscard]] const at::Tensor& positions() const { return m_positions; }

  /// What a prepared step reads beside its tokens, where all sequences share a slot.
  struct StepTensors {
    at::Tensor positions;  ///< [count] int64.
    at::Tensor written;    ///< [count] int64: columns that take the new keys.
    at::Tensor mask;       ///< [1, 1, count, columns] float.
  };
  /// The slot that all sequences share, if they do.
  [[nodiscard]] const PromptKeys* commonSlot() const;
  /// The prepared step's numbers; they may be replaced by others of the same sizes.
  /// Precondition: commonSlot(), ColumnsRead::Rounded.
  [[nodiscard]] StepTensors stepTensors() const;
  void setStepTensors(const StepTensors& tensors);
  at::Tensor attend(int layer, const at::Tensor& q, const at::Tensor& k,
                    const at::Tensor& v) override;
  /// The step is done: the sequences are what `prepare` was told.
  void commit();

  /// Moves a sequence's keys behind its slot's prompt.
  void keep(std::size_t sequence);

 private:
  /// The sequences behind one slot's prompt; `width` of them at the start.
  struct Group {
    PromptKeys* slot = nullptr;
    int64_t width = 0;
  };
  struct Sequence {
    std::size_t group = 0;
    std::vector<int64_t> table;  ///< which column of each token's group is its own.
  };
  /// Neighbouring sequences with the same slot: one call of attention.
  struct Run {
    std::size_t group = 0;
    int64_t first = 0;  ///< sequence.
    int64_t count = 0;
    int64_t columns = 0;  ///< read, from the beginning.
    at::Tensor written;   ///< [count] int64: columns that take the new keys.
    at::Tensor mask;      ///< [1, 1, count, columns], undefined where all are read.
  };
  /// Makes room for the next token of every sequence.
  void reserve();
  [[nodiscard]] Run runFrom(std::size_t first) const;
  [[nodiscard]] at::Tensor maskOf(const Run& run) const;

  int m_capacity = 0;
  int m_window = 0;
  ColumnsRead m_columns = ColumnsRead::Exact;
  int m_length = 0;
  int m_reserved = 0;  ///< tokens that the slots have room for.
  std::vector<Group> m_groups;
  std::vector<Sequence> m_sequences;
  std::vector<Sequence> m_next;
  std::vector<Run> m_runs;
  at::Tensor m_positions;
};

}  // namespace molloquy::llama
