#include <map>
#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/library_embedding.h"
#include "app/cli/library_report.h"
#include "app/cli/model_options.h"
#include "app/cli/model_session.h"
#include "model/library/neighbours/neighbours.h"

namespace molloquy::cli {
namespace {

using library::NeighbourBy;
using Find = library::NeighbourQuery::Find;

struct Options {
  CommonOptions common;
  std::string library;
  MoleculeArgument molecule;
  std::string sentence;
  NeighbourBy by = NeighbourBy::Structure;
  bool texts = false;
  bool rerank = false;
  bool embed = false;
  std::size_t count = 10;
  std::string model;
  session::OpenOptions open;

  [[nodiscard]] bool needsModel() const {
    return embed || !sentence.empty() || by == NeighbourBy::Meaning;
  }
};

/// Cards that the matching head looks at with --rerank.
constexpr std::size_t kJudged = 48;

Result<library::NeighbourQuery> queryOf(const Options& options, const std::stop_token& stop) {
  library::NeighbourQuery query;
  query.sentence = options.sentence;
  query.by = options.by;
  query.find = options.texts ? Find::Texts : Find::Molecules;
  query.count = options.count;
  query.rerank = options.rerank ? kJudged : 0;
  if (!options.sentence.empty()) return query;
  const auto loaded = loadMolecule(options.molecule);
  if (!loaded) return tl::unexpected(loaded.error());
  query.molecule = loaded->record.molecule;
  const bool hasShape = loaded->record.conformer.has_value();
  if (hasShape || options.by != NeighbourBy::Structure) {
    constexpr std::uint32_t kSeed = 7;
    auto shape = shapeOf(*loaded, kSeed, stop);
    if (!shape) return tl::unexpected(shape.error());
    query.conformer = std::make_shared<const chem::Conformer>(*std::move(shape));
  }
  return query;
}

nlohmann::ordered_json jsonOf(const library::NeighbourList& list) {
  auto neighbours = nlohmann::ordered_json::array();
  for (const library::Neighbour& one : list.neighbours) {
    nlohmann::ordered_json scores = nlohmann::ordered_json::object();
    for (const library::Score& score : one.scores) scores[scoreName(score.kind)] = score.value;
    auto common = nlohmann::ordered_json::array();
    for (const AtomIndex atom : one.common) common.push_back(atom.value + 1);
    neighbours.push_back({{"id", one.row.id.value},
                          {"title", one.row.title},
                          {"smiles", one.row.smiles},
                          {"formula", one.row.formula},
                          {"source", one.row.source},
                          {"text", one.text ? one.text->text : ""},
                          {"scores", std::move(scores)},
                          {"common_atoms", std::move(common)}});
  }
  return {{"command", "retrieve"},     {"ordered_by", list.orderedBy},
          {"searched", list.searched}, {"seconds", list.seconds},
          {"note", list.note},         {"neighbours", std::move(neighbours)}};
}

void write(Output& output, const library::NeighbourList& list) {
  for (const library::Neighbour& one : list.neighbours) {
    std::string scores;
    for (const library::Score& score : one.scores) {
      scores += fmt::format("{} {:.3f}  ", scoreName(score.kind), score.value);
    }
    output.write(fmt::format("{}{}  {}\n", scores, one.row.title, one.row.smiles));
    if (one.text) output.write(fmt::format("    {}\n", one.text->text));
  }
  note(fmt::format("{}; {} searched in {:.0f} ms.", list.orderedBy, list.searched,
                   1000 * list.seconds));
  if (!list.note.empty()) note(list.note);
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const InterruptScope interrupt;
  const std::stop_token stop = interrupt.token();
  if (options.sentence.empty() == options.molecule.text.empty()) {
    return output.fail(
        Error(ErrorCode::InvalidInput, "Give a MOLECULE or --sentence TEXT, one of them."),
        ExitCode::Usage);
  }
  auto opened = library::openLibrary(options.library);
  if (!opened) return output.fail(opened.error(), ExitCode::BadInput);
  OpenedRetrieval model;
  if (options.needsModel()) {
    const auto folder = modelFolder(options.model);
    if (!folder) return output.fail(folder.error(), ExitCode::Model);
    auto retrieval = openRetrieval(*folder, options.open, stop);
    if (!retrieval) return output.fail(retrieval.error(), ExitCode::Model);
    model = *std::move(retrieval);
  }
  if (options.embed) {
    const auto embedded = embedWithProgress(**opened, model, stop);
    if (!embedded) return output.fail(embedded.error(), ExitCode::Model);
  }
  const auto query = queryOf(options, stop);
  if (!query) return output.fail(query.error(), exitCodeOf(query.error()));
  const auto found =
      library::findNeighbours(**opened, model.session.get(), model.stamp, *query, stop);
  if (!found) return output.fail(found.error(), ExitCode::BadInput);
  if (output.isJson()) {
    output.writeJson(jsonOf(*found));
  } else {
    write(output, *found);
  }
  return output.finish();
}

}  // namespace

void addRetrieve(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(
      program, "retrieve", "What of a library is near a molecule or a sentence", options->common);
  command->add_option("LIBRARY", options->library, "A .mollib file, or a server's database")
      ->required();
  command->add_option("MOLECULE", options->molecule.text,
                      "A structure file, a SMILES, or - for standard input");
  command->add_option("--record", options->molecule.record, "Which record of a file, from 1");
  command->add_option("--sentence", options->sentence, "Words instead of a molecule");
  static const std::map<std::string, NeighbourBy> kWays{{"structure", NeighbourBy::Structure},
                                                        {"shape", NeighbourBy::Shape},
                                                        {"meaning", NeighbourBy::Meaning}};
  command
      ->add_option("--by", options->by,
                   "structure (Morgan Tanimoto), shape, or meaning (the model's space)")
      ->transform(CLI::CheckedTransformer(kWays).description(""))
      ->option_text("WAY");
  command->add_flag("--texts", options->texts, "Find texts instead of molecules");
  command->add_option("--count", options->count, "Neighbours that are told")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000}));
  command->add_flag("--rerank", options->rerank,
                    fmt::format("Let the matching head judge the nearest {}", kJudged));
  command->add_flag("--embed", options->embed,
                    "First give the library the embeddings that it lacks");
  addModel(*command, options->model);
  addOpenOptions(*command, options->open);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
