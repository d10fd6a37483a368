#include "app/pubchem/pubchem_values.h"

#include <QJsonValue>
#include <QLocale>
#include <cmath>

namespace molloquy::pubchem {
namespace {

/// A property of PubChem's table, the fact of ours beside it, and how the two are defined. Counts
/// of agreements are measured: of the same 132 records of PubChem where no other number is given.
struct Row {
  const char* id;
  const char* label;
  const char* unit;
  const char* factId;
  const char* definition;
};

constexpr Row kRows[] = {
    {"MolecularWeight", "Molecular weight", "g/mol", "average_mass",
     "Sum of atomic weights, a marked isotope counted as pure: the same definition as ours, with "
     "other tables of weights, which differ from the second decimal on."},
    {"ExactMass", "Exact mass", "Da", "exact_mass",
     "Mass of the most likely isotopic composition, ours that of the most abundant isotope of each "
     "element: they part where several chlorine, bromine or very many carbon atoms make a heavier "
     "peak the highest, and for ions by the mass of the electrons, which only ours takes into "
     "account."},
    {"MonoisotopicMass", "Monoisotopic mass", "Da", "exact_mass",
     "Mass of the most abundant isotope of each element, as ours; for ions PubChem leaves the mass "
     "of the electrons out of account."},
    {"HeavyAtomCount", "Heavy atoms", "", "heavy_atoms",
     "Atoms other than hydrogen, as ours: the same for all of 132 records compared."},
    {"Charge", "Formal charge", "e", "formal_charge",
     "Sum of the formal charges, as ours: the same for all of 132 records compared."},
    {"AtomStereoCount", "Stereocentres", "", "stereocentres",
     "Tetrahedral centres; ours also counts centres whose configurations depend on each other, as "
     "in cages and symmetric rings: the same for 129 of 132 records compared."},
    {"DefinedAtomStereoCount", "Stereocentres set", "", "",
     "Tetrahedral centres whose configuration the record gives; ours stands beside the number of "
     "stereocentres as assigned."},
    {"UndefinedAtomStereoCount", "Stereocentres open", "", "",
     "Tetrahedral centres whose configuration the record leaves open; ours stands beside the "
     "number "
     "of stereocentres as open."},
    {"BondStereoCount", "Stereo double bonds", "", "",
     "Double bonds that can be E or Z; there is no fact of ours for it."},
    {"DefinedBondStereoCount", "Stereo double bonds set", "", "",
     "Double bonds that the record gives as E or Z; there is no fact of ours for it."},
    {"UndefinedBondStereoCount", "Stereo double bonds open", "", "",
     "Double bonds that could be E or Z and are not given; there is no fact of ours for it."},
    {"TPSA", "TPSA", "Å²", "tpsa",
     "Group contributions of Ertl with nitrogen, oxygen and sulfur and PubChem's own view of "
     "aromatic rings and nitro groups, to three digits; ours counts nitrogen and oxygen by RDKit's "
     "rules: the same for 73 % of 6,600 records compared, 5.2 Å² apart on average."},
    {"XLogP", "XLogP3", "", "logp",
     "XLogP3 starts from measured values of similar compounds, ours sums Wildman and Crippen's "
     "atom "
     "contributions: another method, 1.4 apart on average for 6,197 records compared."},
    {"HBondDonorCount", "H-bond donors", "", "hbond_donors",
     "Counted by the Cactvs toolkit, ours by RDKit's pattern: the same for 131 of 132 records "
     "compared."},
    {"HBondAcceptorCount", "H-bond acceptors", "", "hbond_acceptors",
     "Counted by the Cactvs toolkit, which takes acid hydroxyls and fluorine for acceptors and "
     "leaves out ring sulfurs and ring nitrogens that share their pair; ours is RDKit's pattern: "
     "the same for only 47 of 132 records compared."},
    {"RotatableBondCount", "Rotatable bonds", "", "rotatable_bonds",
     "Counted by the Cactvs toolkit, which takes the C-O bond of esters for rotatable and that to "
     "a "
     "nitro group not; ours does the opposite: the same for 110 of 132 records compared."},
    {"Complexity", "Complexity", "", "complexity",
     "Bertz/Hendrickson/Ihlenfeldt complexity to three digits by the Cactvs toolkit; ours rebuilds "
     "the formula: the same for 116 of 120 records compared."},
    {"CovalentUnitCount", "Parts", "", "",
     "Parts that no bond joins, such as the ions of a salt; there is no fact of ours for it."},
    {"IsotopeAtomCount", "Marked isotopes", "", "",
     "Atoms with a mass number; there is no fact of ours for it."},
};

}  // namespace

QStringList summaryProperties() {
  return {QStringLiteral("Title"),
          QStringLiteral("MolecularFormula"),
          QStringLiteral("MolecularWeight"),
          QStringLiteral("SMILES"),
          QStringLiteral("ConnectivitySMILES"),
          QStringLiteral("InChIKey"),
          QStringLiteral("IUPACName"),
          QStringLiteral("ConformerCount3D")};
}

QStringList valueProperties() {
  QStringList names;
  for (const Row& row : kRows) names.append(QLatin1String(row.id));
  return names;
}

QString shownValue(const QJsonValue& value) {
  if (value.isString()) return value.toString().trimmed();
  if (!value.isDouble()) return {};
  const double number = value.toDouble();
  constexpr double kExactIntegers = 9e15;
  if (std::abs(number) < kExactIntegers && number == std::trunc(number)) {
    return QString::number(static_cast<qint64>(number));
  }
  return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

std::vector<PubChemValue> valuesOf(const QJsonObject& row) {
  std::vector<PubChemValue> values;
  for (const Row& known : kRows) {
    const QString value = shownValue(row.value(QLatin1String(known.id)));
    if (value.isEmpty()) continue;
    values.push_back({.id = QLatin1String(known.id),
                      .label = QString::fromUtf8(known.label),
                      .value = value,
                      .unit = QString::fromUtf8(known.unit),
                      .factId = QLatin1String(known.factId),
                      .definition = QString::fromUtf8(known.definition)});
  }
  return values;
}

}  // namespace molloquy::pubchem
