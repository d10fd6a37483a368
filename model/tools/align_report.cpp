// Measures the phrase lexicon on a table of structures with descriptions: how often a named phrase
// is true of the structure, and of another row's structure (the control).
#include <cstddef>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "model/align/compiled_lexicon.h"
#include "model/align/phrase_proposals.h"
#include "model/align/verifier.h"
#include "model/base/program_paths.h"
#include "model/chem/rdkit_molecule.h"
#include "model/chem/structure_reader.h"
#include "model/tools/smiles_table.h"

namespace {

using namespace molloquy;

constexpr int kUsage = 2, kBadInput = 3, kEnvironment = 5;

struct Row {
  std::shared_ptr<const chem::Molecule> molecule;
  std::string text;
};

/// Mentions outside role and relation clauses, those with a match, and molecules with a match.
struct EntryCounts {
  std::size_t mentions = 0, hits = 0, molecules = 0;
};

struct Totals {
  std::size_t mentions = 0, found = 0, claims = 0, claimsFound = 0, captions = 0, linked = 0;
  double coverage = 0;
};

/// A phrase counts as found when its pattern has a match, whatever clause it stands in.
bool isFound(const align::AlignmentRecord& record) { return !record.atoms.empty(); }

void addRow(Totals& totals, std::vector<EntryCounts>* entries, const chem::Molecule& molecule,
            const std::string& text, const align::Lexicon& lexicon) {
  std::set<AtomIndex> covered;
  bool linked = false;
  for (align::Proposal proposal : align::proposePhrases(text, lexicon)) {
    const bool claim = proposal.clause != align::Clause::Role &&
                       proposal.clause != align::Clause::Relation;
    proposal.clause = align::Clause::Other;
    proposal.count.reset();
    const align::AlignmentRecord record = align::verifyProposal(molecule, text, proposal, lexicon);
    const bool found = isFound(record);
    ++totals.mentions;
    totals.found += found;
    totals.claims += claim;
    totals.claimsFound += claim && found;
    linked = linked || found;
    for (const auto& match : record.atoms) covered.insert(match.begin(), match.end());
    if (entries) {
      (*entries)[proposal.entry].mentions += claim;
      (*entries)[proposal.entry].hits += claim && found;
    }
  }
  ++totals.captions;
  totals.linked += linked;
  if (molecule.heavyAtomCount() > 0)
    totals.coverage += static_cast<double>(covered.size()) /
                       static_cast<double>(molecule.heavyAtomCount());
}

double percent(double part, std::size_t whole) {
  return whole == 0 ? 0.0 : 100.0 * part / static_cast<double>(whole);
}

void print(const std::string& name, const Totals& totals) {
  std::cout << fmt::format(
      "{}: {} mentions, {:.1f} % found; without role and relation clauses {}, {:.1f} %; captions "
      "with a link {:.1f} %; atoms covered {:.0f} %\n",
      name, totals.mentions, percent(static_cast<double>(totals.found), totals.mentions),
      totals.claims, percent(static_cast<double>(totals.claimsFound), totals.claims),
      percent(static_cast<double>(totals.linked), totals.captions),
      percent(totals.coverage, totals.captions));
}

/// Share of the molecules that match each entry, whatever their texts say.
void countMolecules(std::vector<EntryCounts>& entries, const std::vector<Row>& rows,
                    const align::Lexicon& lexicon) {
  const auto& compiled = lexicon.compiled().compiled;
  for (const Row& row : rows)
    for (std::size_t entry = 0; entry < compiled.size(); ++entry)
      entries[entry].molecules +=
          !align::findMatches(*row.molecule, compiled[entry], align::PatternSet::Phrase).empty();
}

std::optional<std::vector<Row>> readRows(const std::vector<std::string>& paths) {
  std::vector<Row> rows;
  std::size_t unreadable = 0;
  for (const std::string& path : paths) {
    const auto table = tools::readTextTable(path);
    if (!table) return std::cerr << table.error().toString() << "\n", std::nullopt;
    const auto smiles = table->column("smiles"), text = table->column("description");
    if (!smiles || !text)
      return std::cerr << (smiles ? text : smiles).error().toString() << "\n", std::nullopt;
    for (const auto& cells : table->rows) {
      const auto record = chem::parseSmiles(cells[*smiles]);
      if (record) rows.push_back({record->molecule, cells[*text]});
      else ++unreadable;
    }
  }
  if (unreadable > 0) std::cerr << fmt::format("{} structures could not be read.\n", unreadable);
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("How true the phrases of the lexicon are on a table of described structures");
  std::vector<std::string> paths;
  bool perEntry = false;
  app.add_option("tables", paths, "Tab-separated, with columns smiles and description")->required();
  app.add_flag("--per-entry", perEntry, "Also a line per entry: id, claims, claims found, molecules");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  chem::silenceRdkitLog();
  const auto resources = resourceFolder();
  if (!resources) return std::cerr << resources.error().toString() << "\n", kEnvironment;
  const auto lexicon = align::Lexicon::load(*resources / "lexicon" / "fg.tsv");
  if (!lexicon) return std::cerr << lexicon.error().toString() << "\n", kEnvironment;
  const auto rows = readRows(paths);
  if (!rows || rows->empty()) return kBadInput;

  Totals own, shuffled;
  std::vector<EntryCounts> entries((*lexicon)->entries().size());
  // The control pairs each text with the structure half the table away.
  const std::size_t shift = rows->size() / 2;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    addRow(own, &entries, *(*rows)[row].molecule, (*rows)[row].text, **lexicon);
    addRow(shuffled, nullptr, *(*rows)[(row + shift) % rows->size()].molecule, (*rows)[row].text,
           **lexicon);
  }
  print("own", own);
  print("shuffled", shuffled);
  if (perEntry) {
    countMolecules(entries, *rows, **lexicon);
    for (std::size_t entry = 0; entry < entries.size(); ++entry)
      std::cout << fmt::format("{}\t{}\t{}\t{}\n", (*lexicon)->entries()[entry].id,
                               entries[entry].mentions, entries[entry].hits,
                               entries[entry].molecules);
  }
  return 0;
}
