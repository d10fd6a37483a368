#include "app/cli/library_report.h"

#include <charconv>

#include <fmt/format.h>

namespace molloquy::cli {
namespace {

using nlohmann::ordered_json;

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += ", ";
    all += part;
  }
  return all;
}

std::string sourceText(const library::Source& source) {
  return source.reference.empty() ? source.name : source.name + " " + source.reference;
}

ordered_json sourceJson(const library::Source& source) {
  return {{"name", source.name},
          {"reference", source.reference},
          {"url", source.url},
          {"credit", source.credit}};
}

const char* kindName(library::NameKind kind) {
  switch (kind) {
    case library::NameKind::Title:
      return "title";
    case library::NameKind::Synonym:
      return "synonym";
    case library::NameKind::Systematic:
      return "systematic";
    case library::NameKind::Identifier:
      break;
  }
  return "identifier";
}

std::string line(const char* label, const std::string& value) {
  return value.empty() ? std::string() : fmt::format("{:<14}{}\n", label, value);
}

}  // namespace

OpenedLibrary openForCommand(Output& output, const std::string& location) {
  auto opened = library::openLibrary(location);
  if (opened) return {*std::move(opened), ExitCode::Ok};
  return {nullptr, output.fail(opened.error(), libraryExitCode(opened.error()))};
}

ExitCode libraryExitCode(const Error& error) {
  const bool machine = error.code == ErrorCode::Internal || error.code == ErrorCode::OutOfMemory;
  return machine ? ExitCode::Environment : ExitCode::BadInput;
}

Result<library::MoleculeId> moleculeNamed(library::MoleculeLibrary& library,
                                          const std::string& text) {
  std::int64_t number = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) {
    return library::MoleculeId(number);
  }
  const auto found = library.byInchiKey(text);
  if (!found) return tl::unexpected(found.error());
  if (*found) return **found;
  return fail(ErrorCode::NotFound,
              fmt::format("The library has no molecule \"{}\". Give its number or its InChIKey; "
                          "\"library search\" finds both.",
                          text));
}

const char* scoreName(library::ScoreKind kind) {
  switch (kind) {
    case library::ScoreKind::Words:
      return "words";
    case library::ScoreKind::Tanimoto:
      return "tanimoto";
    case library::ScoreKind::Shape:
      return "shape";
    case library::ScoreKind::Embedding:
      return "cosine";
    case library::ScoreKind::Match:
      break;
  }
  return "match";
}

ordered_json rowJson(const library::LibraryRow& row) {
  return {{"id", row.id.value},   {"inchikey", row.inchiKey}, {"title", row.title},
          {"smiles", row.smiles}, {"formula", row.formula},   {"average_mass", row.averageMass},
          {"source", row.source}, {"tags", row.tags}};
}

ordered_json moleculeJson(const library::LibraryMolecule& molecule) {
  ordered_json names = ordered_json::array();
  for (const auto& name : molecule.names) {
    names.push_back({{"text", name.text}, {"kind", kindName(name.kind)}});
  }
  ordered_json texts = ordered_json::array();
  for (const auto& text : molecule.texts) {
    texts.push_back({{"text", text.text}, {"source", sourceJson(text.source)}});
  }
  ordered_json properties = ordered_json::array();
  for (const auto& [name, value] : molecule.properties) {
    properties.push_back({{"name", name}, {"value", value}});
  }
  ordered_json sources = ordered_json::array();
  for (const auto& source : molecule.sources) sources.push_back(sourceJson(source));
  return {{"id", molecule.id.value},
          {"inchikey", molecule.inchiKey},
          {"title", molecule.title},
          {"smiles", molecule.smiles},
          {"formula", molecule.formula},
          {"average_mass", molecule.averageMass},
          {"names", names},
          {"texts", texts},
          {"properties", properties},
          {"tags", molecule.tags},
          {"notes", molecule.notes},
          {"sources", sources},
          {"conformers", molecule.conformers.size()}};
}

std::string textOf(const library::LibraryMolecule& molecule) {
  std::string text = line("Number", std::to_string(molecule.id.value)) +
                     line("Title", molecule.title) + line("InChIKey", molecule.inchiKey) +
                     line("SMILES", molecule.smiles) + line("Formula", molecule.formula) +
                     line("Average mass", fmt::format("{:.3f} g/mol", molecule.averageMass));
  for (const auto& name : molecule.names) {
    if (name.text != molecule.title) text += line("Name", name.text);
  }
  for (const auto& one : molecule.texts) {
    text += line("Text", fmt::format("{} ({})", one.text, sourceText(one.source)));
  }
  for (const auto& [name, value] : molecule.properties) {
    text += line("Value", name + " = " + value);
  }
  text += line("Tags", joined(molecule.tags)) + line("Notes", molecule.notes);
  for (const auto& source : molecule.sources) text += line("Source", sourceText(source));
  return text + line("3D shapes", std::to_string(molecule.conformers.size()));
}

ordered_json infoJson(const library::LibraryInfo& info) {
  ordered_json embeddings = ordered_json::array();
  for (const auto& one : info.embeddings) {
    embeddings.push_back({{"model", one.modelName},
                          {"stamp", one.modelStamp},
                          {"molecules", one.molecules},
                          {"texts", one.texts}});
  }
  return {{"command", "library info"},
          {"location", info.location},
          {"name", info.name},
          {"molecules", info.molecules},
          {"conformers", info.conformers},
          {"texts", info.texts},
          {"bytes", info.bytes},
          {"embeddings", embeddings},
          {"tags", info.tags},
          {"properties", info.properties},
          {"note", info.note}};
}

std::string textOf(const library::LibraryInfo& info) {
  constexpr double kMegabyte = 1e6;
  std::string text =
      line("Library", info.name) + line("Location", info.location) +
      line("Molecules", std::to_string(info.molecules)) +
      line("3D shapes", std::to_string(info.conformers)) +
      line("Texts", std::to_string(info.texts)) +
      line("On disk", fmt::format("{:.1f} MB", static_cast<double>(info.bytes) / kMegabyte)) +
      line("Tags", joined(info.tags)) + line("Values", joined(info.properties)) +
      line("Note", info.note);
  for (const auto& one : info.embeddings) {
    text += line("Embeddings", fmt::format("{} molecules and {} texts by {}", one.molecules,
                                           one.texts, one.modelName));
  }
  return text;
}

}  // namespace molloquy::cli
