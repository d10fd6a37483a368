#include "model/prepare/conformer_store.h"

#include <fmt/format.h>
#include <lmdb.h>

#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "model/checkpoints/sha256.h"
#include "model/prepare/embedding_bytes.h"

namespace molloquy::prepare {
namespace fs = std::filesystem;

namespace {

/// Address space for the file to grow into; the file itself is as large as its content.
constexpr std::size_t kMostBytes = std::size_t{1} << 38;
/// Embeddings that wait to be written together.
constexpr std::size_t kWaiting = 64;
/// Everything an embedding depends on is in the key; the version stands for the method.
constexpr const char* kVersion = "conformers/1\n";

tl::unexpected<Error> refuse(const fs::path& folder, int code) {
  const ErrorCode kind =
      code == MDB_INVALID || code == MDB_CORRUPTED ? ErrorCode::Corrupt : ErrorCode::Internal;
  return fail(kind,
              fmt::format("The store of conformers {} cannot be used: {}. Give another folder "
                          "with --cache, or remove it.",
                          folder.string(), ::mdb_strerror(code)));
}

MDB_val valueOf(const std::string& text) { return {text.size(), const_cast<char*>(text.data())}; }

/// A transaction that is given up unless it is committed.
class Transaction {
 public:
  Transaction(MDB_env* environment, unsigned flags) {
    code = ::mdb_txn_begin(environment, nullptr, flags, &m_transaction);
  }
  ~Transaction() {
    if (m_transaction != nullptr) ::mdb_txn_abort(m_transaction);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  int commit() { return ::mdb_txn_commit(std::exchange(m_transaction, nullptr)); }
  [[nodiscard]] MDB_txn* get() const { return m_transaction; }

  int code = 0;

 private:
  MDB_txn* m_transaction = nullptr;
};

std::string shortKey(const std::string& key) {
  return checkpoints::sha256OfText(kVersion + key).substr(0, 40);
}

}  // namespace

struct ConformerStore::State {
  fs::path folder;
  MDB_env* environment = nullptr;
  MDB_dbi table = 0;
  mutable std::mutex mutex;
  std::unordered_map<std::string, std::string> waiting;

  ~State() {
    if (environment != nullptr) ::mdb_env_close(environment);
  }

  int open() {
    int code = ::mdb_env_create(&environment);
    if (code == 0) code = ::mdb_env_set_mapsize(environment, kMostBytes);
    if (code == 0) code = ::mdb_env_open(environment, folder.c_str(), MDB_NOTLS, 0644);
    if (code != 0) return code;
    Transaction transaction(environment, 0);
    if (transaction.code != 0) return transaction.code;
    code = ::mdb_dbi_open(transaction.get(), nullptr, 0, &table);
    return code != 0 ? code : transaction.commit();
  }

  /// Precondition: the mutex is held.
  int write() {
    if (waiting.empty()) return 0;
    Transaction transaction(environment, 0);
    if (transaction.code != 0) return transaction.code;
    for (const auto& [key, bytes] : waiting) {
      MDB_val name = valueOf(key);
      MDB_val content = valueOf(bytes);
      const int code = ::mdb_put(transaction.get(), table, &name, &content, 0);
      if (code != 0) return code;
    }
    const int code = transaction.commit();
    if (code == 0) waiting.clear();
    return code;
  }
};

ConformerStore::ConformerStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}

ConformerStore::~ConformerStore() {
  const std::lock_guard lock(m_state->mutex);
  m_state->write();  // what cannot be written is made again next time
}

Result<std::unique_ptr<ConformerStore>> ConformerStore::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return refuse(folder, error.value());
  auto state = std::make_unique<State>();
  state->folder = folder;
  if (const int code = state->open(); code != 0) return refuse(folder, code);
  return std::unique_ptr<ConformerStore>(new ConformerStore(std::move(state)));
}

std::optional<Embedding> ConformerStore::find(const std::string& key) const {
  const std::string name = shortKey(key);
  {
    const std::lock_guard lock(m_state->mutex);
    const auto found = m_state->waiting.find(name);
    if (found != m_state->waiting.end()) return embeddingFromBytes(found->second);
  }
  const Transaction transaction(m_state->environment, MDB_RDONLY);
  if (transaction.code != 0) return std::nullopt;
  MDB_val wanted = valueOf(name);
  MDB_val content{};
  if (::mdb_get(transaction.get(), m_state->table, &wanted, &content) != 0) return std::nullopt;
  return embeddingFromBytes({static_cast<const char*>(content.mv_data), content.mv_size});
}

void ConformerStore::put(const std::string& key, const Embedding& embedding) {
  const std::lock_guard lock(m_state->mutex);
  m_state->waiting.emplace(shortKey(key), toBytes(embedding));
  // A store that cannot be written now is told of by flush.
  if (m_state->waiting.size() >= kWaiting) m_state->write();
}

Result<void> ConformerStore::flush() {
  const std::lock_guard lock(m_state->mutex);
  if (const int code = m_state->write(); code != 0) return refuse(m_state->folder, code);
  return {};
}

}  // namespace molloquy::prepare
