#pragma once

#include <cstddef>
#include <cstdint>

/// The C interface between Molloquy and libmolloquy_sentencepiece.so.
///
/// The plugin exists because Debian's libsentencepiece and libtorch each bring their own protobuf
/// and crash when both are in one symbol scope; opened with RTLD_LOCAL, each keeps its own.
extern "C" {

/// What a piece of the vocabulary is.
enum MolloquyPieceKind : std::int32_t {
  kMolloquyPieceNormal = 0,
  kMolloquyPieceUnknown = 1,
  kMolloquyPieceControl = 2,
  kMolloquyPieceByte = 3
};

/// UTF-8 text that is not terminated by a zero.
struct MolloquyText {
  const char* data;
  std::size_t size;
};

/// Receives results; called exactly once when the call that it was given to succeeds.
struct MolloquyIdSink {
  void* target;
  void (*take)(void* target, const std::int32_t* ids, std::size_t count);
};
struct MolloquyTextSink {
  void* target;
  void (*take)(void* target, MolloquyText text);
};

/// Functions of the plugin. `model` is what `open` returned; all but open and close leave it as it
/// is and may run on several threads.
struct MolloquySentencePieceApi {
  std::uint32_t version;
  /// Reads a serialised SentencePiece model; nullptr after giving the reason to `failure`.
  void* (*open)(MolloquyText serializedModel, MolloquyTextSink failure);
  void (*close)(void* model);
  std::int32_t (*pieceCount)(const void* model);
  /// Name and kind of a piece; `id` has to be in [0, pieceCount). The text lives as long as the
  /// model.
  MolloquyText (*piece)(const void* model, std::int32_t id, MolloquyPieceKind* kind);
  /// False when the library refused the text.
  bool (*encode)(const void* model, MolloquyText text, MolloquyIdSink ids);
  /// Joins pieces to text; byte pieces that are not valid UTF-8 become U+FFFD.
  bool (*decode)(const void* model, const MolloquyText* pieces, std::size_t count,
                 MolloquyTextSink text);
};

/// The only exported symbol.
const MolloquySentencePieceApi* molloquySentencePieceApi();

}  // extern "C"

/// Raised whenever MolloquySentencePieceApi changes.
inline constexpr std::uint32_t kMolloquySentencePieceVersion = 1;
