#pragma once

#include <memory>

#include "app/pubchem/pubchem_client.h"
#include "app/pubchem/transport.h"
#include "app/workers/desk.h"

namespace molloquy::app {

/// The only way out of the program. Made on its thread, where its sockets live.
struct NetworkBench {
  std::unique_ptr<pubchem::Transport> transport;
  std::unique_ptr<pubchem::PubChemClient> client;
};
using NetworkDesk = Desk<NetworkBench>;

}  // namespace molloquy::app
