#include "app/cli/pubchem_report.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "model/base/text_offsets.h"
#include "model/facts/computed_facts.h"

namespace molloquy::cli {
namespace {

using nlohmann::ordered_json;

ordered_json textList(const QStringList& texts) {
  ordered_json list = ordered_json::array();
  for (const QString& text : texts) list.push_back(text.toStdString());
  return list;
}

/// Our facts of the entry's structure by their id; empty when they cannot be computed.
std::map<std::string, std::string> oursOf(const pubchem::Compound& compound) {
  std::map<std::string, std::string> ours;
  if (compound.structure.records.empty()) return ours;
  const auto facts = facts::computeFacts(*compound.structure.records.front().molecule);
  if (!facts) return ours;
  for (const facts::Fact& fact : *facts) ours[fact.id] = fact.value;
  return ours;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t shown = codePointCount(text);
  return text + std::string(shown < width ? width - shown : 0, ' ');
}

std::string credited(const QString& text, const QString& source) {
  return source.isEmpty() ? text.toStdString()
                          : fmt::format("{} ({})", text.toStdString(), source.toStdString());
}

std::string valuesText(const pubchem::Compound& compound, ValueDefinitions definitions) {
  const auto ours = oursOf(compound);
  std::size_t width = 0;
  for (const auto& value : compound.values) {
    width = std::max(width, codePointCount(value.label.toStdString()));
  }
  std::string text;
  for (const auto& value : compound.values) {
    text += fmt::format("  {}  {}", padded(value.label.toStdString(), width),
                        value.value.toStdString());
    if (!value.unit.isEmpty()) text += " " + value.unit.toStdString();
    const auto own = ours.find(value.factId.toStdString());
    if (own != ours.end() && !own->second.empty()) text += fmt::format("  (here: {})", own->second);
    text += '\n';
    if (definitions == ValueDefinitions::Shown) {
      text += fmt::format("  {}    {}\n", padded("", width), value.definition.toStdString());
    }
  }
  return text;
}

}  // namespace

ordered_json summaryJson(const pubchem::CompoundSummary& summary) {
  ordered_json object = {{"cid", summary.cid},
                         {"title", summary.title.toStdString()},
                         {"formula", summary.formula.toStdString()},
                         {"weight", summary.weight},
                         {"smiles", summary.smiles.toStdString()},
                         {"inchikey", summary.inchiKey.toStdString()},
                         {"distinction", summary.distinction.toStdString()},
                         {"has_3d", nullptr}};
  if (summary.has3d) object["has_3d"] = *summary.has3d;
  return object;
}

ordered_json compoundJson(const pubchem::Compound& compound, const EntryShape& shape) {
  ordered_json object = summaryJson(compound.summary);
  object.erase("distinction");
  object.erase("has_3d");
  object["iupac_name"] = compound.iupacName.toStdString();
  object["record"] = compound.from3dRecord ? "3d" : "2d";
  object["geometry"] = shape.geometry;
  object["output"] = shape.output.empty() ? ordered_json(nullptr) : ordered_json(shape.output);
  object["names"] = textList(compound.synonyms);
  ordered_json descriptions = ordered_json::array();
  for (const auto& description : compound.descriptions) {
    descriptions.push_back({{"text", description.text.toStdString()},
                            {"source", description.source.toStdString()},
                            {"url", description.url.toStdString()}});
  }
  object["descriptions"] = descriptions;
  const auto ours = oursOf(compound);
  ordered_json values = ordered_json::array();
  for (const auto& value : compound.values) {
    const auto own = ours.find(value.factId.toStdString());
    values.push_back({{"id", value.id.toStdString()},
                      {"label", value.label.toStdString()},
                      {"value", value.value.toStdString()},
                      {"unit", value.unit.toStdString()},
                      {"fact", value.factId.toStdString()},
                      {"ours", own == ours.end() ? std::string() : own->second},
                      {"definition", value.definition.toStdString()}});
  }
  object["values"] = values;
  object["conformer_ids"] = textList(compound.conformerIds);
  object["missing"] = textList(compound.missing);
  object["cached_at"] = nullptr;
  if (compound.cachedAt) {
    object["cached_at"] = compound.cachedAt->toUTC().toString(Qt::ISODate).toStdString();
  }
  object["requests"] = compound.requests;
  return object;
}

ordered_json sectionsJson(const std::vector<pubchem::AnnotationSection>& sections) {
  ordered_json list = ordered_json::array();
  for (const auto& section : sections) {
    ordered_json texts = ordered_json::array();
    for (const auto& text : section.texts) {
      texts.push_back({{"text", text.text.toStdString()},
                       {"source", text.source.toStdString()},
                       {"url", text.url.toStdString()}});
    }
    list.push_back(
        {{"heading", section.heading.toStdString()}, {"level", section.level}, {"texts", texts}});
  }
  return list;
}

std::string candidatesText(const std::vector<pubchem::CompoundSummary>& compounds) {
  std::size_t cids = 0;
  std::size_t formulas = 0;
  for (const auto& one : compounds) {
    cids = std::max(cids, fmt::format("{}", one.cid).size());
    formulas = std::max(formulas, codePointCount(one.formula.toStdString()));
  }
  std::string text;
  for (const auto& one : compounds) {
    const char* record = !one.has3d ? "  " : *one.has3d ? "3D" : "2D";
    text += fmt::format("{:>{}}  {}  {:>8.2f}  {}  {}", one.cid, cids,
                        padded(one.formula.toStdString(), formulas), one.weight, record,
                        one.title.toStdString());
    if (!one.distinction.isEmpty()) text += fmt::format(" ({})", one.distinction.toStdString());
    text += '\n';
  }
  return text;
}

std::string compoundText(const pubchem::Compound& compound, const EntryShape& shape,
                         ValueDefinitions definitions) {
  const pubchem::CompoundSummary& summary = compound.summary;
  std::string text = fmt::format("{}, CID {}", summary.title.toStdString(), summary.cid);
  if (!summary.formula.isEmpty()) text += ", " + summary.formula.toStdString();
  text += fmt::format("\n{} record of PubChem", compound.from3dRecord ? "3D" : "2D");
  if (shape.geometry == "generated here") text += "; 3D generated here, not from PubChem";
  if (compound.cachedAt) {
    text += fmt::format("; seen on {}",
                        compound.cachedAt->toLocalTime().toString(Qt::ISODate).toStdString());
  }
  text += '\n';
  if (!summary.smiles.isEmpty()) text += fmt::format("SMILES: {}\n", summary.smiles.toStdString());
  if (!compound.iupacName.isEmpty()) {
    text += fmt::format("IUPAC name: {}\n", compound.iupacName.toStdString());
  }
  constexpr qsizetype kNamesTold = 10;
  if (!compound.synonyms.isEmpty()) {
    text +=
        fmt::format("Names: {}\n", compound.synonyms.mid(0, kNamesTold).join(", ").toStdString());
  }
  for (const auto& description : compound.descriptions) {
    text += fmt::format("\n{}\n", credited(description.text, description.source));
  }
  if (!compound.values.empty()) {
    text += "\nComputed by PubChem:\n" + valuesText(compound, definitions);
  }
  return text;
}

std::string sectionsText(const std::vector<pubchem::AnnotationSection>& sections) {
  std::string text;
  for (const auto& section : sections) {
    const std::string indent(2 * static_cast<std::size_t>(section.level), ' ');
    text += fmt::format("{}{}\n", indent, section.heading.toStdString());
    for (const auto& one : section.texts) {
      text += fmt::format("{}  {}\n", indent, credited(one.text, one.source));
    }
  }
  return text;
}

}  // namespace molloquy::cli
