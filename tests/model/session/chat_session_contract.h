#pragma once

#include <QString>
#include <functional>
#include <memory>

#include "model/session/chat_session.h"

/// What every ChatSession promises, checked against one implementation after the other.
namespace contract {

struct Subject {
  std::function<std::unique_ptr<molloquy::session::ChatSession>()> open;
  /// A request that gives eight tokens or more, and text.
  molloquy::session::GenerateRequest request;
};

/// What the subject reads; words alone need no structure, and may contain anything.
enum class Reads { Structures, Words };

/// Adds one row per clause that holds for the kind: column "clause" is the name.
void addClauses(Reads reads = Reads::Structures);
/// Runs a clause; failures are reported through QtTest.
void runClause(const QString& name, const Subject& subject);

/// A water molecule to ask about.
molloquy::session::GenerateRequest requestAboutWater();

}  // namespace contract
