#pragma once

#include "model/session/chat_session.h"
#include "widgets/chat/chat_types.h"

namespace molloquy::app {

/// A neighbour that goes into a question as an example.
struct ContextNeighbour {
  widgets::Chip chip;
  session::ContextExample example;
};

}  // namespace molloquy::app
