#include <fmt/format.h>

#include "model/chem/formats/utf8_text.h"
#include "model/chem/formats/writers.h"

namespace molloquy::chem {
namespace {

/// Text for an attribute or an element: marked-up characters escaped, what XML forbids left out.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : validUtf8(text)) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t') {
      result += c;
    }
  }
  return result;
}

const char* orderOf(BondOrder order) {
  switch (order) {
    case BondOrder::Double:
      return "2";
    case BondOrder::Triple:
      return "3";
    case BondOrder::Quadruple:
      return "4";
    case BondOrder::Aromatic:
      return "A";
    default:
      return "1";
  }
}

std::string atomsText(const Molecule& molecule, const std::vector<Point3>& positions, bool flat) {
  std::string text = "    <atomArray>\n";
  auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    const Atom& atom = molecule.atoms()[i];
    const Point3& at = positions[i];
    fmt::format_to(out, "      <atom id=\"a{}\" elementType=\"{}\"", i + 1,
                   atom.atomicNumber == 0 ? "Du" : elementSymbol(atom.atomicNumber));
    if (atom.formalCharge != 0) fmt::format_to(out, " formalCharge=\"{}\"", atom.formalCharge);
    if (atom.isotope != 0) fmt::format_to(out, " isotopeNumber=\"{}\"", atom.isotope);
    if (atom.radicalElectrons != 0) {
      fmt::format_to(out, " spinMultiplicity=\"{}\"", atom.radicalElectrons + 1);
    }
    if (flat) fmt::format_to(out, " x2=\"{:.4f}\" y2=\"{:.4f}\"/>\n", at[0], at[1]);
    if (!flat) {
      fmt::format_to(out, " x3=\"{:.6f}\" y3=\"{:.6f}\" z3=\"{:.6f}\"/>\n", at[0], at[1], at[2]);
    }
  }
  return text + "    </atomArray>\n";
}

std::string bondsText(const Molecule& molecule, const FlatDrawing* drawing) {
  if (molecule.bonds().empty()) return {};
  std::string text = "    <bondArray>\n";
  auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < molecule.bonds().size(); ++i) {
    const Bond& bond = molecule.bonds()[i];
    const auto mark = drawing == nullptr ? FlatDrawing::Mark::None : drawing->marks[i];
    const bool turned = drawing != nullptr && drawing->starts[i] == bond.end;
    fmt::format_to(out, "      <bond atomRefs2=\"a{} a{}\" order=\"{}\"{}",
                   (turned ? bond.end : bond.begin).value + 1,
                   (turned ? bond.begin : bond.end).value + 1, orderOf(bond.kekuleOrder),
                   bond.order == BondOrder::Dative ? " convention=\"cxn:coord\"" : "");
    if (mark == FlatDrawing::Mark::None) text += "/>\n";
    if (mark != FlatDrawing::Mark::None) {
      fmt::format_to(out, "><bondStereo>{}</bondStereo></bond>\n",
                     mark == FlatDrawing::Mark::Up ? "W" : "H");
    }
  }
  return text + "    </bondArray>\n";
}

Result<std::string> moleculeText(const WrittenRecord& record, std::size_t conformer) {
  const Molecule& molecule = *record.molecule;
  std::optional<FlatDrawing> drawing;
  if (conformer >= record.conformers.size()) {
    Result<FlatDrawing> drawn = flatDrawing(molecule);
    if (!drawn) return tl::unexpected(drawn.error());
    drawing = *std::move(drawn);
  }
  std::string text = fmt::format("  <molecule title=\"{}\">\n", escaped(titleOf(record)));
  text += atomsText(molecule, drawing ? drawing->positions : record.conformers[conformer].positions,
                    drawing.has_value());
  text += bondsText(molecule, drawing ? &*drawing : nullptr);
  for (const auto& [name, value] : fieldsOf(record, conformer)) {
    text += fmt::format(
        "    <property title=\"{}\"><scalar dataType=\"xsd:string\">{}</scalar></property>\n",
        escaped(name), escaped(value));
  }
  return text + "  </molecule>\n";
}

}  // namespace

Result<std::string> writeCml(const std::vector<WrittenRecord>& records) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<cml xmlns=\"http://www.xml-cml.org/schema\""
      " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
      " xmlns:cxn=\"http://www.chemaxon.com\">\n";
  for (const WrittenRecord& record : records) {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, record.conformers.size()); ++i) {
      const Result<std::string> molecule = moleculeText(record, i);
      if (!molecule) return molecule;
      text += *molecule;
    }
  }
  return text + "</cml>\n";
}

}  // namespace molloquy::chem
