#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/session/chat_session.h"

namespace molloquy::session {

/// What a FakeChatSession does with every request.
struct FakeScript {
  std::vector<std::string> tokens;  ///< texts of the tokens, in order; each whole characters.
  bool endless = false;             ///< begins again after the last token, until it is stopped.
  std::optional<Error> failure;     ///< ends the request so, after `failAfter` tokens.
  std::size_t failAfter = 0;
};

/// Splits words so that their concatenation is the text: "an acid" -> "an", " acid".
FakeScript scriptFromText(std::string_view text);

/// A session that plays a script: for tests and for work on the interface, without any model. It
/// refuses what a real session refuses; a word of the prompt counts as a token.
class FakeChatSession : public ChatSession {
 public:
  /// Called on the generating thread before each token, with its index: the place to wait, to stop,
  /// or to let a test look around.
  using BeforeToken = std::function<void(std::size_t index)>;

  explicit FakeChatSession(FakeScript script, BeforeToken beforeToken = {});

  [[nodiscard]] const ModelInfo& info() const override { return m_info; }
  Result<GenerationEnd> generate(const GenerateRequest& request,
                                 const std::function<void(std::string_view)>& onText,
                                 std::stop_token stop) override;

  /// What the session has been asked so far, oldest first.
  [[nodiscard]] const std::vector<GenerateRequest>& requests() const { return m_requests; }

 private:
  FakeScript m_script;
  BeforeToken m_beforeToken;
  ModelInfo m_info;
  std::vector<GenerateRequest> m_requests;
};

}  // namespace molloquy::session
