#include "model/text/sentencepiece_plugin/sentencepiece_plugin.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sentencepiece_processor.h>

namespace {

using Processor = sentencepiece::SentencePieceProcessor;

const Processor& processor(const void* model) { return *static_cast<const Processor*>(model); }
std::string_view view(MolloquyText text) { return {text.data, text.size}; }
MolloquyText text(std::string_view view) { return {view.data(), view.size()}; }

void* openModel(MolloquyText serializedModel, MolloquyTextSink failure) {
  auto model = std::make_unique<Processor>();
  const auto status = model->LoadFromSerializedProto(view(serializedModel));
  if (!status.ok()) {
    failure.take(failure.target, text(status.error_message()));
    return nullptr;
  }
  return model.release();
}

void closeModel(void* model) { delete static_cast<Processor*>(model); }

std::int32_t pieceCount(const void* model) { return processor(model).GetPieceSize(); }

MolloquyText pieceOf(const void* model, std::int32_t id, MolloquyPieceKind* kind) {
  const Processor& pieces = processor(model);
  if (pieces.IsUnknown(id)) {
    *kind = kMolloquyPieceUnknown;
  } else if (pieces.IsControl(id)) {
    *kind = kMolloquyPieceControl;
  } else if (pieces.IsByte(id)) {
    *kind = kMolloquyPieceByte;
  } else {
    *kind = kMolloquyPieceNormal;
  }
  return text(pieces.IdToPiece(id));
}

bool encodeText(const void* model, MolloquyText input, MolloquyIdSink sink) {
  std::vector<int> ids;
  if (!processor(model).Encode(view(input), &ids).ok()) return false;
  sink.take(sink.target, ids.data(), ids.size());
  return true;
}

bool decodePieces(const void* model, const MolloquyText* pieces, std::size_t count,
                  MolloquyTextSink sink) {
  std::vector<std::string_view> views;
  views.reserve(count);
  for (std::size_t i = 0; i < count; ++i) views.push_back(view(pieces[i]));
  std::string decoded;
  if (!processor(model).Decode(views, &decoded).ok()) return false;
  sink.take(sink.target, text(decoded));
  return true;
}

constexpr MolloquySentencePieceApi kApi{.version = kMolloquySentencePieceVersion,
                                        .open = openModel,
                                        .close = closeModel,
                                        .pieceCount = pieceCount,
                                        .piece = pieceOf,
                                        .encode = encodeText,
                                        .decode = decodePieces};

}  // namespace

extern "C" __attribute__((visibility("default"))) const MolloquySentencePieceApi*
molloquySentencePieceApi() {
  return &kApi;
}
