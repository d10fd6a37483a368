#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/chem/formats/writers.h"

namespace molloquy::chem {
namespace {

using Json = nlohmann::ordered_json;

Json flat(const std::vector<Point3>& positions) {
  Json list = Json::array();
  for (const Point3& at : positions) {
    for (const double coordinate : at) list.push_back(coordinate);
  }
  return list;
}

/// A list of one number per atom; left out when all are zero.
void addNumbers(Json& atoms, const char* name, const Molecule& molecule, int Atom::*number) {
  Json list = Json::array();
  bool any = false;
  for (const Atom& atom : molecule.atoms()) {
    list.push_back(atom.*number);
    any = any || atom.*number != 0;
  }
  if (any) atoms[name] = std::move(list);
}

Json bondsOf(const Molecule& molecule) {
  Json ends = Json::array();
  Json orders = Json::array();
  for (const Bond& bond : molecule.bonds()) {
    ends.push_back(bond.begin.value);
    ends.push_back(bond.end.value);
    orders.push_back(bond.kekuleOrder == BondOrder::Double      ? 2
                     : bond.kekuleOrder == BondOrder::Triple    ? 3
                     : bond.kekuleOrder == BondOrder::Quadruple ? 4
                                                                : 1);
  }
  return {{"connections", {{"index", std::move(ends)}}}, {"order", std::move(orders)}};
}

Json residuesOf(const Biopolymer& biopolymer) {
  Json list = Json::array();
  for (const Residue& residue : biopolymer.residues) {
    Json written = {{"name", residue.name}, {"id", residue.number}};
    if (residue.chain.size() == 1) {
      written["chainId"] = static_cast<int>(residue.chain.front());
    } else {
      written["chainId"] = residue.chain;
    }
    if (residue.insertionCode != ' ') {
      written["insertionCode"] = std::string(1, residue.insertionCode);
    }
    written["hetero"] = residue.hetero;
    if (residue.fold != Fold::Coil) written["secStruct"] = residue.fold == Fold::Helix ? 2 : 3;
    written["atoms"] = Json::object();
    list.push_back(std::move(written));
  }
  for (std::size_t i = 0; i < biopolymer.residueOf.size(); ++i) {
    const std::uint32_t place = biopolymer.residueOf[i];
    if (place == Biopolymer::kNoResidue) continue;
    Json& atoms = list[place]["atoms"];
    std::string name = biopolymer.atomNames[i];
    if (name.empty() || atoms.contains(name)) name += fmt::format("_{}", i + 1);
    atoms[name] = i;
  }
  return list;
}

/// What CJSON has no place for, under the program's own name.
Json ownPart(const WrittenRecord& record) {
  Json own = Json::object();
  const bool energies = std::any_of(
      record.conformers.begin(), record.conformers.end(),
      [](const Conformer& conformer) { return conformer.energyKcalPerMol.has_value(); });
  if (energies) {
    Json list = Json::array();
    for (const Conformer& conformer : record.conformers) {
      list.push_back(conformer.energyKcalPerMol ? Json(*conformer.energyKcalPerMol) : Json());
    }
    own["energiesKcalPerMol"] = std::move(list);
  }
  if (!record.properties.empty()) {
    Json fields = Json::array();
    for (const auto& [name, value] : record.properties) {
      fields.push_back(Json::array({name, value}));
    }
    own["fields"] = std::move(fields);
  }
  if (!record.viewJson.empty()) {
    Json view = Json::parse(record.viewJson, nullptr, false);
    if (!view.is_discarded()) own["view"] = std::move(view);
  }
  return own;
}

}  // namespace

Result<std::string> writeCjson(const std::vector<WrittenRecord>& records) {
  if (records.size() > 1) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A CJSON file holds one structure, not {}. Save as SDF to keep them "
                            "all.",
                            records.size()));
  }
  const WrittenRecord& record = records.front();
  const Molecule& molecule = *record.molecule;
  Json numbers = Json::array();
  for (const Atom& atom : molecule.atoms()) numbers.push_back(atom.atomicNumber);
  Json coordinates = Json::object();
  if (record.conformers.empty()) {
    const Result<FlatDrawing> drawing = flatDrawing(molecule);
    if (!drawing) return tl::unexpected(drawing.error());
    coordinates["2d"] = flat(drawing->positions);
  } else {
    coordinates["3d"] = flat(record.conformers.front().positions);
    if (record.conformers.size() > 1) {
      Json sets = Json::array();
      for (const Conformer& conformer : record.conformers)
        sets.push_back(flat(conformer.positions));
      coordinates["3dSets"] = std::move(sets);
    }
  }
  Json atoms = {{"elements", {{"number", std::move(numbers)}}}, {"coords", std::move(coordinates)}};
  addNumbers(atoms, "formalCharges", molecule, &Atom::formalCharge);
  addNumbers(atoms, "isotopes", molecule, &Atom::isotope);
  addNumbers(atoms, "radicalElectrons", molecule, &Atom::radicalElectrons);
  Json json = {{"chemicalJson", 1}, {"name", titleOf(record)}, {"atoms", std::move(atoms)}};
  json["bonds"] = bondsOf(molecule);
  json["properties"] = {{"totalCharge", molecule.totalCharge()}};
  if (molecule.biopolymer()) json["residues"] = residuesOf(*molecule.biopolymer());
  Json own = ownPart(record);
  if (!own.empty()) json["molloquy"] = std::move(own);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace molloquy::chem
