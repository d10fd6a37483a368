#include "model/checkpoints/pytorch_entries.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/checkpoints/utf8.h"

namespace molloquy::checkpoints {
namespace {

constexpr std::array<std::string_view, 4> kWrappers{"state_dict", "model", "module",
                                                    "model_state_dict"};
constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxEntries = 1'000'000;
/// Without sharing every value is visited once; this much more is left to shared ones.
constexpr std::size_t kVisitsPerValue = 4;
constexpr std::size_t kFreeVisits = 1000;
constexpr std::size_t kMaxNameBytes = 4096;
constexpr std::size_t kMaxAllNameBytes = std::size_t{256} << 20;
constexpr std::size_t kMaxDimensions = 64;
constexpr std::size_t kMaxFieldBytes = 256;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// a * b + c of non-negative numbers, nullopt when it does not fit.
std::optional<std::int64_t> multiplyAdd(std::int64_t a, std::int64_t b, std::int64_t c) {
  if (a != 0 && b > (kMost - c) / a) return std::nullopt;
  return a * b + c;
}

/// Checks a view against its storage and fills in the count. An Error is part of a sentence.
Result<void> checkView(PytorchEntry& entry, std::int64_t storageCount) {
  const auto corrupt = [&](std::string what) {
    return fail(ErrorCode::Corrupt, fmt::format("tensor {} {}", entry.name, what));
  };
  if (entry.shape.size() != entry.strides.size() || entry.shape.size() > kMaxDimensions) {
    return corrupt(
        fmt::format("has {} sizes and {} strides", entry.shape.size(), entry.strides.size()));
  }
  if (entry.offset < 0) return corrupt(fmt::format("begins at {}", entry.offset));
  std::optional<std::int64_t> count = 1;
  std::optional<std::int64_t> last = entry.offset;
  for (std::size_t i = 0; i < entry.shape.size(); ++i) {
    if (entry.shape[i] < 0) {
      return corrupt(fmt::format("has the shape [{}]", fmt::join(entry.shape, ", ")));
    }
    if (entry.strides[i] < 0) {
      return corrupt(fmt::format("has negative strides, [{}]", fmt::join(entry.strides, ", ")));
    }
    if (count) count = multiplyAdd(*count, entry.shape[i], 0);
    if (last && entry.shape[i] > 1) {
      last = multiplyAdd(entry.shape[i] - 1, entry.strides[i], *last);
    }
  }
  if (!count) return corrupt("has a shape too large for any computer");
  if (*count == 0) {
    entry.count = 0;
    return {};
  }
  if (!last) return corrupt("reaches further than any storage");
  if (*last >= storageCount) {
    return corrupt(fmt::format("reads number {} of a storage of {}", *last + 1, storageCount));
  }
  entry.count = *count;
  return {};
}

/// Walks dictionaries and lists down to the tensors.
class Walk {
 public:
  explicit Walk(const PickleDocument& document)
      : m_document(document),
        m_visitsLeft(kFreeVisits + kVisitsPerValue * document.values.size()) {}

  void visit(PickleIndex index, const std::string& name, std::size_t depth) {
    if (m_error || !spend(name, depth)) return;
    if (const auto* tensor = m_document.as<PickleTensor>(index)) {
      add(*tensor, name);
    } else if (const auto* dict = m_document.as<PickleDict>(index)) {
      visitItems(*dict, name, depth);
    } else if (const auto* record = m_document.as<PickleRecord>(index)) {
      visitItems(record->items, name, depth);
    } else if (const auto* list = m_document.as<PickleList>(index)) {
      for (std::size_t i = 0; i < list->items.size() && !m_error; ++i) {
        visit(list->items[i], joined(name, fmt::to_string(i)), depth + 1);
      }
    }
  }

  Result<std::vector<PytorchEntry>> take() {
    if (m_error) return tl::unexpected(*m_error);
    return std::move(m_entries);
  }

 private:
  static std::string joined(const std::string& name, const std::string& key) {
    return name.empty() ? key : name + "." + key;
  }

