#include <algorithm>
#include <chrono>
#include <set>

#include "model/library/in_threads.h"
#include "model/library/neighbours/neighbours.h"
#include "model/library/neighbours/shown_structure.h"

namespace molloquy::library {
namespace {

using Clock = std::chrono::steady_clock;

/// Molecules or texts of one transaction.
constexpr std::size_t kBatch = 64;

/// One filling of a library with the embeddings of one network.
class Embedding {
 public:
  Embedding(MoleculeLibrary& library, session::RetrievalSession& session, const std::string& stamp,
            const std::function<void(const EmbedProgress&)>& onProgress, std::stop_token stop)
      : m_library(library),
        m_session(session),
        m_onProgress(onProgress),
        m_stop(std::move(stop)),
        m_start(Clock::now()) {
    m_empty.modelStamp = stamp;
    m_empty.modelName = session.info().folder.filename().string();
    m_empty.queries = session.info().queries;
    m_empty.width = session.info().width;
  }

  Result<std::size_t> run() {
    const auto counted = countWork();
    if (!counted) return tl::unexpected(counted.error());
    for (bool more = true; more && !m_stop.stop_requested();) {
      const auto done = molecules();
      if (!done) return endOf(done.error());
      more = *done;
    }
    for (bool more = true; more && !m_stop.stop_requested();) {
      const auto done = texts();
      if (!done) return endOf(done.error());
      more = *done;
    }
    return m_embedded;
  }

 private:
  /// A stopped session ends with an error, which is no error here.
  Result<std::size_t> endOf(const Error& error) {
    if (m_stop.stop_requested()) return m_embedded;
    return tl::unexpected(error);
  }

  Result<void> countWork() {
    const auto info = m_library.info();
    if (!info) return tl::unexpected(info.error());
    m_progress.all = info->molecules + info->texts;
    for (const EmbeddingsInfo& there : info->embeddings) {
      if (there.modelStamp != m_empty.modelStamp) continue;
      m_progress.all -= std::min(m_progress.all, there.molecules + there.texts);
    }
    return {};
  }

  /// One batch; false when there is none left.
  Result<bool> molecules() {
    auto ids = m_library.withoutEmbeddings(m_empty.modelStamp, kBatch + m_refused.size());
    if (!ids) return tl::unexpected(ids.error());
    std::erase_if(*ids, [&](MoleculeId id) { return m_refused.contains(id.value); });
    if (ids->empty()) return false;
    if (ids->size() > kBatch) ids->resize(kBatch);
    std::vector<LibraryMolecule> batch;
    for (const MoleculeId id : *ids) {
      auto molecule = m_library.molecule(id);
      if (!molecule) return tl::unexpected(molecule.error());
      batch.push_back(*std::move(molecule));
    }
    const auto written = embed(batch);
    if (!written) return tl::unexpected(written.error());
    tell(batch.size());
    return true;
  }

  Result<void> embed(const std::vector<LibraryMolecule>& batch) {
    std::vector<Result<session::SeenStructure>> shown(batch.size(), session::SeenStructure{});
    inThreads(batch.size(), [&](std::size_t i) { shown[i] = show(batch[i]); });
    if (m_stop.stop_requested()) return {};
    NewEmbeddings embeddings = m_empty;
    std::vector<session::SeenStructure> structures;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!shown[i]) {
        refuse(batch[i], shown[i].error());
        continue;
      }
      embeddings.molecules.push_back(batch[i].id);
      structures.push_back(*std::move(shown[i]));
    }
    if (structures.empty()) return {};
    auto features = m_session.structureFeatures(structures, {}, m_stop);
    if (!features) return tl::unexpected(features.error());
    embeddings.structures = *std::move(features);
    m_embedded += structures.size();
    return m_library.addEmbeddings(embeddings);
  }

  Result<session::SeenStructure> show(const LibraryMolecule& molecule) const {
    if (m_stop.stop_requested()) return session::SeenStructure{};
    if (!molecule.molecule) {
      return fail(ErrorCode::InvalidInput, "Its structure cannot be read.");
    }
    auto shown = shownStructure(
        *molecule.molecule,
        molecule.conformers.empty() ? nullptr : &molecule.conformers.front().conformer, m_stop);
    if (!shown) return shown;
    if (auto read = m_session.check(*shown); !read) return tl::unexpected(read.error());
    return shown;
  }

  void refuse(const LibraryMolecule& molecule, const Error& why) {
    m_refused.insert(molecule.id.value);
    ++m_progress.refused;
    m_progress.remark =
        (molecule.title.empty() ? molecule.smiles : molecule.title) + ": " + why.message;
  }

  Result<bool> texts() {
    const auto ids = m_library.textsWithoutEmbeddings(m_empty.modelStamp, kBatch);
    if (!ids) return tl::unexpected(ids.error());
    if (ids->empty()) return false;
    const auto found = m_library.texts(*ids);
    if (!found) return tl::unexpected(found.error());
    if (found->empty()) return false;
    NewEmbeddings embeddings = m_empty;
    std::vector<std::string> words;
    for (const MoleculeText& text : *found) {
      embeddings.texts.push_back(text.id);
      words.push_back(text.text);
    }
    auto features = m_session.textFeatures(words, {}, m_stop);
    if (!features) return tl::unexpected(features.error());
    embeddings.textVectors = *std::move(features);
    const auto written = m_library.addEmbeddings(embeddings);
    if (!written) return tl::unexpected(written.error());
    m_embedded += words.size();
    tell(words.size());
    return true;
  }

  void tell(std::size_t more) {
    m_progress.done += more;
    m_progress.all = std::max(m_progress.all, m_progress.done);
    const std::chrono::duration<double> seconds = Clock::now() - m_start;
    m_progress.perSecond = static_cast<double>(m_progress.done) / std::max(seconds.count(), 1e-6);
    if (m_onProgress) m_onProgress(m_progress);
  }

  MoleculeLibrary& m_library;
  session::RetrievalSession& m_session;
  const std::function<void(const EmbedProgress&)>& m_onProgress;
  std::stop_token m_stop;
  Clock::time_point m_start;
  NewEmbeddings m_empty;  ///< with stamp and sizes only.
  EmbedProgress m_progress;
  std::set<std::int64_t> m_refused;
  std::size_t m_embedded = 0;
};

}  // namespace

Result<std::size_t> embedLibrary(MoleculeLibrary& library, session::RetrievalSession& session,
                                 const std::string& stamp,
                                 const std::function<void(const EmbedProgress&)>& onProgress,
                                 std::stop_token stop) {
  if (stamp.empty()) {
    return fail(ErrorCode::InvalidInput, "Embeddings need the stamp of the model they come from.");
  }
  return Embedding(library, session, stamp, onProgress, std::move(stop)).run();
}

}  // namespace molloquy::library
