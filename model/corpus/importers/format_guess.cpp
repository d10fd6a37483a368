#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "model/chem/smiles_scanner.h"
#include "model/corpus/importers/importer.h"
#include "model/corpus/importers/text_input.h"
#include "model/corpus/lmdb/lmdb_pages.h"

namespace molloquy::corpus {
namespace {

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

/// The first line that is not blank.
std::string_view firstLine(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

ImportFormat guessJson(std::string_view line) {
  const auto object = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return ImportFormat::JsonLines;
  const auto is = [&](const char* key, std::string_view value) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() && found->get<std::string>() == value;
  };
  if (is("type", "header") && is("schema", "molalign")) return ImportFormat::Alignments;
  if (object.contains("train_on")) return ImportFormat::Chat;
  const bool isPlainText = object.contains("text") && !object.contains("smiles");
  if (object.contains("pairs") || object.contains("messages") || isPlainText) {
    return ImportFormat::Corpus;
  }
  return ImportFormat::JsonLines;
}

Result<ImportFormat> guessLines(std::string_view text, const std::filesystem::path& file) {
  const std::string_view line = firstLine(text);
  const std::string header = lowerCase(line);
  if (header == "cid\tsmiles\tdescription") {
    const bool pubChem = lowerCase(file.filename().string()).find("pubchem") != std::string::npos;
    return pubChem ? ImportFormat::PubChem324k : ImportFormat::MolT5;
  }
  if (line.find('\t') != std::string_view::npos && header.find("smi") != std::string::npos) {
    return ImportFormat::Tsv;
  }
  if (line.find_first_of(",;") != std::string_view::npos) return ImportFormat::Csv;
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  if (header == "smiles" || (!word.empty() && chem::scanSmiles(word))) {
    return ImportFormat::SmilesList;
  }
  if (line.find('\t') != std::string_view::npos) return ImportFormat::Tsv;
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} is in no format that is known here. Say which one with --format.",
                          file.string()));
}

bool looksLikeSdf(std::string_view text) {
  return text.find("\n$$$$") != std::string_view::npos ||
         text.find("\nM  END") != std::string_view::npos ||
         text.find("M  V30 BEGIN") != std::string_view::npos;
}

}  // namespace

Result<ImportFormat> guessImportFormat(const std::filesystem::path& file) {
  if (isLmdbFile(file)) return ImportFormat::Lmdb;
  auto input = TextInput::open(file);
  if (!input) return tl::unexpected(input.error());
  const std::string_view text = (*input)->beginning();
  const std::string_view line = firstLine(text);
  if (line.starts_with('[') && !chem::scanSmiles(line.substr(0, line.find_first_of(" \t")))) {
    return ImportFormat::Moit;
  }
  const std::string extension = lowerCase(file.extension().string());
  if (line.starts_with('{') || extension == ".jsonl") {
    // The first object, whole, however long it is.
    std::string whole;
    LineReader lines(**input);
    while (lines.next(whole) != LineKind::End && !whole.starts_with('{')) {
    }
    return guessJson(whole);
  }
  if (extension == ".sdf" || extension == ".mol" || looksLikeSdf(text)) return ImportFormat::Sdf;
  if (extension == ".csv") return ImportFormat::Csv;
  if (extension == ".smi") return ImportFormat::SmilesList;
  return guessLines(text, file);
}

}  // namespace molloquy::corpus
