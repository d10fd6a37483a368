#pragma once

#include <QByteArray>
#include <QString>

#include "app/pubchem/pubchem_json.h"

namespace molloquy::pubchem {

/// Whether a reply is one whole SD record of the compound that was asked for.
/// Failures: ErrorPage, Truncated (no end of the record), ServerError (another compound, no
/// record).
Parsed<void> checkRecord(const QByteArray& text, qint64 cid);

/// A record that was read.
struct ReadRecord {
  chem::StructureRecord record;
  bool threeD = false;  ///< false for a drawing, also where it says that it is none.
  QString conformerId;  ///< of a 3D record; may be empty.
};
/// Reads a checked record. title  becomes the molecule's name in place of the bare number.
/// Failures: ServerError with the reader's sentence.
Parsed<ReadRecord> readRecord(const QByteArray& text, qint64 cid, const QString& title);

/// True when all atoms lie in one plane although carbon's four neighbours do, or with the short
/// bonds of PubChem's drawings.
bool isDrawing(const chem::Molecule& molecule, const chem::Conformer& conformer);

}  // namespace molloquy::pubchem
