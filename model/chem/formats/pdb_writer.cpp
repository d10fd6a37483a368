#include <algorithm>

#include <fmt/format.h>

#include "model/chem/formats/atom_labels.h"
#include "model/chem/formats/standard_residues.h"
#include "model/chem/formats/writers.h"

namespace molloquy::chem {
namespace {

constexpr std::size_t kMostSerials = 99'999;

std::string upperCase(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

/// Four columns: names of one-letter elements start in the second.
std::string nameColumns(const std::string& name, int atomicNumber) {
  const bool oneLetter = elementSymbol(atomicNumber).size() == 1;
  return fmt::format("{:<4}",
                     fmt::format("{}{:.4}", oneLetter && name.size() < 4 ? " " : "", name));
}

std::string chargeColumns(int charge) {
  if (charge == 0) return "  ";
  return fmt::format("{}{}", std::min(std::abs(charge), 9), charge > 0 ? '+' : '-');
}

/// "HELIX" and "SHEET" lines of every run of residues with one fold.
std::string foldLines(const Biopolymer& labels) {
  std::string text;
  int number = 0;
  const auto sameRun = [&labels](std::size_t a, std::size_t b) {
    return labels.residues[a].fold == labels.residues[b].fold &&
           labels.residues[a].chain == labels.residues[b].chain;
  };
  for (std::size_t first = 0; first < labels.residues.size(); ++first) {
    std::size_t last = first;
    while (last + 1 < labels.residues.size() && sameRun(first, last + 1)) ++last;
    const Residue& a = labels.residues[first];
    const Residue& b = labels.residues[last];
    if (a.fold == Fold::Helix) {
      ++number;
      text += fmt::format(
          "HELIX  {:>3} {:>3} {:>3} {:1.1} {:>4}{} {:>3} {:1.1} {:>4}{}{:>2}{:30} {:>5}\n",
          number % 1000, number % 1000, a.name.substr(0, 3), a.chain, a.number, a.insertionCode,
          b.name.substr(0, 3), b.chain, b.number, b.insertionCode, 1, "", last - first + 1);
    }
    if (a.fold == Fold::Strand) {
      ++number;
      text +=
          fmt::format("SHEET  {:>3} {:>3}{:>2} {:>3} {:1.1}{:>4}{} {:>3} {:1.1}{:>4}{}{:>2}\n", 1,
                      number % 1000, 1, a.name.substr(0, 3), a.chain, a.number, a.insertionCode,
                      b.name.substr(0, 3), b.chain, b.number, b.insertionCode, 0);
    }
    first = last;
  }
  return text;
}

std::optional<Error> refuseColumns(const Molecule& molecule, const Biopolymer& labels,
                                   const std::vector<Conformer>& conformers) {
  const auto refuse = [](std::string_view what) {
    return Error(ErrorCode::Unsupported,
                 fmt::format("PDB has no room for {}. Save as mmCIF.", what));
  };
  if (molecule.atoms().size() > kMostSerials) {
    return refuse(fmt::format("{} atoms; it counts to {}", molecule.atoms().size(), kMostSerials));
  }
  for (const Residue& residue : labels.residues) {
    if (residue.chain.size() > 1) return refuse(fmt::format("a chain called {}", residue.chain));
    if (residue.number > 9999 || residue.number < -999) {
      return refuse(fmt::format("residue number {}", residue.number));
    }
  }
  for (const Conformer& conformer : conformers) {
    for (const Point3& at : conformer.positions) {
      const bool fits = std::all_of(at.begin(), at.end(),
                                    [](double x) { return x > -999.9995 && x < 9999.9995; });
      if (!fits) return refuse("positions beyond -999 to 9999 angstrom");
    }
  }
  return std::nullopt;
}

std::string atomLines(const Molecule& molecule, const Biopolymer& labels,
                      const std::vector<std::uint32_t>& order, const Conformer& conformer) {
  std::string text;
  std::size_t serial = 0;
  for (const std::uint32_t i : order) {
    const Atom& atom = molecule.atoms()[i];
    const Residue& residue = labels.residues[labels.residueOf[i]];
    const Point3& at = conformer.positions[i];
    text += fmt::format(
        "{}{:>5} {} {:>3}{}{:1.1}{:>4}{}   {:>8.3f}{:>8.3f}{:>8.3f}{:>6.2f}{:>6.2f}{:10}{:>2}{}\n",
        residue.hetero ? "HETATM" : "ATOM  ", ++serial,
        nameColumns(labels.atomNames[i], atom.atomicNumber), residue.name.substr(0, 4),
        residue.name.size() > 3 ? "" : " ", residue.chain, residue.number, residue.insertionCode,
        at[0], at[1], at[2], 1.0, 0.0, "", upperCase(elementSymbol(atom.atomicNumber)),
        chargeColumns(atom.formalCharge));
  }
  return text;
}

/// Bonds that a reader cannot know: all but those of the chains. Double bonds are told twice.
std::string connectionLines(const Molecule& molecule, const Biopolymer& labels,
                            const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> serials(order.size());
  for (std::uint32_t place = 0; place < order.size(); ++place) serials[order[place]] = place + 1;
  const auto known = [&labels](AtomIndex atom) {
    const Residue& residue = labels.residues[labels.residueOf[atom.value]];
    return !residue.hetero && isStandardResidue(residue.name);
  };
  std::string text;
  for (const std::uint32_t i : order) {
    std::vector<std::uint32_t> partners;
    for (const BondIndex index : molecule.bondsOf(AtomIndex(i))) {
      const AtomIndex other = molecule.otherEnd(index, AtomIndex(i));
      if (known(AtomIndex(i)) && known(other)) continue;
      const BondOrder bond = molecule.bonds()[index.value].kekuleOrder;
      const int times = bond == BondOrder::Double ? 2 : bond == BondOrder::Triple ? 3 : 1;
      partners.insert(partners.end(), static_cast<std::size_t>(times), serials[other.value]);
    }
    std::sort(partners.begin(), partners.end());
    for (std::size_t k = 0; k < partners.size(); ++k) {
      if (k % 4 == 0) text += fmt::format("{}CONECT{:>5}", k == 0 ? "" : "\n", serials[i]);
      text += fmt::format("{:>5}", partners[k]);
    }
    if (!partners.empty()) text += '\n';
  }
  return text;
}

}  // namespace

Result<std::string> writePdb(const std::vector<WrittenRecord>& records) {
  if (auto refused = refuseWithoutPositions(records, FileFormat::Pdb)) {
    return tl::unexpected(*std::move(refused));
  }
  if (records.size() > 1) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A PDB file holds one structure, not {}. Save as mmCIF or SDF to keep "
                            "them all.",
                            records.size()));
  }
  const WrittenRecord& record = records.front();
  const Molecule& molecule = *record.molecule;
  const Biopolymer labels = labelledResidues(molecule);
  if (auto refused = refuseColumns(molecule, labels, record.conformers)) {
    return tl::unexpected(*std::move(refused));
  }
  const std::vector<std::uint32_t> order = orderByResidue(labels);
  std::string text;
  if (!titleOf(record).empty())
    text += fmt::format("TITLE     {}\n", titleOf(record).substr(0, 70));
  text += foldLines(labels);
  for (std::size_t i = 0; i < record.conformers.size(); ++i) {
    const bool several = record.conformers.size() > 1;
    if (several) text += fmt::format("MODEL     {:>4}\n", (i + 1) % 10'000);
    text += atomLines(molecule, labels, order, record.conformers[i]);
    if (several) text += "ENDMDL\n";
  }
  return text + connectionLines(molecule, labels, order) + "END\n";
}

}  // namespace molloquy::chem
