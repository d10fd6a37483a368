#include "app/controllers/library_records.h"

#include <QCoreApplication>
#include <utility>

namespace molloquy::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("molloquy::app", text); }

bool hasField(const chem::StructureRecord& record, const std::string& name) {
  for (const auto& [field, value] : record.properties) {
    if (field == name) return true;
  }
  return false;
}

/// "CID 2244" of a source of PubChem; 0 for others.
qint64 cidOf(const library::Source& source) {
  if (source.name != "PubChem") return 0;
  const QString reference = QString::fromStdString(source.reference);
  return reference.startsWith(QLatin1String("CID ")) ? reference.mid(4).toLongLong() : 0;
}

}  // namespace

qint64 cidOf(const chem::StructureFile& file, int record) {
  if (record < 0 || record >= static_cast<int>(file.records.size())) return 0;
  for (const auto& [field, value] : file.records[static_cast<std::size_t>(record)].properties) {
    if (field == kCidField) return QString::fromStdString(value).toLongLong();
  }
  return 0;
}

std::shared_ptr<const chem::StructureFile> fileOf(const library::LibraryMolecule& molecule) {
  chem::StructureRecord record;
  record.molecule = molecule.molecule;
  for (const library::MoleculeConformer& kept : molecule.conformers) {
    if (!record.conformer) {
      record.conformer = kept.conformer;
    } else {
      record.furtherConformers.push_back(kept.conformer);
    }
  }
  record.properties = molecule.properties;
  for (const library::Source& source : molecule.sources) {
    if (const qint64 cid = cidOf(source); cid != 0 && !hasField(record, kCidField)) {
      record.properties.emplace_back(kCidField, std::to_string(cid));
    }
  }
  auto file = std::make_shared<chem::StructureFile>();
  file->records.push_back(std::move(record));
  file->displayName = molecule.title;
  return file;
}

std::shared_ptr<const chem::StructureFile> fileOf(const pubchem::Compound& compound) {
  auto file = std::make_shared<chem::StructureFile>(compound.structure);
  file->displayName = compound.summary.title.toStdString();
  for (chem::StructureRecord& record : file->records) {
    if (!hasField(record, kCidField)) {
      record.properties.emplace_back(kCidField, std::to_string(compound.summary.cid));
    }
  }
  return file;
}

library::NewMolecule newMoleculeOf(const StructureSnapshot& shown, const DocumentState& state) {
  library::NewMolecule molecule;
  molecule.molecule = state.molecule;
  const qint64 cid = shown.edited ? 0 : cidOf(*shown.file, shown.record);
  if (cid != 0) {
    molecule.source = {"PubChem", "CID " + std::to_string(cid),
                       "https://pubchem.ncbi.nlm.nih.gov/compound/" + std::to_string(cid), ""};
  } else {
    molecule.source = {
        shown.edited ? tr("drawn or edited here").toStdString() : shown.file->displayName, "", "",
        ""};
  }
  for (const auto& conformer : state.conformers) {
    molecule.conformers.push_back({*conformer, molecule.source});
  }
  if (!shown.title.isEmpty()) {
    molecule.names.push_back({shown.title.toStdString(), library::NameKind::Title});
  }
  if (!shown.edited) {
    molecule.properties = shown.file->records[static_cast<std::size_t>(shown.record)].properties;
  }
  return molecule;
}

widgets::Record recordOf(const library::LibraryRow& row, const QString& prefix) {
  widgets::Record record;
  record.key = prefix + QString::number(row.id.value);
  record.title = QString::fromStdString(row.title.empty() ? row.smiles : row.title);
  record.formula = QString::fromStdString(row.formula);
  record.mass = row.averageMass;
  return record;
}

}  // namespace molloquy::app
