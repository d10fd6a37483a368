#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace molloquy::kernels {

/// Numbers that start at a multiple of 64 bytes. Not initialised: pages that nobody touches cost
/// nothing. Throws std::bad_alloc.
template <class T>
class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  explicit AlignedBuffer(std::size_t count)
      : m_data(static_cast<T*>(::operator new(count * sizeof(T) + kSlack, kAlignment))),
        m_count(count) {}

  [[nodiscard]] T* data() { return m_data.get(); }
  [[nodiscard]] const T* data() const { return m_data.get(); }
  [[nodiscard]] std::size_t size() const { return m_count; }
  [[nodiscard]] std::span<T> span() { return {m_data.get(), m_count}; }
  T& operator[](std::size_t i) { return m_data.get()[i]; }
  const T& operator[](std::size_t i) const { return m_data.get()[i]; }

  /// Makes room for `count` numbers; what was there is lost when it grows.
  void reserve(std::size_t count) {
    if (count > m_count) *this = AlignedBuffer(count);
  }

 private:
  static constexpr std::align_val_t kAlignment{64};
  static constexpr std::size_t kSlack = 64;
  struct Free {
    void operator()(T* data) const { ::operator delete(data, kAlignment); }
  };
  std::unique_ptr<T, Free> m_data;
  std::size_t m_count = 0;
};

}  // namespace molloquy::kernels
