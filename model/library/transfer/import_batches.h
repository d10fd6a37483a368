#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/library/transfer/record_source.h"

namespace molloquy::library {

/// Some records of a file, ready to be added in one transaction.
struct ImportBatch {
  std::vector<NewMolecule> molecules;
  std::vector<std::string> places;  ///< of the molecules.
  std::vector<ImportProblem> refused;
  std::uint64_t place = 0;  ///< records of the file up to the batch's end.
  double share = 0;         ///< of the file.
  bool last = false;
  std::string remark;  ///< a sentence when something notable happened, else empty.
};

/// Cuts a file into batches; chemistry is read by several threads.
class ImportBatches {
 public:
  ImportBatches(OpenedRecords records, const ImportOptions& options);

  /// Passes over records that are in the library already. A damaged file may end before.
  void skip(std::uint64_t records, const std::stop_token& stop);
  /// After a stop request: what was read so far is dropped, an empty batch that is not the last.
  ImportBatch next(const std::stop_token& stop);
  [[nodiscard]] std::optional<Error> failure() const { return m_records.source->failure(); }

 private:
  struct Parsed;
  void parse(const std::vector<RawRecord>& raw, std::vector<Parsed>& parsed,
             const std::stop_token& stop) const;
  /// Compares keys that the records tell with our own; a difference ends the trust in the file.
  void judgeTold(const std::vector<Parsed>& parsed, ImportBatch& batch);

  OpenedRecords m_records;
  std::size_t m_size;
  int m_threads;
  std::vector<std::string> m_tags;
  std::uint64_t m_place = 0;
  bool m_trust = true;
};

}  // namespace molloquy::library
