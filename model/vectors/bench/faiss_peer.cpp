#include "model/vectors/bench/faiss_peer.h"

#include <dlfcn.h>

#include <vector>

#include "model/base/program_paths.h"
#include "model/vectors/bench/faiss_plugin.h"

namespace molloquy::vectors::bench {
namespace {

constexpr std::size_t kCount = 10;

const MolloquyFaissApi* plugin() {
  const auto path = pluginFolder() / "libmolloquy_faiss_peer.so";
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) return nullptr;
  const auto factory =
      reinterpret_cast<const MolloquyFaissApi* (*)()>(::dlsym(library, "molloquyFaissApi"));
  if (factory == nullptr || factory()->version != kMolloquyFaissVersion) return nullptr;
  return factory();
}

}  // namespace

std::optional<FaissFlat> FaissFlat::make(std::span<const float> rows, std::size_t width,
                                         int threads) {
  const MolloquyFaissApi* api = plugin();
  if (api == nullptr) return std::nullopt;
  api->setThreads(threads);
  void* index = api->makeFlat(rows.data(), rows.size() / width, width);
  if (index == nullptr) return std::nullopt;
  return FaissFlat(api, std::shared_ptr<void>(index, api->free), width);
}

void FaissFlat::search(std::span<const float> queries) const {
  const std::size_t count = queries.size() / m_width;
  std::vector<std::int64_t> rows(count * kCount);
  std::vector<float> scores(count * kCount);
  m_api->search(m_index.get(), queries.data(), count, kCount, rows.data(), scores.data());
}

}  // namespace molloquy::vectors::bench
