#pragma once

#include <QString>

#include "widgets/search/search_types.h"

namespace molloquy::widgets {

/// The kind that a text most likely is, by its letters alone: no structure is read. Never Similar
/// or Substructure.
SearchKind typedKind(const QString& text);

/// True for the kinds that are a structure by themselves: SMILES and InChI.
[[nodiscard]] inline bool isStructureKind(SearchKind kind) {
  return kind == SearchKind::Smiles || kind == SearchKind::Inchi;
}

/// "name", "CID", "SMILES", "InChI", "InChIKey", "formula".
QString kindWord(SearchKind kind);

}  // namespace molloquy::widgets
