#include "model/session/model_plugin.h"

/// A library that is well formed but of another version; the loader must not call further into it.
extern "C" __attribute__((visibility("default"))) const molloquy::session::ModelPlugin*
molloquyModelPlugin() {
  static constexpr molloquy::session::ModelPlugin kPlugin{"0.0.0/0", nullptr, nullptr};
  return &kPlugin;
}
