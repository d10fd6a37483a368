#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/library_embedding.h"
#include "app/cli/library_report.h"
#include "app/cli/model_options.h"
#include "app/cli/model_session.h"
#include "model/library/neighbours/pooled_mean.h"
#include "model/library/neighbours/shown_structure.h"

namespace molloquy::cli {
namespace {

using library::Computed;

struct Options {
  CommonOptions common;
  std::string file;
  library::SearchQuery query;
  std::string similar;
  std::string by = "morgan";
  double atLeast = 0;
  std::string like;
  std::vector<std::string> ranges;
  std::string order = "relevance";
  std::size_t limit = 20;
  std::string model;
  session::OpenOptions open;
};

constexpr std::array<std::pair<const char*, Computed>, 9> kComputed = {
    {{"mass", Computed::AverageMass},
     {"heavy_atoms", Computed::HeavyAtoms},
     {"logp", Computed::LogP},
     {"tpsa", Computed::Tpsa},
     {"donors", Computed::HBondDonors},
     {"acceptors", Computed::HBondAcceptors},
     {"rotatable_bonds", Computed::RotatableBonds},
     {"rings", Computed::Rings},
     {"charge", Computed::Charge}}};

/// A bound that may be left out; nullopt when it is no number.
std::optional<double> boundOf(const std::string& text, double otherwise) {
  if (text.empty()) return otherwise;
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "mass=100..300", "logp=..2", "XLogP3=1..".
Result<library::PropertyRange> rangeOf(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  const std::size_t dots = equals == std::string::npos ? equals : text.find("..", equals);
  library::PropertyRange range;
  std::optional<double> least;
  std::optional<double> most;
  if (dots != std::string::npos && equals > 0) {
    least = boundOf(text.substr(equals + 1, dots - equals - 1), range.atLeast);
    most = boundOf(text.substr(dots + 2), range.atMost);
  }
  if (!least || !most) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("\"{}\" is no range. Write, for example, mass=100..300; the computed "
                            "values are mass, heavy_atoms, logp, tpsa, donors, acceptors, "
                            "rotatable_bonds, rings, charge, every other name is a value of the "
                            "records.",
                            text));
  }
  range.atLeast = *least;
  range.atMost = *most;
  const std::string name = text.substr(0, equals);
  for (const auto& [known, computed] : kComputed) {
    if (name == known) range.computed = computed;
  }
  if (!range.computed) range.property = name;
  return range;
}

library::Likeness likenessOf(const std::string& name) {
  if (name == "path") return library::Likeness::Path;
  if (name == "maccs") return library::Likeness::Maccs;
  return name == "shape" ? library::Likeness::Shape : library::Likeness::Morgan;
}

library::ResultOrder orderOf(const std::string& name) {
  if (name == "title") return library::ResultOrder::Title;
  if (name == "mass") return library::ResultOrder::Mass;
  return name == "newest" ? library::ResultOrder::Newest : library::ResultOrder::Relevance;
}

Result<library::SimilarTo> similarTo(const Options& options, const std::stop_token& stop) {
  const auto loaded = loadMolecule({.text = options.similar});
  if (!loaded) return tl::unexpected(loaded.error());
  library::SimilarTo similar;
  similar.molecule = loaded->record.molecule;
  similar.by = likenessOf(options.by);
  similar.atLeast = options.atLeast;
  if (similar.by != library::Likeness::Shape) return similar;
  constexpr std::uint32_t kSeed = 7;
  auto shape = shapeOf(*loaded, kSeed, stop);
  if (!shape) return tl::unexpected(shape.error());
  similar.conformer = std::make_shared<const chem::Conformer>(*std::move(shape));
  return similar;
}

/// The molecule's place in the model's space.
Result<library::LikeVectors> likeVectors(const std::string& text, OpenedRetrieval& model,
                                         const std::stop_token& stop) {
  const auto loaded = loadMolecule({.text = text});
  if (!loaded) return tl::unexpected(loaded.error());
  const auto& conformer = loaded->record.conformer;
  const auto seen =
      library::shownStructure(*loaded->record.molecule, conformer ? &*conformer : nullptr, stop);
  if (!seen) return tl::unexpected(seen.error());
  const auto features = model.session->structureFeatures(std::span(&*seen, 1), {}, stop);
  if (!features) return tl::unexpected(features.error());
  library::LikeVectors like;
  like.modelStamp = model.stamp;
  like.kind = library::EmbeddingKind::Pooled;
  like.width = model.session->info().width;
  like.vectors = library::pooledMean(*features, like.width);
  return like;
}

nlohmann::ordered_json jsonOf(const library::SearchHit& hit, library::MoleculeLibrary& library,
                              const library::LibraryRow& row) {
  nlohmann::ordered_json object = rowJson(row);
  for (const library::Score& score : hit.scores) object[scoreName(score.kind)] = score.value;
  if (!hit.matched.empty()) {
    auto atoms = nlohmann::ordered_json::array();
    for (const AtomIndex atom : hit.matched) atoms.push_back(atom.value + 1);
    object["matched_atoms"] = atoms;
  }
  if (hit.text) {
    const auto texts = library.texts(std::span(&*hit.text, 1));
    if (texts && !texts->empty()) object["text"] = texts->front().text;
  }
  return object;
}

std::string textOf(const library::SearchHit& hit, const library::LibraryRow& row) {
  std::string scores;
  for (const library::Score& score : hit.scores) {
    scores += fmt::format("  {} {:.3f}", scoreName(score.kind), score.value);
  }
  return fmt::format("{:>8}  {:<12}  {:>9.3f}  {}{}  {}\n", row.id.value, row.formula,
                     row.averageMass, row.title.empty() ? row.inchiKey : row.title, scores,
                     row.smiles);
}

/// One object a line, so that each can be read as it comes.
std::string lineOf(const nlohmann::ordered_json& object) {
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void tell(Output& output, library::MoleculeLibrary& library, const library::SearchResult& result) {
  std::vector<library::MoleculeId> ids;
  for (const library::SearchHit& hit : result.hits) ids.push_back(hit.id);
  const auto rows = library.rows(ids);
  if (!rows) return note(rows.error().message);
  for (const library::SearchHit& hit : result.hits) {
    const auto row = std::find_if(rows->begin(), rows->end(),
                                  [&](const library::LibraryRow& one) { return one.id == hit.id; });
    if (row == rows->end() || !output.isOpen()) continue;
    output.write(output.isJson() ? lineOf(jsonOf(hit, library, *row)) : textOf(hit, *row));
  }
  if (!result.note.empty()) note(result.note);
  note(result.total
           ? fmt::format("{} of {} in {:.3f} s.", result.hits.size(), *result.total, result.seconds)
           : fmt::format("The first {}, in {:.3f} s.", result.hits.size(), result.seconds));
}

Result<library::SearchQuery> queryOf(const Options& options, const std::stop_token& stop) {
  library::SearchQuery query = options.query;
  query.limit = options.limit;
  query.order = orderOf(options.order);
  for (const std::string& text : options.ranges) {
    const auto range = rangeOf(text);
    if (!range) return tl::unexpected(range.error());
    query.ranges.push_back(*range);
  }
  if (options.similar.empty()) return query;
  auto similar = similarTo(options, stop);
  if (!similar) return tl::unexpected(similar.error());
  query.similar = *std::move(similar);
  return query;
}

ExitCode search(const Options& options) {
  Output output = options.common.output();
  InterruptScope interrupt;
  auto query = queryOf(options, interrupt.token());
  if (!query) return output.fail(query.error(), exitCodeOf(query.error()));
  const OpenedLibrary opened = openForCommand(output, options.file);
  if (!opened.library) return opened.failure;
  if (!options.like.empty()) {
    const auto folder = modelFolder(options.model);
    if (!folder) return output.fail(folder.error(), ExitCode::Model);
    auto model = openRetrieval(*folder, options.open, interrupt.token());
    if (!model) return output.fail(model.error(), ExitCode::Model);
    auto like = likeVectors(options.like, *model, interrupt.token());
    if (!like) return output.fail(like.error(), exitCodeOf(like.error()));
    query->like = *std::move(like);
  }
  const auto result = opened.library->search(*query, {}, interrupt.token());
  if (!result) return output.fail(result.error(), libraryExitCode(result.error()));
  tell(output, *opened.library, *result);
  return output.finish();
}

}  // namespace

void addLibrarySearch(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      addCommand(group, "search", "Molecules for which everything that is asked holds; best first",
                 options->common);
  command->add_option("FILE", options->file, "The library, or postgresql://...")->required();
  command->add_option("--name", options->query.name,
                      "The beginning of a name's word, a formula, an InChIKey or a SMILES");
  command->add_option("--text", options->query.words,
                      "Words in texts and notes; \"...\" keeps words together, * ends a beginning");
  command->add_option("--substructure", options->query.substructure, "SMARTS or SMILES");
  command->add_option("--similar", options->similar, "A file or SMILES");
  command->add_option("--by", options->by, "morgan, path, maccs or shape, with --similar")
      ->check(CLI::IsMember({"morgan", "path", "maccs", "shape"}).description(""))
      ->capture_default_str();
  command->add_option("--at-least", options->atLeast, "Least score of --similar, 0 to 1")
      ->check(CLI::Range(0.0, 1.0).description(""));
  command->add_option("--like", options->like,
                      "A file or SMILES: the nearest in a model's space (see library embed)");
  command
      ->add_option("--range", options->ranges,
                   "mass=100..300; also heavy_atoms, logp, tpsa, donors, acceptors, "
                   "rotatable_bonds, rings, charge, or a value of the records")
      ->expected(1)
      ->take_all();
  command->add_option("--tag", options->query.tags, "Only those with the tag")
      ->expected(1)
      ->take_all();
  command->add_option("--order", options->order, "relevance, title, mass or newest")
      ->check(CLI::IsMember({"relevance", "title", "mass", "newest"}).description(""))
      ->capture_default_str();
  command->add_option("--limit", options->limit, "Most hits")
      ->check(CLI::PositiveNumber.description(""))
      ->capture_default_str();
  command->add_option("--offset", options->query.offset, "Hits to pass over")
      ->check(CLI::NonNegativeNumber.description(""));
  addModel(*command, options->model);
  addOpenOptions(*command, options->open);
  command->callback([options, &chosen] { chosen = [options] { return search(*options); }; });
}

}  // namespace molloquy::cli
