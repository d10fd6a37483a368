#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "model/reflect/export_samples.h"

namespace molloquy::cli {

/// One line about a stage's alignments: rows, verified share, what was left out.
std::string stageText(const std::string& stage, const reflect::StageReport& report);
nlohmann::ordered_json stageJson(const reflect::StageReport& report);

/// The choice and the table of mean perplexities.
std::string selectionText(const reflect::SelectionReport& report);
nlohmann::ordered_json selectionJson(const reflect::SelectionReport& report);

std::string exportText(const reflect::ExportReport& report);
nlohmann::ordered_json exportJson(const reflect::ExportReport& report);

}  // namespace molloquy::cli
