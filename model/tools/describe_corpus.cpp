// Writes training samples from structures alone: SMILES, one conformer, and true sentences about it.
#include <atomic>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <nlohmann/json.hpp>

#include "model/base/program_paths.h"
#include "model/chem/conformers.h"
#include "model/chem/describer/describer.h"
#include "model/chem/describer/question_answers.h"
#include "model/chem/rdkit_molecule.h"
#include "model/chem/structure_reader.h"
#include "model/text/prompt.h"
#include "model/tools/smiles_table.h"
#include "model/tools/time_limit.h"

namespace {

using namespace molloquy;

constexpr int kUsage = 2, kBadInput = 3, kEnvironment = 5;

struct Options {
  std::vector<std::string> inputs, excludes;
  std::string output, reuse;
  int answers = 4, conformers = 1, threads = 2;
  std::size_t maxHeavy = 60, limit = 0;
  std::uint64_t seed = 1;
  double secondsPerMolecule = 10;
  bool noMinimise = false, randomise = false;
};

enum class Outcome { Written, ParseFailed, Excluded, Repeated, TooLarge, NotEmbedded };

struct Counts {
  std::size_t written = 0, samples = 0, parseFailed = 0, excluded = 0, repeated = 0, tooLarge = 0,
              notEmbedded = 0;
};

RDKit::RWMol withoutHydrogens(const chem::Molecule& molecule) {
  RDKit::RWMol copy(*molecule.rdkit()->mol);
  RDKit::MolOps::removeHs(copy);
  return copy;
}

/// SMILES without stereo, isotopes and hydrogens: how molecules are told apart.
std::string identity(const chem::Molecule& molecule) {
  return RDKit::MolToSmiles(withoutHydrogens(molecule), false);
}

std::string writtenSmiles(const chem::Molecule& molecule, bool randomised) {
  const RDKit::RWMol mol = withoutHydrogens(molecule);
  return RDKit::MolToSmiles(mol, true, false, -1, !randomised, false, false, randomised);
}

/// Identities of every structure in the files; unreadable rows cannot be in the corpus either.
std::unordered_set<std::string> readExcluded(const std::vector<std::string>& paths, bool& failed) {
  std::unordered_set<std::string> excluded;
  for (const std::string& path : paths) {
    const auto rows = tools::readSmilesTable(path);
    if (!rows) {
      std::cerr << rows.error().toString() << "\n";
      failed = true;
      return excluded;
    }
    for (const std::string& smiles : *rows)
      if (const auto record = chem::parseSmiles(smiles)) excluded.insert(identity(*record->molecule));
  }
  return excluded;
}

/// Heavy-atom positions, angstrom, to the third decimal.
nlohmann::json heavyPositions(const chem::Molecule& molecule, const chem::Conformer& conformer) {
  nlohmann::json positions = nlohmann::json::array();
  for (std::size_t atom = 0; atom < molecule.atoms().size(); ++atom) {
    if (molecule.atoms()[atom].atomicNumber == 1) continue;
    nlohmann::json position;
    for (double value : conformer.positions[atom])
      position.push_back(std::round(value * 1000.0) / 1000.0);
    positions.push_back(std::move(position));
  }
  return positions;
}

/// Positions of an earlier corpus by the row they were made from, one entry per conformer.
using KnownPositions = std::unordered_map<std::string, std::vector<nlohmann::json>>;

KnownPositions readKnownPositions(const std::string& path) {
  KnownPositions known;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    // A run that was cut off may have left half a line behind.
    const nlohmann::json sample = nlohmann::json::parse(line, nullptr, false);
    if (sample.is_object() && sample.contains("source") && sample.contains("positions"))
      known[sample["source"].get<std::string>()].push_back(sample["positions"]);
  }
  return known;
}

