#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "model/corpus/importers/moit_json.h"
#include "model/corpus/importers/row.h"
#include "model/corpus/importers/structure_lookup.h"

namespace molloquy::corpus {
namespace {

/// Questions of one line at most; memory stays bounded however long a molecule goes on.
constexpr std::size_t kMostPairs = 1000;
/// Rows between two reports of progress.
constexpr std::size_t kProgressRows = 1024;

constexpr std::array<std::string_view, 10> kTasks{"Caption",
                                                  "Description",
                                                  "HOMO",
                                                  "LUMO",
                                                  "HOMO-LUMO Gap",
                                                  "SCF Energy",
                                                  "Molecular Weight",
                                                  "LogP",
                                                  "Topological Polar Surface Area",
                                                  "Complexity"};

bool isBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Joins rows with their structures; rows about one molecule that follow each other become one
/// line, so that its positions are written once.
class MoitRows {
 public:
  MoitRows(ImportRun& run, const StructureLookup& structures)
      : m_run(run), m_structures(structures) {}

  void take(MoitRow&& row);
  /// Hands over the line that waits.
  void flush();
  /// Tells of tasks that 3D-MoIT does not have.
  void tellTasks();

 private:
  /// Why the row cannot be taken, or nullopt.
  static std::optional<StructureFault> faultOfFields(const MoitRow& row);
  /// Makes the line that waits one about the row's molecule; false when the row was rejected.
  bool begin(const MoitRow& row);

  ImportRun& m_run;
  const StructureLookup& m_structures;
  Entry m_waiting;
  std::size_t m_firstRow = 0;
  std::map<std::string, std::size_t> m_otherTasks;
};

std::optional<StructureFault> MoitRows::faultOfFields(const MoitRow& row) {
  if (!row.isObject) {
    return StructureFault{RejectionKind::BrokenRecord, "The row is not a JSON object."};
  }
  if (!row.wrongField.empty()) {
    return StructureFault{RejectionKind::MissingField,
                          fmt::format("\"{}\" is neither text nor number.", row.wrongField)};
  }
  const std::pair<const char*, const std::optional<std::string>*> fields[] = {
      {"instruction", &row.instruction},
      {"input", &row.input},
      {"output", &row.output},
      {"task", &row.task}};
  for (const auto& [name, value] : fields) {
    if (!*value || isBlank(**value)) {
      const bool isText = std::string_view(name) == "output" && *value;
      return StructureFault{isText ? RejectionKind::EmptyText : RejectionKind::MissingField,
                            fmt::format("\"{}\" is {}.", name, *value ? "empty" : "missing")};
    }
  }
  return std::nullopt;
}

bool MoitRows::begin(const MoitRow& row) {
  flush();
  auto structure = m_structures.find(*row.input);
  const auto reject = [&](RejectionKind kind, std::string sentence) {
    m_run.reject(row.number, *row.input, kind, std::move(sentence));
    return false;
  };
  if (!structure) {
    const bool notPlain = structure.error().code == ErrorCode::Unsupported;
    return reject(notPlain ? RejectionKind::NotPlainData : RejectionKind::BrokenRecord,
                  structure.error().message);
  }
  if (!*structure) {
    return reject(RejectionKind::UnknownStructure,
                  fmt::format("The structures have no molecule \"{}\".", *row.input));
  }
  if (undoDoubledBackslashes((*structure)->smiles)) ++m_run.report().backslashesUndone;
  if (const auto fault = faultOf(**structure)) return reject(fault->kind, fault->sentence);
  m_waiting = {*row.input, m_run.source(), m_run.options().split, **std::move(structure), {}};
  m_firstRow = row.number;
  return true;
}

void MoitRows::take(MoitRow&& row) {
  if (const auto fault = faultOfFields(row)) {
    return m_run.reject(row.number, row.input.value_or(""), fault->kind, fault->sentence);
  }
  const std::size_t pairs = m_waiting.pairs.size();
  if (pairs == 0 || pairs == kMostPairs || m_waiting.id != *row.input) {
    if (!begin(row)) return;
  }
  if (std::find(kTasks.begin(), kTasks.end(), *row.task) == kTasks.end()) ++m_otherTasks[*row.task];
  m_waiting.pairs.push_back(
      {*std::move(row.task), *std::move(row.instruction), *std::move(row.output)});
}

void MoitRows::flush() {
  const std::size_t rows = m_waiting.pairs.size();
  if (rows > 0) m_run.take(m_firstRow, std::exchange(m_waiting, {}), rows);
}

void MoitRows::tellTasks() {
  for (const auto& [task, count] : m_otherTasks) {
    m_run.remark(fmt::format("3D-MoIT has no task \"{}\"; its {} row{} taken as they are.", task,
                             count, count == 1 ? " is" : "s are"));
  }
}

}  // namespace

Result<void> importMoit(ImportRun& run) {
  if (run.options().structures.empty()) {
    return fail(ErrorCode::InvalidInput,
                "3D-MoIT names molecules by number only. Say where their structures are with "
                "--structures (an LMDB, a corpus or an SDF).");
  }
  auto input = TextInput::open(run.file());
  if (!input) return tl::unexpected(input.error());
  auto structures = StructureLookup::open(run.options().structures, run.stopToken());
  if (!structures) return tl::unexpected(structures.error());
  MoitRows rows(run, **structures);
  std::size_t count = 0;
  const auto read = readMoitJson(**input, [&](MoitRow&& row) {
    rows.take(std::move(row));
    if (++count % kProgressRows == 0) run.progress((*input)->position(), (*input)->size());
    return run.isOver() ? Reading::Stop : Reading::GoOn;
  });
  if (!read) return tl::unexpected(read.error().within("reading " + run.file().string()));
  rows.flush();
  rows.tellTasks();
  return {};
}

}  // namespace molloquy::corpus
