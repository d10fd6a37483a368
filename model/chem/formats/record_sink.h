#pragma once

#include <chrono>
#include <cstddef>
#include <stop_token>

#include "model/chem/structure_reader.h"

namespace molloquy::chem {

/// Where a reader puts its records: collects them, tells the progress and knows of stops.
class RecordSink {
 public:
  RecordSink(std::string displayName, std::stop_token stop, const OnReadProgress& onProgress);

  void add(StructureRecord record);
  /// Adds one, or joins it to the last record when it is the next conformer of the same molecule:
  /// both carry the data field kConformerField, this one with the following number.
  void addOrJoin(StructureRecord record);
  void reject(Error error);
  /// Share of the text that has been read, 0..1; call it as often as convenient.
  void advance(double share);
  [[nodiscard]] bool stopped() const { return m_stop.stop_requested(); }
  [[nodiscard]] const std::stop_token& stopToken() const { return m_stop; }
  /// 1-based number of the record that comes next, rejected ones counted.
  [[nodiscard]] std::size_t nextNumber() const { return m_taken + 1; }
  /// Everything, when reading is over; tells the last records.
  StructureFile finish();

 private:
  void tell(double share, std::size_t complete);

  StructureFile m_file;
  std::stop_token m_stop;
  const OnReadProgress& m_onProgress;
  std::size_t m_taken = 0;
  std::size_t m_told = 0;
  std::chrono::steady_clock::time_point m_toldAt;
};

/// Data field that the writers put on each of several conformers: "2 of 10".
inline constexpr const char* kConformerField = "conformer";

}  // namespace molloquy::chem
