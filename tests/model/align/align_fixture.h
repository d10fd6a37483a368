#pragma once

#include <memory>
#include <string>

#include <QTest>

#include "model/align/lexicon.h"
#include "model/base/program_paths.h"
#include "model/chem/structure_reader.h"

namespace molloquy::test {

/// The shipped lexicon; null when it cannot be loaded, with the reason in the test's log.
inline std::shared_ptr<const align::Lexicon> shippedLexicon() {
  const auto folder = resourceFolder();
  if (!folder) return qWarning("%s", folder.error().toString().c_str()), nullptr;
  auto lexicon = align::Lexicon::load(*folder / "lexicon" / "fg.tsv");
  if (!lexicon) return qWarning("%s", lexicon.error().toString().c_str()), nullptr;
  return *lexicon;
}

/// The molecule of a SMILES that is known to be good; null otherwise.
inline std::shared_ptr<const chem::Molecule> moleculeOf(const std::string& smiles) {
  auto record = chem::parseSmiles(smiles);
  if (!record) return qWarning("%s", record.error().toString().c_str()), nullptr;
  return record->molecule;
}

/// 0-based atom numbers as "0 1 4", for comparisons that print well.
inline QString joined(const std::vector<AtomIndex>& atoms) {
  QStringList numbers;
  for (AtomIndex atom : atoms) numbers << QString::number(atom.value);
  return numbers.join(' ');
}

}  // namespace molloquy::test
