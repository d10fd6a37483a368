#pragma once

#include <memory>

#include "model/reflect/teacher.h"

namespace molloquy::reflect {

/// The structure describer and the phrase lexicon as a teacher: no language model, no chance.
///
/// Mol2Cap: the phrases of the describer's own text. Reflecting, what was refuted goes, what the
/// captions of similar molecules name and this molecule has is added, and what they name comes
/// first.
/// Cap2Mol: the phrases of the caption that the lexicon knows, with their patterns. Reflecting,
/// phrases go that were never true of the similar molecules whose captions have them, and what all
/// similar molecules have is added; this row's own molecule is not looked at.
class DescriberTeacher : public Teacher {
 public:
  explicit DescriberTeacher(std::shared_ptr<const align::Lexicon> lexicon)
      : m_lexicon(std::move(lexicon)) {}

  [[nodiscard]] std::string name() const override { return "describer"; }
  [[nodiscard]] TeacherThreads threads() const override { return TeacherThreads::Any; }
  Result<align::AlignedText> extract(const RowContext& row, Direction direction,
                                     std::stop_token stop) override;
  Result<align::AlignedText> reflect(const RowContext& row, Direction direction,
                                     const align::AlignedText& zero,
                                     std::span<const RetrievedRow> retrieved,
                                     std::stop_token stop) override;

 private:
  [[nodiscard]] align::AlignedText reflectOnMolecule(const RowContext& row,
                                                     const align::AlignedText& zero,
                                                     std::span<const RetrievedRow> retrieved) const;
  [[nodiscard]] align::AlignedText reflectOnCaption(const align::AlignedText& zero,
                                                    std::span<const RetrievedRow> retrieved) const;

  std::shared_ptr<const align::Lexicon> m_lexicon;
};

}  // namespace molloquy::reflect
