#include "render/media/video_writer.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/base/program_paths.h"
#include "render/media/palette.h"
#include "render/media/video_plugin/video_plugin.h"

namespace molloquy::render {

namespace {

constexpr int kSmallest = 16;
constexpr int kLargest = 4096;
constexpr int kMostPerSecond = 60;
constexpr int kMostGifPerSecond = 50;
/// Pictures that a GIF's colours are chosen from.
constexpr std::size_t kPalettePictures = 8;

Result<const MolloquyVideoApi*> openPlugin() {
  const std::filesystem::path path = pluginFolder() / "libmolloquy_video.so";
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) {
    return fail(ErrorCode::Unsupported,
                fmt::format("The film library {} cannot be opened: {}. Install Molloquy and the "
                            "package libavformat59 again.",
                            path.string(), ::dlerror()));
  }
  const auto factory =
      reinterpret_cast<const MolloquyVideoApi* (*)()>(::dlsym(library, "molloquyVideoApi"));
  if (factory == nullptr || factory()->version != kMolloquyVideoVersion) {
    return fail(ErrorCode::Unsupported,
                fmt::format("The film library {} belongs to another version of Molloquy; install "
                            "both from the same version.",
                            path.string()));
  }
  return factory();
}

MolloquyVideoFailure into(std::string& reason) {
  return {&reason,
          [](void* target, const char* text) { static_cast<std::string*>(target)->assign(text); }};
}

Result<void> check(const std::filesystem::path& path, const VideoOptions& options) {
  const auto [low, high] = std::minmax(options.width, options.height);
  const bool isGif = options.format == VideoFormat::Gif;
  if (low < kSmallest || high > kLargest) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("A film of {} by {} pixels cannot be written. Choose {} to {} each way.",
                    options.width, options.height, kSmallest, kLargest));
  }
  if (!isGif && (options.width % 2 != 0 || options.height % 2 != 0)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("MP4 needs even numbers of pixels, but {} by {} were asked for.",
                            options.width, options.height));
  }
  const int most = isGif ? kMostGifPerSecond : kMostPerSecond;
  if (options.framesPerSecond < 1 || options.framesPerSecond > most) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} pictures a second cannot be written. Choose 1 to {}.",
                            options.framesPerSecond, most));
  }
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    return fail(ErrorCode::NotFound, fmt::format("The folder {} does not exist.", folder.string()));
  }
  return {};
}

}  // namespace

struct VideoWriter::Film {
  const MolloquyVideoApi* api = nullptr;
  void* video = nullptr;
  VideoOptions options;
  std::filesystem::path path;
  std::filesystem::path unfinished;  ///< empty once it has its name.
  std::string encoding;
  std::vector<Picture> waiting;  ///< until a GIF's colours are chosen.
  std::optional<Palette> palette;
  std::optional<PaletteIndex> index;
  std::size_t pictures = 0;

  Film() = default;
  Film(const Film&) = delete;
  Film& operator=(const Film&) = delete;
  ~Film() {
    if (video != nullptr) api->close(video);
    std::error_code ignored;
    if (!unfinished.empty()) std::filesystem::remove(unfinished, ignored);
  }

  [[nodiscard]] tl::unexpected<Error> failed(const std::string& reason) const {
    return fail(ErrorCode::Internal, fmt::format("The film {} could not be written ({}). Check the "
                                                 "space on the disk.",
                                                 path.string(), reason));
  }

  Result<void> encode(const std::uint8_t* pixels, const std::uint32_t* colours) {
    std::string reason;
    if (!api->add(video, pixels, colours, into(reason))) return failed(reason);
    return {};
  }

  Result<void> encodeIndexed(const Picture& picture) {
    return encode(index->indicesOf(picture).data(), palette->colours.data());
  }

  Result<void> encodeColours(const Picture& picture) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(picture.rgba.size() / 4 * 3);
    for (std::size_t i = 0; i + 3 < picture.rgba.size(); i += 4) {
      const auto colour = overWhite(&picture.rgba[i]);
      rgb.insert(rgb.end(), colour.begin(), colour.end());
    }
    return encode(rgb.data(), nullptr);
  }

  /// Chooses the colours and encodes what waited for them.
  Result<void> begin() {
    palette = paletteOf(waiting);
    index.emplace(*palette);
    for (const Picture& picture : waiting) {
      if (auto encoded = encodeIndexed(picture); !encoded) return encoded;
    }
    waiting.clear();
    return {};
  }
};

std::optional<VideoFormat> videoFormatOf(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (extension == ".mp4") return VideoFormat::Mp4;
  if (extension == ".gif") return VideoFormat::Gif;
  return std::nullopt;
}

VideoWriter::VideoWriter(std::unique_ptr<Film> film) : m_film(std::move(film)) {}
VideoWriter::VideoWriter(VideoWriter&& other) noexcept = default;
VideoWriter& VideoWriter::operator=(VideoWriter&& other) noexcept = default;
VideoWriter::~VideoWriter() = default;

Result<VideoWriter> VideoWriter::open(const std::filesystem::path& path,
                                      const VideoOptions& options) {
  if (const auto valid = check(path, options); !valid) return tl::unexpected(valid.error());
  const auto api = openPlugin();
  if (!api) return tl::unexpected(api.error());
  auto film = std::make_unique<Film>();
  film->api = *api;
  film->options = options;
  film->path = path;
  film->unfinished = path;
  film->unfinished += fmt::format(".{}.part", ::getpid());
  const std::string file = film->unfinished.string();
  const MolloquyVideoPlan plan{file.c_str(), options.format == VideoFormat::Gif ? "gif" : "mp4",
                               options.width, options.height, options.framesPerSecond};
  std::string reason;
  film->video = film->api->open(&plan, into(reason));
  if (film->video == nullptr) return film->failed(reason);
  film->encoding = film->api->encoding(film->video);
  return VideoWriter(std::move(film));
}

const std::string& VideoWriter::encoding() const { return m_film->encoding; }

Result<void> VideoWriter::add(const Picture& picture) {
  Film& film = *m_film;
  const auto& [format, width, height, rate] = film.options;
  if (picture.width != width || picture.height != height ||
      picture.rgba.size() != std::size_t(4) * width * height) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A picture of {} by {} pixels does not fit a film of {} by {}.",
                            picture.width, picture.height, width, height));
  }
  ++film.pictures;
  if (format == VideoFormat::Mp4) return film.encodeColours(picture);
  if (film.index) return film.encodeIndexed(picture);
  film.waiting.push_back(picture);
  return film.waiting.size() < kPalettePictures ? Result<void>() : film.begin();
}

Result<void> VideoWriter::finish() {
  Film& film = *m_film;
  if (film.pictures == 0)
    return fail(ErrorCode::InvalidInput, "A film needs at least one picture.");
  if (!film.waiting.empty()) {
    if (auto begun = film.begin(); !begun) return begun;
  }
  std::string reason;
  if (!film.api->finish(film.video, into(reason))) return film.failed(reason);
  std::error_code problem;
  std::filesystem::rename(film.unfinished, film.path, problem);
  if (problem) return film.failed(problem.message());
  film.unfinished.clear();
  return {};
}

}  // namespace molloquy::render
