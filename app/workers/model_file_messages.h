#pragma once

#include <QMetaType>
#include <QString>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "app/models/assemble_checks.h"
#include "app/models/model_report.h"
#include "model/base/error.h"
#include "model/base/strong_index.h"
#include "model/checkpoints/assemble.h"
#include "model/native/quantize_folder.h"
#include "model/session/memory_estimate.h"
#include "model/session/model_catalog.h"
#include "model/session/open_options.h"

/// Values that cross threads about files of models; rules as in messages.h.
namespace molloquy::app {

// ---- to the thread that reads headers ----------------------------------------------------------

struct ListModelsRequest {
  RequestId id;
  std::vector<std::filesystem::path> folders;
};
struct ModelsListed {
  RequestId id;
  std::vector<session::ModelEntry> entries;
};

/// What a folder holds and what it needs when it is opened so.
struct DescribeModelRequest {
  RequestId id;
  std::filesystem::path folder;
  session::OpenOptions options;
};
struct ModelDescribed {
  RequestId id;
  std::filesystem::path folder;
  std::optional<ModelReport> report;
  std::optional<session::MemoryEstimate> memory;
  std::optional<Error> problem;        ///< why it cannot be opened.
  std::optional<Error> memoryProblem;  ///< why the options do not suit it.
  quint64 machineBytes = 0;
  QString card;  ///< Markdown, or empty.
};

struct CheckPathRequest {
  RequestId id;
  AssembleField field = AssembleField::Output;
  std::filesystem::path path;
};
struct PathChecked {
  RequestId id;
  AssembleField field = AssembleField::Output;
  std::filesystem::path path;
  bool good = false;
  QString sentence;
};

// ---- to the thread with long work --------------------------------------------------------------

struct AssembleModelRequest {
  RequestId id;
  checkpoints::AssembleInput input;
  std::stop_token stop;
};
struct QuantizeModelRequest {
  RequestId id;
  std::filesystem::path from;
  std::filesystem::path to;
  native::Storage storage = native::Storage::Int8;
  std::stop_token stop;
};
struct ChecksumRequest {
  RequestId id;
  std::filesystem::path folder;
  std::stop_token stop;
};
/// At most one per 40 ms.
struct JobProgressed {
  RequestId id;
  QString doing;  ///< what is done just now, or empty.
  quint64 done = 0;
  quint64 total = 0;
};
struct JobFinished {
  RequestId id;
  std::filesystem::path folder;  ///< the new model, or the one that was looked at.
  QString sentence;              ///< what was done.
};
/// Also when the stop token fired.
struct JobFailed {
  RequestId id;
  Error error{ErrorCode::Internal, ""};
};

}  // namespace molloquy::app

Q_DECLARE_METATYPE(molloquy::app::ListModelsRequest)
Q_DECLARE_METATYPE(molloquy::app::ModelsListed)
Q_DECLARE_METATYPE(molloquy::app::DescribeModelRequest)
Q_DECLARE_METATYPE(molloquy::app::ModelDescribed)
Q_DECLARE_METATYPE(molloquy::app::CheckPathRequest)
Q_DECLARE_METATYPE(molloquy::app::PathChecked)
Q_DECLARE_METATYPE(molloquy::app::AssembleModelRequest)
Q_DECLARE_METATYPE(molloquy::app::QuantizeModelRequest)
Q_DECLARE_METATYPE(molloquy::app::ChecksumRequest)
Q_DECLARE_METATYPE(molloquy::app::JobProgressed)
Q_DECLARE_METATYPE(molloquy::app::JobFinished)
Q_DECLARE_METATYPE(molloquy::app::JobFailed)
