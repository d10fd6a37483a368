#pragma once

#include <QString>

#include "widgets/chat/chat_types.h"

namespace molloquy::widgets {

/// A turn as a screen reader says it: who, the words, and how it ended when it did not finish.
QString spokenTurn(const Turn& turn);

/// What stands beside a turn: verdicts of its claims, what is attached, phrases that name atoms.
QString spokenDetails(const Turn& turn);

/// "agrees", "differs" or "not checked".
QString spokenVerdict(Verdict verdict);

}  // namespace molloquy::widgets
