#include "app/pubchem/molecule_parts.h"

#include <QStringList>
#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace molloquy::pubchem {
namespace {

/// Part of every atom, numbered from 0.
std::vector<std::size_t> partsOf(const chem::Molecule& molecule, std::size_t& count) {
  constexpr std::size_t kNone = ~std::size_t{0};
  std::vector<std::size_t> parts(molecule.atoms().size(), kNone);
  count = 0;
  std::vector<std::uint32_t> toVisit;
  for (std::uint32_t start = 0; start < parts.size(); ++start) {
    if (parts[start] != kNone) continue;
    toVisit.assign(1, start);
    parts[start] = count;
    while (!toVisit.empty()) {
      const AtomIndex atom{toVisit.back()};
      toVisit.pop_back();
      for (const AtomIndex next : molecule.neighbours(atom)) {
        if (parts[next.value] != kNone) continue;
        parts[next.value] = count;
        toVisit.push_back(next.value);
      }
    }
    ++count;
  }
  return parts;
}

/// Elements and counts of a part in the order of the alphabet, then its charge: "Cl1H1", "Na1+1".
struct Part {
  std::map<std::string, int> elements;
  int charge = 0;
  std::size_t heavyAtoms = 0;

  [[nodiscard]] std::string key() const {
    std::string text;
    for (const auto& [symbol, number] : elements) text += symbol + std::to_string(number);
    if (charge > 0) text += '+';
    if (charge != 0) text += std::to_string(charge);
    return text;
  }
};

std::vector<Part> describedParts(const chem::Molecule& molecule) {
  std::size_t count = 0;
  const std::vector<std::size_t> partOf = partsOf(molecule, count);
  std::vector<Part> parts(count);
  for (std::size_t i = 0; i < partOf.size(); ++i) {
    const chem::Atom& atom = molecule.atoms()[i];
    Part& part = parts[partOf[i]];
    ++part.elements[chem::elementSymbol(atom.atomicNumber)];
    part.charge += atom.formalCharge;
    part.heavyAtoms += atom.atomicNumber > 1 ? 1 : 0;
  }
  return parts;
}

/// What a small part is called beside a larger one.
const std::map<std::string, QString>& partWords() {
  static const std::map<std::string, QString> words = {
      {"H2O1", QStringLiteral("hydrate")},         {"Cl1H1", QStringLiteral("hydrochloride")},
      {"Cl1-1", QStringLiteral("chloride")},       {"Br1H1", QStringLiteral("hydrobromide")},
      {"Br1-1", QStringLiteral("bromide")},        {"H1I1", QStringLiteral("hydroiodide")},
      {"I1-1", QStringLiteral("iodide")},          {"H2O4S1", QStringLiteral("sulfate")},
      {"O4S1-2", QStringLiteral("sulfate")},       {"H1N1O3", QStringLiteral("nitrate")},
      {"N1O3-1", QStringLiteral("nitrate")},       {"H3O4P1", QStringLiteral("phosphate")},
      {"C2H4O2", QStringLiteral("acetate")},       {"C1H4O3S1", QStringLiteral("mesylate")},
      {"Na1+1", QStringLiteral("sodium salt")},    {"K1+1", QStringLiteral("potassium salt")},
      {"Li1+1", QStringLiteral("lithium salt")},   {"Ca1+2", QStringLiteral("calcium salt")},
      {"Mg1+2", QStringLiteral("magnesium salt")}, {"Zn1+2", QStringLiteral("zinc salt")},
      {"H4N1+1", QStringLiteral("ammonium salt")},
  };
  return words;
}

}  // namespace

QString saltWords(const chem::Molecule& molecule) {
  const std::vector<Part> parts = describedParts(molecule);
  if (parts.size() < 2) return {};
  const auto largest =
      std::max_element(parts.begin(), parts.end(),
                       [](const Part& a, const Part& b) { return a.heavyAtoms < b.heavyAtoms; });
  QStringList words;
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    if (part == largest) continue;
    const auto known = partWords().find(part->key());
    if (known == partWords().end()) return QStringLiteral("%1 parts").arg(parts.size());
    if (!words.contains(known->second)) words.append(known->second);
  }
  return words.size() == 1 ? words.front() : QStringLiteral("%1 parts").arg(parts.size());
}

QString isotopeWords(const chem::Molecule& molecule) {
  QStringList words;
  for (const chem::Atom& atom : molecule.atoms()) {
    if (atom.isotope == 0) continue;
    QString word;
    if (atom.atomicNumber == 1 && atom.isotope == 2) {
      word = QStringLiteral("deuterium");
    } else if (atom.atomicNumber == 1 && atom.isotope == 3) {
      word = QStringLiteral("tritium");
    } else {
      word = QStringLiteral("%1-%2")
                 .arg(QString::fromStdString(chem::elementSymbol(atom.atomicNumber)))
                 .arg(atom.isotope);
    }
    if (!words.contains(word)) words.append(word);
  }
  if (words.isEmpty()) return {};
  constexpr qsizetype kMostWords = 3;
  return words.size() <= kMostWords ? QStringLiteral("with ") + words.join(QStringLiteral(" and "))
                                    : QStringLiteral("with %1 marked isotopes").arg(words.size());
}

bool hasRing(const chem::Molecule& molecule) {
  std::size_t parts = 0;
  partsOf(molecule, parts);
  // A forest has as many bonds as atoms less trees.
  return molecule.bonds().size() > molecule.atoms().size() - parts;
}

}  // namespace molloquy::pubchem
