#include "model/session/open_options.h"

namespace molloquy::session {

std::string_view precisionName(Precision precision) {
  switch (precision) {
    case Precision::Automatic:
      return "automatic";
    case Precision::Float32:
      return "f32";
    case Precision::Bfloat16:
      return "bf16";
    case Precision::Int8:
      return "int8";
    case Precision::Int4:
      break;
  }
  return "int4";
}

}  // namespace molloquy::session
