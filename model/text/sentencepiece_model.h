#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/text/vocabulary.h"

namespace molloquy::text {

enum class PieceKind { Normal, Unknown, Control, Byte };

/// A SentencePiece vocabulary, reached through libmolloquy_sentencepiece.so, which is opened in a
/// symbol scope of its own on first use and stays loaded.
/// Thread: const after creation; shared between threads.
class SentencePieceModel : public Vocabulary {
 public:
  /// Reads the bytes of a tokenizer.model file. Errors: NotFound (plugin missing), Unsupported
  /// (plugin of another version), Corrupt (the bytes are no SentencePiece model).
  static Result<std::shared_ptr<const SentencePieceModel>> open(std::string_view serializedModel);
  ~SentencePieceModel() override;
  SentencePieceModel(const SentencePieceModel&) = delete;
  SentencePieceModel& operator=(const SentencePieceModel&) = delete;

  [[nodiscard]] std::int32_t pieceCount() const override;
  /// Name of a piece with U+2581 for a blank; `id` in [0, pieceCount).
  [[nodiscard]] std::string_view piece(std::int32_t id) const override;
  [[nodiscard]] PieceKind kind(std::int32_t id) const;
  /// The byte that a byte piece stands for, nullopt for other pieces.
  [[nodiscard]] std::optional<std::string> bytesOf(std::int32_t id) const override;

  /// Ids of a text, with the dummy blank that the model asks for.
  [[nodiscard]] std::vector<std::int32_t> encode(std::string_view utf8) const override;
  /// Text of a list of pieces; a blank in front of the first is dropped as the library does it.
  [[nodiscard]] std::string decode(std::span<const std::string_view> pieces) const;

 private:
  struct Plugin;
  SentencePieceModel(const Plugin& plugin, void* model);
  static Result<Plugin> openPlugin();

  std::unique_ptr<const Plugin> m_plugin;
  void* m_model;
};

}  // namespace molloquy::text
