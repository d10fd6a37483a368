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

/// Adds one row per clause: column "clause" is the name.
void addClauses();
/// Runs a clause; failures are reported through QtTest.
void runClause(const QString& name, const Subject& subject);

/// A water molecule to ask about.
molloquy::session::GenerateRequest requestAboutWater();

}  // namespace contract
