#pragma once

#include <QString>
#include <filesystem>

#include "app/workers/model_file_messages.h"
#include "model/session/model_info.h"
#include "widgets/models/model_types.h"

/// Words of the model manager made from values; pure.
namespace molloquy::app {

QString shownPath(const std::filesystem::path& path);

widgets::ModelRow rowOf(const session::ModelEntry& entry, widgets::ModelRowState state);

/// "weights 3.4 GiB, cache 512 MiB, 3D part 380 MiB, work 180 MiB"
widgets::ModelMemory memoryOf(const ModelDescribed& described);

/// Facts for people: what the folder holds and, of the loaded model, how it runs.
/// loaded  nullptr unless it is this model.
std::vector<std::pair<QString, QString>> detailFacts(const ModelDescribed& described,
                                                     const session::ModelInfo* loaded);

/// "Loaded: int8 on the CPU, 512 tokens of context".
QString loadedWords(const session::ModelInfo& info);

session::OpenOptions optionsFrom(const widgets::ModelChoices& choices);
widgets::ModelChoices choicesFrom(const session::OpenOptions& options);

}  // namespace molloquy::app
