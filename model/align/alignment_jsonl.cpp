#include "model/align/alignment_jsonl.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace molloquy::align {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "molalign";
constexpr int kVersion = 1;

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<Clause, 8> kClauses = {{{Clause::Class, "class"}, {Clause::Relation, "relation"},
                                        {Clause::Role, "role"}, {Clause::Count, "count"},
                                        {Clause::Stereo, "stereo"}, {Clause::Position, "position"},
                                        {Clause::Property, "property"}, {Clause::Other, "other"}}};
constexpr Names<AlignmentSource, 6> kSources = {
    {{AlignmentSource::Lexicon, "lexicon"}, {AlignmentSource::Perception, "perception"},
     {AlignmentSource::Llm, "llm"}, {AlignmentSource::User, "user"},
     {AlignmentSource::Import, "import"}, {AlignmentSource::Attribution, "attribution"}}};
constexpr Names<AlignmentStatus, 6> kStatuses = {
    {{AlignmentStatus::Verified, "verified"}, {AlignmentStatus::Refuted, "refuted"},
     {AlignmentStatus::Invalid, "invalid"}, {AlignmentStatus::CountMismatch, "count_mismatch"},
     {AlignmentStatus::Unlocalised, "unlocalised"}, {AlignmentStatus::User, "user"}}};
constexpr Names<AlignmentStage, 3> kStages = {{{AlignmentStage::Zero, "zero"},
                                               {AlignmentStage::Reflected, "reflected"},
                                               {AlignmentStage::Selected, "selected"}}};

template <class Enum, std::size_t N>
std::string nameOf(const Names<Enum, N>& names, Enum value) {
  for (const auto& [known, name] : names)
    if (known == value) return std::string(name);
  return {};
}

/// Throws std::out_of_range like the JSON library's own accessors; readLine turns it into an Error.
template <class Enum, std::size_t N>
Enum valueOf(const Names<Enum, N>& names, const std::string& text) {
  for (const auto& [value, name] : names)
    if (name == text) return value;
  throw std::out_of_range(fmt::format("\"{}\" is none of the known values", text));
}

Json textOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string textOrEmpty(const Json& json, const char* key) {
  return json.contains(key) && json.at(key).is_string() ? json.at(key).get<std::string>() : "";
}

Json recordJson(const AlignedText& text, const AlignmentRecord& record) {
  Json atoms = Json::array();
  for (const auto& match : record.atoms) {
    Json indices = Json::array();
    for (AtomIndex atom : match) indices.push_back(atom.value);
    atoms.push_back(std::move(indices));
  }
  return {{"type", "align"}, {"mol_id", text.moleculeId}, {"caption_id", text.captionId},
          {"id", record.id}, {"phrase", record.phrase},
          {"span", {record.span.begin, record.span.end}},
          {"clause", nameOf(kClauses, record.clause)}, {"smarts", textOrNull(record.smarts)},
          {"atoms", std::move(atoms)}, {"chosen", record.chosen},
          {"source", nameOf(kSources, record.source)},
          {"source_detail", textOrNull(record.sourceDetail)},
          {"status", nameOf(kStatuses, record.status)}, {"score", record.score},
          {"stage", nameOf(kStages, record.stage)}, {"note", textOrNull(record.note)}};
}

Json textJson(const AlignedText& text) {
  return {{"type", "mol"}, {"mol_id", text.moleculeId}, {"smiles", text.smiles},
          {"n_atoms", text.atomCount}, {"caption_id", text.captionId}, {"caption", text.caption},
          {"caption_source", {{"kind", text.sourceKind}, {"name", textOrNull(text.sourceName)}}}};
}

AlignedText parseText(const Json& json) {
  AlignedText text;
  text.moleculeId = json.at("mol_id").get<std::string>();
  text.smiles = json.at("smiles").get<std::string>();
  text.atomCount = json.at("n_atoms").get<std::size_t>();
  text.captionId = json.at("caption_id").get<std::string>();
  text.caption = json.at("caption").get<std::string>();
  text.sourceKind = json.at("caption_source").at("kind").get<std::string>();
  text.sourceName = textOrEmpty(json.at("caption_source"), "name");
  return text;
}

