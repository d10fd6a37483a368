#pragma once

#include <unordered_map>
#include <unordered_set>

#include "model/corpus/checks.h"
#include "model/corpus/checks/line_blocks.h"

namespace molloquy::corpus {

/// What is kept of a line until all are known.
struct KeptLine {
  LineReference at;
  StructureKeys keys;
  bool isHeldOut = false;
};

/// Places of the first line with a key.
using FirstLines = std::unordered_map<std::uint64_t, LineReference>;

/// Takes lines in order and makes the report.
class Tally {
 public:
  explicit Tally(CheckReport& report) : m_report(report) {}

  void add(std::uint32_t file, CheckedLine&& line);
  void addRejection(std::uint32_t file, const Rejection& rejection);
  /// Leaks can be told only when every held-out line is known.
  void findLeaks();

 private:
  void find(Flaw flaw, LineReference at, std::optional<LineReference> other, std::string detail);
  void countContent(const Entry& entry, LineReference at);
  void countContent(const Dialogue& dialogue, LineReference at);
  void countContent(const PlainText& plain, LineReference at);
  void countStructure(const Structure& structure);
  void findDuplicates(LineReference at, const LineFacts& facts);
  /// The line where all questions were asked of the structure before; notes them.
  static std::optional<LineReference> seenBefore(FirstLines& seen, std::uint64_t structure,
                                                 const LineFacts& facts, LineReference at);

  CheckReport& m_report;
  std::vector<KeptLine> m_lines;
  FirstLines m_asked;
  FirstLines m_askedWithoutStereo;
  std::unordered_set<std::uint64_t> m_structures;
  std::unordered_set<std::uint64_t> m_structuresWithoutStereo;
  std::unordered_set<std::uint64_t> m_scaffolds;
};

}  // namespace molloquy::corpus
