#pragma once

#include "model/bench/benchmark.h"
#include "model/recipes/training_job.h"
#include "model/session/chat_session.h"
#include "model/session/retrieval_session.h"

namespace molloquy::session {

/// Lets OpenMP's threads sleep instead of spin while they wait for work, unless OMP_WAIT_POLICY
/// says otherwise: spinning halves the speed of answers as soon as another program wants a core.
/// Call it first in main(), before there is a second thread.
void letMathThreadsSleep();

/// Opens the model library (dlopen, RTLD_LOCAL, first call only) and a model folder with it.
/// Call it on the thread that will own the session: it takes 0.2-1.3 s.
/// Errors: NotFound (library or folder or a file in it), Corrupt (names the tensor or field),
/// Unsupported, OutOfMemory (with what is needed and what is free, before anything is read).
Result<std::unique_ptr<ChatSession>> openChatSession(const std::filesystem::path& modelFolder,
                                                     const OpenOptions& options = {},
                                                     const LoadProgress& progress = {},
                                                     std::stop_token stop = {});

/// Opens the model library and the stage-1 network of a model folder with it.
/// Errors: NotFound (library, stage1.json, stage1.safetensors, vocab.txt or the encoder's weights),
/// Corrupt (names the tensor or field), Unsupported (a vocabulary that does not fit), OutOfMemory.
Result<std::unique_ptr<RetrievalSession>> openRetrievalSession(
    const std::filesystem::path& modelFolder, const OpenOptions& options = {},
    const LoadProgress& progress = {}, std::stop_token stop = {});

/// Opens the model library and measures. Errors: NotFound (library), those of bench::run.
Result<void> runBenchmark(const bench::Options& options, const bench::OnRow& onRow,
                          std::stop_token stop);

/// Opens the model library and trains. Errors: NotFound (library), those of the job: input that
/// cannot be read or does not fit (naming it), OutOfMemory, Internal (another process is gone).
Result<recipes::TrainingEnd> runTraining(const recipes::TrainingJob& job,
                                         const recipes::TrainingObserver& observer,
                                         std::stop_token stop);
/// The same without training: sizes, memory, time and the first batch. Nothing is written.
Result<recipes::DryRun> dryRunTraining(const recipes::TrainingJob& job);

}  // namespace molloquy::session
