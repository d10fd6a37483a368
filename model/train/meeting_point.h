#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "model/base/result.h"

/// Where the processes of a training meet: names, addresses and ports. No libtorch.
namespace molloquy::train {

/// Waits until a program listens at the address and returns the address as numbers ("10.0.0.4",
/// "::1"). Errors: InvalidInput (a name that nobody knows, nothing listens in time, stopped),
/// naming address and port.
Result<std::string> waitForListener(const std::string& address, int port,
                                    std::chrono::milliseconds patience,
                                    const std::stop_token& stop = {});

/// Errors: InvalidInput when the port of this machine is taken or may not be used.
Result<void> checkPortIsFree(int port);

/// This machine's own address on the way to another one; both as numbers. Errors: InvalidInput
/// (no way there).
Result<std::string> ownAddressTowards(const std::string& numbers);

/// Whether the address, as numbers, never leaves the machine: 127.x.x.x and ::1.
bool isLoopback(const std::string& numbers);

}  // namespace molloquy::train
