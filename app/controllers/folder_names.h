#pragma once

#include <filesystem>
#include <vector>

namespace molloquy::app {

/// Two names of one folder are the same folder.
bool samePlace(const std::filesystem::path& a, const std::filesystem::path& b);

bool contains(const std::vector<std::filesystem::path>& folders,
              const std::filesystem::path& folder);

void removeFrom(std::vector<std::filesystem::path>& folders, const std::filesystem::path& folder);

}  // namespace molloquy::app
