#include "model/evaluation/question_list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <set>

#include "model/corpus/importers/importer.h"
#include "model/evaluation/asked_number.h"
#include "model/text/prompt.h"

namespace molloquy::evaluation {
namespace {

using corpus::Dialogue;
using corpus::Entry;
using corpus::Line;
using corpus::QuestionAnswer;

/// The words with which 3D-MoIT asks for a number. Source: 3d-molm.md 5.2.
constexpr std::string_view kNumberOnly = "numerical value only";

/// How a caption is turned round for a model that reads words alone.
constexpr std::string_view kWriterSystem =
    "You are a chemist. You write the molecule that a text describes as one SMILES, and nothing "
    "else.";
constexpr std::string_view kWriterQuestion =
    "Which molecule is described here? Answer with its SMILES alone.\n";

bool isCaption(const QuestionAnswer& pair) {
  return pair.task == "Caption" || pair.instruction == text::kDescribeInstruction ||
         (pair.task.empty() && pair.instruction.empty());
}

bool isNumber(const QuestionAnswer& pair) {
  return isPublishedNumber(pair.task) || pair.instruction.find(kNumberOnly) != std::string::npos;
}

bool isAsked(const QuestionAnswer& pair, Task task) {
  return task == Task::Property || task == Task::Conformers ? isNumber(pair) : isCaption(pair);
}

/// What every question of a line has in common.
template <class T>
Question questionAbout(const T& line, std::size_t number) {
  Question question;
  question.line = number;
  question.smiles = line.structure.smiles;
  question.id = line.id.empty() ? question.smiles : line.id;
  if (!line.structure.conformers.empty()) {
    question.symbols = line.structure.symbols;
    question.positions = line.structure.conformers.front();
  }
  return question;
}

/// Collects the rows that are asked.
class Collector {
 public:
  explicit Collector(const Choice& choice) : m_choice(choice) {}

  void add(std::size_t number, const Line& line) {
    std::visit([&](const auto& content) { addLine(number, content); }, line);
  }

  Result<QuestionList> finish(const std::filesystem::path& data) {
    if (m_choice.task == Task::Conformers) keepSeveral();
    if (m_list.questions.empty()) return nothingLeft(data);
    draw();
    return std::move(m_list);
  }

 private:
  void addLine(std::size_t number, const Entry& entry) {
    if (!isInSplit(entry.split)) return;
    for (const QuestionAnswer& pair : entry.pairs) {
      if (!isAsked(pair, m_choice.task)) {
        leave("rows of other tasks");
        continue;
      }
      Question question = questionAbout(entry, number);
      question.task = pair.task;
      question.instruction =
          pair.instruction.empty() ? std::string(text::kDescribeInstruction) : pair.instruction;
      question.reference = pair.answer;
      if (m_choice.task == Task::Cap2Mol) {
        question.task = nameOf(Task::Cap2Mol);
        question.given = Given::WordsAlone;
        question.instruction = std::string(kWriterQuestion) + withoutEnd(pair.answer);
        question.system = kWriterSystem;
        question.reference = question.smiles;
      }
      keep(std::move(question));
    }
  }

  void addLine(std::size_t number, const Dialogue& dialogue) {
    if (!isInSplit(dialogue.split)) return;
    if (m_choice.task != Task::Cap2Mol || dialogue.task != nameOf(Task::Cap2Mol)) {
      return leave("rows of other tasks");
    }
    Question question = questionAbout(dialogue, number);
    question.task = dialogue.task;
    question.given = Given::WordsAlone;
    question.system = kWriterSystem;
    question.reference = dialogue.messages.back().content;
    for (std::size_t i = 0; i + 1 < dialogue.messages.size(); ++i) {
      const corpus::Message& message = dialogue.messages[i];
      if (message.role == "system") question.system = message.content;
      if (message.role == "assistant") {
        question.history.push_back({question.instruction, message.content});
      }
      if (message.role == "user") question.instruction = message.content;
    }
    keep(std::move(question));
  }

  void addLine(std::size_t /*number*/, const corpus::PlainText& /*text*/) {
    leave("texts without a question");
  }

  void keep(Question question) {
    if (withoutEnd(question.reference).empty())
      return leave("rows without an answer to compare with");
    m_list.questions.push_back(std::move(question));
  }

  bool isInSplit(const std::string& split) {
    m_splits.insert(split.empty() ? "(none)" : split);
    if (m_choice.split.empty() || split == m_choice.split) return true;
    leave("rows of other splits");
    return false;
  }

