#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/answer.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "model/reflect/export_samples.h"
#include "model/session/chat_session.h"

namespace molloquy::cli {

/// What the commands of "alignments" are told; each reads a part.
struct AlignmentsOptions {
  CommonOptions common;
  std::string corpus;
  std::string out;
  std::string direction = "mol2cap";
  std::string split;  ///< of rows that have none.
  std::size_t limit = 0;
  int threads = 0;  ///< 0 = all cores.

  std::string teacher = "describer";  ///< or a model folder.
  std::string zero;                   ///< files of the stages before.
  std::string reflected;
  std::string alignments;
  std::string scores;

  std::size_t examples = 2;
  std::string similarity = "path";
  std::string spread = "nearest";
  std::string order = "similar-last";

  std::string model;                 ///< of the student; empty = the starter model.
  bool countsStudentTokens = false;  ///< samples are measured with the student's tokenizer.
  session::OpenOptions open;
  std::string rule = "target";
  bool credit = false;
  std::string form = "chat";
  std::size_t cutoff = reflect::kCutoff;
  std::size_t records = 12;
  bool atomNumbers = true;
};

/// A corpus with what the stages need beside it, made when a stage first asks for it. Tells what
/// takes long on standard error.
class AlignmentsWork {
 public:
  /// Reads the corpus. Errors: as readReferenceRows.
  static Step<AlignmentsWork> begin(const AlignmentsOptions& options);

  [[nodiscard]] std::stop_token token() const { return m_interrupt->token(); }
  [[nodiscard]] bool isStopped() const { return token().stop_requested(); }
  [[nodiscard]] const std::vector<retrieval::ReferenceRow>& rows() const { return m_rows; }
  [[nodiscard]] reflect::Direction direction() const { return m_direction; }
  [[nodiscard]] nlohmann::ordered_json skippedJson() const;

  Step<reflect::StageReport> runExtract(const std::filesystem::path& file);
  Step<reflect::StageReport> runReflect(const std::filesystem::path& zero,
                                        const std::filesystem::path& file);
  Step<reflect::SelectionReport> runSelect(const std::filesystem::path& zero,
                                           const std::filesystem::path& reflected,
                                           const reflect::SelectionFiles& files);
  Step<reflect::ExportReport> runExport(const std::filesystem::path& alignments,
                                        const std::filesystem::path& scores,
                                        const std::filesystem::path& file);

 private:
  AlignmentsWork(const AlignmentsOptions& options, reflect::Direction direction);
  Step<reflect::Teacher*> teacher();
  Step<const reflect::PromptBook*> book();
  Step<const reflect::ExampleFinder*> finder();
  Step<session::ChatSession*> openSession(const std::string& folder);
  Step<reflect::CountTokens> tokenCount(const std::string& folder) const;
  [[nodiscard]] reflect::StageSettings settings();
  [[nodiscard]] reflect::RenderOptions rendering() const;
  /// A failure of a stage: of the model where it is no matter of files.
  [[nodiscard]] static Failure stageFailure(const Error& error);

  const AlignmentsOptions& m_options;
  reflect::Direction m_direction;
  std::unique_ptr<InterruptScope> m_interrupt;
  std::vector<retrieval::ReferenceRow> m_rows;
  std::vector<std::pair<std::string, std::string>> m_skipped;
  std::optional<reflect::PromptBook> m_book;
  std::optional<reflect::ExampleFinder> m_finder;
  std::unique_ptr<session::ChatSession> m_session;
  std::string m_sessionFolder;
  std::unique_ptr<reflect::Teacher> m_teacher;
};

}  // namespace molloquy::cli
