#include "app/cli/alignments_work.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "app/cli/model_session.h"
#include "app/cli/phrases.h"
#include "app/cli/progress.h"
#include "model/base/program_paths.h"
#include "model/reflect/describer_teacher.h"
#include "model/reflect/language_teacher.h"
#include "model/text/tokenizer.h"

namespace molloquy::cli {
namespace {

/// Rows that were left out: so many are told one by one.
constexpr std::size_t kToldOneByOne = 5;

int threadsOf(const AlignmentsOptions& options) {
  const int asked = std::max(options.threads, options.open.threads);
  if (asked > 0) return asked;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

reflect::ExampleOptions exampleOptions(const AlignmentsOptions& options) {
  reflect::ExampleOptions examples;
  examples.neighbours.count = options.examples;
  examples.neighbours.spread =
      options.spread == "buckets" ? retrieval::Spread::Buckets : retrieval::Spread::Nearest;
  examples.neighbours.order = options.order == "similar-first" ? retrieval::Order::MostSimilarFirst
                                                               : retrieval::Order::MostSimilarLast;
  examples.similarity = options.similarity == "morgan" ? retrieval::MoleculeSimilarity::Morgan
                                                       : retrieval::MoleculeSimilarity::Path;
  examples.threads = threadsOf(options);
  return examples;
}

}  // namespace

AlignmentsWork::AlignmentsWork(const AlignmentsOptions& options, reflect::Direction direction)
    : m_options(options), m_direction(direction), m_interrupt(std::make_unique<InterruptScope>()) {}

Step<AlignmentsWork> AlignmentsWork::begin(const AlignmentsOptions& options) {
  AlignmentsWork work(options, *reflect::directionNamed(options.direction));
  const auto onRejection = [&](const corpus::Rejection& rejection) {
    work.m_skipped.emplace_back(fmt::format("line {}", rejection.line), rejection.reason);
  };
  auto rows =
      retrieval::readReferenceRows(options.corpus, {options.split, options.limit}, onRejection);
  if (!rows) return failed(rows.error(), ExitCode::BadInput);
  work.m_rows = *std::move(rows);
  return work;
}

nlohmann::ordered_json AlignmentsWork::skippedJson() const {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [row, reason] : m_skipped) list.push_back({{"row", row}, {"reason", reason}});
  return list;
}

reflect::StageSettings AlignmentsWork::settings() {
  reflect::StageSettings settings;
  settings.direction = m_direction;
  settings.threads = threadsOf(m_options);
  settings.onSkipped = [this](const retrieval::ReferenceRow& row, const std::string& reason) {
    m_skipped.emplace_back(row.id, reason);
    if (m_skipped.size() <= kToldOneByOne) note(fmt::format("{}: {}", row.id, reason));
    if (m_skipped.size() == kToldOneByOne + 1) note("more rows are left out; --json lists them.");
  };
  return settings;
}

reflect::RenderOptions AlignmentsWork::rendering() const {
  return {m_options.atomNumbers ? reflect::AtomNumbers::Written : reflect::AtomNumbers::LeftOut,
          m_options.records};
}

Failure AlignmentsWork::stageFailure(const Error& error) {
  const bool ofModel = error.code == ErrorCode::OutOfMemory || error.code == ErrorCode::Unsupported;
  const bool ofFiles = error.code == ErrorCode::Internal;
  return {error, ofModel ? ExitCode::Model : ofFiles ? ExitCode::Environment : ExitCode::BadInput};
}

Step<const reflect::PromptBook*> AlignmentsWork::book() {
  if (m_book) return &*m_book;
  const auto resources = resourceFolder();
  if (!resources) return failed(resources.error(), ExitCode::Environment);
  auto loaded = reflect::PromptBook::load(*resources / "prompts");
  if (!loaded) return failed(loaded.error(), ExitCode::Environment);
  m_book = *std::move(loaded);
  return &*m_book;
}

Step<session::ChatSession*> AlignmentsWork::openSession(const std::string& folder) {
  if (m_session && m_sessionFolder == folder) return m_session.get();
  m_teacher.reset();  // it may hold the session that is replaced
  m_session.reset();
  const auto path = modelFolder(folder);
  if (!path) return failed(path.error(), ExitCode::Environment);
  auto opened = openModel(*path, m_options.open, token());
  if (!opened) return failed(opened.error(), ExitCode::Model);
  m_session = *std::move(opened);
  m_sessionFolder = folder;
  return m_session.get();
}

Step<reflect::CountTokens> AlignmentsWork::tokenCount(const std::string& folder) const {
  const auto path = modelFolder(folder);
  if (!path) return failed(path.error(), ExitCode::Environment);
  auto tokenizer = text::Tokenizer::loadFromModelFolder(*path);
  if (!tokenizer) return failed(tokenizer.error(), ExitCode::Model);
  return [tokenizer = *std::move(tokenizer)](std::string_view words) {
    return tokenizer.encode(words, text::TokenNames::AreText).size();
  };
}

Step<reflect::Teacher*> AlignmentsWork::teacher() {
  if (m_teacher) return m_teacher.get();
  const auto lexicon = openLexicon();
  if (!lexicon) return failed(lexicon.error(), ExitCode::Environment);
  if (m_options.teacher == "describer") {
    m_teacher = std::make_unique<reflect::DescriberTeacher>(*lexicon);
    return m_teacher.get();
  }
  const auto words = book();
  if (!words) return tl::unexpected(words.error());
  const auto opened = openSession(m_options.teacher);
  if (!opened) return tl::unexpected(opened.error());
  auto count = tokenCount(m_options.teacher);
  if (!count) return tl::unexpected(count.error());
  m_teacher =
      std::make_unique<reflect::LanguageTeacher>(**opened, **words, *lexicon, *std::move(count));
  return m_teacher.get();
}

Step<const reflect::ExampleFinder*> AlignmentsWork::finder() {
  if (m_finder) return &*m_finder;
  Progress progress("Looking for similar rows");
  m_finder = reflect::ExampleFinder::create(
      m_rows, m_direction, exampleOptions(m_options),
      [&](std::size_t done, std::size_t all) { progress.report(done, all); }, token());
  if (!m_finder) {
    return failed(Error(ErrorCode::InvalidInput, "The work was stopped."), ExitCode::Ok);
  }
  const bool any = std::any_of(m_rows.begin(), m_rows.end(), reflect::isTrainingRow);
  if (!any && m_options.examples > 0) {
    note(
        "no row is of the training split, so there are no examples; --split train says that all "
        "are.");
  }
  return &*m_finder;
}

Step<reflect::StageReport> AlignmentsWork::runExtract(const std::filesystem::path& file) {
  const auto asked = teacher();
  if (!asked) return tl::unexpected(asked.error());
  Progress progress("Extracting alignments");
  reflect::StageSettings stage = settings();
  stage.onProgress = [&](std::size_t done, std::size_t all) { progress.report(done, all); };
  const auto report = reflect::extractAlignments(m_rows, **asked, stage, file, token());
  if (!report) return tl::unexpected(stageFailure(report.error()));
  return *report;
}

Step<reflect::StageReport> AlignmentsWork::runReflect(const std::filesystem::path& zero,
                                                      const std::filesystem::path& file) {
  const auto first = reflect::AlignmentSet::load(zero);
  if (!first) return failed(first.error(), ExitCode::BadInput);
  const auto asked = teacher();
  if (!asked) return tl::unexpected(asked.error());
  const auto similar = finder();
  if (!similar) return tl::unexpected(similar.error());
  Progress progress("Reflecting on alignments");
  reflect::StageSettings stage = settings();
  stage.onProgress = [&](std::size_t done, std::size_t all) { progress.report(done, all); };
  const auto report =
      reflect::reflectAlignments(m_rows, **similar, *first, **asked, stage, file, token());
  if (!report) return tl::unexpected(stageFailure(report.error()));
  return *report;
}

Step<reflect::SelectionReport> AlignmentsWork::runSelect(const std::filesystem::path& zero,
                                                         const std::filesystem::path& reflected,
                                                         const reflect::SelectionFiles& files) {
  const auto first = reflect::AlignmentSet::load(zero);
  if (!first) return failed(first.error(), ExitCode::BadInput);
  const auto second = reflect::AlignmentSet::load(reflected);
  if (!second) return failed(second.error(), ExitCode::BadInput);
  const auto words = book();
  if (!words) return tl::unexpected(words.error());
  auto count = tokenCount(m_options.model);
  if (!count) return tl::unexpected(count.error());
  const auto opened = openSession(m_options.model);
  if (!opened) return tl::unexpected(opened.error());
  const auto similar = finder();
  if (!similar) return tl::unexpected(similar.error());
  const reflect::PromptForm form =
      m_options.form == "plain" ? reflect::PromptForm::Plain : reflect::PromptForm::Chat;
  reflect::Student student(**opened, **words, *std::move(count), {form, m_options.cutoff});
  Progress progress("Choosing by perplexity");
  reflect::SelectionSettings selection;
  selection.stage = settings();
  selection.stage.onProgress = [&](std::size_t done, std::size_t all) {
    progress.report(done, all);
  };
  if (m_options.rule == "self") selection.rule = reflect::SelectionRule::Self;
  if (m_options.credit) selection.credit = reflect::PhraseCredit::Measured;
  selection.render = rendering();
  const auto report = reflect::selectAlignments(m_rows, **similar, *first, *second, student,
                                                selection, files, token());
  if (!report) return tl::unexpected(stageFailure(report.error()));
  return *report;
}

Step<reflect::ExportReport> AlignmentsWork::runExport(const std::filesystem::path& alignments,
                                                      const std::filesystem::path& scores,
                                                      const std::filesystem::path& file) {
  const auto chosen = reflect::AlignmentSet::load(alignments);
  if (!chosen) return failed(chosen.error(), ExitCode::BadInput);
  std::map<std::string, reflect::RowSelection> selections;
  if (!scores.empty()) {
    auto read = reflect::readSelections(scores);
    if (!read) return failed(read.error(), ExitCode::BadInput);
    selections = *std::move(read);
  }
  const auto words = book();
  if (!words) return tl::unexpected(words.error());
  const auto similar = finder();
  if (!similar) return tl::unexpected(similar.error());
  reflect::ExportSettings exporting;
  if (!m_options.model.empty() || m_options.countsStudentTokens) {
    auto count = tokenCount(m_options.model);
    if (!count) return tl::unexpected(count.error());
    exporting.count = *std::move(count);
  }
  Progress progress("Writing samples");
  exporting.stage = settings();
  exporting.stage.onProgress = [&](std::size_t done, std::size_t all) {
    progress.report(done, all);
  };
  if (m_options.form == "plain") exporting.form = reflect::PromptForm::Plain;
  exporting.cutoff = m_options.cutoff;
  exporting.render = rendering();
  const auto report = reflect::exportSamples(m_rows, **similar, *chosen, selections, **words,
                                             exporting, file, token());
  if (!report) return tl::unexpected(stageFailure(report.error()));
  return *report;
}

}  // namespace molloquy::cli