  /// Molecules with one conformer have nothing to compare.
  void keepSeveral() {
    std::map<std::string, std::size_t> rows;
    for (const Question& question : m_list.questions) ++rows[moleculeKey(question)];
    const std::size_t before = m_list.questions.size();
    std::erase_if(m_list.questions,
                  [&rows](const Question& question) { return rows[moleculeKey(question)] < 2; });
    const std::size_t alone = before - m_list.questions.size();
    if (alone > 0) m_list.leftOut["rows of molecules with one conformer"] += alone;
  }

  void draw() {
    if (m_choice.limit == 0) return;
    std::vector<std::string> groups;  // in the order of the data.
    std::map<std::string, std::size_t> groupOf;
    const bool whole = m_choice.task == Task::Conformers;
    for (const Question& question : m_list.questions) {
      const std::string key = whole ? question.id : fmt::format("{}", groups.size());
      if (groupOf.emplace(key, groups.size()).second) groups.push_back(key);
    }
    if (groups.size() <= m_choice.limit) return;
    std::set<std::string> drawn;
    for (const std::size_t i : drawRows(groups.size(), m_choice.limit, m_choice.seed)) {
      drawn.insert(groups[i]);
    }
    std::size_t row = 0;
    std::erase_if(m_list.questions, [&](const Question& question) {
      return drawn.count(whole ? question.id : fmt::format("{}", row++)) == 0;
    });
  }

  [[nodiscard]] tl::unexpected<Error> nothingLeft(const std::filesystem::path& data) const {
    std::vector<std::string> reasons;
    for (const auto& [reason, count] : m_list.leftOut) {
      reasons.push_back(fmt::format("{} {}", count, reason));
    }
    const std::string there =
        reasons.empty() ? "It has no rows." : fmt::format("It has {}.", fmt::join(reasons, ", "));
    const std::string splits = m_choice.split.empty()
                                   ? ""
                                   : fmt::format(" Its splits are: {}.", fmt::join(m_splits, ", "));
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has no row for the task {}. {}{}", data.string(),
                            nameOf(m_choice.task), there, splits));
  }

  static std::string withoutEnd(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
      text.pop_back();
    }
    return text;
  }

  void leave(const std::string& reason) { ++m_list.leftOut[reason]; }

  const Choice& m_choice;
  QuestionList m_list;
  std::set<std::string> m_splits;
};

Result<void> readLines(const std::filesystem::path& data, const corpus::OnLine& onLine,
                       const corpus::OnRejection& onRejection, const std::stop_token& stop) {
  const auto format = corpus::guessImportFormat(data);
  if (!format) return corpus::readCorpus(data, onLine, onRejection);
  corpus::ImportSinks sinks;
  sinks.onLine = onLine;
  sinks.onRejection = [&onRejection](const corpus::ImportRejection& rejection) {
    onRejection(rejection.row);
  };
  const auto report = corpus::importFile(data, {}, sinks, stop);
  if (!report) return tl::unexpected(report.error());
  return {};
}

}  // namespace

std::string_view nameOf(Task task) {
  constexpr std::array<std::string_view, 6> kNames = {"caption",   "property",   "retrieval",
                                                      "grounding", "conformers", "cap2mol"};
  return kNames[static_cast<std::size_t>(task)];
}

std::optional<Task> taskNamed(std::string_view name) {
  for (const Task task : {Task::Caption, Task::Property, Task::Retrieval, Task::Grounding,
                          Task::Conformers, Task::Cap2Mol}) {
    if (nameOf(task) == name) return task;
  }
  return std::nullopt;
}

std::string moleculeKey(const Question& question) { return question.id + '\t' + question.task; }

std::vector<std::size_t> drawRows(std::size_t all, std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(all);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(seed);
  const std::size_t drawn = std::min(all, count);
  for (std::size_t i = 0; i < drawn; ++i) std::swap(order[i], order[i + random() % (all - i)]);
  order.resize(drawn);
  std::sort(order.begin(), order.end());
  return order;
}

Result<QuestionList> readQuestions(const std::filesystem::path& data, const Choice& choice,
                                   const corpus::OnRejection& onRejection,
                                   const std::stop_token& stop) {
  Collector collector(choice);
  std::size_t rejected = 0;
  const auto onLine = [&](std::size_t number, Line&& line) {
    collector.add(number, line);
    return stop.stop_requested() ? corpus::Reading::Stop : corpus::Reading::GoOn;
  };
  const auto onBadRow = [&](const corpus::Rejection& rejection) {
    ++rejected;
    if (onRejection) onRejection(rejection);
  };
  const auto read = readLines(data, onLine, onBadRow, stop);
  if (stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Reading was stopped.");
  if (!read) return tl::unexpected(read.error());
  auto list = collector.finish(data);
  if (list && rejected > 0) list->leftOut["rows that could not be read"] = rejected;
  return list;
}

}  // namespace molloquy::evaluation
