#pragma once

#include <QJsonObject>
#include <QString>
#include <span>

#include "tests/support/pubchem_tables.h"

namespace molloquy::test {

/// Index: headings alone. Data: with their texts and references.
enum class ViewPart { Index, Data };

/// PUG View's record of nested sections. A heading keeps the branch it names alone. Empty = there
/// is nothing to tell.
QJsonObject viewRecord(qint64 cid, const QString& title, std::span<const PubChemTables::Text> texts,
                       const QString& heading, ViewPart part);

}  // namespace molloquy::test
