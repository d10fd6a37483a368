#include "model/vectors/bench/faiss_plugin.h"

#include <omp.h>

#include <exception>
#include <memory>

#include <faiss/IndexFlat.h>

namespace {

void* makeFlat(const float* rows, std::size_t n, std::size_t width) {
  try {
    auto index = std::make_unique<faiss::IndexFlatIP>(static_cast<faiss::Index::idx_t>(width));
    index->add(static_cast<faiss::Index::idx_t>(n), rows);
    return index.release();
  } catch (const std::exception&) {
    return nullptr;
  }
}

void freeFlat(void* index) {
  std::unique_ptr<faiss::IndexFlatIP>(static_cast<faiss::IndexFlatIP*>(index));
}

void search(void* index, const float* queries, std::size_t q, std::size_t count, std::int64_t* rows,
            float* scores) {
  static_cast<faiss::IndexFlatIP*>(index)->search(static_cast<faiss::Index::idx_t>(q), queries,
                                                  static_cast<faiss::Index::idx_t>(count), scores,
                                                  rows);
}

void setThreads(int threads) { omp_set_num_threads(threads); }

const MolloquyFaissApi kApi{kMolloquyFaissVersion, makeFlat, freeFlat, search, setThreads};

}  // namespace

extern "C" __attribute__((visibility("default"))) const MolloquyFaissApi* molloquyFaissApi() {
  return &kApi;
}
