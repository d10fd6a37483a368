#include "model/corpus/importers/structure_lookup.h"

#include <fmt/format.h>

#include <string>
#include <unordered_map>

#include "model/corpus/importers/importer.h"
#include "model/corpus/lmdb/lmdb_file.h"
#include "model/corpus/lmdb/lmdb_pages.h"
#include "model/corpus/lmdb/molecule_record.h"

namespace molloquy::corpus {
namespace {

class LmdbStructures : public StructureLookup {
 public:
  explicit LmdbStructures(LmdbFile file) : m_file(std::move(file)) {}

  [[nodiscard]] Result<std::optional<Structure>> find(std::string_view name) const override {
    const auto value = m_file.find(name);
    if (!value) return tl::unexpected(value.error());
    if (!*value) return std::nullopt;
    auto record = readMoleculeRecord(**value);
    if (!record) return tl::unexpected(record.error());
    return std::move(record->structure);
  }

 private:
  LmdbFile m_file;
};

class KeptStructures : public StructureLookup {
 public:
  void add(const std::string& name, Structure&& structure) {
    if (!name.empty()) m_structures.try_emplace(name, std::move(structure));
  }
  [[nodiscard]] bool isEmpty() const { return m_structures.empty(); }

  [[nodiscard]] Result<std::optional<Structure>> find(std::string_view name) const override {
    const auto found = m_structures.find(std::string(name));
    if (found == m_structures.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::unordered_map<std::string, Structure> m_structures;
};

Reading keep(KeptStructures& kept, Line&& line) {
  if (auto* entry = std::get_if<Entry>(&line)) kept.add(entry->id, std::move(entry->structure));
  return Reading::GoOn;
}

}  // namespace

Result<std::unique_ptr<const StructureLookup>> StructureLookup::open(
    const std::filesystem::path& file, const std::stop_token& stop) {
  if (isLmdbFile(file)) {
    auto database = LmdbFile::open(file);
    if (!database) return tl::unexpected(database.error());
    return std::make_unique<const LmdbStructures>(*std::move(database));
  }
  auto kept = std::make_unique<KeptStructures>();
  const OnLine onLine = [&](std::size_t, Line&& line) { return keep(*kept, std::move(line)); };
  auto read = importFile(file, {}, {onLine, [](const ImportRejection&) {}, {}}, stop);
  if (!read) return tl::unexpected(read.error().within("reading the structures"));
  if (kept->isEmpty() && !read->stopped) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("No structure of {} has a name that a question could mean.", file.string()));
  }
  return kept;
}

}  // namespace molloquy::corpus
