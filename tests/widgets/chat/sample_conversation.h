#pragma once

#include <QString>
#include <vector>

#include "widgets/chat/chat_model.h"

/// The conversation about aspirin that the pictures of the design show.
namespace molloquy::widgets::testing {

inline std::vector<AtomIndex> atoms(std::initializer_list<std::uint32_t> values) {
  std::vector<AtomIndex> all;
  for (const auto value : values) all.emplace_back(value);
  return all;
}

inline PhraseLink linkTo(const QString& text, const QString& phrase, LinkStyle style,
                         std::vector<AtomIndex> which, int record) {
  const int begin = static_cast<int>(text.indexOf(phrase));
  return {begin,  begin + static_cast<int>(phrase.size()),
          style,  std::move(which),
          record, QStringLiteral("%1: found by pattern search").arg(phrase)};
}

inline RailEntry claimOf(const QString& text, const QString& claim, Verdict verdict,
                         const QString& value) {
  const int begin = static_cast<int>(text.indexOf(claim));
  return {begin, begin + static_cast<int>(claim.size()), verdict, value,
          QStringLiteral("the answer says %1, computed %2").arg(claim, value)};
}

inline QString aspirinAnswer() {
  return QStringLiteral(
      "The molecule is a member of benzoic acids that is salicylic acid in which the phenolic "
      "hydrogen is replaced by an acetyl group. It contains a carboxylic acid and one aromatic "
      "ring. "
      "Its formula is C9H8O4, with an average mass of 180.16 and three rotatable bonds. It has a "
      "role "
      "as a cyclooxygenase inhibitor.");
}

inline std::vector<PhraseLink> aspirinLinks() {
  const QString text = aspirinAnswer();
  return {
      linkTo(text, QStringLiteral("benzoic acids"), LinkStyle::Verified,
             atoms({3, 4, 5, 6, 7, 8, 9, 10, 11}), 0),
      linkTo(text, QStringLiteral("acetyl group"), LinkStyle::Verified, atoms({0, 1, 2}), 1),
      linkTo(text, QStringLiteral("carboxylic acid"), LinkStyle::Verified, atoms({10, 11, 12}), 2),
      linkTo(text, QStringLiteral("cyclooxygenase inhibitor"), LinkStyle::Dashed, {}, 3)};
}

inline std::vector<RailEntry> aspirinRail() {
  const QString text = aspirinAnswer();
  return {
      claimOf(text, QStringLiteral("one aromatic ring"), Verdict::Agrees, QStringLiteral("1 ring")),
      claimOf(text, QStringLiteral("C9H8O4"), Verdict::Agrees, QStringLiteral("C9H8O4")),
      claimOf(text, QStringLiteral("180.16"), Verdict::Agrees, QStringLiteral("180.159")),
      claimOf(text, QStringLiteral("three rotatable bonds"), Verdict::Differs,
              QStringLiteral("2, strict")),
      claimOf(text, QStringLiteral("cyclooxygenase inhibitor"), Verdict::NotChecked,
              QStringLiteral("not checked"))};
}

inline Chip aspirinChip() {
  return {QStringLiteral("aspirin"), QStringLiteral("conformer 1"),
          QStringLiteral("C9H8O4, 21 atoms")};
}

/// Adds the finished exchange; returns the answer's id.
inline quint64 addAspirinExchange(ChatModel& model) {
  model.addUserTurn(QStringLiteral("Describe this molecule."), {aspirinChip()});
  const quint64 answer = model.beginAnswer(QStringLiteral("molloquy-starter"),
                                           QStringLiteral("saw 13 heavy atoms, conformer 1"));
  model.appendText(answer, aspirinAnswer());
  model.setLinks(answer, aspirinLinks());
  model.setRail(answer, aspirinRail());
  model.finish(answer, TurnState::Finished,
               QStringLiteral("41 tok/s, first token 0.21 s, 71 tokens, seed 7, CPU, bf16"));
  return answer;
}

/// Adds a question and the beginning of its answer; returns the answer's id.
inline quint64 addStreamingExchange(ChatModel& model) {
  model.addUserTurn(QStringLiteral("How far is the ester twisted out of the ring plane?"),
                    {{QStringLiteral("4 atoms"), QStringLiteral("C\u2013C\u2013O\u2013C"), {}}});
  const quint64 answer = model.beginAnswer(QStringLiteral("molloquy-starter"), {});
  model.appendText(
      answer,
      QStringLiteral("In this conformer the C\u2013C\u2013O\u2013C torsion is \u221283.1\u00b0. "
                     "The ester plane stands almost upright on the ring, so its carbonyl cannot"));
  return answer;
}

}  // namespace molloquy::widgets::testing
