#include "model/base/error.h"

#include <utility>

namespace molloquy {

Error::Error(ErrorCode errorCode, std::string sentence, std::source_location location)
    : code(errorCode), message(std::move(sentence)), where(location) {}

Error Error::within(std::string doing) const {
  Error wider = *this;
  wider.context.push_back(std::move(doing));
  return wider;
}

std::string Error::toString() const {
  if (context.empty()) return message;
  std::string text = message;
  const bool endsWithStop = !text.empty() && text.back() == '.';
  if (endsWithStop) text.pop_back();
  text += " (";
  for (std::size_t i = 0; i < context.size(); ++i) {
    if (i > 0) text += ", ";
    text += context[i];
  }
  text += ")";
  if (endsWithStop) text += ".";
  return text;
}

}  // namespace molloquy
