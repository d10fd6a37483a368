#pragma once

#include <memory>
#include <utility>

#include "model/session/fake_chat_session.h"

namespace molloquy::app {

/// A scripted session that says of itself what the test wants: its name, its folder, whether it
/// sees structures.
class ModelSessionDouble : public session::ChatSession {
 public:
  ModelSessionDouble(session::ModelInfo info, session::FakeScript script,
                     session::FakeChatSession::BeforeToken beforeToken = {})
      : m_info(std::move(info)), m_fake(std::move(script), std::move(beforeToken)) {}

  [[nodiscard]] const session::ModelInfo& info() const override { return m_info; }
  Result<session::GenerationEnd> generate(const session::GenerateRequest& request,
                                          const std::function<void(std::string_view)>& onText,
                                          std::stop_token stop) override {
    return m_fake.generate(request, onText, std::move(stop));
  }

 private:
  session::ModelInfo m_info;
  session::FakeChatSession m_fake;
};

/// What a model of that folder says of itself.
inline session::ModelInfo infoOf(const std::filesystem::path& folder,
                                 const session::OpenOptions& options = {}) {
  session::ModelInfo info;
  info.name = folder.filename().string();
  info.folder = folder;
  info.family = "3D-MoLM";
  info.device = "CPU";
  info.deviceNote = "libtorch was built without CUDA.";
  info.numberType = options.precision == session::Precision::Automatic
                        ? "bf16"
                        : std::string(session::precisionName(options.precision));
  info.precision = options.precision;
  info.contextLength = 512;
  return info;
}

}  // namespace molloquy::app
