#include "model/reflect/language_teacher.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/align/perception.h"
#include "model/reflect/judge_proposals.h"
#include "model/reflect/render_alignments.h"
#include "model/reflect/seen_row.h"

namespace molloquy::reflect {
namespace {

constexpr std::size_t kLongestSmiles = 512;
/// Tokens of the words around a question: roles and marks of the chat template.
constexpr std::size_t kTemplateTokens = 64;

Result<void> checkLength(const RowContext& row) {
  if (row.row->smiles.size() <= kLongestSmiles) return {};
  return fail(
      ErrorCode::InvalidInput,
      fmt::format("The SMILES has {} characters; a language model is asked about {} at most.",
                  row.row->smiles.size(), kLongestSmiles));
}

}  // namespace

LanguageTeacher::LanguageTeacher(session::ChatSession& session, const PromptBook& book,
                                 std::shared_ptr<const align::Lexicon> lexicon, CountTokens count,
                                 const LanguageTeacherOptions& options)
    : m_session(session),
      m_book(book),
      m_lexicon(std::move(lexicon)),
      m_count(std::move(count)),
      m_options(options) {
  // A small context is shared half and half.
  int& answer = m_options.generate.maxNewTokens;
  answer = std::min(answer, std::max(1, m_session.info().contextLength / 2));
}

std::string LanguageTeacher::name() const { return m_session.info().name; }

std::size_t LanguageTeacher::promptTokens(Direction direction, std::string_view task,
                                          const std::string& question) const {
  return m_count(m_book.section(task, direction, "system")) + m_count(question) + kTemplateTokens;
}

Result<align::AlignedText> LanguageTeacher::extract(const RowContext& row, Direction direction,
                                                    std::stop_token stop) {
  if (const auto fits = checkLength(row); !fits) return tl::unexpected(fits.error());
  std::vector<align::AlignmentRecord> perceived;
  std::string question;
  if (direction == Direction::Mol2Cap) {
    perceived = align::perceive(*row.molecule, *m_lexicon);
    question = filled(m_book.section("extract", direction, "question"),
                      {{"smiles", row.row->smiles},
                       {"atoms", atomList(*row.molecule)},
                       {"groups", groupList(perceived)}});
  } else {
    question =
        filled(m_book.section("extract", direction, "question"), {{"caption", row.row->caption}});
  }
  auto text = ask(row, direction, "extract", question, perceived, std::move(stop));
  if (text) finishRecords(*text, align::AlignmentStage::Zero);
  return text;
}

std::string LanguageTeacher::reflectQuestion(
    const RowContext& row, Direction direction, const align::AlignedText& zero,
    std::span<const RetrievedRow> retrieved,
    const std::vector<align::AlignmentRecord>& perceived) const {
  std::vector<std::string> examples;
  for (const RetrievedRow& similar : retrieved) {
    const std::string alignments =
        renderAlignments(*similar.alignments, direction, *similar.context.molecule, {});
    examples.push_back(filled(m_book.section("reflect", direction, "example"),
                              {{"smiles", similar.context.row->smiles},
                               {"caption", similar.context.row->caption},
                               {"alignments", alignments.empty() ? "(none)" : alignments}}));
  }
  const auto whole = [&] {
    std::string joined;
    for (const std::string& example : examples) joined += example + "\n\n";
    return filled(m_book.section("reflect", direction, "question"),
                  {{"examples", joined},
                   {"smiles", row.row->smiles},
                   {"caption", row.row->caption},
                   {"atoms", atomList(*row.molecule)},
                   {"groups", groupList(perceived)},
                   {"verdicts", verdictList(zero, direction)}});
  };
  const auto room = static_cast<std::size_t>(
      std::max(0, m_session.info().contextLength - m_options.generate.maxNewTokens));
  while (!examples.empty() && promptTokens(direction, "reflect", whole()) > room) {
    examples.erase(std::max_element(
        examples.begin(), examples.end(),
        [](const std::string& a, const std::string& b) { return a.size() < b.size(); }));
  }
  return whole();
}

Result<align::AlignedText> LanguageTeacher::reflect(const RowContext& row, Direction direction,
                                                    const align::AlignedText& zero,
                                                    std::span<const RetrievedRow> retrieved,
                                                    std::stop_token stop) {
  if (const auto fits = checkLength(row); !fits) return tl::unexpected(fits.error());
  std::vector<align::AlignmentRecord> perceived;
  if (direction == Direction::Mol2Cap) perceived = align::perceive(*row.molecule, *m_lexicon);
  const std::string question = reflectQuestion(row, direction, zero, retrieved, perceived);
  auto text = ask(row, direction, "reflect", question, perceived, std::move(stop));
  if (text) finishRecords(*text, align::AlignmentStage::Reflected);
  return text;
}

Result<align::AlignedText> LanguageTeacher::ask(
    const RowContext& row, Direction direction, std::string_view task, const std::string& question,
    const std::vector<align::AlignmentRecord>& perceived, std::stop_token stop) {
  const std::size_t tokens = promptTokens(direction, task, question);
  const auto room = static_cast<std::size_t>(
      std::max(0, m_session.info().contextLength - m_options.generate.maxNewTokens));
  if (tokens > room) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The question takes about {} tokens; {} of the model's {} are left "
                            "beside the answer.",
                            tokens, room, m_session.info().contextLength));
  }
  auto request = requestFor(m_session.info(), row, direction,
                            m_book.section(task, direction, "system"), question, stop);
  if (!request) return tl::unexpected(request.error());
  request->options = m_options.generate;
  std::string answer;
  const auto end = m_session.generate(
      *request, [&answer](std::string_view piece) { answer += piece; }, std::move(stop));
  if (!end) return tl::unexpected(end.error());
  const std::vector<ProposedAlignment> proposals = readTeacherAnswer(answer);
  if (proposals.empty()) ++m_unreadable;
  return judgeProposals(row, direction, proposals, perceived, name(), *m_lexicon);
}

}  // namespace molloquy::reflect
