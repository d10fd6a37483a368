#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "model/library/library_view.h"
#include "model/library/molecule_library.h"
#include "model/library/row_set.h"
#include "model/library/sqlite_database.h"
#include "model/vectors/column_file.h"

namespace molloquy::library {

/// A library in an SQLite file and a memory-mapped file of columns beside it. What a batch adds to
/// the columns reaches the disk before the transaction that tells how many of their bytes count,
/// so a crash at any moment loses at most the batch under way.
class FileLibrary final : public MoleculeLibrary {
 public:
  static Result<std::unique_ptr<FileLibrary>> create(const std::filesystem::path& file,
                                                     std::string_view name);
  static Result<std::unique_ptr<FileLibrary>> open(const std::filesystem::path& file);

  [[nodiscard]] Result<LibraryInfo> info() override;
  Result<std::vector<Added>> add(std::span<const NewMolecule> molecules,
                                 const std::optional<ImportMark>& mark) override;
  Result<LibraryMolecule> molecule(MoleculeId id) override;
  Result<std::vector<LibraryRow>> rows(std::span<const MoleculeId> ids) override;
  Result<std::vector<MoleculeText>> texts(std::span<const TextId> ids) override;
  Result<std::optional<MoleculeId>> byInchiKey(std::string_view key) override;
  Result<void> change(MoleculeId id, const MoleculeChange& change) override;
  Result<void> remove(std::span<const MoleculeId> ids) override;
  Result<SearchResult> search(const SearchQuery& query, const OnHits& onHits,
                              std::stop_token stop) override;
  Result<std::vector<LibraryRow>> suggest(std::string_view text, std::size_t limit) override;
  Result<std::vector<MoleculeId>> withoutEmbeddings(std::string_view modelStamp,
                                                    std::size_t limit) override;
  Result<std::vector<TextId>> textsWithoutEmbeddings(std::string_view modelStamp,
                                                     std::size_t limit) override;
  Result<void> addEmbeddings(const NewEmbeddings& embeddings) override;
  Result<void> keepOnlyEmbeddings(std::string_view modelStamp) override;
  Result<std::vector<float>> pooledVectors(std::string_view modelStamp, std::size_t limit,
                                           std::vector<MoleculeId>& ids) override;
  Result<std::size_t> mend(const std::function<void(std::size_t done, std::size_t all)>& onProgress,
                           std::stop_token stop) override;
  Result<std::optional<ImportMark>> importMark(std::string_view source) override;
  Result<void> forgetImportMark(std::string_view source) override;

 private:
  FileLibrary(std::unique_ptr<SqliteDatabase> database, vectors::ColumnFile vectors);

  /// Takes in what other openings have written. A transaction is open.
  Result<void> refresh();
  /// Makes the columns safe on disk and keeps their size in the open transaction.
  Result<void> keepVectors();
  /// Ends a write: commits, or forgets what a failed one has begun.
  Result<void> finish(class SqliteTransaction& transaction, Result<void> work);
  /// Forgets what a damaged file of columns has taken along.
  Result<void> forgetVectors();
  /// Computes a batch of molecules again. returns how many could be.
  Result<std::size_t> mendBatch(std::span<const MoleculeId> ids);
  /// Molecules that lack a column which every molecule has.
  Result<std::vector<MoleculeId>> lackingColumns();
  [[nodiscard]] LibraryView view();
  /// Texts that are there and no notes.
  [[nodiscard]] RowSet presentTexts();

  std::unique_ptr<SqliteDatabase> m_database;
  vectors::ColumnFile m_vectors;
  std::int64_t m_nextMolecule = 0;
  std::int64_t m_nextText = 0;
  RowSet m_molecules;                         ///< that are there.
  std::optional<std::int64_t> m_dataVersion;  ///< of SQLite when the members above were read.
  std::string m_note;
};

}  // namespace molloquy::library