AlignmentRecord parseRecord(const Json& json, const AlignedText& text) {
  AlignmentRecord record;
  record.id = json.at("id").get<std::string>();
  record.phrase = json.at("phrase").get<std::string>();
  record.span = {json.at("span").at(0).get<std::size_t>(), json.at("span").at(1).get<std::size_t>()};
  record.clause = valueOf(kClauses, json.at("clause").get<std::string>());
  record.smarts = textOrEmpty(json, "smarts");
  for (const Json& match : json.at("atoms")) {
    std::vector<AtomIndex> atoms;
    for (const Json& atom : match) {
      if (atom.get<std::uint64_t>() >= text.atomCount)
        throw std::out_of_range(fmt::format("atom {} is outside the {} atoms of the molecule",
                                            atom.get<std::uint64_t>(), text.atomCount));
      atoms.emplace_back(atom.get<std::uint32_t>());
    }
    record.atoms.push_back(std::move(atoms));
  }
  record.chosen = json.at("chosen").get<int>();
  record.source = valueOf(kSources, json.at("source").get<std::string>());
  record.sourceDetail = textOrEmpty(json, "source_detail");
  record.status = valueOf(kStatuses, json.at("status").get<std::string>());
  record.score = json.at("score").get<double>();
  record.stage = valueOf(kStages, json.at("stage").get<std::string>());
  record.note = textOrEmpty(json, "note");
  // A record of perception belongs to no place in the text.
  const bool placed = record.source != AlignmentSource::Perception;
  if (placed && textAt(text.caption, record.span) != record.phrase)
    throw std::out_of_range(fmt::format("the caption reads \"{}\" at {}-{}, not \"{}\"",
                                        textAt(text.caption, record.span), record.span.begin,
                                        record.span.end, record.phrase));
  return record;
}

void readLine(const Json& json, AlignmentFile& file) {
  const std::string type = json.at("type").get<std::string>();
  if (type == "header") {
    if (json.at("schema").get<std::string>() != kSchema || json.at("version").get<int>() != kVersion)
      throw std::out_of_range(fmt::format("only schema {} version {} is known", kSchema, kVersion));
    file.lexicon = textOrEmpty(json, "lexicon");
    file.rdkit = textOrEmpty(json, "rdkit");
  } else if (type == "mol") {
    file.texts.push_back(parseText(json));
  } else if (type == "align") {
    const std::string molecule = json.at("mol_id").get<std::string>();
    const std::string caption = json.at("caption_id").get<std::string>();
    const auto text = std::find_if(file.texts.rbegin(), file.texts.rend(), [&](const AlignedText& known) {
      return known.moleculeId == molecule && known.captionId == caption;
    });
    if (text == file.texts.rend())
      throw std::out_of_range(fmt::format("no mol line for \"{}\" comes before it", molecule));
    text->records.push_back(parseRecord(json, *text));
  } else {
    throw std::out_of_range(fmt::format("\"{}\" is no known type of line", type));
  }
}

}  // namespace

std::string writeAlignments(const AlignmentFile& file) {
  std::string out = Json{{"type", "header"}, {"schema", kSchema}, {"version", kVersion},
                         {"offset_unit", "codepoint"}, {"index_base", 0},
                         {"lexicon", file.lexicon}, {"rdkit", file.rdkit}}
                        .dump() +
                    "\n";
  for (const AlignedText& text : file.texts) {
    out += textJson(text).dump() + "\n";
    for (const AlignmentRecord& record : text.records) out += recordJson(text, record).dump() + "\n";
  }
  return out;
}

Result<AlignmentFile> readAlignments(std::string_view jsonLines) {
  AlignmentFile file;
  std::size_t number = 0;
  bool headerSeen = false;
  while (!jsonLines.empty()) {
    const std::size_t end = std::min(jsonLines.find('\n'), jsonLines.size());
    const std::string_view line = jsonLines.substr(0, end);
    jsonLines.remove_prefix(std::min(end + 1, jsonLines.size()));
    ++number;
    if (line.empty()) continue;
    try {
      const Json json = Json::parse(line);
      if (!headerSeen && json.at("type") != "header")
        throw std::out_of_range("the first line must be the header");
      headerSeen = true;
      readLine(json, file);
    } catch (const std::exception& problem) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("Line {} of the alignments cannot be used: {}.", number,
                              problem.what()));
    }
  }
  if (!headerSeen)
    return fail(ErrorCode::Corrupt, "The alignments have no header line; the file is empty.");
  return file;
}

}  // namespace molloquy::align
