#include <bit>

#include <fmt/format.h>

#include "model/checkpoints/pickle_calls.h"
#include "model/checkpoints/pickle_machine.h"

namespace molloquy::checkpoints {
namespace {

constexpr std::uint64_t kFirstProtocol = 2;
constexpr std::uint64_t kLastProtocol = 5;

/// The instructions of protocols 2 to 5 that pickling plain data gives.
enum Code : std::uint8_t {
  kMark = '(',
  kStop = '.',
  kPop = '0',
  kPopMark = '1',
  kBinFloat = 'G',
  kBinInt = 'J',
  kBinInt1 = 'K',
  kBinInt2 = 'M',
  kNone = 'N',
  kBinPersId = 'Q',
  kReduce = 'R',
  kBinUnicode = 'X',
  kAppend = 'a',
  kBuild = 'b',
  kGlobal = 'c',
  kAppends = 'e',
  kBinGet = 'h',
  kLongBinGet = 'j',
  kBinPut = 'q',
  kLongBinPut = 'r',
  kSetItem = 's',
  kTuple = 't',
  kSetItems = 'u',
  kEmptyList = ']',
  kEmptyDict = '}',
  kEmptyTuple = ')',
  kBinBytes = 'B',
  kShortBinBytes = 'C',
  kProto = 0x80,
  kNewObj = 0x81,
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kNewTrue = 0x88,
  kNewFalse = 0x89,
  kLong1 = 0x8a,
  kLong4 = 0x8b,
  kShortBinUnicode = 0x8c,
  kBinUnicode8 = 0x8d,
  kBinBytes8 = 0x8e,
  kEmptySet = 0x8f,
  kAddItems = 0x90,
  kFrozenSet = 0x91,
  kStackGlobal = 0x93,
  kMemoize = 0x94,
  kFrame = 0x95,
  kByteArray8 = 0x96,
};

}  // namespace

bool PickleMachine::step() {
  const auto code = static_cast<std::uint8_t>(takeUnsigned(1));
  if (m_error) return false;
  if (code == kStop) {
    m_document.root = pop();
    return false;
  }
  if (!doConstant(code) && !doText(code) && !doContainer(code) && !doFill(code) && !doMemo(code) &&
      !doCall(code)) {
    corrupt(fmt::format("it has the instruction 0x{:02x}, which torch.save never writes", code));
  }
  return !m_error;
}

bool PickleMachine::doConstant(std::uint8_t code) {
  switch (code) {
    case kProto:
      if (const std::uint64_t version = takeUnsigned(1);
          version < kFirstProtocol || version > kLastProtocol) {
        corrupt(fmt::format("it follows version {} of the pickle protocol", version));
      }
      return true;
    case kFrame:
      take(8);
      return true;
    case kNone:
      push(std::monostate{});
      return true;
    case kNewTrue:
      push(true);
      return true;
    case kNewFalse:
      push(false);
      return true;
    case kBinInt:
      push(std::int64_t{static_cast<std::int32_t>(static_cast<std::uint32_t>(takeUnsigned(4)))});
      return true;
    case kBinInt1:
      push(static_cast<std::int64_t>(takeUnsigned(1)));
      return true;
    case kBinInt2:
      push(static_cast<std::int64_t>(takeUnsigned(2)));
      return true;
    case kLong1:
      takeLongInteger(takeUnsigned(1));
      return true;
    case kLong4:
      takeLongInteger(takeUnsigned(4));
      return true;
    case kBinFloat: {
      std::uint64_t bits = 0;  // the only number with its high byte first
      for (const char byte : take(sizeof bits)) bits = bits << 8 | static_cast<std::uint8_t>(byte);
      push(std::bit_cast<double>(bits));
      return true;
    }
    default:
      return false;
  }
}

bool PickleMachine::doText(std::uint8_t code) {
  switch (code) {
    case kShortBinUnicode:
      push(std::string(take(takeUnsigned(1))));
      return true;
    case kBinUnicode:
      push(std::string(take(takeUnsigned(4))));
      return true;
    case kBinUnicode8:
      push(std::string(take(takeUnsigned(8))));
      return true;
    case kShortBinBytes:
      push(PickleBytes{std::string(take(takeUnsigned(1)))});
      return true;
    case kBinBytes:
      push(PickleBytes{std::string(take(takeUnsigned(4)))});
      return true;
    case kBinBytes8:
    case kByteArray8:
      push(PickleBytes{std::string(take(takeUnsigned(8)))});
      return true;
    default:
      return false;
  }
}

bool PickleMachine::doContainer(std::uint8_t code) {
  switch (code) {
    case kMark:
      if (m_marks.size() >= m_limits.openLists) {
        fails(ErrorCode::Unsupported,
              fmt::format("it nests more than {} lists", m_limits.openLists));
      }
      m_marks.push_back(m_stack.size());
      return true;
    case kEmptyTuple:
    case kEmptyList:
    case kEmptySet:
      push(PickleList{});
      return true;
    case kEmptyDict:
      push(PickleDict{});
      return true;
    case kTuple1:
    case kTuple2:
    case kTuple3:
      pushTuple(code - kTuple1 + 1U);
      return true;
    case kTuple:
    case kFrozenSet:
      push(PickleList{popToMark()});
      return true;
    default:
      return false;
  }
}

bool PickleMachine::doFill(std::uint8_t code) {
  switch (code) {
    case kAppend: {
      const PickleIndex item = pop();
      append(top(), {item});
      return true;
    }
    case kAppends:
    case kAddItems: {
      const std::vector<PickleIndex> items = popToMark();
      append(top(), items);
      return true;
    }
    case kSetItem: {
      const PickleIndex value = pop();
      const PickleIndex key = pop();
      setItems(top(), {key, value});
      return true;
    }
    case kSetItems: {
      const std::vector<PickleIndex> items = popToMark();
      setItems(top(), items);
      return true;
    }
    case kBuild: {
      const PickleIndex state = pop();
      build(top(), state);
      return true;
    }
    default:
      return false;
  }
}

bool PickleMachine::doMemo(std::uint8_t code) {
  const auto put = [this](std::uint64_t place) {
    m_memo[place] = top();
    if (m_memo.size() > m_limits.values) {
      fails(ErrorCode::Unsupported, fmt::format("it keeps more than {} values", m_limits.values));
    }
  };
  const auto get = [this](std::uint64_t place) {
    const auto found = m_memo.find(place);
    if (found == m_memo.end()) {
      corrupt(fmt::format("it refers to a value {} that it never kept", place));
    } else {
      pushIndex(found->second);
    }
  };
  switch (code) {
    case kBinPut:
      put(takeUnsigned(1));
      return true;
    case kLongBinPut:
      put(takeUnsigned(4));
      return true;
    case kMemoize:
      put(m_memo.size());
      return true;
    case kBinGet:
      get(takeUnsigned(1));
      return true;
    case kLongBinGet:
      get(takeUnsigned(4));
      return true;
    default:
      return false;
  }
}

bool PickleMachine::doCall(std::uint8_t code) {
  switch (code) {
    case kPop:
      if (m_stack.size() == floor() && !m_marks.empty()) {
        m_marks.pop_back();
      } else {
        pop();
      }
      return true;
    case kPopMark:
      popToMark();
      return true;
    case kGlobal: {
      const std::string_view module = takeLine();
      global(module, takeLine());
      return true;
    }
    case kStackGlobal: {
      const auto* name = m_document.as<std::string>(pop());
      const auto* module = m_document.as<std::string>(pop());
      if (name == nullptr || module == nullptr) {
        corrupt("it names a class by something that is not text");
      } else {
        global(std::string(*module), std::string(*name));
      }
      return true;
    }
    case kReduce:
    case kNewObj: {
      const PickleIndex arguments = pop();
      call(pop(), arguments);
      return true;
    }
    case kBinPersId: {
      const PickleIndex id = pop();
      if (!chargeWithItems(id)) return true;
      auto storage = recordStorage(m_document, id);
      if (storage) {
        push(*std::move(storage));
      } else {
        fails(storage.error().code, storage.error().message);
      }
      return true;
    }
    default:
      return false;
  }
}

}  // namespace molloquy::checkpoints