nlohmann::json sampleOf(const chem::Molecule& molecule, const std::string& source,
                        nlohmann::json positions, const align::Lexicon& lexicon,
                        const Options& options, std::uint64_t seed, bool randomised) {
  nlohmann::json sample;
  sample["source"] = source;
  sample["smiles"] = writtenSmiles(molecule, randomised);
  sample["symbols"] = nlohmann::json::array();
  for (const chem::Atom& atom : molecule.atoms())
    if (atom.atomicNumber != 1) sample["symbols"].push_back(chem::elementSymbol(atom.atomicNumber));
  sample["positions"] = std::move(positions);
  nlohmann::json pairs;
  describer::DescribeOptions describe;
  describe.seed = seed;
  pairs.push_back({{"instruction", std::string(text::kDescribeInstruction)},
                   {"answer", describer::describe(molecule, lexicon, describe).text}});
  auto answers = describer::questionAnswers(molecule, lexicon, seed);
  if (answers.size() > static_cast<std::size_t>(options.answers))
    answers.resize(static_cast<std::size_t>(options.answers));
  for (const auto& [instruction, answer] : answers)
    pairs.push_back({{"instruction", instruction}, {"answer", answer}});
  sample["pairs"] = std::move(pairs);
  return sample;
}

struct Result {
  Outcome outcome = Outcome::ParseFailed;
  std::string identity;
  std::vector<std::string> lines;
};

/// Everything about one row of input but the check for repeats, which needs the other rows.
Result processRow(const std::string& smiles, const Options& options, const align::Lexicon& lexicon,
                  const std::unordered_set<std::string>& excluded, const KnownPositions& known,
                  tools::TimeLimit& limit) {
  Result result;
  const auto record = chem::parseSmiles(smiles);
  if (!record || !record->molecule->rdkit()) return result;
  const chem::Molecule& molecule = *record->molecule;
  result.identity = identity(molecule);
  if (excluded.count(result.identity)) return result.outcome = Outcome::Excluded, result;
  if (molecule.heavyAtomCount() == 0 || molecule.heavyAtomCount() > options.maxHeavy)
    return result.outcome = Outcome::TooLarge, result;
  // The seed depends on the structure, not on its row, so a corpus can be made in parts.
  const std::uint64_t seed = options.seed * 1000003ULL + std::hash<std::string>{}(result.identity);
  std::vector<nlohmann::json> positions;
  const auto reused = known.find(smiles);
  if (reused != known.end()) {
    positions = reused->second;
  } else if (options.conformers == 0 && !known.empty()) {
    return result.outcome = Outcome::NotEmbedded, result;
  } else if (options.conformers == 0) {
    positions.push_back(nlohmann::json::array());
  } else {
    chem::EmbedOptions embed;
    embed.seed = static_cast<std::uint32_t>(seed);
    embed.count = options.conformers;
    if (options.noMinimise) embed.maxIterations = 0;
    const auto conformers = chem::embedConformers(molecule, embed, limit.start());
    limit.finish();
    if (!conformers || conformers->empty()) return result.outcome = Outcome::NotEmbedded, result;
    for (const chem::Conformer& conformer : *conformers)
      positions.push_back(heavyPositions(molecule, conformer));
  }
  for (std::size_t index = 0; index < positions.size(); ++index)
    result.lines.push_back(sampleOf(molecule, smiles, std::move(positions[index]), lexicon, options,
                                    seed + index, options.randomise && index > 0)
                               .dump());
  result.outcome = Outcome::Written;
  return result;
}

void tally(Counts& counts, const Result& result) {
  switch (result.outcome) {
    case Outcome::Written: ++counts.written; counts.samples += result.lines.size(); break;
    case Outcome::ParseFailed: ++counts.parseFailed; break;
    case Outcome::Excluded: ++counts.excluded; break;
    case Outcome::Repeated: ++counts.repeated; break;
    case Outcome::TooLarge: ++counts.tooLarge; break;
    case Outcome::NotEmbedded: ++counts.notEmbedded; break;
  }
}

