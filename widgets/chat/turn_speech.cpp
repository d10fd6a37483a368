#include "widgets/chat/turn_speech.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

namespace molloquy::widgets {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("TurnSpeech", text); }

}  // namespace

QString spokenTurn(const Turn& turn) {
  const QString words = turn.who + QStringLiteral(": ") + turn.text;
  switch (turn.state) {
    case TurnState::Writing:
      return words + QStringLiteral(" (") + tr("writing") + u')';
    case TurnState::Stopped:
      return words + QStringLiteral(" (") + tr("stopped") + u')';
    case TurnState::Failed:
      return words + QStringLiteral(" (") + tr("failed") + QStringLiteral(": ") + turn.error + u')';
    case TurnState::Finished:
      break;
  }
  return words;
}

QString spokenVerdict(Verdict verdict) {
  switch (verdict) {
    case Verdict::Agrees:
      return tr("agrees");
    case Verdict::Differs:
      return tr("differs");
    case Verdict::NotChecked:
      break;
  }
  return tr("not checked");
}

QString spokenDetails(const Turn& turn) {
  QStringList parts;
  for (const Chip& chip : turn.chips)
    parts.append(tr("about %1 %2").arg(chip.label, chip.detail).trimmed());
  if (!turn.fromUser && !turn.seen.isEmpty()) parts.append(turn.seen);
  QStringList used;
  for (const Chip& chip : turn.used) used.append(chip.label);
  if (!used.isEmpty()) parts.append(tr("used %1").arg(used.join(QStringLiteral(", "))));
  for (const RailEntry& entry : turn.rail) {
    const QString claim = turn.text.mid(entry.begin, entry.end - entry.begin);
    parts.append(QStringLiteral("%1: %2, %3").arg(claim, spokenVerdict(entry.verdict), entry.text));
  }
  const auto linked =
      std::count_if(turn.links.begin(), turn.links.end(),
                    [](const PhraseLink& link) { return link.style == LinkStyle::Verified; });
  if (linked > 0) parts.append(tr("phrases that name atoms: %1").arg(linked));
  return parts.join(QStringLiteral("; "));
}

}  // namespace molloquy::widgets
