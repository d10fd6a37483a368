#include "model/text/sentencepiece_model.h"

#include <dlfcn.h>

#include <cassert>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "model/base/program_paths.h"
#include "model/text/sentencepiece_plugin/sentencepiece_plugin.h"

namespace molloquy::text {

struct SentencePieceModel::Plugin {
  const MolloquySentencePieceApi* api;
};

namespace {

MolloquyText toPlugin(std::string_view text) { return {text.data(), text.size()}; }
std::string_view fromPlugin(MolloquyText text) { return {text.data, text.size}; }

MolloquyTextSink sinkInto(std::string& target) {
  return {&target, [](void* into, MolloquyText text) {
            static_cast<std::string*>(into)->assign(text.data, text.size);
          }};
}

MolloquyIdSink sinkInto(std::vector<std::int32_t>& target) {
  return {&target, [](void* into, const std::int32_t* ids, std::size_t count) {
            static_cast<std::vector<std::int32_t>*>(into)->assign(ids, ids + count);
          }};
}

/// Deep binding keeps sentencepiece on its own protobuf even in a program that links libtorch;
/// sanitizers refuse it, and there libtorch has to be opened privately as well.
#ifdef MOLLOQUY_SANITIZED
constexpr int kOpenMode = RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE;
#else
constexpr int kOpenMode = RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE | RTLD_DEEPBIND;
#endif

}  // namespace

Result<SentencePieceModel::Plugin> SentencePieceModel::openPlugin() {
  const std::filesystem::path path = pluginFolder() / "libmolloquy_sentencepiece.so";
  void* library = ::dlopen(path.c_str(), kOpenMode);
  if (library == nullptr) {
    return fail(ErrorCode::NotFound,
                fmt::format("The tokenizer library {} cannot be opened: {}. Install Molloquy and "
                            "the package libsentencepiece0 again.",
                            path.string(), ::dlerror()));
  }
  const auto factory = reinterpret_cast<const MolloquySentencePieceApi* (*)()>(
      ::dlsym(library, "molloquySentencePieceApi"));
  if (factory == nullptr || factory()->version != kMolloquySentencePieceVersion) {
    return fail(ErrorCode::Unsupported,
                fmt::format("The tokenizer library {} belongs to another version of Molloquy; "
                            "install both from the same version.",
                            path.string()));
  }
  return Plugin{factory()};
}

Result<std::shared_ptr<const SentencePieceModel>> SentencePieceModel::open(
    std::string_view serializedModel) {
  const auto plugin = openPlugin();
  if (!plugin) return tl::unexpected(plugin.error());
  std::string reason;
  void* model = plugin->api->open(toPlugin(serializedModel), sinkInto(reason));
  if (model == nullptr) {
    return fail(ErrorCode::Corrupt, fmt::format("This is not a SentencePiece model ({}).", reason));
  }
  return std::shared_ptr<const SentencePieceModel>(new SentencePieceModel(*plugin, model));
}

SentencePieceModel::SentencePieceModel(const Plugin& plugin, void* model)
    : m_plugin(std::make_unique<const Plugin>(plugin)), m_model(model) {}

SentencePieceModel::~SentencePieceModel() { m_plugin->api->close(m_model); }

std::int32_t SentencePieceModel::pieceCount() const { return m_plugin->api->pieceCount(m_model); }

std::string_view SentencePieceModel::piece(std::int32_t id) const {
  assert(id >= 0 && id < pieceCount());
  MolloquyPieceKind kind{};
  return fromPlugin(m_plugin->api->piece(m_model, id, &kind));
}

PieceKind SentencePieceModel::kind(std::int32_t id) const {
  assert(id >= 0 && id < pieceCount());
  MolloquyPieceKind kind{};
  m_plugin->api->piece(m_model, id, &kind);
  switch (kind) {
    case kMolloquyPieceUnknown:
      return PieceKind::Unknown;
    case kMolloquyPieceControl:
      return PieceKind::Control;
    case kMolloquyPieceByte:
      return PieceKind::Byte;
    case kMolloquyPieceNormal:
      break;
  }
  return PieceKind::Normal;
}

std::optional<std::string> SentencePieceModel::bytesOf(std::int32_t id) const {
  if (kind(id) != PieceKind::Byte) return std::nullopt;
  const std::string_view name = piece(id);  // "<0x0A>"
  unsigned value = 0;
  std::from_chars(name.data() + 3, name.data() + 5, value, 16);
  return std::string(1, static_cast<char>(value));
}

std::vector<std::int32_t> SentencePieceModel::encode(std::string_view utf8) const {
  std::vector<std::int32_t> ids;
  [[maybe_unused]] const bool done = m_plugin->api->encode(m_model, toPlugin(utf8), sinkInto(ids));
  assert(done && "an opened model encodes every text");
  return ids;
}

std::string SentencePieceModel::decode(std::span<const std::string_view> pieces) const {
  std::vector<MolloquyText> views;
  views.reserve(pieces.size());
  for (const std::string_view piece : pieces) views.push_back(toPlugin(piece));
  std::string text;
  [[maybe_unused]] const bool done =
      m_plugin->api->decode(m_model, views.data(), views.size(), sinkInto(text));
  assert(done && "an opened model decodes every list of pieces");
  return text;
}

}  // namespace molloquy::text
