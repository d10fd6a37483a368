#include "widgets/neighbours/movement_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

namespace molloquy::widgets {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(NeighbourMovement)
};

}  // namespace

bool hasMovement(const std::vector<NeighbourCard>& cards) {
  return std::any_of(cards.begin(), cards.end(),
                     [](const NeighbourCard& card) { return card.rankBefore >= 0; });
}

Movement movementOf(const std::vector<NeighbourCard>& cards, int row) {
  if (row < 0 || row >= static_cast<int>(cards.size()) || !hasMovement(cards)) return {};
  const int before = cards[static_cast<std::size_t>(row)].rankBefore;
  if (before < 0) return {Movement::Kind::New, 0};
  if (before > row) return {Movement::Kind::Up, before - row};
  if (before < row) return {Movement::Kind::Down, row - before};
  return {};
}

QString movementWords(const std::vector<NeighbourCard>& cards) {
  if (!hasMovement(cards)) return {};
  int fresh = 0;
  int riser = -1;
  int faller = -1;
  int rise = 0;
  int fall = 0;
  for (int row = 0; row < static_cast<int>(cards.size()); ++row) {
    const Movement moved = movementOf(cards, row);
    if (moved.kind == Movement::Kind::New) ++fresh;
    if (moved.kind == Movement::Kind::Up && moved.places > rise) {
      rise = moved.places;
      riser = row;
    }
    if (moved.kind == Movement::Kind::Down && moved.places > fall) {
      fall = moved.places;
      faller = row;
    }
  }
  QStringList parts;
  if (fresh > 0) parts += Words::tr("%1 new").arg(fresh);
  if (riser >= 0)
    parts += Words::tr("%1 up %2").arg(cards[static_cast<std::size_t>(riser)].name).arg(rise);
  if (faller >= 0)
    parts += Words::tr("%1 down %2").arg(cards[static_cast<std::size_t>(faller)].name).arg(fall);
  return parts.isEmpty() ? Words::tr("order unchanged") : parts.join(QStringLiteral(", "));
}

}  // namespace molloquy::widgets
