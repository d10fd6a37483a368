#include "model/corpus/checks/tally.h"

#include <algorithm>

namespace molloquy::corpus {
namespace {

bool isHeldOutSplit(std::string_view split) {
  return split == "test" || split == "validation" || split == "valid" || split == "val";
}

std::size_t wordsIn(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  return a ^ (b + 0x9E3779B97F4A7C15ULL + (a << 6U) + (a >> 2U));
}

}  // namespace

void Tally::find(Flaw flaw, LineReference at, std::optional<LineReference> other,
                 std::string detail) {
  ++m_report.counts[static_cast<std::size_t>(flaw)];
  m_report.findings.push_back({flaw, at, other, std::move(detail)});
}

void Tally::countStructure(const Structure& structure) {
  if (structure.smiles.empty() && structure.symbols.empty()) return;
  if (structure.conformers.empty()) ++m_report.withoutConformer;
  m_report.conformers += structure.conformers.size();
}

void Tally::countContent(const Entry& entry, LineReference at) {
  ++m_report.entries;
  ++m_report.splits[entry.split];
  ++m_report.sources[entry.source];
  countStructure(entry.structure);
  for (const QuestionAnswer& pair : entry.pairs) {
    ++m_report.tasks[pair.task];
    m_report.answers.add(wordsIn(pair.answer), at);
    m_report.instructions.add(wordsIn(pair.instruction), at);
  }
}

void Tally::countContent(const Dialogue& dialogue, LineReference at) {
  ++m_report.dialogues;
  ++m_report.splits[dialogue.split];
  ++m_report.sources[dialogue.source];
  ++m_report.tasks[dialogue.task];
  countStructure(dialogue.structure);
  std::size_t asked = 0;
  for (const Message& message : dialogue.messages) asked += wordsIn(message.content);
  const std::size_t answered = wordsIn(dialogue.messages.back().content);
  m_report.answers.add(answered, at);
  m_report.instructions.add(asked - answered, at);
}

void Tally::countContent(const PlainText& plain, LineReference at) {
  ++m_report.plainTexts;
  ++m_report.sources[plain.source];
  m_report.answers.add(wordsIn(plain.text), at);
}

std::optional<LineReference> Tally::seenBefore(FirstLines& seen, std::uint64_t structure,
                                               const LineFacts& facts, LineReference at) {
  std::vector<std::uint64_t> keys;
  for (const std::uint64_t question : facts.questions) keys.push_back(mixed(structure, question));
  if (keys.empty()) keys.push_back(structure);
  std::optional<LineReference> earlier;
  bool allSeen = true;
  for (const std::uint64_t key : keys) {
    const auto [place, isNew] = seen.try_emplace(key, at);
    allSeen = allSeen && !isNew;
    if (!isNew && !earlier) earlier = place->second;
  }
  return allSeen ? earlier : std::nullopt;
}

void Tally::findDuplicates(LineReference at, const LineFacts& facts) {
  const StructureKeys& keys = *facts.keys;
  const auto same = seenBefore(m_asked, keys.full, facts, at);
  const auto flat = seenBefore(m_askedWithoutStereo, keys.connectivity, facts, at);
  if (same) {
    find(Flaw::Duplicate, at, same, {});
  } else if (flat) {
    find(Flaw::DuplicateWithoutStereo, at, flat, {});
  }
}

void Tally::add(std::uint32_t file, CheckedLine&& line) {
  CheckedFile& checked = m_report.files[file];
  ++checked.lines;
  const LineReference at{file, line.number};
  LineFacts& facts = line.facts;
  std::string split;
  if (const auto* entry = std::get_if<Entry>(&line.content)) split = entry->split;
  if (const auto* dialogue = std::get_if<Dialogue>(&line.content)) split = dialogue->split;
  if (facts.keys) {
    m_lines.push_back({at, *facts.keys, checked.isHeldOut || isHeldOutSplit(split)});
  }
  if (checked.isHeldOut) return;
  ++m_report.lines;
  std::visit([&](const auto& content) { countContent(content, at); }, line.content);
  for (const std::string& element : facts.unknownElements) ++m_report.unknownElements[element];
  for (auto& [flaw, detail] : facts.flaws) find(flaw, at, std::nullopt, std::move(detail));
  if (!facts.keys) return;
  if (!facts.keys->isInchi) ++m_report.withoutInchi;
  m_structures.insert(facts.keys->full);
  m_structuresWithoutStereo.insert(facts.keys->connectivity);
  if (facts.keys->scaffold) m_scaffolds.insert(*facts.keys->scaffold);
  m_report.structures = m_structures.size();
  m_report.structuresWithoutStereo = m_structuresWithoutStereo.size();
  m_report.scaffolds = m_scaffolds.size();
  findDuplicates(at, facts);
}

void Tally::addRejection(std::uint32_t file, const Rejection& rejection) {
  CheckedFile& checked = m_report.files[file];
  ++checked.lines;
  ++checked.unreadable;
  if (checked.isHeldOut) return;
  ++m_report.lines;
  find(Flaw::UnreadableLine, {file, rejection.line}, std::nullopt, rejection.reason);
}

void Tally::findLeaks() {
  FirstLines full;
  FirstLines connectivity;
  FirstLines scaffolds;
  for (const KeptLine& line : m_lines) {
    if (!line.isHeldOut) continue;
    full.try_emplace(line.keys.full, line.at);
    connectivity.try_emplace(line.keys.connectivity, line.at);
    if (line.keys.scaffold) scaffolds.try_emplace(*line.keys.scaffold, line.at);
  }
  for (const KeptLine& line : m_lines) {
    if (line.isHeldOut) continue;
    if (const auto same = full.find(line.keys.full); same != full.end()) {
      find(Flaw::Leak, line.at, same->second, {});
    } else if (const auto flat = connectivity.find(line.keys.connectivity);
               flat != connectivity.end()) {
      find(Flaw::LeakWithoutStereo, line.at, flat->second, {});
    } else if (line.keys.scaffold) {
      const auto scaffold = scaffolds.find(*line.keys.scaffold);
      if (scaffold != scaffolds.end()) {
        find(Flaw::SharedScaffold, line.at, scaffold->second, {});
      }
    }
  }
  std::stable_sort(m_report.findings.begin(), m_report.findings.end(),
                   [](const Finding& a, const Finding& b) {
                     return std::pair(a.at.file, a.at.line) < std::pair(b.at.file, b.at.line);
                   });
}

}  // namespace molloquy::corpus
