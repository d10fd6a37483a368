// How true a model's captions are: every phrase that the lexicon knows is looked for in the structure,
// and the phrases that the structure describer would use are looked for in the caption.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "model/align/phrase_aligner.h"
#include "model/base/program_paths.h"
#include "model/chem/conformers.h"
#include "model/chem/describer/describer.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"
#include "model/session/seen_structure.h"
#include "model/session/session_loader.h"
#include "model/text/prompt.h"
#include "model/tools/smiles_table.h"

namespace {

using namespace molloquy;

struct Options {
  std::string folder, table;
  std::size_t limit = 500;
  std::size_t maxHeavy = 45;
  std::uint64_t seed = 1;
  bool print = false;
};

/// Claims of one caption: phrases that name structure.
struct Claims {
  int verified = 0, wrong = 0;
  std::set<std::string> entries;  ///< lexicon entries with a verified phrase.
};

struct Totals {
  int captions = 0, allTrue = 0, ended = 0, notEmbedded = 0;
  int verified = 0, wrong = 0, shuffledVerified = 0, shuffledWrong = 0;
  int expected = 0, named = 0;
  double tokens = 0, seconds = 0;
};

struct Captioned {
  std::shared_ptr<const chem::Molecule> molecule;
  std::string text;
};

Claims claimsOf(const chem::Molecule& molecule, const std::string& text,
                const align::Lexicon& lexicon) {
  Claims claims;
  for (const align::AlignmentRecord& record : align::alignText(molecule, text, lexicon)) {
    if (record.status == align::AlignmentStatus::Verified) {
      ++claims.verified;
      claims.entries.insert(record.sourceDetail);
    } else if (record.status != align::AlignmentStatus::Unlocalised) {
      ++claims.wrong;
    }
  }
  return claims;
}

void countRecall(const Captioned& captioned, const Claims& claims, const align::Lexicon& lexicon,
                 Totals& totals) {
  std::set<std::string> expected;
  const auto description = describer::describe(*captioned.molecule, lexicon);
  for (const auto& phrase : description.phrases) {
    if (!phrase.lexiconId.empty()) expected.insert(phrase.lexiconId);
  }
  totals.expected += static_cast<int>(expected.size());
  for (const std::string& id : expected) totals.named += static_cast<int>(claims.entries.count(id));
}

/// Writes captions until `limit` structures are done. False when the model failed.
bool caption(const std::vector<std::string>& smiles, const Options& options,
             session::ChatSession& model, std::vector<Captioned>& captions, Totals& totals) {
  for (const std::string& row : smiles) {
    if (captions.size() == options.limit) break;
    const auto record = chem::parseSmiles(row);
    if (!record || record->molecule->heavyAtomCount() > options.maxHeavy) continue;
    const auto conformers = chem::embedConformers(*record->molecule, {});
    const auto canonical = chem::canonicalSmiles(*record->molecule);
    if (!conformers || conformers->empty() || !canonical) {
      ++totals.notEmbedded;
      continue;
    }
    session::GenerateRequest request;
    request.structure =
        session::seenStructure(*record->molecule, conformers->front(), *canonical);
    request.instruction = std::string(text::kDescribeInstruction);
    std::string text;
    const auto end =
        model.generate(request, [&](std::string_view part) { text += part; }, {});
    if (!end) {
      std::cerr << end.error().toString() << "\n";
      return false;
    }
    totals.ended += end->reason == session::FinishReason::EndOfText ? 1 : 0;
    totals.tokens += end->stats.newTokens;
    if (end->stats.tokensPerSecond > 0) {
      totals.seconds += end->stats.newTokens / end->stats.tokensPerSecond;
    }
    if (options.print) std::cout << *canonical << "\t" << text << "\n";
    captions.push_back({record->molecule, std::move(text)});
  }
  return true;
}

double percent(int part, int whole) { return whole == 0 ? 0.0 : 100.0 * part / whole; }

void report(const Totals& t) {
  std::cout << fmt::format(
      "{} captions, {} structures without a conformer\n"
      "phrases true of the structure   {:5.1f} %  ({} of {})\n"
      "captions with no wrong phrase   {:5.1f} %\n"
      "describer's phrases also named  {:5.1f} %  ({} of {})\n"
      "control: another one's caption  {:5.1f} %\n"
      "captions that end by themselves {:5.1f} %\n"
      "{:.1f} tokens each, {:.0f} tokens/s\n",
      t.captions, t.notEmbedded, percent(t.verified, t.verified + t.wrong), t.verified,
      t.verified + t.wrong, percent(t.allTrue, t.captions), percent(t.named, t.expected), t.named,
      t.expected, percent(t.shuffledVerified, t.shuffledVerified + t.shuffledWrong),
      percent(t.ended, t.captions), t.captions > 0 ? t.tokens / t.captions : 0.0,
      t.seconds > 0 ? t.tokens / t.seconds : 0.0);
}

int fail(const Error& error) {
  std::cerr << error.toString() << "\n";
  return 4;
}

int run(const Options& options) {
  const auto resources = resourceFolder();
  if (!resources) return fail(resources.error());
  const auto lexicon = align::Lexicon::load(*resources / "lexicon" / "fg.tsv");
  if (!lexicon) return fail(lexicon.error());
  auto smiles = tools::readSmilesTable(options.table);
  if (!smiles) return fail(smiles.error());
  auto model = session::openChatSession(options.folder);
  if (!model) return fail(model.error());

  std::mt19937_64 random(options.seed);
  std::shuffle(smiles->begin(), smiles->end(), random);
  Totals totals;
  std::vector<Captioned> captions;
  if (!caption(*smiles, options, **model, captions, totals)) return 4;
  totals.captions = static_cast<int>(captions.size());
  for (std::size_t i = 0; i < captions.size(); ++i) {
    const Claims claims = claimsOf(*captions[i].molecule, captions[i].text, **lexicon);
    totals.verified += claims.verified;
    totals.wrong += claims.wrong;
    totals.allTrue += claims.wrong == 0 ? 1 : 0;
    countRecall(captions[i], claims, **lexicon, totals);
    const Captioned& other = captions[(i + 1) % captions.size()];
    const Claims shuffled = claimsOf(*captions[i].molecule, other.text, **lexicon);
    totals.shuffledVerified += shuffled.verified;
    totals.shuffledWrong += shuffled.wrong;
  }
  report(totals);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  session::letMathThreadsSleep();
  CLI::App app("How true a model's captions are, and how much of the structure they name");
  Options options;
  app.add_option("model", options.folder, "Model folder")->required();
  app.add_option("table", options.table, "Structures the model has not seen: a table or SMILES")
      ->required();
  app.add_option("--limit", options.limit, "Structures, drawn at random");
  app.add_option("--max-heavy", options.maxHeavy, "Largest number of heavy atoms");
  app.add_option("--seed", options.seed, "Seed of the draw");
  app.add_flag("--print", options.print, "Print every caption");
  CLI11_PARSE(app, argc, argv);
  return run(options);
}
