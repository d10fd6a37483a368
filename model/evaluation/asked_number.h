#pragma once

#include <optional>
#include <string_view>

namespace molloquy::evaluation {

/// Whether the task is one of the eight numbers of 3D-MoIT, whose bounds are published.
/// Source: 3d-molm.md 5.2, 5.3.
bool isPublishedNumber(std::string_view task);

/// The number that a text states about a task: energies in eV, dipoles in debye, others as they
/// stand.
std::optional<double> statedFor(std::string_view task, std::string_view text);

}  // namespace molloquy::evaluation
