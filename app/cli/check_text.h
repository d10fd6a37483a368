#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "model/corpus/checks.h"

namespace molloquy::cli {

/// The report as tables; of every flaw the first `listed` lines.
std::string checkText(const corpus::CheckReport& report, std::size_t listed);
/// Everything, with every finding.
nlohmann::ordered_json checkJson(const corpus::CheckReport& report);

std::string fixText(const corpus::FixReport& fix, const std::string& output);
nlohmann::ordered_json fixJson(const corpus::FixReport& fix, const std::string& output);

}  // namespace molloquy::cli
