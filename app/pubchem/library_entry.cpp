#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "app/pubchem/compound_types.h"
#include "app/pubchem/pubchem_requests.h"
#include "model/chem/structure_reader.h"

namespace molloquy::pubchem {
namespace {

/// PubChem lists hundreds of names for well-known compounds, the usual ones first.
constexpr qsizetype kMostSynonyms = 100;
constexpr const char* kCredit =
    "PubChem, National Library of Medicine; texts by the sources named with them.";

/// CAS and EC numbers, database accessions: what no one would say aloud.
bool isIdentifier(const QString& name) {
  static const QRegularExpression pattern(QStringLiteral(
      "^(\\d{2,7}-\\d{2}-\\d|\\d{3}-\\d{3}-\\d|[A-Z]{14}-[A-Z]{10}-[A-Z]|[A-Z]+[:_ -]?\\d{3,}|"
      "[A-Z0-9]{10}|UNII-\\w+)$"));
  return pattern.match(name).hasMatch();
}

library::Source sourceOf(const Compound& compound) {
  const qint64 cid = compound.summary.cid;
  return {.name = "PubChem",
          .reference = QStringLiteral("CID %1").arg(cid).toStdString(),
          .url = compoundPage(cid).toStdString(),
          .credit = kCredit};
}

std::vector<library::MoleculeName> namesOf(const Compound& compound) {
  std::vector<library::MoleculeName> names;
  const auto add = [&names](const QString& text, library::NameKind kind) {
    const std::string name = text.trimmed().toStdString();
    if (name.empty() || std::any_of(names.begin(), names.end(),
                                    [&](const auto& known) { return known.text == name; })) {
      return;
    }
    names.push_back({name, kind});
  };
  add(compound.summary.title, library::NameKind::Title);
  add(compound.iupacName, library::NameKind::Systematic);
  for (const QString& synonym : compound.synonyms.mid(0, kMostSynonyms)) {
    add(synonym,
        isIdentifier(synonym) ? library::NameKind::Identifier : library::NameKind::Synonym);
  }
  return names;
}

}  // namespace

library::NewMolecule asLibraryMolecule(const Compound& compound) {
  library::NewMolecule made;
  made.source = sourceOf(compound);
  made.names = namesOf(compound);
  made.knownInchiKey = compound.summary.inchiKey.toStdString();
  if (!compound.structure.records.empty()) {
    const chem::StructureRecord& record = compound.structure.records.front();
    made.molecule = record.molecule;
    for (chem::Conformer& conformer : chem::conformersOf(record)) {
      library::Source source = made.source;
      // A shape that was made here is not PubChem's.
      if (!compound.from3dRecord)
        source = {.name = "Molloquy", .reference = {}, .url = {}, .credit = {}};
      made.conformers.push_back({std::move(conformer), std::move(source)});
    }
  }
  for (const Description& description : compound.descriptions) {
    made.texts.push_back(
        {.text = description.text.toStdString(),
         .source = {
             .name = description.source.isEmpty() ? "PubChem" : description.source.toStdString(),
             .reference = made.source.reference,
             .url = description.url.isEmpty() ? made.source.url : description.url.toStdString(),
             .credit = "By way of PubChem."}});
  }
  for (const PubChemValue& value : compound.values) {
    const QString shown = value.unit.isEmpty() ? value.value : value.value + u' ' + value.unit;
    made.properties.emplace_back("PubChem " + value.id.toStdString(), shown.toStdString());
  }
  return made;
}

}  // namespace molloquy::pubchem
