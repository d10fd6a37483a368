#include "model/chem/structure_writer.h"

#include <algorithm>
#include <exception>

#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/chem/formats/gzip.h"
#include "model/chem/formats/record_sink.h"
#include "model/chem/formats/text_lines.h"
#include "model/chem/formats/writers.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

std::optional<Error> refuseRecords(const std::vector<WrittenRecord>& records) {
  if (records.empty()) {
    return Error(ErrorCode::InvalidInput, "There is no structure to write. Open or draw one.");
  }
  for (const WrittenRecord& record : records) {
    if (!record.molecule || record.molecule->atoms().empty()) {
      return Error(ErrorCode::InvalidInput,
                   "The structure has no atoms, so there is nothing to write.");
    }
    for (const Conformer& conformer : record.conformers) {
      if (conformer.positions.size() == record.molecule->atoms().size()) continue;
      return Error(ErrorCode::InvalidInput,
                   fmt::format("A conformer of {} positions does not fit a structure of {} atoms.",
                               conformer.positions.size(), record.molecule->atoms().size()));
    }
  }
  return std::nullopt;
}

std::string oneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
  return text;
}

Result<std::string> writeChecked(const std::vector<WrittenRecord>& records, FileFormat format) {
  switch (format) {
    case FileFormat::Smiles:
      return writeSmiles(records);
    case FileFormat::MolSdf:
      return writeSdf(records);
    case FileFormat::Mol2:
      return writeMol2(records);
    case FileFormat::Pdb:
      return writePdb(records);
    case FileFormat::Xyz:
      return writeXyz(records);
    case FileFormat::MmCif:
      return writeMmCif(records);
    case FileFormat::Cml:
      return writeCml(records);
    case FileFormat::Cjson:
      return writeCjson(records);
    case FileFormat::Inchi:
      return writeInchi(records);
  }
  return fail(ErrorCode::Internal, "No such format.");
}

/// A .mol file holds one structure in one shape, and ends with it.
Result<std::string> writeMolFile(const std::vector<WrittenRecord>& records) {
  if (records.size() > 1 || records.front().conformers.size() > 1) {
    return fail(ErrorCode::InvalidInput,
                "A .mol file holds one structure in one shape. Save as .sdf to keep them all.");
  }
  Result<std::string> text = writeStructure(records, FileFormat::MolSdf);
  if (!text) return text;
  constexpr std::string_view kEnd = "M  END\n";
  const std::size_t end = text->find(kEnd);
  if (end != std::string::npos) text->resize(end + kEnd.size());
  return text;
}

}  // namespace

const std::string& titleOf(const WrittenRecord& record) {
  return record.title.empty() ? record.molecule->name() : record.title;
}

std::vector<std::pair<std::string, std::string>> fieldsOf(const WrittenRecord& record,
                                                          std::size_t conformer) {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto set = [&fields](const std::string& name, std::string value) {
    const auto known = std::find_if(fields.begin(), fields.end(),
                                    [&name](const auto& field) { return field.first == name; });
    if (known != fields.end()) {
      known->second = std::move(value);
    } else {
      fields.emplace_back(name, std::move(value));
    }
  };
  for (const auto& [name, value] : record.properties) {
    if (name != kConformerField) set(name, value);
  }
  if (conformer >= record.conformers.size()) return fields;
  const Conformer& shape = record.conformers[conformer];
  if (record.conformers.size() > 1) {
    set(kConformerField, fmt::format("{} of {}", conformer + 1, record.conformers.size()));
  }
  if (shape.source != GeometrySource::File) set("geometry", geometryName(shape.source));
  if (shape.energyKcalPerMol) {
    set("energy_kcal_per_mol", fmt::format("{:.4f}", *shape.energyKcalPerMol));
  }
  if (!shape.note.empty()) set("note", shape.note);
  return fields;
}

std::optional<Error> refuseWithoutPositions(const std::vector<WrittenRecord>& records,
                                            FileFormat format) {
  for (const WrittenRecord& record : records) {
    if (!record.conformers.empty()) continue;
    return Error(ErrorCode::InvalidInput,
                 fmt::format("{} needs positions, and {} has none. Make a 3D shape first, or save "
                             "as SDF or SMILES.",
                             formatName(format),
                             titleOf(record).empty() ? "the structure" : titleOf(record)));
  }
  return std::nullopt;
}

Result<std::string> writeStructure(const std::vector<WrittenRecord>& records, FileFormat format) {
  if (auto refused = refuseRecords(records)) return tl::unexpected(*std::move(refused));
  std::vector<WrittenRecord> clean = records;
  for (WrittenRecord& record : clean) record.title = oneLine(titleOf(record));
  try {
    return writeChecked(clean, format);
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal, fmt::format("The structure cannot be written as {}: {}.",
                                                 formatName(format), problem.what()));
  }
}

Result<void> writeStructureFile(const std::filesystem::path& path,
                                const std::vector<WrittenRecord>& records) {
  const auto format = formatOfPath(path);
  if (!format) {
    return fail(ErrorCode::Unsupported,
                fmt::format("\"{}\" names no format. Use an ending such as .sdf, .pdb or .xyz.",
                            path.filename().string()));
  }
  const bool packed = lowerCase(path.extension().string()) == ".gz";
  const std::string ending =
      lowerCase((packed ? path.stem() : path.filename()).extension().string());
  Result<std::string> text = ending == ".mol" && !records.empty()
                                 ? writeMolFile(records)
                                 : writeStructure(records, *format);
  if (text && packed) text = gzip(*text);
  if (!text) return tl::unexpected(text.error().within("writing " + path.filename().string()));
  return writeFileAtomically(path, *text);
}

Result<std::string> toSdf(const Molecule& molecule, const std::vector<Conformer>& conformers) {
  if (conformers.empty()) return std::string();
  WrittenRecord record;
  record.molecule = std::make_shared<const Molecule>(molecule);
  record.conformers = conformers;
  return writeStructure({record}, FileFormat::MolSdf);
}

Result<std::string> writeSmiles(const std::vector<WrittenRecord>& records) {
  std::string text;
  for (const WrittenRecord& record : records) {
    const Result<std::string> smiles = canonicalSmiles(*record.molecule);
    if (!smiles) return smiles;
    text += *smiles;
    if (!titleOf(record).empty()) text += ' ' + titleOf(record);
    text += '\n';
  }
  return text;
}

Result<std::string> canonicalSmiles(const Molecule& molecule) {
  if (!molecule.rdkit()) return tl::unexpected(withoutChemistry(molecule, "A SMILES"));
  try {
    RDKit::RWMol heavy(*molecule.rdkit()->mol);
    RDKit::MolOps::RemoveHsParameters ordinary;
    ordinary.showWarnings = false;
    RDKit::MolOps::removeHs(heavy, ordinary);
    return RDKit::MolToSmiles(heavy);
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("The structure cannot be written as SMILES: {}.", problem.what()));
  }
}

std::string geometryName(GeometrySource source) {
  switch (source) {
    case GeometrySource::File:
      return "file";
    case GeometrySource::EmbeddedMmff94:
      return "ETKDGv3, minimised with MMFF94";
    case GeometrySource::EmbeddedUff:
      return "ETKDGv3, minimised with UFF";
    case GeometrySource::EmbeddedOnly:
      return "ETKDGv3, not minimised";
    case GeometrySource::Edited:
      return "edited";
    case GeometrySource::Computed:
      return "computed";
  }
  return "";
}

}  // namespace molloquy::chem
