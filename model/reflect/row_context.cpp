#include "model/reflect/row_context.h"

#include <fmt/format.h>

#include "model/chem/structure_reader.h"

namespace molloquy::reflect {

Result<RowContext> contextOf(const retrieval::ReferenceRow& row) {
  auto record = chem::parseSmiles(row.smiles);
  if (!record) return tl::unexpected(record.error());
  return RowContext{&row, record->molecule};
}

std::size_t estimateTokens(std::string_view text) { return text.size() / 3 + 1; }

align::AlignedText textOf(const RowContext& context, Direction direction, std::string text,
                          std::string kind, std::string name) {
  align::AlignedText aligned;
  aligned.moleculeId = context.row->id;
  aligned.smiles = context.row->smiles;
  aligned.atomCount = context.molecule->heavyAtomCount();
  // Hydrogens that the SMILES writes as atoms stand among the heavy ones.
  for (std::size_t i = aligned.atomCount; i < context.molecule->atoms().size(); ++i) {
    if (context.molecule->atoms()[i].atomicNumber > 1) aligned.atomCount = i + 1;
  }
  aligned.captionId = nameOf(direction);
  aligned.caption = std::move(text);
  aligned.sourceKind = std::move(kind);
  aligned.sourceName = std::move(name);
  return aligned;
}

void finishRecords(align::AlignedText& text, align::AlignmentStage stage) {
  std::size_t number = 0;
  for (align::AlignmentRecord& record : text.records) {
    record.id = fmt::format("a{}", ++number);
    record.stage = stage;
  }
}

void VerdictCounts::add(const align::AlignedText& text) {
  for (const align::AlignmentRecord& record : text.records) {
    switch (record.status) {
      case align::AlignmentStatus::Verified:
      case align::AlignmentStatus::User:
        ++verified;
        break;
      case align::AlignmentStatus::Refuted:
      case align::AlignmentStatus::CountMismatch:
        ++refuted;
        break;
      case align::AlignmentStatus::Invalid:
        ++invalid;
        break;
      case align::AlignmentStatus::Unlocalised:
        ++unplaced;
        break;
    }
  }
}

double VerdictCounts::verifiedShare() const {
  const std::size_t claims = verified + refuted + invalid;
  return claims == 0 ? 0.0 : static_cast<double>(verified) / static_cast<double>(claims);
}

}  // namespace molloquy::reflect