/// Rows in blocks: each block in parallel, written in the order of the input.
int makeCorpus(const std::vector<std::string>& rows, const Options& options,
               const std::vector<std::shared_ptr<const align::Lexicon>>& lexicons,
               const std::unordered_set<std::string>& excluded, const KnownPositions& known,
               std::ostream& out) {
  constexpr std::size_t kBlock = 512;
  Counts counts;
  std::unordered_set<std::string> seen;
  for (std::size_t begin = 0; begin < rows.size(); begin += kBlock) {
    const std::size_t end = std::min(begin + kBlock, rows.size());
    std::vector<Result> results(end - begin);
    std::atomic<std::size_t> next = begin;
    std::vector<std::thread> workers;
    for (const auto& lexicon : lexicons)
      workers.emplace_back([&, lexicon] {
        tools::TimeLimit limit(options.secondsPerMolecule);
        for (std::size_t row = next++; row < end; row = next++)
          results[row - begin] = processRow(rows[row], options, *lexicon, excluded, known, limit);
      });
    for (std::thread& worker : workers) worker.join();
    for (Result& result : results) {
      if (result.outcome == Outcome::Written && !seen.insert(result.identity).second)
        result.outcome = Outcome::Repeated;
      tally(counts, result);
      if (result.outcome == Outcome::Written)
        for (const std::string& line : result.lines) out << line << '\n';
    }
    out.flush();
    std::cerr << fmt::format("{} of {} structures read, {} samples written\n", end, rows.size(),
                             counts.samples);
    if (!out) {
      std::cerr << "Writing the output failed; is the disk full?\n";
      return kEnvironment;
    }
  }
  std::cerr << fmt::format(
      "{} molecules, {} samples. Left out: {} unreadable, {} excluded, {} repeated, {} of unsuitable "
      "size, {} without a conformer.\n",
      counts.written, counts.samples, counts.parseFailed, counts.excluded, counts.repeated,
      counts.tooLarge, counts.notEmbedded);
  return 0;
}

void defineOptions(CLI::App& app, Options& options) {
  app.add_option("inputs", options.inputs,
                 "Structures: a table with a column \"smiles\" (.tsv), or one SMILES a line")
      ->required();
  app.add_option("-o,--output", options.output, "JSON Lines to write")->required();
  app.add_option("--reuse", options.reuse,
                 "An earlier output: its positions are taken where the row is the same");
  app.add_option("--exclude", options.excludes,
                 "Files of structures to leave out, compared without stereochemistry");
  app.add_option("--answers", options.answers, "Questions with answers per sample");
  app.add_option("--conformers", options.conformers,
                 "Conformers, and so samples, per molecule; 0 embeds nothing");
  app.add_option("--seed", options.seed, "Seed of wordings and conformers");
  app.add_option("--threads", options.threads, "Threads")->check(CLI::Range(1, 256));
  app.add_option("--max-heavy", options.maxHeavy, "Largest number of heavy atoms");
  app.add_option("--limit", options.limit, "Read only so many structures; 0 = all");
  app.add_option("--seconds", options.secondsPerMolecule, "Longest time for one molecule's conformers");
  app.add_flag("--no-minimise", options.noMinimise, "Embed only, no force field");
  app.add_flag("--randomise", options.randomise,
               "Write further conformers' SMILES from a random atom");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Training samples for the language model, written from structures alone");
  Options options;
  defineOptions(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  chem::silenceRdkitLog();
  const auto resources = resourceFolder();
  if (!resources) {
    std::cerr << resources.error().toString() << "\n";
    return kEnvironment;
  }
  std::vector<std::shared_ptr<const align::Lexicon>> lexicons;
  for (int thread = 0; thread < options.threads; ++thread) {
    auto lexicon = align::Lexicon::load(*resources / "lexicon" / "fg.tsv");
    if (!lexicon) {
      std::cerr << lexicon.error().toString() << "\n";
      return kEnvironment;
    }
    lexicons.push_back(std::move(*lexicon));
  }
  std::vector<std::string> rows;
  for (const std::string& path : options.inputs) {
    const auto table = tools::readSmilesTable(path);
    if (!table) {
      std::cerr << table.error().toString() << "\n";
      return kBadInput;
    }
    rows.insert(rows.end(), table->begin(), table->end());
  }
  if (options.limit > 0 && rows.size() > options.limit) rows.resize(options.limit);
  bool failed = false;
  const auto excluded = readExcluded(options.excludes, failed);
  if (failed) return kBadInput;
  const KnownPositions known = readKnownPositions(options.reuse);
  std::ofstream out(options.output);
  if (!out) {
    std::cerr << options.output << " cannot be written; choose another place.\n";
    return kBadInput;
  }
  return makeCorpus(rows, options, lexicons, excluded, known, out);
}
