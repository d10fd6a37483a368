#include "model/evaluation/prediction_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::evaluation {
namespace fs = std::filesystem;

namespace {

std::string headerOf(Task task) {
  if (formOf(task) == PredictionForm::Lines) return "";
  return task == Task::Cap2Mol ? "description\tground truth\toutput\n"
                               : "SMILES\tground truth\toutput\n";
}

/// What stands in the first column of a table.
std::string_view inputOf(Task task, const Question& question) {
  return task == Task::Cap2Mol ? question.instruction : question.smiles;
}

std::string lineOf(Task task, const Question& question, const std::string& answer) {
  if (formOf(task) == PredictionForm::Table) {
    return fmt::format("{}\t{}\t{}\n", asCell(inputOf(task, question)), asCell(question.reference),
                       asCell(answer));
  }
  const nlohmann::ordered_json row = {{"prediction", answer},       {"target", question.reference},
                                      {"task_type", question.task}, {"id", question.id},
                                      {"smiles", question.smiles},  {"line", question.line}};
  return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

/// What a question is known by again, without its answer.
std::string keyOf(Task task, const Question& question) { return lineOf(task, question, ""); }

/// A line of the file, taken apart: the same line without its answer, and the answer.
struct Kept {
  std::string key;
  std::string answer;
};

std::optional<Kept> keptTableRow(const std::string& line) {
  const std::size_t first = line.find('\t');
  const std::size_t second = first == line.npos ? first : line.find('\t', first + 1);
  if (second == line.npos) return std::nullopt;
  return Kept{line.substr(0, second + 1) + "\n", line.substr(second + 1)};
}

std::optional<Kept> keptObject(const std::string& line) {
  auto row = nlohmann::ordered_json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!row.is_object() || !row.contains("prediction")) return std::nullopt;
  auto& answer = row["prediction"];
  if (!answer.is_string()) return std::nullopt;
  Kept kept;
  kept.answer = answer.get<std::string>();
  answer = "";
  kept.key = row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  return kept;
}

}  // namespace

PredictionForm formOf(Task task) {
  return task == Task::Property || task == Task::Conformers ? PredictionForm::Lines
                                                            : PredictionForm::Table;
}

std::string asCell(std::string_view text) {
  std::string cell(text);
  for (char& letter : cell) {
    if (letter == '\t' || letter == '\n' || letter == '\r') letter = ' ';
  }
  while (!cell.empty() && cell.back() == ' ') cell.pop_back();
  return cell;
}

Result<PredictionLog> PredictionLog::open(Task task, std::span<const Question> questions,
                                          const std::optional<fs::path>& file) {
  PredictionLog log(task, questions);
  log.m_answers.resize(questions.size());
  log.m_file = file;
  std::error_code ignored;
  if (file && fs::exists(*file, ignored)) {
    if (const auto read = log.readBack(); !read) {
      return tl::unexpected(read.error().within("reading " + file->string()));
    }
  }
  return log;
}

std::size_t PredictionLog::count() const { return m_answers.size() - missing().size(); }

std::size_t PredictionLog::others() const {
  return static_cast<std::size_t>(std::count(m_others.begin(), m_others.end(), '\n'));
}

std::vector<std::size_t> PredictionLog::missing() const {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < m_answers.size(); ++i) {
    if (!m_answers[i]) rows.push_back(i);
  }
  return rows;
}

Result<void> PredictionLog::readBack() {
  const auto text = readFile(*m_file);
  if (!text) return tl::unexpected(text.error());
  if (text->empty()) return {};
  const std::string header = headerOf(m_task);
  if (!text->starts_with(header)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The first line is not \"{}\": this is no file of answers for this "
                            "task. Choose another file.",
                            asCell(header)));
  }
  std::map<std::string, std::vector<std::size_t>> places;  // last question first
  for (std::size_t i = m_questions.size(); i-- > 0;) {
    places[keyOf(m_task, m_questions[i])].push_back(i);
  }
  std::size_t number = header.empty() ? 0 : 1;
  for (std::size_t begin = header.size(); begin < text->size();) {
    const std::size_t end = text->find('\n', begin);
    if (end == text->npos) break;  // cut off in the middle of a line
    const std::string line = text->substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.empty()) continue;
    auto kept = formOf(m_task) == PredictionForm::Table ? keptTableRow(line) : keptObject(line);
    if (!kept) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Line {} is no answer of this task. Choose another file.", number));
    }
    const auto place = places.find(kept->key);
    if (place == places.end() || place->second.empty()) {
      m_others += line + "\n";
      continue;
    }
    m_answers[place->second.back()] = std::move(kept->answer);
    place->second.pop_back();
  }
  return {};
}

Result<void> PredictionLog::add(std::size_t question, const std::string& answer) {
  const bool table = formOf(m_task) == PredictionForm::Table;
  m_answers[question] = table ? asCell(answer) : answer;
  if (!m_file) return {};
  if (!m_stream.is_open()) {
    // What was read back is written anew: a line that was cut off must not stay.
    std::string begun = headerOf(m_task) + m_others;
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
      if (m_answers[i] && i != question) begun += lineOf(m_task, m_questions[i], *m_answers[i]);
    }
    if (const auto written = writeFileAtomically(*m_file, begun); !written) return written;
    m_stream.open(*m_file, std::ios::binary | std::ios::app);
  }
  m_stream << lineOf(m_task, m_questions[question], answer) << std::flush;
  if (m_stream) return {};
  return fail(ErrorCode::Internal,
              fmt::format("{} cannot be written any more; free some space on the disk. The answers "
                          "before are in it.",
                          m_file->string()));
}

Result<void> PredictionLog::finish() {
  if (!m_file || !m_stream.is_open()) return {};
  m_stream.close();
  std::string whole = headerOf(m_task);
  for (std::size_t i = 0; i < m_answers.size(); ++i) {
    if (m_answers[i]) whole += lineOf(m_task, m_questions[i], *m_answers[i]);
  }
  return writeFileAtomically(*m_file, whole + m_others);
}

}  // namespace molloquy::evaluation
