#include "model/checkpoints/pickle_calls.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

namespace molloquy::checkpoints {
namespace {

tl::unexpected<Error> corrupt(std::string what) {
  return fail(ErrorCode::Corrupt, std::move(what));
}

struct NumberTypeRow {
  std::string_view storage;
  std::string_view type;
  TensorType number;
};
constexpr std::array<NumberTypeRow, 10> kNumberTypes{
    {{"torch.DoubleStorage", "torch.float64", TensorType::F64},
     {"torch.FloatStorage", "torch.float32", TensorType::F32},
     {"torch.HalfStorage", "torch.float16", TensorType::F16},
     {"torch.BFloat16Storage", "torch.bfloat16", TensorType::BF16},
     {"torch.LongStorage", "torch.int64", TensorType::I64},
     {"torch.IntStorage", "torch.int32", TensorType::I32},
     {"torch.ShortStorage", "torch.int16", TensorType::I16},
     {"torch.CharStorage", "torch.int8", TensorType::I8},
     {"torch.ByteStorage", "torch.uint8", TensorType::U8},
     {"torch.BoolStorage", "torch.bool", TensorType::Bool}}};

constexpr std::array<std::string_view, 2> kUntypedStorages{"torch.storage.UntypedStorage",
                                                           "torch.UntypedStorage"};

/// What an allowed name becomes when it is called.
enum class Call { OrderedDict, List, Bytes, Encode, TensorV1, TensorV3, Tensor, Parameter, Record };

struct CallRow {
  std::string_view name;
  Call call;
};
/// Nothing else may be called. Records are classes whose objects hold plain state only; the state
/// is read as values and the class stays a name.
constexpr std::array kCalls{
    CallRow{"collections.OrderedDict", Call::OrderedDict},
    CallRow{"collections.defaultdict", Call::Record},
    CallRow{"collections.Counter", Call::Record},
    CallRow{"builtins.dict", Call::OrderedDict},
    CallRow{"__builtin__.dict", Call::OrderedDict},
    CallRow{"builtins.set", Call::List},
    CallRow{"__builtin__.set", Call::List},
    CallRow{"builtins.frozenset", Call::List},
    CallRow{"__builtin__.frozenset", Call::List},
    CallRow{"builtins.list", Call::List},
    CallRow{"__builtin__.list", Call::List},
    CallRow{"builtins.bytearray", Call::Bytes},
    CallRow{"__builtin__.bytearray", Call::Bytes},
    CallRow{"builtins.bytes", Call::Bytes},
    CallRow{"__builtin__.bytes", Call::Bytes},
    CallRow{"_codecs.encode", Call::Encode},
    CallRow{"torch.Size", Call::List},
    CallRow{"torch._utils._rebuild_tensor", Call::TensorV1},
    CallRow{"torch._utils._rebuild_tensor_v2", Call::Tensor},
    CallRow{"torch._utils._rebuild_tensor_v3", Call::TensorV3},
    CallRow{"torch._utils._rebuild_parameter", Call::Parameter},
    CallRow{"torch._utils._rebuild_parameter_with_state", Call::Parameter},
    CallRow{"torch.device", Call::Record},
    CallRow{"argparse.Namespace", Call::Record},
    CallRow{"types.SimpleNamespace", Call::Record},
    CallRow{"pathlib.PosixPath", Call::Record},
    CallRow{"pathlib.PurePosixPath", Call::Record},
    CallRow{"datetime.timedelta", Call::Record},
    CallRow{"numpy.dtype", Call::Record},
    CallRow{"numpy.ndarray", Call::Record},
    CallRow{"numpy.core.multiarray.scalar", Call::Record},
    CallRow{"numpy.core.multiarray._reconstruct", Call::Record},
    CallRow{"numpy._core.multiarray.scalar", Call::Record},
    CallRow{"numpy._core.multiarray._reconstruct", Call::Record},
    CallRow{"lightning.fabric.utilities.data.AttributeDict", Call::Record},
    CallRow{"lightning_fabric.utilities.data.AttributeDict", Call::Record},
    CallRow{"lightning.pytorch.utilities.parsing.AttributeDict", Call::Record},
    CallRow{"pytorch_lightning.utilities.parsing.AttributeDict", Call::Record}};

/// What only records may call: numpy's arrays as protocol 5 writes them.
constexpr std::array kRecordCalls{CallRow{"numpy.core.numeric._frombuffer", Call::Record},
                                  CallRow{"numpy._core.numeric._frombuffer", Call::Record}};

/// All that the records of a data set may name besides plain values.
constexpr std::array<std::string_view, 22> kRecordNames{"collections.OrderedDict",
                                                        "builtins.dict",
                                                        "__builtin__.dict",
                                                        "builtins.set",
                                                        "__builtin__.set",
                                                        "builtins.frozenset",
                                                        "__builtin__.frozenset",
                                                        "builtins.list",
                                                        "__builtin__.list",
                                                        "builtins.bytearray",
                                                        "__builtin__.bytearray",
                                                        "builtins.bytes",
                                                        "__builtin__.bytes",
                                                        "_codecs.encode",
                                                        "numpy.dtype",
                                                        "numpy.ndarray",
                                                        "numpy.core.multiarray.scalar",
                                                        "numpy.core.multiarray._reconstruct",
                                                        "numpy.core.numeric._frombuffer",
                                                        "numpy._core.multiarray.scalar",
                                                        "numpy._core.multiarray._reconstruct",
                                                        "numpy._core.numeric._frombuffer"};

const CallRow* callNamed(std::span<const CallRow> rows, std::string_view name) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const CallRow& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

bool isUntypedStorage(std::string_view name) {
  return std::find(kUntypedStorages.begin(), kUntypedStorages.end(), name) !=
         kUntypedStorages.end();
}

bool isPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

/// A name as it may stand in a message.
std::string shown(const std::string& name) {
  constexpr std::size_t kLongest = 80;
  if (!isPrintable(name)) return "a name that is not text";
  return name.size() <= kLongest ? name : name.substr(0, kLongest) + "...";
}

/// The whole numbers of a tuple, or nullopt.
std::optional<std::vector<std::int64_t>> wholeNumbers(const PickleDocument& document,
                                                      PickleIndex index) {
  const auto* list = document.as<PickleList>(index);
  if (list == nullptr) return std::nullopt;
  std::vector<std::int64_t> numbers;
  numbers.reserve(list->items.size());
  for (const PickleIndex item : list->items) {
    const auto* number = document.as<std::int64_t>(item);
    if (number == nullptr) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

/// (storage, offset, shape, strides, ...); in the third form the number type is the seventh.
Result<PickleValue> tensorOf(const PickleDocument& document, Call call,
                             const std::vector<PickleIndex>& arguments) {
  constexpr std::size_t kTypeArgument = 6;
  if (arguments.size() < (call == Call::TensorV3 ? kTypeArgument + 1 : 4)) {
    return corrupt("it describes a tensor with too few values");
  }
  const auto* storage = document.as<PickleStorage>(arguments[0]);
  const auto* offset = document.as<std::int64_t>(arguments[1]);
  auto shape = wholeNumbers(document, arguments[2]);
  auto strides = wholeNumbers(document, arguments[3]);
  if (storage == nullptr || offset == nullptr || !shape || !strides) {
    return corrupt("it describes a tensor without storage, offset, shape or strides");
  }
  std::optional<TensorType> type = storage->type;
  if (call == Call::TensorV3) {
    const auto* name = document.as<PickleGlobal>(arguments[kTypeArgument]);
    type = name == nullptr ? std::nullopt : torchNumberType(name->name);
  }
  if (!type) return corrupt("it describes a tensor without a number type");
  return PickleTensor{arguments[0], *type, *offset, *std::move(shape), *std::move(strides)};
}

/// dict(), OrderedDict() or one of a list of pairs.
Result<PickleValue> dictOf(const PickleDocument& document,
                           const std::vector<PickleIndex>& arguments) {
  PickleDict dict;
  if (arguments.empty()) return dict;
  const auto* pairs = document.as<PickleList>(arguments.front());
  if (pairs == nullptr) return corrupt("it makes a dictionary of something that is not a list");
  for (const PickleIndex item : pairs->items) {
    const auto* pair = document.as<PickleList>(item);
    if (pair == nullptr || pair->items.size() != 2) {
      return corrupt("it makes a dictionary of something that is not pairs");
    }
    dict.items.emplace_back(pair->items[0], pair->items[1]);
  }
  return dict;
}

Result<PickleValue> listOf(const PickleDocument& document,
                           const std::vector<PickleIndex>& arguments) {
  if (arguments.empty()) return PickleList{};
  const auto* list = document.as<PickleList>(arguments.front());
  if (list == nullptr) return corrupt("it makes a list of something that is not one");
  return *list;
}

/// The bytes that are kept as text of the same code points (in UTF-8), or nullopt.
std::optional<std::string> bytesOfCodePoints(std::string_view utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto first = static_cast<std::uint8_t>(utf8[i]);
    if (first < 0x80U) {
      bytes += utf8[i];
      continue;
    }
    // Up to 255: two bytes, of which the first has the upper two bits.
    if (first < 0xC2U || first > 0xC3U || ++i == utf8.size()) return std::nullopt;
    const auto second = static_cast<std::uint8_t>(utf8[i]);
    if ((second & 0xC0U) != 0x80U) return std::nullopt;
    bytes += static_cast<char>(first << 6U | (second & 0x3FU));
  }
  return bytes;
}

/// Protocol 2 keeps bytes as text of the same code points.
Result<PickleValue> bytesOf(const PickleDocument& document,
                            const std::vector<PickleIndex>& arguments) {
  if (arguments.empty()) return PickleBytes{};
  if (const auto* text = document.as<std::string>(arguments.front())) {
    if (auto bytes = bytesOfCodePoints(*text)) return PickleBytes{*std::move(bytes)};
    return corrupt("it makes bytes of a text with other characters");
  }
  if (const auto* bytes = document.as<PickleBytes>(arguments.front())) return *bytes;
  return corrupt("it makes bytes of something that is neither text nor bytes");
}

}  // namespace

std::optional<TensorType> torchNumberType(std::string_view name) {
  for (const NumberTypeRow& row : kNumberTypes) {
    if (name == row.storage || name == row.type) return row.number;
  }
  return std::nullopt;
}

Result<PickleGlobal> allowedGlobal(PickleContent content, std::string_view module,
                                   std::string_view name) {
  const std::string full = fmt::format("{}.{}", module, name);
  if (content == PickleContent::Records) {
    if (std::find(kRecordNames.begin(), kRecordNames.end(), full) != kRecordNames.end()) {
      return PickleGlobal{full};
    }
    return fail(ErrorCode::Unsupported,
                fmt::format("it asks to run {}, which is not plain data; no code of a data file is "
                            "ever run",
                            shown(full)));
  }
  if (callNamed(kCalls, full) != nullptr || torchNumberType(full) || isUntypedStorage(full)) {
    return PickleGlobal{full};
  }
  if (module == "torch" && name.ends_with("Storage")) {
    return fail(ErrorCode::Unsupported,
                fmt::format("it holds numbers of the kind {}, which is not read here; convert them "
                            "to float32, float16 or bfloat16",
                            shown(full)));
  }
  return fail(
      ErrorCode::Unsupported,
      fmt::format("it asks to run {}, which is not plain data; no code of a weights file is "
                  "ever run. Take the .safetensors file of the same model",
                  shown(full)));
}

Result<PickleValue> recordCall(const PickleDocument& document, const PickleGlobal& global,
                               const std::vector<PickleIndex>& arguments) {
  const CallRow* row = callNamed(kCalls, global.name);
  if (row == nullptr) row = callNamed(kRecordCalls, global.name);
  if (row == nullptr) {
    return corrupt(fmt::format("it calls {}, which is not a function", shown(global.name)));
  }
  switch (row->call) {
    case Call::OrderedDict:
      return dictOf(document, arguments);
    case Call::List:
      return listOf(document, arguments);
    case Call::Bytes:
    case Call::Encode:
      return bytesOf(document, arguments);
    case Call::Tensor:
    case Call::TensorV1:
    case Call::TensorV3:
      return tensorOf(document, row->call, arguments);
    case Call::Parameter: {
      const auto* tensor =
          arguments.empty() ? nullptr : document.as<PickleTensor>(arguments.front());
      if (tensor == nullptr) return corrupt("it makes a parameter of something else than a tensor");
      return *tensor;
    }
    case Call::Record:
      return PickleRecord{global.name, arguments, {}};
  }
  return corrupt("it makes an unknown call");
}

Result<PickleValue> recordStorage(const PickleDocument& document, PickleIndex persistentId) {
  const auto* id = document.as<PickleList>(persistentId);
  if (id == nullptr || id->items.size() < 5)
    return corrupt("it refers to an unknown outside value");
  const auto* kind = document.as<std::string>(id->items[0]);
  const auto* type = document.as<PickleGlobal>(id->items[1]);
  const auto* key = document.as<std::string>(id->items[2]);
  const auto* count = document.as<std::int64_t>(id->items[4]);
  if (kind == nullptr || *kind != "storage" || type == nullptr || key == nullptr ||
      count == nullptr || *count < 0) {
    return corrupt("it refers to an outside value that is not a storage");
  }
  const auto number = torchNumberType(type->name);
  if (!number && !isUntypedStorage(type->name)) {
    return corrupt(fmt::format("it has a storage of the kind {}", shown(type->name)));
  }
  return PickleStorage{number, *key, *count};
}

}  // namespace molloquy::checkpoints
