#include "model/session/model_plugin.h"

#include "model/session/torch_chat_session.h"
#include "model/session/torch_retrieval_session.h"
#include "model/train/training_run.h"

extern "C" __attribute__((visibility("default"))) const molloquy::session::ModelPlugin*
molloquyModelPlugin() {
  static constexpr molloquy::session::ModelPlugin kPlugin{
      molloquy::session::kModelPluginVersion,
      molloquy::session::openTorchChatSession,
      molloquy::bench::run,
      molloquy::session::openTorchRetrievalSession,
      molloquy::train::runTraining,
      molloquy::train::dryRun};
  return &kPlugin;
}
