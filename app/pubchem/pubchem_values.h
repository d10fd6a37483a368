#pragma once

#include <QJsonObject>
#include <QStringList>
#include <vector>

#include "app/pubchem/compound_types.h"

namespace molloquy::pubchem {

/// Names of the properties that a CompoundSummary is made of.
QStringList summaryProperties();
/// Names of the properties that are shown beside our facts.
QStringList valueProperties();

/// The values that a row of PubChem's property table has, in the order of the facts that they
/// stand beside; those that it lacks are left out.
std::vector<PubChemValue> valuesOf(const QJsonObject& row);

/// A JSON number or text as it is shown: "180.16", "-2.6"; empty for everything else.
QString shownValue(const QJsonValue& value);

}  // namespace molloquy::pubchem