  bool spend(const std::string& name, std::size_t depth) {
    m_nameBytes += name.size();
    if (name.size() > kMaxNameBytes) {
      fails(ErrorCode::Corrupt, "it holds a value whose name is longer than any tensor's");
    } else if (depth > kMaxDepth) {
      fails(ErrorCode::Unsupported,
            fmt::format("its values are nested more than {} deep", kMaxDepth));
    } else if (m_visitsLeft-- == 0 || m_entries.size() > kMaxEntries ||
               m_nameBytes > kMaxAllNameBytes) {
      fails(ErrorCode::Unsupported, "it repeats its values more often than any checkpoint");
    }
    return !m_error;
  }

  void visitItems(const PickleDict& dict, const std::string& name, std::size_t depth) {
    for (const auto& [key, value] : dict.items) {
      if (m_error) return;
      if (const auto* text = m_document.as<std::string>(key)) {
        visit(value, joined(name, *text), depth + 1);
      } else if (const auto* number = m_document.as<std::int64_t>(key)) {
        visit(value, joined(name, fmt::to_string(*number)), depth + 1);
      }
    }
  }

  void add(const PickleTensor& tensor, const std::string& name) {
    const auto* storage = m_document.as<PickleStorage>(tensor.storage);
    if (storage == nullptr || !isUtf8(name)) {
      return fails(ErrorCode::Corrupt, "it holds a tensor whose name is not text");
    }
    PytorchEntry entry{name, tensor.type, tensor.shape, tensor.strides, tensor.offset, storage->key,
                       0};
    const auto width = static_cast<std::int64_t>(bytesPerNumber(tensor.type));
    std::int64_t count = storage->count;
    if (!storage->type) {
      count /= width;
    } else if (*storage->type != tensor.type) {
      return fails(ErrorCode::Corrupt,
                   fmt::format("tensor {} reads a storage of another number type", name));
    }
    if (const auto checked = checkView(entry, count); !checked) {
      return fails(checked.error().code, checked.error().message);
    }
    if (!m_names.insert(name).second) {
      return fails(ErrorCode::Corrupt, fmt::format("it names tensor {} twice", name));
    }
    m_entries.push_back(std::move(entry));
  }

  void fails(ErrorCode code, std::string what) {
    if (!m_error) m_error.emplace(code, std::move(what));
  }

  const PickleDocument& m_document;
  std::vector<PytorchEntry> m_entries;
  std::unordered_set<std::string> m_names;
  std::size_t m_visitsLeft;
  std::size_t m_nameBytes = 0;
  std::optional<Error> m_error;
};

Result<std::vector<PytorchEntry>> entriesBelow(const PickleDocument& document, PickleIndex index) {
  Walk walk(document);
  walk.visit(index, "", 0);
  return walk.take();
}

/// The last value of that key, as Python keeps it.
std::optional<PickleIndex> valueOf(const PickleDocument& document, const PickleDict& dict,
                                   std::string_view name) {
  for (auto item = dict.items.rbegin(); item != dict.items.rend(); ++item) {
    const auto* key = document.as<std::string>(item->first);
    if (key != nullptr && *key == name) return item->second;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<PytorchEntry>> pytorchEntries(const PickleDocument& document) {
  if (const auto* dict = document.as<PickleDict>(document.root)) {
    for (const std::string_view wrapper : kWrappers) {
      const auto inner = valueOf(document, *dict, wrapper);
      if (!inner) continue;
      auto entries = entriesBelow(document, *inner);
      // A lone tensor called "model" is a parameter, not a wrapper.
      const bool wraps = !document.as<PickleTensor>(*inner);
      if (!entries || (wraps && !entries->empty())) return entries;
    }
  }
  return entriesBelow(document, document.root);
}

std::map<std::string, std::string> plainFields(const PickleDocument& document) {
  std::map<std::string, std::string> fields;
  const auto* dict = document.as<PickleDict>(document.root);
  if (dict == nullptr) return fields;
  for (const auto& [keyIndex, value] : dict->items) {
    const auto* key = document.as<std::string>(keyIndex);
    if (key == nullptr || key->size() > kMaxFieldBytes || !isUtf8(*key)) continue;
    if (const auto* number = document.as<std::int64_t>(value)) {
      fields[*key] = fmt::to_string(*number);
    } else if (const auto* text = document.as<std::string>(value);
               text != nullptr && text->size() <= kMaxFieldBytes && isUtf8(*text)) {
      fields[*key] = *text;
    }
  }
  return fields;
}

}  // namespace molloquy::checkpoints
