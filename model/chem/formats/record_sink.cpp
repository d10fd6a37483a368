#include "model/chem/formats/record_sink.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/chem/formats/text_lines.h"

namespace molloquy::chem {
namespace {

constexpr std::chrono::milliseconds kBetweenCalls{100};

/// Number in "2 of 10".
std::optional<long> conformerNumber(const StructureRecord& record) {
  for (const auto& [name, value] : record.properties) {
    if (name != kConformerField) continue;
    const std::size_t of = value.find(" of ");
    if (of != std::string::npos) return integerFrom(std::string_view(value).substr(0, of));
  }
  return std::nullopt;
}

bool sameGraph(const Molecule& a, const Molecule& b) {
  const auto sameAtom = [](const Atom& x, const Atom& y) {
    return x.atomicNumber == y.atomicNumber && x.formalCharge == y.formalCharge &&
           x.isotope == y.isotope && x.radicalElectrons == y.radicalElectrons;
  };
  const auto sameBond = [](const Bond& x, const Bond& y) {
    return x.begin == y.begin && x.end == y.end && x.order == y.order;
  };
  return a.name() == b.name() &&
         std::equal(a.atoms().begin(), a.atoms().end(), b.atoms().begin(), b.atoms().end(),
                    sameAtom) &&
         std::equal(a.bonds().begin(), a.bonds().end(), b.bonds().begin(), b.bonds().end(),
                    sameBond);
}

}  // namespace

std::vector<Conformer> conformersOf(const StructureRecord& record) {
  std::vector<Conformer> all;
  if (!record.conformer) return all;
  all.reserve(1 + record.furtherConformers.size());
  all.push_back(*record.conformer);
  all.insert(all.end(), record.furtherConformers.begin(), record.furtherConformers.end());
  return all;
}

RecordSink::RecordSink(std::string displayName, std::stop_token stop,
                       const OnReadProgress& onProgress)
    : m_stop(std::move(stop)), m_onProgress(onProgress) {
  m_file.displayName = std::move(displayName);
}

void RecordSink::add(StructureRecord record) {
  m_file.records.push_back(std::move(record));
  ++m_taken;
}

void RecordSink::addOrJoin(StructureRecord record) {
  const auto number = conformerNumber(record);
  if (number && *number > 1 && record.conformer && !m_file.records.empty()) {
    StructureRecord& last = m_file.records.back();
    const long next = static_cast<long>(last.furtherConformers.size()) + 2;
    if (*number == next && last.conformer && conformerNumber(last) == 1 &&
        sameGraph(*last.molecule, *record.molecule)) {
      last.furtherConformers.push_back(*std::move(record.conformer));
      ++m_taken;
      return;
    }
  }
  add(std::move(record));
}

void RecordSink::reject(Error error) {
  m_file.rejected.push_back(std::move(error));
  ++m_taken;
}

void RecordSink::advance(double share) {
  // The last record may still grow by a conformer.
  if (!m_file.records.empty()) tell(share, m_file.records.size() - 1);
}

void RecordSink::tell(double share, std::size_t complete) {
  if (!m_onProgress) return;
  const auto now = std::chrono::steady_clock::now();
  if (share < 1 && now - m_toldAt < kBetweenCalls) return;
  m_toldAt = now;
  const std::span<const StructureRecord> records(m_file.records);
  m_onProgress({.share = std::clamp(share, 0.0, 1.0),
                .fresh = records.subspan(m_told, complete - m_told),
                .firstFresh = m_told});
  m_told = complete;
}

StructureFile RecordSink::finish() {
  tell(1, m_file.records.size());
  return std::move(m_file);
}

}  // namespace molloquy::chem
