#pragma once

#include <memory>
#include <optional>
#include <string>

#include "model/library/molecule_library.h"
#include "model/library/postgres/server_connection.h"
#include "model/library/postgres/server_schema.h"

namespace molloquy::library {

/// A model whose embeddings a server's library has.
struct ServerModel {
  std::int64_t number = 0;  ///< in the names of its tables.
  EmbeddingsInfo info;      ///< without counts.
  bool isHalfvec = false;

  /// "molloquy.vectors_3_text"
  [[nodiscard]] std::string table(EmbeddingKind kind) const;
};
Result<std::vector<ServerModel>> serverModels(ServerConnection& connection);
/// nullopt where the library has none of that model.
Result<std::optional<ServerModel>> serverModel(ServerConnection& connection,
                                               std::string_view stamp);

/// A library in the schema `molloquy` of a PostgreSQL database. RDKit's cartridge narrows
/// substructures and compares fingerprints there; what it lets through is matched here, so that
/// both kinds of library find the same.
class ServerLibrary final : public MoleculeLibrary {
 public:
  enum class Missing : std::uint8_t { Make, MustBeMissing };
  static Result<std::unique_ptr<ServerLibrary>> open(const std::string& location, Missing missing,
                                                     std::string_view name);

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
  /// There is nothing beside the database that could be lost. returns 0.
  Result<std::size_t> mend(const std::function<void(std::size_t done, std::size_t all)>& onProgress,
                           std::stop_token stop) override;
  Result<std::optional<ImportMark>> importMark(std::string_view source) override;
  Result<void> forgetImportMark(std::string_view source) override;

 private:
  explicit ServerLibrary(std::unique_ptr<ServerConnection> connection)
      : m_connection(std::move(connection)) {}
  Result<std::vector<Added>> addInTransaction(std::span<const NewMolecule> molecules,
                                              std::span<const struct PreparedMolecule> prepared,
                                              const std::optional<ImportMark>& mark);
  Result<std::vector<std::int64_t>> lacking(std::string_view modelStamp, EmbeddingKind kind,
                                            std::size_t limit);

  std::unique_ptr<ServerConnection> m_connection;
};

}  // namespace molloquy::library
