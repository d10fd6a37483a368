#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/library/library_types.h"
#include "model/library/postgres/server_connection.h"

namespace molloquy::library {

/// Reading what is kept of molecules. Errors of all: those of the connection.

/// What lists show, in the order asked for; what is not there is left out.
Result<std::vector<LibraryRow>> rowsOf(ServerConnection& connection,
                                       std::span<const MoleculeId> ids);
Result<std::vector<MoleculeText>> textsOf(ServerConnection& connection,
                                          std::span<const TextId> ids);
/// Everything. Errors: NotFound, Corrupt (its structure cannot be read).
Result<LibraryMolecule> moleculeOf(ServerConnection& connection, MoleculeId id);
/// Structures in their binary form, by id.
Result<std::unordered_map<std::int64_t, std::string>> graphsOf(ServerConnection& connection,
                                                               std::span<const std::int64_t> ids);
/// The conformers in the order of arrival, at most `limit`.
Result<std::vector<MoleculeConformer>> conformersOf(ServerConnection& connection, MoleculeId id,
                                                    std::int64_t limit);

template <class Id>
std::vector<std::int64_t> numbersOf(std::span<const Id> ids) {
  std::vector<std::int64_t> numbers;
  numbers.reserve(ids.size());
  for (const Id id : ids) numbers.push_back(id.value);
  return numbers;
}

}  // namespace molloquy::library
