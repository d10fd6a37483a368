#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "model/chem/structure_reader.h"
#include "model/library/library_types.h"

namespace molloquy::pubchem {

/// What a person may type or ask for.
enum class LookupKind {
  Name,
  Cid,
  Smiles,
  Inchi,
  InchiKey,
  Formula,
  Similar,       ///< 2D similarity (Tanimoto of PubChem's fingerprint) to a SMILES.
  Substructure,  ///< of a SMILES or SMARTS.
};
struct Lookup {
  LookupKind kind = LookupKind::Name;
  QString text;
  int threshold = 90;  ///< of Similar, percent.
  int limit = 50;      ///< of compounds.
};
/// The kind that a text most likely is. The same letters can be several things; taken is the first
/// that fits of CID (digits), InChI, InChIKey, SMILES, formula, name: "CO" and "O" are SMILES
/// (methanol, water), "CO2", "NaCl" and "H2O" formulas because they are no SMILES, "no" and "D2O"
/// names. A text with blanks is a name; one with "=", "#" or "@" that is no SMILES is a broken
/// SMILES rather than a name. Cheap enough for every letter that is typed.
LookupKind guessedKind(const QString& text);

/// One line of the chooser.
struct CompoundSummary {
  qint64 cid = 0;
  QString title;
  QString formula;
  double weight = 0;  ///< g/mol, PubChem's.
  QString smiles;
  QString inchiKey;
  QString distinction;  ///< what sets it apart from the others: "anomeric centre not set"; may be
                        ///< empty.
  std::optional<bool> has3d;  ///< nullopt: not known.
};

/// A number of PubChem's beside the definition it has.
struct PubChemValue {
  QString id;  ///< PubChem's name of it: "XLogP", "TPSA".
  QString label;
  QString value;
  QString unit;
  QString factId;      ///< the fact of ours that it stands beside; may be empty.
  QString definition;  ///< how PubChem computes it and how that differs from ours: one sentence.
};

struct Description {
  QString text, source, url;
};

/// An entry as it is opened.
struct Compound {
  CompoundSummary summary;
  chem::StructureFile structure;  ///< one record; conformers when there are some.
  bool from3dRecord = false;      ///< else drawn in 2D by PubChem: its shape has to be made here.
  QStringList synonyms;
  std::vector<Description> descriptions;
  std::vector<PubChemValue> values;
  QString iupacName;         ///< computed by PubChem; may be empty.
  QStringList conformerIds;  ///< further conformers that can be fetched.
  QStringList missing;       ///< what could not be had although the entry opens: a sentence each.
  std::optional<QDateTime> cachedAt;  ///< the oldest part of it, when it came from the cache.
  int requests = 0;
};

/// A heading of PUG-View with its texts.
struct AnnotationText {
  QString text, source, url;
};
struct AnnotationSection {
  QString heading;
  int level = 0;
  std::vector<AnnotationText> texts;
};

/// The same as it goes into a library: names, texts with credits, CID as source.
library::NewMolecule asLibraryMolecule(const Compound& compound);

}  // namespace molloquy::pubchem
