#include "model/facts/qed.h"

#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <vector>

#include <GraphMol/ChemTransforms/ChemTransforms.h>
#include <GraphMol/Descriptors/Crippen.h>
#include <GraphMol/Descriptors/Lipinski.h>
#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/Descriptors/MolSurf.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include "model/chem/rdkit_molecule.h"
#include "model/facts/qed_patterns.h"

namespace molloquy::facts {
namespace {

/// Asymmetric double sigmoid (equation 2) of one property, and its weight in the mean.
struct Desirability {
  double a, b, c, d, e, f;
  double maximum;
  double weight;

  [[nodiscard]] double at(double x) const {
    const double rise = 1 + std::exp(-(x - c + d / 2) / e);
    const double fall = 1 + std::exp(-(x - c - d / 2) / f);
    return (a + b / rise * (1 - 1 / fall)) / maximum;
  }
};

/// Order: mass, LogP, acceptors, donors, polar surface, rotatable bonds, aromatic rings, alerts.
constexpr std::array<Desirability, 8> kDesirabilities = {{
    {2.817065973, 392.5754953, 290.7489764, 2.419764353, 49.22325677, 65.37051707, 104.9805561,
     0.66},
    {3.172690585, 137.8624751, 2.534937431, 4.581497897, 0.822739154, 0.576295591, 131.3186604,
     0.46},
    {2.948620388, 160.4605972, 3.615294657, 4.435986202, 0.290141953, 1.300669958, 148.7763046,
     0.05},
    {1.618662227, 1010.051101, 0.985094388, 1e-9, 0.713820843, 0.920922555, 258.1632616, 0.61},
    {1.876861559, 125.2232657, 62.90773554, 87.83366614, 12.01999824, 28.51324732, 104.5686167,
     0.06},
    {0.01, 272.4121427, 2.55837997, 1.565547684, 1.271567166, 2.758063707, 105.4420403, 0.65},
    {3.21778897, 957.7374108, 2.274627939, 1e-9, 1.317690384, 0.375760881, 312.337261, 0.48},
    {0.01, 1199.094025, -0.09002883, 1e-9, 0.185904477, 0.875193782, 417.7253140, 0.95},
}};

using Patterns = std::vector<std::unique_ptr<const RDKit::ROMol>>;

Patterns compiled(const std::vector<std::string>& smarts) {
  Patterns patterns;
  for (const std::string& text : smarts) {
    patterns.emplace_back(RDKit::SmartsToMol(text));
    if (!patterns.back()) throw std::logic_error("bad SMARTS in the QED table: " + text);
  }
  return patterns;
}

unsigned acceptors(const RDKit::ROMol& mol) {
  static const Patterns patterns = compiled(qedAcceptorSmarts());
  std::size_t count = 0;
  for (const auto& pattern : patterns) count += RDKit::SubstructMatch(mol, *pattern).size();
  return static_cast<unsigned>(count);
}

unsigned alerts(const RDKit::ROMol& mol) {
  static const Patterns patterns = compiled(qedAlertSmarts());
  unsigned count = 0;
  RDKit::SubstructMatchParameters first;
  first.maxMatches = 1;
  for (const auto& pattern : patterns)
    count += !RDKit::SubstructMatch(mol, *pattern, first).empty();
  return count;
}

/// Rings that are left when every aliphatic ring atom is deleted: the paper's count, which differs
/// from the number of aromatic rings for a few fused systems.
unsigned aromaticRings(const RDKit::ROMol& mol) {
  static const Patterns pattern = compiled({"[$([A;R][!a])]"});
  const std::unique_ptr<RDKit::ROMol> rest(RDKit::deleteSubstructs(mol, *pattern.front()));
  return static_cast<unsigned>(RDKit::MolOps::findSSSR(*rest));
}

}  // namespace

double qedOf(const RDKit::ROMol& heavy) {
  double logP = 0;
  double refractivity = 0;
  RDKit::Descriptors::calcCrippenDescriptors(heavy, logP, refractivity);
  const std::array<double, 8> properties = {
      RDKit::Descriptors::calcAMW(heavy),
      logP,
      static_cast<double>(acceptors(heavy)),
      static_cast<double>(RDKit::Descriptors::calcNumHBD(heavy)),
      RDKit::Descriptors::calcTPSA(heavy),
      static_cast<double>(RDKit::Descriptors::calcNumRotatableBonds(
          heavy, RDKit::Descriptors::NumRotatableBondsOptions::Strict)),
      static_cast<double>(aromaticRings(heavy)),
      static_cast<double>(alerts(heavy))};
  double logSum = 0;
  double weights = 0;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    logSum += kDesirabilities[i].weight * std::log(kDesirabilities[i].at(properties[i]));
    weights += kDesirabilities[i].weight;
  }
  return std::exp(logSum / weights);  // equation 1
}

}  // namespace molloquy::facts
