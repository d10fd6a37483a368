#pragma once

#include <string>

#include "model/base/result.h"

namespace molloquy::library {

/// What may be told of a server's address.
struct ServerAddress {
  std::string shown;     ///< without its password.
  std::string database;  ///< its name; empty where the address names none.
};

/// Errors: InvalidInput (no address of a server); never tells a part of a wrong one, which may be a
/// password.
Result<ServerAddress> readAddress(const std::string& location);

/// `text` with every occurrence of the password replaced.
std::string withoutPassword(std::string text, const std::string& password);

}  // namespace molloquy::library
